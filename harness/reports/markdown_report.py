"""The scorecard as Markdown. Foreign text is escaped, so that none of it is read as markup."""

from __future__ import annotations

import re

from harness.domain.assessment import Assessment
from harness.domain.display import display
from harness.reports.text_report import LEVELS, follow_up, minutes, score_sentence


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~&:])", r"\\\1", display(text.replace("\n", " ")))


def markdown_report(assessment: Assessment) -> str:
    """The scorecard as Markdown text ending in a line feed."""
    a = assessment
    card = a.scorecard
    lines = [
        f"# Scorecard (contains answers): {escaped(a.pull_request.title)}",
        "",
        f"Session `{a.session_id}`, digest `{a.digest}`, {minutes(a.times[-1] if a.times else 0)} of work.",
        *(f"**{escaped(remark)}**" for remark in a.remarks_on_log),
        "",
        score_sentence(card.found_share, len(card.issues), card.profile),
        "",
        "| planted issue | class | severity | outcome | comment |",
        "|---|---|---|---|---|",
    ]
    for row in card.issues:
        state = f"{row.level} {LEVELS[row.level]}" if row.found else "undecided" if row.undecided else "missed"
        lines.append(f"| {escaped(row.title)} | {row.defect_class} | {row.severity} | {state} | {row.comment or ''} |")
    lines += ["", "## Comments", ""]
    outcomes: dict[str, list[str]] = {}
    for comment, outcome in card.outcomes:
        outcomes.setdefault(comment, []).append(outcome.value)
    for c in a.session.comments.values():
        lines.append(
            f"- **{c.id}** on {escaped(str(c.anchor))} ({', '.join(outcomes.get(c.id, ['none']))}): {escaped(c.body)}"
        )
        lines += [f"  - {escaped(e.why)}" for m in a.matching.of_comment(c.id) for e in m.evidence]
    questions = []
    for row in card.issues:
        issue = a.variant.fixture.key.issue(row.issue)
        if issue and row.level < 3:
            questions.append(f"- {escaped(follow_up(issue, row, dict(a.variant.places)[row.issue][0].path))}")
    lines += ["", "## To ask next", "", *questions] if questions else []
    return "\n".join(lines) + "\n"
