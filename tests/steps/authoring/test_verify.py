"""Proving fixtures: what holds is said to hold, and what does not is named with its reason."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from builders import HEAD, PROOF_GROWTH, PROOF_TIES, patch, write_fixture

from harness.adapters.fixtures import load_fixture
from harness.adapters.locations import fixtures_dir
from harness.apps.cli.main import main
from harness.domain.verification import Check, Gate, Verification
from harness.steps.authoring.bench import Progress
from harness.steps.authoring.verify import Options, verify


def broken(verification: Verification) -> list[str]:
    return [f"{c.subject}: {c.what}: {c.reason}" for c in verification.checks if c.holds is False]


SMALL = "forecast-cache"
ALONE = Options(gates=frozenset({Gate.CLEAN, Gate.REAL_AND_HIDDEN}))


@pytest.mark.parametrize("slug", [p.parent.name for p in sorted(fixtures_dir().glob("*/pr.yaml"))])
def test_every_fixture_that_ships_is_proven(slug: str) -> None:
    """Everything for the small one; of the others each issue by itself, and the decoys.

    The rest of them is in their evidence, and `.ci/run` proves them in full.
    """
    shorter = Options(gates=frozenset({Gate.REAL_AND_HIDDEN, Gate.DECOYS_PROVEN, Gate.IN_THE_DIFF}))
    assert broken(verify(fixtures_dir() / slug, Options() if slug == SMALL else shorter)) == []


def test_the_small_fixture_is_proven_and_twice_the_same(tmp_path: Path) -> None:
    """Two verifications make the same claims with the same outcome."""
    folder = write_fixture(tmp_path / "words")
    first, second = verify(folder, ALONE), verify(folder, ALONE)
    assert broken(first) == []
    assert first.checks == second.checks


def test_an_issue_that_the_visible_tests_catch_is_not_hidden(tmp_path: Path) -> None:
    """A planted issue must leave the pull request's own tests green."""
    caught = patch(HEAD, HEAD.replace("return ranked[:many]", "return ranked[1:many]"), "words.py")
    folder = write_fixture(tmp_path / "words", key__issues__unstable_ties_DOT_patch=None)
    (folder / "key/issues/unstable-ties.patch").write_text(caught, "utf-8")
    for fix in folder.glob("key/fixes/unstable-ties.*"):
        fix.unlink()
    assert any(line.startswith("unstable-ties: visible tests green") for line in broken(verify(folder, ALONE)))


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (
            PROOF_GROWTH.replace("from words", "from nowhere"),
            "it cannot be imported: ModuleNotFoundError: No module named 'nowhere'",
        ),
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
    found = [line for line in broken(verify(folder, ALONE)) if "proof of never-forgets" in line]
    assert any(reason in line for line in found)


def test_a_decoy_whose_correction_breaks_nothing_is_no_decoy(tmp_path: Path) -> None:
    """The named test must go red under the naive correction."""
    folder = write_fixture(tmp_path / "words")
    key = (folder / "key/key.yaml").read_text("utf-8").replace("::test_recent_words_come_last", "::test_top")
    (folder / "key/key.yaml").write_text(key, "utf-8")
    assert any("stays green under the naive correction" in line for line in broken(verify(folder)))


