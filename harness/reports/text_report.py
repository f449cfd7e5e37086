"""The scorecard as text for a terminal. Foreign text passes the sanitiser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill, indent

from harness.domain.assessment import Assessment
from harness.domain.display import display, display_lines
from harness.domain.follow_up import FollowUp
from harness.domain.score import ProfileRange, Range
from harness.reports.contents import LEVELS, Contents, IssueEntry, Quote, contents, minutes, score_sentence
from harness.reports.prompts import PromptAnswer, Questions

__all__ = ["LEVELS", "minutes", "score_sentence", "text_report"]

_WIDTH = 78
_BAR = 24


def text_report(assessment: Assessment) -> str:
    """The whole scorecard, 78 columns wide, ending in a line feed."""
    return "\n".join(line for _, lines in text_sections(contents(assessment)) for line in lines).rstrip("\n") + "\n"


def text_sections(c: Contents) -> Iterator[tuple[str, list[str]]]:
    """The scorecard section by section, each with its title, as lines.

    Every line passes the sanitiser once more: ids of comments come from the log, too, and a forged one may hold anything.
    """
    for title, lines in _sections(c):
        yield title, [display_lines(line) for line in lines]


def _sections(c: Contents) -> Iterator[tuple[str, list[str]]]:
    yield "Summary", list(_head(c))
    yield "Planted issues", ["PLANTED ISSUES", *_issues(c.issues), ""]
    yield "Remarks", ["REMARKS", *_remarks(c), ""]
    yield "Reading", ["READING", *(_wrapped(display(line)) for line in c.reading), *_left(c), ""]
    if c.prompts:
        yield "Prompts", ["QUESTIONS BESIDE THE REVIEW", *(line for p in c.prompts for line in _prompt(p)), ""]
    if c.questions.asked or c.questions.expected:
        yield "Questions asked", ["QUESTIONS THAT THE CANDIDATE ASKED", *_questions(c.questions), ""]
    yield "Communication", ["COMMUNICATION", *(_wrapped(display(line)) for line in c.communication), ""]
    yield "Roles", ["UNDER THE PROFILES", *(_profile(p, p.profile == c.profile) for p in c.profiles), *_moves(c), ""]
    if c.follow_ups:
        yield "To ask next", ["TO ASK NEXT", *(line for q in c.follow_ups for line in _follow_up(q)), ""]
    yield "What this cannot say", ["WHAT THIS CANNOT SAY", *(_wrapped(f"- {line}") for line in c.limits)]


def _head(c: Contents) -> Iterator[str]:
    yield f"SCORECARD (contains answers)  {display(c.title)}"
    if c.marks:
        yield "".join(f"[{mark}] " for mark in c.marks).rstrip()
    facts = [f"{name} {value}" for name, value in c.facts]
    yield fill("; ".join(display(fact) for fact in facts), _WIDTH)
    yield fill(f"rests on {display(c.basis)}", _WIDTH)
    for warning in c.warnings:
        yield fill(f"! {display(warning)}", _WIDTH, subsequent_indent="  ")
    yield ""
    yield fill(score_line(c), _WIDTH)
    if c.share:
        yield f"  found         {bar(c.share)}"
    yield fill(c.caution, _WIDTH)
    if c.caveat:
        yield fill(f"! {c.caveat}", _WIDTH, subsequent_indent="  ")
    yield ""


def score_line(c: Contents) -> str:
    """Found and missed in numbers, then the share as a range."""
    if not c.issues:
        return c.score
    by = ", ".join(f"{severity} {found} of {planted}" for severity, found, planted in c.severities)
    waiting = f", {c.undecided} undecided" if c.undecided else ""
    return f"Found {c.found} of {len(c.issues)} ({by}){waiting}. {c.score}"


def bar(share: Range, width: int = _BAR) -> str:
    """A range as a bar from 0 to 1: ▒ may be, █ where the middle stands."""
    low, high = round(share.low * (width - 1)), round(share.high * (width - 1))
    cells = ["▒" if low <= cell <= high else "·" for cell in range(width)]
    cells[round(share.middle * (width - 1))] = "█"
    return f"{''.join(cells)} {share.low:.0%} – {share.high:.0%}"


def _issues(entries: Iterable[IssueEntry]) -> Iterator[str]:
    nothing = True
    for entry in entries:
        nothing = False
        row = entry.row
        sign = "?" if row.undecided else "✓" if row.found else "✗"
        yield fill(f"{sign} {entry.issue.title}", _WIDTH, subsequent_indent="  ")
        yield f"    {row.severity}, {row.defect_class}: {entry.state}"
        yield _wrapped(f"at {entry.places}; {entry.looked}{_when(entry)}")
        for said in entry.quotes:
            yield from _quote(said)
        if not entry.quotes:
            yield _wrapped(f"{entry.issue.mechanism} {entry.issue.consequence}")
        yield ""
    if nothing:
        yield "  None: this is the clean pull request, a control."


def _when(entry: IssueEntry) -> str:
    parts = ""
    if entry.seen is not None:
        parts += f"; first at {minutes(entry.seen)}"
    if entry.found is not None:
        parts += f"; found at {minutes(entry.found)}"
    return parts + (f", {minutes(entry.took)} later" if entry.took is not None else "")


def _quote(said: Quote) -> Iterator[str]:
    yield _wrapped(f"{said.remark} on {display(said.where)}: “{display(said.text)}”")
    if said.decided_by:
        because = f": {display(said.reason)}" if said.reason else ""
        yield _wrapped(f"· decided by {display(said.decided_by)}{because}")
    elif said.reason:
        yield _wrapped(f"· {display(said.reason)}")
    if said.note:
        yield _wrapped(f"· note: {display(said.note)}")
    for why in said.why:
        yield _wrapped(f"· {display(why)}")
    if said.probability is not None:
        yield f"    · probability {said.probability:.2f}"


def _remarks(c: Contents) -> Iterator[str]:
    for title, quotes in c.groups:
        yield f"  {title} ({len(quotes)})"
        for said in quotes:
            text = display(said.text)
            by = f" — {display(said.decided_by)}" if said.decided_by else ""
            because = f": {display(said.reason)}" if said.reason else ""
            cut = text if len(text) <= 160 else text[:159] + "…"
            yield _wrapped(f"{said.remark} {display(said.where)}: {cut}{by}{because}")
    spoken = [f"{count} {kind}" for kind, count in c.kinds if count]
    yield f"  Kinds: {', '.join(spoken)}" if spoken else "  No comment."


def _left(c: Contents) -> Iterator[str]:
    if c.summary:
        yield _wrapped_lines(f"Summary: “{c.summary}”")
    for draft in c.drafts:
        yield _wrapped_lines(f"Draft never kept, on {draft.where}: “{draft.text}”")


def _prompt(p: PromptAnswer) -> Iterator[str]:
    yield _wrapped(display(p.prompt.text))
    yield _wrapped_lines(f"Answer: {p.answer}" if p.answer else "Answer: none")
    for line in p.measured:
        yield _wrapped(f"· {line}")
    if p.reference:
        yield _wrapped(f"A good answer: {p.reference}")
    for line in p.rated:
        yield _wrapped(f"· {display(line)}")
    if p.to_rate:
        yield _wrapped(f"To rate: {p.to_rate} {'; '.join(p.anchors)}.")
    yield ""


def _questions(q: Questions) -> Iterator[str]:
    for name, text in q.asked:
        yield _wrapped(f"{name}: {display(text)}")
    if not q.asked:
        yield "    None."
    if q.expected:
        yield "  What hangs on being asked"
        for wanted in q.expected:
            yield _wrapped(f"value {wanted.value}: {wanted.text} ({wanted.answer})")
            yield _wrapped(f"· {display(wanted.rated)}")
        yield _wrapped(q.words)
        if q.to_rate:
            yield _wrapped(f"To rate: {q.to_rate}")


def _profile(p: ProfileRange, chosen: bool) -> str:
    sign = "▸" if chosen else " "
    return f"{sign} {p.profile:<14} {bar(p.found_share) if p.found_share else 'nothing planted'}"


def _moves(c: Contents) -> list[str]:
    return [fill(c.moves, _WIDTH, initial_indent="  ", subsequent_indent="  ")] if c.moves else []


def _follow_up(q: FollowUp) -> Iterator[str]:
    yield fill(f"- {display(q.ask)}  [{q.reason}: {q.about}]", _WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield _wrapped(f"A good answer: {' '.join(q.good)}")


def _wrapped_lines(text: str) -> str:
    """What somebody wrote in several lines, as such."""
    return "\n".join(_wrapped(display(line)) for line in text.split("\n") if line.strip())


def _wrapped(text: str) -> str:
    return indent(fill(text, _WIDTH - 4), "    ")
