"""Wrong at an edge: on exact equality, at the last batch, where input is cut, above the cap."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, gone, operator, put
from harness.operators.source import Source, below, dotted, expression, guards, has_word, instead, last

_FLIPPED: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.LessThanEqual, cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual, cst.GreaterThanEqual: cst.GreaterThan,
}  # fmt: skip


@operator(
    "flip-comparison", "boundary.edge", "edge-table", "Exact equality falls on the other side.",
    ('''
def is_full(items: list, most: int) -> bool:
    return len(items) >= most
''', '''
def is_full(items: list, most: int) -> bool:
    return len(items) > most
'''),
    omission=False,
)  # fmt: skip
def flip_comparison(source: Source) -> Iterator[Change]:
    """`<` becomes `<=`, `>=` becomes `>`, and the other way round."""
    for node in source.nodes(cst.Comparison):
        for target in node.comparisons:
            flipped = _FLIPPED.get(type(target.operator))
            if flipped:
                old = target.operator
                new = flipped(old.whitespace_before, old.whitespace_after)  # type: ignore[attr-defined,call-arg]
                yield Change(node, {old: new})


@operator(
    "one-short", "boundary.edge", "edge-table", "The last one is left out.",
    ('''
def days(first: int, final: int) -> list[int]:
    return [day for day in range(first, final + 1)]
''', '''
def days(first: int, final: int) -> list[int]:
    return [day for day in range(first, final)]
'''),
    omission=False,
)  # fmt: skip
def one_short(source: Source) -> Iterator[Change]:
    """`range(a, b + 1)` becomes `range(a, b)`; likewise the end of a slice."""
    for call in source.calls("range"):
        stop = call.args[1 if len(call.args) > 1 else 0].value if call.args else None
        if stop is not None and _plus_one(stop):
            yield put(stop, stop.left)  # type: ignore[attr-defined]
    for piece in source.nodes(cst.Slice):
        if piece.upper is not None and _plus_one(piece.upper):
            yield put(piece.upper, piece.upper.left)  # type: ignore[attr-defined]


def _plus_one(node: cst.BaseExpression) -> bool:
    plus = isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add)
    return plus and isinstance(node.right, cst.Integer) and node.right.value == "1"  # type: ignore[attr-defined]


@operator(
    "drop-last-batch", "boundary.edge", "metamorphic", "What is left over after the last full batch is never handed on.",
    ('''
def batches(items, size: int):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
''', '''
def batches(items, size: int):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
'''),
)  # fmt: skip
def drop_last_batch(source: Source) -> Iterator[Change]:
    """After a loop, `if batch:` with the handing on of the rest goes."""
    for node in source.nodes(cst.If):
        before = source.following(node, -1)
        plain = isinstance(node.test, cst.Name | cst.Attribute) or (
            isinstance(node.test, cst.Call) and last(node.test.func) == "len"
        )
        if plain and node.orelse is None and isinstance(before, cst.For | cst.While):
            yield from gone(source, node, "remainder|rest|left over|last")


@operator(
    "drop-remainder", "boundary.edge", "metamorphic", "The part that does not fill a whole one is forgotten.",
    ('''
import math


def pages(total: int, size: int) -> int:
    return math.ceil(total / size)
''', '''
def pages(total: int, size: int) -> int:
    return total // size
'''),
    ('''
def pages(total: int, size: int) -> int:
    return -(-total // size)
''', '''
def pages(total: int, size: int) -> int:
    return total // size
'''),
    ('''
def pages(total: int, size: int) -> int:
    return (total + size - 1) // size
''', '''
def pages(total: int, size: int) -> int:
    return total // size
'''),
    omission=False,
)  # fmt: skip
def drop_remainder(source: Source) -> Iterator[Change]:
    """A division that is rounded up is rounded down."""
    for call in source.calls("math.ceil", "ceil"):
        inner = call.args[0].value if len(call.args) == 1 else None
        if isinstance(inner, cst.BinaryOperation) and isinstance(inner.operator, cst.Divide):
            new = f"{source.code(inner.left)} // {source.code(inner.right)}"
            yield put(call, instead(source, call, expression(new)), "rounded up")
    for node in source.nodes(cst.UnaryOperation):
        inner = node.expression
        if isinstance(node.operator, cst.Minus) and isinstance(inner, cst.BinaryOperation) and inner.lpar:
            negated = inner.left
            if isinstance(inner.operator, cst.FloorDivide) and isinstance(negated, cst.UnaryOperation):
                new = f"{source.code(negated.expression)} // {source.code(inner.right)}"
                yield put(node, instead(source, node, expression(new)), "rounded up")
    for division in source.nodes(cst.BinaryOperation):
        if isinstance(division.operator, cst.FloorDivide) and (total := _padded(source, division)):
            yield put(division, instead(source, division, division.with_changes(left=total)), "rounded up")


def _padded(source: Source, division: cst.BinaryOperation) -> cst.BaseExpression | None:
    """`total` of `(total + size - 1) // size`."""
    left = division.left
    minus = isinstance(left, cst.BinaryOperation) and isinstance(left.operator, cst.Subtract)
    if not minus or source.code(left.right) != "1" or not isinstance(left.left, cst.BinaryOperation):  # type: ignore[attr-defined]
        return None
    plus = left.left  # type: ignore[attr-defined]
    same = source.code(plus.right) == source.code(division.right)
    return plus.left if isinstance(plus.operator, cst.Add) and same else None


@operator(
    "chunk-local", "boundary.edge", "metamorphic", "What is cut in two by the border of two chunks is not seen.",
    ('''
class Scanner:
    def feed(self, chunk: str) -> bool:
        text = self._tail + chunk
        self._tail = text[-self._longest :]
        return self._wanted in text
''', '''
class Scanner:
    def feed(self, chunk: str) -> bool:
        text = chunk
        return self._wanted in text
'''),
)  # fmt: skip
def chunk_local(source: Source) -> Iterator[Change]:
    """`self._tail + chunk` becomes `chunk`."""
    words = "tail|rest|carry|held|leftover|left|remainder|buffer|partial|pending|head|previous"
    for node in source.nodes(cst.BinaryOperation):
        plain = isinstance(node.right, cst.Name) and isinstance(node.operator, cst.Add)
        if plain and isinstance(node.left, cst.Attribute | cst.Name) and has_word(node.left, words):
            yield put(node, instead(source, node, node.right))


@operator(
    "drop-cap", "boundary.edge", "differential", "Nothing holds the value at its limit.",
    ('''
class Gauge:
    def refill(self, seconds: float) -> None:
        self._level = min(self._level + seconds * self._rate, self._most)
''', '''
class Gauge:
    def refill(self, seconds: float) -> None:
        self._level = self._level + seconds * self._rate
'''),
    ('''
def left(limit: int, used: int) -> int:
    return max(0, limit - used)
''', '''
def left(limit: int, used: int) -> int:
    return limit - used
'''),
)  # fmt: skip
def drop_cap(source: Source) -> Iterator[Change]:
    """`min(value, limit)` and `max(0, value)` become `value`."""
    for call in source.calls("min", "max"):
        if (
            dotted(call.func) not in ("min", "max")
            or len(call.args) != 2
            or any(a.keyword or a.star for a in call.args)
        ):
            continue
        first, second = (arg.value for arg in call.args)
        value = first if _weight(first) >= _weight(second) else second
        if _weight(value) > 1 or isinstance(value, cst.Name):
            yield put(call, instead(source, call, value), "at most|at least|capped|limit")


def _weight(node: cst.CSTNode) -> int:
    """How much a term computes: the value does more than its limit."""
    if isinstance(node, cst.Integer | cst.Float):
        return 0
    calls = [c for c in below(node, cst.Call) if last(c.func) not in ("float", "int", "len")]
    return 1 + len(below(node, cst.BinaryOperation)) + 2 * len(calls)


@operator(
    "drop-empty-check", "boundary.edge", "edge-table", "With nothing to work on, it fails or answers nonsense.",
    ('''
def newest(rows: list):
    if not rows:
        return None
    return max(rows)
''', '''
def newest(rows: list):
    return max(rows)
'''),
)  # fmt: skip
def drop_empty_check(source: Source) -> Iterator[Change]:
    """The early return for an empty collection goes."""
    for node in guards(source):
        negated = isinstance(node.test, cst.UnaryOperation) and isinstance(node.test.operator, cst.Not)
        if negated and isinstance(node.test.expression, cst.Name):  # type: ignore[attr-defined]
            function = source.function(node)
            name = str(node.test.expression.value)  # type: ignore[attr-defined]
            if function and _is_many(function, name):
                yield from gone(source, node, "empty|nothing|none")


def _is_many(function: cst.FunctionDef, name: str) -> bool:
    """Whether the name is iterated, measured or indexed in the function: a collection, not a flag."""
    loops = [n.iter for n in below(function.body, cst.For)] + [n.iter for n in below(function.body, cst.CompFor)]
    indexed = [n.value for n in below(function.body, cst.Subscript)]
    given = [c.args[0].value for c in below(function.body, cst.Call) if c.args and last(c.func) in _MANY]
    return any(dotted(n) == name for n in (*loops, *indexed, *given))


_MANY = {"len", "max", "min", "sum", "sorted", "list", "tuple", "set", "mean", "median", "stdev"}

OPERATORS = (
    flip_comparison, one_short, drop_last_batch, drop_remainder, chunk_local, drop_cap, drop_empty_check,
)  # fmt: skip
