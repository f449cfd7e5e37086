"""The matcher as a filter: lines of JSON in, lines of JSON out, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from harness.domain.class_rubric import ClassRubric
from harness.domain.errors import HarnessError
from harness.domain.match import Match, Matching
from harness.matching.matcher import match_comments
from harness.steps.matching.records import case_of

MOST_CHARACTERS = 50_000_000


def bounded_lines(source: TextIO) -> Iterator[str]:
    """The lines of a stream; of a longer one only so much that it shows, so that no input fills the memory."""
    while line := source.readline(MOST_CHARACTERS + 1):
        rest = line
        while len(rest) > MOST_CHARACTERS and not rest.endswith("\n"):
            rest = source.readline(MOST_CHARACTERS + 1)
        yield line


def match_lines(lines: Iterable[str], rubric: ClassRubric) -> Iterator[str]:
    """One answer for each line that is not blank; a bad line gives an object with `error` and `line`."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_answer(line, number, rubric), ensure_ascii=False)


def _answer(line: str, number: int, rubric: ClassRubric) -> dict[str, Any]:
    if len(line) > MOST_CHARACTERS:
        return {"error": f"the line is longer than {MOST_CHARACTERS:,} characters", "line": number}
    try:
        record = json.loads(line)
        matching = match_comments(case_of(record), rubric, with_remarks=False)
        return {"id": record.get("id"), **as_mapping(matching)}
    except (ValueError, RecursionError) as error:
        return {"error": f"not JSON: {error}", "line": number}
    except HarnessError as error:
        return {"error": str(error), "line": number}


def as_mapping(matching: Matching) -> dict[str, Any]:
    """A matching in the words of the filter's format."""
    return {
        "matches": [_match(match) for match in matching.matches],
        "candidates": [
            {"comment": c.comment, "issue": c.issue, "probability": c.probability} for c in matching.candidates
        ],
    }


def _match(match: Match) -> dict[str, Any]:
    found: dict[str, Any] = {"comment": match.comment, "issue": match.issue}
    if match.decoy:
        found["decoy"] = match.decoy
    found |= {
        "kind": match.kind.value,
        "probability": match.probability,
        "decision": match.decision.value,
        "level": match.level,
    }
    found["evidence"] = [{"why": e.why, "span": list(e.span)} if e.span else {"why": e.why} for e in match.evidence]
    return found
