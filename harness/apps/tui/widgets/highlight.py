"""Syntax colours of a text, by line and only when asked for. A missing lexer means no colours, never an error."""

from __future__ import annotations

from collections.abc import Sequence

from pygments.lexers import get_lexer_for_filename
from pygments.util import ClassNotFound

Token = tuple[int, int, str]
"""Start and end column of a piece, and the name of its token type without `Token.`."""

# Above this size colouring a whole file at once would be felt; such files stay plain.
MOST_CHARACTERS = 600_000


def tokens_by_line(path: str, lines: Sequence[str]) -> list[list[Token]]:
    """The coloured pieces of every line. May take a while for a long text: call it off the event loop."""
    try:
        lexer = get_lexer_for_filename(path, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    text = "\n".join(lines)
    if len(text) > MOST_CHARACTERS:
        return []
    found: list[list[Token]] = [[]]
    column = 0
    for kind, value in lexer.get_tokens(text):
        name = str(kind).removeprefix("Token.")
        for index, part in enumerate(value.split("\n")):
            if index:
                found.append([])
                column = 0
            if part:
                found[-1].append((column, column + len(part), name))
                column += len(part)
    return found
