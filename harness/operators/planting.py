"""Planting by operator: a project and a place to the lines that change. Pure, and the same on every machine.

The result is a set of `Edit`s on the clean head, by position, as a patch gives: so whatever was planted in whichever way
is composed by the same rule, and no order can matter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.domain.diff import changes_between
from harness.domain.edit import Edit, Tree, split_lines
from harness.operators.operator import Change, Operator, Replacer
from harness.operators.residue import clean
from harness.operators.selector import BadSelector, Spot, chosen, parse, selector_for
from harness.operators.source import NotPython, Source
from harness.operators.uses import Project


@dataclass(frozen=True, slots=True)
class Planting:
    """What one operator does at one place."""

    operator: Operator
    selector: str
    spot: Spot
    line: int
    """Of the guard, in the clean head."""
    edits: tuple[Edit, ...]
    went: tuple[str, ...]
    """Names that went with the guard."""
    left: tuple[str, ...]
    """What nobody reads any more and could not be taken away."""


def plant(tree: Tree, operator: Operator, written: str) -> Planting:
    """The planting at one selector. Raises BadSelector, saying what there is, where it means no place."""
    selector = parse(written)
    if selector.path not in tree:
        raise BadSelector(f"there is no file {selector.path!r} in the clean head")
    file = _File.of(tree, selector.path)
    if file is None:
        raise BadSelector(f"{selector.path} is not Python that can be read")
    found = file.found(operator)
    index = chosen(selector, [spot for spot, _ in found])
    planting = file.planted(operator, found, index)
    if planting is None:
        raise BadSelector(f"{operator.name} changes nothing at {written}")
    return planting


def plantings(tree: Tree, operators: Iterable[Operator], paths: Iterable[str]) -> Iterator[Planting]:
    """Every place in these files where one of the operators fits, in the order of the text."""
    operators = tuple(operators)
    for path in paths:
        file = _File.of(tree, path)
        for operator in operators if file else ():
            found = file.found(operator)  # type: ignore[union-attr]
            for index in range(len(found)):
                if planting := file.planted(operator, found, index):  # type: ignore[union-attr]
                    yield planting


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    source: Source
    project: Project

    @classmethod
    def of(cls, tree: Tree, path: str) -> _File | None:
        texts = {p: _text(content) for p, content in tree.items() if p.endswith(".py")}
        try:
            own = texts[path]
            ast.parse(own)
            return cls(path, Source(own), Project({p: t for p, t in texts.items() if p != path}))
        except (KeyError, NotPython, SyntaxError, ValueError, RecursionError):
            return None

    def found(self, operator: Operator) -> list[tuple[Spot, Change]]:
        """The places where an operator fits."""
        changes = sorted(operator.find(self.source), key=lambda change: self.source.line(change.site))
        return [(self._spot(change), change) for change in changes]

    def _spot(self, change: Change) -> Spot:
        return Spot(self.path, self.source.symbol(change.site), self.source.first_line(change.site))

    def planted(self, operator: Operator, found: list[tuple[Spot, Change]], index: int) -> Planting | None:
        """The planting at one of the places; None where the text would stay the same or stop being Python."""
        spot, change = found[index]
        try:
            changed = self.source.module.visit(Replacer(change.replaced)).code
            result = clean(self.source.text, changed, self.project, change.words, spot.symbol)
            ast.parse(result.text)
        except (SyntaxError, NotPython):
            return None
        edits = _edits(self.path, self.source.text, result.text)
        if not edits:
            return None
        selector = str(selector_for(spot, [other for other, _ in found]))
        line = self.source.line(change.site)
        return Planting(operator, selector, spot, line, edits, result.went, result.left)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _edits(path: str, before: str, after: str) -> tuple[Edit, ...]:
    old, new = split_lines(before), split_lines(after)
    return tuple(
        Edit(path, c.base_start, c.base_end, tuple(new[c.head_start - 1 : c.head_end - 1]))
        for c in changes_between(old, new)
    )
