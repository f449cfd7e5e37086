"""How deeply a comment explains an issue: the facets found in it, and the level 1–4 they support.

A facet is found in a part of the comment that is near the key's sentence for it, or that has the form of one: a
supposed case is a trigger, a figure with a unit a bound, a wish with a verb a remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from harness.domain.remark import Remark
from harness.matching.embedding import Matrix
from harness.matching.reading import Reading
from harness.matching.remarks import Span

FACETS = ("mechanism", "trigger", "consequence", "bound", "remedy")
_FIELDS = {"mechanism": (0, 1), "trigger": (2,), "consequence": (3,), "bound": (3,), "remedy": (4,)}
"""The fields of the key that a facet answers, by their place in FIELDS."""
_TRIGGER = re.compile(
    r"\b(if|when(ever)?|while|once|after|during|as soon as|every|each|two|both|second|same|at the same|suppose|imagine|"
    r"say|in case|until|under load|at night|restart\w*|deploy\w*|someone|somebody|user|users|customer|customers|client|"
    r"attacker|anyone|anybody|who)\b|\bon (a|the|an)\b",
    re.I,
)
_CONSEQUENCE = re.compile(
    r"\b(so|then|therefore|thus|hence|means?|ends? up|will|gets?|goes?|grows?|loses?|lost|wrong|never|nobody|forever|"
    r"crash\w*|dies|oom\w*|stuck|hang\w*|twice|silent\w*|wait\w*|fail\w*|broken|leak\w*|missing|disappear\w*|double\w*|"
    r"charged|paid|sees?|slow\w*|down|full|stale|until)\b|=>|->|→",
    re.I,
)
_BOUND = re.compile(
    r"\d[\d.,]*\s*(k|m|b|kb|mb|gb|tb|ms|s|sec\w*|min\w*|h|hours?|days?|weeks?|months?|years?|%|percent|x|times|per|"
    r"million|thousand|billion|bytes?|rows?|requests?|users?|calls?|queries|entries|connections?|workers?|retries)\b|"
    r"\b(per|each|every) (second|minute|hour|day|week|request|user|call|row|key|visit\w*|session)\b|"
    r"\b(quadratic|linear|exponential|o\(n)|\b\d{2,}\b",
    re.I,
)
_REMEDY = re.compile(
    r"\b(should|please|pls|use|add|put|make|cap|bound|limit|move|return|store|set|count|check|replace|keep|clamp|round|"
    r"instead|needs?|suggest|would|expire|copy|reject|pass|just|wrap|sort|take|why not|could we|let'?s|i'?d|must|"
    r"better|switch|fix|hold|release|close|evict|delete|remove|drop|validate|escape|retry|send|save|commit|seed|sync|"
    r"rename|write|read|fetch|compare|convert|require|enforce|guard|swap|do)\b",
    re.I,
)
_FORMS = {"trigger": _TRIGGER, "consequence": _CONSEQUENCE, "bound": _BOUND, "remedy": _REMEDY}
_NEAR = 0.3
_NEAR_WITH_FORM = {"mechanism": 0.12, "trigger": 0.08, "consequence": 0.05, "bound": -1.0, "remedy": 0.08}


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet found in a part of a comment, and how near that part is to the key's sentence for it."""

    name: str
    span: Span
    likeness: float


def facets_of(reading: Reading, issue: int) -> tuple[Facet, ...]:
    """The facets of an issue that a comment shows, in the order of FACETS; each by the part that shows it best."""
    heard = reading.heard
    body, parts = heard.comment.body, heard.parts
    order = range(1, len(parts)) if len(parts) > 1 else range(1)
    found = []
    for name in FACETS:
        likeness = heard.fit.field_likeness[:, issue, _FIELDS[name]].max(axis=1)
        form = _FORMS.get(name)
        for p in sorted(order, key=lambda p: (-likeness[p], p)):
            text = body[parts[p][0] : parts[p][1]]
            shaped = form is None or form.search(text) is not None
            if likeness[p] >= (_NEAR_WITH_FORM[name] if shaped else _NEAR):
                found.append(Facet(name, parts[p], round(float(likeness[p]), 2)))
                break
    return tuple(found)


LEVEL = (
    *(f"near:{name}" for name in FACETS),
    *(f"form:{name}" for name in _FORMS),
    "facets",
    "effects",
)


def level_row(reading: Reading, issue: int, facets: tuple[Facet, ...]) -> list[float]:
    """The numbers that a level rests on besides those of the pair, in the order of LEVEL."""
    heard = reading.heard
    likeness = heard.fit.field_likeness[:, issue]
    near = [float(likeness[:, _FIELDS[name]].max()) for name in FACETS]
    forms = [float(len(form.findall(heard.comment.body))) for form in _FORMS.values()]
    shown = {facet.name for facet in facets}
    effects = len(shown & {"trigger", "consequence", "bound"})
    return [round(x, 4) for x in (*near, *forms, float(len(shown)), float(effects))]


def level_rows(reading: Reading, issue: int, facets: tuple[Facet, ...]) -> Matrix:
    """One whole row for the model of levels."""
    row: Matrix = np.concatenate([reading.rows[issue], level_row(reading, issue, facets)])[None]
    return row


def level_at(depth: float, cuts: tuple[float, float, float]) -> int:
    """The level of a depth: one more for each cut that it passes."""
    return 1 + sum(depth > cut for cut in cuts)


def earned_and_missing(level: int, facets: tuple[Facet, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which facets stand behind a level, and what the next level would need that was not found.

    Only facets that were found are named as earned. A level without them rests on the wording as a whole.
    """
    shown = [f.name for f in facets]
    wanted = {1: (), 2: ("mechanism",), 3: FACETS[:4], 4: FACETS}[level]
    earned = ("place or worry", *(name for name in shown if name in wanted))
    needs = {
        1: ("the mechanism",),
        2: ("a consequence with its trigger or bound",),
        3: ("a sound remedy or estimate",),
        4: (),
    }
    return earned, needs[level]


def remark_at(remarks: tuple[Remark, ...], span: Span) -> int | None:
    """The number of the first remark that overlaps a span."""
    return next((r.index for r in remarks if r.span[0] < span[1] and span[0] < r.span[1]), None)
