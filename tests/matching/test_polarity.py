"""Denials and doubts that answer themselves are heard; the absence of something is no denial."""

from __future__ import annotations

import pytest

from harness.matching.polarity import polarity, sounds_negated


@pytest.mark.parametrize(
    "body",
    [
        "no race here, the lock above covers it",
        "is this racy? ... no ok, the lock covers both. never mind",
        "I was afraid that the list is empty here, but the caller checks it.",
        "I first thought two threads could meet here, but it runs under the lock.",
        "Checked the order: it is by id, so this is fine.",
        "One might suspect a leak. It cannot: the handle is closed by the context manager.",
        "At first I was worried about the key, however it includes the tenant",
    ],
)
def test_what_is_no_problem_is_denied(body: str) -> None:
    assert sounds_negated(body)


@pytest.mark.parametrize(
    "body",
    [
        "there is nothing that evicts these",
        "no lock, no transaction, two requests both win",
        "nobody closes this when it raises",
        "it never stops when the server is down",
        "who is ok with this growing for ever?",
    ],
)
def test_the_absence_of_something_is_no_denial(body: str) -> None:
    assert not sounds_negated(body)


def test_hedges_and_suppositions_are_counted() -> None:
    _, _, _, hedged, supposed, _ = polarity("maybe this could be wrong if two jobs run at once")
    assert hedged == 2
    assert supposed == 1
