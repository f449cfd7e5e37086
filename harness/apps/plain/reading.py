"""Reading and moving in the plain review."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from harness.apps.plain.base import Command, PlainBase
from harness.apps.plain.lines import range_of, said_comment, starts_of_changes
from harness.apps.plain.talk import counted
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.pull_request import ChangedFile
from harness.domain.search import LineTest
from harness.domain.symbols import definition_test, use_test

PAGE = 20
_AROUND = 3
_MOST_HITS = 40


class PlainReading(PlainBase):
    """Documents, pages, changes, search."""

    _pattern: re.Pattern[str] | None = None

    def reading_commands(self) -> list[Command]:
        """The commands of this part."""
        return [
            Command("files", "", "list what there is to read", self.do_files),
            Command("open", "NUMBER or PATH", "open a document and read its beginning", self.do_open),
            Command("more", "", "read on, a page; an empty line does the same", self.do_more),
            Command("read", "12 or 12-40 or 12-40 old", "read these lines", self.do_read),
            Command("next", "", "read the next change of the file", lambda _: self._change(1)),
            Command("back", "", "read the change before", lambda _: self._change(-1)),
            Command(
                "search", "WORDS", "find a regular expression in all documents; lower case finds both", self.do_search
            ),
            Command("definition", "NAME", "where a name is defined", lambda name: self._names(name, definition_test)),
            Command("uses", "NAME", "where a name is used", lambda name: self._names(name, lambda n, _: use_test(*n))),
            Command("viewed", "", "mark the file as viewed, or take the mark off", self.do_viewed),
            Command("unviewed", "", "open the next file that is not marked as viewed", self.do_unviewed),
        ]

    def do_files(self, _: str) -> None:
        for number, name in enumerate(self.names(), 1):
            self.talk.say(f"{number}. {self._about(name)}")

    def _about(self, name: str) -> str:
        document = self.document(name)
        comments = len([c for c in self.session.comments.values() if (c.anchor.path or DESCRIPTION) == name])
        parts = ["description" if name == DESCRIPTION else display(name)]
        if isinstance(document, ChangedFile):
            parts += [document.status.value, f"{document.added} added", f"{document.removed} removed"]
            parts += ["viewed"] if name in self.session.viewed else []
        parts += [counted(comments, "comment")] if comments else []
        return ", ".join(parts)

    def do_open(self, words: str) -> None:
        names = self.names()
        name = names[int(words) - 1] if words.isdecimal() and 0 < int(words) <= len(names) else words
        if not self.contents.has(name):
            close = [n for n in names if words and words.lower() in n.lower()]
            if len(close) != 1:
                told = f"That could be {display(', '.join(close[:9]))}." if close else "There is no such document."
                self.talk.say(f'{told} "files" lists all with their numbers.')
                return
            name = close[0]
        self.go(name)
        self.talk.say(f"{self._about(name)}, {len(self.lines)} lines.")
        self._say_whole(name)
        starts = starts_of_changes(self.lines) if isinstance(self.document(name), ChangedFile) else []
        if starts:
            self.talk.say(
                f'{counted(len(starts), "place")} changed. "next" reads one after the other, "more" reads everything.'
            )
        else:
            self.do_more("")

    def _say_whole(self, name: str) -> None:
        """Comments on the file, or with the description those on the review."""
        path = None if name == DESCRIPTION else name
        for comment in self.session.comments_in(path):
            if comment.anchor.lines is None:
                self.talk.say(said_comment(comment))

    def do_more(self, _: str) -> None:
        if self.at >= len(self.lines):
            self.talk.say("This is the end of the document.")
        else:
            self.read(self.at, self.at + PAGE)

    def do_read(self, words: str) -> None:
        found = range_of(words)
        if found is None:
            self.do_more("")
            return
        lines, side = found
        numbers = [n if (n := line.base if side is Side.LEFT else line.head) else 0 for line in self.lines]
        at = [i for i, number in enumerate(numbers) if lines.start <= number <= lines.end]
        if at:
            self.read(at[0], at[-1] + 1)
        else:
            self.talk.say("There are no such lines.")

    def _change(self, by: int) -> None:
        is_diff = isinstance(self.document(self.current), ChangedFile)
        starts = starts_of_changes(self.lines) if is_diff else []
        ahead = [s for s in starts if s >= self.at] if by > 0 else [s for s in starts if s < self._last_start][::-1]
        if not ahead:
            self.talk.say("No further change in this file." if by > 0 else "No change before this one.")
            return
        start = self._last_start = ahead[0]
        end = start
        while end < len(self.lines) and self.lines[end].is_changed:
            end += 1
        self.read(max(start - _AROUND, 0), end + _AROUND)
        self.at = end

    _last_start = 0

    def do_search(self, words: str) -> None:
        if words:
            try:
                self._pattern = re.compile(words, 0 if any(c.isupper() for c in words) else re.IGNORECASE)
            except re.error:
                self._pattern = re.compile(re.escape(words), re.IGNORECASE)
        if self._pattern is None:
            self.talk.say("Say what to search for.")
            return
        pattern = self._pattern
        self._say_hits([(name, lambda line: pattern.search(line) is not None) for name in self.names()])

    def _names(self, name: str, test: Callable[[frozenset[str], str], LineTest]) -> None:
        if not name:
            self.talk.say("Say the name.")
            return
        tree = [file.path for file in self.pull_request.tree]
        self._say_hits([(path, test(frozenset([name]), path)) for path in [*self.names(), *tree]])

    def _say_hits(self, tests: Sequence[tuple[str, LineTest]]) -> None:
        count = 0
        for name, test in tests:
            for line, text in enumerate(_text_lines(self.document(name)), 1):
                if test(text):
                    count += 1
                    if count <= _MOST_HITS:
                        self.talk.say(f"{display(name)} line {line}: {display(text.strip())}")
        more = f", the first {_MOST_HITS} above" if count > _MOST_HITS else ""
        self.talk.say(f"{counted(count, 'line')} found{more}.")

    def do_viewed(self, _: str) -> None:
        if self.pull_request.file(self.current) is None:
            self.talk.say("Only files are marked as viewed.")
            return
        viewed = self.current not in self.session.viewed
        self.acts.mark(self.current, viewed)
        left = len([f for f in self.pull_request.files if f.path not in self.session.viewed])
        self.talk.say(f"Marked as {'viewed' if viewed else 'not viewed'}. Left: {counted(left, 'file')}.")

    def do_unviewed(self, _: str) -> None:
        left = [f.path for f in self.pull_request.files if f.path not in self.session.viewed]
        if left:
            self.do_open(left[0])
        else:
            self.talk.say("Every file is marked as viewed.")


def _text_lines(document: object) -> list[str]:
    text = document.head if isinstance(document, ChangedFile) else getattr(document, "text", None)
    return list(text.lines) if text else []
