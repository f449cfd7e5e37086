"""Laws of the events' codec: writing and reading back is the identity, and what is not an event is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain import event as ev
from harness.domain.comment import Anchor, Conclusion
from harness.domain.diff import LineRange, Side

# All characters, lone surrogates among them: a terminal can paste anything.
TEXT = st.text(st.characters(), max_size=30)
LINE = st.integers(1, 10**6)
RANGES = st.builds(lambda a, b: LineRange(min(a, b), max(a, b)), LINE, LINE)
ANCHORS = st.one_of(
    st.just(Anchor()),
    st.builds(Anchor, TEXT),
    st.builds(Anchor, TEXT, st.sampled_from(Side), LINE),
    st.builds(lambda p, s, r: Anchor(p, s, r.end, r.start), TEXT, st.sampled_from(Side), RANGES),
)
for _type, _strategy in ((str, TEXT), (LineRange, RANGES), (Anchor, ANCHORS)):
    st.register_type_strategy(_type, _strategy)
EVENTS = st.sampled_from(list(ev.KINDS.values())).flatmap(st.builds)


@given(EVENTS)
def test_an_event_read_back_is_the_event(event: ev.Event) -> None:
    """Through JSON text and back, for every kind and every text."""
    payload = json.loads(json.dumps(ev.payload_of(event), ensure_ascii=True, allow_nan=False))
    assert ev.event_of(event.kind, payload) == event


@given(st.text().filter(lambda kind: kind not in ev.KINDS), st.dictionaries(st.text(), st.integers()))
def test_an_unknown_kind_is_kept_as_it_was(kind: str, payload: dict[str, int]) -> None:
    """A newer log loses nothing in an older program."""
    event = ev.event_of(kind, payload)
    assert (event.kind, ev.payload_of(event)) == (kind, payload)


@given(EVENTS)
def test_a_field_that_is_unknown_is_ignored(event: ev.Event) -> None:
    """A newer version may add a field to a kind."""
    assert ev.event_of(event.kind, ev.payload_of(event) | {"a field of tomorrow": 1}) == event


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("comment added", {}),
        ("comment added", {"comment": "c1", "anchor": "x", "body": "b"}),
        ("comment added", {"comment": 1, "anchor": {}, "body": "b"}),
        ("comment added", {"comment": "c1", "anchor": {"path": "a", "side": "UP", "line": 1}, "body": "b"}),
        ("comment added", {"comment": "c1", "anchor": {"path": "a", "side": "LEFT", "line": 0}, "body": "b"}),
        ("lines shown", {"path": "a", "head": [3, 1]}),
        ("lines shown", {"path": "a", "head": [True, 1]}),
        ("file marked", {"path": "a", "viewed": 1}),
        ("conclusion chosen", {"conclusion": "hire"}),
        ("draft changed", {"draft": "d1", "at": 1.5, "removed": 0, "inserted": ""}),
    ],
)
def test_a_payload_of_the_wrong_shape_is_refused(kind: str, payload: dict[str, object]) -> None:
    """Missing fields, wrong types and impossible values raise ValueError, nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011 - each case names its own fault
        ev.event_of(kind, payload)


def test_conclusions_are_written_in_words() -> None:
    """The log is read by people too."""
    assert ev.payload_of(ev.ConclusionChosen(Conclusion.APPROVE)) == {"conclusion": "approve"}


def test_a_label_of_tomorrow_costs_the_label_and_not_the_comment() -> None:
    """A later version may know more labels; the words of the comment are read all the same."""
    event = ev.event_of("comment added", {"comment": "c1", "anchor": {}, "body": "b", "label": "chore"})
    assert event == ev.CommentAdded("c1", Anchor(), "b")
