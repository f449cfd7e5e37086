"""From a fixture and a seed to the exact pull request that one candidate sees.

`compose` is a pure function of the fixture's content and the seed. Everything is sorted by id before anything is
drawn, so the order of declaration cannot matter; edits are applied all at once, so neither can an order of planting.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from harness.domain.diff import LineRange, changes_between
from harness.domain.edit import Edit, Tree, edit_tree
from harness.domain.errors import BadInput
from harness.domain.fixture import Fixture, Variant
from harness.domain.issue import Decoy, Place, PlaceName, PlantedIssue
from harness.domain.places import resolve
from harness.planting.admissible import is_source, is_test, why_apart
from harness.planting.draw import number, shuffled
from harness.planting.forms import balanced_forms

T = TypeVar("T", PlantedIssue, Decoy)


def compose(fixture: Fixture, seed: str, issues: Sequence[str] | None = None) -> Variant:
    """The variant of `fixture` that `seed` determines, or the one with exactly these `issues` (none: the clean variant).

    Raises BadInput where an issue is unknown, or where two of the issues cannot meet.
    """
    chosen = _drawn_issues(fixture, seed) if issues is None else _named_issues(fixture, issues)
    decoys = tuple(d for d in _by_id(fixture.key.decoys) if not _excluded(d.id, chosen))
    blemishes = _drawn_blemishes(fixture, seed, chosen, decoys)
    extras = tuple(e for d in decoys for e in d.edits) + tuple(
        e for b in fixture.key.blemishes if b.id in blemishes for e in b.edits
    )
    head = edit_tree(fixture.clean_head, _edits(chosen) + extras)
    places = {issue.id: _places_of(issue, chosen, extras, fixture.clean_head, head) for issue in chosen}
    standing = _standing(fixture, chosen, head)
    choice = (tuple(i.id for i in chosen), tuple(d.id for d in decoys), blemishes)
    return Variant(
        fixture,
        seed,
        *choice,
        _file_order(fixture, head, seed),
        head,
        (*places.items(), *standing),
        (*((issue.id, _resolved(issue.also_at, head)) for issue in chosen), *((name, ()) for name, _ in standing)),
        tuple((decoy.id, _resolved((decoy.at,), head)) for decoy in decoys),
        _digest(fixture.digest, seed, *choice),
        tuple(name for name, _ in standing),
    )


def _standing(
    fixture: Fixture, chosen: tuple[PlantedIssue, ...], head: Tree
) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """The findings that a variant contains, with their places: those whose code stands in it."""
    planted = {issue.id for issue in chosen}
    shown = sorted((f for f in fixture.key.findings if not f.excludes & planted), key=lambda f: f.id)
    return tuple((f.id, places) for f in shown if (places := _resolved(f.at, head)))


def _by_id(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=lambda item: item.id))


def _drawn_issues(fixture: Fixture, seed: str) -> tuple[PlantedIssue, ...]:
    forms = balanced_forms(fixture).forms
    if not forms:
        return ()
    ids = forms[number(len(forms), fixture.slug, seed, "issues")].issues
    return tuple(i for i in _by_id(fixture.key.issues) if i.id in ids)


def _named_issues(fixture: Fixture, ids: Sequence[str]) -> tuple[PlantedIssue, ...]:
    known = {issue.id: issue for issue in fixture.key.issues}
    for unknown in (name for name in ids if name not in known):
        there = ", ".join(sorted(known)) or "none"
        raise BadInput(f"there is no planted issue {unknown!r}", where=fixture.where, next_step=f"There are: {there}.")
    chosen = _by_id(known[name] for name in set(ids))
    for one, other in combinations(chosen, 2):
        if reason := why_apart(one, other):
            raise BadInput(
                f"{one.id} and {other.id} cannot stand in one variant: {reason}",
                where=fixture.where,
                next_step="Leave one of them out.",
            )
    return chosen


def _excluded(decoy_id: str, chosen: Iterable[PlantedIssue]) -> bool:
    return any(decoy_id in issue.excludes for issue in chosen)


def _drawn_blemishes(
    fixture: Fixture, seed: str, chosen: tuple[PlantedIssue, ...], decoys: tuple[Decoy, ...]
) -> tuple[str, ...]:
    """As many blemishes as the key asks for, of those that can meet everything else in the variant."""
    taken = list(_edits(chosen)) + [edit for decoy in decoys for edit in decoy.edits]
    wanted = len(fixture.key.blemishes) if fixture.key.blemish_count is None else fixture.key.blemish_count
    drawn: list[str] = []
    pool = sorted(fixture.key.blemishes, key=lambda b: b.id)
    for blemish in shuffled(pool, fixture.slug, seed, "blemishes"):
        if len(drawn) < wanted and all(a.meets(b) for a in blemish.edits for b in taken):
            drawn.append(blemish.id)
            taken += blemish.edits
    return tuple(sorted(drawn))


def _edits(issues: Iterable[PlantedIssue]) -> tuple[Edit, ...]:
    return tuple(edit for issue in issues for edit in issue.edits)


def _file_order(fixture: Fixture, head: Tree, seed: str) -> tuple[str, ...]:
    """Changed files: sources in an order drawn from the seed, then tests, then documents."""
    changed = sorted(p for p in {*fixture.base, *head} if fixture.base.get(p) != head.get(p))
    tests = [p for p in changed if is_test(p)]
    sources = [p for p in changed if is_source(p)]
    documents = [p for p in changed if p not in tests and p not in sources]
    return (*shuffled(sources, fixture.slug, seed, "files"), *tests, *documents)


def _places_of(
    issue: PlantedIssue, chosen: tuple[PlantedIssue, ...], extras: tuple[Edit, ...], clean: Tree, head: Tree
) -> tuple[Place, ...]:
    """Where the issue stands: the lines by which the variant with it differs from the variant without it."""
    without = edit_tree(clean, _edits(i for i in chosen if i.id != issue.id) + extras)
    return places_between(without, head, {edit.path for edit in issue.edits})


def places_between(before: Tree, after: Tree, paths: Iterable[str]) -> tuple[Place, ...]:
    """The lines of `after` by which it differs from `before`; where lines only went, the two that now meet there."""
    places = []
    for path in sorted(paths):
        old, new = before[path].decode("utf-8").split("\n"), after[path].decode("utf-8").split("\n")
        for change in changes_between(old, new):
            start, end = change.head_start, change.head_end - 1
            if end < start:
                start, end = max(start - 1, 1), min(start, len(new))
            places.append(Place(path, LineRange(start, end)))
    return tuple(places)


def _resolved(names: Iterable[PlaceName], head: Tree) -> tuple[Place, ...]:
    return tuple(place for name in names if (place := resolve(name, head)))


def _digest(*parts: object) -> str:
    text = json.dumps(["harness-variant-1", *parts], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
