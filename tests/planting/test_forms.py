"""Forms: equally hard sets of issues, and who gets which."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.packets import packet_bytes
from harness.domain.errors import BadInput
from harness.planting.admissible import why_apart
from harness.planting.compose import compose
from harness.planting.forms import BAND, balanced_forms, difficulty_of
from harness.planting.issuing import candidate_name, issued_variant
from harness.planting.present import pull_request_of

BUCKET = load_fixture(find_fixture("token-bucket"))
SECRET = b"s" * 64


def test_all_forms_are_alike() -> None:
    """No class twice, the same number of omissions and of delocalised issues, difficulties in a band, several files."""
    forms = balanced_forms(BUCKET)
    known = {issue.id: issue for issue in BUCKET.key.issues}
    assert len(forms.forms) >= 15 and forms.forms == tuple(sorted(forms.forms, key=lambda f: f.issues))
    assert {(f.omissions, f.delocalised) for f in forms.forms} == {(forms.omissions, forms.delocalised)}
    assert forms.omissions >= 1 and forms.delocalised >= 1
    low, high = forms.difficulty
    assert high - low == 2 * BAND
    for form in forms.forms:
        issues = [known[name] for name in form.issues]
        assert len(issues) == forms.count == 4 and len(form.files) > 1
        assert low <= form.difficulty == sum(map(difficulty_of, issues)) <= high
        assert not any(why_apart(*pair) for pair in combinations(issues, 2))


def test_an_authors_guess_counts_more_than_the_tags() -> None:
    """A difficulty in the key moves forms out of the band, or into it."""
    hard = tuple(replace(i, difficulty=5) if i.id == "rounded-wait" else i for i in BUCKET.key.issues)
    fixture = replace(BUCKET, key=replace(BUCKET.key, issues=hard))
    forms = balanced_forms(fixture)
    assert forms.forms != balanced_forms(BUCKET).forms
    assert all(forms.difficulty[0] <= form.difficulty <= forms.difficulty[1] for form in forms.forms)


@given(st.text(max_size=12))
@settings(max_examples=40, deadline=None)
def test_a_seed_draws_a_form(seed: str) -> None:
    """Whatever the seed: what it plants is one of the forms."""
    assert compose(BUCKET, seed).issues in {form.issues for form in balanced_forms(BUCKET).forms}


@given(st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_the_same_candidate_gets_the_same_packet_and_the_ends_hold_an_issue(name: str) -> None:
    """Secret and name determine everything; the first and the last source file that is read hold an issue each."""
    one, two = issued_variant(BUCKET, SECRET, name), issued_variant(BUCKET, SECRET, f"  {name} ")
    assert one == two
    sources = [p for p in one.variant.file_order if p.startswith("gateway/")]
    assert sources[0] in one.form.files and sources[-1] in one.form.files


def test_candidates_differ_and_another_secret_gives_others() -> None:
    """A hundred candidates: a hundred canaries and packets, nearly all forms in use, nothing of it guessable."""
    issued = [issued_variant(BUCKET, SECRET, f"candidate {n}") for n in range(100)]
    assert len({i.seed for i in issued}) == 100
    assert len({i.form for i in issued}) >= 15
    other = [issued_variant(BUCKET, b"t" * 64, f"candidate {n}") for n in range(100)]
    assert not {i.seed for i in issued} & {i.seed for i in other}
    assert sum(a.form == b.form for a, b in zip(issued, other, strict=True)) < 25


def test_the_canary_is_a_seed_like_any_other() -> None:
    """The wall: a candidate's packet has the bytes that its seed and its issues give, so nothing else of the key is in it."""
    issued = issued_variant(BUCKET, SECRET, "Ada")
    plain = compose(BUCKET, issued.seed, issued.form.issues)
    ours = packet_bytes(pull_request_of(issued.variant), BUCKET.slug, issued.seed)
    assert ours == packet_bytes(pull_request_of(plain), BUCKET.slug, issued.seed)
    silent = replace(BUCKET, key=replace(BUCKET.key, questions=(), answers=()))
    assert (
        packet_bytes(pull_request_of(issued_variant(silent, SECRET, "Ada").variant), BUCKET.slug, issued.seed) == ours
    )


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "a\x1bb", "\u202e"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """Empty, endless, or with characters that no screen shows."""
    with pytest.raises(BadInput):
        candidate_name(name)


def test_one_name_in_two_spellings_is_one() -> None:
    """Composed and decomposed letters, and white space, make no difference."""
    assert candidate_name(" Zoe\u0308  Li ") == candidate_name("Zo\u00eb Li")
