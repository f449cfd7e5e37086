"""What a person chose about the screen and wants again next time. A broken file is as good as none."""

from __future__ import annotations

import json
from pathlib import Path

from harness.adapters.event_log import write_atomically

NAME = "preferences.json"
_MOST_BYTES = 10_000


def read_preferences(folder: Path) -> dict[str, str]:
    """The preferences kept in a folder."""
    path = folder / NAME
    try:
        if path.stat().st_size > _MOST_BYTES:
            return {}
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}


def keep_preference(folder: Path, name: str, value: str) -> None:
    """Keep one preference; where the folder cannot be written, it holds until the end only."""
    try:
        content = json.dumps({**read_preferences(folder), name: value}, indent=1)
        write_atomically(folder / NAME, content.encode("ascii"), mode=0o600)
    except OSError:
        return
