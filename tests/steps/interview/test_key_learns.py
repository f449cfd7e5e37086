"""The key learns: what graders confirmed goes into it, old sessions are scored anew, verdicts become labels."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from builders import GROWTH, write_fixture
from hypothesis import given
from hypothesis import strategies as st
from sessions import begins, ends, says, shows, write_session

from harness.adapters.clock import Clock
from harness.adapters.documents import parse
from harness.adapters.event_log import read_log
from harness.adapters.fixtures import check_fixture, load_fixture
from harness.adapters.verdict_log import VerdictWriter
from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode
from harness.domain import verdict as ve
from harness.domain.assessment import Assessment
from harness.domain.errors import BadInput
from harness.domain.score import Outcome
from harness.planting.compose import compose
from harness.reports.html_report import html_report
from harness.reports.text_report import text_report
from harness.steps.interview.assess import assess, read_review
from harness.steps.interview.labels import labels
from harness.steps.interview.promote import Entry, promote, quoted, with_finding
from harness.steps.interview.regrade import regrade

ZERO = "top(-1) slices from the wrong end: a negative number silently gives back nearly the whole ranking instead of nothing."
SENTENCES = {
    "title": "A negative number gives back nearly the whole ranking",
    "mechanism": "top slices with ranked[:many], and a negative number slices from the wrong end.",
    "trigger": "top(-1), or any negative number.",
    "consequence": "The caller silently gets nearly the whole ranking instead of nothing.",
    "remedy": "Refuse a negative number, or take max(many, 0).",
}


def entry(counts: bool = False, **changes: str) -> Entry:
    return Entry("negative-top", "boundary.edge", "minor", counts, SENTENCES | changes)


@pytest.fixture
def fixture(tmp_path: Path) -> Path:
    return write_fixture(tmp_path / "words")


@pytest.fixture
def session(tmp_path: Path, fixture: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review of one growth, one opportunity and one nit, with ada's finished verdicts."""
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    steps = [*begins(), *shows("words.py", 1, 26), *says("c1", "words.py", 18, GROWTH), *says("c2", "words.py", 22, ZERO),
             *says("c3", "words.py", 10, "nit: rename"), *ends()]  # fmt: skip
    made = write_session(tmp_path / "s.session.jsonl", fixture, steps)
    writer = VerdictWriter.open(read_log(made), "ada", Clock(), "t")
    for verdict in (
        ve.Reassigned("c1", "never-forgets", 3, "names it"), ve.OpportunityMarked("c2", "tried it"), ve.StyleMarked("c3"),
        ve.Done(),
    ):  # fmt: skip
        writer.give(verdict)
    writer.close()
    return made


def graded(session: Path, fixture: Path, grader: str | None = None) -> Assessment:
    return assess(session, str(fixture), grader=grader)


def test_a_confirmed_opportunity_becomes_a_finding_of_the_key(session: Path, fixture: Path) -> None:
    """The key stays as it was written but for the entry, loads without a fault, and changes no pull request."""
    before, variant = (fixture / "key/key.yaml").read_text("utf-8"), compose(load_fixture(fixture), "1")
    said = promote(graded(session, fixture), "c2", fixture, entry())
    assert "is an accepted finding" in said and "words.py" in said and "TODO" not in said
    text = (fixture / "key/key.yaml").read_text("utf-8")
    assert text.startswith(before.rstrip("\n"))
    loaded = load_fixture(fixture)
    found = loaded.key.findings[0]
    assert (found.id, found.counts, found.wordings) == ("negative-top", False, (ZERO,))
    assert "confirmed by ada" in found.source
    again = compose(loaded, "1")
    assert again.head == variant.head and again.issues == variant.issues and again.findings == ("negative-top",)


def test_an_accepted_finding_is_right_for_whoever_says_it_and_counts_nowhere(session: Path, fixture: Path) -> None:
    old = graded(session, fixture, "none")
    promote(graded(session, fixture), "c2", fixture, entry())
    new = graded(session, fixture, "none")
    remark = new.judgement.remark("c2")
    assert remark and (remark.outcome, remark.decided_by, remark.reason) == (
        Outcome.OPPORTUNITY, "the key", "accepted finding negative-top",
    )  # fmt: skip
    assert [r.issue for r in new.scorecard.issues] == [r.issue for r in old.scorecard.issues]
    assert new.caution.right == old.caution.right + 1
    assert "decided by the key" in " ".join(html_report(new).split()) and "negative-top" in text_report(new)


def test_a_finding_that_counts_is_found_or_missed_in_every_variant_that_contains_it(
    session: Path, fixture: Path
) -> None:
    promote(graded(session, fixture), "c2", fixture, entry(counts=True))
    new = graded(session, fixture, "none")
    row = next(r for r in new.scorecard.issues if r.issue == "negative-top")
    assert row.found and row.first_shown is not None and row.comment == "c2"
    assert "A negative number gives" in text_report(new) and "A negative number gives" in html_report(new)
    silent = write_session(session.parent / "silent.session.jsonl", fixture, [*begins(), *ends()], session="f" * 16)
    assert [r.level for r in graded(silent, fixture).scorecard.issues] == [0, 0, 0]
    assert len(compose(load_fixture(fixture), "1", ()).counted) == 1


