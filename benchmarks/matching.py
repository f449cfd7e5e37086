"""The matcher against baselines and without each of its stages; speed, start, memory and size.

    pip install lightgbm scikit-learn scipy
    PYTHONPATH=.:scripts python benchmarks/matching.py tests/data/wording-*.jsonl tests/data/hard-*.jsonl

Each pull request is judged by models that never saw it. Thresholds are chosen on the others, never on the one that is judged.
The records of `hard-*.jsonl` only teach.
`--speed` prints the second half alone and needs nothing beyond the harness.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
ROOT = Path(__file__).resolve().parent.parent
DRAWS = 400
STAGES = {
    "place": ("place:",),
    "meaning": ("meaning:", "contrast:meaning:", "cover:", "contrast:cover:"),
    "words and names": ("words:", "contrast:words:"),
    "concepts": ("concepts:", "contrast:concepts:"),
    "classes": ("class:", "contrast:class:"),
    "learned likeness": ("learned:", "contrast:learned:"),
    "contrast": ("contrast:",),
    "decoys": ("decoy:",),
    "text model": ("heard:",),
    "kind and signs": ("voice:",),
    "manner": ("own:",),
}


def compare(files: list[str]) -> None:
    """Print the table of baselines and of stages left out."""
    import numpy as np
    from matcher_cases import hard_records
    from sklearn.feature_extraction.text import TfidfVectorizer
    from train_matcher import for_pairs, owners, pair_scores, prepared, read_out_of_fold, stacked

    from harness.matching.reading import columns

    written, made, rest, phrases = prepared(files)
    read_out_of_fold(written, made, rest, phrases, 6)
    x, level, _ = stacked(written)
    owner, hard = owners(written), hard_records(files)
    met = np.array([o not in hard for o in owner])
    names = columns(len(written[0].heard.own))
    at = {name: k for k, name in enumerate(names)}
    others = for_pairs(made, rest)
    rows = {
        "place only": -x[:, at["place:nearest"]] - 0.01 * x[:, at["place:planted"]],
        "token overlap": x[:, at["words:share"]],
        "TF-IDF": _tfidf(files, TfidfVectorizer),
        "likeness of meaning": x[:, at["meaning:best"]],
        "all stages": pair_scores(written, others, 6, (0,), hard=hard)[0],
    }
    for stage, starts in STAGES.items():
        keep = [k for k, name in enumerate(names) if not name.startswith(starts)]
        rows[f"without {stage}"] = pair_scores(written, others, 6, (0,), keep, hard)[0]
    print("| approach | F1 | 95 % interval | precision | recall |\n|---|---|---|---|---|")
    level, owner = level[met], owner[met]
    for name, score in ((name, score[met]) for name, score in rows.items()):
        hits = _hits(np, score, level, owner)
        low, high = _interval(np, hits, level, owner)
        precision, recall, f1 = _figures(hits, level)
        print(f"| {name} | {f1:.3f} | {low:.3f}–{high:.3f} | {precision:.3f} | {recall:.3f} |", flush=True)


def _tfidf(files, vectorizer):
    """The cosine of comment and key as bags of weighted words; rare words from the keys of all records."""
    records = [
        json.loads(line) for file in files for line in Path(file).read_text(encoding="utf-8").splitlines() if line
    ]
    fields = ("description", "mechanism", "trigger", "consequence", "remedy")
    keys = [[" ".join(issue[f] for f in fields) for issue in r["issues"]] for r in records]
    model = vectorizer(stop_words="english", sublinear_tf=True).fit([k for ks in keys for k in ks])
    import numpy as np

    found = []
    for record, texts in zip(records, keys, strict=True):
        bodies = model.transform([c["body"] for c in record["comments"]])
        found.append((bodies @ model.transform(texts).T).toarray().ravel())
    return np.concatenate(found)


def _hits(np, score, level, owner):
    """Which pairs are credited, each record with the threshold that is best on the others."""
    hits = np.zeros(len(score), dtype=bool)
    grid = np.unique(np.quantile(score, np.linspace(0.4, 0.995, 120)))
    for held in sorted(set(owner)):
        test = owner == held
        best = max(grid, key=lambda t: _figures(score[~test] >= t, level[~test])[2])
        hits[test] = score[test] >= best
    return hits


def _figures(hits, level):
    right, wrong = (hits & (level > 0)).sum(), (hits & (level == 0)).sum()
    missed = (~hits & (level > 1)).sum()
    return right / max(right + wrong, 1), right / max(right + missed, 1), 2 * right / max(2 * right + wrong + missed, 1)


def _interval(np, hits, level, owner):
    draw, names = random.Random(1), sorted(set(owner))
    at = {name: np.flatnonzero(owner == name) for name in names}
    values = []
    for _ in range(DRAWS):
        some = np.concatenate([at[draw.choice(names)] for _ in names])
        values.append(_figures(hits[some], level[some])[2])
    values.sort()
    return values[int(DRAWS * 0.025)], values[int(DRAWS * 0.975)]


def speed(files: list[str]) -> None:
    """Print comments a second, start, memory and size."""
    lines = [line for file in files for line in Path(file).read_text(encoding="utf-8").splitlines() if line]
    from harness.adapters.locations import rubrics_dir
    from harness.adapters.rubrics import load_classes
    from harness.steps.matching.stream import match_lines

    rubric = load_classes(rubrics_dir())
    list(match_lines(lines[:1], rubric))
    began, count = time.process_time(), 0
    for line, answer in zip(lines, match_lines(lines, rubric), strict=True):
        assert "error" not in json.loads(answer)
        count += len(json.loads(line)["comments"])
    spent = time.process_time() - began
    print(f"{count} comments in {spent:.2f} s of one core: {count / spent:.0f} a second")
    print(f"memory at the end: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    bare, whole = _start("pass"), _start(_FIRST)
    print(f"start to the first answer: {whole:.2f} s, of which the interpreter {bare:.2f} s")
    size = sum(f.stat().st_size for f in (ROOT / "harness/matching/model").iterdir())
    print(f"model files: {size / 1e6:.1f} MB; numpy: {_numpy_size() / 1e6:.0f} MB")


_FIRST = """
from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.steps.matching.stream import match_lines
list(match_lines(['{"issues": [{"id": "i", "description": "x"}], "comments": [{"id": "c", "body": "y"}]}'], load_classes(rubrics_dir())))
"""


def _start(code: str) -> float:
    """Processor time of a fresh interpreter, the best of three."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def _numpy_size() -> int:
    import numpy

    folder = Path(numpy.__file__).parent
    libraries = folder.parent / "numpy.libs"
    return sum(
        f.stat().st_size for part in (folder, libraries) if part.exists() for f in part.rglob("*") if f.is_file()
    )


if __name__ == "__main__":
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    if "--speed" not in sys.argv:
        compare(given)
    speed(given)
