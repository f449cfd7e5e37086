"""Marks that somebody was at work: a line ending, an indent, a quote or a blank style that only planted lines have."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from harness.domain.edit import Edit, edit_tree
from harness.domain.fault import Fault, Weight
from harness.steps.authoring.judgement.subject import Subject

_REMEDY = "Write the planted lines as the rest of the file is written."


def traces(subject: Subject) -> Iterator[Fault]:
    """What is peculiar about the planted lines of each issue and of each decoy that is planted."""
    key, clean = subject.fixture.key, subject.fixture.clean_head
    planted = [(issue.id, issue.edits) for issue in key.issues] + [(decoy.id, decoy.edits) for decoy in key.decoys]
    for name, edits in planted:
        tree = edit_tree(clean, edits)
        for path in sorted({edit.path for edit in edits}):
            own = [edit for edit in edits if edit.path == path]
            before, after = (t[path].decode("utf-8", "replace") for t in (clean, tree))
            for what in _peculiar(path, before, after, own):
                yield subject.at_entry(name, f"planting {name} brings {what} into {path}", _REMEDY, Weight.WARNING)


def _peculiar(path: str, before: str, after: str, edits: list[Edit]) -> Iterator[str]:
    added = "".join(line for edit in edits for line in edit.lines)
    if "\r\n" in added and "\r\n" not in before:
        yield "the line ending CRLF"
    if re.search(r"^\t", added, re.M) and not re.search(r"^\t", before, re.M):
        yield "tabs for indentation"
    if re.search(r"[ \t]+\r?$", added, re.M) and not re.search(r"[ \t]+\r?$", before, re.M):
        yield "blanks at the end of a line"
    if before.endswith("\n") and not after.endswith("\n"):
        yield "a last line without a line feed"
    if (runs := _blank_runs(after)) > max(_blank_runs(before), 1):
        yield f"{runs} blank lines in a row"
    if re.search(r"(^|\s)#[^\s!:]", added) and not re.search(r"(^|\s)#[^\s!:]", before):
        yield "a comment without a blank after its sign"
    if odd := sorted({c for c in added if ord(c) > 126} - set(before)):
        yield f"the character {odd[0]!r}"
    if path.endswith(".py"):
        yield from _quotes(before, after)


def _blank_runs(text: str) -> int:
    return max((len(run) - 1 for run in re.findall(r"\n(?:[ \t]*\n)+", text)), default=0)


def _quotes(before: str, after: str) -> Iterator[str]:
    was, now = _quotes_of(before), _quotes_of(after)
    if len(was) == 1 and now - was:
        yield {"'": "single quotes", '"': "double quotes"}[next(iter(now - was))]


def _quotes_of(text: str) -> set[str]:
    """The quotes that strings are written with; those that a string had to take because it holds the other do not count."""
    found = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.STRING:
                body = token.string.lstrip("rbfuRBFU")
                other = '"' if body[0] == "'" else "'"
                if other not in body:
                    found.add(body[0])
    except (tokenize.TokenError, SyntaxError):
        return set()
    return found
