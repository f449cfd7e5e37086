"""The scorecard in its forms: golden texts, and nothing hostile that acts in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from builders import write_fixture
from sessions import WORDS_REVIEW, begins, ends, fixed_assessment, says, shows, write_session

from harness.adapters.clock import Clock
from harness.adapters.event_log import read_log
from harness.adapters.verdict_log import VerdictWriter
from harness.domain import event as ev
from harness.domain import verdict as ve
from harness.domain.assessment import Assessment
from harness.domain.comment import Conclusion
from harness.reports.csv_report import COLUMNS, csv_report
from harness.reports.json_report import json_report
from harness.reports.markdown_report import markdown_report
from harness.reports.text_report import text_report
from harness.steps.interview.assess import assess

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FORMS = {"txt": text_report, "md": markdown_report, "json": json_report, "csv": csv_report}
GOLDEN_FORMS = sorted(FORMS)


def golden_text(assessment: Assessment, form: str) -> str:
    """A report without what changes with every byte of the fixture."""
    return FORMS[form](assessment).replace(assessment.variant.fixture.digest, "FIXTURE")


NASTY = (
    '=HYPERLINK("http://x")\x1b]52;c;ZWNobw==\x07\x1b[2J [/] [red]x[/red] <script>alert(1)</script> </style> '
    "![a](http://x) | `x` \u202eevil\u202c \u200b\x9b31m\r\n{{ 7*7 }} {% x %} & \"' \ud800 @import"
)


@pytest.fixture
def fixture(tmp_path: Path) -> Path:
    return write_fixture(tmp_path / "words")


@pytest.fixture
def graded(tmp_path: Path) -> Assessment:
    return fixed_assessment(tmp_path / "fixed")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_scorecard_reads_as_it_was_approved(graded: Assessment, form: str) -> None:
    """tests/golden/README.md says how to bless a change."""
    wanted = (GOLDEN / f"scorecard.{form}").read_text("utf-8")
    assert golden_text(graded, form) == wanted


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_report_is_the_same_every_time(graded: Assessment, form: str) -> None:
    assert FORMS[form](graded) == FORMS[form](graded)


def test_an_answer_of_several_lines_keeps_them(tmp_path: Path, fixture: Path) -> None:
    """As it was written: the form of an estimate is one line for each part."""
    answer = ev.AnswerGiven("memory", "Estimate: 5 MB\nAssumed: one process\n")
    session = write_session(tmp_path / "s.session.jsonl", fixture, [*begins(), (1.0, answer)])
    shown = text_report(assess(session, str(fixture)))
    assert "    Answer: Estimate: 5 MB\n    Assumed: one process\n" in shown
    assert "\n\nEstimate: 5 MB\\\nAssumed: one process\n\n" in markdown_report(assess(session, str(fixture)))


def hostile(tmp_path: Path, fixture: Path) -> Assessment:
    """Hostile text in the fields that a candidate and a grader can fill."""
    safe = NASTY.replace("\ud800", "")
    steps = [
        *begins(),
        *shows("words.py", 1, 26),
        *says("c1", "words.py", 17, "who ever deletes from this dict? it grows until the process dies " + safe),
        *says("c2", safe.replace("\n", " "), 3, safe),
        *says("c3", None, None, "-1+1 " + safe),
        (1.0, ev.DraftOpened("d9", ev.Anchor("words.py"), safe)),
        (1.0, ev.AnswerGiven("memory", safe + " about 5 MB")),
        *ends(Conclusion.APPROVE, safe),
    ]
    session = write_session(tmp_path / "n.session.jsonl", fixture, steps)
    writer = VerdictWriter.open(read_log(session), "ada", Clock(), "t")
    writer.give(ve.OpportunityMarked("c2", safe))
    writer.give(ve.NoteWritten("c1", safe))
    writer.give(ve.Confirmed("c3", ve.Outcome.NONE, reason=safe))
    writer.give(ve.CommunicationRated("specific", 2, safe))
    writer.close()
    return assess(session, str(fixture), grader="ada")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_nothing_hostile_acts_in_a_report(
    tmp_path: Path, fixture: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No control, direction or invisible character is left; layout is the report's own."""
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    text = FORMS[form](hostile(tmp_path, fixture))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\u202c\ud800-\udfff]", text)
    assert "alert" in text


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path, fixture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    rows = list(csv.reader(io.StringIO(csv_report(hostile(tmp_path, fixture)))))
    assert tuple(rows[0]) == COLUMNS and all(len(row) == len(COLUMNS) for row in rows)
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "|", "%"))]
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_markdown_shows_hostile_text_as_it_is(tmp_path: Path, fixture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    text = markdown_report(hostile(tmp_path, fixture))
    assert "<script>" not in text and "](http" not in text.replace("\\", "", 0)
    assert r"\<script\>" in text


def test_json_holds_everything_raw_and_in_ascii(graded: Assessment) -> None:
    text = json_report(graded)
    assert text.isascii()
    found = json.loads(text)
    assert found["contains_answers"] is True and found["marks"] == ["not anchored"]
    assert {p["profile"] for p in found["profiles"]} == {"backend", "junior", "production-ml", "research"}
    assert found["prompts"][0]["judged"]["estimate"] == {"value": 0.01, "low": 0.005, "high": 0.1}


def test_a_log_that_was_cut_is_marked_in_every_form(tmp_path: Path, fixture: Path) -> None:
    """It is graded as far as it goes and never called anchored, even if the digest is that of what is left."""
    whole = write_session(tmp_path / "s.session.jsonl", fixture, WORDS_REVIEW)
    whole.write_bytes(b"\n".join(whole.read_bytes().split(b"\n")[:-3]) + b"\n")
    digest = read_log(whole).digest
    cut = assess(whole, str(fixture), digest=digest)
    for make in FORMS.values():
        text = make(cut)
        assert "incomplete" in text or make is csv_report
        assert "verified" not in text.lower()
    assert cut.provenance.marks == ("incomplete", "not anchored")


def test_a_log_that_was_edited_is_graded_up_to_there_and_marked(tmp_path: Path, fixture: Path) -> None:
    whole = write_session(tmp_path / "s.session.jsonl", fixture, WORDS_REVIEW)
    whole.write_bytes(whole.read_bytes().replace(b"nit: rename", b"what evicts", 1))
    edited = assess(whole, str(fixture))
    assert edited.provenance.marks == ("edited or damaged", "not anchored")
    assert list(edited.session.comments) == ["c1"]


def test_the_digest_that_was_read_aloud_anchors_a_log(tmp_path: Path, fixture: Path) -> None:
    whole = write_session(tmp_path / "s.session.jsonl", fixture, WORDS_REVIEW)
    assert assess(whole, str(fixture), digest=read_log(whole).digest.upper()).provenance.marks == ()
