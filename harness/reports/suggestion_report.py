"""What `harness plant --suggest` found, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from harness.domain.suggestion import Fate, Suggestion


def suggestion_text(slug: str, suggestions: Sequence[Suggestion]) -> str:
    """The hidden ones with their diffs, the others in one line each; ends in a line feed."""
    lines: list[str] = []
    for suggestion in suggestions:
        lines += _hidden(slug, suggestion) if suggestion.fate is Fate.HIDDEN else [_other(suggestion)]
    hidden = sum(s.fate is Fate.HIDDEN for s in suggestions)
    lines.append(f"{slug}: {len(suggestions)} places, {hidden} hidden from the visible tests")
    return "\n".join(lines) + "\n"


def _hidden(slug: str, s: Suggestion) -> list[str]:
    lines = [
        f"● {s.operator} · {s.defect_class} · {s.path}:{s.line}",
        f"  {s.summary} Proof: {s.family}.",
        *(f"  left behind: {what}" for what in s.left),
        f"  harness plant {slug} ID --operator {s.operator} --at {_quoted(s.selector)}",
        "",
    ]
    return [*lines, *(f"    {line}" for line in s.diff.rstrip("\n").split("\n")[2:]), ""]


def _other(s: Suggestion) -> str:
    return f"○ {s.fate}: {s.operator} · {s.path}:{s.line} · {s.reason}"


def _quoted(text: str) -> str:
    plain = text.replace("/", "").replace(":", "").replace(".", "").replace("_", "").replace("-", "")
    return text if plain.isalnum() else "'" + text.replace("'", "'\\''") + "'"


def suggestion_json(slug: str, suggestions: Sequence[Suggestion]) -> str:
    """All of them as JSON text ending in a line feed."""
    value = {"schema": 1, "fixture": slug, "suggestions": [asdict(s) for s in suggestions]}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
