"""Keys as people read them, the footer of each context, and the list of everything that can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

_NAMES = {
    "right_square_bracket": "]", "left_square_bracket": "[", "right_curly_bracket": "}", "left_curly_bracket": "{",
    "right_parenthesis": ")", "left_parenthesis": "(", "question_mark": "?", "slash": "/", "colon": ":", "plus": "+",
    "full_stop": ".", "comma": ",",
    "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "enter": "Enter", "escape": "Esc", "down": "↓", "up": "↑",
    "left": "←", "right": "→", "home": "Home", "end": "End", "tab": "Tab",
}  # fmt: skip

REVIEW = "review"
"""The group of keys that act wherever the review has the focus."""

Footer = tuple[tuple[str, str], ...]
"""Keys and words, most needed first; what does not fit is left away from the end."""
READING: Footer = (
    ("c", "comment"), ("v", "range"), ("] [", "change"), ("} {", "file"), ("/", "search"), ("s", "hand in"),
    ("Tab", "files"), ("r", "viewed"), ("w", "wrap"), ("t", "layout"), ("m", "next comment"), ("L", "list"), ("p", "questions"),
    ("D U", "definition, uses"), ("x", "whole file"), ("q", "leave"),
)  # fmt: skip
SELECTING: Footer = (
    ("c", "comment"), ("S", "suggest"), ("Q", "ask author"), ("y", "copy"), ("j k", "more, less"), ("Esc", "drop"),
)  # fmt: skip
ON_COMMENT: Footer = (
    ("e", "edit"), ("a", "reply"), ("d", "withdraw"), ("u", "take back"), ("m M", "comments"), ("L", "list"),
)  # fmt: skip
IN_EDITOR: Footer = (
    ("Ctrl+S", "keep"), ("Esc", "leave as draft"), ("Ctrl+L", "label"), ("Ctrl+G", "suggest"), ("Ctrl+R", "preview"),
    ("Ctrl+O", "$EDITOR"),
)  # fmt: skip
IN_ANSWER: Footer = (
    ("Ctrl+S", "keep"), ("Esc", "leave as draft"), ("Ctrl+R", "preview"), ("Ctrl+O", "$EDITOR"),
)  # fmt: skip
IN_PREVIEW: Footer = (("Esc", "back to the editor"), ("Ctrl+S", "keep"), ("↓ ↑", "scroll"))
IN_LIST: Footer = (
    ("Enter", "open"), ("f", "filter"), ("h", "hide viewed"), ("Space", "fold"), ("Tab", "back"),
)  # fmt: skip


def footer(keys: Footer, with_help: bool, width: int) -> str:
    """One line of keys with their words: as many as fit, and at the end the key that tells the others."""
    end = "  ? all keys" if with_help else ""
    line = ""
    for key, word in keys:
        more = f"  {key} {word}" if line else f" {key} {word}"
        if len(line) + len(more) + len(end) > width:
            break
        line += more
    return line + end


def key_names(keys: str) -> str:
    """The keys of a binding, as they stand on the keyboard."""
    return " ".join(_one(key) for key in keys.split(","))


def _one(key: str) -> str:
    for prefix, shown in (("ctrl+", "Ctrl+"), ("alt+", "Alt+"), ("shift+", "Shift+")):
        if key.startswith(prefix):
            rest = key.removeprefix(prefix)
            return shown + (_NAMES.get(rest) or (rest.upper() if len(rest) == 1 else rest))
    return _NAMES.get(key, key)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be done: where, with which keys, what it is, and the action behind it."""

    where: str
    keys: str
    what: str
    action: str


def entries(groups: Iterable[tuple[str, Iterable[BindingType]]]) -> list[Entry]:
    """Everything that is bound, by group. A key that is bound is told, and nothing else is."""
    found: dict[tuple[str, str], Entry] = {}
    for where, bindings in groups:
        for binding in bindings:
            if isinstance(binding, Binding) and binding.description:
                known = found.get((where, binding.action))
                keys = f"{known.keys} {key_names(binding.key)}" if known else key_names(binding.key)
                found[where, binding.action] = Entry(where, keys, binding.description, binding.action)
    return list(found.values())