def test_whoever_was_right_before_the_key_was_has_found_it(session: Path, fixture: Path) -> None:
    """The grader's word was given before the finding had a name; it is credited to it, and nobody else's changes."""
    promote(graded(session, fixture), "c2", fixture, entry(counts=True))
    new = graded(session, fixture)
    remark = new.judgement.remark("c2")
    assert remark and (remark.outcome, remark.issue, remark.decided_by) == (Outcome.MATCH, "negative-top", "ada")
    assert remark.reason == "tried it; the key has it as negative-top now"
    levels = {r.issue: r.level for r in new.scorecard.issues}
    assert levels["never-forgets"] == 3 and levels["negative-top"] >= 2 and levels["unstable-ties"] == 0


def test_what_no_grader_confirmed_is_not_taken(session: Path, fixture: Path) -> None:
    before = (fixture / "key/key.yaml").read_bytes()
    alone, judged = graded(session, fixture, "none"), graded(session, fixture)
    for assessment, remark, words in (
        (alone, "c2", "no grader has confirmed"), (judged, "c3", "is no opportunity"), (judged, "c9", "there is no remark"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=words):
            promote(assessment, remark, fixture, entry())
    for bad, words in ((Entry("Bad Id", "boundary.edge", "minor", False, {}), "is no id"),
                       (Entry("x", "no.class", "minor", False, {}), "not a known class"),
                       (Entry("never-forgets", "boundary.edge", "minor", False, {}), "already"),
                       (Entry("x", "boundary.edge", "minor", False, {}, ("no.py", "text", "y")), "no file")):  # fmt: skip
        with pytest.raises(BadInput, match=words):
            promote(judged, "c2", fixture, bad)
    assert (fixture / "key/key.yaml").read_bytes() == before


def test_the_same_opportunity_is_not_taken_twice(session: Path, fixture: Path) -> None:
    promote(graded(session, fixture), "c2", fixture, entry())
    with pytest.raises(BadInput, match="states what the key has already"):
        promote(graded(session, fixture, "none"), "c2", fixture, Entry("other", "boundary.edge", "minor", False, {}))


@given(
    st.text(max_size=80),
    st.sampled_from(["", "findings: []\n", "findings:\n  - id: a\n", "findings:\n- id: a\n", "decoys: []\n"]),
)
def test_whatever_a_text_holds_the_key_stays_yaml(text: str, before: str) -> None:
    """One scalar on one line, read again as what is displayed."""
    key = with_finding(f"schema: 1\n{before}", ["  - id: b", f"    title: {quoted(text)}"])
    value = parse(key, "key.yaml").value
    assert [f["id"] for f in value["findings"]] == (["a", "b"] if "id: a" in before else ["b"])
    assert isinstance(value["findings"][-1]["title"], str)


def test_faults_of_a_finding_have_their_place(fixture: Path) -> None:
    key = fixture / "key/key.yaml"
    key.write_text(key.read_text("utf-8") + (
        "findings:\n  - {id: never-forgets, class: no.class, severity: minor, title: t, mechanism: m, trigger: t, consequence: c,"
        " remedy: r, at: [{path: words.py, text: nowhere}], excludes: [none]}\n"
    ))  # fmt: skip
    loaded, faults = check_fixture(fixture)
    said = " ".join(str(fault) for fault in faults)
    assert loaded is None
    for words in (
        "already",
        "'no.class' is not a known class",
        "stands on no line",
        "'none' is not a known planted issue",
    ):
        assert words in said


def test_regrading_says_whose_outcome_changes_and_why_before_it_writes(
    session: Path, fixture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sessions = tmp_path / "all"
    sessions.mkdir()
    shutil.move(session, sessions / session.name)
    write_session(
        sessions / "other.session.jsonl",
        fixture,
        [*begins(), *says("c1", "words.py", 18, GROWTH), *ends()],
        session="f" * 16,
    )
    (sessions / "bad.session.jsonl").write_text("hello\n")
    new = tmp_path / "words-with-a-new-key"
    shutil.copytree(fixture, new)
    # The log moved without ada's verdicts, so the matcher stands alone here.
    shutil.copy(next(session.parent.glob("*.verdicts.jsonl")), sessions)
    promote(graded(sessions / session.name, fixture), "c2", new, entry(counts=True))
    command = ["regrade", str(sessions), "--fixture", str(fixture), "--against", str(new)]
    assert main(command) == ExitCode.OK
    shown = capsys.readouterr()
    out = " ".join(shown.out.split())
    assert "negative-top: not counted → missed. Why: it is new in the key." in out
    assert "negative-top: not counted → level" in out
    assert "NOT REGRADED (1)" in out and "2 of 3 sessions change" in out and "Nothing was written" in shown.err
    assert main([*command, "--json"]) == ExitCode.OK
    assert capsys.readouterr().out == regrade_twice(sessions, fixture, new)
    assert main([*command, "--write", str(tmp_path / "out")]) == ExitCode.OK
    written = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in written] == ["other.scorecard.json", "s.scorecard.json"]
    assert len(json.loads(written[0].read_text())["issues"]) == 3


def regrade_twice(sessions: Path, fixture: Path, new: Path) -> str:
    """The changes as JSON, computed again: the same bytes."""
    from harness.reports.regrade_report import regrade_json
    from harness.steps.interview.grade_many import sessions_in

    return regrade_json(
        [changed for changed, _ in regrade(sessions_in(sessions), new / "key/key.yaml", str(fixture), "backend")]
    )


def test_another_key_may_be_named_by_its_slug() -> None:
    """As everywhere else; a file that is no key is refused."""
    assert regrade([], Path("token-bucket"), None, "backend") == []
    with pytest.raises(BadInput, match="this is no fixture"):
        regrade([], Path(__file__), None, "backend")


def test_the_same_key_changes_nothing(session: Path, fixture: Path) -> None:
    changed, _ = regrade([session], fixture, str(fixture), "backend")[0]
    assert changed.changes == () and changed.share_before == changed.share_after
    with pytest.raises(BadInput, match="no fixture"):
        regrade([session], fixture / "none", str(fixture), "backend")


def test_another_severity_or_sentence_is_named_as_the_reason(session: Path, fixture: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "words"
    shutil.copytree(fixture, new)
    key = new / "key/key.yaml"
    key.write_text(key.read_text("utf-8").replace("severity: major", "severity: critical"))
    changed, _ = regrade([session], new, str(fixture), "backend")[0]
    assert [(c.about, c.why) for c in changed.changes] == [("never-forgets", "its class or severity is another")]


def test_verdicts_become_labels_that_calibrate_reads(
    session: Path, fixture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records, comments = labels([session], str(fixture))
    assert comments == 3
    gold = {c["id"]: c["gold"] for c in records[0]["comments"]}
    assert gold["c1"] == {
        "issues": ["never-forgets"],
        "level": {"never-forgets": 3},
        "kind": "constraint",
        "decoy": None,
        "tags": [],
    }
    assert gold["c2"]["issues"] == [] and gold["c2"]["tags"] == ["valid-extra"]
    assert gold["c3"]["kind"] == "style"
    made = tmp_path / "labels.jsonl"
    assert main(["labels", str(session), "--fixture", str(fixture), "-o", str(made)]) == ExitCode.OK
    assert "3 comments of 1 sessions" in capsys.readouterr().err
    assert main(["calibrate", str(made), "--json"]) == ExitCode.OK
    figures = json.loads(capsys.readouterr().out)
    assert (figures["records"], figures["comments"], figures["pairs"]) == (1, 3, 6)


def test_without_a_persons_word_there_is_no_label(session: Path, fixture: Path) -> None:
    with pytest.raises(BadInput, match="no person has decided"):
        labels([session], str(fixture), "none")


def test_the_command_promotes_and_says_what_is_left_to_write(
    session: Path, fixture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["promote", str(session), "c2", "--fixture", str(fixture), "--id", "negative-top", "--class", "boundary.edge",
               "--severity", "minor", "--title", "x"]  # fmt: skip
    assert main([*command, "--path", "words.py"]) == ExitCode.BAD_INPUT
    assert main([*command, "--path", "words.py", "--symbol", "Counter.add"]) == ExitCode.OK
    assert "TODO there (mechanism, trigger, consequence, remedy)" in capsys.readouterr().err
    assert load_fixture(fixture).key.findings[0].at[0].symbol == "Counter.add"
    assert main(["lint", str(fixture)]) == ExitCode.OK
    assert "the finding negative-top still has TODO to fill in" in capsys.readouterr().out


@pytest.mark.parametrize("counts", [True, False])
async def test_the_interviewers_screens_show_a_finding_like_any_issue(
    session: Path, fixture: Path, counts: bool
) -> None:
    """Every panel, every issue in turn, its place in the diff, the queue and the scorecard."""
    from harness.apps.tui.interviewer.app import ReplayApp
    from harness.steps.interview.decide import Desk

    promote(graded(session, fixture), "c2", fixture, entry(counts=counts))
    desk = Desk(read_review(session, str(fixture)), "eve")
    app = ReplayApp(graded(session, fixture))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for _ in range(4):
            await pilot.press("i", "enter", "tab", "home", "m", "c", "end")
        await pilot.press("S", "a", "escape")
        assert app.is_running
    assert ("negative-top" in {row.issue for row in desk.assessment.scorecard.issues}) == counts
