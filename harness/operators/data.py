"""Aliased mutables, assumptions about samples, and measures that judge themselves."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, Replacement, gone, operator, put
from harness.operators.source import (
    Source,
    argument,
    below,
    called,
    dotted,
    has_word,
    instead,
    last,
    simple,
    without_argument,
)

_COPIES = {"list", "dict", "set", "copy", "deepcopy", "copy.copy", "copy.deepcopy"}


def _copied(call: cst.CSTNode | None) -> cst.BaseExpression | None:
    """What a copy is made of: `list(x)`, `x.copy()`, `copy.deepcopy(x)`; only of things that have a name."""
    if not isinstance(call, cst.Call):
        return None
    if isinstance(call.func, cst.Attribute) and last(call.func) == "copy" and not call.args:
        return call.func.value if dotted(call.func.value) else None
    if dotted(call.func) in _COPIES and len(call.args) == 1 and not call.args[0].star and not call.args[0].keyword:
        value = call.args[0].value
        return value if isinstance(value, cst.Name | cst.Attribute) else None
    return None


@operator(
    "drop-copy", "data.assumption", "metamorphic", "Caller and callee share one object, and each sees the other's changes.",
    ('''
class Board:
    def rows(self) -> list[str]:
        return list(self._rows)
''', '''
class Board:
    def rows(self) -> list[str]:
        return self._rows
'''),
    ('''
from copy import deepcopy


class Settings:
    def __init__(self, values: dict) -> None:
        self._values = deepcopy(values)
''', '''
class Settings:
    def __init__(self, values: dict) -> None:
        self._values = values
'''),
)  # fmt: skip
def drop_copy(source: Source) -> Iterator[Change]:
    """`return list(self.x)` becomes `return self.x`; likewise where an argument is kept."""
    for call in source.nodes(cst.Call):
        value, above = _copied(call), source.parent(call)
        handed = isinstance(above, cst.Return) and isinstance(value, cst.Attribute | cst.Name)
        kept = isinstance(above, cst.Assign | cst.AnnAssign) and _to_attribute(above)
        if value is not None and (handed or kept):
            yield put(call, instead(source, call, value), "cop(?:y|ies)")


def _to_attribute(node: cst.Assign | cst.AnnAssign) -> bool:
    targets = [t.target for t in node.targets] if isinstance(node, cst.Assign) else [node.target]
    return any(isinstance(t, cst.Attribute) for t in targets)


@operator(
    "iterate-live", "data.assumption", "metamorphic", "The loop walks over what its own body changes.",
    ('''
def drop_expired(sessions: dict, now: float) -> None:
    for name in list(sessions):
        if sessions[name] < now:
            del sessions[name]
''', '''
def drop_expired(sessions: dict, now: float) -> None:
    for name in sessions:
        if sessions[name] < now:
            del sessions[name]
'''),
)  # fmt: skip
def iterate_live(source: Source) -> Iterator[Change]:
    """`for x in list(y):` becomes `for x in y:`."""
    for loop in source.nodes(cst.For):
        if value := _copied(loop.iter):
            yield Change(loop, {loop.iter: value})


@operator(
    "shared-default", "data.assumption", "metamorphic", "All callers without an argument share one object.",
    ('''
def new_session(user: str, data: dict | None = None) -> dict:
    if data is None:
        data = {}
    data["user"] = user
    return data
''', '''
def new_session(user: str, data: dict = {}) -> dict:
    data["user"] = user
    return data
'''),
    omission=False,
)  # fmt: skip
def shared_default(source: Source) -> Iterator[Change]:
    """`x=None` with `if x is None: x = []` becomes `x=[]`."""
    for node in source.nodes(cst.If):
        function, fresh = source.function(node), _fresh(node)
        param = (
            next((p for p in function.params.params if fresh and p.name.value == fresh[0]), None) if function else None
        )
        if param is None or fresh is None or dotted(param.default) != "None":
            continue
        for change in gone(source, node):
            new = param.with_changes(default=fresh[1], annotation=_without_none(source, param.annotation))
            replaced: dict[cst.CSTNode, Replacement] = dict(change.replaced)
            yield Change(node, replaced | {param: new})


def _fresh(node: cst.If) -> tuple[str, cst.BaseExpression] | None:
    """Name and value of `if x is None: x = []`."""
    test, body = node.test, node.body.body
    if node.orelse or not isinstance(test, cst.Comparison) or not isinstance(test.left, cst.Name) or len(body) != 1:
        return None
    asked = isinstance(test.comparisons[0].operator, cst.Is) and dotted(test.comparisons[0].comparator) == "None"
    small = simple(body[0])
    if not asked or not isinstance(small, cst.Assign) or dotted(small.targets[0].target) != test.left.value:
        return None
    empty = isinstance(small.value, cst.List | cst.Dict) and not small.value.elements
    made = isinstance(small.value, cst.Call) and last(small.value.func) in {"set", "list", "dict"}
    return (str(test.left.value), small.value) if empty or made else None


def _without_none(source: Source, annotation: cst.Annotation | None) -> cst.Annotation | None:
    kind = annotation.annotation if annotation else None
    if annotation and isinstance(kind, cst.BinaryOperation) and source.code(kind.right) == "None":
        return annotation.with_changes(annotation=kind.left)
    return annotation


@operator(
    "reuse-buffer", "data.assumption", "metamorphic", "Whoever holds two results holds the same one twice.",
    ('''
def blocks(stream, size: int):
    while True:
        block = bytearray(size)
        if not stream.readinto(block):
            return
        yield block
''', '''
def blocks(stream, size: int):
    block = bytearray(size)
    while True:
        if not stream.readinto(block):
            return
        yield block
'''),
    omission=False,
)  # fmt: skip
def reuse_buffer(source: Source) -> Iterator[Change]:
    """A buffer that a loop makes anew each time is made once, before the loop."""
    for kind in (cst.While, cst.For):
        for loop in source.nodes(kind):
            assert isinstance(loop, cst.While | cst.For)
            first = loop.body.body[0] if isinstance(loop.body, cst.IndentedBlock) else None
            small = simple(first)
            if len(loop.body.body) < 2 or not isinstance(small, cst.Assign) or not source.block(loop):
                continue
            if not _is_buffer(small.value) or _depends(loop, small.value) or first is None:
                continue
            hoisted = first.with_changes(leading_lines=loop.leading_lines)
            rest = loop.with_changes(body=loop.body.with_changes(body=loop.body.body[1:]), leading_lines=[])
            yield Change(first, {loop: cst.FlattenSentinel([hoisted, rest])})


def _is_buffer(value: cst.BaseExpression) -> bool:
    made = isinstance(value, cst.Call) and last(value.func) in {"bytearray", "empty", "zeros", "array", "zeros_like"}
    repeated = isinstance(value, cst.BinaryOperation) and isinstance(value.left, cst.List)
    return made or (repeated and isinstance(value.operator, cst.Multiply))  # type: ignore[attr-defined]


def _depends(loop: cst.For | cst.While, value: cst.BaseExpression) -> bool:
    target = {n.value for n in below(loop.target, cst.Name)} if isinstance(loop, cst.For) else set()
    return bool(target & {n.value for n in below(value, cst.Name)})


@operator(
    "fit-before-split", "data.shift", "metamorphic", "What is judged on the hold-out has seen the hold-out.",
    ('''
def evaluate(split, scaler, model, rows) -> float:
    train, test = split(rows)
    scaler.fit(train)
    model.fit(scaler.transform(train))
    return model.score(scaler.transform(test))
''', '''
def evaluate(split, scaler, model, rows) -> float:
    train, test = split(rows)
    scaler.fit(rows)
    model.fit(scaler.transform(train))
    return model.score(scaler.transform(test))
'''),
    omission=False,
)  # fmt: skip
def fit_before_split(source: Source) -> Iterator[Change]:
    """`x.fit(train)` becomes `x.fit(rows)` where `train` was split from `rows`."""
    for call in source.calls("fit", "fit_transform"):
        argument_ = call.args[0].value if call.args else None
        whole = _split_from(source, call, dotted(argument_)) if isinstance(argument_, cst.Name) else None
        if argument_ is not None and whole is not None:
            yield Change(call, {argument_: whole})


def _split_from(source: Source, call: cst.Call, part: str) -> cst.BaseExpression | None:
    function = source.function(call)
    for assign in below(function.body, cst.Assign) if function else []:
        parts = assign.targets[0].target
        made = assign.value
        if not isinstance(parts, cst.Tuple) or part not in {dotted(e.value) for e in parts.elements}:
            continue
        whole = made.args[0].value if isinstance(made, cst.Call) and made.args else None
        if "train" in part and isinstance(whole, cst.Name | cst.Attribute):
            return whole
    return None


@operator(
    "split-by-row", "data.shift", "crafted-input", "Rows of one group stand on both sides of the split.",
    ('''
def folds(splitter, rows, labels, users):
    return list(splitter.split(rows, labels, groups=users))
''', '''
def folds(splitter, rows, labels, users):
    return list(splitter.split(rows, labels))
'''),
)  # fmt: skip
def split_by_row(source: Source) -> Iterator[Change]:
    """The argument `groups=` or `stratify=` of a split goes."""
    for call in source.nodes(cst.Call):
        if "split" in last(call.func) or "fold" in last(call.func).lower():
            key = next((a for n in ("groups", "stratify", "group_by", "by") if (a := argument(call, n))), None)
            if key:
                yield put(call, without_argument(call, key), "groups?|users?")


_REFERENCE = "reference|baseline|expected|train|training|base"
_LIVE = "live|current|actual|window|observed|recent|sample"


@operator(
    "bins-from-live", "data.shift", "shifted-sample", "The measure is taken from the data it judges, so it moves along.",
    ('''
def drift(reference: list[float], live: list[float]) -> float:
    edges = quantiles(reference, 10)
    return distance(shares(reference, edges), shares(live, edges))
''', '''
def drift(reference: list[float], live: list[float]) -> float:
    edges = quantiles(live, 10)
    return distance(shares(reference, edges), shares(live, edges))
'''),
    omission=False,
)  # fmt: skip
def bins_from_live(source: Source) -> Iterator[Change]:
    """Edges, quantiles or a threshold are computed from the live sample instead of the reference."""
    words = "edge|bin|quantile|percentile|histogram|threshold|boundary|boundaries|cut|fit"
    for call in source.nodes(cst.Call):
        function = source.function(call)
        given = call.args[0].value if call.args else None
        if function is None or given is None or not has_word(call.func, words) or not has_word(given, _REFERENCE):
            continue
        names = [p.name for p in (*function.params.params, *function.params.kwonly_params)]
        live = next((name for name in names if has_word(name, _LIVE)), None)
        if live is not None and isinstance(given, cst.Name):
            yield Change(call, {given: live})


@operator(
    "forget-missing", "data.shift", "shifted-sample", "Values that are missing are skipped and counted nowhere.",
    ('''
def summary(values: list[float | None]) -> dict[str, float]:
    missing, known = 0, []
    for value in values:
        if value is None:
            missing += 1
            continue
        known.append(value)
    return {"missing": missing / len(values), "mean": sum(known) / len(known)}
''', '''
def summary(values: list[float | None]) -> dict[str, float]:
    missing, known = 0, []
    for value in values:
        if value is None:
            continue
        known.append(value)
    return {"missing": missing / len(values), "mean": sum(known) / len(known)}
'''),
)  # fmt: skip
def forget_missing(source: Source) -> Iterator[Change]:
    """The count of what is missing goes."""
    for node in source.nodes(cst.SimpleStatementLine):
        small, call = simple(node), called(node)
        counted = isinstance(small, cst.AugAssign) and has_word(
            _base(small.target), "missing|absent|null|invalid|skipped"
        )
        noted = call is not None and has_word(call.func, "missing|absent|null")
        if counted or noted:
            yield from gone(source, node, "missing")


def _base(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.value if isinstance(node, cst.Subscript) else node


OPERATORS = (
    drop_copy, iterate_live, shared_default, reuse_buffer, fit_before_split, split_by_row, bins_from_live,
    forget_missing,
)  # fmt: skip
