"""The author's workshop, driven by keys: texts, gates, the editor, the candidate's view, the matcher."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import pytest
from builders import write_fixture
from textual.pilot import Pilot
from textual.widgets import Input, Static

from harness.apps.cli.main import main
from harness.apps.tui.author.app import AuthorApp
from harness.apps.tui.author.dialogs import GateChoice, Reading, Trial
from harness.apps.tui.author.preview import CandidateView
from harness.apps.tui.widgets.rows import Mode
from harness.domain.display import display
from harness.domain.pull_request import ChangedFile
from harness.domain.verification import Check, Gate
from harness.steps.authoring.workshop import GateRun, Look, State, Workshop

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARNESS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HARNESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("VISUAL", raising=False)
    return write_fixture(tmp_path / "words")


def text_of(app: AuthorApp, where: str) -> str:
    return str(app.screen_stack[0].query_one(where, Static).content)


async def ended(pilot: Pilot[None], app: AuthorApp) -> None:
    """Wait for the run's worker, and for what it tells the screen."""
    await app.workers.wait_for_complete()
    await pilot.pause()


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """An editor that is a line of Python; `path` is the file that it is given last."""
    script = tmp_path / "editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{code}\n", "utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


@pytest.mark.parametrize("size", SIZES)
async def test_the_issues_stand_beside_the_texts_with_their_gates(folder: Path, size: tuple[int, int]) -> None:
    """Every issue, no gate run yet; clean and planted head are compared, side by side where there is room."""
    app = AuthorApp(folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "contains answers" in text_of(app, "#top")
        assert "▶ never-forgets" in text_of(app, "#issues")
        assert "unstable-ties" in text_of(app, "#issues")
        assert text_of(app, "#issues").count(State.NOT_RUN.value) == 2 * len(Gate) + 1
        assert isinstance(app.view.document, ChangedFile)
        assert "> self.limit:" in "\n".join(app.view.document.base.lines)
        assert "> self.limit:" not in "\n".join(app.view.document.head.lines)
        assert app.view.mode is (Mode.SPLIT if size[0] == 120 else Mode.UNIFIED)
        await pilot.press("t")
        assert app.view.mode is (Mode.UNIFIED if size[0] == 120 else Mode.SPLIT)


async def test_issues_files_and_texts_are_walked_by_keys(folder: Path) -> None:
    """i takes the next issue, d compares other texts, f the next file."""
    app = AuthorApp(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("i")
        assert "▶ unstable-ties" in text_of(app, "#issues")
        assert "Ties come out in the order of arrival" in text_of(app, "#words")
        await pilot.press("d")
        assert text_of(app, "#place").startswith(f" {Look.PULL_REQUEST.value}   1/2 words.py")
        await pilot.press("f")
        assert "2/2 tests/test_words.py" in text_of(app, "#place")
        assert app.view.mode is Mode.UNIFIED, "an added file has one side"
        await pilot.press("d", "I")
        assert text_of(app, "#place").startswith(f" {Look.CLEAN.value}")
        await pilot.press("tab")
        assert app.query_one("#side").size.width == 0


@pytest.mark.parametrize("size", SIZES)
async def test_a_gate_is_run_on_a_key(folder: Path, size: tuple[int, int]) -> None:
    """r offers the gates; what was run is green, red with its reason, or open, for each issue."""
    key = folder / "key/proofs/test_unstable_ties.py"
    key.write_text(key.read_text("utf-8").replace("assert lists[0]", "assert True or lists[0]"), "utf-8")
    app = AuthorApp(folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("r")
        assert isinstance(app.screen, GateChoice)
        await pilot.press("j", "j", "j", "enter")
        await ended(pilot, app)
        forgets, ties = app.workshop.fixture.key.issues
        assert app.workshop.state(forgets, Gate.REAL_AND_HIDDEN) is State.GREEN
        assert app.workshop.state(ties, Gate.REAL_AND_HIDDEN) is State.RED
        assert app.workshop.state(ties, Gate.CLEAN) is State.NOT_RUN
        assert "G2 real and hidden" in text_of(app, "#state")
        await pilot.press("i")
        assert "the proof stays green although the issue is planted" in text_of(app, "#words")


async def test_a_run_can_be_stopped_and_leaves_nothing(folder: Path) -> None:
    """s ends it as Ctrl-C would; the screen says that there is no outcome, and a second run may follow."""
    slow = folder / "key/proofs/test_never_forgets.py"
    slow.write_text("import time\ntime.sleep(50)\n" + slow.read_text("utf-8"), "utf-8")
    app = AuthorApp(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("R")
        run = app.running
        assert run
        await pilot.press("R")
        assert "s stops it" in text_of(app, "#state")
        await pilot.press("s")
        await ended(pilot, app)
        assert app.running is None
        assert "no outcome" in text_of(app, "#state")
        assert run._process.poll() is not None


async def test_a_comment_meets_the_matcher(folder: Path) -> None:
    """m takes a comment on the line under the cursor and shows issue, level and reasons."""
    app = AuthorApp(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("m")
        assert isinstance(app.screen, Trial)
        app.screen.query_one(Input).value = "nothing ever removes words from this dict, memory grows until it dies"
        await pilot.press("enter")
        await pilot.pause()
        said = str(app.screen.query_one("#said", Static).content)
        assert "MATCH: never-forgets, level" in said
        assert "likeliest first" in said
        await pilot.press("escape")
        assert not isinstance(app.screen, Trial)


@pytest.mark.parametrize("size", SIZES)
async def test_the_candidates_view_is_the_packet_itself(folder: Path, size: tuple[int, int]) -> None:
    """Description, artefacts and files as packed; another seed is another packet, and nothing of the key is there."""
    app = AuthorApp(folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("c")
        await pilot.pause()
        view = app.screen
        assert isinstance(view, CandidateView)
        assert [d.path for d in view.documents] == [
            "description.md", "artefacts/ticket.md", "words.py", "tests/test_words.py",
        ]  # fmt: skip
        first = view.packet.digest
        await pilot.press("right_curly_bracket", "right_curly_bracket")
        assert "3 of 4  words.py" in str(view.query_one("#preview-place", Static).content)
        await pilot.press("n")
        assert view.packet.seed == "2"
        assert view.packet.digest != first
        for issue in app.workshop.fixture.key.issues:
            assert issue.id not in "\n".join(line for d in view.documents for line in _lines(d))
        await pilot.press("escape")
        assert not isinstance(app.screen, CandidateView)


def _lines(document: object) -> list[str]:
    text = document.head if isinstance(document, ChangedFile) else document.text  # type: ignore[attr-defined]
    return list(text.lines)


async def test_the_editor_opens_entry_proof_and_planting(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the editor changed is read again at once; a planting that was edited becomes the issue's patch."""
    app = AuthorApp(folder)
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        editor(tmp_path, monkeypatch, "path.write_text(path.read_text().replace('Words are never', 'Words never are'))")
        await pilot.press("e")
        assert "key.yaml changed" in text_of(app, "#state")
        assert "Words never are forgotten" in text_of(app, "#words")
        editor(tmp_path, monkeypatch, "path.write_text(path.read_text() + '# more')")
        await pilot.press("o")
        assert "test_never_forgets.py changed" in text_of(app, "#state")
        for fix in (folder / "key/fixes").glob("unstable-ties.*"):
            fix.unlink()  # they mend the text that the old patch left
        editor(tmp_path, monkeypatch, "path.write_text(path.read_text().replace('-self.found[w]', 'self.found[w]'))")
        await pilot.press("i", "E")
        assert "unstable-ties is planted at words.py" in text_of(app, "#state")
        assert "self.found[w])" in (folder / "key/issues/unstable-ties.patch").read_text("utf-8")


async def test_a_fixture_that_does_not_load_any_more_is_no_loss(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault is shown with its place, what there was stays, and the next edit mends it."""
    app = AuthorApp(folder)
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        editor(tmp_path, monkeypatch, "path.write_text(path.read_text().replace('severity: major', 'severity: huge'))")
        await pilot.press("e")
        assert isinstance(app.screen, Reading)
        assert "key.yaml:" in app.screen._text
        assert "does not load now" in app.screen._text
        await pilot.press("escape")
        assert "▶ never-forgets" in text_of(app, "#issues")
        editor(tmp_path, monkeypatch, "path.write_text(path.read_text().replace('severity: huge', 'severity: minor'))")
        await pilot.press("e")
        assert "minor" in text_of(app, "#words")


async def test_without_an_editor_the_screen_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence and the next step."""
    monkeypatch.setenv("EDITOR", "")
    app = AuthorApp(folder)
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("e")
        assert isinstance(app.screen, Reading)
        assert "no editor is named" in app.screen._text


async def test_lint_and_help_are_there_to_read(folder: Path) -> None:
    """The help tells every key that is bound here, from the bindings themselves."""
    app = AuthorApp(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("L")
        assert isinstance(app.screen, Reading)
        assert "has no wordings" in app.screen._text
        await pilot.press("escape", "question_mark")
        assert isinstance(app.screen, Reading)
        for binding in app.BINDINGS:
            assert binding.description in app.screen._text  # type: ignore[union-attr]


async def test_a_fixture_without_issues_has_a_screen_too(tmp_path: Path) -> None:
    """The clean pull request is shown, and where to begin."""
    assert main(["new", "empty-one", "--into", str(tmp_path)]) == 0
    app = AuthorApp(tmp_path / "empty-one")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "No issue yet" in text_of(app, "#issues")
        assert "greeting.py" in text_of(app, "#place")
        await pilot.press("i", "d", "f", "e")
        assert "no issue yet" in text_of(app, "#state")


async def test_foreign_text_acts_nowhere_on_the_screen(folder: Path) -> None:
    """Markup and control characters of a fixture are shown as what they are."""
    key = folder / "key/key.yaml"
    title = '"[b]x[/b] \\u001b[31m \\u202e"'
    key.write_text(key.read_text("utf-8").replace("Words are never forgotten", title), "utf-8")
    app = AuthorApp(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "[b]x[/b]" in text_of(app, "#words")
        assert "\x1b" not in text_of(app, "#words")
        assert display("\u202e") in text_of(app, "#words")


def test_evidence_beside_the_fixture_makes_its_gates_green(folder: Path) -> None:
    """Until something that was proven is changed; a run of a gate takes the place of what the evidence says."""
    from harness.planting.proof_digest import proof_digest
    from harness.steps.authoring.evidence import _digest

    fixture = Workshop.open(folder).fixture
    body = {"format": 1, "proven": proof_digest(fixture), "gates": {"G2": {}}}
    (folder / "key/evidence.json").write_text(json.dumps(body | {"digest": _digest(body)}), "utf-8")
    workshop = Workshop.open(folder)
    issue = workshop.fixture.key.issues[0]
    assert workshop.state(issue, Gate.REAL_AND_HIDDEN) is State.GREEN
    assert workshop.state(issue, Gate.CLEAN) is State.NOT_RUN
    red = Check(Gate.REAL_AND_HIDDEN, issue.id, "proof of never-forgets red", False, "it is not")
    assert workshop.with_checks([Gate.REAL_AND_HIDDEN], [red]).state(issue, Gate.REAL_AND_HIDDEN) is State.RED


def test_a_claim_about_one_issue_is_no_claim_about_another(folder: Path) -> None:
    """Pairs bear on both, proofs on theirs, and what is about the whole fixture on all."""
    workshop = Workshop.open(folder)
    forgets, ties = workshop.fixture.key.issues
    gate = Gate.COMPOSED
    for subject, what, states in [
        ("never-forgets", "x", (State.RED, State.OPEN)),
        ("never-forgets + unstable-ties", "x", (State.RED, State.RED)),
        ("clean head", "proof of unstable-ties green", (State.OPEN, State.RED)),
        ("clean head", "visible tests green", (State.RED, State.RED)),
    ]:
        after = workshop.with_checks([gate], [Check(gate, subject, what, False)])
        assert (after.state(forgets, gate), after.state(ties, gate)) == states


def test_a_run_that_says_nothing_is_a_sentence(tmp_path: Path) -> None:
    """A folder that is gone is told in the words of `harness verify`."""
    from harness.domain.errors import CannotRun

    with pytest.raises(CannotRun, match="no fixture"):
        GateRun(tmp_path / "gone", [Gate.CLEAN]).wait()


def test_the_command_needs_a_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, one sentence."""
    assert main(["author", str(folder)]) == 4
    assert "terminal" in capsys.readouterr().err
