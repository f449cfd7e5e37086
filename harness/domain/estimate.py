"""A numeric estimate in a candidate's own words, and how far it is from the reference. Pure.

Reading numbers from prose can go wrong, so what was read is always shown beside the text. The number alone never
passes: what it is made of is for a person to rate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log10

_BYTES = {"b": 1e0, "byte": 1e0, "bytes": 1e0}
for _power, _letter in enumerate("kmgt", 1):
    for _name in (f"{_letter}b", f"{_letter}ib", f"{_letter}byte", f"{_letter}bytes", _letter + "o"):
        _BYTES[_name] = 1000.0**_power
_SECONDS = {
    "ms": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0, "seconds": 1.0, "min": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hour": 3600.0, "hours": 3600.0, "day": 86400.0, "days": 86400.0,
}  # fmt: skip
_SCALES = (_BYTES, _SECONDS)
_MULTIPLES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "bn": 1e9,
    "billion": 1e9,
}
NUMBER = r"\d{1,3}(?:[,  _]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?(?:e[+-]?\d{1,2})?"
_AMOUNT = re.compile(rf"(?<![\w.,])({NUMBER})\s*([a-zµ]+)?", re.I)
_BETWEEN = re.compile(
    rf"(?<![\w.,])({NUMBER})\s*([a-z]+)?\s*(?:-|–|—|\.\.\.?|…|to|and|bis)\s*({NUMBER})\s*([a-z]+)?", re.I
)
_FORM = re.compile(r"\s*Estimate[^:\n]*:([^\n]*)\nRange[^:\n]*:([^\n]*)(?:\n|$)")
_BARE = re.compile(rf"({NUMBER})\s*([a-zµ]+)?", re.I)
COINCIDENCE = 2 / 0.2
"""What missing costs in the interval score, for an interval of 80 %."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was read from an answer, in the prompt's unit."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class EstimateJudged:
    """An estimate against the reference range. Distances are in powers of ten."""

    estimate: Estimate
    error: float
    grade: int
    interval_score: float | None
    """Width plus ten times what it misses by; None without an interval. Lower is better."""
    covers: bool | None
    coherent: bool
    """Whether the value lies inside the candidate's own interval."""


FACTOR_TEN = 2.0
"""The interval score of a factor of ten either way that covers the reference: what any narrower one has to beat."""


def estimate_form(unit: str | None) -> str:
    """What stands in the editor before an estimate is written: the parts that make one."""
    return f"Estimate{f' ({unit})' if unit else ''}: \nRange, from and to: \nAssumed: \nNot known: "


def _read_form(text: str, unit: str | None) -> Estimate | None:
    """The value and the interval of a form that was filled in. A number without a unit is in the prompt's."""
    form = _FORM.match(text)
    if form is None:
        return None
    values, ends = (
        [
            a
            for m in _BARE.finditer(part)
            if (a := amount_of(m[1], m[2] if _counts(m[2], unit) else unit, unit)) and a > 0
        ]
        for part in form.groups()
    )
    if not values:
        return None
    interval = sorted(ends[:2]) if len(ends) >= 2 else [None, None]
    return Estimate(values[0], *(interval if interval[0] != interval[1] else (None, None)))


def _counts(word: str | None, unit: str | None) -> bool:
    """Whether a word behind a number says what the number counts, and is not only the next word, as in "200 to 500"."""
    known = {*_BYTES, *_SECONDS, *_MULTIPLES, (unit or "").lower()} - {"to"}  # here no teraoctet
    return word is not None and word.lower() in known


def read_estimate(text: str, unit: str | None) -> Estimate | None:
    """The value and interval that an answer states, or None where no number in the prompt's unit is found.

    The form that the editor lays out is read by its parts. Elsewhere the value is the last amount behind an equals sign or "about", else the last one that is not part of the interval.
    """
    if form := _read_form(text, unit):
        return form
    low = high = None
    rest = text
    for found in _BETWEEN.finditer(text):
        first, second = amount_of(found[1], found[2] or found[4], unit), amount_of(found[3], found[4] or found[2], unit)
        if first is not None and second is not None and 0 < first < second:
            low, high, rest = first, second, text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    amounts = [
        (m.start(), a) for m in _AMOUNT.finditer(rest) if (a := amount_of(m[1], m[2], unit)) is not None and a > 0
    ]
    if not amounts:
        return None if low is None or high is None else Estimate((low * high) ** 0.5, low, high)
    marked = [
        a for at, a in amounts if re.search(r"(=|≈|~|\babout|\bsome|\baround|\bca\.?|\broughly)\s*$", rest[:at], re.I)
    ]
    return Estimate((marked or [a for _, a in amounts])[-1], low, high)


def amount_of(number: str, word: str | None, unit: str | None) -> float | None:
    """A number with what stands behind it, in `unit`; None where that is another kind of thing."""
    value = _number(number)
    word = (word or "").lower()
    wanted = (unit or "").lower()
    for scale in _SCALES:
        if wanted in scale:
            return value * scale[word] / scale[wanted] if word in scale else None
    if word in _MULTIPLES:
        return value * _MULTIPLES[word]
    return value if not word or not wanted or word.rstrip("s") == wanted.rstrip("s") else None


def is_measure(word: str | None) -> bool:
    """Whether a word is a unit of size or of time, so that amounts in it convert."""
    return word is not None and any(word.lower() in scale for scale in _SCALES)


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[,  _]\d{3})+(?:\.\d+)?", text):
        return float(re.sub(r"[,  _]", "", text))
    return min(float(text.replace(",", ".")), 1e300)


def judge_estimate(estimate: Estimate, reference: tuple[float, float]) -> EstimateJudged:
    """How far off it is: within a factor of two of the range is 4, of three is 3, of ten is 2, of a hundred 1."""
    error = _distance(estimate.value, estimate.value, *reference)
    grade = next((g for g, most in ((4, 0.3), (3, 0.5), (2, 1.0), (1, 2.0)) if error <= most + 0.0011), 0)
    if estimate.low is None or estimate.high is None:
        return EstimateJudged(estimate, round(error, 3), grade, None, None, True)
    missed = _distance(estimate.low, estimate.high, *reference)
    score = log10(estimate.high / estimate.low) + COINCIDENCE * missed
    inside = estimate.low <= estimate.value <= estimate.high
    return EstimateJudged(estimate, round(error, 3), grade, round(score, 2), missed == 0, inside)


def _distance(low: float, high: float, least: float, most: float) -> float:
    """Between two ranges on the scale of powers of ten; 0 where they meet."""
    tiny = 1e-300
    if high < least:
        return log10(max(least, tiny) / max(high, tiny))
    return log10(max(low, tiny) / max(most, tiny)) if low > most else 0.0
