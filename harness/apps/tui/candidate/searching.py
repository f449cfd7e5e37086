"""A search under way: it runs beside the screen, in slices, and knows at any time how much it has found."""

from __future__ import annotations

import asyncio
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from harness.domain.diff import Side
from harness.domain.pull_request import Document
from harness.domain.search import LineTest, hit_at, hits_in, place_of

_SLICE = 0.02
"""Seconds of searching after which the screen gets its turn."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that was found."""

    name: str
    side: Side
    line: int


class Search:
    """A search over documents in the order of reading, beginning with the one that is open. `test_for` gives a
    document's test of a line.

    `documents` gives a document by its name, so that none is looked up before its turn.
    """

    def __init__(
        self, names: Sequence[str], documents: Callable[[str], Document], test_for: Callable[[str], LineTest]
    ) -> None:
        self._names, self._documents, self._test_for = names, documents, test_for
        self._index = {name: number for number, name in enumerate(names)}
        self._hits: dict[str, array[int]] = {}
        self.count = 0
        self.done = False

    async def run(self, start: str, progress: Callable[[], None]) -> None:
        """Search everything; `progress` is called after each slice, on the loop."""
        first = self._index.get(start, 0)
        loop = asyncio.get_running_loop()
        bunches = self._bunches([*self._names[first:], *self._names[:first]])
        while await loop.run_in_executor(None, self._slice, bunches):
            progress()
        self.done = True
        progress()

    def _bunches(self, names: Sequence[str]) -> Iterator[tuple[str, list[int] | None]]:
        for name in names:
            for bunch in hits_in(self._documents(name), self._test_for(name)):
                yield name, bunch
            yield name, None

    def _slice(self, bunches: Iterator[tuple[str, list[int] | None]]) -> bool:
        """Search for a while; whether there is more to do."""
        until = time.perf_counter() + _SLICE
        for name, bunch in bunches:
            if bunch is None:
                if name in self._hits:
                    self._hits[name] = array("Q", sorted(self._hits[name]))
            elif bunch:
                self._hits.setdefault(name, array("Q")).extend(bunch)
                self.count += len(bunch)
            if time.perf_counter() > until:
                return True
        return False

    def next(self, name: str, place: tuple[Side, int] | None, by: int) -> Hit | None:
        """The hit after a place, or before it with `by` below zero. Round the ends only when everything is searched."""
        if not self.count:
            return None
        first = self._index.get(name, 0)
        hits = self._hits.get(name, array("Q"))
        at = hit_at(self._documents(name), *place) if place else 0
        index = bisect_right(hits, at) if by > 0 else bisect_left(hits, at) - 1
        if 0 <= index < len(hits):
            return Hit(name, *place_of(hits[index]))
        ahead, around = range(first + 1, len(self._names)), range(first + 1)
        if by < 0:
            ahead, around = range(first - 1, -1, -1), range(len(self._names) - 1, first - 1, -1)
        for number in [*ahead, *around] if self.done else ahead:
            if found := self._hits.get(self._names[number]):
                return Hit(self._names[number], *place_of(found[0 if by > 0 else -1]))
        return None

    def number_of(self, name: str, place: tuple[Side, int] | None) -> int:
        """Which hit stands at a place, counted from one in the order of reading; 0 where none does."""
        hits = self._hits.get(name, array("Q"))
        at = hit_at(self._documents(name), *place) if place and hits else 0
        index = bisect_left(hits, at)
        if index >= len(hits) or hits[index] != at:
            return 0
        before = (len(self._hits.get(other, ())) for other in self._names[: self._index[name]])
        return sum(before) + index + 1

    def all(self, most: int) -> list[Hit]:
        """The first `most` hits in the order of reading."""
        found: list[Hit] = []
        for name in self._names:
            found += [Hit(name, *place_of(hit)) for hit in self._hits.get(name, ())[: most - len(found)]]
            if len(found) >= most:
                break
        return found
