"""How a review speaks: scales for people, each step anchored in behaviour that can be pointed at.

Rated apart, after the defects, and never mixed into credit for them: somebody blunt who finds the race has found it.
Spelling, grammar and the language a candidate grew up with are on no scale.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale from 1 to 4. `anchors` say what a review at each step looks like."""

    id: str
    title: str
    question: str
    anchors: tuple[str, str, str, str]


SCALES = (
    Scale(
        "specific",
        "Specific",
        "Could the author open the file and know what is meant?",
        (
            "most comments name neither a place nor a case: “this could be a problem”",
            "a place, but the case has to be guessed: “not safe here”",
            "most comments name the place and the case: “when two requests come in at once …”",
            "place, case and effect, so that nobody needs to ask back",
        ),
    ),
    Scale(
        "considerate",
        "Considerate",
        "Would the author read the next comment gladly?",
        (
            "about the person, or mocking: “did you even run this?”",
            "orders without reasons, or everything equally urgent",
            "about the code, with reasons; says what is small",
            "also says what is good or was hard, asks where it may be wrong, tells must from may",
        ),
    ),
    Scale(
        "actionable",
        "Says what to do",
        "Does the author know the next step?",
        (
            "complaints only",
            "a direction without a step: “handle errors better”",
            "most comments end in a step or a question that can be answered",
            "a step, what it costs or changes, and what may be left for later",
        ),
    ),
)

LOWEST, HIGHEST = 1, 4


def scale(name: str) -> Scale | None:
    """The scale of this id."""
    return next((one for one in SCALES if one.id == name), None)
