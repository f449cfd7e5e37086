"""YAML, read strictly: what it means is what it looks like, and bombs do not go off."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.adapters.documents import Document, Refused, parse, read_document


def refusal(text: str) -> str:
    with pytest.raises(Refused) as caught:
        parse(text, "k.yaml")
    return str(caught.value.fault)


def test_plain_words_mean_what_they_look_like() -> None:
    """No country becomes false, no time a number, no leading zero an octal."""
    document = parse("a: no\nb: 012\nc: 1:30\nd: 5\ne: 1.5\nf: true\ng: null\nh: '5'\ni: 0x1f\nj: 1e3\n", "k.yaml")
    assert document.value == {
        "a": "no", "b": "012", "c": "1:30", "d": 5, "e": 1.5, "f": True, "g": None, "h": "5", "i": "0x1f", "j": "1e3",
    }  # fmt: skip


def test_a_repeated_key_is_a_fault_with_its_place() -> None:
    """The second one is named; nothing silently wins."""
    document = parse("a: 1\nb:\n  c: 1\n  c: 2\n", "k.yaml")
    assert [str(f) for f in document.faults] == ["k.yaml:4:3: the key 'c' stands here twice. Keep one."]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a: &x [1]\nb: *x\n", "k.yaml:1:4: anchors and aliases"),
        ("a: &x {b: 1}\n<<: *x\n", "anchors and aliases"),
        ("a: !!python/object:os.system x\n", "is not allowed here"),
        ("", "the document is empty"),
        ("a: [1\n", "this is not YAML"),
        ("a: [1\nb: 2\nc: 3\n", "k.yaml:2:2: this is not YAML: expected ',' or ']', but got ':', while parsing a flow"),
        ("a: [1\nb: 2\nc: 3\n", "that begins in line 1"),
        ("a:\n\tb: 1\n", "k.yaml:2:1: this is not YAML: a tab stands where only spaces may. Indent with spaces"),
        ("a: b: c\n", "k.yaml:1:5: this is not YAML: a colon with a space behind it stands inside a text"),
        ("a: b\n---\nc: d\n", "this is not YAML"),
        ("a: \x01\n", "this is not YAML"),
    ],
)
def test_what_is_refused_says_why_and_where(text: str, part: str) -> None:
    """One fault, with line and column."""
    assert part in refusal(text)


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(200)),
        "[a," * 100_000,
        "{a: [b, {'c': " * 50_000,
        "- x\n" * 60_000,
        "- " * 40_000,
    ],
    ids=["brackets", "braces", "aliases", "commas", "mixed", "many", "dashes"],
)
def test_bombs_are_refused_quickly(bomb: str) -> None:
    """Whatever it would unfold to, it is refused long before; the bound is generous for slow machines."""
    began = time.process_time()
    refusal(bomb)
    assert time.process_time() - began < 5.0


@given(st.text(max_size=200) | st.text("[]{}:,-&*!|>'\"#%@ \n\tab1", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything else."""
    try:
        read: Document | Refused = parse(text, "k.yaml")
    except Refused as refused:
        read = refused
    assert isinstance(read, Document | Refused)


def test_files_of_the_wrong_kind(tmp_path: Path) -> None:
    """Missing, a folder, not UTF-8, with a zero byte, too large: each is named."""
    (tmp_path / "latin").write_bytes("a: sch\xf6n".encode("latin-1"))
    (tmp_path / "zero").write_bytes(b"a: 1\nb: \x00\n")
    (tmp_path / "large").write_bytes(b"# " + b"x" * 1_100_000)
    expected = {
        "none": "missing",
        "": "folder",
        "latin": "byte 7 of the file is not UTF-8",
        "zero": "zero byte",
        "large": "larger",
    }
    for name, part in expected.items():
        with pytest.raises(Refused, match=part):
            read_document(tmp_path / name, name or "folder")
