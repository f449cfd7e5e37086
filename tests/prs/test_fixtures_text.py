"""What a candidate may read gives nothing away, and the proofs need only pytest, the provers and the project they prove."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FIXTURES = sorted(path.parent for path in (ROOT / "prs").glob("*/pr.yaml"))
CLASSES = yaml.safe_load((ROOT / "rubrics" / "classes.yaml").read_text(encoding="utf-8"))["classes"]
PROFILES = sorted((ROOT / "rubrics" / "profiles").glob("*.yaml"))
GIVEAWAYS = ("planted", "decoy", "blemish", "answer key", "bug", "fixme", "todo", "vulnerab", "race condition")
PROOFS = sorted(proof for folder in FIXTURES for proof in (folder / "key" / "proofs").glob("*.py"))


def public_texts(folder: Path) -> dict[str, str]:
    """Every file of a fixture that a candidate sees in some form, by its path; what the pull request removes too."""
    files = [folder / "pr.yaml", folder / "change.patch"]
    files += [p for part in ("base", "artefacts") for p in (folder / part).rglob("*") if p.is_file()]
    return {
        str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in files if "__pycache__" not in p.parts
    }


def key_of(folder: Path) -> dict[str, list[dict[str, str]]]:
    return yaml.safe_load((folder / "key" / "key.yaml").read_text(encoding="utf-8"))


def planted_lines(folder: Path) -> str:
    """What planting adds to the code a candidate sees."""
    patches = [p.read_text(encoding="utf-8") for p in (folder / "key" / "issues").glob("*.patch")]
    return "\n".join(line for text in patches for line in text.split("\n") if line.startswith("+"))


def test_there_are_fixtures() -> None:
    assert {"token-bucket", "inference-batcher", "drift-monitor", "forecast-cache"} <= {folder.name for folder in FIXTURES}


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda p: p.name)
def test_nothing_a_candidate_reads_names_a_class_or_an_issue(folder: Path) -> None:
    key = key_of(folder)
    ids = [entry["id"] for part in ("issues", "decoys", "blemishes") for entry in key[part]]
    words = [*GIVEAWAYS, *(entry["id"] for entry in CLASSES), *ids]
    texts = public_texts(folder) | {"planted": planted_lines(folder)}
    found = [
        (path, word)
        for path, text in texts.items()
        for word in words
        if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda p: p.name)
def test_every_patch_of_the_key_is_declared_and_every_proof_belongs_to_an_issue(folder: Path) -> None:
    key = key_of(folder)
    for part in ("issues", "blemishes"):
        assert {p.stem for p in (folder / "key" / part).glob("*.patch")} == {entry["id"] for entry in key[part]}
    proofs = {p.stem for p in (folder / "key" / "proofs").glob("*.py")}
    assert proofs == {"test_" + entry["id"].replace("-", "_") for entry in key["issues"]}


@pytest.mark.parametrize("proof", PROOFS, ids=lambda p: p.stem)
def test_a_proof_needs_only_pytest_the_provers_and_its_project(proof: Path) -> None:
    base = proof.parents[2] / "base"
    project = {p.stem for p in (*base.iterdir(), *(base / "tests").glob("*.py"))}
    allowed = {*sys.stdlib_module_names, "pytest", *project}
    tree = ast.parse(proof.read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported = [name for name in imported if not name.startswith("harness.proofs.")]
    assert [name for name in imported if name.split(".")[0] not in allowed] == []
    assert not {"time", "random", "socket"} & {name.split(".")[0] for name in imported}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.stem)
def test_a_profile_weighs_every_class(profile: Path) -> None:
    data = yaml.safe_load(profile.read_text(encoding="utf-8"))
    assert data["id"] == profile.stem
    assert set(data["weights"]) == {entry["id"] for entry in CLASSES}
    assert all(0.5 <= weight <= 2.0 for weight in data["weights"].values())
    assert set(data["severity"]) == {"critical", "major", "minor"}


def test_the_demo_alone_has_a_public_key() -> None:
    assert [folder.name for folder in FIXTURES if key_of(folder).get("public")] == ["forecast-cache"]
