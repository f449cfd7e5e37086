"""Lint with judgement: each trace of a planter is seen at its place, and good fixtures are left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import BASE, HEAD, KEY, PR, TESTS, patch, write_fixture

from harness.adapters.locations import fixtures_dir
from harness.domain.fault import Fault, Weight
from harness.steps.authoring.lint import lint
from harness.steps.authoring.suggest import Wanted, suggest


def said(folder: Path) -> list[Fault]:
    faults, summary = lint(folder)
    assert summary is not None, faults
    return list(faults)


def with_change(tmp_path: Path, head: str = HEAD, tests: str = TESTS, **more: str) -> Path:
    """The small fixture with another clean head; its planted issues follow where their lines are the same."""
    change = patch(BASE, head, "words.py") + patch("", tests, "tests/test_words.py")
    return write_fixture(tmp_path / "f", change_DOT_patch=change, **more)


def issue_patch(tmp_path: Path, old: str, new: str) -> Path:
    """The small fixture whose second issue is planted by this replacement."""
    assert old in HEAD
    planted = patch(HEAD, HEAD.replace(old, new), "words.py")
    folder = write_fixture(tmp_path / "f")
    (folder / "key/issues/unstable-ties.patch").write_text(planted, "utf-8", newline="")
    for fix in (folder / "key/fixes").glob("unstable-ties.*"):
        fix.unlink()
    return folder


@pytest.mark.parametrize("slug", sorted(p.parent.name for p in fixtures_dir().glob("*/pr.yaml")))
def test_shipped_fixtures_have_neither_errors_nor_warnings(slug: str) -> None:
    """What comes with the harness is judged by the same measure."""
    assert [str(f) for f in said(fixtures_dir() / slug) if f.weight is not Weight.HINT] == []


RANK = "key=lambda w: (-self.found[w], w)"
DOC = "The `many` most frequent words, ties in alphabetical order."
TRACES = {
    "single quotes": (RANK, "key=lambda w: (-self.found[w], len('') or 0)", "single quotes into words.py"),
    "CRLF": (
        f"        ranked = sorted(self.found, {RANK})\n",
        "        ranked = sorted(self.found, key=len)\r\n",
        "CRLF",
    ),
    "tab": (
        f"        ranked = sorted(self.found, {RANK})\n",
        "        ranked = (\n\tsorted(self.found, key=len))\n",
        "tabs",
    ),
    "blanks": (RANK, f"{RANK}, )  # x   \n        (1", "blanks at the end"),
    "tight comment": (f"{RANK})", "key=len)  #ranked", "a comment without a blank"),
    "blank lines": (
        f"        ranked = sorted(self.found, {RANK})\n",
        "        ranked = list(self.found)\n\n\n\n",
        "3 blank lines",
    ),
    "a character": (DOC, "The most frequent words … in order.", "the character '…'"),
    "the defect": (f"{RANK})", "key=len)  # race condition", "brings 'race condition'"),
}


@pytest.mark.parametrize(("old", "new", "what"), TRACES.values(), ids=TRACES)
def test_a_style_that_only_planted_lines_have_is_seen(tmp_path: Path, old: str, new: str, what: str) -> None:
    """A warning at the entry of the issue in the key."""
    [fault] = [f for f in said(issue_patch(tmp_path, old, new)) if what in f.what]
    assert fault.weight is Weight.WARNING
    assert fault.path.endswith("key/key.yaml")
    assert "unstable-ties" in KEY.split("\n")[fault.line - 1]


def test_a_style_that_the_file_has_anyway_is_no_trace(tmp_path: Path) -> None:
    """Planting in the manner of the file is what is asked for."""
    found = said(issue_patch(tmp_path, RANK, 'key=lambda w: (-self.found[w], len(""))'))
    assert not [f for f in found if "brings" in f.what]


GIVEAWAYS = {
    "an id in a comment": ("# see never-forgets\n", "'never-forgets' is how the key calls never-forgets"),
    "an id as a name": ("unstable_ties = 1\n", "'unstable_ties' is how"),
    "a class": ("# growth.unbounded\n", "'growth.unbounded' is how"),
    "a mark": ("# FIXME\n", "the word 'FIXME'"),
    "a sentence of the key": (
        "# memory grows with every distinct word until the process dies\n", "what the key says of never-forgets",
    ),
    "a public project": ("# from https://github.com/someone/words\n", "names a public project"),
    "a licence": ("# SPDX-License-Identifier: MIT\n", "somebody's licence"),
    "an address inside": ("HOST = 'db.corp'\n", "a host inside a company"),
    "a private network": ("HOST = '10.1.2.3'\n", "an address of a private network"),
    "a person": ("# ask jane@words-inc.com\n", "an e-mail address"),
    "a chat": ("# as discussed in Slack\n", "cannot read"),
    "a ticket": ("# see AB-77\n", "cannot read"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "what"), GIVEAWAYS.values(), ids=GIVEAWAYS)
def test_words_that_give_something_away_are_seen_in_the_code(tmp_path: Path, line: str, what: str) -> None:
    """Each at its line of the clean head."""
    tests = TESTS + "\n\n" + line
    [fault] = [f for f in said(with_change(tmp_path, tests=tests)) if what in f.what]
    assert fault.weight is not Weight.ERROR
    assert fault.path.endswith("tests/test_words.py")
    assert tests.split("\n")[fault.line - 1] == line.rstrip("\n")


@pytest.mark.parametrize(
    "line",
    [
        "# see W-1",
        "# ask jane@example.com",
        "HOST = '198.51.100.7'",
        "forgets = 'never'",
        "# the limit of memory",
        "# bug 7",
    ],
)
def test_plain_words_give_nothing_away(tmp_path: Path, line: str) -> None:
    """What everybody writes is left in peace."""
    found = said(with_change(tmp_path, tests=TESTS + "\n\n" + line + "\n"))
    assert [str(f) for f in found if f.path.endswith("tests/test_words.py")] == []


def test_the_description_is_read_too(tmp_path: Path) -> None:
    """Title, description and artefacts are what the candidate reads first."""
    folder = write_fixture(tmp_path / "f", pr_DOT_yaml=PR.replace("bounded counter", "fixes unstable-ties"))
    assert [
        f.path.rsplit("/", 1)[-1] for f in said(folder) if "unstable-ties" in f.what and "how the key" in f.what
    ] == ["pr.yaml"]


def test_a_project_with_the_name_of_a_public_one(tmp_path: Path) -> None:
    """Its good version may be the answer."""
    folder = write_fixture(tmp_path / "f", base__click__core_DOT_py="")
    [fault] = [f for f in said(folder) if "name of a public one" in f.what]
    assert fault.path.endswith("base/click")


def test_formal_wordings_alone_are_too_few(tmp_path: Path) -> None:
    """Half of all good remarks are questions or come across the desk."""
    formal = KEY.replace(
        'wordings: ["who ever deletes from this dict?"]',
        'wordings: ["Unbounded growth of the dictionary.", "Missing eviction.", "Memory exhaustion over time."]',
    )
    found = said(write_fixture(tmp_path / "f", key__key_DOT_yaml=formal))
    assert any("every wording of never-forgets is a formal one" in f.what for f in found)
    assert any("unstable-ties has no wordings" in f.what for f in found)


def test_two_of_a_class_are_named(tmp_path: Path) -> None:
    """They never meet; where so many are wanted that none fits, it is a warning."""
    same = KEY.replace("class: nondet.order-clock", "class: growth.unbounded")
    found = said(write_fixture(tmp_path / "f", key__key_DOT_yaml=same.replace("{issues: all,", "{issues: 2,")))
    assert any("never stand in one variant" in f.what for f in found)
    assert any("so many cannot stand in one variant" in f.what and f.weight is Weight.WARNING for f in found)


def test_size_is_measured_against_the_minutes(tmp_path: Path) -> None:
    """A page of code in forty minutes is little; five hundred lines in ten are too many."""
    small = write_fixture(tmp_path / "small", pr_DOT_yaml=PR.replace("minutes: 10", "minutes: 40"))
    assert any("little to hide in" in f.what for f in said(small))
    assert any("suggests 40" in f.what for f in said(small))
    long = HEAD + "".join(f"\n\ndef f{n}():\n    return {n}\n" for n in range(80))
    found = said(with_change(tmp_path, head=long))
    assert any("people tire" in f.what for f in found)
    assert any("suggests 10" in f.what and f.weight is Weight.WARNING for f in found)


def test_issues_in_one_file_alone_are_seen(tmp_path: Path) -> None:
    """Who tires before that file is not measured fairly; a file without any issue is worth a hint."""
    more = "".join(f"NAME_{n} = {n}\n" for n in range(30))
    third = KEY.split("  - id: unstable-ties")[1].split("decoys:")[0].replace("nondet.order-clock", "boundary.edge")
    key = KEY.replace("decoys:", f"  - id: third-one{third}decoys:", 1).replace("failure: depends", "failure: depends")
    folder = write_fixture(
        tmp_path / "f",
        key__key_DOT_yaml=key.replace("  - id: third-one", "    excludes: [third-one]\n  - id: third-one").replace(
            "class: boundary.edge", "class: boundary.edge\n    excludes: [unstable-ties]"
        ),
        key__issues__third_DOT_patch="",
        change_DOT_patch=patch(BASE, HEAD, "words.py")
        + patch("", TESTS, "tests/test_words.py")
        + patch("", more, "a.py"),
    )
    (folder / "key/issues/third.patch").unlink()
    (folder / "key/issues/third-one.patch").write_bytes((folder / "key/issues/unstable-ties.patch").read_bytes())
    proof = (folder / "key/proofs/test_unstable_ties.py").read_text("utf-8")
    (folder / "key/proofs/test_third_one.py").write_text(proof.replace("unstable-ties:", "third-one:"), "utf-8")
    found = said(folder)
    assert any("3 of 3 issues stand in the last file, words.py" in f.what for f in found)
    assert any("no issue stands in a.py, of which 30 lines are new" in f.what for f in found)


def test_a_trace_that_two_issues_leave_together_is_seen(tmp_path: Path) -> None:
    """Each takes one of the two uses of a constant; alone neither leaves it idle."""
    head = HEAD.replace("return ranked[:many]", "return ranked[: min(many, LIMIT)]")
    folder = write_fixture(
        tmp_path / "f", change_DOT_patch=patch(BASE, head, "words.py") + patch("", TESTS, "tests/test_words.py")
    )
    plantings = {
        "never-forgets": head.replace("limit: int = LIMIT", "limit: int = 100"),
        "unstable-ties": head.replace("min(many, LIMIT)", "many"),
    }
    for name, planted in plantings.items():
        (folder / f"key/issues/{name}.patch").write_text(patch(head, planted, "words.py"), "utf-8")
        for fix in (folder / "key/fixes").glob(f"{name}.*"):
            fix.unlink()
    [fault] = [f for f in said(folder) if "together leave a trace" in f.what]
    assert "LIMIT" in fault.what
    assert fault.weight is Weight.WARNING


def test_a_file_that_this_python_cannot_parse_stops_nothing(tmp_path: Path) -> None:
    """An old script or a template lies in the project: lint says what it can, and operators fit elsewhere."""
    folder = write_fixture(tmp_path / "f", base__old_DOT_py="print 'hello'\n")
    assert said(folder)
    assert {s.operator for s in suggest(folder, Wanted(operator="drop-eviction"))} == {"drop-eviction"}
