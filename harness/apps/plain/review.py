"""The review as prompts and text, line by line: for screen readers, and wherever a full screen does not work.

It has every feature of the full screen, and goes on with the same session: the log does not care which of the two wrote it.
"""

from __future__ import annotations

from harness import __version__
from harness.apps.plain.base import Command
from harness.apps.plain.ending import PlainEnding
from harness.apps.plain.reading import PlainReading
from harness.apps.plain.talk import Over, use_line_editing
from harness.apps.tui.candidate.contents import DESCRIPTION
from harness.apps.tui.candidate.words import welcome
from harness.domain import event as ev
from harness.domain.display import display
from harness.steps.interview.record import Submission


class PlainReview(PlainReading, PlainEnding):
    """Reads commands until the review is handed in or left."""

    def commands(self) -> list[Command]:
        """All commands, in the order in which help tells them."""
        general = [
            Command("help", "WORD", "tell all commands, or those that speak of a word", self.do_help),
            Command("quit", "", "leave; everything is kept, and the same command goes on", self.do_quit),
        ]
        return [*self.reading_commands(), *self.writing_commands(), *self.ending_commands(), *general]

    def run(self) -> Submission | None:
        """Take commands until the end. Returns the submission, if the review was handed in."""
        use_line_editing()
        self.recorder.record(ev.Opened(__version__, 0, 0, self.minutes, "plain"))
        try:
            if self._begin():
                while not self.is_over:
                    self._take(self.talk.ask(f"{self._where()}> "))
        except Over:
            self.talk.say("")
        except KeyboardInterrupt:
            self.talk.say("")
        return self.submission

    def _begin(self) -> bool:
        if self.session.started:
            shown = self.session.shown
            self.go(shown.path if shown and shown.path in self.names() else DESCRIPTION)
            self.talk.say("Welcome back. Everything is where you left it.")
            if self.session.drafts:
                self.talk.say(f'{len(self.session.drafts)} drafts are open: "comments" reads them, "edit d1" goes on.')
            return True
        self.talk.say(welcome(self.pull_request, self.minutes))
        self.talk.say("")
        while not (
            answer := self.talk.ask("Begin? (yes, no, or more for a quarter more time) ").strip().lower()
        ).startswith("y"):
            if answer.startswith("m"):
                self.minutes = min(self.minutes + max(self.pull_request.minutes // 4, 1), 600)
                self.talk.say(f"{self.minutes} minutes.")
            elif answer:
                return False
        self.recorder.record(ev.Started(self.minutes))
        self.talk.say('"help" tells what can be said. "files" lists what there is to read.')
        self.go(DESCRIPTION)
        self.do_more("")
        return True

    def _where(self) -> str:
        return "description" if self.current == DESCRIPTION else display(self.current)

    def _take(self, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        if not word:
            self.do_more("")
            return
        command = find(self.commands(), word.lower())
        if isinstance(command, Command):
            command.act(rest.strip())
        else:
            self.talk.say(command)

    def do_help(self, word: str) -> None:
        for command in self.commands():
            line = f"{command.word} {command.follows}".strip() + f": {command.help}"
            if word.lower() in line.lower():
                self.talk.say(line)
        self.talk.say("A word may be cut short while it is clear.")

    def do_quit(self, _: str) -> None:
        self.is_over = self.is_safe_to_leave()


def find(commands: list[Command], word: str) -> Command | str:
    """The command that a word means, or a sentence that says why none."""
    exact = [c for c in commands if c.word == word]
    close = exact or [c for c in commands if c.word.startswith(word)]
    if len(close) == 1:
        return close[0]
    if close:
        return f"That could be {', '.join(c.word for c in close)}."
    return 'That is no command. "help" tells them all.'
