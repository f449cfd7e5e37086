"""Reviews as plain text: `path:line: text`, as compilers and grep write, a comment to each.

Only the pull request's own paths begin a comment, so that a colon inside a sentence never does. Lines that begin none
belong to the comment before them; what stands before the first is about the whole review.
"""

from __future__ import annotations

import re

from harness.domain.conventional import labelled
from harness.domain.outside_review import NotAReview, OutsideReview, Said, numbered, paths_of
from harness.domain.pull_request import PullRequest

_LINES = re.compile(r":(\d{1,7})(?:-(\d{1,7})|:\d{1,6})?:?(?:[ \t]|$)")


def read_lines(text: str, pull_request: PullRequest) -> OutsideReview:
    """The review in a text. Raises NotAReview where it is empty."""
    paths = sorted(paths_of(pull_request), key=len, reverse=True)
    said: list[Said] = []
    current: list[str] = []
    place: tuple[str | None, int | None, int | None] = (None, None, None)

    def keep() -> None:
        label, decoration, body = labelled("\n".join(current).strip())
        if body:
            start, end = place[1], place[2]
            said.append(Said(body, place[0], end or start, start if end else None, label=label, decoration=decoration))

    for line in text.split("\n"):
        begun = _begun(line.rstrip("\r"), paths)
        if begun:
            keep()
            place, current = begun[:3], [begun[3]]
        else:
            current.append(line.rstrip("\r"))
    keep()
    if not said:
        raise NotAReview("it holds no comment")
    return OutsideReview("a text of path:line comments", numbered(said, paths))


def _begun(line: str, paths: list[str]) -> tuple[str | None, int | None, int | None, str] | None:
    for path in paths:
        for shown in (path, f"./{path}", f"a/{path}", f"b/{path}"):
            if line.startswith(shown):
                rest = line[len(shown) :]
                found = _LINES.match(rest)
                if found:
                    start, end = int(found[1]), int(found[2]) if found[2] else None
                    return path, start, end if end and end > start else None, rest[found.end() :]
                if rest.startswith(": ") or rest == ":":
                    return path, None, None, rest[2:]
    return None
