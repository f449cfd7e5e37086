"""The key learns: an opportunity that a grader confirmed becomes a finding of the key.

The entry is written with what is known, its place and its words; what only an author can say is left as TODO. Nothing is
written unless the key with the entry in it can be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.documents import Refused, parse
from harness.adapters.event_log import write_atomically
from harness.adapters.fixture_models import KeyModel
from harness.adapters.fixtures import load_fixture
from harness.adapters.models import check
from harness.domain.assessment import Assessment
from harness.domain.comment import Comment
from harness.domain.diff import Side
from harness.domain.display import display
from harness.domain.errors import BadInput
from harness.domain.findings import source_of
from harness.domain.fixture import Fixture
from harness.domain.judgement import THE_KEY, JudgedRemark
from harness.domain.places import enclosing_symbol, find_symbol, find_text
from harness.domain.score import Outcome
from harness.steps.authoring.key_entry import check_names

_SENTENCES = {
    "title": "what is wrong, in a few words",
    "mechanism": "how the code does it",
    "trigger": "when it happens",
    "consequence": "what breaks, for whom, how badly",
    "remedy": "what would be right",
}
_MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written. `sentences` are those that are known already, by the name of their field."""

    id: str
    defect_class: str
    severity: str
    counts: bool
    sentences: dict[str, str]
    place: tuple[str, str, str] | None = None
    """Path, `symbol` or `text`, and its value; None takes the place of the comment."""


def promote(assessment: Assessment, remark: str, folder: Path, entry: Entry) -> str:
    """Write a confirmed opportunity into the key of the fixture in `folder`. Returns what was done, in words.

    Raises BadInput, having written nothing, where no grader has confirmed the remark as an opportunity, where its place
    cannot be named in the clean head, or where the entry does not fit.
    """
    found = confirmed(assessment, remark)
    fixture = load_fixture(folder)
    check_names(fixture, entry.id, entry.defect_class, False)
    comment = assessment.session.comments[found.comment]
    path, kind, value = _checked(fixture, entry.place) if entry.place else place_of(assessment, fixture, comment)
    source = f"{source_of(assessment.session_id, found.id)} confirmed by {found.decided_by}"
    lines = list(_lines(entry, (path, kind, value), found.text, source))
    target = folder / "key" / "key.yaml"
    text = with_finding(target.read_text("utf-8"), lines)
    _must_read(text, target)
    write_atomically(target, text.encode("utf-8"))
    left = [name for name in _SENTENCES if name not in entry.sentences]
    how = "counts like a planted issue in every variant that contains it" if entry.counts else "is an accepted finding"
    todo = f"Fill in what says TODO there ({', '.join(left)}), then: " if left else "Next: "
    return f"{entry.id} {how}, at {path} ({kind} {value}).\nWritten to {target}.\n{todo}harness lint {folder}"


def confirmed(assessment: Assessment, remark: str) -> JudgedRemark:
    """The remark, if a grader has confirmed it as an opportunity. Raises BadInput."""
    found = assessment.judgement.remark(remark)
    if found is None:
        known = ", ".join(r.id for r in assessment.judgement.remarks if r.outcome is Outcome.OPPORTUNITY)
        hint = f"Opportunities are: {known}." if known else "This review holds no opportunity."
        raise BadInput(f"there is no remark {remark!r} in this session", next_step=hint)
    if found.outcome is not Outcome.OPPORTUNITY:
        raise BadInput(
            f"{remark} is no opportunity but: {found.outcome}",
            next_step="Mark it with `harness verdict`, if it is right.",
        )
    if found.decided_by == THE_KEY:
        raise BadInput(f"{remark} states what the key has already: {found.reason}")
    if not found.decided_by:
        raise BadInput(
            f"{remark} is an opportunity that no grader has confirmed",
            next_step="Check that it is right, and confirm it with `harness verdict`.",
        )
    return found


def place_of(assessment: Assessment, fixture: Fixture, comment: Comment) -> tuple[str, str, str]:
    """The comment's place by text or symbol, as the clean head has it. Raises BadInput where it has none."""
    anchor = comment.anchor
    head = fixture.clean_head.get(anchor.path or "", b"").decode("utf-8", "replace")
    if anchor.path and anchor.line and anchor.side is Side.RIGHT and head:
        seen = assessment.variant.head.get(anchor.path, b"").decode("utf-8", "replace").split("\n")
        text = seen[anchor.line - 1].strip() if anchor.line <= len(seen) else ""
        if text and find_text(head, text):
            return anchor.path, "text", text
        symbol = enclosing_symbol("\n".join(seen), anchor.line, anchor.path)
        if symbol and find_symbol(head, symbol, anchor.path):
            return anchor.path, "symbol", symbol
    raise BadInput(
        f"the place of {comment.id}, {anchor}, cannot be named in the clean head",
        next_step="Name it with --path and --symbol, or --path and --text.",
    )


def _checked(fixture: Fixture, place: tuple[str, str, str]) -> tuple[str, str, str]:
    path, kind, value = place
    head = fixture.clean_head.get(path)
    if head is None:
        raise BadInput(f"there is no file {path!r} in the clean head", where=fixture.where, next_step="Check --path.")
    text = head.decode("utf-8", "replace")
    found = find_symbol(text, value, path) if kind == "symbol" else find_text(text, value)
    if found is None:
        raise BadInput(
            f"the {kind} {value!r} names no one place of {path}", where=fixture.where, next_step="Name another one."
        )
    return place


def _lines(entry: Entry, place: tuple[str, str, str], words: str, source: str) -> Iterator[str]:
    yield f"  - id: {entry.id}"
    yield f"    class: {entry.defect_class}"
    yield f"    severity: {entry.severity}"
    yield f"    counts: {'true' if entry.counts else 'false'}"
    for name, hint in _SENTENCES.items():
        text = entry.sentences.get(name)
        yield f"    {name}: {quoted(text) if text else f'TODO {hint}'}"
    yield "    at:"
    yield f"      - {{path: {quoted(place[0])}, {place[1]}: {quoted(place[2])}}}"
    yield f"    wordings: [{quoted(' '.join(words.split())[:_MOST_WORDS])}]"
    yield f"    source: {quoted(source)}"


def quoted(text: str) -> str:
    """A text as a YAML scalar on one line, whatever stands in it."""
    return json.dumps(display(text), ensure_ascii=False)


def with_finding(text: str, lines: list[str]) -> str:
    """The key with an entry at the end of its findings; everything else stays as its author wrote it."""
    own = text.split("\n")
    starts = [n for n, line in enumerate(own) if re.match(r"findings:", line)]
    if not starts:
        return text.rstrip("\n") + "\n\nfindings:\n" + "\n".join(lines) + "\n"
    start = starts[0]
    if re.match(r"findings:\s*\[\s*\]", own[start]):
        own[start] = "findings:"
    end = start + 1
    while end < len(own) and (not own[end].strip() or own[end][0] in " #-"):
        end += 1
    while end > start + 1 and (not own[end - 1].strip() or own[end - 1].startswith("#")):
        end -= 1
    flush = any(line.startswith("- ") for line in own[start + 1 : end])
    shifted = [line[2:] for line in lines] if flush else lines
    return "\n".join([*own[:end], *shifted, *own[end:]])


def _must_read(text: str, target: Path) -> None:
    try:
        document = parse(text, str(target))
    except Refused as refused:
        raise BadInput(f"the entry does not fit: {refused.fault.what}", where=str(target)) from None
    if check(document, KeyModel) is None:
        raise BadInput(f"the entry does not fit: {document.faults[0].what}", where=str(target))
