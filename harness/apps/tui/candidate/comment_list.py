"""All comments, drafts and what was withdrawn, in one list."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from harness.apps.tui.candidate.styles import box
from harness.domain.comment import Comment
from harness.domain.display import display
from harness.domain.review_session import Draft, ReviewSession, in_threads

_ABOUT = {"answer": "answer", "summary": "summary"}


class CommentList(ModalScreen[tuple[str, str] | None]):
    """Ends with what is to be done (go, edit, withdraw) and the id of what was chosen."""

    DEFAULT_CSS = box("CommentList")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "choose('edit')", "Edit"),
        Binding("d", "choose('withdraw')", "Withdraw"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
        Binding("escape,q,L", "dismiss(None)", "Back"),
    ]

    def __init__(self, session: ReviewSession) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        session = self._session
        counts = [f"{len(session.comments)} kept"]
        counts += [
            f"{n} {word}" for n, word in ((len(session.drafts), "drafts"), (len(session.withdrawn), "withdrawn")) if n
        ]
        with Vertical(id="box"):
            yield Label(Content(f"Your comments ({', '.join(counts)})"), classes="title")
            yield OptionList(*(Option(Content(text), id=name) for name, text in listed(session)))
            keys = "Enter goes there · e edits · d withdraws · Esc back"
            yield Label(
                Content(keys if listed(session) else "None yet: c on a line makes one · Esc back"), classes="keys"
            )

    def on_mount(self) -> None:
        """The keys act on the list."""
        options = self.query_one(OptionList)
        options.highlighted = 0 if options.option_count else None
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        if event.option.id:
            self.dismiss(("go", event.option.id))

    def action_choose(self, what: str) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss((what, options.get_option_at_index(options.highlighted).id or ""))

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()


def listed(session: ReviewSession) -> list[tuple[str, str]]:
    """Ids and two lines of text: comments by thread, drafts, then what was withdrawn."""
    rows = [(c.id, _entry(c.heading, c)) for c in in_threads(session.comments.values())]
    rows += [(d.id, _entry(f"draft {d.id}" + _of(d), d.as_comment())) for d in session.drafts.values()]
    return rows + [(c.id, _entry(f"{c.heading} · withdrawn", c)) for c in session.withdrawn.values()]


def _of(draft: Draft) -> str:
    if draft.purpose != "comment":
        return f" · {_ABOUT.get(draft.purpose, draft.purpose)}"
    return f" · changes {draft.comment}" if draft.comment else ""


def _entry(heading: str, comment: Comment) -> str:
    indent = "   " if comment.reply_to else ""
    body = " ".join(display(comment.body[:200]).replace("␊", " ").split())
    return f"{indent}{display(heading)} · {display(str(comment.anchor))}\n{indent}   {body[:70] or '(empty)'}"
