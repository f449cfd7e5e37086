"""Another way to mend an issue becomes a fix; one that shows nothing new is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_fixture

from harness.adapters.fixtures import load_fixture
from harness.apps.cli.main import main
from harness.domain.errors import BadInput
from harness.domain.verification import Gate
from harness.steps.authoring.fix import fix_copy, fix_from
from harness.steps.authoring.verify import Options, verify

GUARD = "while len(self.found) > self.limit:"
PLANTED = "while len(self.found) > self.limit and word not in self.found:"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_fixture(tmp_path / "words")
    for path in (folder / "key/fixes").glob("never-forgets.*"):
        path.unlink()
    return folder


def mended(folder: Path, guard: str) -> Path:
    copy = fix_copy(folder, "never-forgets")
    source = copy / "words.py"
    text = source.read_text("utf-8")
    assert PLANTED in text
    source.write_text(text.replace(PLANTED, guard), "utf-8")
    return copy


def test_an_edit_of_the_planted_head_becomes_the_next_fix(folder: Path) -> None:
    """Two of them are what G8 asks for, and the working copies are gone."""
    copy = mended(folder, "while self.limit < len(self.found):")
    assert "fix 1 of never-forgets. One more is needed." in fix_from(folder, "never-forgets", copy)
    assert not copy.exists()
    fix_from(folder, "never-forgets", mended(folder, "while not len(self.found) <= self.limit:"))
    issue = load_fixture(folder).key.issue("never-forgets")
    assert issue and [fix.name for fix in issue.mended] == [
        "fixes/never-forgets.1.patch",
        "fixes/never-forgets.2.patch",
    ]
    assert verify(folder, Options(gates=frozenset({Gate.FIX_NEUTRAL}))).holds


def test_what_shows_nothing_new_is_refused_and_kept(folder: Path) -> None:
    """The clean head, the text of another fix, and no edit at all; the author's copy stays where it is."""
    copy = mended(folder, GUARD)
    with pytest.raises(BadInput, match="back to the clean head"):
        fix_from(folder, "never-forgets", copy)
    assert copy.is_dir()
    other = "while self.limit < len(self.found):"
    fix_from(folder, "never-forgets", mended(folder, other))
    with pytest.raises(BadInput, match=r"the same as fixes/never-forgets\.1\.patch"):
        fix_from(folder, "never-forgets", mended(folder, other))
    with pytest.raises(BadInput, match="nothing was changed"):
        fix_from(folder, "never-forgets", mended(folder, PLANTED))
    assert len(list((folder / "key/fixes").glob("never-forgets.*"))) == 1


def test_the_command_opens_and_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In two steps, with any tool in between; an issue that is not there is named with those that are."""
    assert main(["fix", str(folder), "never-forgets", "--open"]) == 0
    copy = Path(capsys.readouterr().out.strip())
    source = copy / "words.py"
    source.write_text(source.read_text("utf-8").replace(PLANTED, "while self.limit < len(self.found):"), "utf-8")
    assert main(["fix", str(folder), "never-forgets", "--take", str(copy)]) == 0
    assert (folder / "key/fixes/never-forgets.1.patch").is_file()
    assert main(["fix", str(folder), "nobody", "--open"]) != 0
    assert "never-forgets" in capsys.readouterr().err
