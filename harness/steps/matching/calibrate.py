"""How well the matcher does on labelled records: figures with intervals, and the worst errors with their evidence."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.domain.class_rubric import ClassRubric
from harness.domain.errors import BadInput
from harness.domain.match import Decision
from harness.matching.matcher import match_comments
from harness.steps.matching.records import case_of

VOICES = (
    "formal",
    "informal",
    "terse",
    "second-language",
    "question-form",
    "typo",
    "call-site",
    "summary",
    "two-issues",
)
TRAPS = (
    "near-miss",
    "wrong-mechanism",
    "negation",
    "decoy-taken",
    "valid-extra",
    "shotgun",
    "jargon-only",
    "style",
)
KINDS = ("constraint", "question", "style", "praise", "other")
_DRAWS = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of comment and issue with the label and the matcher's answer."""

    record: str
    comment: str
    issue: str
    tags: tuple[str, ...]
    body: str
    gold: int
    """The labelled level; 0 for no credit."""
    probability: float
    credited: bool
    looked: bool
    level: int | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment's labelled kind and the matcher's."""

    record: str
    gold: str
    given: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """All judged pairs and kinds of a set of records."""

    pairs: tuple[Judged, ...]
    kinds: tuple[Said, ...]

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of the records, in order."""
        return tuple(dict.fromkeys(pair.record for pair in self.pairs))


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
                raise BadInput(f"this is no labelled record: {error!r}", where=f"{file}:{number}") from error
    if not pairs:
        raise BadInput(
            "there is nothing to measure",
            next_step="Give files of labelled records with issues and comments.",
        )
    return Calibration(tuple(pairs), tuple(kinds))


