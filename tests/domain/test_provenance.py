"""How far a review can be trusted to be what was handed in."""

from __future__ import annotations

from itertools import product

from harness.domain.provenance import Provenance


def test_only_a_digest_that_was_heard_anchors_a_whole_log() -> None:
    assert Provenance(heard=True).marks == ()
    assert Provenance().marks == ("not anchored",)


def test_what_is_cut_or_comes_from_elsewhere_is_never_anchored() -> None:
    assert Provenance(complete=False, heard=True).marks == ("incomplete", "not anchored")
    assert Provenance(complete=False, edited=True).marks == ("edited or damaged", "not anchored")
    assert Provenance("a GitHub review", logged=False, heard=True).marks == ("no log", "not anchored")


def test_no_mark_and_no_sentence_calls_a_review_verified() -> None:
    for logged, complete, heard in product((True, False), repeat=3):
        found = Provenance("x", logged, complete, heard=heard)
        assert "verif" not in (found.words + found.standing + " ".join(found.marks)).lower()
