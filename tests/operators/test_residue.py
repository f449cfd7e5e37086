"""What a guard leaves behind goes with it where that can be decided, and is named where it cannot."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from operators.test_operators import SLUGS, shipped

from harness.domain.edit import Edit, Tree, edit_tree
from harness.operators.catalogue import operator_named
from harness.operators.planting import Planting, plantings

CAPPED = '''"""A table."""

MOST = 10
"""How many rows it holds."""


class Table:
    """Rows by name. Holds at most `most` of them.

    Made for many threads.
    """

    def __init__(self, most: int = MOST, name: str = "") -> None:
        self.most, self.name = most, name
        self.rows: dict[str, int] = {}

    def add(self, row: str) -> None:
        """Add a row."""
        self.rows[row] = 1
        if len(self.rows) > self.most:
            self.rows.popitem()
'''


def only(tree: Tree, name: str) -> Planting:
    [planting] = plantings(tree, [operator_named(name)], ["m.py"])
    return planting


def text_after(tree: Tree, planting: Planting) -> str:
    return edit_tree(tree, planting.edits)["m.py"].decode()


def test_constant_attribute_parameter_and_sentence_go_together() -> None:
    """One thing idle makes the next one idle, and all of them go."""
    tree = {"m.py": CAPPED.encode()}
    planting = only(tree, "drop-eviction")
    after = text_after(tree, planting)
    assert "most" not in after.lower()
    assert 'def __init__(self, name: str = "") -> None:\n        self.name = name\n' in after
    assert '"""Rows by name.\n\n    Made for many threads.\n    """' in after
    assert planting.left == ()


def test_a_parameter_that_somebody_passes_stays_and_is_named() -> None:
    """A caller by keyword, or far enough by position, keeps it; one that does not reach it does not."""
    for call, stays in (("Table(most=3)", True), ("Table(3)", True), ("Table(*args)", True), ("Table()", False)):
        tree = {"m.py": CAPPED.encode(), "other.py": f"from m import Table\n\ntable = {call}\n".encode()}
        planting = only(tree, "drop-eviction")
        assert (planting.left == ("the parameter most of Table.__init__",)) == stays


def test_what_another_file_reads_stays() -> None:
    """An attribute or a constant that is used elsewhere is not idle."""
    tree = {"m.py": CAPPED.encode(), "other.py": b"from m import MOST, Table\n\nprint(MOST, Table().most)\n"}
    after = text_after(tree, only(tree, "drop-eviction"))
    assert "MOST = 10" in after
    assert "self.most, self.name = most, name" in after


def test_the_same_name_in_another_class_does_not_keep_it() -> None:
    """`_lock` of one class goes although another class has one too."""
    text = """import threading


class One:
    def __init__(self):
        self._lock = threading.Lock()

    def take(self):
        with self._lock:
            self.n = self.ask()


class Two:
    def __init__(self):
        self._lock = threading.Lock()

    def lock(self):
        return self._lock
"""
    tree = {"m.py": text.encode()}
    after = text_after(tree, only(tree, "drop-lock"))
    assert after.count("self._lock = threading.Lock()") == 1
    assert after.startswith("import threading\n\n\nclass One:\n    def take(self):\n        self.n = self.ask()\n")


def test_what_was_idle_before_is_left_alone() -> None:
    """Only what the planting itself made idle goes."""
    text = "import os\nimport math\n\n\ndef f(x, unused=3):\n    y = 1\n    return str(math.ceil(x))\n"
    tree = {"m.py": text.encode()}
    assert text_after(tree, only(tree, "round-down")) == text.replace("import math\n", "").replace("math.ceil", "int")


def test_a_call_that_does_something_is_not_taken_away() -> None:
    """An answer nobody wants is no reason to stop asking, unless asking is all the call does."""
    text = "def f(db, v):\n    row = db.{}()\n    if row.version != v:\n        raise ValueError(v)\n    db.put(v)\n"
    for verb, left in (("get", ()), ("advance", ("the variable row of f",))):
        tree = {"m.py": text.format(verb).encode()}
        assert only(tree, "drop-version-check").left == left


def test_numbers_in_every_notation_are_read() -> None:
    """Hexadecimal, underscores and exponents are numbers like others."""
    text = "def f(a, b):\n    if b == 0x0:\n        return 0\n    if a == 0x20:\n        return 1\n    return a / b + 1_0e-1_0\n"
    tree = {"m.py": text.encode()}
    assert only(tree, "drop-zero-guard").line == 2
    assert "return a / b\n" in text_after(tree, only(tree, "drop-epsilon"))


def test_a_sentence_that_is_the_only_one_loses_its_clause() -> None:
    """A doc string never becomes empty; where it cannot be cut, what it still speaks of is said."""
    for said, after, left in [
        ("Holds rows, at most `most` of them.", "Holds rows.", ()),
        (
            "Never more than `most` rows.",
            "Never more than `most` rows.",
            ("a doc string or comment that speaks of most",),
        ),
    ]:
        text = CAPPED.replace("Rows by name. Holds at most `most` of them.\n\n    Made for many threads.\n    ", said)
        tree = {"m.py": text.encode()}
        planting = only(tree, "drop-eviction")
        assert f'class Table:\n    """{after}"""\n' in text_after(tree, planting)
        assert planting.left == left


def test_comments_of_the_guard_go_with_it_and_others_stay() -> None:
    """A comment above the guard belongs to it."""
    text = "def f(d):\n    # first\n    d.a()\n\n    # keeps it small\n    while len(d) > 3:\n        d.popitem()\n    # last\n    d.b()\n"
    tree = {"m.py": text.encode()}
    assert (
        text_after(tree, only(tree, "drop-eviction")) == "def f(d):\n    # first\n    d.a()\n\n    # last\n    d.b()\n"
    )


def meets_all(edits: list[Edit], more: tuple[Edit, ...]) -> bool:
    return all(a.meets(b) for a in edits for b in more)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(SLUGS), st.randoms(use_true_random=False))
def test_any_order_of_any_set_that_may_meet_gives_the_same_bytes(slug: str, rng: random.Random) -> None:
    """The clean head with a set of plantings does not depend on the order in which they are named, and it is Python."""
    head, found = shipped(slug)
    taken: list[tuple[Edit, ...]] = []
    for planting in rng.sample(found, min(len(found), 8)):
        if meets_all([e for edits in taken for e in edits], planting.edits):
            taken.append(planting.edits)
    results = set()
    for _ in range(4):
        rng.shuffle(taken)
        tree = edit_tree(head, [e for edits in taken for e in edits])
        results.add(tuple(sorted(tree.items())))
        for path, content in tree.items():
            if path.endswith(".py"):
                compile(content, path, "exec")
    assert len(results) == 1
