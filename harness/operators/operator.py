"""What an operator is: it finds places where a guard stands, and says how the code looks without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

import libcst as cst

from harness.operators.source import Source, Statement, simple

Replacement = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[cst.CSTNode]


@dataclass(frozen=True, slots=True)
class Change:
    """One place where an operator fits: `site` is the guard, `replaced` what stands in place of which nodes."""

    site: cst.CSTNode
    replaced: Mapping[cst.CSTNode, Replacement]
    words: str = ""
    """Words of the guard (`a|b`): a sentence about them goes once nothing of the kind is left around the site."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text with one site, and the text after planting. It is test and documentation."""

    before: str
    after: str


Finder = Callable[[Source], Iterator[Change]]


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to take a guard from good code."""

    name: str
    defect_class: str
    family: str
    """The family of proofs that shows it."""
    summary: str
    """What the code does afterwards, as a sentence."""
    examples: tuple[Example, ...]
    find: Finder = field(repr=False)
    omission: bool = True
    """Whether something is missing afterwards; otherwise there is wrong code to see."""


def operator(
    name: str, defect_class: str, family: str, summary: str, *examples: tuple[str, str], omission: bool = True
) -> Callable[[Finder], Operator]:
    """Make a finder an operator. Examples are pairs of texts; a line feed after the opening quotes is cut."""
    pairs = tuple(Example(before.removeprefix("\n"), after.removeprefix("\n")) for before, after in examples)
    return lambda find: Operator(name, defect_class, family, summary, pairs, find, omission)


# Ways to write down a change


def put(site: cst.CSTNode, new: cst.CSTNode, words: str = "") -> Change:
    """The site gives way to one node."""
    return Change(site, {site: new}, words)


def gone(source: Source, statement: cst.CSTNode, words: str = "") -> Iterator[Change]:
    """The statement goes, if its block still does something without it. A blank line before it stays."""
    found = source.block(statement)
    if found is None or not any(s is not statement and not _is_text(s) for s in found[0]):
        return
    replaced: dict[cst.CSTNode, Replacement] = {statement: cst.RemoveFromParent()}
    after = source.following(statement)
    if after is not None:
        blank = _blanks(statement)
        kept = list(after.leading_lines)
        if found[1] == 0:
            # A block begins with no blank line.
            replaced[after] = after.with_changes(leading_lines=list(dropwhile(lambda line: not line.comment, kept)))
        elif len(blank) > len(_blanks(after)):
            replaced[after] = after.with_changes(leading_lines=[*blank[len(_blanks(after)) :], *kept])
    yield Change(statement, replaced, words)


def flat(site: Statement, statements: Sequence[cst.BaseStatement], words: str = "") -> Change:
    """Several statements stand where the site stood; what stood before the site stands before the first of them."""
    first = statements[0]
    assert isinstance(first, cst.SimpleStatementLine | cst.BaseCompoundStatement)
    lead = [*site.leading_lines, *(line for line in first.leading_lines if line.comment)]
    return Change(site, {site: cst.FlattenSentinel([first.with_changes(leading_lines=lead), *statements[1:]])}, words)


def swapped(source: Source, first: Statement, second: Statement, site: Statement, words: str = "") -> Change:
    """Two statements that follow each other change places; blank lines stay where they are."""
    ours = [line for line in first.leading_lines if line.comment]
    theirs = [line for line in second.leading_lines if line.comment]
    return Change(
        site,
        {
            first: second.with_changes(leading_lines=[*_blanks(first), *theirs]),
            second: first.with_changes(leading_lines=[*_blanks(second), *ours]),
        },
        words,
    )


def _blanks(statement: cst.CSTNode) -> list[cst.EmptyLine]:
    lines = getattr(statement, "leading_lines", ())
    return [line for line in lines if line.comment is None]


def _is_text(statement: cst.CSTNode) -> bool:
    small = simple(statement)
    return isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString | cst.ConcatenatedString)


class Replacer(cst.CSTTransformer):
    """Puts the replacements of one change in."""

    def __init__(self, replaced: Mapping[cst.CSTNode, Replacement]) -> None:
        super().__init__()
        self._replaced = replaced

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self._replaced

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Replacement:  # type: ignore[override]
        return self._replaced.get(original_node, updated_node)
