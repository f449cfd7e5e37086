"""Reviews as plain text: `path:line: text`, as compilers and grep write, a comment to each.

Only the pull request's own paths begin a comment, so that a colon inside a sentence never does. Lines that begin none
belong to the comment before them; what stands before the first is about the whole review.
"""

from __future__ import annotations

import re
from dataclasses import replace

from harness.domain.conventional import labelled
from harness.domain.diff import Side
from harness.domain.outside_review import NotAReview, OutsideReview, Said, numbered, paths_of
from harness.domain.pull_request import PullRequest

_LINES = re.compile(r":(\d{1,7})(?:-(\d{1,7})|:\d{1,6})?(?P<old> \(old\))?:?(?:[ \t]|$)")


def read_lines(text: str, pull_request: PullRequest) -> OutsideReview:
    """The review in a text. Raises NotAReview where it is empty."""
    paths = sorted(paths_of(pull_request), key=len, reverse=True)
    said: list[Said] = []
    place, current = Said(""), list[str]()

    def keep() -> None:
        label, decoration, body = labelled("\n".join(current).strip())
        if body:
            said.append(replace(place, body=body, label=label, decoration=decoration))

    for line in (line.rstrip("\r") for line in text.split("\n")):
        begun = _begun(line, paths)
        if begun:
            keep()
            place, current = begun, [begun.body]
        else:
            current.append(line)
    keep()
    if not said:
        raise NotAReview("it holds no comment")
    return OutsideReview("a text of path:line comments", numbered(said, paths))


def _begun(line: str, paths: list[str]) -> Said | None:
    """The comment that a line begins, with its place and the first line of its text."""
    for path in paths:
        for shown in (path, f"./{path}", f"a/{path}", f"b/{path}"):
            if line.startswith(shown):
                rest = line[len(shown) :]
                found = _LINES.match(rest)
                if found:
                    start, end = int(found[1]), int(found[2]) if found[2] else None
                    many = end is not None and end > start
                    side = Side.LEFT if found["old"] else Side.RIGHT
                    return Said(rest[found.end() :], path, end if many else start, start if many else None, side)
                if rest.startswith(": ") or rest == ":":
                    return Said(rest[2:], path)
    return None
