"""How two graders agree, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from textwrap import fill

from harness.domain.display import display
from harness.domain.graders_compared import GradersCompared
from harness.domain.kappa import CONFIDENCE, FEW


def graders_text(compared: Sequence[GradersCompared]) -> str:
    """All pairs of graders, one after the other; ends in a line feed."""
    return "\n".join(_pair(one) for one in compared)


def _pair(one: GradersCompared) -> str:
    sessions = "1 session" if one.sessions == 1 else f"{one.sessions} sessions"
    lines = [
        f"GRADERS  {one.names[0]} and {one.names[1]}, {sessions}",
        "",
        f"{'':<34}{'items':>5}  value ({CONFIDENCE:.0%} interval)",
        f"{'what remarks are: alike':<34}{one.outcomes_alike.items:>5}  {one.outcomes_alike.words}",
        f"{'  Cohen’s kappa':<34}{one.outcomes_kappa.items:>5}  {one.outcomes_kappa.words}",
        f"{'levels of issues: alike':<34}{one.levels_alike.items:>5}  {one.levels_alike.words}",
        f"{'  kappa, quadratic weights':<34}{one.levels_kappa.items:>5}  {one.levels_kappa.words}",
        *_answers(one),
        "",
    ]
    if one.cut_otherwise:
        lines.append(f"{one.cut_otherwise} comments were cut into remarks differently and count in no figure.")
    if min(one.outcomes_alike.items, one.levels_alike.items) < FEW:
        lines.append(f"Fewer than {FEW} items: an impression, and no more. Name more sessions to compare.")
    if one.outcomes_kappa.value is None or one.levels_kappa.value is None:
        lines.append("A kappa cannot be said where both use one category throughout: chance would agree as well.")
    lines += ["", *_differences(one)]
    return "\n".join(lines) + "\n"


def _answers(one: GradersCompared) -> list[str]:
    """The grades of answers, where both rated any."""
    if not one.answers_alike.items:
        return []
    return [
        f"{'grades of answers: alike':<34}{one.answers_alike.items:>5}  {one.answers_alike.words}",
        f"{'  kappa, quadratic weights':<34}{one.answers_kappa.items:>5}  {one.answers_kappa.words}",
    ]


def _differences(one: GradersCompared) -> list[str]:
    if not one.differences:
        return ["They see nothing differently."]
    lines = [f"SEEN DIFFERENTLY ({len(one.differences)}, {one.still_open} open)"]
    for session, difference in one.differences:
        closed = f"settled by {difference.closed_by}" if difference.closed_by else "open: harness verdict --settle"
        lines.append(f"  {session} {difference.about}  ({closed})")
        for grader, said, reason in difference.said:
            because = display(reason) if reason else "no reason given"
            lines.append(fill(f"{grader}: {said} — {because}", 88, initial_indent="    ", subsequent_indent="      "))
    return lines


def graders_json(compared: Sequence[GradersCompared]) -> str:
    """The same as JSON text ending in a line feed."""
    return json.dumps({"schema": 1, "confidence": CONFIDENCE, "pairs": [asdict(c) for c in compared]}, indent=2) + "\n"
