"""Composition: a pure function of content and seed."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from builders import write_fixture
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.packets import packet_digest
from harness.domain.errors import BadInput
from harness.domain.fixture import Fixture
from harness.domain.places import find_symbol
from harness.planting.admissible import admissible_sets
from harness.planting.compose import compose
from harness.planting.draw import number, shuffled
from harness.planting.present import pull_request_of

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "packets.json"
BUCKET = load_fixture(find_fixture("token-bucket"))


def digest(fixture: Fixture, seed: str) -> str:
    return packet_digest(pull_request_of(compose(fixture, seed)), fixture.slug, seed)


@pytest.mark.parametrize(("name", "expected"), json.loads(GOLDEN.read_text("utf-8")).items())
def test_golden_packets(name: str, expected: str) -> None:
    """The same variant on every machine and Python version, for as long as its fixture stays as it is."""
    slug, seed = name.split(" ")
    assert digest(load_fixture(find_fixture(slug)), seed) == expected


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["1", "2", "ada", "日本"]))
def test_the_order_of_declaration_does_not_matter(chance: object, seed: str) -> None:
    """Issues, decoys and blemishes may be declared in any order."""
    key = BUCKET.key
    mixed = [list(items) for items in (key.issues, key.decoys, key.blemishes)]
    for items in mixed:
        chance.shuffle(items)  # type: ignore[attr-defined]
    other = replace(BUCKET, key=replace(key, issues=tuple(mixed[0]), decoys=tuple(mixed[1]), blemishes=tuple(mixed[2])))
    one, two = compose(BUCKET, seed), compose(other, seed)
    assert (one.head, one.issues, one.places, one.file_order, one.digest) == (
        two.head, two.issues, two.places, two.file_order, two.digest,
    )  # fmt: skip


@given(st.text(max_size=20))
@settings(max_examples=40, deadline=None)
def test_every_seed_gives_a_fair_variant(seed: str) -> None:
    """Four issues of four classes, an omission and a delocalised one among them, whatever the seed."""
    variant = compose(BUCKET, seed)
    issues = [i for i in BUCKET.key.issues if i.id in variant.issues]
    assert len(issues) == 4
    assert len({i.defect_class for i in issues}) == 4
    assert any("omission" in i.tags for i in issues)
    assert any("delocalised" in i.tags for i in issues)
    assert len(variant.blemishes) == 2


def test_different_seeds_give_different_variants() -> None:
    """A leaked answer does not help the next candidate."""
    drawn = [compose(BUCKET, str(n)) for n in range(60)]
    assert len({v.issues for v in drawn}) >= 15
    assert len({(v.issues, v.blemishes, v.file_order) for v in drawn}) >= 55


def test_no_set_holds_a_class_twice() -> None:
    """By construction, for every size."""
    classes = {i.id: i.defect_class for i in BUCKET.key.issues}
    for count in range(len(classes) + 1):
        for ids in admissible_sets(BUCKET, count):
            assert len({classes[i] for i in ids}) == count
            assert all(a < b for a, b in combinations(ids, 2))


def test_places_are_the_lines_that_differ(tmp_path: Path) -> None:
    """Taking the issue out changes exactly the lines it is said to stand at."""
    fixture = load_fixture(write_fixture(tmp_path / "words"))
    variant = compose(fixture, "1", ["unstable-ties"])
    ((name, (place,)),) = variant.places
    line = variant.head["words.py"].decode().split("\n")[place.lines.start - 1]
    assert (name, line.strip()) == ("unstable-ties", "ranked = sorted(self.found, key=lambda w: -self.found[w])")


def test_the_clean_variant_has_nothing_planted() -> None:
    """The control: the clean head with its blemishes, and no place of any issue."""
    variant = compose(BUCKET, "1", [])
    assert (variant.issues, variant.places) == ((), ())


def test_what_cannot_meet_is_refused_by_name(tmp_path: Path) -> None:
    """Unknown issues and two of a class."""
    fixture = load_fixture(write_fixture(tmp_path / "words"))
    with pytest.raises(BadInput, match="no planted issue 'nobody'"):
        compose(fixture, "1", ["nobody"])
    twins = tuple(replace(i, defect_class="growth.unbounded") for i in fixture.key.issues)
    with pytest.raises(BadInput, match="cannot stand in one variant"):
        compose(replace(fixture, key=replace(fixture.key, issues=twins)), "1", [i.id for i in twins])


def test_draws_depend_on_the_labels_alone() -> None:
    """Known values: they may never change, or every variant ever handed out would."""
    assert [number(1000, "a", str(n)) for n in range(3)] == EXPECTED_DRAWS
    assert "".join(shuffled("abcdef", "x")) == EXPECTED_SHUFFLE


EXPECTED_DRAWS = [196, 237, 938]
EXPECTED_SHUFFLE = "aefdcb"


@pytest.mark.parametrize(
    ("path", "text", "symbol", "lines"),
    [
        ("a.py", "class A:\n    @property\n    def b(self):\n        return 1\n", "A.b", (2, 4)),
        ("a.py", "def f():\n    def g():\n        pass\n", "f.g", (2, 3)),
        ("a.go", "package x\n\nfunc (c *Cache) Get(k string) int {\n\treturn 1\n}\n", "Cache.Get", (3, 5)),
        ("a.ts", "export class Hub {\n  join(x: number) {\n    return x;\n  }\n}\n", "Hub.join", (2, 4)),
    ],
)
def test_symbols_are_found_in_several_languages(path: str, text: str, symbol: str, lines: tuple[int, int]) -> None:
    """Python by its syntax tree, others by the shape of the declaration."""
    found = find_symbol(text, symbol, path)
    assert found is not None
    assert (found.start, found.end) == lines
