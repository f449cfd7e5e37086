"""Train the matcher on labelled records and write harness/matching/model/matcher.json.

    python scripts/train_matcher.py tests/data/wording-*.jsonl tests/data/hard-*.jsonl

Everything that is chosen (the scale of probabilities, the bands, the weights of kinds, the cuts of levels) is chosen on
predictions for pull requests that the predicting models have not seen, and on records as they are met: what the files
`hard-*` hold only teaches. Needs lightgbm, scikit-learn and scipy; the harness needs none of them.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
from matcher_cases import JOINED, fewer, hard_records, joined, read_all, sprays, strangers
from matcher_models import (
    CLASSES,
    CONCEPTS,
    RUBRIC,
    booster,
    fit_classes,
    fit_kind_weights,
    fit_kinds,
    fit_learned,
    fit_text,
    forest_data,
    heard_items,
    level_booster,
    level_data,
    phrase_items,
    raw,
    read_items,
    set_classes,
    set_learned,
    stacked,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from harness.matching.assignment import claims, ranked
from harness.matching.bands import Bands, Curve
from harness.matching.kind import KINDS, kind_beside, no_claim
from harness.matching.matcher import MOST_NEAR

MODEL = Path(__file__).resolve().parent.parent / "harness/matching/model"

FOLDS, SEEDS = 6, (0, 1)
INNER, INNER_SEED = 5, 3
FOLD_NOISE = 0.002
CUTS = [(a, b, c) for a in (1.4, 1.6, 1.8) for b in (2.5, 2.6) for c in (3.1, 3.3, 3.4, 3.5)]
"""Between named and explained not below the middle: a mechanism alone is no explanation."""


def folds(names, count, seed=0):
    """The names in `count` groups, drawn with a fixed seed."""
    order = sorted(set(names))
    random.Random(seed).shuffle(order)
    return [order[i::count] for i in range(count)]


def stages(items, made, phrases):
    """Learned likeness, classes, kinds and text forest, fitted on these.

    What the text forest learns from must not know its own record: its classes come from models that have not seen it.
    """
    learned = fit_learned(items)
    for item in (*items, *made):
        set_learned(item, learned)
    for held in folds([i.of[0] for i in items], INNER, INNER_SEED):
        classes = fit_classes([i for i in items if i.of[0] not in held])
        for item in (i for i in (*items, *made) if i.of[-1] in held):
            set_classes(item, classes)
    return learned, fit_classes(items), fit_kinds([*items, *phrases]), fit_text([*items, *made])


def unseen(item, held):
    return not set(item.of) & set(held)


def read_out_of_fold(written, made, rest, phrases, count=FOLDS):
    """Give every item a reading by models that have seen nothing of its record."""
    for held in folds([i.of[-1] for i in written], count):
        models = stages([i for i in written if unseen(i, held)], [i for i in made if unseen(i, held)], phrases)
        read_items([i for i in (*written, *made, *rest) if i.of[-1] in held], *models)


def pair_scores(written, rest, count=FOLDS, seeds=SEEDS, keep=None, hard=frozenset(), **given):
    """Scores of all written pairs by forests that have not seen their record, averaged over seeds."""
    x, level, weight = stacked(written, hard)
    owner = owners(written)
    mx, ml, mw = stacked(rest, hard)
    of = [i.of for i in rest for _ in i.issues]
    columns = slice(None) if keep is None else keep
    total = np.zeros(len(level))
    for seed in seeds:
        for held in folds(owner, count, seed):
            test, free = np.isin(owner, held), np.array([not set(o) & set(held) for o in of])
            rows = np.vstack([x[~test], mx[free]])[:, columns]
            labels = np.concatenate([level[~test] > 0, ml[free] > 0])
            weights = np.concatenate([weight[~test], mw[free]])
            model = booster(seed, **given).fit(rows, labels, sample_weight=weights)
            total[test] += raw(model, x[test][:, columns])
    return total / len(seeds), level, owner


def owners(items):
    """The record of each pair."""
    return np.concatenate([np.full(len(i.issues), i.of[0], dtype=object) for i in items])


def best_scores(items, score):
    """The score of the issue that fits best, for each item."""
    ends = np.cumsum([len(i.issues) for i in items])[:-1]
    return np.array([found.max() for found in np.split(score, ends)])


def fit_curve(written, score, level):
    """The curve of bands.py, fitted on scores for unseen pull requests."""
    whole = np.array([i.comment.path is None for i in written for _ in i.issues])
    lines = []
    for some in (~whole, whole):
        fitted = LogisticRegression(C=10).fit(score[some][:, None], level[some] > 0)
        lines += [round(float(fitted.intercept_[0]), 4), round(float(fitted.coef_[0, 0]), 4)]
    return Curve(*lines)


def curved(curve, written, score):
    """The probabilities of all pairs."""
    out, at = [], 0
    for item in written:
        found = curve.probabilities(score[at : at + len(item.issues)], item.comment.path is None)
        out += [min(p, MOST_NEAR) for p in found] if no_claim(item.reading.voices) else found
        at += len(item.issues)
    return np.array(out)


def credited(written, p, bands):
    """Which pairs the decision rules credit."""
    out, at = np.zeros(len(p), dtype=bool), 0
    for item in written:
        n = len(item.issues)
        if n and item.comment.body.strip():
            for i, _ in claims(ranked([round(float(v), 4) for v in p[at : at + n]]), item.reading.best_part, bands):
                out[at + i] = True
        at += n
    return out


def figures(hit, level):
    """Precision, recall and F1; pairs of level 1 are optional."""
    right, wrong = (hit & (level > 0)).sum(), (hit & (level == 0)).sum()
    missed = (~hit & (level > 1)).sum()
    return right / max(right + wrong, 1), right / max(right + missed, 1), 2 * right / max(2 * right + wrong + missed, 1)


def kappa(a, b):
    """Agreement of levels with quadratic weights."""
    grid = np.array([[((a == i) & (b == j)).sum() for j in range(1, 5)] for i in range(1, 5)], float)
    weight = np.array([[(i - j) ** 2 for j in range(4)] for i in range(4)], float)
    chance = np.outer(grid.sum(1), grid.sum(0)) / grid.sum()
    return 1 - (weight * grid).sum() / (weight * chance).sum()


def kind_f1(items, best):
    """F1 of each kind, the weights of kinds fitted on other records."""
    gold, said = [i.gold["kind"] for i in items], [""] * len(items)
    for held in folds([i.of[0] for i in items], FOLDS):
        rest = [k for k, i in enumerate(items) if i.of[0] not in held]
        weights = fit_kind_weights([items[k] for k in rest], best[rest])
        for k in set(range(len(items))) - set(rest):
            said[k] = kind_beside(items[k].reading.voices, best[k], weights).value
    both = {k: sum(g == s == k for g, s in zip(gold, said, strict=True)) for k in KINDS}
    return {k: round(2 * both[k] / max(gold.count(k) + said.count(k), 1), 3) for k in KINDS}


def choose_bands(written, p, level):
    """The bands: `match` from the lowest tenth whose F0.5, in which a false credit counts more than a miss, is the best but
    for what the choice of folds does; `look` down to one in five. Finer steps, or the first that is right 95 times in 100,
    move with the folds."""
    tried = [(t, *figures(credited(written, p, Bands(t, t / 2)), level)) for t in (n / 10 for n in range(3, 10))]
    scores = {t: 1.25 * precision * recall / (0.25 * precision + recall) for t, precision, recall, *_ in tried}
    return Bands(min(t for t, score in scores.items() if score > max(scores.values()) - FOLD_NOISE), 0.2)


def level_cuts(items, hard):
    """Out-of-fold depths, the best cuts, and how well they agree, on records as they are met."""
    x, level, owner = level_data(items)
    depth = np.zeros(len(level))
    for held in folds(owner, FOLDS):
        test = np.isin(owner, held)
        depth[test] = raw(level_booster().fit(x[~test], level[~test]), x[test])
    usual = np.array([o not in hard for o in owner])
    depth, level = depth[usual], level[usual]
    cuts = max(CUTS, key=lambda c: kappa(level, 1 + sum((depth > t).astype(int) for t in c)))
    return cuts, kappa(level, 1 + sum((depth > t).astype(int) for t in cuts))


def prepared(files):
    """Written items, made ones for text and pairs, made ones for pairs alone, phrases."""
    records = read_all(files)
    written = [i for record in records for i in heard_items(record)]
    made = [i for gen in (joined(records), strangers(records)) for case in gen for i in heard_items(case)]
    rest = [i for gen in (fewer(records), sprays(records, RUBRIC)) for case in gen for i in heard_items(case)]
    return written, made, rest, phrase_items()


def for_pairs(made, rest):
    """Joined comments teach the text model; in the model of pairs they did harm."""
    return [i for i in made if i.weight != JOINED or len(i.of) > 1] + rest


def main(files):
    written, made, rest, phrases = prepared(files)
    hard = hard_records(files)
    read_out_of_fold(written, made, rest, phrases)
    score, level, _ = pair_scores(written, for_pairs(made, rest), hard=hard)
    met = np.array([o not in hard for o in owners(written)])
    usual, score, level = [i for i in written if i.of[0] not in hard], score[met], level[met]
    print(len({i.of for i in usual}), "records,", len(usual), "comments, and", len(hard), "hard records")
    best = best_scores(usual, score)
    f1s = kind_f1(usual, best)
    print("kinds", f1s, "macro", round(sum(f1s.values()) / len(f1s), 3))
    kind_weights = fit_kind_weights(usual, best)
    curve = fit_curve(usual, score, level)
    p = curved(curve, usual, score)
    print("pairs", len(level), "credited", (level > 0).sum(), "AUC", round(roc_auc_score(level > 0, p), 4))
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(t, [round(float(v), 3) for v in figures(credited(usual, p, Bands(t, t)), level)])
    bands = choose_bands(usual, p, level)
    print("bands", bands, [round(float(v), 3) for v in figures(credited(usual, p, bands), level)])
    cuts, agreement = level_cuts(written, hard)
    print("level kappa", round(agreement, 3), cuts)
    lx, ly, _ = level_data(written)
    x, y, w = stacked([*written, *for_pairs(made, rest)], hard)
    pairs = [booster(seed).fit(x, y > 0, sample_weight=w) for seed in SEEDS]
    learned, classes, kinds, text = stages(written, made, phrases)
    arrays = {"learned": np.rint(learned * 1024).astype(np.int32), "classes": classes, **kinds[1]}
    arrays |= forest_data("text", [text]) | forest_data("pair", pairs)
    arrays |= forest_data("level", [level_booster().fit(lx, ly)])
    np.savez_compressed(MODEL / "matcher.npz", **arrays)
    data = {
        "schema": 3,
        "match_from": bands.match_from,
        "look_from": bands.look_from,
        "plain": bands.plain,
        "curve": [curve.start, curve.slope, curve.whole_start, curve.whole_slope],
        "cuts": list(cuts),
        "kind_weights": kind_weights,
        "classes": CLASSES,
        "concepts": CONCEPTS,
        "grams": kinds[0],
    }
    (MODEL / "matcher.json").write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
    if "-v" in sys.argv:
        pairs_of = [(i, j) for i in usual for j in range(len(i.issues))]
        for k in np.argsort(-np.abs(p - (level > 0)))[:40]:
            item, j = pairs_of[k]
            print(round(float(p[k]), 2), level[k], item.comment.id, item.issues[j], item.comment.body[:100])


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("-")])
