"""A review that was not made in this program: comments, and perhaps a conclusion. No reading, no time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.domain.comment import Anchor, Comment, Conclusion, Decoration, Label
from harness.domain.diff import Side
from harness.domain.pull_request import Document, PullRequest
from harness.domain.review_session import ReviewSession

MOST_COMMENTS = 5_000
MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class OutsideReview:
    """What was taken in. `source` names the format in words; `left_out` says what could not be used."""

    source: str
    comments: tuple[Comment, ...]
    conclusion: Conclusion | None = None
    left_out: tuple[str, ...] = ()

    def session(self) -> ReviewSession:
        """The review as a session that was handed in."""
        return ReviewSession(
            comments={c.id: c for c in self.comments}, conclusion=self.conclusion, started=True, submitted=True,
            made=len(self.comments),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as a format gives it, before it has an id. `key` and `answers` are the format's own names for threads."""

    body: str
    path: str | None = None
    line: int | None = None
    start_line: int | None = None
    side: Side = Side.RIGHT
    label: Label | None = None
    decoration: Decoration | None = None
    key: object = None
    answers: object = None


class NotAReview(ValueError):
    """A text that is no review of this format; says what is wrong, as a clause."""


def numbered(said: Iterable[Said], paths: Sequence[str] = ()) -> tuple[Comment, ...]:
    """Comments with ids in their order. `paths` are those of the pull request: what differs only in front is mended."""
    given = list(said)
    if len(given) > MOST_COMMENTS:
        raise NotAReview(f"it has {len(given):,} comments, and at most {MOST_COMMENTS:,} are taken")
    ids: dict[object, str] = {}
    comments: list[Comment] = []
    for number, one in enumerate(given, 1):
        if len(one.body) > MOST_CHARACTERS:
            raise NotAReview(f"comment {number} is longer than {MOST_CHARACTERS:,} characters")
        name = f"c{number}"
        if isinstance(one.key, str | int):
            ids.setdefault(one.key, name)
        reply = ids.get(one.answers) if isinstance(one.answers, str | int) else None
        comments.append(
            Comment(name, _anchor(one, paths), one.body, one.label, one.decoration, reply if reply != name else None)
        )
    return tuple(comments)


def _anchor(one: Said, paths: Sequence[str]) -> Anchor:
    if not one.path:
        return Anchor()
    path = _known(one.path, paths)
    if one.line is None or one.line < 1:
        return Anchor(path)
    start = one.start_line
    return Anchor(path, one.side, one.line, start if start is not None and 1 <= start < one.line else None)


def _known(path: str, paths: Sequence[str]) -> str:
    """The path of the pull request that is meant: with `./`, `a/`, `b/` or a folder of the machine in front of it."""
    if path in paths:
        return path
    tidy = path.replace("\\", "/")
    ends = [known for known in paths if tidy.endswith("/" + known)]
    return max(ends, key=len) if ends else path


def paths_of(pull_request: PullRequest) -> tuple[str, ...]:
    """Every path of the pull request that may carry a comment."""
    documents: tuple[Document, ...] = (*pull_request.files, *pull_request.artefacts, *pull_request.tree)
    old = (f.base_path for f in pull_request.files if f.base_path)
    return tuple(dict.fromkeys([*(d.path for d in documents), *old]))
