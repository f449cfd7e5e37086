"""From a suggestion to a proven issue: operators in loading, composing, verifying and on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from builders import patch, write_fixture

from harness.adapters.fixtures import check_fixture, load_fixture
from harness.apps.cli.main import main
from harness.domain.edit import edit_tree
from harness.domain.errors import BadInput
from harness.domain.suggestion import Fate
from harness.planting.compose import compose
from harness.steps.authoring.plant_operator import plant_by_operator
from harness.steps.authoring.suggest import Wanted, suggest
from harness.steps.authoring.verify import verify

PROOF = """from words import Counter


def test_bound():
    counter = Counter()
    for number in range(300):
        counter.add(str(number))
    assert len(counter.found) <= 100, "never-full: the counter keeps every word it has ever seen"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_fixture(tmp_path / "words")


def by_operator(folder: Path) -> Path:
    """The small fixture with its first issue planted by an operator instead of its patch."""
    key = folder / "key/key.yaml"
    at = '    plant: {operator: drop-eviction, at: "words.py::Counter.add"}\n    proof:\n      family: bound\n'
    key.write_text(key.read_text("utf-8").replace("    proof:\n      family: bound\n", at, 1), "utf-8")
    (folder / "key/issues/never-forgets.patch").unlink()
    for fix in (folder / "key/fixes").glob("never-forgets.*"):
        fix.unlink()  # they mend the text that the patch leaves
    proof = folder / "key/proofs/test_never_forgets.py"
    text = proof.read_text("utf-8").replace("Counter(limit=10)", "Counter()").replace("range(100)", "range(300)")
    proof.write_text(text.replace("<= 10,", "<= 100,"), "utf-8")
    fixture = load_fixture(folder)
    planted = edit_tree(fixture.clean_head, fixture.key.issues[0].edits)["words.py"].decode()
    added = "        self.found[word] = self.found.pop(word, 0) + 1\n"
    for number, guard in enumerate(("if", "while"), 1):
        fixed = f"{added}        {guard} len(self.found) > 100:\n            del self.found[next(iter(self.found))]\n"
        fix = patch(planted, planted.replace(added, fixed), "words.py")
        (folder / f"key/fixes/never-forgets.{number}.patch").write_text(fix, "utf-8")
    return folder


def test_an_issue_planted_by_an_operator_is_proven_and_meets_patches(folder: Path) -> None:
    """Loading, composing and verifying treat it as any other; its residue is gone with it."""
    fixture = load_fixture(by_operator(folder))
    variant = compose(fixture, "1")
    assert variant.issues == ("never-forgets", "unstable-ties")
    text = variant.head["words.py"].decode()
    assert "limit" not in text
    assert "LIMIT" not in text
    assert "key=lambda w: -self.found[w]" in text
    assert fixture.key.issues[0].operator == ("drop-eviction", "words.py::Counter.add")
    outcome = verify(folder)
    assert outcome.holds, [c for c in outcome.checks if not c.holds]


@pytest.mark.parametrize(
    ("entry", "column", "said"),
    [
        ('{operator: drop-evictions, at: "words.py::Counter.add"}', 13, "did you mean 'drop-eviction'?"),
        ("{operator: drop-eviction}", 13, "needs a place"),
        ('{operator: drop-eviction, at: "words.py::Counter.top"}', 38, "there are words.py::Counter.add"),
        ('{operator: drop-eviction, at: "gone.py::f"}', 38, "no file 'gone.py'"),
        ('{operator: drop-eviction, at: "words.py"}', 38, "PATH::SYMBOL"),
        (
            '{patch: issues/never-forgets.patch, operator: drop-eviction, at: "words.py::Counter.add"}',
            13,
            "not by both",
        ),
        ('{at: "words.py::Counter.add"}', 13, "no operator to use there"),
    ],
)
def test_what_is_wrong_with_an_operator_is_said_at_its_place(folder: Path, entry: str, column: int, said: str) -> None:
    """File, line and column, and what there is instead."""
    key = folder / "key/key.yaml"
    text = key.read_text("utf-8").replace(
        "    proof:\n      family: bound", f"    plant: {entry}\n    proof:\n      family: bound", 1
    )
    key.write_text(text, "utf-8")
    _, faults = check_fixture(folder)
    [fault] = faults
    assert said in str(fault)
    assert fault.line == 12


def test_suggestions_say_what_the_visible_tests_miss(folder: Path) -> None:
    """The eviction is missed, the order of ties is caught; each comes with its diff and a selector that plants it."""
    found = suggest(folder, Wanted())
    fates = {s.operator: s.fate for s in found}
    assert fates["drop-eviction"] is Fate.HIDDEN
    assert fates["drop-sorted"] is Fate.CAUGHT
    eviction = next(s for s in found if s.operator == "drop-eviction")
    assert (eviction.path, eviction.line, eviction.selector) == ("words.py", 18, "words.py::Counter.add")
    assert "-        while len(self.found) > self.limit:\n" in eviction.diff
    assert [s.fate for s in found] == sorted((s.fate for s in found), key=list(Fate).index)


