"""Proving fixtures: what holds is said to hold, and what does not is named with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import HEAD, PROOF_GROWTH, PROOF_TIES, fixture_files, patch, write_fixture

from harness.adapters.locations import fixtures_dir
from harness.adapters.test_runner import run_tests
from harness.apps.cli.main import main
from harness.domain.verification import Verification
from harness.steps.authoring.verify import verify


def broken(verification: Verification) -> list[str]:
    return [f"{c.subject}: {c.what}: {c.reason}" for c in verification.checks if not c.holds]


@pytest.mark.parametrize("slug", [p.parent.name for p in sorted(fixtures_dir().glob("*/pr.yaml"))])
def test_every_fixture_that_ships_is_proven(slug: str) -> None:
    """Clean head, every issue alone, every pair, the full set, decoys and blemishes."""
    assert broken(verify(fixtures_dir() / slug)) == []


def test_the_small_fixture_is_proven_and_twice_the_same(tmp_path: Path) -> None:
    """Two verifications make the same claims with the same outcome."""
    folder = write_fixture(tmp_path / "words")
    first, second = verify(folder), verify(folder)
    assert broken(first) == []
    assert first.checks == second.checks


def test_an_issue_that_the_visible_tests_catch_is_not_hidden(tmp_path: Path) -> None:
    """A planted issue must leave the pull request's own tests green."""
    caught = patch(HEAD, HEAD.replace("return ranked[:many]", "return ranked[1:many]"), "words.py")
    folder = write_fixture(tmp_path / "words", key__issues__unstable_ties_DOT_patch=None)
    (folder / "key/issues/unstable-ties.patch").write_text(caught, "utf-8")
    assert any(line.startswith("unstable-ties: visible tests green") for line in broken(verify(folder)))


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (PROOF_GROWTH.replace("from words", "from nowhere"), "never-forgets"),
        (
            PROOF_GROWTH.replace("assert len", "raise ValueError('never-forgets: keeps every word')\n    assert len"),
            "otherwise",
        ),
        (
            "import time\n"
            + PROOF_GROWTH.replace("counter = C", "time.sleep(0)\n    counter = C").replace("<= 10", "<= 1000"),
            "stays green",
        ),
    ],
)
def test_a_proof_that_is_red_for_another_reason_proves_nothing(tmp_path: Path, proof: str, reason: str) -> None:
    """An ImportError, another exception or no failure at all is not the declared failure."""
    folder = write_fixture(tmp_path / "words")
    (folder / "key/proofs/test_never_forgets.py").write_text(proof, "utf-8")
    found = [line for line in broken(verify(folder)) if "proof of never-forgets" in line]
    assert any(reason in line for line in found)


def test_a_decoy_whose_correction_breaks_nothing_is_no_decoy(tmp_path: Path) -> None:
    """The named test must go red under the naive correction."""
    folder = write_fixture(tmp_path / "words")
    key = (folder / "key/key.yaml").read_text("utf-8").replace("::test_recent_words_come_last", "::test_top")
    (folder / "key/key.yaml").write_text(key, "utf-8")
    assert any("stays green under the naive correction" in line for line in broken(verify(folder)))


def test_a_proof_without_end_is_ended_and_named(tmp_path: Path) -> None:
    """A run that does not end within its limit is killed with all it started."""
    files = {name: text.encode() for name, text in fixture_files().items() if name.startswith("base/")}
    loop = {"proofs/test_loop.py": b"def test_loop():\n    while True:\n        pass\n"}
    run = run_tests(files, ("proofs/test_loop.py",), loop, time_limit=2.0)
    assert run.broken == "it did not end within 2 s"
    assert not run.green


def test_the_environment_of_a_run_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the author's environment reaches a proof, and plug-ins are not loaded by themselves."""
    monkeypatch.setenv("SECRET_TOKEN", "x")
    proof = b"""import os, sys

def test_environment():
    assert "SECRET_TOKEN" not in os.environ
    assert os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] == "1"
    assert os.environ["TZ"] == "UTC"
    assert "xdist" not in sys.modules
"""
    assert run_tests({}, ("proofs/test_e.py",), {"proofs/test_e.py": proof}).green


def test_the_command_ends_with_one_where_something_is_not_proven(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table names what is not so; the JSON says it for programs."""
    folder = write_fixture(tmp_path / "words")
    assert main(["verify", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["proven"] is True
    (folder / "key/proofs/test_unstable_ties.py").write_text(PROOF_TIES.replace("==", "!="), "utf-8")
    assert main(["verify", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "✗ clean head" in out
    assert "NOT proven" in out
