"""Calibration counts what it says it counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.apps.cli.match_commands import calibrate as calibrate_command
from harness.apps.cli.match_commands import match as match_command
from harness.domain.errors import BadInput
from harness.steps.matching.calibrate import (
    Judged,
    Said,
    auc,
    calibrate,
    figures,
    kind_f1,
    level_kappa,
    summary,
)

DATA = Path(__file__).parent.parent / "data"


def pair(gold: int, credited: bool, probability: float = 0.5, level: int | None = 3) -> Judged:
    return Judged("r", "c", "i", (), "", gold, probability, credited, False, level, ())


def test_pairs_of_level_one_are_optional() -> None:
    assert figures([pair(1, False), pair(3, True)])["recall"] == 1.0
    assert figures([pair(1, True), pair(3, True)])["precision"] == 1.0


def test_precision_and_recall() -> None:
    found = figures([pair(3, True), pair(0, True), pair(2, False)])
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)


def test_auc_of_a_perfect_and_a_blind_ranking() -> None:
    assert auc([pair(3, True, 0.9), pair(0, False, 0.1)]) == 1.0
    assert auc([pair(3, True, 0.5), pair(0, False, 0.5)]) == 0.5


def test_kappa_is_one_when_levels_agree() -> None:
    assert level_kappa([pair(2, True, level=2), pair(4, True, level=4)]) == 1.0


def test_a_kind_never_seen_and_never_said_counts_as_right() -> None:
    assert kind_f1([Said("r", "style", "style")])["macro"] == 1.0


def test_the_held_out_pull_requests_are_matched_well() -> None:
    """The floor is below what was measured, so that it fails only when something has broken."""
    found = summary(calibrate([DATA / "heldout-1.jsonl"], load_classes(rubrics_dir())))
    assert found["f1"] > 0.8
    assert found["precision"] > 0.85


def test_a_record_without_labels_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('\n{"id": "r", "issues": [], "comments": [{"id": "c", "body": "x"}]}\n')
    with pytest.raises(BadInput) as caught:
        calibrate([file], load_classes(rubrics_dir()))
    assert str(caught.value).startswith(f"{file}:2")


def test_the_commands_print_json() -> None:
    run = CliRunner()
    card = run.invoke(calibrate_command, [str(DATA / "heldout-1.jsonl"), "--json"])
    assert json.loads(card.output)["records"] == 3
    line = (DATA / "heldout-1.jsonl").read_text(encoding="utf-8").splitlines()[0]
    first, second = (run.invoke(match_command, input=line + "\n").output for _ in range(2))
    assert first == second
    assert json.loads(first)["id"] == "h01"


def test_a_reader_that_leaves_early_ends_the_filter_quietly(tmp_path: Path) -> None:
    code = "from harness.apps.cli.match_commands import match; match(standalone_mode=False)"
    many = (DATA / "heldout-1.jsonl").read_text(encoding="utf-8") * 20
    (tmp_path / "in.jsonl").write_text(many, encoding="utf-8")
    with (tmp_path / "in.jsonl").open("rb") as source:
        run = subprocess.Popen(
            [sys.executable, "-c", code], stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert run.stdout is not None
        assert run.stderr is not None
        assert run.stdout.readline().startswith(b"{")
        run.stdout.close()
        assert run.stderr.read() == b""
        run.stderr.close()
        assert run.wait(timeout=60) == 0
