"""Whether a comment is in a language that the matcher knows. In others it abstains: vectors and lexicons are English."""

from __future__ import annotations

import re
from functools import lru_cache

from harness.matching.embedding import STOP, pieces_of_word

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`]*`|\b\w*_\w+|\w{1,80}\(\)|\b[a-z]+[A-Z]\w*|\S{0,80}[./]\S{0,80}\w", re.S)
_KNOWN, _SMALL = 0.5, 0.2
MOST_ABROAD = 0.5
"""The highest probability for a comment in another language: a person looks."""


@lru_cache(maxsize=1024)
def is_foreign(body: str) -> bool:
    """Whether most words are none that English uses whole, and few are its small words. One word alone says nothing."""
    words = [word.lower() for word in _WORD.findall(_CODE.sub(" ", body)) if len(word) > 1]
    if words and not any(word.isascii() for word in words):
        return True
    if len(words) < 2:
        return False
    known = sum(word.isascii() and len(pieces_of_word(word)) == 1 for word in words)
    small = sum(word in STOP for word in words)
    return known / len(words) < _KNOWN and small / len(words) < _SMALL
