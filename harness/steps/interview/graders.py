"""Whose word counts: the graders' logs beside a session, and one judgement out of them.

A grader never sees another's verdicts before both have finished, so what is shown depends on who asks. The rule, in
this order:

1. A grader that was asked for by name, if it is who asks, or if all have finished.
2. All graders, once all have finished: what they say alike, the closing word where they differ.
3. Who asks, with an own log that is not finished yet.
4. Otherwise the matcher alone.
"""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.adapters.event_log import SessionLog
from harness.adapters.verdict_log import VerdictLog, grader_name, read_verdicts, verdict_paths
from harness.domain.agreement import combine, disagreements
from harness.domain.comment import Comment
from harness.domain.errors import BadInput, BadSession
from harness.domain.judgement import Judgement, Terms
from harness.domain.judging import judge
from harness.domain.match import Matching

NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a judgement rests on: whose verdicts, in words, and what was left aside."""

    judgement: Judgement
    words: str
    remarks: tuple[str, ...] = ()


def who_asks() -> str:
    """The name of whoever sits here: $HARNESS_GRADER, or the name of the user's account."""
    chosen = os.environ.get("HARNESS_GRADER")
    if chosen:
        return grader_name(chosen)
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = ""
    return re.sub(r"[^a-z0-9_-]+", "-", account.lower()).strip("-_")[:32] or "grader"


def verdict_logs(session: SessionLog) -> tuple[list[VerdictLog], tuple[str, ...]]:
    """The graders' logs beside a session, and what is wrong with those that cannot be used."""
    logs, remarks = [], []
    for path in verdict_paths(session.path):
        try:
            log = read_verdicts(path, session)
        except BadSession as error:
            remarks.append(f"Left aside: {error}")
            continue
        if log.damage:
            remarks.append(f"The verdicts of {log.grader} are damaged ({log.damage}); taken as far as they are whole.")
        if log.given:  # who only looked is no grader yet
            logs.append(log)
    return logs, tuple(remarks)


def judgement_by(
    session: SessionLog,
    matching: Matching,
    comments: Mapping[str, Comment],
    terms: Terms,
    grader: str | None = None,
    asking: str | None = None,
) -> Basis:
    """The judgement of a session under the rule above. `grader` is a name, `none` for the matcher alone, or None."""
    logs, remarks = verdict_logs(session)
    by_name = {log.grader: judge(matching, comments, terms, log.given) for log in logs if not log.closing}
    closing = [judge(matching, comments, terms, log.given, closing=True) for log in logs if log.closing]
    alone = judge(matching, comments, terms)
    asking = asking or who_asks()
    if grader == NOBODY:
        return Basis(alone, "the matcher alone, as asked", remarks)
    if grader is not None:
        return Basis(_named(grader_name(grader), by_name, asking, session), f"the verdicts of {grader}", remarks)
    if by_name and all(one.done for one in by_name.values()):
        return _all(list(by_name.values()), closing[0] if closing else None, remarks)
    if asking in by_name:
        return Basis(by_name[asking], f"the verdicts of {asking}, who has not finished", remarks)
    if by_name:
        waiting = ", ".join(name for name, one in by_name.items() if not one.done)
        return Basis(alone, f"the matcher alone: {waiting} has not finished grading", remarks)
    return Basis(alone, "the matcher alone: nobody has graded this review", remarks)


def _named(name: str, by_name: Mapping[str, Judgement], asking: str, session: SessionLog) -> Judgement:
    if name not in by_name:
        known = ", ".join(by_name) or "nobody yet"
        raise BadInput(f"{name} has not graded this session", where=str(session.path), next_step=f"Graded by: {known}.")
    if name != asking and not all(one.done for one in by_name.values()):
        raise BadInput(
            f"the verdicts of {name} are shown when every grader has finished",
            where=str(session.path),
            next_step="Two graders who know of each other's word are one grader.",
        )
    return by_name[name]


def _all(judgements: Sequence[Judgement], closing: Judgement | None, remarks: tuple[str, ...]) -> Basis:
    names = " and ".join(name for one in judgements for name in one.graders)
    if len(judgements) == 1:
        return Basis(judgements[0], f"the verdicts of {names}", remarks)
    differing = [d for d in disagreements(judgements, closing) if not d.closed_by]
    words = f"the verdicts of {names}, who both finished" if len(judgements) == 2 else f"the verdicts of {names}"
    if closing and closing.graders:
        words += f"; {closing.graders[0]} settled what they saw differently"
    if differing:
        words += f"; they differ on {len(differing)}, which stays open"
    return Basis(combine(judgements, closing), words, remarks)
