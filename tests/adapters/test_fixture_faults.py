"""Fixtures with one thing wrong: each is refused with one sentence at its place, and none ends in another exception."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import BASE, HEAD, KEY, PR, fixture_files, patch, write_fixture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.adapters.fixture_models import fixture_schemas
from harness.adapters.fixtures import check_fixture, load_fixture
from harness.domain.errors import FixtureFaulty

FILES = fixture_files()
LIMIT = patch(HEAD, HEAD.replace("LIMIT = 100", "LIMIT = 10"), "words.py")
ISSUE = "key/issues/never-forgets.patch"
PROOF = "key/proofs/test_never_forgets.py"
ADDED = "new file mode {mode}\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+y\n"


def with_key(old: str, new: str) -> dict[str, str]:
    assert old in KEY
    return {"key/key.yaml": KEY.replace(old, new, 1)}


def with_pr(old: str, new: str) -> dict[str, str]:
    assert old in PR
    return {"pr.yaml": PR.replace(old, new, 1)}


def change_and(more: str) -> dict[str, str]:
    return {"change.patch": FILES["change.patch"] + "diff --git a/x b/x\n" + more}


CASES: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    # name: the files that change, the place of the fault, words of it
    "a source that is not UTF-8": ({"base/old.py": "x = 1\n# schön\n".encode("latin-1")}, "old.py:2:1", "byte 12"),
    "true is no number": (with_key("schema: 1", "schema: true"), "key.yaml:1:1", "whole number"),
    "a later schema": (with_key("schema: 1", "schema: 2"), "key.yaml:1:1", "not known to this version"),
    "yes is a text": (with_key("schema: 1", "schema: 1\npublic: yes"), "key.yaml:2:1", "true or false"),
    "a range of texts": (with_key("[1, 10]", '["1", 10]'), "key.yaml:44:20", "a number is expected"),
    "a range backwards": (with_key("[1, 10]", "[10, 1]"), "key.yaml:44:12", "runs backwards"),
    "an answer to no prompt": (with_key("  memory:", "  memorie:"), "key.yaml:44:3", "Did you mean 'memory'?"),
    "an operator": (
        with_key("    tags:", "    plant: {operator: drop, at: Counter}\n    tags:"),
        "key.yaml:16:13",
        "there is no operator 'drop'",
    ),
    "an unknown exclude": (
        with_key("    tags:", "    excludes: [unstable-tie]\n    tags:"), "key.yaml:16:16", "Did you mean 'unstable-ties'?",
    ),
    "one-sided exclude": (
        with_key("    tags:", "    excludes: [unstable-ties]\n    tags:"), "key.yaml:16:16", "in turn",
    ),
    "an id with capitals": (with_key("id: never-forgets", "id: Never"), "key.yaml:4:5", "lower-case"),
    "a word that is no symbol": (with_key("Counter.__init__", "found"), "key.yaml:19:26", "no function or class"),
    "a proof outside": (
        with_key("      family: bound", "      test: ../../x.py\n      family: bound"), "key.yaml:13:7", "leaves",
    ),
    "a key as an artefact": (with_pr("artefacts/ticket.md", "key/key.yaml"), "pr.yaml:10:6", "leaves artefacts/"),
    "an absolute artefact": (with_pr("artefacts/ticket.md", "/etc/passwd"), "pr.yaml:10:6", "leaves artefacts/"),
    "a list for a name": (with_pr("name: Ada Byron", "name: [a]"), "pr.yaml:3:10", "a text is expected"),
    "no mapping at all": ({"pr.yaml": "- 1\n"}, "pr.yaml:1:1", "a mapping is expected"),
    "no time at all": (with_pr("minutes: 10", "minutes: 0"), "pr.yaml:7:1", "out of range"),
    "tests that are not there": (with_pr("tests: [tests]", "tests: [test]"), "pr.yaml:8:9", "no tests at 'test'"),
    "an artefact in another encoding": ({"artefacts/ticket.md": b"\xe9"}, "ticket.md:1:1", "not UTF-8"),
    "a proof that is no Python": ({PROOF: "def\n"}, "key.yaml:12:5", "is not Python"),
    "a proof beyond the parser": ({PROOF: "x = " + "-" * 90_000 + "1\n"}, "key.yaml:12:5", "is not Python"),
    "a proof that asserts nothing": ({PROOF: 'x = "never-forgets: keeps every word"\n'}, "key.yaml:12:5", "no assertion"),
    "a file twice in a patch": ({ISSUE: LIMIT + LIMIT}, f"{ISSUE}:1:1", "stands in the patch twice"),
    "a hunk twice": ({ISSUE: LIMIT + "\n".join(LIMIT.split("\n")[3:])}, f"{ISSUE}:14:1", "hunk 2"),
    "a patch that changes nothing": (
        {ISSUE: '--- a/words.py\n+++ b/words.py\n@@ -1 +1 @@\n """A counter of words."""\n'}, ISSUE, "changes no line",
    ),
    "two issues of one edit": (
        {"key/issues/unstable-ties.patch": FILES[ISSUE]}, "key.yaml:20:5", "in the other's `excludes`",
    ),
    "a patch on a file in another encoding": ({"base/words.py": b"\xff" + BASE.encode()}, "change.patch", "not UTF-8"),
    "a link in a patch": (change_and(ADDED.format(mode="120000")), "change.patch:71:1", "no links"),
    "a submodule in a patch": (change_and(ADDED.format(mode="160000")), "change.patch:71:1", "no submodules"),
    "a binary file in a patch": (change_and("Binary files a/x and b/x differ\n"), "change.patch:71:1", "binary files"),
    "a new file that is there": (
        {"change.patch": FILES["change.patch"] + patch("", "x\n", "tests/test_base.py")}, "change.patch", "already there",
    ),
    "a huge file": ({"base/x.bin": b"0" * 6_000_000}, "base/x.bin", "larger than"),
    "a name that acts on the screen": ({"base/\x1b[31m.py": b""}, "base/", "Rename it"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, name: str) -> None:
    files, place, words = CASES[name]
    folder = written(tmp_path, files)
    fixture, faults = check_fixture(folder)
    assert fixture is None
    assert any(place in str(fault) and words in str(fault) for fault in faults), [str(f) for f in faults]


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    write_fixture(folder)
    for path, content in files.items():
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.mark.parametrize("path", ["pr.yaml", "change.patch", ISSUE, PROOF, "base/pipe"])
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path, path: str) -> None:
    """Opening a pipe that nobody writes to would stand still for good."""
    folder = write_fixture(tmp_path)
    (folder / path).unlink(missing_ok=True)
    os.mkfifo(folder / path)
    assert [fault.what for fault in check_fixture(folder)[1]] == ["this is neither a file nor a folder"]


@pytest.mark.parametrize("path", ["pr.yaml", ISSUE, PROOF, "artefacts/ticket.md"])
def test_a_link_is_not_followed(tmp_path: Path, path: str) -> None:
    """Nothing of the file behind it is read, so nothing of it shows in a message."""
    (tmp_path / "secret").write_text("secret: [\n")
    folder = write_fixture(tmp_path / "f")
    (folder / path).unlink()
    (folder / path).symlink_to(tmp_path / "secret")
    faults = check_fixture(folder)[1]
    assert [fault.what for fault in faults] == ["a link that leaves the fixture"]


def test_a_folder_that_is_no_fixture_says_so_once(tmp_path: Path) -> None:
    assert [fault.what for fault in check_fixture(tmp_path / "none")[1]] == ["this folder is missing"]
    with pytest.raises(FixtureFaulty, match="the file is missing"):
        load_fixture(tmp_path)


def test_caches_are_no_part_of_a_fixture(tmp_path: Path) -> None:
    folder = write_fixture(tmp_path)
    before = load_fixture(folder)
    for path in ("base/__pycache__/words.cpython-311.pyc", ".git/HEAD", "base/.pytest_cache/x"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"x")
    assert load_fixture(folder) == before


def test_the_schemas_know_every_key_of_the_small_fixture() -> None:
    schemas = fixture_schemas()
    assert {"schema", "title", "minutes"} <= set(schemas["pr.yaml"]["properties"])
    assert {"class", "proof"} <= set(schemas["key.yaml"]["$defs"]["IssueModel"]["properties"])


@st.composite
def garbled(draw: st.DrawFn, text: str) -> bytes:
    """A text with a piece taken out and another put there."""
    content = text.encode()
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, min(len(content), start + 80)) | st.just(len(content)))
    pieces = st.sampled_from(
        [b"", b"[", b"{", b": ", b"- ", b"\n", b'"', b"|", b"@@ -1,3 +1,2 @@\n", b"--- /dev/null\n"]
    )
    return content[:start] + draw(pieces | st.binary(max_size=4)) + content[end:]


@pytest.mark.parametrize("path", ["pr.yaml", "key/key.yaml", "change.patch", ISSUE])
def test_whatever_is_garbled_is_loaded_or_refused(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    """No truncated or garbled document ends in an exception that is not made for people."""
    folder = write_fixture(tmp_path_factory.mktemp("garbled"))

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(garbled(FILES[path]))
    def check(content: bytes) -> None:
        (folder / path).write_bytes(content)
        fixture, faults = check_fixture(folder)
        assert (fixture is None) == bool(faults)

    check()
