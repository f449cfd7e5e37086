"""The gates: each passes on the small fixture, and says what is wrong where something is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from builders import HEAD, patch, write_fixture

from harness.adapters.fixtures import EVIDENCE, load_fixture
from harness.adapters.locations import fixtures_dir
from harness.apps.cli.main import main
from harness.domain.errors import CannotRun, NotProven
from harness.domain.verification import Gate, Verification
from harness.planting.proof_digest import proof_digest
from harness.planting.residue import new_residue
from harness.steps.authoring.evidence import evidence_of, require_evidence, write_evidence
from harness.steps.authoring.gates import steady
from harness.steps.authoring.verify import Options, verify

GROWS = HEAD.replace(
    "while len(self.found) > self.limit:", "while len(self.found) > self.limit and word not in self.found:"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_fixture(tmp_path / "words")


def only(folder: Path, gate: Gate) -> Verification:
    return verify(folder, Options(gates=frozenset({gate})))


def faults(folder: Path, gate: Gate) -> list[str]:
    return [f"{c.subject}: {c.reason}" for c in only(folder, gate).checks if c.holds is False]


@pytest.mark.parametrize("gate", [Gate.COVERED, Gate.NO_TELL_TALE, Gate.IN_THE_DIFF, Gate.FIX_NEUTRAL])
def test_the_small_fixture_passes(folder: Path, gate: Gate) -> None:
    """Every claim of the gate holds, and only that gate was looked into."""
    outcome = only(folder, gate)
    assert outcome.checks and {c.gate for c in outcome.checks} == {gate}
    assert [c for c in outcome.checks if not c.holds] == []


def plant(folder: Path, head: str, issue: str = "never-forgets") -> None:
    (folder / f"key/issues/{issue}.patch").write_text(patch(HEAD, head, "words.py"), "utf-8")
    for fix in (folder / "key/fixes").glob(f"{issue}.*"):
        fix.unlink()


def test_lines_that_no_test_comes_to_are_named(folder: Path) -> None:
    """G5: an issue in code that the visible tests never run would be answered by "nothing tests this"."""
    deep = HEAD.replace(
        "        while len(", "        if len(word) > 60:\n            word = word[:60]\n        while len("
    )
    plant(folder, deep)
    assert faults(folder, Gate.COVERED) == []  # the line of the `if` is run
    hidden = HEAD.replace("            del self.found[next(iter(self.found))]", "            self.found.popitem()")
    plant(folder, hidden)
    (row,) = faults(folder, Gate.COVERED)
    assert row == "never-forgets: no visible test comes to words.py:19"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("LIMIT = 100", "import os\n\nLIMIT = 100"), "ruff F401"),
        (HEAD.replace("LIMIT = 100", 'LIMIT: int = "100"'), "mypy: error: Incompatible types"),
        (
            HEAD.replace(
                "        while len(self.found) > self.limit:\n            del self.found[next(iter(self.found))]\n", ""
            ),
            "nothing reads 'limit' any more",
        ),
    ],
    ids=["ruff", "mypy", "unread"],
)
def test_what_a_checker_would_find_is_a_tell_tale(folder: Path, head: str, said: str) -> None:
    """G6: an unused import, a wrong type, an attribute that nobody reads."""
    plant(folder, head)
    found = faults(folder, Gate.NO_TELL_TALE)
    assert any(said in row for row in found), found


def test_a_text_that_speaks_of_what_is_gone_is_residue() -> None:
    """G6: the doc string still explains the parameter that was taken away."""
    clean = {"a.py": b'def f(max_size):\n    """At most `max_size`."""\n    return max_size\n'}
    planted = {"a.py": b'def f():\n    """At most `max_size`."""\n    return 1\n'}
    assert new_residue(clean, planted) == ["a.py: a text speaks of 'max_size', which is gone"]
    assert new_residue(clean, clean) == []


def test_a_place_that_the_diff_does_not_show_is_named(folder: Path) -> None:
    """G7: where planting takes back all that the change did in a place, there is nothing to comment on."""
    again = HEAD.replace(
        "    counter = Counter()\n    for word in words:\n        counter.add(word)\n    return counter.found",
        "    found: dict[str, int] = {}\n    for word in words:\n        found[word] = found.get(word, 0) + 1\n    return found",
    )
    plant(folder, again)
    (row,) = faults(folder, Gate.IN_THE_DIFF)
    assert row.startswith("never-forgets: the diff does not show words.py:")


def test_two_different_fixes_are_asked_for(folder: Path) -> None:
    """G8: one fix is not enough, the same one twice is one, and the clean head is none."""
    again = folder / "key/fixes/never-forgets.2.patch"
    again.write_text((folder / "key/fixes/never-forgets.1.patch").read_text("utf-8"), "utf-8")
    (said,) = faults(folder, Gate.FIX_NEUTRAL)
    assert said.startswith(
        "never-forgets: there is 1; fixes/never-forgets.2.patch is fixes/never-forgets.1.patch again"
    )
    assert "key/fixes/never-forgets.3.patch adds one" in said
    again.write_text(patch(GROWS, HEAD, "words.py"), "utf-8")
    (said,) = faults(folder, Gate.FIX_NEUTRAL)
    assert said.startswith("never-forgets: there is 1; fixes/never-forgets.2.patch is the clean head again")


def test_a_proof_that_knows_one_way_only_is_found_out(folder: Path) -> None:
    """G8: a proof that looks for the very words of the guard stays red under another sound fix."""
    proof = folder / "key/proofs/test_never_forgets.py"
    proof.write_text(
        "import inspect\n"
        + proof.read_text("utf-8").replace(
            "len(counter.found) <= 10", "'len(self.found) > self.limit:' in inspect.getsource(Counter)"
        ),
        "utf-8",
    )
    (row,) = faults(folder, Gate.FIX_NEUTRAL)
    assert "never-forgets" in row and "keeps every word" in row


def test_a_fix_that_does_not_apply_is_a_fault_with_its_line(folder: Path) -> None:
    """The patch of a fix is read as strictly as any other."""
    (folder / "key/fixes/never-forgets.1.patch").write_text(patch("x\n", "y\n", "words.py"), "utf-8")
    from harness.adapters.fixtures import check_fixture

    assert [fault.path for fault in check_fixture(folder)[1]] == [f"{folder}/key/fixes/never-forgets.1.patch"]


def test_evidence_is_written_once_all_gates_are_passed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same bytes every time; valid as long as nothing that was proven changes; better sentences may."""
    monkeypatch.setenv("HARNESS_CACHE", str(folder.parent / "cache"))
    monkeypatch.setattr(steady, "ENOUGH", 3)
    fixture = load_fixture(folder)
    with pytest.raises(NotProven, match="never verified"):
        require_evidence(fixture)
    options = Options(cache=folder.parent / "cache" / "runs.sqlite")
    with pytest.raises(NotProven, match="G3 steady"):
        write_evidence(folder, verify(folder, options))
    assert not (folder / EVIDENCE).exists()
    assert main(["verify", str(folder), "--publish"]) == 0
    first = (folder / EVIDENCE).read_bytes()
    assert main(["verify", str(folder), "--publish"]) == 0
    assert (folder / EVIDENCE).read_bytes() == first
    assert load_fixture(folder).digest == fixture.digest, "the evidence is no part of what it is about"
    require_evidence(load_fixture(folder))
    key = (folder / "key/key.yaml").read_text("utf-8")
    (folder / "key/key.yaml").write_text(key.replace("Words are never forgotten", "No word is ever forgotten"), "utf-8")
    require_evidence(load_fixture(folder))
    (folder / EVIDENCE).write_bytes(first.replace(b'"repeats": 3', b'"repeats": 9'))
    with pytest.raises(NotProven):
        require_evidence(load_fixture(folder))
    (folder / EVIDENCE).write_bytes(first)
    (folder / "key/proofs/test_never_forgets.py").write_text(
        "# another\n" + (folder / "key/proofs/test_never_forgets.py").read_text("utf-8"), "utf-8"
    )
    with pytest.raises(NotProven, match="changed after"):
        require_evidence(load_fixture(folder))


