"""Conventional Comments: a label and a decoration in front of a text, and back again without loss.

`nitpick (non-blocking): rename it`. A label typed in front of a text is worth the same as one chosen beside it, so reading
may turn the first into the second; nothing else changes. A decoration without a label stands behind the word `comment`.
"""

from __future__ import annotations

import re

from harness.domain.comment import Comment, Decoration, Label

PLAIN = "comment"
_LABELS = {label.value: label for label in Label} | {"nit": Label.NITPICK}
_WORDS = "|".join(sorted(map(re.escape, _LABELS), key=len, reverse=True))
_DECORATIONS = "|".join(re.escape(d.value) for d in Decoration)
_PREFIX = re.compile(
    rf"(\*\*)?(?:({_WORDS})(?: ?\(({_DECORATIONS})\))?|{PLAIN} ?\(({_DECORATIONS})\))(?(1)(?:\*\*:|:\*\*)|:) ?",
    re.IGNORECASE,
)


def labelled(text: str) -> tuple[Label | None, Decoration | None, str]:
    """The label and decoration in front of a text, and the rest of it; nothing is taken off where there is no label."""
    found = _PREFIX.match(text)
    if not found:
        return None, None, text
    word = found[3] or found[4]
    decoration = Decoration(word.lower()) if word else None
    return _LABELS.get((found[2] or "").lower()), decoration, text[found.end() :]


def with_label(comment: Comment) -> str:
    """The text of a comment with its label and decoration in front."""
    if comment.label is None and comment.decoration is None:
        return comment.body
    decoration = f" ({comment.decoration})" if comment.decoration else ""
    return f"{comment.label or PLAIN}{decoration}: {comment.body}"
