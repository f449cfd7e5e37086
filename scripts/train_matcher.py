"""Train the matcher's forests on labelled records and write harness/matching/model/matcher.json.

    python scripts/train_matcher.py tests/data/wording-*.jsonl

Thresholds and calibration come from predictions on pull requests that were left out. Needs scikit-learn.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText
from harness.domain.remark import Kind
from harness.matching.features import prepare, read_comment
from harness.steps.matching.records import case_of

ROOT = Path(__file__).resolve().parent.parent
MADE_WEIGHT = 0.4


def read_all(files):
    """Every record as (case, labels), in order."""
    out = []
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            out.append((record["id"], case_of(record), [c["gold"] for c in record["comments"]]))
    return out


def at_lines(comment, issue):
    """The comment, moved to the planted lines of an issue."""
    place = issue.places[0]
    return replace(comment, path=place.path, line=place.end, start_line=None, side=None)


def some_of(case, issue, draw):
    """The case as it is, or half the time with fewer issues and no decoys."""
    if draw.random() < 0.5:
        return case
    return replace(case, issues=tuple(i for i in case.issues if i is issue or draw.random() < 0.4), decoys=())


def bait(kind, gold):
    return (
        gold["kind"] in ("style", "praise", "other", "question")
        or "negation" in gold["tags"]
        or "shotgun" in gold["tags"]
    )


def invented(records, rubric, draw):
    """Cases made from labelled ones: strangers' remarks on planted lines, remarks without a place, fewer issues.

    Each is (ids it was made of, case, labels).
    """
    every = [(rid, c, g, case) for rid, case, golds in records for c, g in zip(case.comments, golds, strict=True)]
    none = {"issues": [], "level": {}, "kind": "constraint", "tags": []}
    spray = CommentText("spray", ", ".join(c.title.lower() for c in rubric.classes) + "?")
    for rid, case, golds in records:
        for issue in case.issues:
            others = [e for e in every if e[0] != rid]
            baits = draw.sample([e for e in others if bait(e[2]["kind"], e[2])], 5)
            classes = {i.defect_class for i in case.issues}
            strangers = [
                e
                for e in others
                if len(e[2]["issues"]) == 1
                and min(e[2]["level"].values()) > 1
                and not {i.defect_class for i in e[3].issues if i.id in e[2]["issues"]} & classes
            ]
            for donor, comment, _, _ in baits + draw.sample(strangers, min(5, len(strangers))):
                yield (
                    (rid, donor),
                    replace(some_of(case, issue, draw), comments=(at_lines(comment, issue),)),
                    [none],
                )
            yield (rid,), replace(some_of(case, issue, draw), comments=(at_lines(spray, issue),)), [none]
        placeless = [
            (replace(c, path=None, line=None, start_line=None), g)
            for c, g in zip(case.comments, golds, strict=True)
            if len(g["issues"]) == 1 and max(g["level"].values()) > 2 and draw.random() < 0.4
        ]
        yield (rid,), replace(case, comments=tuple(c for c, _ in placeless)), [g for _, g in placeless]
        for size in (1, 2, 3):
            kept = tuple(draw.sample(case.issues, min(size, len(case.issues))))
            some = [(c, g) for c, g in zip(case.comments, golds, strict=True) if draw.random() < 0.5]
            decoys = case.decoys if draw.random() < 0.4 else ()
            yield (
                (rid,),
                replace(case, issues=kept, decoys=decoys, comments=tuple(c for c, _ in some)),
                [g for _, g in some],
            )


def measured(ids, case, golds, rubric):
    """The rows of one case: pairs as (ids, comment, row, level, issue, kind row), comments as (id, kind row, kind)."""
    prepared, pairs, comments = prepare(case, rubric), [], []
    for comment, gold in zip(case.comments, golds, strict=True):
        reading = read_comment(prepared, comment)
        comments.append((ids[0], reading.kind_row, gold["kind"]))
        for issue, row in zip(case.issues, reading.rows, strict=True):
            level = gold["level"].get(issue.id, 0) if issue.id in gold["issues"] else 0
            pairs.append((ids, comment.id, row, level, issue.id, reading.kind_row))
    return pairs, comments


def rows(files):
    rubric, draw = load_classes(ROOT / "rubrics"), random.Random(7)
    records, real, comments, made = read_all(files), [], [], []
    for rid, case, golds in records:
        p, c = measured((rid,), case, golds, rubric)
        real += p
        comments += c
    for ids, case, golds in invented(records, rubric, draw):
        if case.comments:
            made += measured(ids, case, golds, rubric)[0]
    phrases = [(c.id, w, "constraint") for c in rubric.classes for w in c.words]
    phrases += [
        ("", w, {"negated": "constraint", "vague": "constraint"}.get(k, k)) for k, ws in rubric.kinds for w in ws
    ]
    case = Case((), tuple(CommentText(str(i), w, "a.py", 1) for i, (_, w, _) in enumerate(phrases)))
    prepared = prepare(case, rubric)
    extra = [
        ("phrase", read_comment(prepared, c).kind_row, k) for c, (_, _, k) in zip(case.comments, phrases, strict=True)
    ]
    return real, made, comments, extra


def kind_models(comments):
    """A weighted sum for each kind; columns are put on one scale first and the weights brought back."""
    x = np.array([c[1] for c in comments])
    mean, spread = x.mean(0), x.std(0) + 1e-3
    spread[-256:] = spread[-256:] * 2.5
    out = {}
    for kind in Kind:
        y = np.array([c[2] == kind.value for c in comments]).astype(int)
        fit = LogisticRegression(
            C=0.05,
            max_iter=500,
            class_weight={0: 1, 1: min(6.0, (1 - y.mean()) / max(y.mean(), 0.01)) ** 0.5},
        )
        fit.fit((x - mean) / spread, y)
        w = fit.coef_[0] / spread
        out[kind.value] = {
            "start": round(float(fit.intercept_[0] - (w * mean).sum()), 5),
            "weights": [round(float(v), 5) for v in w],
        }
    return out


def kind_scores(models, x):
    return np.stack([x @ np.array(models[k.value]["weights"]) + models[k.value]["start"] for k in Kind], axis=1)


def pair_model():
    return GradientBoostingClassifier(
        n_estimators=220,
        max_depth=3,
        learning_rate=0.05,
        subsample=0.6,
        max_features=0.2,
        min_samples_leaf=10,
        random_state=7,
    )


def level_model():
    return GradientBoostingRegressor(
        n_estimators=120,
        max_depth=3,
        learning_rate=0.05,
        subsample=0.7,
        max_features=0.3,
        min_samples_leaf=6,
        random_state=7,
    )


def trees(estimators, rate):
    out = []
    for e in estimators:
        t = e.tree_
        out.append(
            [
                [-1, round(float(t.value[i][0][0]) * rate, 5)]
                if t.children_left[i] < 0
                else [
                    int(t.feature[i]),
                    round(float(t.threshold[i]), 5),
                    int(t.children_left[i]),
                    int(t.children_right[i]),
                ]
                for i in range(t.node_count)
            ]
        )
    return out


def forest(model, k=0):
    if isinstance(model, GradientBoostingRegressor):
        start = float(model.init_.constant_.ravel()[0])
    else:
        p = float(model.init_.class_prior_[1])
        start = float(np.log(p / (1 - p)))
    return {"start": round(start, 5), "trees": trees(model.estimators_[:, k], model.learning_rate)}


def folds(ids):
    return sorted(set(ids))


def out_of_fold(make, x, y, ids, method, more=None):
    """Predictions for each record from a model that has not seen it, nor anything made of it."""
    out = np.zeros(len(y))
    for held in folds(ids):
        test = ids == held
        tx, ty, w = x[~test], y[~test], np.ones((~test).sum())
        if more is not None:
            mx, my, made_of = more
            free = np.array([held not in m for m in made_of])
            tx, ty = np.concatenate([tx, mx[free]]), np.concatenate([ty, my[free]])
            w = np.concatenate([w, np.full(free.sum(), MADE_WEIGHT)])
        out[test] = getattr(make().fit(tx, ty, sample_weight=w), method)(x[test])
    return out


def f1_at(p, y, level, t):
    hit, soft = p >= t, level == 1
    tp, fp, fn = (hit & (y == 1)).sum(), (hit & (y == 0)).sum(), (~hit & (y == 1) & ~soft).sum()
    return tp / max(tp + fp, 1), tp / max(tp + fn, 1), 2 * tp / max(2 * tp + fp + fn, 1)


def kappa(a, b):
    a, b = np.asarray(a), np.asarray(b)
    grid = np.array([[((a == i) & (b == j)).sum() for j in range(1, 5)] for i in range(1, 5)], float)
    w = np.array([[(i - j) ** 2 for j in range(4)] for i in range(4)], float)
    e = np.outer(grid.sum(1), grid.sum(0)) / grid.sum()
    return 1 - (w * grid).sum() / (w * e).sum()


def with_kinds(real, made, comments, extra):
    """Rows with the scores of the kinds appended, each from a model that has not seen the record."""
    by_fold = {
        held: kind_models([c for c in comments if c[0] != held] + extra) for held in folds(c[0] for c in comments)
    }

    def full(pair):
        return [*pair[2], *kind_scores(by_fold[pair[0][-1]], np.array(pair[5])[None])[0].round(4)]

    return np.array([full(p) for p in real]), np.array([full(p) for p in made])


def by_fold_rows(files):
    """What a benchmark needs: rows, labels, levels and ids of the real pairs; rows, labels and origins of the made ones."""
    real, made, comments, extra = rows(files)
    x, mx = with_kinds(real, made, comments, extra)
    level = np.array([p[3] for p in real])
    my = np.array([p[3] > 0 for p in made]).astype(int)
    return x, (level > 0).astype(int), level, np.array([p[0][0] for p in real]), mx, my, [p[0] for p in made]


def main(files):
    real, made, comments, extra = rows(files)
    kx, kg, kid = (
        np.array([c[1] for c in comments]),
        [c[2] for c in comments],
        np.array([c[0] for c in comments]),
    )
    by_fold = {held: kind_models([c for c in comments if c[0] != held] + extra) for held in folds(kid)}
    kinds = kind_models(comments + extra)
    scores = np.concatenate([kind_scores(by_fold[i], k[None]) for i, k in zip(kid, kx, strict=True)])
    names = [k.value for k in Kind]
    guess = [names[i] for i in np.argmax(scores, axis=1)]
    f1s = {}
    for k in names:
        tp = sum(a == b == k for a, b in zip(guess, kg, strict=True))
        f1s[k] = round(2 * tp / max(guess.count(k) + kg.count(k), 1), 3)
    print("kinds", f1s, "macro", round(sum(f1s.values()) / 5, 3))

    def full(pair):
        return [*pair[2], *kind_scores(by_fold[pair[0][-1]], np.array(pair[5])[None])[0].round(4)]

    ids, x = np.array([p[0][0] for p in real]), np.array([full(p) for p in real])
    level = np.array([p[3] for p in real])
    y = (level > 0).astype(int)
    mx, my = np.array([full(p) for p in made]), np.array([p[3] > 0 for p in made]).astype(int)
    logit = out_of_fold(pair_model, x, y, ids, "decision_function", (mx, my, [p[0] for p in made]))
    cal = LogisticRegression(C=1e3).fit(logit[:, None], y)
    scale, shift = float(cal.coef_[0, 0]), float(cal.intercept_[0])
    p = 1 / (1 + np.exp(-(scale * logit + shift)))
    print("pairs", len(y), y.sum(), "made", len(my), my.sum(), "AUC", round(roc_auc_score(y, p), 4))
    grid = [t / 100 for t in range(20, 96)]
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        print(t, [round(float(v), 3) for v in f1_at(p, y, level, t)])
    match_from = max(grid, key=lambda t: f1_at(p, y, level, t)[2] + (0.5 * f1_at(p, y, level, t)[0]))
    print("match_from", match_from, [round(float(v), 3) for v in f1_at(p, y, level, match_from)])
    on = level > 0
    lx = x[:, : -len(names)]
    raw = out_of_fold(level_model, lx[on], level[on].astype(float), ids[on], "predict")
    cuts = max(
        ((a, b, c) for a in (1.5, 1.7, 1.9) for b in (2.3, 2.5, 2.7) for c in (3.1, 3.3, 3.5)),
        key=lambda c: kappa(level[on], 1 + sum((raw > t).astype(int) for t in c)),
    )
    print("level kappa", round(kappa(level[on], 1 + sum((raw > t).astype(int) for t in cuts)), 3), cuts)
    ax, ay = np.concatenate([x, mx]), np.concatenate([y, my])
    w = np.concatenate([np.ones(len(y)), np.full(len(my), MADE_WEIGHT)])
    data = {
        "schema": 1,
        "features": x.shape[1],
        "pair": forest(pair_model().fit(ax, ay, sample_weight=w)),
        "kinds": kinds,
        "level": forest(level_model().fit(lx[on], level[on])),
        "match_from": match_from,
        "look_from": round(match_from * 0.45, 2),
        "scale": round(scale, 4),
        "shift": round(shift, 4),
        "cuts": list(cuts),
    }
    (ROOT / "harness/matching/model/matcher.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")
    if "-v" in sys.argv:
        for i in np.argsort(-np.abs(p - y))[:40]:
            print(round(float(p[i]), 2), level[i], real[i][1], real[i][4])


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("-")])
