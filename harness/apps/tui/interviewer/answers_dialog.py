"""Rating answers and questions: the candidate's words beside what the author hoped for, the anchors of each grade in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from harness.apps.tui.interviewer.dialogs import AskLine
from harness.apps.tui.interviewer.panels import joined
from harness.domain.answer_rating import ASKED, HIGHEST_GRADE, REASONING, prompt_name, unknown_name
from harness.domain.display import display
from harness.domain.pull_request import PromptKind
from harness.reports.prompts import PromptAnswer, prompt_answers, questions_asked
from harness.steps.interview.decide import Desk

Grade = tuple[int, str]
"""A grade and the reason for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to rate. `said` is what the candidate wrote of it, line by line, and `hoped` what the author wants."""

    about: str
    title: str
    said: tuple[str, ...]
    hoped: str
    anchors: tuple[str, ...]
    graders: tuple[str, ...] = ()
    """What graders gave it, where they differ and it is to be settled."""


def entries_of(desk: Desk) -> tuple[Entry, ...]:
    """All that can be rated of a review: answers first, then the unknowns, what weighs most first."""
    questions = questions_asked(desk.assessment)
    prompts = [_prompt(desk, p) for p in prompt_answers(desk.assessment)]
    names = set(desk.judgement.terms.answers)
    said = tuple(f"{name}: {text}" for name, text in questions.asked) or ("The candidate asked nothing.",)
    unknowns = [
        Entry(unknown_name(q.id), f"value {q.value}: {q.text}", said, q.answer, ASKED, _graders(desk, unknown_name(q.id)))
        for q in questions.expected
    ]  # fmt: skip
    return tuple(entry for entry in (*prompts, *unknowns) if entry.about in names)


def _prompt(desk: Desk, p: PromptAnswer) -> Entry:
    about = prompt_name(p.prompt.id)
    anchors = REASONING if p.prompt.kind is PromptKind.ESTIMATE else ASKED
    said = (*(p.answer.split("\n") if p.answer else ()), *p.measured)
    return Entry(about, p.prompt.text, said, p.reference, anchors, _graders(desk, about))


def _graders(desk: Desk, about: str) -> tuple[str, ...]:
    difference = desk.difference(about)
    return (
        tuple(f"{name}: {said}" + f": {why}" * bool(why) for name, said, why in difference.said) if difference else ()
    )


class RateAnswers(ModalScreen[dict[str, Grade] | None]):
    """Nought to four for each. Ends with what was changed; None for Escape."""

    DEFAULT_CSS = """
    RateAnswers { align: center middle; }
    RateAnswers > Vertical { width: 116; max-width: 100%; height: 100%; background: $surface; border: round $primary;
        padding: 0 1; }
    RateAnswers .title { text-style: bold; height: 1; }
    RateAnswers #said { height: 1fr; border-bottom: solid $panel; }
    RateAnswers #entries { height: auto; max-height: 8; }
    RateAnswers #rows { text-wrap: nowrap; text-overflow: ellipsis; }
    RateAnswers #anchors { height: auto; margin-top: 1; }
    RateAnswers .keys { color: $text-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,tab", "entry(1)", "Next"),
        Binding("up,k,shift+tab", "entry(-1)", "Previous"),
        Binding("pagedown,ctrl+d", "scroll(5)", "Scroll the words down", priority=True),
        Binding("pageup,ctrl+u", "scroll(-5)", "Scroll the words up", priority=True),
        Binding("w", "why", "Say why"),
        Binding("enter", "keep", "Keep"),
        Binding("escape,q", "dismiss(None)", "Back"),
    ]

    def __init__(self, entries: Sequence[Entry], grades: dict[str, Grade]) -> None:
        super().__init__()
        self.entries = entries
        self._before, self.grades = dict(grades), dict(grades)
        self.row = next((n for n, entry in enumerate(entries) if entry.about not in grades), 0)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(
                Content("Answers and questions: apart from the defects, never mixed into them"), classes="title"
            )
            with VerticalScroll(id="said", can_focus=False):
                yield Static(id="words")
            with VerticalScroll(id="entries", can_focus=False):
                yield Static(id="rows")
            yield Static(id="anchors")
            yield Static(
                Content("0–4 grades ▶ · ↓↑ move · pgdn scrolls · w why · enter keeps · esc leaves all as it was"),
                classes="keys",
            )

    def on_mount(self) -> None:
        """Show the first that has no grade."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """A digit grades and goes on to the next."""
        character = event.character or ""
        if character.isascii() and character.isdecimal() and int(character) <= HIGHEST_GRADE:
            entry = self.entries[self.row]
            self.grades[entry.about] = (int(character), self.grades.get(entry.about, (0, ""))[1])
            self.row = min(self.row + 1, len(self.entries) - 1)
            self._draw()
            event.stop()

    def _draw(self) -> None:
        entry = self.entries[self.row]
        given = self.grades.get(entry.about)
        words: list[str | Content] = [Content.styled(display(entry.title), "bold"), *map(display, entry.graders)]
        words += [Content.styled("THE CANDIDATE", "bold"), *(display(line) for line in entry.said)]
        if entry.hoped:
            words += [Content.styled("THE KEY SAYS", "bold"), display(entry.hoped)]
        if given and given[1]:
            words.append(f"why: {display(given[1])}")
        self.query_one("#words", Static).update(joined(words))
        self.query_one("#rows", Static).update(joined([self._line(n) for n in range(len(self.entries))]))
        anchors = [
            Content.styled(f"● {text}", "bold") if given and given[0] == step else f"○ {text}"
            for step, text in enumerate(entry.anchors)
        ]
        self.query_one("#anchors", Static).update(joined(anchors))
        self.query_one("#entries", VerticalScroll).scroll_to(y=max(self.row - 4, 0), animate=False)

    def _line(self, number: int) -> Content | str:
        entry = self.entries[number]
        given = self.grades.get(entry.about)
        text = f"{'▶' if number == self.row else ' '} {given[0] if given else '·'}  {display(entry.title)}"
        return Content.styled(text, "reverse") if number == self.row else text

    def action_entry(self, by: int) -> None:
        self.row = (self.row + by) % len(self.entries)
        self.query_one("#said", VerticalScroll).scroll_to(y=0, animate=False)
        self._draw()

    def action_scroll(self, by: int) -> None:
        self.query_one("#said", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_why(self) -> None:
        entry = self.entries[self.row]
        given = self.grades.get(entry.about)
        if given is None:
            self.app.bell()
            return

        def because(reason: str | None) -> None:
            if reason is not None:
                self.grades[entry.about] = (given[0], reason)
                self._draw()

        self.app.push_screen(AskLine(f"Grade {given[0]}. Why?", value=display(given[1])), because)

    def action_keep(self) -> None:
        self.dismiss({name: grade for name, grade in self.grades.items() if self._before.get(name) != grade})
