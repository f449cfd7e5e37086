"""Labelled records, and cases made of them: what a matcher has to be ready for and no author writes down often enough.

Each case is (the records it was made of, the case, its labels, its weight).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import Case, CommentText
from harness.steps.matching.records import case_of

Labels = list[dict[str, Any]]
Made = tuple[tuple[str, ...], Case, Labels, float]
NONE = {"issues": [], "level": {}, "kind": "constraint", "tags": [], "decoy": None}
JOINTS = (". also ", "\n- ", "; and ", ". Second: ", "\n\n", ", and ", " plus ", "; ")
JOINED, STRANGE, FEWER = 0.4, 0.4, 0.3
"""How much a made comment counts against a written one."""


def read_all(files: list[str]) -> list[Made]:
    """Every labelled record, in order."""
    out = []
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                out.append(((record["id"],), case_of(record), [c["gold"] for c in record["comments"]], 1.0))
    return out


def hard_records(files: list[str]) -> frozenset[str]:
    """The records that are harder than what is met: they teach, and nothing is chosen or measured on them."""
    return frozenset(ids[0] for ids, *_ in read_all([f for f in files if Path(f).name.startswith("hard-")]))


def joined(records: list[Made], each: int = 8, seed: int = 5) -> Iterator[Made]:
    """Two remarks of one pull request as one comment, mostly about the whole review; and remarks without their place."""
    draw = random.Random(seed)
    for ids, case, labels, _ in records:
        pool = [
            (c, g)
            for c, g in zip(case.comments, labels, strict=True)
            if c.path
            and len(c.body.split()) < 45
            and not {"summary", "multi-claim", "duplicate", "call-site"} & set(g["tags"])
        ]
        good = [(c, g) for c, g in pool if len(g["issues"]) == 1 and max(g["level"].values()) > 1]
        bad = [
            (c, g)
            for c, g in pool
            if not g["issues"] and g["kind"] != "question" and not {"shotgun", "negation"} & set(g["tags"])
        ]
        made = []
        for number in range(each):
            first, second = draw.choice(good), draw.choice(good if draw.random() < 0.55 else bad)
            if first[1]["issues"] != second[1]["issues"]:
                made.append(_pair(draw, number, first, second))
        for number in range(each // 2):
            comment, label = draw.choice(good + bad[:2])
            made.append((replace(comment, id=f"p{number}", path=None, line=None, start_line=None), label))
        yield ids, replace(case, comments=tuple(c for c, _ in made)), [g for _, g in made], JOINED


def _pair(draw, number, first, second):
    parts = [first, second]
    draw.shuffle(parts)
    joint = draw.choice(JOINTS)
    (a, ga), (b, gb) = parts
    body = ("- " if joint == "\n- " else "") + a.body.strip().rstrip(".") + joint + b.body.strip()
    where = (a.path, a.line, a.start_line) if draw.random() < 0.3 else (None, None, None)
    label = {**NONE, "issues": ga["issues"] + gb["issues"], "level": {**ga["level"], **gb["level"]}, "tags": ["made"]}
    return CommentText(f"m{number}", body, *where), label


def strangers(records: list[Made], each: int = 2, seed: int = 6) -> Iterator[Made]:
    """Remarks from another pull request on the lines of an issue: they earn nothing."""
    draw = random.Random(seed)
    every = [
        (ids[0], c, g, {i.defect_class for i in case.issues if i.id in g["issues"]})
        for ids, case, labels, _ in records
        for c, g in zip(case.comments, labels, strict=True)
        if not {"vague", "jargon-only", "duplicate"} & set(g["tags"])
    ]
    for ids, case, _, _ in records:
        classes = {i.defect_class for i in case.issues}
        for issue in case.issues:
            place = draw.choice(issue.places)
            for number in range(each):
                harmless = [e for e in every if e[2]["kind"] != "constraint" or "negation" in e[2]["tags"]]
                donors = harmless if number == 0 else [e for e in every if not e[3] & classes]
                donor = draw.choice([e for e in donors if e[0] != ids[0]])
                comment = replace(donor[1], path=place.path, line=place.end, start_line=None, side=None)
                yield (
                    (donor[0], *ids),
                    replace(case, comments=(comment,)),
                    [{**NONE, "kind": donor[2]["kind"]}],
                    STRANGE,
                )


def sprays(records: list[Made], rubric: ClassRubric, seed: int = 8) -> Iterator[Made]:
    """The rubric's own words on the lines of an issue: names and phrases of many classes, and what is no claim at all."""
    draw = random.Random(seed)
    titles = [c.title.lower() for c in rubric.classes]
    phrases = [word for c in rubric.classes for word in c.words]
    harmless = [(k, w) for k, words in rubric.kinds for w in words if k != "vague"]
    for ids, case, _, _ in records:
        for issue in case.issues:
            place = draw.choice(issue.places)
            some = draw.sample(titles, draw.randint(3, len(titles)))
            kind, phrase = draw.choice(harmless)
            rows = [
                (draw.choice((", ", "? ", " / ")).join(some) + "?", "other"),
                (draw.choice((". ", "; ", ", ")).join(draw.sample(phrases, draw.randint(3, 8))), "other"),
                (phrase, "constraint" if kind == "negated" else kind),
            ]
            for number, (body, sort) in enumerate(rows):
                tags = ["negation"] if kind == "negated" and number == 2 else [] if number == 2 else ["shotgun"]
                comment = CommentText(f"spray{number}", body, place.path, place.end)
                label = {**NONE, "kind": sort, "tags": tags}
                yield ids, replace(case, comments=(comment,)), [label], STRANGE / 2


def fewer(records: list[Made], seed: int = 7) -> Iterator[Made]:
    """The same pull requests with one to three issues, as short exercises have; some keys with wordings and near misses."""
    draw = random.Random(seed)
    for ids, case, labels, _ in records:
        for size in (1, 2, 3):
            kept = draw.sample(case.issues, min(size, len(case.issues)))
            both = list(zip(case.comments, labels, strict=True))
            draw.shuffle(both)
            if draw.random() < 0.5:
                kept = [_with_examples(issue, both) for issue in kept]
            some = both[: int(len(both) * 0.4)]
            decoys = case.decoys if draw.random() < 0.5 else ()
            changed = replace(case, issues=tuple(kept), decoys=decoys, comments=tuple(c for c, _ in some))
            yield ids, changed, [g for _, g in some], FEWER


def _with_examples(issue, both):
    """The issue with wordings and near misses taken from the last comments, which are not in the case."""
    spare = both[int(len(both) * 0.4) :]
    said = [c.body for c, g in spare if g["issues"] == [issue.id] and g["level"][issue.id] > 1]
    near = [c.body for c, g in spare if not g["issues"] and g["kind"] == "constraint" and _on(c, issue)]
    return replace(issue, wordings=tuple(said[:3]), near_misses=tuple(near[:2]))


def _on(comment, issue):
    return any(
        comment.path == p.path and comment.line and p.start - 3 <= comment.line <= p.end + 3 for p in issue.places
    )
