"""The learned model of classes: what a text speaks of, whatever words the key has."""

from __future__ import annotations

import pytest

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.matching.concepts import lexicon
from harness.matching.key_texts import text_vector
from harness.matching.model import shipped_model

LEXICON = lexicon(load_classes(rubrics_dir()))
MODEL = shipped_model().learned.classes


def likeliest(text: str, names: tuple[str, ...] = LEXICON.names) -> str:
    scores = MODEL.scores(text_vector(text)[None], LEXICON.of(text)[None], names)[0]
    return [*MODEL.classes, "none"][int(scores.argmax())]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("this thing just keeps eating RAM until the pod dies", "growth.unbounded"),
        ("two of us click at once and both of us get the last seat", "race.state"),
        ("if their server never answers we sit here till christmas", "fail.hang"),
        ("change the number in the url and read your neighbour's letters", "security.boundary"),
        ("please rename this variable, one letter is not a name", "none"),
    ],
)
def test_pictures_and_everyday_words_speak_of_a_class(text: str, name: str) -> None:
    assert likeliest(text) == name


def test_an_unknown_class_is_heard_from_the_sentences_of_the_key() -> None:
    text = "Sessions are stored in a dictionary and never removed, so memory grows."
    place = MODEL.place_of("house.own-class", text_vector(text), LEXICON.of(text), LEXICON.names)
    assert MODEL.classes[place] == "growth.unbounded"
    assert MODEL.classes[MODEL.place_of("fail.leak", text_vector(text), LEXICON.of(text), LEXICON.names)] == "fail.leak"


def test_a_rubric_with_other_concepts_is_understood_by_the_names_it_shares() -> None:
    text = "the memory grows and grows"
    names = tuple(reversed(LEXICON.names))
    plain = MODEL.scores(text_vector(text)[None], LEXICON.of(text)[None], LEXICON.names)
    turned = MODEL.scores(text_vector(text)[None], LEXICON.of(text)[None][:, ::-1], names)
    assert (plain == turned).all()
    alone = MODEL.scores(text_vector(text)[None], LEXICON.of(text)[None][:, :0], ())
    assert alone.shape == plain.shape
