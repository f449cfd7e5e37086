"""Finding: by search in everything there is to read, and from a name to where it is defined and used."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import Worker

from harness.apps.tui.candidate.moving import Moving
from harness.apps.tui.candidate.place_list import PlaceList
from harness.apps.tui.candidate.searching import Hit, Search
from harness.apps.tui.widgets.document_view import DocumentView
from harness.apps.tui.widgets.row_painter import texts_of
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.pull_request import Artefact
from harness.domain.search import LineTest, pattern_of
from harness.domain.symbols import definition_test, names_in, use_test

_MOST_LISTED = 500
_TELL_AFTER = 0.1
"""Seconds between two drawings of a count that still grows."""


class Finding(Moving):
    """The keys and actions that look for something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search in all files (a regular expression)"),
        Binding("n", "again(1)", "Next hit"),
        Binding("N", "again(-1)", "Previous hit"),
        Binding("H", "hits", "List of all hits"),
        Binding("D", "definition", "Go to the definition of a name on this line"),
        Binding("U", "uses", "Where a name on this line is used"),
    ]

    _search: Search | None = None
    _searching: Worker[None] | None = None
    _told = 0.0
    """When the count was drawn last."""
    _waiting = 0
    """Which way to jump as soon as something is found; 0 when nothing is awaited."""

    # Search

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        search.value = ""
        search.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search for what was typed; lower case means any case."""
        if event.input.id != "search":
            return
        self.query_one("#search").display = False
        self.view.focus()
        if event.value:
            self.search_for(event.value)

    def on_key(self, event: events.Key) -> None:
        """Escape leaves the search line."""
        search = self.query("#search").first() if self.query("#search") else None
        if event.key == "escape" and search and search.display:
            search.display = False
            self.view.focus()

    def search_for(self, text: str) -> None:
        """Begin a search, and go to its first hit behind the cursor as soon as it is found."""
        pattern, remark = pattern_of(text)
        if remark:
            self.notify(f"“{display(text[:40])}” {remark}.", timeout=5)
        self.view.mark_hits(pattern)
        self._search_with(pattern.search)
        self._waiting = 1

    def _search_with(self, test: LineTest) -> None:
        if self._searching:
            self._searching.cancel()
        tree = tuple(file.path for file in self.pull_request.tree)
        self._search = Search((*self.contents.names, *tree), self.document, lambda name: test)
        search = self._search.run(self.current, self._found)
        self._searching = self.run_worker(search, group="search", exclusive=True, exit_on_error=False)

    def _found(self) -> None:
        """A slice of the search is done: jump if that was awaited, and tell the count."""
        search = self._search
        if search and self._waiting and (search.count or search.done):
            hit = search.next(self.current, self.view.line_at_cursor(), self._waiting)
            if hit:
                self._waiting = 0
                self._go(hit)
            elif search.done:
                self._waiting = 0
                self.notify("Nothing was found.", timeout=3)
        now = time.monotonic()
        if search and (search.done or now - self._told > _TELL_AFTER):
            self._told = now
            self.draw_place()

    def _go(self, hit: Hit) -> None:
        pattern = self.view.pattern
        self.jump(hit.name, hit.side, hit.line)
        if self.view.pattern is not pattern:
            self.view.mark_hits(pattern)

    def action_again(self, by: int) -> None:
        if self._search is None:
            self.notify("Nothing was searched for yet: / begins.", timeout=3)
            return
        for _ in range(min(self.view.taken_count(), 1_000)):
            hit = self._search.next(self.current, self.view.line_at_cursor(), by)
            if hit is None:
                self._waiting = 0 if self._search.done else by
                self.bell()
                return
            self._go(hit)

    def action_hits(self) -> None:
        if self._search is None or not self._search.count:
            self.notify("There are no hits to list: / searches.", timeout=3)
            return
        hits = self._search.all(_MOST_LISTED)
        self._choose(f"{self._search.count} lines found", hits, self._search.count - len(hits))

    def search_note(self) -> str:
        """How the search stands, for the line above the document."""
        search = self._search
        if search is None or self.view.pattern is None:
            return ""
        number = search.number_of(self.current, self.view.line_at_cursor())
        at = f"{number} of " if number else ""
        return f"{at}{search.count}{'' if search.done else '…'} found"

    # Names

    def action_definition(self) -> None:
        self._look_up("defined", definition_test)

    def action_uses(self) -> None:
        names = self._names_here()
        if len(names) > 1:
            lines = [display(name) for name in names]
            screen = PlaceList("Which name?", lines)
            self.push_screen(screen, lambda n: None if n is None else self._find_uses(names[n]))
        elif names:
            self._find_uses(names[0])
        else:
            self.notify("There is no name on this line.", timeout=3)

    def _find_uses(self, name: str) -> None:
        self._look_up("used", lambda names, path: use_test(name), name)

    def _names_here(self) -> list[str]:
        here, document = self.view.line_at_cursor(), self.view.document
        if here is None or document is None:
            return []
        lines = texts_of(document)[here[0]].lines
        return names_in(lines[here[1] - 1]) if here[1] <= len(lines) else []

    def _look_up(self, what: str, test: Callable[[frozenset[str], str], LineTest], name: str = "") -> None:
        names = frozenset([name]) if name else frozenset(self._names_here())
        if not names:
            self.notify("There is no name on this line.", timeout=3)
            return
        code = [*self.contents.names, *(file.path for file in self.pull_request.tree)]
        code = [n for n in code if not isinstance(self.document(n), Artefact)]
        search = Search(code, self.document, lambda path: test(names, path))
        shown = f"“{display(name)}” is {what}" if name else f"Names on this line are {what}"

        async def find() -> None:
            await search.run(self.current, lambda: None)
            hits = [h for h in search.all(_MOST_LISTED) if h.side is Side.RIGHT]
            if not hits:
                self.notify(f"{shown} nowhere in this project.", timeout=4)
            elif len(hits) == 1:
                self._go(hits[0])
            else:
                self._choose(f"{shown} here", hits, search.count - len(hits))

        self.run_worker(find(), group="names", exclusive=True, exit_on_error=False)

    def _choose(self, title: str, hits: list[Hit], more: int) -> None:
        lines = [f"{display(hit.name)}:{hit.line}  {self._text_of(hit)}" for hit in hits]
        self.push_screen(PlaceList(title, lines, more), lambda n: None if n is None else self._go(hits[n]))

    def _text_of(self, hit: Hit) -> str:
        return display(texts_of(self.document(hit.name))[hit.side].lines[hit.line - 1].strip()[:120])

    def on_document_view_name_clicked(self, message: DocumentView.NameClicked) -> None:
        """A double click on a name goes to its definition."""
        self._look_up("defined", definition_test, message.name)
