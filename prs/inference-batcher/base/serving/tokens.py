"""From text to token numbers."""

from __future__ import annotations

import zlib

MOST_TOKENS = 512
"""What the model was trained for; more is cut off."""

Tokens = tuple[int, ...]


def tokens_of(text: str) -> Tokens:
    """The token numbers of a text, at most MOST_TOKENS."""
    words = text.lower().split()
    return tuple(zlib.crc32(word.encode()) % 30_000 for word in words[:MOST_TOKENS])
