"""Sentences in doc strings and comments that speak of what went.

A sentence goes where that is decidable: it names an identifier that is in the text no more, or a word of the guard where
nothing of the kind is left around the site. A doc string never becomes empty: its only sentence loses the clause, or stays as it is.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence

from harness.operators.uses import functions

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"'(])")


def without_sentences(text: str, names: Sequence[str], words: str, symbol: str) -> str:
    """The text without the sentences that name one of `names`, or `words` around the symbol."""
    for _ in range(20):
        for start, end, raw, around in _docs(text):
            patterns = [_named(name) for name in names]
            if words and _same_class(around, symbol) and not _still_there(text, words, symbol):
                patterns.append(re.compile(rf"\b(?:{words})s?\b", re.IGNORECASE))
            new = _shorter(raw, patterns)
            if new != raw:
                text = text[:start] + new + text[end:]
                break
        else:
            return text
    return text


def _named(name: str) -> re.Pattern[str]:
    plain = name.islower() and "_" not in name
    return re.compile(rf"`{re.escape(name)}`" if plain else rf"\b{re.escape(name)}\b")


def _same_class(around: str, symbol: str) -> bool:
    top = symbol.split(".")[0]
    return around.split(".")[0] == top


def _still_there(text: str, words: str, symbol: str) -> bool:
    """Whether the code of the class or function around the site still has an identifier with such a word."""
    top = symbol.split(".")[0]
    for node in ast.parse(text).body:
        if getattr(node, "name", "") == top:
            names = [getattr(n, "id", "") or getattr(n, "attr", "") or getattr(n, "arg", "") for n in ast.walk(node)]
            # A lock is no clock: words are what underscores part.
            return any(re.search(rf"(?:^|_)(?:{words})(?:_|$)", str(name), re.IGNORECASE) for name in names)
    return False


def _docs(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Doc strings of classes and functions: where they stand in the text, as written, and whose they are."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    tree = ast.parse(text)
    owners: list[tuple[str, ast.AST]] = [("", tree), *functions(tree)]
    owners += [(n.name, n) for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    for name, owner in owners:
        body = getattr(owner, "body", [])
        first = body[0] if body else None
        if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
            continue
        if isinstance(first.value.value, str):
            at = [_offset(lines, starts, line, col) for line, col in _ends(first)]
            yield at[0], at[1], text[at[0] : at[1]], name


def _ends(node: ast.Expr) -> list[tuple[int, int]]:
    return [(node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)]


def _offset(lines: list[str], starts: list[int], line: int, column: int) -> int:
    """`ast` counts columns in bytes of UTF-8."""
    return starts[line - 1] + len(lines[line - 1].encode("utf-8")[:column].decode("utf-8"))


def _shorter(raw: str, patterns: list[re.Pattern[str]]) -> str:
    if not patterns or not raw.startswith('"""'):
        return raw
    body = raw[3:-3]
    paragraphs = body.split("\n\n")
    kept = [_paragraph(p, patterns) for p in paragraphs]
    if not any(p.strip() for p in kept):
        return raw
    tail = body[len(body.rstrip()) :]
    new = "\n\n".join(p for p in kept if p.strip())
    new = new.rstrip() + (tail if len(new.strip().split("\n")) > 1 else "")
    return f'"""{new}"""'


def _clauses(sentence: str, patterns: list[re.Pattern[str]]) -> list[str]:
    """The beginning of a sentence, up to the clause that names what went; nothing where that is the first one."""
    cut = min(found.start() for pattern in patterns if (found := pattern.search(sentence)))
    before = sentence[:cut]
    at = max(before.rfind(mark) for mark in (", ", "; ", ": "))
    return [before[:at] + "."] if at > 0 and before[:at].count(" ") else []


def speaks_of(text: str, names: Sequence[str]) -> list[str]:
    """Names that a doc string or a comment still holds."""
    comments = re.findall(r"(?:^|\s)#[^\n]*", text)
    said = [raw for _, _, raw, _ in _docs(text)] + comments
    return [name for name in names if any(_named(name).search(part) for part in said)]


def _paragraph(paragraph: str, patterns: list[re.Pattern[str]]) -> str:
    if not any(pattern.search(paragraph) for pattern in patterns):
        return paragraph
    flat = " ".join(paragraph.split())
    sentences = _END.split(flat)
    kept = [s for s in sentences if not any(pattern.search(s) for pattern in patterns)]
    kept = kept or _clauses(sentences[0], patterns)
    lines = paragraph.strip("\n").split("\n")
    inner = next((line for line in lines[1:] if line.strip()), lines[0])
    indent = inner[: len(inner) - len(inner.lstrip())]
    width = max(max(len(line) for line in lines), 72)
    opened = not paragraph.startswith(("\n", " "))
    filled = textwrap.wrap(
        " ".join(kept), width - (3 if opened else 0), subsequent_indent=indent, break_on_hyphens=False
    )
    return ("" if opened else indent) + "\n".join(filled)
