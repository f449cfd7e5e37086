"""Small real things for tests: a fixture that loads and can be proven."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness.adapters.clock import Clock
from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, read_packet
from harness.domain import event as ev
from harness.domain.comment import Anchor, Comment, Conclusion
from harness.domain.diff import LineRange, Side
from harness.domain.match import Decision, Match
from harness.domain.pull_request import Author, ChangedFile, PullRequest
from harness.domain.remark import Kind
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.steps.interview.record import open_session

BASE = '''"""A counter of words."""


def count(words: list[str]) -> dict[str, int]:
    """How often each word occurs."""
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found
'''
HEAD = '''"""A counter of words."""

from __future__ import annotations

LIMIT = 100


class Counter:
    """Counts words, and forgets the oldest beyond `limit`."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.found: dict[str, int] = {}

    def add(self, word: str) -> None:
        """Count one word."""
        self.found[word] = self.found.pop(word, 0) + 1
        while len(self.found) > self.limit:
            del self.found[next(iter(self.found))]

    def top(self, many: int) -> list[str]:
        """The `many` most frequent words, ties in alphabetical order."""
        ranked = sorted(self.found, key=lambda w: (-self.found[w], w))
        return ranked[:many]


def count(words: list[str]) -> dict[str, int]:
    """How often each word occurs."""
    counter = Counter()
    for word in words:
        counter.add(word)
    return counter.found
