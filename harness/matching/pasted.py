"""Whether a comment only gives the code back. The code knows every issue, and whoever pastes it has said nothing."""

from __future__ import annotations

from collections.abc import Iterable

_FEW_WORDS = 2


def code_lines(texts: Iterable[str]) -> frozenset[str]:
    """Every line of the texts, without the space around it."""
    return frozenset(line.strip() for text in texts for line in text.split("\n"))


def is_pasted(body: str, code: frozenset[str]) -> bool:
    """Whether lines of the code are all that the body says, with the marks of a diff, a quote or a fence about them."""
    said = [line for line in body.split("\n") if line.strip()]
    own = [line for line in said if not _is_code(line.strip(), code)]
    return len(own) < len(said) and sum(len(line.split()) for line in own) <= _FEW_WORDS


def _is_code(line: str, code: frozenset[str]) -> bool:
    return line in code or line.strip("`+-> \t") in code or (line[:1] in "+-" and line[1:].strip() in code)
