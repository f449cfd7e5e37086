"""The themes of the screens: each a set of colours for the surfaces, with a palette of the same name for the code."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme

THEMES = (
    Theme(
        "dark", primary="#3d6fa8", secondary="#2c4a6e", accent="#e0a84c", foreground="#d6d9df", background="#14171c",
        surface="#1b1f26", panel="#262c36", warning="#e0a84c", error="#d07a52", success="#6fa8dc",
    ),
    Theme(
        "light", primary="#2f5f96", secondary="#9db8d8", accent="#9a5b00", foreground="#20242c", background="#fbfbfa",
        surface="#f1f1ee", panel="#e2e4e8", warning="#9a5b00", error="#a03c10", success="#1f5fa0", dark=False,
    ),
    Theme(
        "contrast-dark", primary="#004a9f", secondary="#003a7a", accent="#ffd75f", foreground="#ffffff",
        background="#000000", surface="#000000", panel="#303030", warning="#ffd75f", error="#ff9e5e",
        success="#9ecbff", text_alpha=1.0,
    ),
    Theme(
        "contrast-light", primary="#003a8c", secondary="#bcd3f2", accent="#6b3a00", foreground="#000000",
        background="#ffffff", surface="#ffffff", panel="#d8d8d8", warning="#6b3a00", error="#8a1f00",
        success="#003a8c", dark=False, text_alpha=1.0,
    ),
    Theme(
        "green-red", primary="#3d6fa8", secondary="#2c4a6e", accent="#e0a84c", foreground="#d6d9df",
        background="#14171c", surface="#1b1f26", panel="#262c36", warning="#e0a84c", error="#d05a62", success="#5fb87a",
    ),
    Theme(
        "sixteen", primary="#000080", secondary="#008080", accent="#ffff00", foreground="#ffffff", background="#000000",
        surface="#000000", panel="#000080", warning="#ffff00", error="#ff0000", success="#00ff00", text_alpha=1.0,
    ),
    Theme(
        "mono", primary="#303030", secondary="#303030", accent="#ffffff", foreground="#ffffff", background="#000000",
        surface="#000000", panel="#303030", warning="#ffffff", error="#ffffff", success="#ffffff", text_alpha=1.0,
    ),
)  # fmt: skip
NAMES = tuple(theme.name for theme in THEMES)


def wear(app: App[Any], wanted: str | None) -> None:
    """Make the themes known to an app and put one on: the one that is wanted, or what the terminal can show."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = wanted if wanted in NAMES else fitting(app.no_color, app.console.color_system)
    app.animation_level = "none"  # nothing moves that the candidate did not move


def fitting(no_color: bool, color_system: str | None) -> str:
    """The theme for a terminal: none of its colours where NO_COLOR is set, sixteen where it has no more."""
    if no_color or color_system is None:
        return "mono"
    return "sixteen" if color_system in ("standard", "windows") else "dark"


def after(name: str, *, has_colour: bool = True) -> str:
    """The next theme in the row."""
    names = NAMES if has_colour else ("mono", "contrast-dark", "contrast-light")
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
