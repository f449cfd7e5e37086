"""Naming one place in a project for an operator: `PATH::SYMBOL[::TEXT][#N]`.

`PATH` is a file of the clean head and `SYMBOL` the function or class around the guard (empty at the level of the module).
`TEXT` stands on the guard's first line. `#N` takes the N-th of several, in the order of the text. What is not needed to
tell places apart is left out, so that a selector lives through edits elsewhere in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ORDINAL = re.compile(r"#([1-9][0-9]{0,3})$")


class BadSelector(ValueError):
    """A selector that cannot be read, or that means no place or several; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a guard stands: what selectors are made of and compared with."""

    path: str
    symbol: str
    text: str
    """The guard's first line."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A place by path, symbol, text and ordinal."""

    path: str
    symbol: str
    text: str = ""
    ordinal: int | None = None

    def __str__(self) -> str:
        text = f"::{self.text}" if self.text else ""
        needed = self.ordinal is not None or _ORDINAL.search(self.text)
        return f"{self.path}::{self.symbol}{text}" + (f"#{self.ordinal or 1}" if needed else "")

    def means(self, spot: Spot) -> bool:
        """Whether the spot is among those that the selector may mean, ordinal apart."""
        return (self.path, self.symbol) == (spot.path, spot.symbol) and self.text in spot.text


def parse(written: str) -> Selector:
    """The selector in a text. Raises BadSelector."""
    found = _ORDINAL.search(written)
    parts = (written[: found.start()] if found else written).split("::", 2)
    if len(parts) < 2 or not parts[0]:
        raise BadSelector("a selector is written PATH::SYMBOL, then ::TEXT and #N where they are needed")
    return Selector(parts[0], parts[1], parts[2] if len(parts) > 2 else "", int(found[1]) if found else None)


def chosen(selector: Selector, spots: Sequence[Spot]) -> int:
    """The index of the one spot that is meant. Raises BadSelector, naming what there is."""
    meant = [n for n, spot in enumerate(spots) if selector.means(spot)]
    if selector.ordinal is not None:
        if selector.ordinal <= len(meant):
            return meant[selector.ordinal - 1]
        raise BadSelector(f"{selector} asks for number {selector.ordinal} of {len(meant)}" + _there(spots))
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise BadSelector(f"{selector} means no place where it fits" + _there(spots))
    raise BadSelector(f"{selector} means {len(meant)} places; add ::TEXT or #N" + _there([spots[n] for n in meant]))


def _there(spots: Sequence[Spot]) -> str:
    if not spots:
        return "; it fits nowhere in this project"
    return "; there are " + ", ".join(str(selector_for(spot, spots)) for spot in spots[:6])


def selector_for(spot: Spot, spots: Sequence[Spot]) -> Selector:
    """The shortest selector that means this spot, one of `spots`, and no other."""
    for selector in (Selector(spot.path, spot.symbol), Selector(spot.path, spot.symbol, spot.text)):
        meant = [other for other in spots if selector.means(other)]
        if len(meant) == 1:
            return selector
    meant = [other for other in spots if selector.means(other)]
    return Selector(spot.path, spot.symbol, spot.text, 1 + next(n for n, other in enumerate(meant) if other is spot))
