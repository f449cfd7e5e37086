"""The matcher against baselines and without each of its stages, each pull request judged by a model that never saw it.

    python benchmarks/matching.py tests/data/wording-*.jsonl

Needs scikit-learn. Thresholds are chosen on the pull requests that were trained on.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from train_matcher import by_fold_rows, out_of_fold, pair_model

# Columns of a row, in the order of harness/matching/features.py.
PLACE, FIELDS, COVER, LEXICAL = range(9), range(9, 18), (18, 19), (20, 29)
CONTRAST, DECOY, CLASSES = range(21, 27), (27, 28), range(30, 33)


def figures(p, y, level, ids):
    """F1, precision and recall over all records, each with the threshold that is best on the others."""
    tp = fp = fn = 0
    for held in sorted(set(ids)):
        test = ids == held
        t = max(np.unique(np.round(p[~test], 2)), key=lambda t: _f1(p[~test], y[~test], level[~test], t))
        hit = p[test] >= t
        tp, fp = tp + (hit & (y[test] == 1)).sum(), fp + (hit & (y[test] == 0)).sum()
        fn += (~hit & (level[test] > 1)).sum()
    return 2 * tp / (2 * tp + fp + fn), tp / max(tp + fp, 1), tp / max(tp + fn, 1)


def _f1(p, y, level, t):
    hit = p >= t
    tp, fp, fn = (hit & (y == 1)).sum(), (hit & (y == 0)).sum(), (~hit & (level > 1)).sum()
    return 2 * tp / max(2 * tp + fp + fn, 1)


def main(files):
    x, y, level, ids, mx, my, made = by_fold_rows(files)
    width = x.shape[1]
    own = range(33, width - 5)
    table = {
        "place only": -np.minimum(x[:, 4], 9),
        "shared words only": x[:, 20],
        "likeness to the key only": x[:, 16],
    }
    for name, columns in {
        "all stages": (),
        "without place": PLACE,
        "without meaning": (*FIELDS, *COVER),
        "without shared words": LEXICAL,
        "without contrast": CONTRAST,
        "without decoys": DECOY,
        "without classes": CLASSES,
        "without the remark's own manner": (*own, *range(width - 5, width)),
    }.items():
        keep = [i for i in range(width) if i not in set(columns)]
        table[name] = out_of_fold(pair_model, x[:, keep], y, ids, "decision_function", (mx[:, keep], my, made))
    print("| approach | F1 | precision | recall |\n|---|---|---|---|")
    for name, p in table.items():
        print(f"| {name} | " + " | ".join(f"{v:.3f}" for v in figures(p, y, level, ids)) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
