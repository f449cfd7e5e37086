"""Many sessions at once: the table of a folder, and reviews of one fixture side by side; as text, JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import fill

from harness.domain.comparison import SAME, Comparison, Graded, Reviewer
from harness.domain.display import display
from harness.domain.score import IssueScore
from harness.reports.contents import minutes
from harness.reports.csv_report import csv_text
from harness.reports.text_report import bar

_WIDTH, _NAME, _CELL, _COLUMNS = 78, 26, 10, 5


def comparison_text(c: Comparison) -> str:
    """The comparison for a terminal, 78 columns wide."""
    lines = [f"COMPARISON (contains answers)  {display(c.fixture)}", ""]
    for letter, r in zip(letters(len(c.reviewers)), c.reviewers, strict=True):
        marks = "".join(f" [{mark}]" for mark in r.marks)
        work = minutes(r.seconds) if r.seconds is not None else "not known"
        lines.append(
            f"{letter}  {r.name}, session {display(r.session)[:8]}, seed {display(r.seed)}, work {work}{marks}"
        )
        lines.append(f"   found {bar(r.share) if r.share else 'nothing planted'}; {_alarms(r)}")
    lines += ["", *_matrix(c), *_pairs(c)]
    return "\n".join(lines) + "\n"


def letters(many: int) -> list[str]:
    """A, B, … Z, A2, B2, …"""
    return [chr(65 + n % 26) + (str(n // 26 + 1) if n >= 26 else "") for n in range(many)]


def _alarms(r: Reviewer) -> str:
    if r.false_alarms is None:
        return "no claims"
    low, high = r.false_alarms
    return f"false alarms {low:.0%}–{high:.0%} of {r.claims}"


def _matrix(c: Comparison) -> Iterator[str]:
    named = list(zip(letters(len(c.reviewers)), c.reviewers, strict=True))
    for start in range(0, len(named), _COLUMNS):
        block = named[start : start + _COLUMNS]
        yield (f"{'issue':<{_NAME}}" + "".join(f"{letter:<{_CELL}}" for letter, _ in block)).rstrip()
        for issue in c.issues:
            name = issue.issue if len(issue.issue) < _NAME else issue.issue[: _NAME - 2] + "…"
            yield f"{name:<{_NAME}}" + "".join(f"{cell(r.row(issue.issue)):<{_CELL}}" for _, r in block).rstrip()
        yield ""
    yield "Level and time of the remark that found it; ? undecided, – not in that variant."
    yield ""


def cell(row: IssueScore | None) -> str:
    """What became of an issue, in nine characters."""
    if row is None:
        return "–"
    if row.undecided:
        return f"? {row.level}–{row.highest}"
    if not row.found:
        return "✗"
    return f"✓{row.level}" + (f" {minutes(row.found_at)}" if row.found_at is not None else "")


def _pairs(c: Comparison) -> Iterator[str]:
    names = letters(len(c.reviewers))
    apart = [p for p in c.pairs if p.better is not None]
    same = [f"{names[p.one]}–{names[p.other]}" for p in c.pairs if p.better is None]
    for p in apart:
        worse = p.other if p.better == p.one else p.one
        yield f"{names[p.better or 0]} found more than {names[worse]}: their ranges lie apart."
    if same:
        yield fill(f"{SAME.capitalize()}: {', '.join(same)}.", _WIDTH, subsequent_indent="  ")
    if c.order:
        for group in c.order:
            better = sum(p.better not in (None, group[0]) and group[0] in (p.one, p.other) for p in c.pairs)
            yield f"{better or 'None'} of the others look{'s' if better == 1 else ''} better than: {', '.join(names[i] for i in group)}"
    else:
        yield fill(c.why_no_order, _WIDTH)


def comparison_json(c: Comparison) -> str:
    """The comparison as JSON."""
    return json.dumps({"schema": 1, "contains_answers": True, **asdict(c)}, ensure_ascii=True, indent=2) + "\n"


def comparison_csv(c: Comparison) -> str:
    """A line for each issue and session."""
    columns = ("contains_answers", "session", "candidate", "seed", "issue", "class", "severity", "planted", "level",
               "highest", "first_seen", "found_at")  # fmt: skip
    rows = []
    for issue in c.issues:
        for r in c.reviewers:
            row = r.row(issue.issue)
            found = (row.level, row.highest, row.first_shown, row.found_at) if row else (None,) * 4
            rows.append(("yes", r.session, r.name, r.seed, issue.issue, issue.defect_class, issue.severity,
                         "yes" if row else "no", *found))  # fmt: skip
    return csv_text(columns, rows)


def folder_text(graded: Sequence[Graded]) -> str:
    """A folder's sessions as a table, one line each, and below it what could not be graded."""
    good = [(g, g.reviewer) for g in graded if g.reviewer]
    lines = ["GRADED SESSIONS (contains answers)", ""]
    if good:
        lines.append(f"{'candidate':<12}{'fixture':<20}{'found':<8}{'range':<10}{'alarms':<9}{'work':<8}marks")
    for g, r in good:
        share = f"{r.share.low * 100:.0f}–{r.share.high * 100:.0f}%" if r.share else "control"
        alarms = f"{r.false_alarms[0] * 100:.0f}–{r.false_alarms[1] * 100:.0f}%" if r.false_alarms else "none"
        found = f"{g.found}/{len(r.issues)}" + (f" +{g.undecided}?" if g.undecided else "")
        work = minutes(r.seconds) if r.seconds is not None else "?"
        marks = ", ".join(r.marks) or "anchored"
        lines.append(f"{r.name:<12}{_cut(g.fixture, 19):<20}{found:<8}{share:<10}{alarms:<9}{work:<8}{marks}")
    bad = [g for g in graded if g.problem]
    if bad:
        lines += [
            "",
            f"NOT GRADED ({len(bad)})",
            *(fill(display(g.problem), _WIDTH, subsequent_indent="  ") for g in bad),
        ]
    lines += ["", "Ranges of so few issues overlap; no order is meant.", "+n?: issues that a person has to decide."]
    return "\n".join(lines) + "\n"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def folder_json(graded: Sequence[Graded]) -> str:
    """The same as JSON."""
    rows = [{**asdict(g), "found": g.found} for g in graded]
    return json.dumps({"schema": 1, "contains_answers": True, "sessions": rows}, ensure_ascii=True, indent=2) + "\n"


def folder_csv(graded: Sequence[Graded]) -> str:
    """The same as CSV."""
    columns = ("contains_answers", "file", "candidate", "session", "fixture", "seed", "found", "issues", "undecided", "low", "middle",
               "high", "claims", "false_low", "false_high", "seconds", "conclusion", "marks", "basis", "problem")  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for g in graded:
        r = g.reviewer
        if r is None:
            rows.append(("yes", g.path.rsplit("/", 1)[-1], *([""] * (len(columns) - 3)), g.problem))
            continue
        share = (r.share.low, r.share.middle, r.share.high) if r.share else (None, None, None)
        rows.append(("yes", g.path.rsplit("/", 1)[-1], r.name, r.session, g.fixture, r.seed, g.found, len(r.issues), g.undecided, *share, r.claims,
                     *(r.false_alarms or (None, None)), r.seconds, r.conclusion, "; ".join(r.marks), g.basis, ""))  # fmt: skip
    return csv_text(columns, rows)