def _lines(file: Path) -> list[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("the labels cannot be read", where=str(file), next_step=str(error)) from error
    return [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _one(record: dict[str, Any], rubric: ClassRubric, pairs: list[Judged], kinds: list[Said]) -> None:
    case = case_of(record)
    matching = match_comments(case, rubric)
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


def figures(pairs: Sequence[Judged]) -> dict[str, float]:
    """Precision, recall and F1 of credited pairs; pairs of level 1 are optional."""
    right = sum(p.credited and p.gold > 0 for p in pairs)
    wrong = sum(p.credited and p.gold == 0 for p in pairs)
    missed = sum(not p.credited and p.gold > 1 for p in pairs)
    return {
        "precision": round(right / max(right + wrong, 1), 4),
        "recall": round(right / max(right + missed, 1), 4),
        "f1": round(2 * right / max(2 * right + wrong + missed, 1), 4),
    }


def interval(found: Calibration, name: str) -> tuple[float, float]:
    """The middle 95 in 100 of a figure when whole pull requests are drawn again and again, with a fixed seed."""
    groups = {r: [p for p in found.pairs if p.record == r] for r in found.records}
    draw = random.Random(1)
    names = list(groups)
    values = sorted(figures([p for _ in names for p in groups[draw.choice(names)]])[name] for _ in range(_DRAWS))
    return values[int(_DRAWS * 0.025)], values[int(_DRAWS * 0.975)]


def auc(pairs: Sequence[Judged]) -> float:
    """How often a credited pair is ranked above one that is not."""
    ordered = sorted(pairs, key=lambda p: p.probability)
    total, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end].probability == ordered[at].probability:
            end += 1
        total += (at + end + 1) / 2 * sum(p.gold > 0 for p in ordered[at:end])
        at = end
    yes = sum(p.gold > 0 for p in pairs)
    no = len(pairs) - yes
    return round((total - yes * (yes + 1) / 2) / (yes * no), 4) if yes and no else 0.0


def reliability(pairs: Sequence[Judged]) -> tuple[list[dict[str, float]], float]:
    """Ten bins of probability with what came true in each, and the expected calibration error."""
    rows, error = [], 0.0
    for i in range(10):
        inside = [p for p in pairs if min(int(p.probability * 10), 9) == i]
        if inside:
            said, came = (
                sum(p.probability for p in inside) / len(inside),
                sum(p.gold > 0 for p in inside) / len(inside),
            )
            rows.append({"from": i / 10, "pairs": len(inside), "said": round(said, 4), "came_true": round(came, 4)})
            error += abs(said - came) * len(inside) / len(pairs)
    return rows, round(error, 4)


def level_kappa(pairs: Sequence[Judged]) -> float:
    """Agreement on the level of credited pairs, with quadratic weights."""
    both = [(p.gold, p.level) for p in pairs if p.gold and p.level and p.credited]
    n = len(both)
    seen = sum((a - b) ** 2 for a, b in both) / max(n, 1)
    by_chance = sum((a - b) ** 2 for a, _ in both for _, b in both) / max(n * n, 1)
    return round(1 - seen / by_chance, 4) if by_chance else 0.0


def kind_f1(kinds: Sequence[Said]) -> dict[str, float]:
    """F1 of each kind, and their mean as `macro`."""
    found = {}
    for kind in KINDS:
        both = sum(s.gold == s.given == kind for s in kinds)
        either = sum(s.gold == kind for s in kinds) + sum(s.given == kind for s in kinds)
        found[kind] = round(2 * both / either, 4) if either else 1.0
    return {**found, "macro": round(sum(found.values()) / len(found), 4)}


def kind_kappa(kinds: Sequence[Said]) -> float:
    """Agreement on kinds beyond chance."""
    n = len(kinds)
    same = sum(s.gold == s.given for s in kinds) / n
    chance = sum(sum(s.gold == k for s in kinds) * sum(s.given == k for s in kinds) for k in KINDS) / (n * n)
    return round((same - chance) / (1 - chance), 4) if chance < 1 else 1.0


def recall_by_tag(pairs: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Recall of the pairs of level 2 and more, for each tag of voice and place."""
    found = {}
    for tag in VOICES:
        mine = [p for p in pairs if tag in p.tags and p.gold > 1]
        if mine:
            found[tag] = {"pairs": len(mine), "recall": round(sum(p.credited for p in mine) / len(mine), 4)}
    return found


def false_credit(pairs: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """For each trap: comments that carry it and earn nothing by label, and the share that was credited all the same."""
    found = {}
    for trap in TRAPS:
        mine = [p for p in pairs if trap in p.tags]
        names = {(p.record, p.comment) for p in mine} - {(p.record, p.comment) for p in mine if p.gold}
        wrong = {(p.record, p.comment) for p in mine if p.credited} & names
        if names:
            found[trap] = {"comments": len(names), "credited": round(len(wrong) / len(names), 4)}
    return found


def worst(pairs: Sequence[Judged], most: int = 10) -> list[Judged]:
    """The surest mistakes: credit without a label, and labels of level 2 and more without credit."""
    wrong = [p for p in pairs if (p.credited and not p.gold) or (not p.credited and p.gold > 1)]
    return sorted(wrong, key=lambda p: (-abs(p.probability - (p.gold > 0)), p.record, p.comment))[:most]


def summary(found: Calibration) -> dict[str, Any]:
    """All figures as one mapping, fit for JSON."""
    rows, error = reliability(found.pairs)
    tags = recall_by_tag(found.pairs)
    formal = tags.get("formal", {}).get("recall")
    gaps = {t: round(formal - v["recall"], 4) for t, v in tags.items()} if formal is not None else {}
    return {
        "records": len(found.records),
        "comments": len(found.kinds),
        "pairs": len(found.pairs),
        **figures(found.pairs),
        "intervals": {name: list(interval(found, name)) for name in ("precision", "recall", "f1")},
        "auc": auc(found.pairs),
        "reliability": rows,
        "calibration_error": error,
        "look": sum(p.looked for p in found.pairs),
        "level_kappa": level_kappa(found.pairs),
        "kind_f1": kind_f1(found.kinds),
        "kind_kappa": kind_kappa(found.kinds),
        "recall_by_tag": tags,
        "largest_gap": max(gaps.items(), key=lambda g: g[1], default=None),
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


def markdown(figures_: dict[str, Any]) -> str:
    """The matcher card."""
    ranges = figures_["intervals"]
    lines = [
        f"Measured on {figures_['records']} pull requests, {figures_['comments']} comments, {figures_['pairs']} pairs.",
        "",
        "| figure | value | 95 % interval over pull requests |",
        "|---|---|---|",
        *(f"| {name} | {figures_[name]:.3f} | {ranges[name][0]:.3f}–{ranges[name][1]:.3f} |" for name in ranges),
        *(
            f"| {title} | {figures_[key]:.3f} | |"
            for title, key in (
                ("area under the curve", "auc"),
                ("expected calibration error", "calibration_error"),
                ("kappa of levels, quadratic", "level_kappa"),
                ("kappa of kinds", "kind_kappa"),
            )
        ),
        f"| macro-F1 of kinds | {figures_['kind_f1']['macro']:.3f} | |",
        f"| pairs to look at | {figures_['look']} | |",
        "",
        "| tag | pairs | recall |",
        "|---|---|---|",
        *(f"| {tag} | {v['pairs']} | {v['recall']:.3f} |" for tag, v in figures_["recall_by_tag"].items()),
        "",
        "| trap | comments | credited falsely |",
        "|---|---|---|",
        *(f"| {tag} | {v['comments']} | {v['credited']:.3f} |" for tag, v in figures_["false_credit"].items()),
        "",
        "| probability from | pairs | said | came true |",
        "|---|---|---|---|",
        *(
            f"| {r['from']:.1f} | {r['pairs']} | {r['said']:.3f} | {r['came_true']:.3f} |"
            for r in figures_["reliability"]
        ),
        "",
        "Worst errors:",
        "",
        *(
            f"- {w['comment']} and {w['issue']} (label {w['labelled_level']}, said {w['probability']:.2f})"
            for w in figures_["worst"]
        ),
    ]
    return "\n".join(lines) + "\n"
