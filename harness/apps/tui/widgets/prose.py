"""Markdown line by line: each line of the source stays one line, so that it can be commented on, but reads as it is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.apps.tui.widgets.highlight import Token

_MOST_LINES = 20_000
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|__(?P<strong2>[^_]+)__"
    r"|(?<!\w)\*(?P<emph>[^*\s][^*]*)\*|(?<!\w)_(?P<emph2>[^_\s][^_]*)_(?!\w)|\[(?P<link>[^\]]+)\]\((?P<to>[^)\s]*)\)"
)
_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(?=\S)")
_KINDS = {"code": "Literal.String", "strong": "Generic.Strong", "strong2": "Generic.Strong", "emph": "Generic.Emph",
          "emph2": "Generic.Emph", "link": "Name.Function"}  # fmt: skip


def is_prose(path: str) -> bool:
    """Whether a document of this name is written in Markdown, as the description and the commits are."""
    return path.lower().endswith((".md", ".markdown")) or path in ("(description)", "(commits)")


class Prose:
    """The lines of a Markdown document as they read."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._fenced: list[bool] = []
        """For each line, whether it stands inside a fence or is one."""
        inside = False
        for line in lines[:_MOST_LINES]:
            fence = bool(_FENCE.match(line))
            self._fenced.append(inside or fence)
            inside = inside != fence

    def line(self, number: int) -> tuple[str, list[Token]]:
        """A line, counted from one, without its marks, and its coloured pieces."""
        source = self._lines[number - 1]
        if number > len(self._fenced):
            return source, []
        if self._fenced[number - 1]:
            return source, [(0, len(source), "Literal.String")]
        if found := _HEADING.match(source):
            return found[2], [(0, len(found[2]), "Generic.Heading" if len(found[1]) == 1 else "Generic.Subheading")]
        if re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", source):
            return "─" * 40, [(0, 40, "Comment")]
        if source.startswith(">"):
            text = "┃" + source[1:]
            return text, [(0, len(text), "Comment")]
        return _inline(_BULLET.sub(r"\1• ", source))


def _inline(source: str) -> tuple[str, list[Token]]:
    text, tokens, at = "", [], 0
    for found in _INLINE.finditer(source):
        text += source[at : found.start()]
        kind = found.lastgroup if found.lastgroup != "to" else "link"
        assert kind is not None
        tokens.append((len(text), len(text) + len(found[kind]), _KINDS[kind]))
        text += found[kind]
        if kind == "link" and found["to"] and found["to"] != found["link"]:
            text += f" ({found['to']})"
        at = found.end()
    return text + source[at:], tokens
