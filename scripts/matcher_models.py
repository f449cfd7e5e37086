"""The models of the matcher in training: heard comments in, weights out. Each stage is fitted on what it is given."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import lightgbm as lgb
import numpy as np
import scipy.sparse as sp
from matcher_cases import NONE, Made
from sklearn.linear_model import LogisticRegression

from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText
from harness.matching.class_model import CLASS_STEPS
from harness.matching.contrast import CONTRASTED, LONE, margin
from harness.matching.fit import TEXT, Learned, learned_likeness
from harness.matching.key_texts import FIELDS, case_texts, text_vector
from harness.matching.kind import KIND_STEPS, KINDS, VOICES, grams, kind_model, kind_row
from harness.matching.levels import facets_of, level_row
from harness.matching.model import class_model
from harness.matching.reading import Heard, Reading, hear_all, heard_rows

RUBRIC = load_classes(Path(__file__).resolve().parent.parent / "rubrics")
DIMENSIONS = 256
SCALES = np.repeat([16.0, 8.0, 8.0, 4.0], DIMENSIONS)
MINE, NO_CLASS, MINE_AHEAD = (TEXT.index(name) for name in ("class:learned", "class:none", "contrast:class:learned"))
SCORE, AHEAD = TEXT.index("learned:score"), TEXT.index("contrast:learned:score")


@dataclass
class Item:
    """A heard comment with its labels; training fills in the rest."""

    of: tuple[str, ...]
    comment: CommentText
    gold: dict
    weight: float
    heard: Heard
    groups: np.ndarray
    issues: tuple[str, ...]
    classes: tuple[int, ...]
    """The class of each issue."""
    keys: list[list[tuple[np.ndarray, np.ndarray]]]
    """For each issue the meaning and the concepts of its sentences."""
    table: np.ndarray = field(init=False)
    level: np.ndarray = field(init=False)
    reading: Reading | None = None

    def __post_init__(self):
        self.table = np.round(self.heard.fit.table, 4)
        self.level = np.array([self.gold["level"].get(i, 0) if i in self.gold["issues"] else 0 for i in self.issues])


NOTHING = Learned(
    np.zeros(1 + 4 * DIMENSIONS),
    class_model(
        {"classes": ("none", "other"), "concepts": ("none",)},
        {"classes": np.zeros((DIMENSIONS + 2, 3), dtype=np.int32)},
    ),
)
"""For hearing before anything is learned."""


def heard_items(made: Made) -> list[Item]:
    """The comments of a case, heard without any learned likeness."""
    ids, case, labels, weight = made
    texts = case_texts(case, RUBRIC)
    names = tuple(i.id for i in case.issues)
    classes = tuple(CLASSES.index(i.defect_class) for i in case.issues)
    sentences = [[getattr(i, name) for name in FIELDS[:4]] for i in case.issues] if weight == 1.0 else []
    keys = [[(text_vector(text), texts.lexicon.of(text)) for text in some] for some in sentences]
    heard = hear_all(texts, case.comments, NOTHING)
    return [
        Item(ids, c, g, weight, h, texts.groups, names, classes, keys)
        for c, g, h in zip(case.comments, labels, heard, strict=True)
    ]


def phrase_items() -> list[Item]:
    """The phrases of the rubric as comments of known kind."""
    rows = [(w, "constraint", []) for c in RUBRIC.classes for w in c.words]
    signs = {"negated": ["negation"], "vague": ["vague"]}
    rows += [(w, k if k in KINDS else "constraint", signs.get(k, [])) for k, ws in RUBRIC.kinds for w in ws]
    case = Case((), tuple(CommentText(str(i), text, "a.py", 1) for i, (text, _, _) in enumerate(rows)))
    return heard_items((("phrase",), case, [{**NONE, "kind": k, "tags": t} for _, k, t in rows], 1.0))


# The learned likeness


def _pair_row(vector, groups):
    common = vector[None, None] * groups
    return np.concatenate([*common.transpose(1, 0, 2), np.abs(vector[None] - groups[:, 0])], axis=1) * SCALES


def fit_learned(items: list[Item], foreign: float = 0.04) -> np.ndarray:
    """Weights in steps of 1/1024, the constant first. Pairs across pull requests count as unlike."""
    draw, keys = random.Random(0), {}
    for item in items:
        keys.setdefault(item.of[0], item.groups)
    x, y, w = [], [], []
    for item in items:
        vector = item.heard.fit.vectors[0]
        for row, level in zip(_pair_row(vector, item.groups), item.level, strict=True):
            if level != 1:
                x.append(row)
                y.append(level > 0)
                w.append(1.0)
        for other, groups in keys.items():
            for j in range(len(groups)):
                if other != item.of[0] and draw.random() < foreign:
                    x.append(_pair_row(vector, groups[j : j + 1])[0])
                    y.append(False)
                    w.append(0.5)
    model = LogisticRegression(C=0.1, max_iter=200, class_weight={False: 1, True: 4})
    model.fit(np.array(x, dtype=np.float32), np.array(y), sample_weight=w)
    return np.rint(np.concatenate([model.intercept_, model.coef_[0] * SCALES]) * 1024) / 1024


def set_learned(item: Item, learned: np.ndarray) -> None:
    """Fill in the columns of the learned likeness."""
    score = learned_likeness(item.heard.fit.vectors, item.groups, learned)
    item.table[:, :, SCORE] = score
    item.table[:, :, AHEAD] = np.round(margin(score, float(LONE[CONTRASTED.index("learned:score")])), 4)


# The classes

CLASSES = tuple(c.id for c in RUBRIC.classes)
CONCEPTS = tuple(name for name, _ in RUBRIC.concepts)
MEANT, MENTIONED, CLASS_C = 8.0, 2.0, 0.3
NO_DEFECT, OF_KEYS = 0.4, 0.5
"""How much a comment without a credited issue counts against one with, and a sentence of a key."""


def fit_classes(items: list[Item]) -> np.ndarray:
    """The table of model.class_model, from whole comments with one claim and from the sentences of the keys."""
    x, y, w, seen = [], [], [], set()
    for item in (i for i in items if len(i.of) == 1):
        credited = [j for j, level in enumerate(item.level) if level > 0]
        if not credited or (len(credited) == 1 and item.level[credited[0]] > 1):
            x.append(_class_row(item.heard.fit.vectors[0], item.heard.fit.concepts[0]))
            y.append(item.classes[credited[0]] if credited else len(CLASSES))
            w.append(1.0 if credited else NO_DEFECT)
        if item.of[0] not in seen:
            seen.add(item.of[0])
            rows = [(_class_row(*row), c) for rows, c in zip(item.keys, item.classes, strict=True) for row in rows]
            x += [row for row, _ in rows]
            y += [c for _, c in rows]
            w += [OF_KEYS] * len(rows)
    model = LogisticRegression(C=CLASS_C, max_iter=300).fit(np.array(x, dtype=np.float32), np.array(y), sample_weight=w)
    assert list(model.classes_) == list(range(len(CLASSES) + 1)), "a class without a comment"
    scales = np.repeat([1.0, MEANT, MENTIONED], [1, DIMENSIONS, len(CONCEPTS)])[:, None]
    return np.rint(np.vstack([model.intercept_, model.coef_.T]) * scales * CLASS_STEPS).astype(np.int32)


def _class_row(vector: np.ndarray, concepts: np.ndarray) -> np.ndarray:
    return np.concatenate([vector * MEANT, concepts * MENTIONED])


def set_classes(item: Item, table: np.ndarray) -> None:
    """Fill in the columns of the classes."""
    model = class_model({"classes": CLASSES, "concepts": CONCEPTS}, {"classes": table})
    found = item.heard.fit
    mine, none = model.towards(model.scores(found.vectors, found.concepts, CONCEPTS), item.classes)
    item.table[:, :, MINE], item.table[:, :, NO_CLASS] = mine, none
    item.table[:, :, MINE_AHEAD] = np.round(margin(mine, float(LONE[CONTRASTED.index("class:learned")])), 4)


# Kinds and signs

GRAM_SCALE, REGULAR, RARE = 6.0, 0.05, 2


def fit_kinds(items: list[Item]) -> tuple[list[str], dict[str, np.ndarray]]:
    """The grams that kind.py knows, and its tables."""
    numbers = np.array([i.heard.numbers for i in items])
    mean, spread = numbers.mean(0), numbers.std(0) + 1e-3
    spread[-DIMENSIONS:] *= 2.5
    heard = [grams(i.heard.words) for i in items]
    counts: dict[str, int] = {}
    for gram in (g for found in heard for g in found):
        counts[gram] = counts.get(gram, 0) + 1
    idf = {g: round(float(np.log((1 + len(items)) / (1 + n)) + 1), 3) for g, n in sorted(counts.items()) if n >= RARE}
    at = {gram: k for k, gram in enumerate(idf)}
    places, values = ([], []), []
    for row, found in enumerate(heard):
        known = [g for g in found if g in idf]
        length = np.sqrt(sum(idf[g] ** 2 for g in known)) or 1.0
        for gram in known:
            places[0].append(row)
            places[1].append(at[gram])
            values.append(GRAM_SCALE * idf[gram] / length)
    x = sp.hstack([(numbers - mean) / spread, sp.csr_matrix((values, places), shape=(len(items), len(idf)))]).tocsr()
    weights, start = _voices(x, items)
    plain = weights[:, : numbers.shape[1]] / spread
    said = weights[:, numbers.shape[1] :] * GRAM_SCALE
    arrays = {
        "kinds.start": np.round(start - plain @ mean, 5),
        "kinds.numbers": plain.T.astype(np.float32),
        "kinds.grams": np.hstack([np.array(list(idf.values()))[:, None], said.T]).astype(np.float32),
    }
    return list(at), arrays


def _voices(x, items: list[Item]) -> tuple[np.ndarray, np.ndarray]:
    kinds = np.array([i.gold["kind"] for i in items])
    rare = {k: min(6.0, (kinds != k).sum() / max((kinds == k).sum(), 1)) ** 0.5 for k in KINDS}
    many = LogisticRegression(C=REGULAR, max_iter=400, class_weight=rare).fit(x, kinds)
    order = [list(many.classes_).index(k) for k in KINDS]
    tags = [set(i.gold["tags"]) for i in items]
    signs = (
        ["negation" in t for t in tags],
        [bool({"shotgun", "jargon-only", "vague"} & t) for t in tags],
        [any(v > 1 for v in i.gold["level"].values()) for i in items],
    )
    singles = [
        LogisticRegression(C=REGULAR, max_iter=400, class_weight={False: 1, True: 2}).fit(x, np.array(s)) for s in signs
    ]
    weights = np.vstack([many.coef_[order], *(m.coef_ for m in singles)])
    return weights, np.concatenate([many.intercept_[order], *(m.intercept_ for m in singles)])


# Forests


def booster(seed: int = 0, **given) -> lgb.LGBMClassifier:
    """Small trees with cuts drawn at random: on unseen pull requests better than the best cuts."""
    settings = {
        "n_estimators": 300,
        "learning_rate": 0.05,
        "num_leaves": 16,
        "max_depth": 5,
        "min_child_samples": 15,
        "subsample": 0.6,
        "subsample_freq": 1,
        "colsample_bytree": 0.25,
        "reg_lambda": 3,
        "extra_trees": True,
        "deterministic": True,
        "force_row_wise": True,
        "random_state": seed,
        "n_jobs": 1,
        "verbose": -1,
    }
    return lgb.LGBMClassifier(**{**settings, **given})


def level_booster(seed: int = 0) -> lgb.LGBMRegressor:
    """The forest of levels."""
    settings = booster(seed).get_params()
    settings.update(n_estimators=200, min_child_samples=8, num_leaves=8, max_depth=4, learning_rate=0.05)
    return lgb.LGBMRegressor(**settings)


def raw(model, rows: np.ndarray) -> np.ndarray:
    """The scores of a forest before any curve."""
    return model.booster_.predict(rows, raw_score=True)


def forest_data(name: str, models: list) -> dict[str, np.ndarray]:
    """One or more forests, averaged, in the layout of forest.py."""
    roots = [t["tree_structure"] for m in models for t in m.booster_.dump_model()["tree_info"]]
    depth = max(_depth(root) for root in roots)
    feature = np.zeros((len(roots), 2**depth - 1), dtype=np.int16)
    cut, value = np.full(feature.shape, np.inf), np.zeros((len(roots), 2**depth))
    for tree, root in enumerate(roots):
        _lay_out(root, 0, 0, depth, feature[tree], cut[tree], value[tree])
    return {f"{name}.feature": feature, f"{name}.cut": cut, f"{name}.value": value / len(models)}


def _depth(node: dict) -> int:
    return 0 if "leaf_value" in node else 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def _lay_out(node, at, level, depth, feature, cut, value):
    if "leaf_value" in node:
        for _ in range(depth - level):
            at = 2 * at + 1
        value[at - (2**depth - 1)] = node["leaf_value"]
        return
    feature[at], cut[at] = node["split_feature"], round(node["threshold"], 5)
    _lay_out(node["left_child"], 2 * at + 1, level + 1, depth, feature, cut, value)
    _lay_out(node["right_child"], 2 * at + 2, level + 1, depth, feature, cut, value)


def fit_text(items: list[Item], seed: int = 0) -> lgb.LGBMClassifier:
    """How far a whole comment speaks of an issue, its place left aside. Level 1 rests on the place and is left out."""
    use = [i for i in items if len(i.issues)]
    x = np.vstack([i.table[0][i.level != 1] for i in use])
    y = np.concatenate([i.level[i.level != 1] > 0 for i in use])
    w = np.concatenate([np.full((i.level != 1).sum(), i.weight) for i in use])
    return booster(seed, n_estimators=250, num_leaves=10).fit(x, y, sample_weight=w)


def read_items(items: list[Item], learned: np.ndarray, classes: np.ndarray, kinds: tuple, text) -> None:
    """Give each item its reading by these models."""
    model = kind_model(*kinds)
    for item in items:
        set_learned(item, learned)
        set_classes(item, classes)
        parts, issues, width = item.table.shape
        voices = model.scores(item.heard.numbers, item.heard.words)
        scores = np.zeros((parts, 0))
        if issues:
            scores = np.round(raw(text, item.table.reshape(parts * issues, width)), 4).reshape(parts, issues)
        rows = [item.heard.places, item.table[0], heard_rows(scores), np.tile(voices, (issues, 1))]
        rows.append(np.tile(np.array(item.heard.own), (issues, 1)))
        item.reading = Reading(item.heard, (), voices, scores, np.round(np.hstack(rows), 4))


def fit_kind_weights(items: list[Item], best: np.ndarray) -> list[list[int]]:
    """The weights of kind_beside: every kind counts by the root of its rarity."""
    rows = np.array([kind_row(i.reading.voices, b) for i, b in zip(items, best, strict=True)])
    kinds = np.array([i.gold["kind"] for i in items])
    rare = {k: (len(kinds) / max((kinds == k).sum(), 1)) ** 0.5 for k in KINDS}
    model = LogisticRegression(C=0.03, max_iter=500, class_weight=rare).fit(rows, kinds)
    order = [list(model.classes_).index(k) for k in KINDS]
    table = np.hstack([model.intercept_[order, None], model.coef_[order]])
    return [[int(v) for v in row] for row in np.rint(table * KIND_STEPS)]


def level_data(items: list[Item]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, levels and records of all credited pairs."""
    found = [
        (np.concatenate([i.reading.rows[j], level_row(i.reading, j, facets_of(i.reading, j))]), level, i.of[0])
        for i in items
        for j, level in enumerate(i.level)
        if level > 0
    ]
    return np.array([f[0] for f in found]), np.array([f[1] for f in found]), np.array([f[2] for f in found])


HARD, MADE = 0.5, 0.5
"""How much less a hard record counts in the model of pairs than one as it is met, and a made comment than in the text model."""


def stacked(items: list[Item], hard: frozenset[str] = frozenset()) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, levels and weights of all pairs; hard records and made comments weigh less."""
    use = [i for i in items if len(i.issues)]
    weights = [i.weight * (HARD if hard & set(i.of) else 1.0) * (MADE if i.weight < 1 else 1.0) for i in use]
    return (
        np.vstack([i.reading.rows for i in use]),
        np.concatenate([i.level for i in use]),
        np.concatenate([np.full(len(i.issues), w) for i, w in zip(use, weights, strict=True)]),
    )


assert len(VOICES) == 8
