"""The help screen, made from the bindings: a key that is bound is described, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

_KEYS = {
    "right_square_bracket": "]", "left_square_bracket": "[", "right_curly_bracket": "}", "left_curly_bracket": "{",
    "question_mark": "?", "slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "enter": "Enter",
    "escape": "Esc", "down": "↓", "up": "↑", "left": "←", "right": "→", "home": "Home", "end": "End", "tab": "Tab",
}  # fmt: skip


def _key_names(keys: str) -> str:
    return " ".join(_KEYS.get(key, key.replace("ctrl+", "Ctrl+")) for key in keys.split(","))


def help_text(bindings: Iterable[BindingType]) -> str:
    """One line per key, with what it does."""
    lines = [
        f"  {_key_names(binding.key):<22}{binding.description}"
        for binding in bindings
        if isinstance(binding, Binding) and not binding.key.startswith(("ctrl+c", "ctrl+q"))
    ]
    return "A number before a motion repeats it; 42G goes to line 42.\n\n" + "\n".join(lines)
