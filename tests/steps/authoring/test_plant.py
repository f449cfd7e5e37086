"""From an empty folder to a planted issue, as an author does it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from builders import write_fixture

from harness.adapters.fixtures import check_fixture, load_fixture
from harness.apps.cli.main import main
from harness.domain.errors import BadInput, CannotRun
from harness.reports.verification_report import verification_summary
from harness.steps.authoring.plant import open_copy, planted_from, working_copy
from harness.steps.authoring.scaffold import scaffold
from harness.steps.authoring.verify import verify


def edited(folder: Path, old: str, new: str) -> Path:
    copy = working_copy(folder)
    source = copy / "words.py"
    source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")
    return copy


def test_a_new_fixture_loads_and_is_not_called_proven(tmp_path: Path) -> None:
    """What `harness new` writes is whole from the first moment; of what is planted there is nothing to prove yet."""
    folder = scaffold("my-exercise", tmp_path)
    fixture, faults = check_fixture(folder)
    assert faults == ()
    assert fixture is not None
    outcome = verify(folder)
    assert outcome.holds and not outcome.proven
    said = verification_summary(outcome)
    assert "proven" not in said and "G2" in said
    assert any("nothing is planted yet" in check.reason for check in outcome.checks)


@pytest.mark.parametrize("slug", ["My Exercise", "-x", "", "ä", "a--b", "../x"])
def test_a_bad_slug_is_refused(tmp_path: Path, slug: str) -> None:
    """Nothing is written for a name that cannot be a slug."""
    with pytest.raises(BadInput):
        scaffold(slug, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_slug_is_refused(tmp_path: Path) -> None:
    """A fixture is never overwritten."""
    scaffold("one", tmp_path)
    with pytest.raises(BadInput, match="there already"):
        scaffold("one", tmp_path)


def test_the_edit_of_a_working_copy_becomes_the_issue(tmp_path: Path) -> None:
    """Patch, key entry and proof are written; the author's own lines of the key stay as they were."""
    folder = write_fixture(tmp_path / "words")
    before = (folder / "key/key.yaml").read_text("utf-8")
    copy = edited(folder, "-self.found[w]", "self.found[w]")
    said = planted_from(folder, "wrong-end", copy, "boundary.edge", "major")
    assert "wrong-end is planted at words.py:23" in said
    assert not copy.exists()
    after = (folder / "key/key.yaml").read_text("utf-8")
    assert [line for line in before.split("\n") if line not in after.split("\n")] == []
    assert "TODO" in after
    faults = check_fixture(folder)[1]
    assert [f for f in faults if f.what.startswith("unstable-ties and wrong-end both change words.py")]
    assert (folder / "key/proofs/test_wrong_end.py").is_file()


def test_verify_tells_what_is_missing_after_planting(tmp_path: Path) -> None:
    """The skeleton of a proof is red on the clean head until it is written."""
    folder = scaffold("one", tmp_path)
    copy = working_copy(folder)
    source = copy / "greeting.py"
    source.write_text(source.read_text("utf-8").replace("for name in names]", "for name in names[1:]]"), "utf-8")
    planted_from(folder, "first-lost", copy, "boundary.edge", "major")
    verification = verify(folder)
    assert not verification.holds
    assert any("TODO" in check.reason for check in verification.checks)


def test_commits_of_the_author_do_not_matter(tmp_path: Path) -> None:
    """The edit is what differs from the clean head, committed or not."""
    folder = write_fixture(tmp_path / "words")
    copy = edited(folder, "LIMIT = 100", "LIMIT = 10_000")
    git = ["git", "-C", str(copy), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "commit", "-qam", "mine"], check=True)
    assert "words.py:5" in planted_from(folder, "large-limit", copy, "growth.amplification", "minor")


def test_no_edit_plants_nothing(tmp_path: Path) -> None:
    """An editor that was closed again leaves the fixture as it was."""
    folder = write_fixture(tmp_path / "words")
    digest = load_fixture(folder).digest
    with pytest.raises(BadInput, match="nothing was changed"):
        planted_from(folder, "nothing", open_copy(folder, "true"), "boundary.edge", "major")
    assert load_fixture(folder).digest == digest


