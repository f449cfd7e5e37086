"""Matches labelled records and gathers what came of it: every pair, every kind, and all figures as one mapping."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harness.adapters.plain_files import read_plain
from harness.domain.class_rubric import ClassRubric
from harness.domain.errors import BadInput
from harness.domain.match import Decision
from harness.matching.matcher import match_comments
from harness.steps.matching.figures import (
    Calibration,
    Judged,
    Said,
    auc,
    false_credit,
    figures,
    intervals,
    kind_f1,
    kind_kappa,
    largest_gap,
    level_kappa,
    recall_by_tag,
    reliability,
    worst,
)
from harness.steps.matching.records import case_of


def calibrate(files: Iterable[Path], rubric: ClassRubric) -> Calibration:
    """Match every labelled record.

    Raises BadInput, naming file and line, for one that cannot be read or has no `gold`.
    """
    pairs: list[Judged] = []
    kinds: list[Said] = []
    for file in files:
        for number, line in _lines(file):
            try:
                record = json.loads(line)
                _one(record, rubric, pairs, kinds)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadInput(
                    f"this is no labelled record: {_why(error)}",
                    where=f"{file}:{number}",
                    next_step="`harness labels` writes such records.",
                ) from error
    if not pairs:
        raise BadInput(
            "there is nothing to measure",
            next_step="Give files of labelled records with issues and comments.",
        )
    return Calibration(tuple(pairs), tuple(kinds))


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error}"
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _lines(file: Path) -> list[tuple[int, str]]:
    text = read_plain(file, "the labels")
    return [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _one(record: dict[str, Any], rubric: ClassRubric, pairs: list[Judged], kinds: list[Said]) -> None:
    case = case_of(record)
    matching = match_comments(case, rubric, with_remarks=False)
    odds = {(c.comment, c.issue): c.probability for c in matching.candidates}
    for raw in record["comments"]:
        gold, mine = raw["gold"], matching.of_comment(raw["id"])
        tags = (*gold.get("tags", ()), *(["style"] if gold["kind"] == "style" else []))
        kinds.append(Said(record["id"], gold["kind"], mine[0].kind.value))
        for issue in case.issues:
            match = next((m for m in mine if m.issue == issue.id), None)
            credited = match is not None and match.decision is Decision.MATCH
            level = gold["level"][issue.id] if issue.id in gold["issues"] else 0
            why = tuple(e.why for e in (match or mine[0]).evidence)
            pairs.append(
                Judged(
                    record["id"],
                    raw["id"],
                    issue.id,
                    tags,
                    raw["body"],
                    level,
                    odds.get((raw["id"], issue.id), 0.0),
                    credited,
                    match is not None and not credited,
                    match.level if match else None,
                    why,
                )
            )


def summary(found: Calibration) -> dict[str, Any]:
    """All figures as one mapping, fit for JSON."""
    rows, error = reliability(found.pairs)
    tags = recall_by_tag(found.pairs)
    return {
        "records": len(found.records),
        "comments": len(found.kinds),
        "pairs": len(found.pairs),
        **figures(found.pairs),
        "intervals": intervals(found),
        "auc": auc(found.pairs),
        "reliability": rows,
        "calibration_error": error,
        "look": sum(p.looked for p in found.pairs),
        "level_kappa": level_kappa(found.pairs),
        "kind_f1": kind_f1(found.kinds),
        "kind_kappa": kind_kappa(found.kinds),
        "recall_by_tag": tags,
        "largest_gap": largest_gap(tags),
        "false_credit": false_credit(found.pairs),
        "worst": [
            {
                "record": p.record,
                "comment": p.comment,
                "issue": p.issue,
                "labelled_level": p.gold,
                "probability": p.probability,
                "body": p.body,
                "evidence": list(p.why),
            }
            for p in worst(found.pairs)
        ],
    }
