"""The identity of what is proven: everything a verification looks at, and none of the sentences around it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from harness.domain.edit import Edit, Tree
from harness.domain.fixture import Fixture
from harness.domain.issue import PlaceName, PlantedIssue


def proof_digest(fixture: Fixture) -> str:
    """SHA-256 over base, clean head, issues, proofs, fixes, decoys and blemishes.

    A better title or another wording proves nothing new, so it does not change.
    """
    key = fixture.key
    parts = [
        "harness-proof-1",
        fixture.slug,
        fixture.brief.tests,
        _tree(fixture.base),
        _tree(fixture.clean_head),
        sorted((_issue(issue) for issue in key.issues), key=lambda part: str(part[0])),
        sorted([d.id, _place(d.at), d.breaks, _edits(d.edits), _edits(d.naive)] for d in key.decoys),
        sorted([b.id, _edits(b.edits)] for b in key.blemishes),
        [key.issue_count, key.blemish_count],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode("ascii")).hexdigest()


def _issue(issue: PlantedIssue) -> list[Any]:
    return [
        issue.id, issue.defect_class, sorted(issue.excludes), sorted(issue.tags), _edits(issue.edits),
        issue.proof.failure, hashlib.sha256(issue.proof.source.encode("utf-8", "surrogatepass")).hexdigest(),
        [_edits(fix.edits) for fix in issue.mended], issue.difficulty,
    ]  # fmt: skip


def _place(place: PlaceName) -> list[str | None]:
    return [place.path, place.symbol, place.text]


def _edits(edits: Iterable[Edit]) -> list[list[Any]]:
    return [[e.path, e.start, e.end, *e.lines] for e in sorted(edits)]


def _tree(tree: Tree) -> list[list[str]]:
    return [[path, hashlib.sha256(tree[path]).hexdigest()] for path in sorted(tree)]
