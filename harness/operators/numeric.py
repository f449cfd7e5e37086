"""Float equality, division by nothing, values that are no number, rounding the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, gone, operator, put
from harness.operators.source import Source, below, dotted, expression, guards, has_word, instead, last


@operator(
    "drop-epsilon", "num.precision", "edge-table", "Rounding in the last digit, or an empty share, decides.",
    ('''
import math

TINY = 1e-6


def surprise(share: float) -> float:
    return -math.log(share + TINY)
''', '''
import math


def surprise(share: float) -> float:
    return -math.log(share)
'''),
    ('''
def is_paid(tokens: float) -> bool:
    return tokens >= 1.0 - 1e-9
''', '''
def is_paid(tokens: float) -> bool:
    return tokens >= 1.0
'''),
)  # fmt: skip
def drop_epsilon(source: Source) -> Iterator[Change]:
    """`x + EPSILON` and `x - 1e-9` become `x`."""
    for node in source.nodes(cst.BinaryOperation):
        if isinstance(node.operator, cst.Add | cst.Subtract) and _tiny(node.right):
            yield put(node, instead(source, node, node.left), "tiny|epsilon|slack|smooth\\w*")


def _tiny(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Float):
        return 0 < abs(node.evaluated_value) < 1e-2 and bool(re.search(r"e-|0\.00", str(node.value)))
    return has_word(node, "eps|epsilon|tiny|slack|smoothing|tolerance")


@operator(
    "compare-exactly", "num.precision", "edge-table", "Two sums that should be equal differ in the last digit.",
    ('''
import math


def balanced(debit: float, credit: float) -> bool:
    return math.isclose(debit, credit, abs_tol=0.005)
''', '''
def balanced(debit: float, credit: float) -> bool:
    return debit == credit
'''),
    omission=False,
)  # fmt: skip
def compare_exactly(source: Source) -> Iterator[Change]:
    """`math.isclose(a, b)` becomes `a == b`."""
    for call in source.calls("isclose"):
        if len(call.args) >= 2:
            new = f"{source.code(call.args[0].value)} == {source.code(call.args[1].value)}"
            yield put(call, instead(source, call, expression(new)), "close|tolerance")


@operator(
    "drop-nan-guard", "num.precision", "edge-table", "A value that is no number compares false with everything and passes.",
    ('''
import math


def alert(score: float, limit: float) -> bool:
    if math.isnan(score):
        return True
    return score > limit
''', '''
def alert(score: float, limit: float) -> bool:
    return score > limit
'''),
    ('''
import math


def known(values: list[float]) -> list[float]:
    return [value for value in values if math.isfinite(value)]
''', '''
def known(values: list[float]) -> list[float]:
    return list(values)
'''),
)  # fmt: skip
def drop_nan_guard(source: Source) -> Iterator[Change]:
    """The question whether a value is a number goes."""
    asks = {"isnan", "isfinite", "isinf"}
    for node in guards(source):
        if any(last(call.func) in asks for call in below(node.test, cst.Call)):
            yield from gone(source, node, "nan|finite|no number")
    for loop in source.nodes(cst.CompFor):
        for condition in loop.ifs:
            if any(last(call.func) in asks for call in below(condition.test, cst.Call)):
                yield _unfiltered(source, loop, condition)


def _unfiltered(source: Source, loop: cst.CompFor, condition: cst.CompIf) -> Change:
    """The comprehension without its condition; one that then only copies becomes a plain copy."""
    words = "nan|finite|no number"
    around = source.parent(loop)
    kinds = {cst.ListComp: "list", cst.SetComp: "set"}
    name = kinds.get(type(around))  # type: ignore[arg-type]
    copies = dotted(getattr(around, "elt", None)) == dotted(loop.target) != "" and len(loop.ifs) == 1
    if name and copies and loop.inner_for_in is None and isinstance(around, cst.ListComp | cst.SetComp):
        return Change(condition, {around: expression(f"{name}({source.code(loop.iter)})")}, words)
    return Change(condition, {condition: cst.RemoveFromParent()}, words)


@operator(
    "drop-zero-guard", "num.precision", "edge-table", "With nothing to divide by, it fails or answers nonsense.",
    ('''
def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
''', '''
def share(part: float, whole: float) -> float:
    return part / whole
'''),
    ('''
def cosine(dot: float, norm: float) -> float:
    if norm == 0.0:
        return 0.0
    return dot / norm
''', '''
def cosine(dot: float, norm: float) -> float:
    return dot / norm
'''),
)  # fmt: skip
def drop_zero_guard(source: Source) -> Iterator[Change]:
    """`a / b if b else 0.0` becomes `a / b`; likewise the early return for zero."""
    for node in source.nodes(cst.IfExp):
        if _number(node.orelse) and any(
            isinstance(o.operator, cst.Divide) for o in below(node.body, cst.BinaryOperation)
        ):
            yield put(node, instead(source, node, node.body), "zero|empty")
    for guard in guards(source):
        function = source.function(guard)
        asked = {str(n.value) for n in below(guard.test, cst.Name)}
        zero = _is_zero(guard.test)
        divisions = (
            [o.right for o in below(function.body, cst.BinaryOperation) if isinstance(o.operator, cst.Divide)]
            if function
            else []
        )
        if zero and any(asked & {str(n.value) for n in below(d, cst.Name)} for d in divisions):
            yield from gone(source, guard, "zero|empty")


def _number(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Integer | cst.Float) or dotted(node) == "None"


def _is_zero(test: cst.BaseExpression) -> bool:
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return bool(dotted(test.expression))
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return False
    right = test.comparisons[0].comparator
    return isinstance(right, cst.Integer | cst.Float) and right.evaluated_value == 0


@operator(
    "round-down", "num.precision", "edge-table", "The fraction is cut off, and what is below one becomes nothing.",
    ('''
import math


def retry_after(wait: float) -> str:
    return str(math.ceil(wait))
''', '''
def retry_after(wait: float) -> str:
    return str(int(wait))
'''),
    omission=False,
)  # fmt: skip
def round_down(source: Source) -> Iterator[Change]:
    """`math.ceil(x)` becomes `int(x)`."""
    for call in source.calls("ceil"):
        inner = call.args[0].value if len(call.args) == 1 else None
        if inner is not None and not (
            isinstance(inner, cst.BinaryOperation) and isinstance(inner.operator, cst.Divide)
        ):
            yield put(call, call.with_changes(func=cst.Name("int")), "rounded up|at least")


@operator(
    "whole-numbers", "num.precision", "edge-table", "The fraction of a quotient is lost before it is used.",
    ('''
def mean(total: int, many: int) -> float:
    return total / many
''', '''
def mean(total: int, many: int) -> float:
    return total // many
'''),
    omission=False,
)  # fmt: skip
def whole_numbers(source: Source) -> Iterator[Change]:
    """`a / b` becomes `a // b`."""
    for node in source.nodes(cst.BinaryOperation):
        if isinstance(node.operator, cst.Divide) and not isinstance(node.right, cst.SimpleString):
            old = node.operator
            paths = any(has_word(side, "path|folder|root|dir|directory") for side in (node.left, node.right))
            ceil = source.parent(source.parent(node) or node)
            if not paths and not (isinstance(ceil, cst.Call) and last(ceil.func) == "ceil"):
                yield Change(node, {old: cst.FloorDivide(old.whitespace_before, old.whitespace_after)})


OPERATORS = (drop_epsilon, compare_exactly, drop_nan_guard, drop_zero_guard, round_down, whole_numbers)
