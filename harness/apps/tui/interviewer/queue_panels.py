"""What the queue of verdicts says: the list, and the remark at hand with every reason. No widget here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding, BindingType
from textual.content import Content

from harness.apps.tui.candidate.keys import key_names
from harness.apps.tui.interviewer.panels import issue_lines, joined, proposal_lines, quote
from harness.apps.tui.interviewer.timeline import sign
from harness.apps.tui.interviewer.words import issue_seen, issue_sign, issue_state, remark_words
from harness.domain.display import display
from harness.domain.grading_queue import Item, follows
from harness.domain.judgement import JudgedRemark
from harness.steps.interview.decide import Desk

KEYS = (
    " enter confirm  1–4 level  0 nothing  r other issue  o opportunity  s style  f false alarm  d decoy  p split\n"
    " j k move  tab next open  N note  u undo  A confirm rest  c speaks  a answers  D done  w watch  ? help  q leave"
)
SHORT_KEYS = (
    " enter confirm 1–4 level 0 none r issue o opportunity s style f false d decoy\n"
    " j k move p split N note u undo A rest c speaks a answers D done w watch ? q"
)
_HEAD = "bold"
_NEAR = 0.05
"""The probability below which the nearest issue is not worth a line."""
_ANCHORS = (
    "1 place or worry, no mechanism · 2 the defect is said · 3 cause and consequence · 4 and a sound fix or estimate"
)


def help_text(bindings: Sequence[BindingType]) -> str:
    """The keys, and the rules that they keep."""
    keys = [f"  {key_names(b.key):<22}{b.description}" for b in bindings if isinstance(b, Binding)]
    rules = [
        "A reason is asked for wherever you overrule; enter alone leaves it out.",
        "A question is never a false alarm. A remark that takes a decoy is one only if its change breaks the test.",
        "What is right and not planted is an opportunity, never a false alarm.",
        "Level 4 needs level 3: a right fix without its reason is 2.",
        "Nobody sees your verdicts, and you see nobody's, before all graders are done.",
    ]
    return "\n".join(["Keys", "", *keys, "", "Rules", "", *(f"  {rule}" for rule in rules)])


def queue_panel(desk: Desk, at: int) -> Content:
    """Everything to decide, what needs a person first, with what stands of it now. A dot: it follows from the remarks."""
    lines: list[Content | str] = []
    for number, item in enumerate(desk.queue):
        pointer = "▶" if number == at else " "
        state = "○" if desk.is_open(item) else "·" if follows(desk.judgement, item) else "●"
        text = f"{pointer}{state} {_item(desk, item)}"
        lines.append(Content.styled(text, "reverse") if number == at else text)
    return joined(lines)


def standing_panel(desk: Desk) -> Content:
    """What it comes to so far: the issues, how the review speaks, the note, verdicts that no longer fit."""
    lines: list[Content | str] = [Content.styled("ISSUES", _HEAD)]
    lines += [f"{issue_sign(row)} {display(row.title)}: {issue_state(row)}" for row in desk.assessment.scorecard.issues]
    rated = {r.scale: r.rating for r in desk.judgement.communication}
    if rated:
        lines += ["", "speaks: " + ", ".join(f"{name} {rating}" for name, rating in rated.items())]
    if desk.closing and desk.answers_open:
        lines += ["", f"answers: {len(desk.answers_open)} graded differently (a)"]
    elif desk.judgement.terms.answers and not desk.closing:
        many = len(desk.judgement.terms.answers)
        graded = f"{many - len(desk.answers_open)} of {many} graded (a)"
        lines += ["", f"answers: {graded if desk.answered else 'none was given'}"]
    if desk.judgement.note:
        lines += ["", f"note: {display(desk.judgement.note)}"]
    lines += [f"lapsed: {one.given.verdict.kind}: {display(one.why)}" for one in desk.judgement.lapsed]
    return joined(lines)


def _item(desk: Desk, item: Item) -> str:
    if item.is_issue:
        row = next((r for r in desk.assessment.scorecard.issues if r.issue == item.about), None)
        why = f": {item.why}" if item.why and desk.is_open(item) else ""
        return f"{issue_sign(row)} {item.about}{why}" if row else item.about
    remark = desk.judgement.remark(item.about)
    if remark is None:
        return f"? {item.about} {item.why}"
    why = f" {item.why}" if item.why and desk.is_open(item) else ""
    issue = f" {remark.issue} {remark.level}" if remark.issue and not why else ""
    return f"{sign(remark.outcome)} {item.about}{why or issue or ' ' + remark.outcome.value}"


def detail_panel(desk: Desk, item: Item | None, remark: JudgedRemark | None) -> Content:
    """The remark or issue at hand, with all that speaks for and against."""
    if item is None:
        if desk.closing:
            return Content("Of remarks and issues nothing is seen differently.")
        return Content("There is nothing to decide: the review makes no remark, and nothing is planted.")
    lines: list[Content | str] = []
    difference = desk.difference(item.about)
    if difference:
        lines.append(
            Content.styled(
                "GRADERS DIFFER" + (f", settled by {difference.closed_by}" * bool(difference.closed_by)), _HEAD
            )
        )
        lines += [f"{name}: {said}" + (f" · {display(why)}" if why else "") for name, said, why in difference.said]
        lines.append("")
    if remark is not None:
        lines += _remark(desk, item, remark)
    else:
        lines += _issue(desk, item.about)
    return joined(lines)


def _remark(desk: Desk, item: Item, remark: JudgedRemark) -> list[Content | str]:
    comment = desk.review.session.comments[remark.comment]
    asked = ", a question" if remark.asked else ""
    label = f" · called {comment.label.value}" if comment.label else ""
    lines: list[Content | str] = [
        Content.styled(f"{remark.id} on {display(str(comment.anchor))} · {remark.kind.value}{asked}{label}", _HEAD),
        quote(remark),
    ]
    stands = remark_words(remark)
    if remark.decided_by:
        because = f": {display(remark.reason)}" if remark.reason else ""
        lines.append(Content.styled(f"{stands} · decided by {remark.decided_by}{because}", _HEAD))
    else:
        open_ = " — 1–4: it is, 0: it is not" if remark.in_doubt else ""
        lines.append(Content.styled(f"{stands}{open_}" + (f" · {item.why}" if item.why else ""), _HEAD))
    if remark.note:
        lines.append(f"note: {display(remark.note)}")
    issue = remark.issue or (remark.proposal.issue if remark.proposal else None)
    if issue:
        lines += ["", Content.styled("THE KEY SAYS", _HEAD), *issue_lines(desk.assessment, issue), _ANCHORS]
    if remark.decoy:
        lines += ["", *_decoy(desk, remark.decoy)]
    if not issue:
        lines += _nearest(desk, remark)
    if remark.proposal:
        lines += ["", Content.styled("WHY THE MATCHER THINKS SO", _HEAD), *proposal_lines(remark.proposal)]
    return lines


def _nearest(desk: Desk, remark: JudgedRemark) -> list[Content | str]:
    """The issue that a remark without one comes nearest to, so that a miss of the matcher shows."""
    near = [c for c in desk.review.matching.candidates if c.comment == remark.comment and c.probability >= _NEAR]
    if not near:
        return []
    best = max(near, key=lambda c: c.probability)
    head = f"THE NEAREST ISSUE, at {best.probability:.2f}"
    return ["", Content.styled(head, _HEAD), *issue_lines(desk.assessment, best.issue)]


def _decoy(desk: Desk, name: str) -> list[Content | str]:
    decoy = next((d for d in desk.review.variant.fixture.key.decoys if d.id == name), None)
    if decoy is None:
        return []
    return [
        Content.styled(f"DECOY {name}", _HEAD),
        f"looks like: {display(decoy.looks_like)}",
        f"right because: {display(decoy.right_because)}",
        f"its correction breaks {display(decoy.breaks)}",
    ]


def _issue(desk: Desk, name: str) -> list[Content | str]:
    row = next(r for r in desk.assessment.scorecard.issues if r.issue == name)
    looked = desk.assessment.attention.issue(name)
    outcome = desk.judgement.issue(name)
    lines: list[Content | str] = [
        Content.styled(f"{issue_sign(row)} {display(row.title)}: {issue_state(row)}", _HEAD),
        *issue_seen(row, looked),
        "",
        Content.styled("THE KEY SAYS", _HEAD),
        *issue_lines(desk.assessment, name),
    ]
    if outcome and outcome.together:
        names = " and ".join(outcome.together)
        lines.insert(1, f"{names} add up to level {outcome.level} — enter: they do; 1–4: no, this level")
    if outcome and outcome.decided_by:
        lines.insert(1, f"decided by {outcome.decided_by}" + (f": {display(outcome.reason)}" if outcome.reason else ""))
    if outcome and outcome.note:
        lines.append(f"note: {display(outcome.note)}")
    for remark in desk.judgement.of_issue(name):
        lines += ["", f"{remark.id} {remark_words(remark)}", quote(remark)]
        if outcome and remark.id in outcome.together and remark.proposal:
            lines += [f"· {display(e.why)}" for e in remark.proposal.evidence if e.facet != "place"]
    return lines
