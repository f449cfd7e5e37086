"""Every command of docs/authoring.md runs, in its order, on the files that the page shows."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from harness.apps.cli.main import main
from harness.domain.verification import Gate
from harness.steps.authoring.gates import steady

PAGE = Path(__file__).resolve().parent.parent / "docs" / "authoring.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EDITOR = """
import pathlib, sys
path = pathlib.Path(sys.argv[1]) / "greeting.py"
path.write_text(path.read_text().replace("dict.fromkeys(names)", "set(names)"))
"""


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(PAGE.read_text("utf-8"))


def test_every_command_of_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From an empty folder to packets. Publishing repeats twice here instead of twenty times."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HARNESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(steady, "ENOUGH", 2)
    (tmp_path / "edit.py").write_text(EDITOR, "utf-8")
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(tmp_path / "edit.py")]))
    monkeypatch.delenv("VISUAL", raising=False)
    ran = 0
    for language, text in blocks():
        if language != "sh":
            first, _, rest = text.partition("\n")
            path = tmp_path / first.removeprefix("# file: ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(rest, "utf-8")
            continue
        for line in text.splitlines():
            program, *arguments = shlex.split(line)
            assert program == "harness"
            assert main(arguments) == 0, (line, capsys.readouterr())
            ran += 1
    assert ran >= 14
    assert sorted(p.name for p in (tmp_path / "packets").iterdir()) == ["edsger-dijkstra.pyz", "grace-hopper.pyz"]


def test_the_guide_names_every_gate_and_every_prover() -> None:
    """A new gate or prover has its line."""
    text = PAGE.read_text("utf-8")
    for gate in Gate:
        assert f"| {gate.short} {gate.title} |" in text
    import harness.proofs

    for path in Path(harness.proofs.__file__).parent.glob("*.py"):
        if path.stem not in ("__init__", "findings"):
            assert f"`{path.stem}." in text, path.stem
