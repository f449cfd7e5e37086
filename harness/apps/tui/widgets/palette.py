"""The colours of code and of the diff: dark, light, high in contrast, for sixteen colours, and for none.

State is never told by colour alone: every added and removed line carries its sign, every comment its frame. Colours
follow the blue–orange axis as far as code allows, which most kinds of colour blindness keep apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

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

    def on(self, ground: Style) -> Palette:
        """The same palette with a background under everything that has none of its own."""
        return replace(self, plain=ground + self.plain, gutter=ground + self.gutter, note=ground + self.note)


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

CONTRAST_DARK = Palette(
    plain=Style(color="#ffffff"),
    gutter=Style(color="#c8c8c8"),
    added=Style(bgcolor="#002a5c"),
    removed=Style(bgcolor="#5c2400"),
    added_word=Style(bgcolor="#0058bf", bold=True),
    removed_word=Style(bgcolor="#a84a00", bold=True),
    fold=Style(color="#ffffff", bgcolor="#333333"),
    comment=Style(color="#ffe27a", bgcolor="#1c1c00"),
    note=Style(color="#dddddd", italic=True),
    cursor=Style(color="#000000", bgcolor="#ffffff"),
    selection=Style(color="#000000", bgcolor="#9ecbff"),
    found=Style(color="#000000", bgcolor="#ffff00", bold=True),
    tokens=_tokens("#e6c7ff", "#c4ff9e", "#ffd0a0", "#c8c8c8", "#9edcff"),
)

CONTRAST_LIGHT = Palette(
    plain=Style(color="#000000"),
    gutter=Style(color="#404040"),
    added=Style(bgcolor="#cfe4ff"),
    removed=Style(bgcolor="#ffe0c2"),
    added_word=Style(bgcolor="#7db8ff", bold=True),
    removed_word=Style(bgcolor="#ffab5e", bold=True),
    fold=Style(color="#000000", bgcolor="#dddddd"),
    comment=Style(color="#3d2b00", bgcolor="#fff3c4"),
    note=Style(color="#202020", italic=True),
    cursor=Style(color="#ffffff", bgcolor="#000000"),
    selection=Style(color="#ffffff", bgcolor="#003a8c"),
    found=Style(color="#000000", bgcolor="#ffd800", bold=True),
    tokens=_tokens("#5a0090", "#0f4d00", "#7a3000", "#404040", "#00408a"),
)

GREEN_RED = replace(
    DARK,
    added=Style(bgcolor="#12301c"),
    removed=Style(bgcolor="#3a1619"),
    added_word=Style(bgcolor="#1f6b38"),
    removed_word=Style(bgcolor="#7d2a31"),
)
"""For those who miss green and red. Signs tell the same."""

# Backgrounds from the sixteen colours that every terminal has: the nearest of them to the shades above is black.
SIXTEEN = replace(
    DARK,
    plain=Style(color="#ffffff"),
    gutter=Style(color="#c0c0c0"),
    added=Style(bgcolor="#000080"),
    removed=Style(bgcolor="#800000"),
    added_word=Style(bgcolor="#000080", bold=True, underline=True),
    removed_word=Style(bgcolor="#800000", bold=True, underline=True),
    fold=Style(color="#00ffff"),
    comment=Style(color="#ffff00"),
    note=Style(color="#c0c0c0"),
    cursor=Style(color="#000000", bgcolor="#c0c0c0"),
    selection=Style(color="#000000", bgcolor="#008080"),
    found=Style(color="#000000", bgcolor="#ffff00"),
    tokens=_tokens("#ff00ff", "#00ff00", "#ffff00", "#c0c0c0", "#00ffff"),
)

MONO = Palette(
    plain=Style(),
    gutter=Style(dim=True),
    added=Style(bold=True),
    removed=Style(),
    added_word=Style(bold=True, underline=True),
    removed_word=Style(underline=True),
    fold=Style(dim=True),
    comment=Style(italic=True),
    note=Style(italic=True),
    cursor=Style(reverse=True),
    selection=Style(reverse=True, dim=True),
    found=Style(reverse=True, underline=True),
)
"""No colours at all: signs, frames, weight and lines under words."""

PALETTES = {
    "dark": DARK, "light": LIGHT, "contrast-dark": CONTRAST_DARK, "contrast-light": CONTRAST_LIGHT,
    "green-red": GREEN_RED, "sixteen": SIXTEEN, "mono": MONO,
}  # fmt: skip
"""By the name of the theme that each belongs to."""


def palette_of(theme: str, dark: bool) -> Palette:
    """The palette of a theme; of a theme of Textual's own, the one that fits its background."""
    return PALETTES.get(theme) or (DARK if dark else LIGHT)