@pytest.mark.parametrize(
    ("issue_id", "defect_class", "message"),
    [
        ("Bad Id", "boundary.edge", "is no id"),
        ("x", "boundary.edgy", "not a known class"),
        ("never-forgets", "boundary.edge", "already"),
    ],
)
def test_a_bad_name_plants_nothing_and_keeps_the_edit(
    tmp_path: Path, issue_id: str, defect_class: str, message: str
) -> None:
    """The working copy stays, so that the author can try again."""
    folder = write_fixture(tmp_path / "words")
    digest = load_fixture(folder).digest
    copy = edited(folder, "LIMIT = 100", "LIMIT = 1")
    with pytest.raises(BadInput, match=message):
        planted_from(folder, issue_id, copy, defect_class, "major")
    assert copy.exists()
    assert load_fixture(folder).digest == digest


def test_an_editor_that_opens_no_folders_gets_the_files_of_the_pull_request(tmp_path: Path) -> None:
    """nano and its like refuse a folder; the edit of the files becomes the issue all the same."""
    folder = write_fixture(tmp_path / "words")
    nano = tmp_path / "nano"
    nano.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.given"\nsed -i "s/LIMIT = 100/LIMIT = 1000/" "$2"\n', "utf-8")
    nano.chmod(0o755)
    assert main(["plant", str(folder), "wide", "--class", "fail.pressure", "--editor", str(nano)]) == 0
    given = (tmp_path / "nano.given").read_text("utf-8").split()
    assert [path.split("/", 3)[3] for path in given] == ["tests/test_words.py", "words.py"]
    assert load_fixture(folder).key.issue("wide")


def test_a_missing_editor_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence and what to do; no traceback."""
    folder = write_fixture(tmp_path / "words")
    with pytest.raises(CannotRun, match="no-such-editor"):
        open_copy(folder, "no-such-editor")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    with pytest.raises(CannotRun, match="no editor"):
        open_copy(folder, None)


def test_the_commands_say_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """new, lint, plant --open, plant --take, one after the other."""
    assert main(["new", "mine", "--into", str(tmp_path)]) == 0
    folder = tmp_path / "mine"
    assert main(["lint", str(folder)]) == 0
    assert main(["plant", str(folder), "first-lost", "--open"]) == 0
    copy = Path(capsys.readouterr().out.strip().splitlines()[-1])
    (copy / "greeting.py").write_text("def greet(name):\n    return name\n", "utf-8")
    assert main(["plant", str(folder), "first-lost", "--take", str(copy), "--class", "boundary.edge"]) == 0
    assert "harness verify" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "arguments"), [("Wrong End", []), ("never-forgets", []), ("new-one", ["--class", "boundary.egde"])]
)
def test_a_bad_name_is_refused_before_the_editor_opens(tmp_path: Path, name: str, arguments: list[str]) -> None:
    """An author learns that an id is taken or a class unknown before the work, not after it."""
    folder = write_fixture(tmp_path / "words")
    marker = tmp_path / "opened"
    editor = f"touch {marker} --"
    assert main(["plant", str(folder), name, "--editor", editor, *arguments]) == 3
    assert not marker.exists()


def test_planting_says_with_whom_the_new_issue_cannot_stand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The class of another issue, and lines that another one changes too, are named while the author has it in mind."""
    folder = write_fixture(tmp_path / "words")
    copy = edited(folder, "LIMIT = 100", "LIMIT = 10_000")
    main(["plant", str(folder), "large-limit", "--take", str(copy), "--class", "growth.unbounded"])
    assert "Note: large-limit never stands beside never-forgets" in capsys.readouterr().out
    copy = edited(folder, "key=lambda w: (-self.found[w], w)", "key=lambda w: (self.found[w], w)")
    main(["plant", str(folder), "wrong-end", "--take", str(copy), "--class", "boundary.edge"])
    assert "Note: unstable-ties and wrong-end both change words.py" in capsys.readouterr().out