'''
TESTS = """from words import Counter, count


def test_counts():
    assert count(["a", "b", "a"]) == {"b": 1, "a": 2}


def test_top():
    counter = Counter()
    for word in ["a", "b", "b"]:
        counter.add(word)
    assert counter.top(1) == ["b"]


def test_ties():
    counter = Counter()
    for word in ["a", "b"]:
        counter.add(word)
    assert counter.top(2) == ["a", "b"]


def test_recent_words_come_last():
    counter = Counter()
    for word in ["a", "b", "a"]:
        counter.add(word)
    assert list(counter.found) == ["b", "a"]
"""
PR = """schema: 1
title: "feat(words): bounded counter"
author: {name: Ada Byron, role: engineer}
description: |
  Counts words with **bounded** memory.
language: python
minutes: 10
tests: [tests]
artefacts:
  - {path: artefacts/ticket.md, title: W-1, kind: ticket}
prompts:
  - {id: memory, kind: estimate, text: "How many megabytes?", unit: MB}
"""
KEY = """schema: 1
variant: {issues: all, blemishes: all}
issues:
  - id: never-forgets
    class: growth.unbounded
    severity: major
    title: Words are never forgotten
    mechanism: The counter adds every new word to its dictionary and removes none.
    trigger: A stream with ever new words.
    consequence: Memory grows with every distinct word until the process dies.
    remedy: Remove the oldest word once there are more than the limit.
    proof:
      family: bound
      failure: keeps every word
    hidden_because: The tests count three words.
    tags: [omission]
    wordings: ["who ever deletes from this dict?"]
    also_at:
      - {path: words.py, symbol: Counter.__init__}
  - id: unstable-ties
    class: nondet.order-clock
    severity: minor
    title: Ties come out in the order of arrival
    mechanism: Words are ranked by frequency alone, so equal ones stay in the order of the dictionary.
    trigger: Two words that occur equally often.
    consequence: The same text in another order gives another list.
    remedy: Rank by frequency and then by the word itself.
    proof:
      family: metamorphic
      failure: depends on the order of arrival
    hidden_because: The test of ties adds its words in alphabetical order.
decoys:
  - id: pop-before-set
    path: words.py
    at: {text: "self.found.pop(word, 0) + 1"}
    looks_like: A needless pop
    right_because: It moves the word to the end, so that the oldest is forgotten first.
    breaks: tests/test_words.py::test_recent_words_come_last
blemishes:
  - id: short-name
    class: style.naming
    note: One letter for a word
answers:
  memory: {range: [1, 10], unit: MB, reasoning: "A hundred words of a hundred bytes are small."}
"""
PROOF_GROWTH = """from words import Counter


def test_bound():
    counter = Counter(limit=10)
    for number in range(100):
        counter.add(str(number))
    assert len(counter.found) <= 10, "never-forgets: the counter keeps every word it has ever seen"
"""
PROOF_TIES = """from words import Counter


def test_order():
    lists = []
    for words in (["x", "y"], ["y", "x"]):
        counter = Counter()
        for word in words:
            counter.add(word)
        lists.append(counter.top(2))
    assert lists[0] == lists[1], "unstable-ties: the list depends on the order of arrival"
"""


def write_fixture(folder: Path, **changes: str | None) -> Path:
    """Write a small good fixture into `folder` and return it.

    `changes` replaces the text of a file by its path (write `__` for `/`, and `_DOT_` for `.`), or leaves it out with None.
    """
    files = fixture_files()
    for name, text in changes.items():
        files[name.replace("__", "/").replace("_DOT_", ".")] = text  # type: ignore[assignment]
    for path, text in files.items():
        if text is not None:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
    return folder


def fixture_files() -> dict[str, str]:
    """The files of the small fixture, by path."""
    ties = HEAD.replace("key=lambda w: (-self.found[w], w)", "key=lambda w: -self.found[w]")
    guard = "while len(self.found) > self.limit:"
    grows = HEAD.replace(guard, "while len(self.found) > self.limit and word not in self.found:")
    naive = HEAD.replace("self.found.pop(word, 0) + 1", "self.found.get(word, 0) + 1")
    short = (
        HEAD.replace("counter = Counter()", "c = Counter()")
        .replace("counter.add(", "c.add(")
        .replace("counter.found", "c.found")
    )
    return {
        "pr.yaml": PR,
        "base/words.py": BASE,
        "base/tests/test_base.py": "from words import count\n\n\ndef test_none():\n    assert count([]) == {}\n",
        "change.patch": patch(BASE, HEAD, "words.py") + patch("", TESTS, "tests/test_words.py"),
        "artefacts/ticket.md": "# W-1\n\nMemory must stay **bounded**.\n",
        "key/key.yaml": KEY,
        "key/issues/never-forgets.patch": patch(HEAD, grows, "words.py"),
        "key/issues/unstable-ties.patch": patch(HEAD, ties, "words.py"),
        "key/proofs/test_never_forgets.py": PROOF_GROWTH,
        "key/proofs/test_unstable_ties.py": PROOF_TIES,
        "key/fixes/never-forgets.1.patch": patch(
            grows, HEAD.replace(guard, "if len(self.found) > self.limit:"), "words.py"
        ),
        "key/fixes/never-forgets.2.patch": patch(
            grows, HEAD.replace(guard, "while self.limit < len(self.found):"), "words.py"
        ),
        "key/fixes/unstable-ties.1.patch": patch(
            ties, HEAD.replace("(-self.found[w], w)", "[-self.found[w], w]"), "words.py"
        ),
        "key/fixes/unstable-ties.2.patch": patch(
            ties, ties.replace("sorted(self.found,", "sorted(sorted(self.found),"), "words.py"
        ),
        "key/decoys/pop-before-set.naive.patch": patch(HEAD, naive, "words.py"),
        "key/blemishes/short-name.patch": patch(HEAD, short, "words.py"),
    }


def patch(old: str, new: str, path: str) -> str:
    """A unified diff as git writes it."""
    from difflib import unified_diff

    source = f"a/{path}" if old else "/dev/null"
    lines = unified_diff(old.splitlines(True), new.splitlines(True), source, f"b/{path}")
    return f"diff --git a/{path} b/{path}\n" + "".join(lines)


def a_match(comment: str, issue: str | None = None, **changes: Any) -> Match:
    """What the matcher says of a comment: a sure match at level 2, or nothing."""
    values: dict[str, Any] = {
        "comment": comment,
        "remark": None,
        "issue": issue,
        "kind": Kind.CONSTRAINT,
        "probability": 0.9 if issue else 0.1,
        "decision": Decision.MATCH if issue else Decision.NONE,
        "level": 2 if issue else None,
    }
    return Match(**(values | changes))


def some_comments(**bodies: str) -> dict[str, Comment]:
    """Comments by id on line 1 of a.py."""
    return {name: Comment(name, Anchor("a.py", Side.RIGHT, 1), body) for name, body in bodies.items()}


def a_pull_request(files: dict[str, tuple[str, str]]) -> PullRequest:
    """A pull request of files by path, each with its old and its new text; an empty old text means a new file."""
    changed = tuple(ChangedFile.between(path, old or None, new) for path, (old, new) in files.items())
    return PullRequest("A title", "", Author("ann"), "python", 10, changed)


GROWTH = "who ever deletes from this dict? it keeps every word and grows until the process dies"


def review(folder: Path, packet_of: Path, issues: tuple[str, ...] | None = None, *more: ev.Event) -> Path:
    """A session on the fixture in `folder`: one comment on the growth, one on style, then `more`, handed in."""
    pull_request = pull_request_of(compose(load_fixture(folder), "1", issues))
    content, _ = packet_bytes(pull_request, "words", "1")
    packet_of.write_bytes(content)
    recorder = open_session(read_packet(packet_of), packet_of.parent / "sessions", Clock(), "t", packet_of.parent)
    anchor = Anchor("words.py", Side.RIGHT, 17)
    for event in (
        ev.Started(),
        ev.FileViewed("words.py"),
        ev.LinesShown("words.py", None, LineRange(1, 24), Side.RIGHT, 17),
        ev.DraftOpened("d1", anchor),
        ev.DraftChanged("d1", 0, 0, GROWTH),
        ev.CommentAdded("c1", anchor, GROWTH, "d1"),
        ev.CommentAdded("c2", Anchor("words.py", Side.RIGHT, 10), "nit: rename `found`", None),
        *more,
        ev.ConclusionChosen(Conclusion.COMMENT),
    ):
        recorder.record(event)
    path = recorder.submit().path
    recorder.close()
    return path
