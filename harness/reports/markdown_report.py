"""The scorecard as Markdown. Foreign text is escaped, so that none of it is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.assessment import Assessment
from harness.domain.display import display
from harness.reports.contents import Contents, IssueEntry, Quote, contents, minutes
from harness.reports.text_report import score_line

_ACTS = re.compile(r"[\\`*_{}\[\]<>()#|!~&@$^=]|^\s*[-+]|(?<=^\d)[.)]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no markup, no HTML, no link made of a bare address."""
    line = " ".join(display(text.replace("\n", " ")).split(" ")).strip()
    return _ACTS.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], line)


def _as_written(text: str) -> str:
    """The lines of an answer, one below the other."""
    return "\\\n".join(escaped(line.strip()) for line in text.split("\n") if line.strip())


def markdown_report(assessment: Assessment) -> str:
    """The scorecard as Markdown text ending in a line feed."""
    return "\n".join(_lines(contents(assessment))) + "\n"


def _lines(c: Contents) -> Iterator[str]:
    yield from _head(c)
    yield from _issues(c)
    yield from _remarks(c)
    yield from _rest(c)


def _head(c: Contents) -> Iterator[str]:
    yield from (f"# Scorecard (contains answers): {escaped(c.title)}", "")
    if c.marks:
        yield from (" ".join(f"**[{mark}]**" for mark in c.marks), "")
    yield from ("; ".join(f"{name} {escaped(value)}" for name, value in c.facts) + ".", "")
    yield from (f"Rests on {escaped(c.basis)}.", "")
    for warning in c.warnings:
        yield from (f"> {escaped(warning)}", "")
    yield from (escaped(score_line(c)), "", escaped(c.caution), "")
    if c.caveat:
        yield from (f"**{escaped(c.caveat)}**", "")


def _issues(c: Contents) -> Iterator[str]:
    yield from ("## Planted issues", "")
    if not c.issues:
        yield from ("None: this is the clean pull request, a control.", "")
        return
    yield from ("| planted issue | class | severity | outcome | first seen | found |", "|---|---|---|---|---|---|")
    for entry in c.issues:
        row = entry.row
        seen, found = ("" if at is None else minutes(at) for at in (entry.seen, entry.found))
        cells = (escaped(entry.issue.title), row.defect_class, row.severity, escaped(entry.state), seen, found)
        yield "| " + " | ".join(cells) + " |"
    yield ""
    for entry in c.issues:
        yield from _issue(entry)


def _issue(entry: IssueEntry) -> Iterator[str]:
    yield from (f"### {escaped(entry.issue.title)}", "")
    yield from (f"{escaped(entry.state)}; at {escaped(entry.places)}; {escaped(entry.looked)}.", "")
    if entry.quotes:
        for said in entry.quotes:
            yield from _quote(said)
    else:
        yield f"{escaped(entry.issue.mechanism)} {escaped(entry.issue.consequence)}"
    yield ""


def _quote(said: Quote) -> Iterator[str]:
    yield f"- **{escaped(said.remark)}** on {escaped(said.where)}: {escaped(said.text)}"
    if said.decided_by:
        because = f": {escaped(said.reason)}" if said.reason else ""
        yield f"  - decided by {escaped(said.decided_by)}{because}"
    for why in said.why:
        yield f"  - {escaped(why)}"


def _remarks(c: Contents) -> Iterator[str]:
    yield from ("## Remarks", "")
    for title, quotes in c.groups:
        yield from (f"**{escaped(title)}** ({len(quotes)})", "")
        for said in quotes:
            yield from _quote(said)
        yield ""
    spoken = ", ".join(f"{count} {kind}" for kind, count in c.kinds if count)
    yield from (f"Kinds: {spoken}." if spoken else "No comment.", "")


def _rest(c: Contents) -> Iterator[str]:
    yield from ("## Reading", "", *(f"- {escaped(line)}" for line in c.reading))
    if c.summary:
        yield f"- Summary: {escaped(c.summary)}"
    yield from (f"- Draft never kept, on {escaped(d.where)}: {escaped(d.text)}" for d in c.drafts)
    yield ""
    if c.prompts:
        yield from ("## Questions beside the review", "")
        for p in c.prompts:
            yield from (f"**{escaped(p.prompt.text)}**", "", _as_written(p.answer) or "No answer.", "")
            yield from (f"- {escaped(line)}" for line in p.measured)
            yield from (f"- A good answer: {escaped(p.reference)}" for _ in (1,) if p.reference)
            yield from (f"- {escaped(line)}" for line in p.rated)
            yield from (f"- To rate: {escaped(p.to_rate)} {escaped('; '.join(p.anchors))}" for _ in (1,) if p.to_rate)
            yield ""
    if c.questions.asked or c.questions.expected:
        yield from ("## Questions that the candidate asked", "")
        yield from (f"- {escaped(name)}: {escaped(text)}" for name, text in c.questions.asked)
        yield from (f"- value {q.value}: {escaped(q.text)} {escaped(q.rated)}" for q in c.questions.expected)
        yield from ("", escaped(c.questions.words), "")
        yield from (line for line in (escaped(c.questions.to_rate), "") if c.questions.to_rate)
    yield from ("## Communication", "", *(f"- {escaped(line)}" for line in c.communication), "")
    yield from ("## Under the profiles", "", "| profile | from | middle | to |", "|---|---|---|---|")
    for role in c.profiles:
        share = role.found_share
        cells = (f"{share.low:.0%}", f"{share.middle:.0%}", f"{share.high:.0%}") if share else ("", "", "")
        yield f"| {escaped(role.profile)} | " + " | ".join(cells) + " |"
    yield from ("", escaped(c.moves), "")
    if c.follow_ups:
        yield from ("## To ask next", "")
        for q in c.follow_ups:
            yield f"- {escaped(q.ask)} ({q.reason}: {escaped(q.about)})"
            yield f"  - A good answer: {escaped(' '.join(q.good))}"
        yield ""
    yield from ("## What this cannot say", "", *(f"- {escaped(line)}" for line in c.limits))
