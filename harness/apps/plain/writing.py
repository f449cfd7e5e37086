"""Writing in the plain review: comments, replies, answers, drafts. A text ends with a line that holds a dot alone."""

from __future__ import annotations

from harness.apps.plain.base import Command, PlainBase
from harness.apps.plain.lines import said_comment
from harness.apps.plain.talk import Over, counted
from harness.apps.tui.candidate import external
from harness.apps.tui.candidate.draft_changes import change_between, in_parts
from harness.apps.tui.candidate.suggestion import lines_at, suggestion_block, with_suggestion
from harness.domain.comment import Decoration, Label
from harness.domain.display import display, display_lines
from harness.domain.errors import BadInput
from harness.domain.review_session import in_threads

_HOW = (
    "Write. A line with a dot alone keeps it; /leave keeps it as a draft; /undo takes the last line back;"
    " /read reads it; /suggest, /label WORDS, /editor do what they say."
)
_LABEL_WORDS = {word.value.split()[-1]: word for word in Label} | {word.value: word for word in Label}
_DECORATION_WORDS = {word.value: word for word in Decoration}


class PlainWriting(PlainBase):
    """Comments and their drafts."""

    def writing_commands(self) -> list[Command]:
        """The commands of this part."""
        return [
            Command("comment", "12, 12-15, 12 old, file or review", "write a comment there", self.do_comment),
            Command("suggest", "12 or 12-15", "suggest other lines in the place of these", self.do_suggest),
            Command("ask", "12 or 12-15, file or review", "ask the pull request's author", self.do_ask),
            Command("reply", "c1", "reply to a comment of yours", self.do_reply),
            Command("edit", "c1 or d1", "change a comment, or go on with a draft", self.do_edit),
            Command(
                "label", "c1 question blocking", "label a comment; never needed, never worth credit", self.do_label
            ),
            Command("withdraw", "c1 or d1", "take a comment back, or throw a draft away", self.do_withdraw),
            Command("undo", "", "take back the last change of comments", self.do_undo),
            Command("comments", "", "read all comments and drafts", self.do_comments),
        ]

    def do_comment(self, words: str) -> None:
        if anchor := self.anchor(words):
            self.write(self.acts.draft(anchor))

    def do_ask(self, words: str) -> None:
        if anchor := self.anchor(words or "review"):
            self.write(self.acts.draft(anchor, label=Label.TO_AUTHOR))

    def do_suggest(self, words: str) -> None:
        anchor = self.anchor(words)
        if anchor is None:
            return
        lines = lines_at(self.document(self.current), anchor)
        if not lines:
            self.talk.say("A suggestion needs lines to stand for.")
            return
        self.write(self.acts.draft(anchor, suggestion_block(lines), label=Label.SUGGESTION))

    def do_reply(self, name: str) -> None:
        comment = self.session.comments.get(name)
        if comment is None:
            self._no_such(name)
        else:
            self.write(self.acts.draft_reply(comment))

    def do_edit(self, name: str) -> None:
        if comment := self.session.comments.get(name):
            self.write(self.acts.draft_change(comment))
        elif name in self.session.drafts:
            self.write(self.acts.take_up(name))
        else:
            self._no_such(name)

    def do_label(self, words: str) -> None:
        name, _, rest = words.partition(" ")
        comment = self.session.comments.get(name)
        if comment is None:
            self._no_such(name)
            return
        draft = self.acts.draft_change(comment)
        self._label(draft, rest)
        self.acts.keep(draft, comment.body)
        self.talk.say(display(self.session.comments[name].heading))

    def do_withdraw(self, name: str) -> None:
        if name in self.session.comments:
            self.acts.withdraw(name)
        elif name in self.session.drafts:
            self.acts.discard(name)
        else:
            self._no_such(name)
            return
        self.talk.say(f'{name} is gone. "undo" brings it back.')

    def do_undo(self, _: str) -> None:
        said = self.acts.undo()
        self.talk.say(f"Taken back: {said}." if said else "There is nothing to take back.")

    def do_comments(self, _: str) -> None:
        drafts = [d.as_comment() for d in self.session.drafts_of("comment")]
        for comment in in_threads([*self.session.comments.values(), *drafts]):
            self.talk.say(said_comment(comment))
        self.talk.say(
            f"{counted(len(self.session.comments), 'comment')}, {counted(len(self.session.drafts), 'draft')}."
        )

    def _no_such(self, name: str) -> None:
        self.talk.say(f'There is no {display(name) or "comment of no name"} here. "comments" reads them all.')

    # The text of a draft

    def write(self, draft: str) -> None:
        """Take lines for a draft until it is kept or left. Every line is in the log before the next is asked for."""
        self.talk.say(_HOW)
        if text := self._text(draft):
            self.talk.say("So far:\n" + text)
        try:
            while self._take_line(draft):
                pass
        except (Over, KeyboardInterrupt) as ended:
            self.acts.leave(draft, self._text(draft))
            if isinstance(ended, Over):
                raise
            self.talk.say("\nKept as a draft.")

    def _text(self, draft: str) -> str:
        return self.session.drafts[draft].text

    def _take_line(self, draft: str) -> bool:
        """Take one line; whether more are wanted."""
        line, text = self.talk.ask("> "), self._text(draft)
        word, _, rest = line.strip().partition(" ")
        match word:
            case "." if not rest:
                return not self._keep(draft, text)
            case "/leave":
                self.talk.say("Kept as a draft." if self.acts.leave(draft, text) else "Nothing was kept.")
                return False
            case "/undo":
                self._set(draft, text.rstrip("\n").rpartition("\n")[0])
            case "/read":
                self.talk.say(display_lines(text) or "(empty)")
            case "/label":
                self._label(draft, rest)
            case "/suggest":
                anchor = self.session.drafts[draft].anchor
                lines = lines_at(self.document(anchor.path or self.current), anchor)
                self._set(draft, with_suggestion(text, lines) if lines else text)
            case "/editor":
                self._write_outside(draft, text)
            case _:
                self._set(draft, f"{text.rstrip(chr(10))}\n{line}" if text else line)
        return True

    def _keep(self, draft: str, text: str) -> bool:
        try:
            name = self.acts.keep(draft, text)
        except BadInput as error:
            self.talk.say(str(error))
            return False
        self.talk.say(f"Kept as {name}." if name else "Kept." if text.strip() else "Nothing was kept.")
        return True

    def _set(self, draft: str, text: str) -> None:
        if change := change_between(draft, self._text(draft), text):
            for part in in_parts(change):
                self.recorder.record(part)

    def _label(self, draft: str, words: str) -> None:
        label = next((value for word, value in _LABEL_WORDS.items() if word in words), None)
        decoration = next(
            (value for word, value in sorted(_DECORATION_WORDS.items(), reverse=True) if word in words), None
        )
        if "author" in words:
            label = Label.TO_AUTHOR
        if not label and not decoration and words.strip() not in ("none", ""):
            known = ", ".join([*(w.value for w in Label), *(w.value for w in Decoration), "none"])
            self.talk.say(f"Labels: {known}.")
            return
        self.acts.label(draft, label, decoration)
        self.talk.say(f"Label: {' '.join(w for w in (label, decoration) if w) or 'none'}.")

    def _write_outside(self, draft: str, text: str) -> None:
        command = external.editor_command() if self.may_start_programs else None
        if command is None:
            self.talk.say("There is no editor to start: $EDITOR names none.")
            return
        edited = external.edited(text, command)
        if edited is None:
            self.talk.say("The editor ended with an error; the text is as it was.")
        else:
            self._set(draft, edited)
