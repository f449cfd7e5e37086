"""How well the matcher did: figures over judged pairs, and how far they would vary with other pull requests."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

WORDINGS = ("formal", "informal", "terse", "second-language", "question-form", "typo")
PLACES = ("call-site", "summary", "two-issues")
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
"""How often whole pull requests are drawn for an interval."""


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


def intervals(found: Calibration) -> dict[str, list[float]]:
    """The middle 95 in 100 of each main figure when whole pull requests are drawn again and again, with a fixed seed."""
    pairs = {r: [p for p in found.pairs if p.record == r] for r in found.records}
    kinds = {r: [k for k in found.kinds if k.record == r] for r in found.records}
    draw, names = random.Random(1), list(found.records)
    rows = []
    for _ in range(_DRAWS):
        drawn = [draw.choice(names) for _ in names]
        some = [p for r in drawn for p in pairs[r]]
        rows.append(
            {
                **figures(some),
                "level_kappa": level_kappa(some),
                "kind_macro_f1": kind_f1([k for r in drawn for k in kinds[r]])["macro"],
            }
        )
    spread = {name: sorted(row[name] for row in rows) for name in rows[0]}
    return {name: [v[int(_DRAWS * 0.025)], v[int(_DRAWS * 0.975)]] for name, v in spread.items()}


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
    gold, given = Counter(a for a, _ in both), Counter(b for _, b in both)
    by_chance = sum((a - b) ** 2 * gold[a] * given[b] for a in gold for b in given) / max(n * n, 1)
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
    for tag in (*WORDINGS, *PLACES):
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


def largest_gap(recalls: dict[str, dict[str, float]]) -> tuple[str, float] | None:
    """The wording whose recall is furthest below that of formal wording, and by how much; None without formal ones."""
    if "formal" not in recalls:
        return None
    gaps = [
        (tag, round(recalls["formal"]["recall"] - recalls[tag]["recall"], 4)) for tag in WORDINGS[1:] if tag in recalls
    ]
    return max(gaps, key=lambda gap: gap[1], default=None)
