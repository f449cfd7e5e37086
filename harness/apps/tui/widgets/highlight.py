"""Syntax colours of a text, a few lines at a time and only where somebody looks.

Lexing a long file takes seconds, so only lines that are wanted are lexed, each stretch from the state in which the lexer
left the line above. Far from everything lexed so far, a stretch starts afresh. Lexing is slow enough to be felt: `lex`
is to be called off the event loop.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

Token = tuple[int, int, str]
"""Start and end column of a piece, and the name under which the palette knows its colour."""
State = tuple[str, ...]
"""The stack of states of a lexer."""

_RUN_UP = 100
"""Lines that are lexed before wanted ones, so that these start in the right state; further away it is guessed."""
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
        self._path, self._lines = path, lines
        self._done: dict[int, list[Token]] = {}
        self._states: dict[int, State] = {1: ("root",)}
        """In which state the lexer is at the beginning of a line."""

    def of(self, line: int) -> list[Token]:
        """The pieces of a line, counted from one; none while it has not been lexed."""
        return self._done.get(line, [])

    def wants(self, line: int) -> bool:
        """Whether the line has colours to come."""
        return line not in self._done

    def state_before(self, line: int) -> State | None:
        """The state in which a line begins, where that is known."""
        return self._states.get(line)

    def lex(self, first: int, last: int, state: State | None = None) -> None:
        """Lex these lines, from `state` or from the nearest known one above. Without a lexer they stay plain."""
        lexer = _lexer_for(self._path)
        if lexer is None:
            self._done.update((line, []) for line in range(first, last + 1))
            return
        start = first
        while state is None and start not in self._states and start > max(first - _RUN_UP, 1):
            start -= 1
        state = state or self._states.get(start, ("root",))
        lines = [line[:_LONGEST] for line in self._lines[start - 1 : last]]
        pieces: list[list[Token]] = [[] for _ in lines]
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        below = "".join(line[:_LONGEST] for line in self._lines[last : last + 1]) + "\n"
        row, next_row = -1, 0
        for at, kind, value, stack in _tokens(lexer, "\n".join(lines) + "\n" + below, state):
            if at >= next_row:
                row = bisect_right(starts, at) - 1
                if at == starts[row]:
                    self._states[start + row] = stack()
                if at >= starts[-1]:
                    break
                next_row = starts[row + 1]
            if name := _colour_of(kind):
                if at + len(value) < next_row:
                    _add(pieces[row], at - starts[row], at - starts[row] + len(value), name)
                else:
                    _place(pieces, starts, at, value, name)
        self._done.update(enumerate(pieces, start))


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


def _tokens(lexer: Any, text: str, state: State) -> Iterator[tuple[int, Any, str, Callable[[], State]]]:
    """The tokens of a text, each with a way to ask for the states it begins in. Some lexers have none and start afresh."""
    try:
        found = lexer.get_tokens_unprocessed(text, stack=state)
    except TypeError:
        found = lexer.get_tokens_unprocessed(text)

    def stack() -> State:
        # Pygments does not hand the stack out; while its generator waits here, the stack is one of its variables.
        frame = getattr(found, "gi_frame", None)
        return tuple(frame.f_locals.get("statestack", ("root",))) if frame else ("root",)

    for at, kind, value in found:
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
    """The lexer for a file's name; None where none is known, which means no colours and never an error.

    Pygments is imported here, off the event loop, because the first screen need not wait for it.
    """
    from pygments.lexers import find_lexer_class_for_filename
    from pygments.util import ClassNotFound

    try:
        found = find_lexer_class_for_filename(path.rpartition("/")[2])
    except ClassNotFound:
        return None
    return found(stripnl=False, ensurenl=False) if found else None