def test_a_foreign_fixture_is_not_run_without_a_sandbox(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no sandbox works its code stays unrun, unless somebody says that they trust it."""
    from harness.adapters.sandbox import BARE, best_sandbox

    best_sandbox.cache_clear()
    monkeypatch.setenv("PATH", "/nonexistent")  # no bubblewrap is found
    try:
        assert best_sandbox() is BARE
        (folder / "FOREIGN").touch()
        gates = frozenset({Gate.CLEAN})
        with pytest.raises(CannotRun, match="no sandbox works here"):
            verify(folder, Options(gates=gates))
        trusted = verify(folder, Options(gates=gates, trust=True))
        assert trusted.holds and "could reach the network" in trusted.protection
    finally:
        best_sandbox.cache_clear()


def published() -> list[str]:
    return [path.parent.parent.name for path in sorted(fixtures_dir().glob("*/key/evidence.json"))]


@pytest.mark.parametrize("slug", published())
def test_shipped_evidence_is_of_what_ships(slug: str) -> None:
    """A fixture that ships with evidence was proven as it ships, twenty times."""
    fixture = load_fixture(fixtures_dir() / slug)
    evidence = evidence_of(fixture)
    assert evidence is not None, f"changed since: harness verify {slug} --publish"
    assert evidence["repeats"] >= 20 and evidence["proven"] == proof_digest(fixture)
    assert set(evidence["gates"]) == {gate.short for gate in Gate}


def test_an_unknown_gate_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The known ones are listed; a known one restricts what is looked into."""
    assert main(["verify", str(folder), "--gate", "G77"]) == 3
    assert "There are: G0, G1" in capsys.readouterr().err
    assert main(["verify", str(folder), "--gate", "g7", "--json"]) == 0
    assert {row["gate"] for row in json.loads(capsys.readouterr().out)["checks"]} == {"G7"}
    assert re.search("Proofs run", capsys.readouterr().err) is None
