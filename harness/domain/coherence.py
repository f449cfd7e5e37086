"""Whether an estimate follows from the assumptions stated with it, right or wrong. Pure.

Only what reads plainly is recomputed: a written product ("1M clients × 400 bytes"), or the amounts in the form's line
`Assumed:`, of which at most one has the unit that was asked for. Everything else is left to people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.domain.estimate import NUMBER, Estimate, amount_of, is_measure

WITHIN = 0.1
"""How far the answer may be from what its assumptions give: rounding, not another result."""
_FACTOR = rf"(?<![\w.,])({NUMBER})\s*([a-zµ]+)?"
_WORDS = r"(?:\s+[a-z_-]+){0,3}?"
_PRODUCT = re.compile(rf"{_FACTOR}{_WORDS}(?:\s*[×x*·]\s*{_FACTOR}{_WORDS})+", re.I)
_ONE = re.compile(_FACTOR, re.I)
_ASSUMED = re.compile(r"^Assumed[^:\n]*:([^\n]*)", re.M)
_OPERATOR = re.compile(r"[/÷+−%^]")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the stated assumptions give, in the prompt's unit, and the words it was read from."""

    value: float
    words: str
    coherent: bool


def recompute(text: str, unit: str | None, estimate: Estimate) -> Recomputed | None:
    """The product of what is assumed beside the answer; None where none reads plainly."""
    for words, plain in _sources(text):
        value = _product(words, unit)
        if value is not None:
            close = abs(value - estimate.value) <= WITHIN * estimate.value + 1e-9
            return Recomputed(value, plain, close)
    return None


def _sources(text: str) -> list[tuple[str, str]]:
    found = []
    for product in _PRODUCT.finditer(text):
        around = text[: product.start()].rstrip()[-1:] + text[product.end() :].lstrip()[:1]
        if not _OPERATOR.search(product[0] + around):
            found.append((product[0], " ".join(product[0].split())))
    assumed = _ASSUMED.search(text)
    if not found and assumed and not _OPERATOR.search(assumed[1]):
        words = " ".join(assumed[1].split())
        found.append((assumed[1], words))
    return found


def _product(words: str, unit: str | None) -> float | None:
    """The product, if there are two factors or more and what they measure leaves the unit that was asked for."""
    factors = [(m[1], m[2]) for m in _ONE.finditer(words)]
    if len(factors) < 2 or len(factors) > 6:
        return None
    measures = [(number, word) for number, word in factors if is_measure(word)]
    wanted = 1 if is_measure(unit) else 0
    if len(measures) != wanted:
        return None
    result = 1.0
    for number, word in factors:
        value = amount_of(number, word, unit if is_measure(word) else None)
        if value is None:
            return None
        result *= value
    return result if 0 < result < 1e300 else None
