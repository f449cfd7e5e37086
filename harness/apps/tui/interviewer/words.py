"""Events and outcomes in a few words, for the interviewer's screens. Every foreign string is made harmless here."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from harness.apps.tui.interviewer.timeline import sign
from harness.domain import event as ev
from harness.domain.attention import IssueAttention
from harness.domain.display import display, display_lines
from harness.domain.judgement import JudgedRemark
from harness.domain.score import IssueScore, Outcome
from harness.reports.text_report import LEVELS, minutes


def event_words(event: ev.Event) -> str:
    """An event in one short line."""
    match event:
        case ev.CommentAdded(comment=name, anchor=anchor):
            return f"{display(name)} added on {display(str(anchor))}"
        case ev.CommentEdited(comment=name) | ev.CommentWithdrawn(comment=name) | ev.CommentRestored(comment=name):
            return f"{display(name)}: {event.kind}"
        case ev.FileViewed(path=path):
            return f"opens {display(path)}"
        case ev.FileMarked(path=path, viewed=viewed):
            return f"marks {display(path)} as {'viewed' if viewed else 'not viewed'}"
        case ev.LinesShown(path=path, head=head):
            return f"reads {display(path)}" + (f" {head.start}–{head.end}" if head else "")
        case ev.DocumentLaidOut(path=path):
            return f"lays out {display(path)}: {laid_out_words(event) or 'as at first'}"
        case ev.DraftOpened(anchor=anchor, comment=comment, purpose=purpose):
            what = f"{purpose} {comment}" if comment else purpose
            return f"starts writing: {display(what)} on {display(str(anchor))}"
        case ev.DraftChanged():
            return "types"
        case ev.DraftDiscarded():
            return "gives the draft up"
        case ev.DraftLeft():
            return "leaves the draft lying"
        case ev.DraftTakenUp(draft=name):
            return f"takes up the draft {display(name)}"
        case ev.Paused():
            return "pauses"
        case ev.Unknown(name=name):
            return f"{display(name)} (an event of a later version)"
        case _:
            return display(event.kind)


def laid_out_words(event: ev.DocumentLaidOut) -> str:
    """How a document is laid out, where it is not as it first comes on the screen."""
    parts = [
        "long lines wrapped" if event.wrap else "not wrapped" if event.wrap is False else "",
        f"scrolled {event.shift} columns" if event.shift else "",
        "whole file" if event.whole else "folds opened" if event.opened or event.unfolded else "",
    ]
    return ", ".join(part for part in parts if part)


def remark_words(remark: JudgedRemark) -> str:
    """What a remark comes to: its sign, then the issue with its level, or the outcome."""
    if remark.matched or remark.in_doubt:
        again = " again" if remark.outcome is Outcome.DUPLICATE else ""
        return f"{sign(remark.outcome)} {remark.issue}, level {remark.level} {LEVELS[remark.level or 0]}{again}"
    decoy = f" {remark.decoy}" if remark.decoy and remark.outcome is Outcome.DECOY_TAKEN else ""
    return f"{sign(remark.outcome)} {remark.outcome.value}{decoy}"


def issue_sign(row: IssueScore) -> str:
    """✓ found, ? undecided, ✗ missed."""
    return "?" if row.undecided else "✓" if row.found else "✗"


def issue_state(row: IssueScore) -> str:
    """What became of an issue, in words."""
    if row.undecided and row.found:
        return f"level {row.level} to {row.highest}: graders differ"
    if row.undecided:
        return "undecided: you decide"
    by = " + ".join(row.together) or row.comment
    return f"level {row.level}, {LEVELS[row.level]} ({by})" if row.found else "missed"


def issue_seen(row: IssueScore, looked: IssueAttention | None, now: float | None = None) -> list[str]:
    """When its lines were first on the screen, and when it was found, as far as that lies before `now`; then for how long."""
    found = row.found_at is not None and (now is None or row.found_at <= now)
    after = f", found at {minutes(row.found_at)}" if found and row.found_at is not None else ""
    if row.first_shown is None:
        return [(looked.words if looked else "never on the screen") + after]
    return [f"first on the screen at {minutes(row.first_shown)}{after}", *([looked.words] if looked else [])]


def highlighted(text: str, spans: Iterable[tuple[int, int]], style: str, *, lines: bool = False) -> Content:
    """A foreign text made harmless, with these parts of the original in `style`."""
    clean = display_lines if lines else display
    parts: list[str | tuple[str, str]] = []
    at = 0
    for start, end in merged(spans, len(text)):
        parts += [clean(text[at:start]), (clean(text[start:end]), style)]
        at = end
    return Content.assemble(*parts, clean(text[at:]))


def merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The spans in order, inside the text, without overlaps."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(a, 0), min(b, length)) for a, b in spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
