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
from harness.steps.matching.calibrate import calibrate, summary
from harness.steps.matching.card import markdown
from harness.steps.matching.figures import (
    Judged,
    Said,
    auc,
    false_credit,
    figures,
    kind_f1,
    kind_kappa,
    largest_gap,
    level_kappa,
    recall_by_tag,
    reliability,
    worst,
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


def test_reliability_bins_and_its_error() -> None:
    rows, error = reliability([pair(3, True, 0.95), pair(0, True, 0.95), pair(0, False, 0.05)])
    assert [(r["from"], r["pairs"], r["came_true"]) for r in rows] == [(0.0, 1, 0.0), (0.9, 2, 0.5)]
    assert error == round(0.45 * 2 / 3 + 0.05 / 3, 4)


def tagged(tag: str, gold: int, credited: bool, comment: str = "c") -> Judged:
    return Judged("r", comment, "i", (tag,), "", gold, 0.5, credited, False, 3, ())


def test_recall_by_tag_and_the_gap_to_formal_wording() -> None:
    recalls = recall_by_tag([tagged("formal", 3, True), tagged("informal", 3, False), tagged("summary", 3, False)])
    assert recalls["informal"] == {"pairs": 1, "recall": 0.0}
    assert largest_gap(recalls) == ("informal", 1.0)
    assert largest_gap({"terse": {"pairs": 1, "recall": 1.0}}) is None


def test_a_trap_counts_comments_and_not_pairs() -> None:
    found = false_credit(
        [tagged("near-miss", 0, True), tagged("near-miss", 0, False), tagged("near-miss", 0, False, "d")]
    )
    assert found["near-miss"] == {"comments": 2, "credited": 0.5}


def test_the_surest_mistakes_come_first() -> None:
    mild, bad = pair(0, True, 0.7), pair(0, True, 0.99)
    assert worst([mild, bad, pair(3, True, 0.2)]) == [bad, mild]


def test_kappa_of_kinds_is_nought_by_chance() -> None:
    said = [Said("r", g, s) for g in ("style", "praise") for s in ("style", "praise")]
    assert kind_kappa(said) == 0.0


def test_the_held_out_pull_requests_are_matched_well() -> None:
    """The floor is below what was measured, so that it fails only when something has broken."""
    found = summary(calibrate([DATA / f"heldout-{n}.jsonl" for n in (1, 5)], load_classes(rubrics_dir())))
    assert found["f1"] > 0.8
    assert found["precision"] > 0.9
    assert found["level_kappa"] > 0.75
    assert set(found["intervals"]) == {"precision", "recall", "f1", "level_kappa", "kind_macro_f1"}
    card = markdown(found)
    assert "| F1 |" in card
    assert "Largest gap to formal wording" in card
    assert all(row["evidence"] for row in found["worst"])


def test_records_that_nobody_read_are_matched_well() -> None:
    found = summary(calibrate(sorted(DATA.glob("heldout-[234].jsonl")), load_classes(rubrics_dir())))
    assert found["f1"] > 0.9
    assert found["precision"] > 0.96
    assert found["level_kappa"] > 0.88
    assert found["kind_f1"]["macro"] > 0.8
    assert found["calibration_error"] < 0.02


def test_a_record_without_labels_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('\n{"id": "r", "issues": [], "comments": [{"id": "c", "body": "x"}]}\n')
    with pytest.raises(BadInput) as caught:
        calibrate([file], load_classes(rubrics_dir()))
    assert str(caught.value).startswith(f"{file}:2")


def test_what_is_no_record_is_said_in_words(tmp_path: Path) -> None:
    """No name of an exception, and the command that writes such records."""
    file = tmp_path / "labels.jsonl"
    with pytest.raises(BadInput, match="cannot be read: No such file or directory"):
        calibrate([file], load_classes(rubrics_dir()))
    file.write_text("# A heading\n")
    with pytest.raises(BadInput, match=r"this is no labelled record: not JSON: .*harness labels"):
        calibrate([file], load_classes(rubrics_dir()))


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
