"""The moments of a review worth a step when one looks back at it. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.domain import event as ev
from harness.domain.display import display
from harness.domain.timeline import working_times


@dataclass(frozen=True, slots=True)
class Moment:
    """A step: how many records lead up to it, what happened in words, and the comment it is about."""

    count: int
    text: str
    comment: str | None = None


def moments(records: Sequence[ev.Record]) -> list[Moment]:
    """What is worth a step, each with the working time at which it happened."""
    found = []
    for index, (record, at) in enumerate(zip(records, working_times(records), strict=True)):
        if words := _words(record.event):
            end = _with_its_lines(records, index) if isinstance(record.event, ev.FileViewed) else index + 1
            text = f"{int(at) // 60:>3}:{int(at) % 60:02d}  {words}"
            found.append(Moment(end, text, getattr(record.event, "comment", None)))
    return found


def _with_its_lines(records: Sequence[ev.Record], index: int) -> int:
    """The number of records up to the lines that an opened document brought on the screen."""
    end = index + 1
    while end < len(records) and isinstance(records[end].event, ev.LinesShown | ev.DocumentLaidOut):
        end += 1
        if isinstance(records[end - 1].event, ev.LinesShown):
            break
    return end


def _words(event: ev.Event) -> str | None:
    match event:
        case ev.Started():
            return "started"
        case ev.FileViewed(path=path):
            return f"opened {'the description' if path == DESCRIPTION else display(path)}"
        case ev.CommentAdded(comment=name, anchor=anchor):
            return f"{display(name)} on {display(str(anchor))}"
        case ev.CommentEdited(comment=name):
            return f"{display(name)} changed"
        case ev.CommentWithdrawn(comment=name):
            return f"{display(name)} withdrawn"
        case ev.CommentRestored(comment=name):
            return f"{display(name)} brought back"
        case ev.AnswerGiven(prompt=name):
            return f"answered {display(name)}"
        case ev.SummaryWritten():
            return "summary written"
        case ev.ConclusionChosen(conclusion=conclusion):
            return f"concluded: {conclusion.value}"
        case ev.Paused():
            return "paused"
        case ev.Resumed():
            return "went on"
        case ev.Submitted():
            return "handed in"
    return None
