"""Train the matcher's forests on labelled records and write harness/matching/model/matcher.json.

    python scripts/train_matcher.py tests/data/wording-*.jsonl

Thresholds and calibration come from predictions on pull requests that were left out. Needs scikit-learn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness.adapters.rubrics import load_classes
from harness.domain.remark import Kind
from harness.matching.features import prepare, read_comment
from harness.steps.matching.records import case_of

ROOT = Path(__file__).resolve().parent.parent


def rows(files):
    rubric = load_classes(ROOT / "rubrics")
    pairs, comments = [], []
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            case = case_of(record)
            prepared = prepare(case, rubric)
            for comment, raw in zip(case.comments, record["comments"], strict=True):
                reading, gold = read_comment(prepared, comment), raw["gold"]
                comments.append((record["id"], reading.own, gold["kind"]))
                for issue, row in zip(case.issues, reading.rows, strict=True):
                    level = gold["level"].get(issue.id, 0) if issue.id in gold["issues"] else 0
                    pairs.append((record["id"], comment.id, row, level, issue.id))
    return pairs, comments


def pair_model():
    return GradientBoostingClassifier(
        n_estimators=220, max_depth=3, learning_rate=0.05, subsample=0.6, max_features=0.25, min_samples_leaf=8, random_state=7
    )


def level_model():
    return GradientBoostingRegressor(
        n_estimators=120, max_depth=3, learning_rate=0.05, subsample=0.7, max_features=0.3, min_samples_leaf=6, random_state=7
    )


def kind_model():
    return GradientBoostingClassifier(
        n_estimators=80, max_depth=2, learning_rate=0.08, subsample=0.7, max_features=0.3, min_samples_leaf=4, random_state=7
    )


def trees(estimators, rate):
    out = []
    for e in estimators:
        t = e.tree_
        out.append([
            [-1, round(float(t.value[i][0][0]) * rate, 5)] if t.children_left[i] < 0
            else [int(t.feature[i]), round(float(t.threshold[i]), 5), int(t.children_left[i]), int(t.children_right[i])]
            for i in range(t.node_count)
        ])
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


def out_of_fold(make, x, y, ids, method):
    out = np.zeros(len(y))
    for held in folds(ids):
        test = ids == held
        if len(set(y[~test])) > 1:
            out[test] = getattr(make().fit(x[~test], y[~test]), method)(x[test])
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


def main(files):
    pairs, comments = rows(files)
    ids, x = np.array([p[0] for p in pairs]), np.array([p[2] for p in pairs])
    level = np.array([p[3] for p in pairs])
    y = (level > 0).astype(int)
    logit = out_of_fold(pair_model, x, y, ids, "decision_function")
    cal = LogisticRegression(C=1e3).fit(logit[:, None], y)
    scale, shift = float(cal.coef_[0, 0]), float(cal.intercept_[0])
    p = 1 / (1 + np.exp(-(scale * logit + shift)))
    print("pairs", len(y), y.sum(), "AUC", round(roc_auc_score(y, p), 4))
    grid = [t / 100 for t in range(20, 96)]
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        print(t, [round(float(v), 3) for v in f1_at(p, y, level, t)])
    match_from = max(grid, key=lambda t: f1_at(p, y, level, t)[2] + (0.3 * f1_at(p, y, level, t)[0]))
    print("match_from", match_from, [round(float(v), 3) for v in f1_at(p, y, level, match_from)])
    on = level > 0
    raw = out_of_fold(level_model, x[on], level[on].astype(float), ids[on], "predict")
    cuts = max(((a, b, c) for a in (1.5, 1.7, 1.9) for b in (2.3, 2.5, 2.7) for c in (3.1, 3.3, 3.5)),
               key=lambda c: kappa(level[on], 1 + sum((raw > t).astype(int) for t in c)))
    print("level kappa", round(kappa(level[on], 1 + sum((raw > t).astype(int) for t in cuts)), 3), cuts)
    kx, kg, kid = np.array([c[1] for c in comments]), [c[2] for c in comments], np.array([c[0] for c in comments])
    scores, kinds = [], {}
    for kind in Kind:
        ky = np.array([g == kind.value for g in kg]).astype(int)
        scores.append(out_of_fold(kind_model, kx, ky, kid, "decision_function"))
        kinds[kind.value] = forest(kind_model().fit(kx, ky))
    names = [k.value for k in Kind]
    guess = [names[i] for i in np.argmax(np.array(scores), axis=0)]
    f1s = {}
    for k in names:
        tp = sum(a == b == k for a, b in zip(guess, kg, strict=True))
        f1s[k] = round(2 * tp / max(guess.count(k) + kg.count(k), 1), 3)
    print("kinds", f1s, "macro", round(sum(f1s.values()) / 5, 3))
    data = {
        "schema": 1, "features": x.shape[1], "pair": forest(pair_model().fit(x, y)), "kinds": kinds,
        "level": forest(level_model().fit(x[on], level[on])), "match_from": match_from, "look_from": round(match_from * 0.45, 2),
        "scale": round(scale, 4), "shift": round(shift, 4), "cuts": list(cuts),
    }
    (ROOT / "harness/matching/model/matcher.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")
    if "-v" in sys.argv:
        for i in np.argsort(-np.abs(p - y))[:40]:
            print(round(float(p[i]), 2), level[i], pairs[i][1], pairs[i][4])


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if a != "-v"])
