"""Pastes of any size: a long one is folded to a mark in the editor, and is whole in the draft and in the log.

A text area wraps and measures the line that is being typed in, at every key; with a megabyte in it every key would take
seconds. So the editor holds a mark in the place of a long piece, and the draft's text is the editor's with every mark unfolded.
"""

from __future__ import annotations

FOLD_FROM = 10_000
"""Pieces of this many characters are folded."""
LONGEST_LINE = 1_000
"""And pieces with a line of more characters than this, because one line is wrapped as a whole."""


def is_long(text: str) -> bool:
    """Whether a text would make every key slow."""
    return len(text) > FOLD_FROM or any(len(line) > LONGEST_LINE for line in text.split("\n"))


class Folds:
    """The folded pieces of one draft, by the marks that stand for them."""

    def __init__(self) -> None:
        self._pieces: dict[str, str] = {}

    def fold(self, text: str) -> str:
        """A mark for a long text; a short one as it is."""
        if not is_long(text):
            return text
        lines = text.count("\n") + 1
        size = f"{len(text):,} characters" + (f" in {lines:,} lines" if lines > 1 else "")
        mark = f"⟦pasted {len(self._pieces) + 1}: {size}⟧"
        self._pieces[mark] = text
        return mark

    def unfold(self, text: str) -> str:
        """The text with every mark replaced by what it stands for."""
        if "⟦pasted " not in text:
            return text
        for mark, piece in self._pieces.items():
            text = text.replace(mark, piece)
        return text
