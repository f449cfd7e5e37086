"""Authors see where the matcher will stumble, and how it takes a typed comment."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.apps.cli.match_commands import match as match_command
from harness.domain.errors import BadInput
from harness.domain.match import IssueText
from harness.steps.matching.alike import doubts
from harness.steps.matching.trial import place_of

RUBRIC = load_classes(rubrics_dir())
GROWS = IssueText(
    "grows", "growth.unbounded",
    description="Entries of users who never come back stay in the table of sessions for ever.",
    mechanism="Each login adds a row with an expiry that is compared on reading, but nothing deletes the row afterwards.",
    trigger="Many visitors who log in once.", consequence="The disk of the database fills up over months.",
    remedy="Delete expired rows every night.",
)  # fmt: skip
ZONE = IssueText(
    "zone", "nondet.order-clock",
    description="The nightly report takes its day from the clock of the server, not from the shop's time zone.",
    mechanism="`date.today()` is evaluated in UTC on the server, while shops in other zones still have yesterday.",
    trigger="A shop west of Greenwich in the evening.", consequence="Sales of the evening appear a day late.",
    remedy="Convert to the zone of the shop before taking the date.",
)  # fmt: skip


def test_a_good_key_raises_no_doubt() -> None:
    assert doubts([GROWS, ZONE], RUBRIC) == ()


def test_thin_sentences_are_named() -> None:
    thin = IssueText("thin", "race.state", description="Race in cache.", mechanism="Not locked.")
    found = doubts([thin, ZONE], RUBRIC)
    assert [d.issue for d in found] == ["thin", "thin"]
    assert "words that say something" in found[0].what
    assert found[1].what == "thin has no trigger, consequence, remedy"


def test_two_issues_that_say_the_same_are_named_together() -> None:
    twin = IssueText(
        "twin",
        GROWS.defect_class,
        "",
        GROWS.description,
        GROWS.mechanism,
        GROWS.trigger,
        GROWS.consequence,
        GROWS.remedy,
    )
    (found,) = doubts([GROWS, twin], RUBRIC)
    assert (found.issue, found.other) == ("grows", "twin")


def test_places() -> None:
    assert place_of(None, ()) == (None, None)
    assert place_of("a.py:3", ("a.py",)) == ("a.py", 3)
    for wrong in ("a.py", "a.py:0", "b.py:3", ":3"):
        with pytest.raises(BadInput):
            place_of(wrong, ("a.py",))


def test_trying_comments_on_a_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner().invoke(match_command, ["--try", "inference-batcher"], input="who cleans this up?\n\nnice!\n")
    assert run.exit_code == 0, run.output
    assert run.output.count("» ") == 2
    assert "» who cleans this up?" in run.output
    (artefact, *_) = load_fixture(find_fixture("inference-batcher")).brief.artefacts
    there = CliRunner().invoke(match_command, ["--try", "inference-batcher", "--at", f"{artefact.path}:2"], input="x\n")
    assert there.exit_code == 0, there.output
    wrong = CliRunner().invoke(match_command, ["--try", "inference-batcher", "--issue", "nosuch"], input="x\n")
    assert wrong.exit_code == 2
    assert "has no issue nosuch" in wrong.output
    assert CliRunner().invoke(match_command, ["--at", "a.py:3"], input="").exit_code == 2
