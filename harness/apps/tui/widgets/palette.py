"""The colours of code and of the diff, for dark and for light screens.

State is never told by colour alone: every added and removed line carries its sign, every comment its frame. Colours
follow the blue–orange axis as far as code allows, which most kinds of colour blindness keep apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.style import Style


@dataclass(frozen=True, slots=True)
class Palette:
    """Styles by what they mark."""

    plain: Style
    gutter: Style
    added: Style
    removed: Style
    added_word: Style
    removed_word: Style
    fold: Style
    comment: Style
    note: Style
    cursor: Style
    selection: Style
    found: Style
    tokens: dict[str, Style] = field(default_factory=dict)


def _tokens(keyword: str, string: str, number: str, comment: str, name: str) -> dict[str, Style]:
    return {
        "Keyword": Style(color=keyword),
        "Name.Builtin": Style(color=name),
        "Name.Function": Style(color=name),
        "Name.Class": Style(color=name, bold=True),
        "Name.Decorator": Style(color=name),
        "Literal.String": Style(color=string),
        "Literal.Number": Style(color=number),
        "Comment": Style(color=comment, italic=True),
        "Generic.Heading": Style(color=keyword, bold=True),
        "Generic.Subheading": Style(color=keyword, bold=True),
        "Generic.Strong": Style(bold=True),
    }


DARK = Palette(
    plain=Style(color="#d6d9df"),
    gutter=Style(color="#6b7280"),
    added=Style(bgcolor="#12283a"),
    removed=Style(bgcolor="#38220f"),
    added_word=Style(bgcolor="#1d4b70"),
    removed_word=Style(bgcolor="#6b3f16"),
    fold=Style(color="#8b95a5", bgcolor="#1d222b"),
    comment=Style(color="#f0d58c", bgcolor="#26241c"),
    note=Style(color="#8b95a5", italic=True),
    cursor=Style(bgcolor="#3b4252"),
    selection=Style(bgcolor="#39415c"),
    found=Style(color="#101010", bgcolor="#e0b84c"),
    tokens=_tokens("#c9a0f0", "#a5d08f", "#e0a070", "#8b95a5", "#7fb8f0"),
)

LIGHT = Palette(
    plain=Style(color="#20242c"),
    gutter=Style(color="#80868f"),
    added=Style(bgcolor="#ddecfb"),
    removed=Style(bgcolor="#fde8d2"),
    added_word=Style(bgcolor="#a9d0f5"),
    removed_word=Style(bgcolor="#f7c48d"),
    fold=Style(color="#5c6370", bgcolor="#eef0f3"),
    comment=Style(color="#5c4300", bgcolor="#fdf4d8"),
    note=Style(color="#5c6370", italic=True),
    cursor=Style(bgcolor="#ccd3e0"),
    selection=Style(bgcolor="#c5cdf0"),
    found=Style(color="#101010", bgcolor="#f0c040"),
    tokens=_tokens("#7a30b0", "#2f6f1f", "#a04a10", "#5c6370", "#1f5fa0"),
)
