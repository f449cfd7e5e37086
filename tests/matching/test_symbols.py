"""Functions are found in the text of a file by its outline, in several languages."""

from __future__ import annotations

import pytest

from harness.domain.match import CommentText, TextPlace
from harness.matching.place import relation
from harness.matching.symbols import called_at, symbol_at

PYTHON = "import x\n\ndef refill(n):\n    a = 1\n\n    return a\n\nclass Box:\n    async def take(self):\n        refill(3)\n"
GO = "func (b *Bucket) Take(n int) bool {\n\tif n > 0 {\n\t\treturn true\n\t}\n\treturn false\n}\n\nvar x = 1\n"
JAVA = "class A {\n    public int take(int n) throws IOException {\n        return n;\n    }\n    int y;\n}\n"
SCRIPT = "export const take = async (n) => {\n  return n\n}\ntake(1)\n"


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        (PYTHON, 4, "refill"),
        (PYTHON, 6, "refill"),
        (PYTHON, 1, None),
        (PYTHON, 10, "take"),
        (GO, 3, "Take"),
        (GO, 8, None),
        (JAVA, 3, "take"),
        (JAVA, 5, None),
        (SCRIPT, 2, "take"),
        (SCRIPT, 4, None),
        ("", 1, None),
    ],
)
def test_symbol_at(text: str, line: int, name: str | None) -> None:
    assert symbol_at(text, line) == name


def test_calls() -> None:
    assert called_at(PYTHON, 10, "refill")
    assert not called_at(PYTHON, 9, "refill")
    assert not called_at(PYTHON, 99, "refill")


def test_a_relation_names_the_function_and_the_call_site() -> None:
    planted, heads = (TextPlace("a.py", 4, 4),), {"a.py": PYTHON, "b.py": "x = refill(2)\n"}
    assert "same function refill()" not in relation(CommentText("c", "", "a.py", 4), planted, (), heads).words
    long = {"a.py": "def refill(n):\n" + "    a = 1\n" * 20}
    assert "same function refill()" in relation(CommentText("c", "", "a.py", 15), planted, (), long).words
    assert relation(CommentText("c", "", "b.py", 1), planted, (), heads).words.endswith("at the call site refill()")
