"""`harness lint`: exit codes, faults as JSON, and a summary that counts as people do."""

from __future__ import annotations

import json

from builders import KEY, write_fixture

from harness.apps.cli.main import main


def test_a_good_fixture_ends_with_nought(tmp_path, capsys):
    assert main(["lint", str(write_fixture(tmp_path / "f"))]) == 0
    assert "2 planted issues, 1 decoy, 1 blemish; no errors" in capsys.readouterr().err


def test_a_faulty_fixture_ends_with_one_and_says_so_in_json(tmp_path, capsys):
    bad = KEY.replace("severity: major", "severity: huge")
    assert main(["lint", "--json", str(write_fixture(tmp_path / "f", key__key_DOT_yaml=bad))]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["errors"] == len(report["faults"]) == 1
    assert report["faults"][0]["line"] == 5 + KEY.split("\n")[5:].index("    severity: major") + 1
