"""The list of what there is to read, as a tree of two floors: folders and their files, with status, counts and marks.

Like the document it is drawn line by line, so that ten thousand files cost no more than those in sight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from harness.apps.tui.candidate.contents import COMMITS, DESCRIPTION, Contents
from harness.apps.tui.widgets.scrolling import KeptLines, set_virtual_size
from harness.domain.display import display
from harness.domain.pull_request import Artefact, ChangedFile, FileStatus
from harness.domain.review_session import ReviewSession

_STATUS = {FileStatus.ADDED: "A", FileStatus.DELETED: "D", FileStatus.MODIFIED: "M", FileStatus.RENAMED: "R"}
_UNCHANGED = "\0unchanged"
"""The folder of the files that the pull request leaves alone; no path contains a zero byte."""


_KEPT_STRIPS = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a document, or a folder with the number of its files."""

    name: str
    folder: bool = False
    files: int = 0
    indented: bool = False


class FileList(KeptLines, can_focus=True):
    """The documents of a pull request; choosing one opens it."""

    DEFAULT_CSS = """
    FileList { width: 38; height: 100%; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden; overflow-y: scroll; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next in the list", show=False),
        Binding("k,up", "move(-1)", "Previous in the list", show=False),
        Binding("ctrl+f,pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+b,pageup", "page(-1)", "Page up", show=False),
        Binding("g,home", "move(-1000000)", "First in the list", show=False),
        Binding("G,end", "move(1000000)", "Last in the list", show=False),
        Binding("enter,l,right", "choose", "Open; a folder: fold or unfold", show=False),
        Binding("space", "fold", "Fold or unfold the folder", show=False),
        Binding("slash,f", "filter", "Show only files whose path contains …", show=False),
        Binding("h", "hide_viewed", "Hide or show what is viewed", show=False),
        Binding("escape", "unfilter", "Show all files again", show=False),
    ]

    class Chosen(Message):
        """A document was chosen."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self, contents: Contents, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._contents = contents
        self._session = ReviewSession()
        self._comments: Counter[str] = Counter()
        self._entries: list[Entry] = []
        self._shut = {_UNCHANGED}
        self._hiding = False
        self.filter = ""
        self._filtering = False
        self.bar = 0
        """The entry that the bar stands on."""
        self._current = DESCRIPTION
        self._strips: dict[Hashable, Strip] = {}
        self._plain = Style()

    def refresh_from(self, session: ReviewSession, current: str) -> None:
        """Show what is viewed and commented now, and put the bar on the current document."""
        self._session = session
        self._comments = Counter(c.anchor.path or DESCRIPTION for c in session.comments.values())
        moved, self._current = current != self._current, current
        if not self._entries or self._hiding:
            self._lay_out()
        if moved or not self._entries:
            self._stand_on(current)
        self.refresh()

    # What is in the list

    def _lay_out(self) -> None:
        """Work out the entries anew: after a filter or a folder changed, never on a mere move."""
        contents = self._contents
        first = len(contents.names) - sum(len(folder.names) for folder in contents.folders)
        entries = [Entry(name) for name in contents.names[:first] if self._passes(name)]
        for folder in contents.folders:
            entries += self._folder(folder.path, folder.names)
        entries += self._folder(_UNCHANGED, tuple(file.path for file in contents.pull_request.tree))
        self._entries = entries
        set_virtual_size(self, len(entries) + self._head)
        self.bar = max(min(self.bar, len(entries) - 1), 0)
        self.refresh()

    def _folder(self, path: str, names: tuple[str, ...]) -> list[Entry]:
        kept = [name for name in names if self._passes(name)]
        if not kept:
            return []
        inside = [Entry(name, indented=bool(path)) for name in kept]
        if not path:
            return inside
        shut = path in self._shut and not (self.filter and path != _UNCHANGED)
        return [Entry(path, folder=True, files=len(kept)), *([] if shut else inside)]

    def _passes(self, name: str) -> bool:
        if self._hiding and name in self._session.viewed and name != self._current:
            return False
        return not self.filter or self.filter.lower() in name.lower()

    def _stand_on(self, name: str) -> None:
        for number, entry in enumerate(self._entries):
            if entry.name == name and not entry.folder:
                self._move_to(number)
                return

    # Moving

    def _move_to(self, number: int) -> None:
        self.bar = max(0, min(number, len(self._entries) - 1))
        top, height = round(self.scroll_y), max(self.size.height - self._head, 1)
        if self.bar < top:
            self.scroll_to(y=self.bar, animate=False, immediate=True)
        elif self.bar >= top + height:
            self.scroll_to(y=self.bar - height + 1, animate=False, immediate=True)
        self.refresh()

    @property
    def _head(self) -> int:
        """Lines above the entries: the filter, where there is one."""
        return 1 if self.filter or self._filtering else 0

    def action_move(self, by: int) -> None:
        self._move_to(self.bar + by)

    def action_page(self, by: int) -> None:
        self._move_to(self.bar + by * max(self.size.height - 1, 1))

    def action_choose(self) -> None:
        if not 0 <= self.bar < len(self._entries):
            return
        entry = self._entries[self.bar]
        if entry.folder:
            self.action_fold()
        else:
            self.post_message(self.Chosen(entry.name))

    def action_fold(self) -> None:
        if not 0 <= self.bar < len(self._entries):
            return
        entry = self._entries[self.bar]
        path = entry.name if entry.folder else entry.name.rpartition("/")[0]
        self._shut ^= {path}
        self._lay_out()
        at = next((n for n, e in enumerate(self._entries) if e.folder and e.name == path), self.bar)
        self._move_to(at)

    def action_hide_viewed(self) -> None:
        self._hiding = not self._hiding
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        number = round(self.scroll_y) + event.y - self._head
        if 0 <= number < len(self._entries):
            self._move_to(number)
            self.action_choose()

    def on_resize(self) -> None:
        """Fit the lines to the width, and keep the bar in sight."""
        self._lay_out()
        self._move_to(self.bar)

    # The filter

    def action_filter(self) -> None:
        self._filtering = True
        self._lay_out()

    def action_unfilter(self) -> None:
        self.filter, self._filtering, self._hiding = "", False, False
        self._lay_out()
        self._stand_on(self._current)

    def on_key(self, event: events.Key) -> None:
        """While the filter is typed, keys go into it."""
        if not self._filtering or event.key in ("up", "down", "tab", "escape"):
            return
        if event.key == "enter":
            self._filtering = False
            self._move_to(next((n for n, e in enumerate(self._entries) if not e.folder), 0))
        elif event.key == "backspace":
            self.filter = self.filter[:-1]
        elif event.character and event.is_printable:
            self.filter += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self._lay_out()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width, plain = self.outer_size.width, self._plain
        if self._head and y == 0:
            text = f" filter: {display(self.filter)}{'▏' if self._filtering else ''}"
            return _line(text, "", width, plain + Style(bold=True))
        number = round(self.scroll_y) + y - self._head
        if not 0 <= number < len(self._entries):
            return Strip.blank(width, plain)
        entry = self._entries[number]
        under_bar, current = number == self.bar and self.has_focus, entry.name == self._current and not entry.folder
        viewed, shut = entry.name in self._session.viewed, entry.name in self._shut
        key = (entry, under_bar, current, self.has_focus, viewed, shut, self._comments[entry.name], width, plain)
        strip = self._strips.get(key)
        if strip is None:
            style = plain + Style(reverse=under_bar, bold=current, underline=current and not self.has_focus)
            strip = self._strips[key] = _line(*self._label(entry), width, style)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are kept; the border on the right is part of them."""
        if len(self._strips) > _KEPT_STRIPS:
            self._strips.clear()
        self._plain = self.rich_style
        return super().render_lines(crop)

    def _label(self, entry: Entry) -> tuple[str, str]:
        if entry.folder:
            sign = "▸" if entry.name in self._shut and not self.filter else "▾"
            name = "not changed" if entry.name == _UNCHANGED else display(entry.name) + "/"
            return f" {sign} {name}", f"{entry.files} "
        count = self._comments[entry.name]
        mark = f" ●{count}" if count else ""
        document = self._contents.document(entry.name)
        if isinstance(document, ChangedFile):
            viewed = "✓" if entry.name in self._session.viewed else " "
            shown = display(entry.name.rpartition("/")[2] if entry.indented else entry.name)
            indent = " " if entry.indented else ""
            return (
                f"{viewed}{indent}{_STATUS[document.status]} {shown}",
                f" +{document.added} -{document.removed}{mark} ",
            )
        if isinstance(document, Artefact):
            title = {DESCRIPTION: "Description", COMMITS: f"Commits ({len(self._contents.pull_request.commits)})"}
            return f" ▤ {title.get(entry.name) or display(document.title)}", f"{mark} "
        return f"   {display(entry.name)}", f"{mark} "


def _line(text: str, tail: str, width: int, style: Style) -> Strip:
    """A line with its tail at the right end; a text that is too long loses its middle."""
    room = max(width - cell_len(tail), 4)
    if cell_len(text) > room:
        text = text[: min(8, room // 3)] + "…" + text[-(room - min(8, room // 3) - 1) :]
    return Strip([Segment(set_cell_size(text, room) + tail, style)]).adjust_cell_length(width, style)
