"""How long a text may be that goes into one line of the session log."""

from __future__ import annotations

import json

MOST_BYTES = 6_000_000
"""Of a text as JSON. A line of the log holds eight million bytes, and an event has more fields than its text."""
_MOST_PER_CHARACTER = 12


def fits(text: str) -> bool:
    """Whether a line of the session log can hold the text."""
    return len(text) * _MOST_PER_CHARACTER < MOST_BYTES or len(json.dumps(text)) < MOST_BYTES
