"""The scorecard as CSV: a line for each issue and each remark. No cell acts as a formula where a spreadsheet opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from harness.domain.answer_rating import prompt_name, unknown_name
from harness.domain.assessment import Assessment
from harness.domain.display import display_lines
from harness.reports.contents import Contents, contents

COLUMNS = (
    "contains_answers", "session", "row", "id", "class", "severity", "outcome", "level", "highest", "place", "first_seen",
    "found_at", "comment", "decided_by", "text",
)  # fmt: skip


def csv_report(assessment: Assessment) -> str:
    """The scorecard as CSV with a line of titles; times in seconds of work."""
    rows = [("yes", assessment.session_id, *cells) for cells in _rows(assessment, contents(assessment))]
    return csv_text(COLUMNS, rows)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV whose cells are harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def cell(value: object) -> str:
    """A value as a cell: acting characters made visible, and a quote before what a spreadsheet would compute."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    text = display_lines(str(value))
    acts = text.lstrip().startswith(("=", "+", "-", "@", "|", "%")) or text[:1] in ("\t", "\n")
    return f"'{text}" if acts else text


def _rows(a: Assessment, c: Contents) -> Iterable[Sequence[object]]:
    for entry in c.issues:
        row = entry.row
        yield (
            "issue", row.issue, row.defect_class, row.severity, entry.state, row.level, row.highest, entry.places,
            entry.seen, entry.found, row.comment, row.decided_by, entry.issue.title,
        )  # fmt: skip
    for remark in a.judgement.remarks:
        comment = a.session.comments.get(remark.comment)
        where = str(comment.anchor) if comment else ""
        yield (
            "remark", remark.id, remark.kind.value, "", remark.outcome.value, remark.level, None, where, None, None,
            remark.issue or remark.decoy, remark.decided_by, remark.text,
        )  # fmt: skip
    yield from _answers(a, c)
    for p in c.profiles:
        share = p.found_share
        yield (
            "profile", p.profile, "", "", f"{share.low:.2f} to {share.high:.2f}" if share else "nothing planted",
            *([None] * 7), p.title,
        )  # fmt: skip


def _answers(a: Assessment, c: Contents) -> Iterable[Sequence[object]]:
    """A line for each answer with its number's grade, for each unknown with its value, and for each grade by a person."""
    for p in c.prompts:
        state = "answered" if p.answer else "not answered"
        yield (
            "answer",
            prompt_name(p.prompt.id),
            "",
            "",
            state,
            p.judged.grade if p.judged else None,
            *([None] * 6),
            p.answer,
        )
    for q in c.questions.expected:
        yield "unknown", unknown_name(q.id), "", q.value, q.rated, *([None] * 7), q.text
    for r in a.judgement.answers:
        yield "answer grade", r.about, "", "", "rated", r.rating, *([None] * 5), r.grader, r.reason
    if c.questions.score:
        score = c.questions.score
        yield "questions", "", "", "", f"of {score.most}", score.low, score.high, *([None] * 5), c.questions.words
