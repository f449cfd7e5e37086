"""The matcher card: the figures of a calibration as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_TITLES = {
    "precision": "precision of `match`",
    "recall": "recall of `match`",
    "f1": "F1",
    "auc": "area under the curve",
    "calibration_error": "expected calibration error",
    "level_kappa": "kappa of levels, quadratic weights",
    "kind_kappa": "kappa of kinds",
    "kind_macro_f1": "macro-F1 of kinds",
}


def markdown(found: dict[str, Any]) -> str:
    """The card, ready for the documentation."""
    values = {**found, "kind_macro_f1": found["kind_f1"]["macro"]}
    ranges = found["intervals"]
    lines = [
        f"Measured on {found['records']} pull requests, {found['comments']} comments, {found['pairs']} pairs. "
        f"{found['look']} pairs are left to a person (`look`).",
        "",
        *_table(
            ("figure", "value", "95 % interval over pull requests"),
            ((title, f"{values[name]:.3f}", _range(ranges.get(name))) for name, title in _TITLES.items()),
        ),
        "",
        *_table(("kind", "F1"), ((k, f"{v:.3f}") for k, v in found["kind_f1"].items() if k != "macro")),
        "",
        *_table(
            ("tag", "pairs", "recall"),
            ((tag, v["pairs"], f"{v['recall']:.3f}") for tag, v in found["recall_by_tag"].items()),
        ),
        "",
        *_gap(found["largest_gap"]),
        *_table(
            ("trap", "comments", "credited falsely"),
            ((tag, v["comments"], f"{v['credited']:.3f}") for tag, v in found["false_credit"].items()),
        ),
        "",
        *_table(
            ("probability from", "pairs", "said", "came true"),
            (
                (f"{r['from']:.1f}", r["pairs"], f"{r['said']:.3f}", f"{r['came_true']:.3f}")
                for r in found["reliability"]
            ),
        ),
        "",
        "Worst errors:",
        "",
        *(
            f"- {w['comment']} and {w['issue']} (label {w['labelled_level']}, said {w['probability']:.2f})"
            for w in found["worst"]
        ),
    ]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(str(cell) for cell in line)} |" for line in lines]


def _range(found: Sequence[float] | None) -> str:
    return f"{found[0]:.3f}–{found[1]:.3f}" if found else ""


def _gap(found: tuple[str, float] | None) -> list[str]:
    return [f"Largest gap to formal wording: {found[0]}, {found[1]:+.3f}.", ""] if found else []
