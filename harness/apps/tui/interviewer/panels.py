"""What the panels beside the diff say, as lines of content. No widget here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from harness.apps.tui.interviewer.timeline import sign
from harness.apps.tui.interviewer.words import highlighted, issue_seen, issue_sign, issue_state, remark_words
from harness.domain.assessment import Assessment
from harness.domain.attention import spell
from harness.domain.comment import Comment
from harness.domain.display import display
from harness.domain.judgement import JudgedRemark
from harness.domain.match import Match
from harness.domain.review_session import ReviewSession
from harness.reports.text_report import minutes
from harness.steps.interview.replay import GivenUp

MARKED = "bold underline"
"""How the words are shown that a match rests on: told by shape too, not by colour alone."""
_HEAD = "bold"
_IN = "\u00a0\u00a0"
"""An indent that survives wrapping."""


def joined(parts: Iterable[Content | str]) -> Content:
    """The parts as lines."""
    return Content("\n").join(part if isinstance(part, Content) else Content(part) for part in parts)


def issues_panel(a: Assessment, selected: int, now: float) -> Content:
    """The planted issues: found or missed, when first on the screen, how long."""
    lines: list[Content | str] = [Content.styled(f"PLANTED ISSUES ({len(a.scorecard.issues)})", _HEAD)]
    for number, row in enumerate(a.scorecard.issues):
        looked = a.attention.issue(row.issue)
        here = number == selected
        title = f"{'▶' if here else ' '}{issue_sign(row)} {display(row.title)}"
        lines.append(Content.styled(title, _HEAD) if here else title)
        lines.append(f"{_IN}{row.defect_class} · {issue_state(row)}")
        seen = issue_seen(row, looked, now)
        lines += [f"{_IN}{line}" for line in (seen if here else seen[:1])]
    if not a.scorecard.issues:
        lines.append("  none: the clean pull request")
    return joined(lines)


def comments_panel(
    a: Assessment, session: ReviewSession, selected: str | None, given_up: Sequence[GivenUp], at: int
) -> Content:
    """The comments made so far with what became of them, those withdrawn, and the drafts that were given up."""
    lines: list[Content | str] = [Content.styled(f"COMMENTS ({len(session.comments)})", _HEAD)]
    for comment in session.comments.values():
        lines += _comment_lines(a, comment, comment.id == selected)
    for comment in session.withdrawn.values():
        lines.append(f" w {display(comment.id)} withdrawn: {_short(comment.body)}")
    for one in given_up:
        if one.index <= at:
            lines.append(f" d given up at {minutes(a.times[one.index])}: {_short(one.draft.text)}")
    return joined(lines)


def _comment_lines(a: Assessment, comment: Comment, here: bool) -> list[Content | str]:
    final = a.session.comments.get(comment.id)
    edited = " (edited later)" if final and final.body != comment.body else ""
    remarks = a.judgement.of_comment(comment.id)
    signs = "".join(dict.fromkeys(sign(r.outcome) for r in remarks)) or "w"
    head = f"{'▶' if here else ' '}{signs} {display(comment.heading)} {display(str(comment.anchor))}{edited}"
    lines: list[Content | str] = [Content.styled(head, _HEAD) if here else head]
    lines.append(f"{_IN}{_short(comment.body)}")
    return lines


def _short(text: str, most: int = 60) -> str:
    flat = display(" ".join(text.split()))
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def attention_panel(a: Assessment) -> Content:
    """Coverage, order of reading, time on each hunk and issue, idle stretches."""
    seen = a.coverage
    share = f"{seen.lines_seen / seen.lines:.0%}" if seen.lines else "none"
    lines: list[Content | str] = [
        Content.styled("ATTENTION", _HEAD),
        f"{share} of the changed lines stood on the screen",
        "",
    ]
    lines.append(Content.styled("issues", _HEAD))
    for row in a.scorecard.issues:
        looked = a.attention.issue(row.issue)
        lines.append(f" {issue_sign(row)} {row.issue}: {looked.words if looked else ''}")
    lines += ["", Content.styled("files in the order of reading", _HEAD)]
    lines += [
        f" {number}. {display(path)}  {spell(seconds)}" for number, (path, seconds) in enumerate(a.attention.by_path, 1)
    ]
    lines += [f" –  {display(path)}  never opened" for path in seen.never_opened]
    lines += ["", Content.styled("changes, time on the screen", _HEAD)]
    longest = max((h.dwell.seconds for h in a.attention.hunks), default=0.0)
    for hunk in a.attention.hunks:
        span = hunk.head or hunk.base
        where = f"{display(hunk.path)}:{span.start}–{span.end}" if span else display(hunk.path)
        meter = "█" * round(8 * hunk.dwell.seconds / longest) if longest else ""
        said = f" · {', '.join(hunk.comments)}" if hunk.comments else ""
        words = spell(hunk.dwell.seconds) if hunk.dwell.first is not None else "never on the screen"
        lines.append(f" {meter:<8} {where}  {words}{said}")
    if a.attention.idle:
        gone = sum(gap.seconds for gap in a.attention.idle)
        lines += ["", f"{len(a.attention.idle)} idle stretches, {spell(gone)} in all, counted nowhere"]
    return joined(lines)


def evidence_panel(a: Assessment, comment: str | None, issue: int) -> Content:
    """What the match of a comment rests on, then the selected issue."""
    lines: list[Content | str] = []
    if comment is not None:
        for remark in a.judgement.of_comment(comment):
            lines += [*remark_lines(a, remark), ""]
        if not a.judgement.of_comment(comment):
            lines += [f"{display(comment)} was withdrawn later", ""]
    rows = a.scorecard.issues
    if rows:
        row = rows[issue]
        lines += [Content.styled("SELECTED ISSUE", _HEAD), *issue_lines(a, row.issue)]
        best = next((r for r in a.judgement.of_issue(row.issue) if r.comment == row.comment), None)
        if best is None:
            best = next(iter(a.judgement.of_issue(row.issue)), None)
        if best is None:
            lines += ["", "No remark matches it."]
        elif best.comment != comment:
            lines += ["", *remark_lines(a, best)]
    return joined(lines)


def issue_lines(a: Assessment, name: str) -> list[Content | str]:
    """An issue in the key's sentences."""
    issue = a.variant.fixture.key.issue(name)
    places = ", ".join(display(str(place)) for place in dict(a.variant.places).get(name, ()))
    if issue is None:
        return [name]
    return [
        f"{name} · {issue.defect_class}, {issue.severity.value} · {places}",
        display(f"{issue.mechanism} {issue.trigger} {issue.consequence}"),
        display(f"Remedy: {issue.remedy}"),
    ]


