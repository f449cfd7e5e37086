"""Concepts: what a text talks about, by the rubric's everyday words and jargon.

A word counts by its stem; a phrase counts when its words stand in order, each at most two words after the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from harness.domain.class_rubric import ClassRubric
from harness.matching.embedding import Matrix
from harness.matching.spoken import Spoken, spoken, stem

_REACH = 3
_WORD_WEIGHT, _PHRASE_WEIGHT = 0.75, 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text, from word `first` to word `last`."""

    concept: int
    first: int
    last: int
    weight: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All concepts, by the stems that mention them."""

    names: tuple[str, ...]
    words: Mapping[str, tuple[int, ...]]
    """Concepts by the stem that is enough for them."""
    phrases: Mapping[str, Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]]
    """Concepts with the rest of the phrase, by its first and then by its second stem."""

    def mentions(self, said: Spoken) -> list[Mention]:
        """Every mention in a text, in order of its first word."""
        at = [i for i, word in enumerate(said.words) if word.isalnum()]
        stems = [stem(said.words[i]) for i in at]
        found = []
        for place, first in enumerate(stems):
            for concept in self.words.get(first, ()):
                found.append(Mention(concept, at[place], at[place], _WORD_WEIGHT))
            begun = self.phrases.get(first)
            for second in range(place + 1, min(place + _REACH, len(stems))) if begun else ():
                if second > place + 1 and stems[second] in stems[place + 1 : second]:
                    continue
                for concept, rest in begun.get(stems[second], ()) if begun else ():
                    last = _reached(stems, second, rest)
                    if last is not None:
                        found.append(Mention(concept, at[place], at[last], _PHRASE_WEIGHT))
        return found

    def vector(self, mentions: Sequence[Mention], first: int = 0, end: int = 1 << 30) -> Matrix:
        """How strongly each concept is mentioned between two words."""
        row = np.zeros(len(self.names))
        for m in mentions:
            if first <= m.first and m.last < end and row[m.concept] < m.weight:
                row[m.concept] = m.weight
        return row

    def of(self, text: str) -> Matrix:
        """How strongly a text mentions each concept."""
        return self.vector(self.mentions(spoken(text)))


def _reached(stems: list[str], place: int, rest: tuple[str, ...]) -> int | None:
    for word in rest:
        for nearby in range(place + 1, min(place + _REACH, len(stems))):
            if stems[nearby] == word:
                place = nearby
                break
        else:
            return None
    return place


@lru_cache(maxsize=4)
def lexicon(rubric: ClassRubric) -> Lexicon:
    """The lexicon of a rubric."""
    words: dict[str, tuple[int, ...]] = {}
    pairs: dict[str, dict[str, tuple[tuple[int, tuple[str, ...]], ...]]] = {}
    for number, (_, phrases) in enumerate(rubric.concepts):
        for phrase in phrases:
            first, *rest = [stem(word) for word in spoken(phrase).words if word.isalnum()] or [""]
            if first and not rest and number not in words.get(first, ()):
                words[first] = (*words.get(first, ()), number)
            elif rest:
                begun = pairs.setdefault(first, {})
                begun[rest[0]] = (*begun.get(rest[0], ()), (number, tuple(rest[1:])))
    return Lexicon(tuple(name for name, _ in rubric.concepts), words, pairs)
