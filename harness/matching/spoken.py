"""A text as the matcher hears it: words with their places, stems, word pieces and the names of code in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from harness.matching.embedding import STOP, pieces_of_word

MOST_WORDS = 400
_WORD = re.compile(r"[A-Z]*[a-z0-9]+|[A-Z0-9]+|[^\sA-Za-z0-9]")
_CODE = re.compile(
    r"`([^`\n]{2,60})`|\b([a-zA-Z]\w*_\w+|_\w{2,}|[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]\w*|\w+(?=\())|\b([a-z]\w+\.[a-z_]\w+)"
)
_NAME = re.compile(r"[A-Za-z_]\w{2,}")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "er", "e", "y")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without the endings that grammar puts on it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a text in order, lower case; `starts` are their places in it."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    names: frozenset[str]
    """Names of code: in back ticks, with an underscore, an inner capital or a call bracket; lower case."""

    def between(self, span: tuple[int, int]) -> tuple[int, int]:
        """Which words stand inside a span of the text."""
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def stems(self) -> list[str]:
        """The stem of each word."""
        return [stem(word) for word in self.words]

    def pieces(self) -> tuple[list[int], list[int]]:
        """All word pieces, and for each word the place of its first one; a last entry closes the list."""
        found: list[int] = []
        firsts = [0]
        for word in self.words:
            found += pieces_of_word(word)
            firsts.append(len(found))
        return found, firsts


def spoken(text: str) -> Spoken:
    """Hear a text."""
    hits = [(m.group().lower(), m.start()) for m in _WORD.finditer(text)][:MOST_WORDS]
    return Spoken(tuple(w for w, _ in hits), tuple(s for _, s in hits), names_in(text))


def together(texts: Sequence[Spoken]) -> Spoken:
    """Texts one after the other as one; where its words stand is not known."""
    words = tuple(word for said in texts for word in said.words)
    return Spoken(words, (), frozenset(name for said in texts for name in said.names))


def names_in(text: str) -> frozenset[str]:
    """The names of code that a text mentions."""
    found = (part for hit in _CODE.findall(text) for part in hit if part)
    return frozenset(name.lower().strip("_") for code in found for name in _NAME.findall(code))


def content_words(stems: Sequence[str], words: Sequence[str]) -> list[str]:
    """The stem of each word that carries meaning, nothing for the others."""
    return [s if len(w) > 2 and w not in STOP else "" for s, w in zip(stems, words, strict=True)]


def content_stems(stems: Sequence[str], words: Sequence[str]) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(content_words(stems, words)) - {""}