def test_suggestions_can_be_narrowed(folder: Path) -> None:
    """By class, by operator and by path."""
    assert {s.operator for s in suggest(folder, Wanted(defect_class="growth.unbounded"))} == {"drop-eviction"}
    assert {s.operator for s in suggest(folder, Wanted(operator="drop-sorted"))} == {"drop-sorted"}
    assert suggest(folder, Wanted(path="nowhere")) == ()
    with pytest.raises(BadInput, match="not a known class"):
        suggest(folder, Wanted(defect_class="growth"))


def test_a_clean_head_with_red_tests_is_no_place_to_hide(tmp_path: Path) -> None:
    """Nothing is suggested where the visible tests fail to begin with."""
    folder = write_fixture(tmp_path / "words")
    patch = folder / "change.patch"
    patch.write_text(patch.read_text("utf-8").replace('{"b": 1, "a": 2}', '{"b": 1, "a": 3}'), "utf-8")
    with pytest.raises(BadInput, match="not green on the clean head"):
        suggest(folder, Wanted(operator="drop-eviction"))


def test_an_operator_plants_an_entry_that_loads_and_can_be_proven(folder: Path) -> None:
    """The entry names operator and place, with class, family and tag; with sentences and a proof it is proven."""
    said = plant_by_operator(folder, "never-full", "drop-eviction", "words.py::Counter.add", None, "major")
    assert "never-full is planted at words.py:" in said
    fixture, faults = check_fixture(folder)
    assert [f.what for f in faults if "both change" not in f.what] == [
        "the declared failure 'TODO words of the failing assertion' stands in no assertion's message of proofs/test_never_full.py"
    ] or fixture is not None
    text = (folder / "key/key.yaml").read_text("utf-8")
    assert '    plant: {operator: drop-eviction, at: "words.py::Counter.add"}\n' in text
    assert "tags: [omission]" in text
    assert "class: growth.unbounded" in text
    assert not (folder / "key/issues/never-full.patch").exists()


def test_nothing_is_written_for_a_place_that_is_not_there(folder: Path) -> None:
    """Id, class, operator and place are checked before the key is touched."""
    before = (folder / "key/key.yaml").read_bytes()
    for name, operator, place in [
        ("Bad Id", "drop-eviction", "words.py::Counter.add"),
        ("never-forgets", "drop-eviction", "words.py::Counter.add"),
        ("new", "drop-evicton", "words.py::Counter.add"),
        ("new", "drop-eviction", "words.py::Counter.top"),
    ]:
        with pytest.raises(BadInput):
            plant_by_operator(folder, name, operator, place, None, "major")
    assert (folder / "key/key.yaml").read_bytes() == before


def test_the_command_line_suggests_and_plants(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `--suggest` prints can be run as it stands."""
    assert main(["plant", str(folder), "--suggest", "--class", "growth.unbounded"]) == 0
    said = capsys.readouterr().out
    command = next(line for line in said.split("\n") if "--operator" in line).split()
    assert command[:3] == ["harness", "plant", str(folder)]
    assert main([*command[1:3], "never-full", *command[4:]]) == 0
    assert "never-full is planted" in capsys.readouterr().out
    assert main([*command[1:3], "never-full", *command[4:]]) == 3
    assert "already. Write its `plant:` in key.yaml" in capsys.readouterr().err
    assert main(["plant", str(folder), "--suggest", "--operator", "drop-sorted", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["suggestions"][0]["fate"] == "caught"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--path", "nowhere"], "whose path holds 'nowhere', tests apart. Files that it changes: words.py."),
        (["--operator", "drop-eviction", "--class", "num.precision"], "is of the class growth.unbounded"),
        (["--class", "security.boundary"], "in the lines that the pull request brings to words.py"),
    ],
)
def test_nothing_suggested_has_a_reason(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    """An author learns whether to ask otherwise or to write the guard first."""
    assert main(["plant", str(folder), "--suggest", *arguments]) == 0
    said = capsys.readouterr()
    assert "0 places" in said.out and why in said.err


@pytest.mark.parametrize(
    "arguments",
    [["x", "--suggest"], [], ["x", "--operator", "drop-lock"], ["x", "--operator", "a", "--at", "b", "--replace"]],
)
def test_arguments_that_do_not_belong_together_are_refused(folder: Path, arguments: list[str]) -> None:
    """One sentence and exit code 2."""
    assert main(["plant", str(folder), *arguments]) == 2


def test_a_fixture_without_operators_loads_without_syntax_trees(folder: Path) -> None:
    """Only a key that names an operator pays for libcst."""
    code = "import sys; from pathlib import Path; from harness.adapters.fixtures import load_fixture; load_fixture(Path(sys.argv[1])); print('libcst' in sys.modules)"
    for expected in ("False", "True"):
        done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == expected
        if expected == "False":
            by_operator(folder)
