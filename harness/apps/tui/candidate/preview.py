"""A comment as Markdown, for the eyes of the one who writes it. What it shows passes the sanitiser after parsing."""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

from harness.domain.display import display

MOST_CHARACTERS = 20_000


def markdown_text(source: str, width: int, dark: bool = True) -> Text:
    """The Markdown drawn as text of that width. Links show their target and are not live.

    Rich's Markdown is imported here, because the first screen need not wait for it. Entities such as `&#x202e;` become characters only in parsing, so every piece is made harmless afterwards.
    """
    from rich.markdown import Markdown

    console = Console(file=io.StringIO(), width=max(width, 10), force_terminal=True, color_system="truecolor")
    theme = "monokai" if dark else "default"
    document = Markdown(source[:MOST_CHARACTERS], code_theme=theme, hyperlinks=False)
    drawn = Text(end="")
    for number, line in enumerate(console.render_lines(document, pad=False)):
        if number:
            drawn.append("\n")
        for segment in line:
            drawn.append(display(segment.text), segment.style)
    if len(source) > MOST_CHARACTERS:
        drawn.append(f"\n… the first {MOST_CHARACTERS:,} characters")
    return drawn