def test_the_command_ends_with_one_where_something_is_not_proven(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table names what is not so; the JSON says it for programs."""
    monkeypatch.setenv("HARNESS_CACHE", str(tmp_path / "cache"))
    folder = write_fixture(tmp_path / "words")
    assert main(["verify", str(folder), "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["holds"], outcome["proven"], outcome["not_passed"]) == (True, False, ["G3"])
    (folder / "key/proofs/test_unstable_ties.py").write_text(PROOF_TIES.replace("==", "!="), "utf-8")
    assert main(["verify", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "✗ G1" in out
    assert "NOT proven" in out


def test_no_choice_of_gates_is_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where gates were left out by the command line, nothing is published, however green the others are."""
    folder = write_fixture(tmp_path / "words")
    assert main(["verify", str(folder), "--gate", "G0", "--publish"]) == 1
    assert "not every gate is passed: G1 clean" in capsys.readouterr().err
    assert not (folder / "key/evidence.json").exists()
    held = tuple(Check(gate, "key", "holds", True) for gate in Gate if gate is not Gate.COMPOSED)
    whole = Verification("words", "", held, 1, 0, 1.0)
    assert whole.proven, "a fixture without pairs has no claim for G4"
    assert replace(whole, gates=frozenset(Gate) - {Gate.COMPOSED}).not_passed == (Gate.COMPOSED,)


def test_nothing_unchanged_is_run_twice(tmp_path: Path) -> None:
    """A second verification remembers everything; a changed proof is run anew, and only that."""
    folder = write_fixture(tmp_path / "words")
    options = Options(cache=tmp_path / "cache" / "runs.sqlite")
    first, second = verify(folder, options), verify(folder, options)
    assert first.remembered == 0 and second.remembered == second.runs == first.runs
    assert second.checks == first.checks
    (folder / "key/proofs/test_unstable_ties.py").write_text(PROOF_TIES + "\n", "utf-8")
    third = verify(folder, options)
    trees = 1 + 2 + 1 + 1 + 1 + 2
    """Clean head, two issues, both of them, the form with its blemish, a blemish, two fixes: the changed proof on each."""
    assert third.runs - third.remembered == trees
    assert verify(folder, Options(cache=options.cache, fresh=True)).remembered == 0


def test_a_damaged_memory_is_forgotten(tmp_path: Path) -> None:
    """A file that is no memory is replaced, and nobody is bothered."""
    folder = write_fixture(tmp_path / "words")
    cache = tmp_path / "runs.sqlite"
    cache.write_bytes(b"nothing of use" * 500)
    assert broken(verify(folder, Options(cache=cache))) == []
    assert verify(folder, Options(cache=cache)).remembered > 0


def test_a_verdict_that_changes_is_flaky(tmp_path: Path) -> None:
    """Repetitions run with other hash seeds: what depends on them is named, and is not steady."""
    folder = write_fixture(tmp_path / "words")
    flaky = PROOF_TIES.replace(
        "lists = []",
        "lists = []\n    assert hash('a') == {first}, 'unstable-ties: the list depends on the order of arrival'",
    )
    (folder / "key/proofs/test_unstable_ties.py").write_text(flaky.format(first=first_hash()), "utf-8")
    rows = [
        c
        for c in verify(folder, Options(repeat=2, gates=frozenset({Gate.CLEAN, Gate.STEADY}))).of(Gate.STEADY)
        if c.holds is False
    ]
    assert [row.subject for row in rows] == ["proofs/test_unstable_ties.py"] and "flaky" in rows[0].reason


def first_hash() -> int:
    """What hash seed 0 makes of the letter, so that the first run is green."""
    code = "print(hash('a'))"
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return int(subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout)


def test_what_is_left_to_fill_in_has_its_row(tmp_path: Path) -> None:
    """An issue fresh from `harness plant` says TODO: that is named field by field, and nothing counts as proven."""
    folder = write_fixture(tmp_path / "words")
    key = (folder / "key/key.yaml").read_text("utf-8")
    key = key.replace("title: Words are never forgotten", "title: TODO what is wrong").replace(
        "class: growth.unbounded", "class: TODO"
    )
    (folder / "key/key.yaml").write_text(key, "utf-8")
    rows = [
        c for c in verify(folder, Options(gates=frozenset({Gate.FILLED_IN}))).of(Gate.FILLED_IN) if c.holds is False
    ]
    assert [(row.subject, row.reason) for row in rows] == [("never-forgets", "still to fill in: class, title")]


@pytest.mark.parametrize("signals", [[signal.SIGINT], [signal.SIGTERM], [signal.SIGKILL]])
def test_stopping_leaves_no_process_and_no_file(tmp_path: Path, signals: list[signal.Signals]) -> None:
    """Ctrl-C in the middle of an endless proof ends all that was started; so does even a kill of the program itself."""
    folder = write_fixture(tmp_path / "words")
    endless = PROOF_GROWTH.replace("counter = C", "while True:\n        pass\n    counter = C")
    (folder / "key/proofs/test_never_forgets.py").write_text(endless, "utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch), "HARNESS_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "harness", "verify", str(folder), "--jobs", "2"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        wait_until(lambda: len(processes_of(scratch)) >= 2 and any(scratch.rglob("project")))
        for one in signals:
            process.send_signal(one)
        _, said = process.communicate(timeout=30)
    wait_until(lambda: not processes_of(scratch))
    assert not (folder / "key" / "evidence.json").exists()
    if signals != [signal.SIGKILL]:
        assert process.returncode == 130 and b"Traceback" not in said
        assert not list(scratch.iterdir())


def processes_of(scratch: Path) -> list[int]:
    """The processes that were started with something of this folder on their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(scratch).encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Look again and again until it is so; fail after a while."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def test_a_quick_verification_is_clean_alone_and_all_together(tmp_path: Path) -> None:
    """Each gate is told as soon as it is known; those that need no run come before any run is done."""
    folder = write_fixture(tmp_path / "words")
    told: list[tuple[Gate, int]] = []
    done = 0

    def progress(step: Progress) -> None:
        nonlocal done
        done = step.done

    def finished(gate: Gate, checks: tuple[Check, ...]) -> None:
        told.append((gate, done))
        assert checks

    outcome = verify(folder, Options(jobs=1, quick=True, progress=progress, finished=finished))
    assert broken(outcome) == []
    expected = [Gate.FILLED_IN, Gate.IN_THE_DIFF, Gate.CLEAN, Gate.REAL_AND_HIDDEN, Gate.COMPOSED]
    assert [gate for gate, _ in told] == expected
    assert told[0][1] == told[1][1] == 0 < told[2][1]
    together = {check.subject for check in outcome.of(Gate.COMPOSED)}
    assert {name for subject in together for name in subject.split(" + ")} == {
        issue.id for issue in load_fixture(folder).key.issues
    }


def test_the_command_prints_gates_as_they_end_and_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was looked into stands in a column of the table, with the sign that the gate's line has."""
    monkeypatch.setenv("HARNESS_CACHE", str(tmp_path / "cache"))
    folder = write_fixture(tmp_path / "words")
    (folder / "key/fixes/never-forgets.1.patch").unlink()
    assert main(["verify", str(folder), "--gate", "G7", "--gate", "G8", "--table"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("✓ G7") and lines[1].startswith("✗ G8")
    table = [line.split() for line in lines if line.split()[:1] in (["G7"], ["never-forgets"], ["unstable-ties"])]
    assert table == [["G7", "G8"], ["never-forgets", "✓", "✗"], ["unstable-ties", "✓", "✓"]]
    assert max(map(len, lines[:1] + lines[-6:])) <= 80
    assert main(["verify", str(folder), "--quick", "--publish"]) == 2
