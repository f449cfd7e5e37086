"""Syntax colours of a text, a few dozen lines at a time and only where somebody looks.

Lexing a long file takes seconds, so it is lexed in chunks, each from the state in which the lexer left the one before.
Far from everything lexed so far, a chunk starts afresh at a line that looks like the beginning of something. Lexing is
slow enough to be felt: `lex` is to be called off the event loop.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from pygments.lexers import find_lexer_class_for_filename
from pygments.util import ClassNotFound

Token = tuple[int, int, str]
"""Start and end column of a piece, and the name under which the palette knows its colour."""

CHUNK = 64
"""Lines that are lexed in one go."""
_RUN_UP = 8
"""Chunks that are lexed before a wanted one, so that it starts in the right state; further away the state is guessed."""
_LONGEST = 2_000
"""Columns of a line that are coloured; what lies beyond is plain."""
_COLOURED = (
    "Keyword", "Name.Builtin", "Name.Function", "Name.Class", "Name.Decorator", "Name.Tag", "Name.Attribute",
    "Literal.String", "Literal.Number", "Comment", "Generic.Heading", "Generic.Subheading", "Generic.Strong",
    "Generic.Emph", "Operator.Word",
)  # fmt: skip


class Colours:
    """The coloured pieces of one text, as far as it has been lexed."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self._lines = lines
        self._lexer = _lexer_for(path)
        self._done: dict[int, list[list[Token]]] = {}
        self._states: dict[int, tuple[str, ...]] = {0: ("root",)}
        """In which state the lexer is at the beginning of a chunk."""

    def of(self, line: int) -> list[Token]:
        """The pieces of a line, counted from one; none while it has not been lexed."""
        chunk, at = divmod(line - 1, CHUNK)
        pieces = self._done.get(chunk)
        return pieces[at] if pieces and at < len(pieces) else []

    def wanted(self, first: int, last: int) -> list[int]:
        """The chunks of these lines that have not been lexed."""
        if self._lexer is None or last < first:
            return []
        return [n for n in range(max(first - 1, 0) // CHUNK, (last - 1) // CHUNK + 1) if n not in self._done]

    def lex(self, chunk: int) -> None:
        """Lex a chunk, and before it what is needed to know the state it starts in."""
        start = chunk
        while start not in self._states and start > max(chunk - _RUN_UP, 0):
            start -= 1
        state = self._states.get(start, ("root",))
        for number in range(start, chunk + 1):
            state = self._lex_one(number, state)

    def _lex_one(self, chunk: int, state: tuple[str, ...]) -> tuple[str, ...]:
        end = (chunk + 1) * CHUNK
        lines = [line[:_LONGEST] for line in self._lines[chunk * CHUNK : end]]
        pieces: list[list[Token]] = [[] for _ in lines]
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        below = "".join(line[:_LONGEST] for line in self._lines[end : end + 1]) + "\n"
        for at, kind, value, stack in _tokens(self._lexer, "\n".join(lines) + "\n" + below, state):
            if at >= starts[-1]:
                state = tuple(stack)
                break
            if name := _colour_of(kind):
                _place(pieces, starts, at, value, name)
        self._done[chunk] = pieces
        self._states[chunk + 1] = state
        return state


def _place(pieces: list[list[Token]], starts: list[int], at: int, value: str, name: str) -> None:
    """Put a token that may reach over several lines into each of them."""
    row = bisect_right(starts, at) - 1
    for part in value.split("\n"):
        if part and row < len(pieces):
            _add(pieces[row], at - starts[row], at - starts[row] + len(part), name)
        at += len(part) + 1
        row += 1


def _add(pieces: list[Token], start: int, end: int, name: str) -> None:
    """Add a piece; one that continues the last in the same colour lengthens it."""
    if pieces and pieces[-1][1] == start and pieces[-1][2] == name:
        start = pieces.pop()[0]
    pieces.append((start, end, name))


def _tokens(lexer: Any, text: str, state: tuple[str, ...]) -> Iterator[tuple[int, Any, str, list[str]]]:
    """The tokens of a text, each with the stack of states it begins in. Lexers without such a stack start afresh."""
    try:
        found = lexer.get_tokens_unprocessed(text, stack=state)
    except TypeError:
        found = lexer.get_tokens_unprocessed(text)
    border = text.rfind("\n", 0, len(text) - 1)
    stack = list(state)
    for at, kind, value in found:
        if at > border:
            # Pygments does not hand the stack out; while its generator waits here, the stack is one of its variables.
            frame = getattr(found, "gi_frame", None)
            stack = frame.f_locals.get("statestack", ["root"]) if frame else ["root"]
        yield at, kind, value, stack


@lru_cache(maxsize=512)
def _colour_of(kind: Any) -> str:
    """The name of the nearest coloured kind of token above `kind`; nothing for plain text."""
    name = str(kind).removeprefix("Token.")
    while name:
        if name in _COLOURED:
            return name
        name = name.rpartition(".")[0]
    return ""


@lru_cache(maxsize=32)
def _lexer_for(path: str) -> Any:
    """The lexer for a file's name; None where none is known, which means no colours and never an error."""
    try:
        found = find_lexer_class_for_filename(path.rpartition("/")[2])
    except ClassNotFound:
        return None
    return found(stripnl=False, ensurenl=False) if found else None
