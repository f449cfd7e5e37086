"""What another key makes of the same review: whose outcome changes, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.assessment import Assessment
from harness.domain.issue import PlantedIssue
from harness.domain.judgement import JudgedRemark
from harness.domain.score import IssueScore, Range


@dataclass(frozen=True, slots=True)
class Change:
    """One outcome that changes: of an issue or of a remark; in words before and after, and the reason."""

    about: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Regraded:
    """One session under the old and the new key. `problem` says why it could not be regraded."""

    path: str
    candidate: str = ""
    changes: tuple[Change, ...] = ()
    share_before: Range | None = None
    share_after: Range | None = None
    problem: str = ""


def changes_between_keys(old: Assessment, new: Assessment) -> tuple[Change, ...]:
    """Every outcome of the session that the new key changes, issues first."""
    return (*_issues(old, new), *_remarks(old, new))


def _issues(old: Assessment, new: Assessment) -> Iterator[Change]:
    before = {row.issue: row for row in old.scorecard.issues}
    after = {row.issue: row for row in new.scorecard.issues}
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            why = "it is new in the key" if one is None else "it is no longer in the key"
            yield Change(name, _row(one), _row(other), why)
        elif (one.level, one.highest) != (other.level, other.highest):
            yield Change(name, _row(one), _row(other), _why(old, new, name))
        elif one.weight != other.weight:
            yield Change(name, f"weight {one.weight:g}", f"weight {other.weight:g}", "its class or severity is another")


def _row(row: IssueScore | None) -> str:
    if row is None:
        return "not counted"
    if row.undecided:
        return f"undecided, level {row.level} to {row.highest}"
    return f"level {row.level}" if row.found else "missed"


def _why(old: Assessment, new: Assessment, name: str) -> str:
    one, other = old.variant.fixture.key.issue(name), new.variant.fixture.key.issue(name)
    differing = _differing(one, other) if one and other else []
    if differing:
        return f"its {' and '.join(differing)} changed"
    added = sorted(set(_known(new)) - set(_known(old)))
    gone = sorted(set(_known(old)) - set(_known(new)))
    if added or gone:
        words = [*(f"{n} is new" for n in added), *(f"{n} is gone" for n in gone)]
        return f"the remarks are weighed against other issues: {', '.join(words)}"
    return "sentences of another issue changed, against which its remarks are weighed"


def _known(a: Assessment) -> list[str]:
    return [*a.variant.issues, *a.variant.findings]


def _differing(one: PlantedIssue, other: PlantedIssue) -> list[str]:
    names = ("title", "mechanism", "trigger", "consequence", "remedy", "wordings", "near_misses", "also_at")
    return [name.replace("_", " ") for name in names if getattr(one, name) != getattr(other, name)]


def _remarks(old: Assessment, new: Assessment) -> Iterator[Change]:
    before, after = ({r.id: r for r in a.judgement.remarks} for a in (old, new))
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if one and other and _said(one) == _said(other):
            continue
        yield Change(name, _said(one), _said(other), _why_remark(old, new, one, other))


def _said(remark: JudgedRemark | None) -> str:
    if remark is None:
        return "no remark of its own"
    if remark.matched:
        return f"{remark.outcome}: {remark.issue}, level {remark.level}"
    return f"{remark.outcome}, {remark.reason}" if remark.decided_by else f"{remark.outcome}"


def _why_remark(old: Assessment, new: Assessment, one: JudgedRemark | None, other: JudgedRemark | None) -> str:
    if other and other.proposal and other.proposal.accepted:
        return f"the key accepts {other.proposal.accepted} now"
    name = (other.issue if other else None) or (one.issue if one else None)
    if name and name not in _known(old):
        return f"{name} is new in the key"
    if name and name not in _known(new):
        return f"{name} is no longer in the key"
    if name:
        chance = f"probability {one.probability:.2f} → {other.probability:.2f}" if one and other else ""
        return _why(old, new, name) + (f" ({chance})" if chance else "")
    return "it is told apart otherwise"
