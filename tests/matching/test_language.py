"""The matcher knows when it does not know the language, and leaves such comments to a person."""

from __future__ import annotations

import pytest
from review_case import matches

from harness.domain.match import Decision
from harness.matching.language import MOST_ABROAD, is_foreign

FOREIGN = (
    "Hier wird nie etwas aus dem Dict gelöscht, der Speicher läuft bei jedem Login weiter voll.",
    "Aqui nada é removido do dicionário, a memória cresce a cada login até o processo morrer.",
    "セッションは辞書から削除されないので、メモリが増え続けます。",
    "esto nunca se borra, la memoria crece",
    "bitte umbenennen",
)


@pytest.mark.parametrize("body", FOREIGN)
def test_other_languages_are_left_to_a_person(body: str) -> None:
    assert is_foreign(body)
    (found,) = matches(body, "app/sessions.py", 41)
    assert found.decision is not Decision.MATCH
    assert found.probability <= MOST_ABROAD


def test_the_reader_is_told() -> None:
    (found,) = matches(FOREIGN[0], "app/sessions.py", 41)
    assert found.decision is Decision.LOOK
    assert any("another language" in e.why for e in found.evidence)


@pytest.mark.parametrize(
    "body",
    [
        "this dict never shrinks",
        "Backpressure?",
        "sesions never get delted from this dict",
        "`_sessions.pop(key)` in `logout()`?",
        "fh → file_handle?",
        "",
        "42",
    ],
)
def test_english_is_english(body: str) -> None:
    assert not is_foreign(body)
