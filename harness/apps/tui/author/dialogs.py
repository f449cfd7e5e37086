"""What opens over the author's screen: a text to read, a choice of gate, a comment for the matcher."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from harness.apps.tui.author.words import reaction_words
from harness.domain.display import display
from harness.domain.fixture import Fixture
from harness.domain.verification import Gate
from harness.steps.authoring.reaction import reaction

_BOX = "width: 96; max-width: 100%; background: $surface; border: round $primary; padding: 0 1;"


class Reading(ModalScreen[None]):
    """A text to read and scroll."""

    DEFAULT_CSS = f"""
    Reading {{ align: center middle; }}
    Reading > VerticalScroll {{ {_BOX} height: 100%; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark", "dismiss", "Back")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_subtitle = "Esc: back"
            yield Static(Content(self._text))


class GateChoice(ModalScreen[tuple[Gate, ...] | None]):
    """Which gate to run: Enter on a row; all of them on the first."""

    DEFAULT_CSS = f"""
    GateChoice {{ align: center middle; }}
    GateChoice > OptionList {{ {_BOX} width: 46; height: auto; max-height: 100%; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        rows = [Option("All gates", "all"), *(Option(f"{g.short:<4}{g.title}", g.short) for g in Gate)]
        yield OptionList(*rows)

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Run what was chosen."""
        self.dismiss(tuple(gate for gate in Gate if event.option_id in ("all", gate.short)))


class Trial(ModalScreen[None]):
    """A comment is typed, and the matcher says what it would earn here."""

    DEFAULT_CSS = f"""
    Trial {{ align: center middle; }}
    Trial > Vertical {{ {_BOX} height: 100%; }}
    Trial #where {{ height: 1; color: $text-muted; }}
    Trial VerticalScroll {{ height: 1fr; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back"),
        Binding("pagedown", "scroll(1)", "Down", show=False, priority=True),
        Binding("pageup", "scroll(-1)", "Up", show=False, priority=True),
    ]

    def __init__(self, fixture: Fixture, path: str | None, line: int | None) -> None:
        super().__init__()
        self._fixture, self._path, self._line = fixture, path, line

    def compose(self) -> ComposeResult:
        where = f"on {self._path}:{self._line}" if self._path and self._line else "on the whole review"
        with Vertical():
            yield Static(
                Content(display(f"A comment {where}. Enter: what the matcher makes of it. Esc: back.")), id="where"
            )
            yield Input(placeholder="how somebody would say it")
            with VerticalScroll(can_focus=False):
                yield Static(id="said")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask the matcher; it takes a fraction of a second."""
        if event.value.strip():
            said = reaction_words(reaction(self._fixture, event.value, self._path, self._line))
            self.query_one("#said", Static).update(Content(said))

    def action_scroll(self, by: int) -> None:
        scroll = self.query_one(VerticalScroll)
        if by > 0:
            scroll.scroll_page_down(animate=False)
        else:
            scroll.scroll_page_up(animate=False)
