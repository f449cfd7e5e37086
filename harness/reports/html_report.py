"""The scorecard as one HTML page, for people who decide: to read, to print, to argue with."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from harness.domain.assessment import Assessment
from harness.domain.display import display_lines
from harness.domain.score import Outcome
from harness.reports.contents import LEVELS, Quote, contents, minutes
from harness.reports.figures import coverage_by_file, span, timeline
from harness.reports.pages import page
from harness.reports.text_report import score_line

_SHAPES = (
    (Outcome.MATCH, "match"),
    (Outcome.DUPLICATE, "match"),
    (Outcome.UNDECIDED, "open"),
    (Outcome.FALSE_ALARM, "wrong"),
    (Outcome.DECOY_TAKEN, "wrong"),
    (Outcome.OPPORTUNITY, "chance"),
)

_SHOWN = 5
"""So many remarks of a group are shown at once; the rest is a click away on the screen, and always on paper."""


def html_report(assessment: Assessment) -> str:
    """The scorecard as a page. It contains answers, and says so in its first line."""
    a = assessment
    looked = a.attention if a.provenance.logged else None
    return page(
        "scorecard.html.j2",
        c=contents(a),
        levels=LEVELS,
        shown=_SHOWN,
        score=score_line(contents(a)),
        minutes=minutes,
        code=code,
        span=span,
        parts=lambda quote: list(parts(quote)),
        timeline=timeline(looked, a.records, a.times, shapes(a)) if looked else None,
        coverage=coverage_by_file(a.pull_request, looked) if looked else (),
        lines=(a.coverage.lines_seen, a.coverage.lines),
        seconds=a.times[-1] if a.times else None,
    )


def shapes(a: Assessment) -> dict[str, str]:
    """The shape of every comment on the timeline: the weightiest outcome of its remarks."""
    found = {}
    for comment in a.session.comments:
        mine = {r.outcome for r in a.judgement.of_comment(comment)}
        found[comment] = next((shape for outcome, shape in _SHAPES if outcome in mine), "said")
    return found


def code(text: str) -> Markup:
    """A sentence of the key, with what stands between backquotes set as code."""
    pieces = display_lines(text).split("`")
    if len(pieces) % 2 == 0:
        return escape(display_lines(text))
    marked = [Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(pieces)]
    return Markup("").join(marked)


def parts(quote: Quote) -> Iterator[tuple[str, bool]]:
    """The words of a quote in pieces, each with whether the match rests on it."""
    at = 0
    for start, end in quote.marks:
        if start > at:
            yield quote.text[at:start], False
        yield quote.text[start:end], True
        at = end
    if at < len(quote.text):
        yield quote.text[at:], False
