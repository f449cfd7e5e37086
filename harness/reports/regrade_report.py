"""What another key changes, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import fill

from harness.domain.display import display
from harness.domain.regrading import Regraded
from harness.domain.score import Range

_WIDTH = 78


def regrade_text(regraded: Sequence[Regraded]) -> str:
    """Whose outcome changes and why; ends in a line feed."""
    return "\n".join(_lines(regraded)) + "\n"


def _lines(regraded: Sequence[Regraded]) -> Iterator[str]:
    yield "REGRADING (contains answers)"
    changed = [r for r in regraded if r.changes]
    for one in changed:
        yield ""
        yield f"{one.candidate}  {display(one.path)}"
        yield f"  found {_share(one.share_before)}  →  {_share(one.share_after)}"
        for change in one.changes:
            text = f"{change.about}: {change.before}  →  {change.after}. Why: {change.why}."
            yield fill(display(text), _WIDTH, initial_indent="  · ", subsequent_indent="    ")
    bad = [r for r in regraded if r.problem]
    if bad:
        yield ""
        yield f"NOT REGRADED ({len(bad)})"
        for one in bad:
            yield fill(display(one.problem), _WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield ""
    same = len(regraded) - len(changed) - len(bad)
    yield f"{len(changed)} of {len(regraded)} sessions change, {same} stay as they are."


def _share(share: Range | None) -> str:
    return f"{share.middle:.0%} ({share.low:.0%}–{share.high:.0%})" if share else "nothing planted"


def regrade_json(regraded: Sequence[Regraded]) -> str:
    """The same as JSON."""
    content = {"schema": 1, "contains_answers": True, "sessions": [asdict(r) for r in regraded]}
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"