def remark_lines(a: Assessment, remark: JudgedRemark) -> list[Content | str]:
    """A remark, the words that its match rests on, and the reasons for and against."""
    comment = a.session.comments[remark.comment]
    asked = ", a question" if remark.asked else ""
    lines: list[Content | str] = [
        Content.styled(f"{display(remark.id)} on {display(str(comment.anchor))} · {remark.kind.value}{asked}", _HEAD),
        quote(remark),
        remark_words(remark),
    ]
    if remark.decided_by:
        because = f": {display(remark.reason)}" if remark.reason else ""
        lines.append(f"decided by {remark.decided_by}{because}")
    elif remark.reason:
        lines.append(display(remark.reason))
    if remark.note:
        lines.append(f"note: {display(remark.note)}")
    if remark.proposal:
        lines += proposal_lines(remark.proposal)
    return lines


def quote(remark: JudgedRemark) -> Content:
    """The remark's text with the words marked that its match rests on."""
    start, end = remark.span
    spans = [e.span for e in remark.proposal.evidence if e.span] if remark.proposal else []
    whole = [(0, end - start)]
    inside = [(a - start, b - start) for a, b in spans if a < end and b > start]
    marked = inside if inside and inside != whole else []
    return Content.assemble("“", highlighted(remark.text, marked, MARKED, lines=True), "”")


def proposal_lines(proposal: Match) -> list[Content | str]:
    """What the matcher said, with probability, runner-up and each reason."""
    meter = "█" * round(10 * proposal.probability)
    against = ""
    if proposal.runner_up and proposal.issue:
        against = f"  runner-up {proposal.runner_up}, margin {proposal.margin or 0:.2f}"
    what = f"matcher: {proposal.decision.value} {proposal.issue or ''}".rstrip()
    lines: list[Content | str] = [f"{what}  p {proposal.probability:.2f} {meter:░<10}{against}"]
    return lines + [f"· {display(e.why)}" for e in proposal.evidence if e.facet != "contrast" or not against]
