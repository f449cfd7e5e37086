"""Concepts are found by words and phrases, in jargon and in everyday language."""

from __future__ import annotations

import pytest

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.class_rubric import ClassRubric
from harness.matching.concepts import lexicon
from harness.matching.spoken import spoken

RUBRIC = load_classes(rubrics_dir())
LEXICON = lexicon(RUBRIC)


def concepts(text: str) -> set[str]:
    return {name for name, weight in zip(LEXICON.names, LEXICON.of(text), strict=True) if weight}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("this dict never really shrinks", "stays"),
        ("the pod gets OOM-killed", "memory"),
        ("two tabs clicking at the same time", "two-at-once"),
        ("nobody ever notices that it failed", "swallow"),
        ("the customer is charged twice", "twice"),
        ("somebody changes the id in the url", "auth"),
    ],
)
def test_everyday_words_carry_concepts(text: str, concept: str) -> None:
    assert concept in concepts(text)


def test_a_phrase_needs_its_words_near_and_in_order() -> None:
    small = lexicon(ClassRubric((), concepts=(("twins", ("two threads",)),)))
    assert small.of("two more threads")[0] == 1.0
    assert small.of("threads of two")[0] == 0.0
    assert small.of("two of my very old threads")[0] == 0.0


def test_a_mention_belongs_to_the_part_it_stands_in() -> None:
    said = spoken("memory here and a race there")
    found = LEXICON.mentions(said)
    first = LEXICON.vector(found, 0, 2)
    assert first[LEXICON.names.index("memory")] > 0
    assert first[LEXICON.names.index("two-at-once")] == 0


def test_authors_may_add_concepts() -> None:
    small = lexicon(ClassRubric((), concepts=(("tide", ("ebb", "high water")),)))
    assert small.names == ("tide",)
    assert small.of("at high water it floods")[0] == 1.0
