"""The one sanitiser: text from outside, made fit for a terminal or a page.

Stored data stays raw. What is shown passes through here, so that no escape sequence, no direction override and no
invisible character acts on the reader's screen. Such characters appear as visible marks instead: control characters
as their Unicode pictures (ESC as ␛), everything else as `<U+202E>`.
"""

from __future__ import annotations

import re

# Controls (C0, DEL, C1), soft hyphen, Arabic letter mark and its like, zero-width and direction characters, line and
# paragraph separators, invisible operators, interlinear marks, surrogates, tags and variation selectors supplement.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_HARMFUL_BUT_LAYOUT = re.compile(_HARMFUL.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))


def _mark(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def display(text: str) -> str:
    """Return one line of `text` with every acting or invisible character made visible, tabs and newlines included."""
    return _HARMFUL.sub(_mark, text)


def display_lines(text: str) -> str:
    """Return `text` made harmless, keeping tabs and newlines as layout. A carriage return shows as ␍."""
    return _HARMFUL_BUT_LAYOUT.sub(_mark, text)


def display_cells(text: str) -> str:
    """One line made harmless, character for character, for an editor whose cursor counts characters. Tabs stay."""
    return _HARMFUL.sub(lambda found: "\t" if found.group() == "\t" else _cell(found.group()), text)


def _cell(character: str) -> str:
    return chr(0x2400 + ord(character)) if character < " " else "␡" if character == "\x7f" else "▯"
