"""The scorecard as text for a terminal. Foreign text passes the sanitiser."""

from __future__ import annotations

from textwrap import fill, indent

from harness.domain.assessment import Assessment
from harness.domain.comment import Comment
from harness.domain.display import display
from harness.domain.issue import PlantedIssue
from harness.domain.judgement import JudgedRemark
from harness.domain.score import IssueScore, Outcome, Range

LEVELS = ("missed", "pointed at", "named", "explained", "explained and acted on")
_WIDTH = 88


def text_report(assessment: Assessment) -> str:
    """The whole scorecard, some 88 columns wide, ending in a line feed."""
    a = assessment
    parts = [
        f"SCORECARD (contains answers)  {display(a.pull_request.title)}",
        f"session {a.session_id}  digest {a.digest}  {minutes(a.times[-1] if a.times else 0)} of work",
        f"rests on {display(a.basis)}",
        *(f"! {display(remark)}" for remark in a.remarks_on_log),
        "",
        score_sentence(a.scorecard.found_share, len(a.scorecard.issues), a.scorecard.profile),
        "",
        "PLANTED ISSUES",
        *(_issue(a, row) for row in a.scorecard.issues),
        *([] if a.scorecard.issues else ["  None: this is the clean pull request, a control.", ""]),
        "REMARKS",
        *_remarks(a),
        "",
        "READING",
        *_reading(a),
        "",
        *_answers(a),
        *_questions(a),
        "What this cannot say: a handful of issues is a small sample, and the matching is a suggestion.",
        "Read the evidence, look at what is undecided, and decide yourself.",
    ]
    return "\n".join(parts) + "\n"


def score_sentence(found: Range | None, issues: int, profile: str) -> str:
    """The score in words: a range, and how little it rests on."""
    if found is None:
        return f"No issue was planted, so there is nothing to find (profile {profile})."
    return (
        f"Found, weighted by the profile {profile}: {found.middle:.0%}, and with {issues} issues that means anything "
        f"from {found.low:.0%} to {found.high:.0%}."
    )


def minutes(seconds: float) -> str:
    """Working time as minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _issue(a: Assessment, row: IssueScore) -> str:
    issue = a.variant.fixture.key.issue(row.issue)
    assert issue is not None
    sign = "✓" if row.found else "?" if row.undecided else "✗"
    state = f"level {row.level} {LEVELS[row.level]}" if row.found else "undecided: look" if row.undecided else "missed"
    places = ", ".join(str(place) for place in dict(a.variant.places)[row.issue])
    lines = [f"{sign} {row.title}  [{row.defect_class}, {row.severity}]  {state}", f"    at {places}"]
    remarks = a.judgement.of_issue(row.issue)
    best = next((r for r in remarks if r.comment == row.comment), None) or (
        remarks[0] if row.undecided and remarks else None
    )
    if best:
        lines += _evidence(a, best)
    else:
        seen = (
            f"first on the screen at {minutes(row.first_shown)}"
            if row.first_shown is not None
            else "never on the screen"
        )
        lines += [f"    {seen}", _wrapped(issue.mechanism), _wrapped(issue.consequence)]
    return "\n".join([*lines, ""])


def _evidence(a: Assessment, remark: JudgedRemark) -> list[str]:
    comment = a.session.comments[remark.comment]
    lines = [_wrapped(f"{remark.id} on {display(str(comment.anchor))}: “{display(remark.text)}”")]
    if remark.decided_by:
        lines.append(_wrapped(f"· decided by {remark.decided_by}" + _because(remark.reason)))
    proposal = remark.proposal
    if proposal and proposal.issue == remark.issue:
        lines += [_wrapped(f"· {display(e.why)}") for e in proposal.evidence]
        lines.append(f"    · probability {proposal.probability:.2f}")
    return lines


def _because(reason: str) -> str:
    return f": {display(reason)}" if reason else ""


def _wrapped(text: str) -> str:
    return indent(fill(text, _WIDTH - 4), "    ")


def _remarks(a: Assessment) -> list[str]:
    lines = []
    for outcome in Outcome:
        ids = [comment for comment, found in a.scorecard.outcomes if found is outcome]
        if ids and outcome is not Outcome.MATCH:
            lines.append(f"  {outcome.value} ({len(ids)})")
            lines += [_quote(a.session.comments[name]) for name in dict.fromkeys(ids)]
    constraint, style = a.scorecard.constraint_share, a.scorecard.style_share
    if constraint is None or style is None:
        return ["  no comment"]
    return [*lines, f"  about behaviour {constraint:.0%}, about style {style:.0%}"]


def _quote(comment: Comment) -> str:
    body = display(comment.body)
    return f"    {comment.id} {display(str(comment.anchor))}: {body if len(body) <= 60 else body[:59] + '…'}"


def _reading(a: Assessment) -> list[str]:
    seen = a.coverage
    share = f"{seen.lines_seen / seen.lines:.0%}" if seen.lines else "none"
    lines = [f"  {share} of the changed lines stood on the screen"]
    lines.append(
        _wrapped("order: " + " → ".join(display(path) for path in seen.order))
        if seen.order
        else "    nothing was opened"
    )
    if seen.never_opened:
        lines.append(_wrapped("never opened: " + ", ".join(display(path) for path in seen.never_opened)))
    conclusion = a.session.conclusion
    lines.append(f"  conclusion: {conclusion.value if conclusion else 'none'}")
    if a.session.summary.strip():
        lines.append(_wrapped(f"summary: {display(a.session.summary)}"))
    lines += [_wrapped(f"draft never kept, on {display(str(d.anchor))}: “{display(d.text)}”") for d in a.open_drafts]
    return lines


def _answers(a: Assessment) -> list[str]:
    if not a.pull_request.prompts:
        return []
    reference = dict(a.variant.fixture.key.answers)
    lines = ["QUESTIONS BESIDE THE REVIEW"]
    for prompt in a.pull_request.prompts:
        lines.append(_wrapped(display(prompt.text)))
        lines.append(_wrapped(f"answer: {display(a.session.answers.get(prompt.id, '')) or '(none)'}"))
        if prompt.id in reference:
            lines.append(_wrapped(f"a good answer: {reference[prompt.id].reasoning}"))
    return [*lines, ""]


def _questions(a: Assessment) -> list[str]:
    lines = ["TO ASK NEXT"]
    for row in a.scorecard.issues:
        issue = a.variant.fixture.key.issue(row.issue)
        if issue and row.level < 3:
            lines.append(_wrapped(f"- {follow_up(issue, row, dict(a.variant.places)[row.issue][0].path)}"))
    return [*lines, ""] if len(lines) > 1 else []


def follow_up(issue: PlantedIssue, row: IssueScore, path: str) -> str:
    """A question that gives the candidate another chance, with what a good answer holds."""
    if row.level == 0:
        ask = f"Think of {path} in production. What would have to happen for it to go wrong?"
    elif row.level == 1:
        ask = f"You stopped at {path} ({row.comment}). What exactly worries you there?"
    else:
        ask = f"You named it ({row.comment}). When does it happen, and what breaks then?"
    return f"{ask} A good answer: {issue.trigger} {issue.consequence}"
