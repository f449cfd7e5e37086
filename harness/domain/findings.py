"""Findings that count, and verdicts that were given before the key had them. Pure.

A grader who called a remark an opportunity said that it is right about something nobody had planted. Once the key has that very
thing as a finding that counts, the remark has found it: the person's word stands, and only its name is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.domain.issue import Finding
from harness.domain.judgement import THE_KEY, JudgedRemark, Judgement, issue_outcome, ranked
from harness.domain.match import Decision
from harness.domain.score import Outcome

_NAMED = 2


def source_of(session: str, remark: str) -> str:
    """How a finding names the remark that it comes from, at the beginning of its `source`."""
    return f"session {session}, {remark},"


def crediting(judgement: Judgement, findings: Sequence[Finding], session: str) -> Judgement:
    """The judgement in which confirmed opportunities that state a finding of `findings` have found it."""
    if not findings:
        return judgement
    remarks = ranked([_credited(remark, findings, session) for remark in judgement.remarks])
    names = {finding.id for finding in findings}
    issues = tuple(issue_outcome(i.issue, remarks) if i.issue in names and not i.found else i for i in judgement.issues)
    return replace(judgement, remarks=tuple(remarks), issues=issues)


def _credited(remark: JudgedRemark, findings: Sequence[Finding], session: str) -> JudgedRemark:
    if remark.outcome is not Outcome.OPPORTUNITY or remark.decided_by in ("", THE_KEY):
        return remark
    proposal = remark.proposal
    for finding in findings:
        proposed = proposal is not None and proposal.issue == finding.id
        sure = proposed and proposal is not None and proposal.decision is Decision.MATCH
        if sure or finding.source.startswith(source_of(session, remark.id)):
            level = proposal.level if proposed and proposal is not None and proposal.level else _NAMED
            reason = f"{remark.reason}; the key has it as {finding.id} now".removeprefix("; ")
            return replace(remark, outcome=Outcome.MATCH, issue=finding.id, level=level, reason=reason)
    return remark
