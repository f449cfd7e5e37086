"""The list of what there is to read: the description, artefacts, and the changed files with their counts."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from harness.domain.display import display
from harness.domain.pull_request import FileStatus, PullRequest
from harness.domain.review_session import ReviewSession

_STATUS = {FileStatus.ADDED: "A", FileStatus.DELETED: "D", FileStatus.MODIFIED: "M", FileStatus.RENAMED: "R"}
DESCRIPTION = "(description)"


def documents_of(pull_request: PullRequest) -> list[str]:
    """The names of everything that can be opened, in order."""
    return [DESCRIPTION, *(a.path for a in pull_request.artefacts), *(f.path for f in pull_request.files)]


class FileList(OptionList):
    """The documents of a pull request; choosing one opens it."""

    DEFAULT_CSS = """
    FileList { width: 38; height: 100%; border: none; border-right: solid $panel; padding: 0 1; scrollbar-size-vertical: 1; }
    """

    def refresh_from(self, pull_request: PullRequest, session: ReviewSession, current: str) -> None:
        """Draw the list anew and put its bar on the current document."""
        names = documents_of(pull_request)
        width = max((self.size.width or 32) - 3, 12)
        self.clear_options()
        self.add_options([Option(Content(_label(pull_request, session, name, width)), id=name) for name in names])
        if current in names:
            self.highlighted = names.index(current)


def _label(pull_request: PullRequest, session: ReviewSession, name: str, width: int) -> str:
    file = pull_request.file(name)
    comments = len([c for c in session.comments.values() if c.anchor.path == name])
    mark = f" ●{comments}" if comments else ""
    if name == DESCRIPTION:
        return "▤ Description"
    if file is None:
        artefact = next(a for a in pull_request.artefacts if a.path == name)
        title = f"▤ {display(artefact.title)}"
        room = width - len(mark)
        return f"{title if len(title) <= room else title[: room - 1] + '…':<{room}}{mark}"
    viewed = "✓" if name in session.viewed else " "
    tail = f" +{file.added} -{file.removed}{mark}"
    return _fit(f"{viewed}{_STATUS[file.status]} {display(name)}", tail, width)


def _fit(text: str, tail: str, width: int) -> str:
    room = width - len(tail)
    if len(text) > room:
        head = text[:3]
        text = head + "…" + text[len(text) - room + 4 :]
    return f"{text:<{room}}{tail}"
