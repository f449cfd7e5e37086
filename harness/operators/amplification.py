"""Work and memory out of proportion to the input."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, operator, put
from harness.operators.source import Source, Statement, below, bound_by, dotted, expression, last, names_in, simple


@operator(
    "batch-to-loop", "growth.amplification", "slope", "One trip for each item instead of one for all.",
    ('''
class Names:
    def __init__(self, store) -> None:
        self._store = store

    def of(self, ids: list[str]) -> list[str]:
        return self._store.get_many(ids)

    def one(self, name: str) -> str:
        return self._store.get(name)
''', '''
class Names:
    def __init__(self, store) -> None:
        self._store = store

    def of(self, ids: list[str]) -> list[str]:
        return [self._store.get(each) for each in ids]

    def one(self, name: str) -> str:
        return self._store.get(name)
'''),
    omission=False,
)  # fmt: skip
def batch_to_loop(source: Source) -> Iterator[Change]:
    """`store.get_many(ids)` becomes `[store.get(each) for each in ids]`."""
    for call in source.nodes(cst.Call):
        name = last(call.func)
        single = next(
            (name.removesuffix(end) for end in ("_many", "_batch", "_all", "_bulk") if name.endswith(end)), ""
        )
        if not single or len(call.args) != 1 or call.args[0].keyword or not isinstance(call.func, cst.Attribute):
            continue
        if isinstance(source.parent(call), cst.Await):
            continue
        each = "each" if "each" not in source.text else "one"
        items, owner = source.code(call.args[0].value), source.code(call.func.value)
        yield put(call, expression(f"[{owner}.{single}({each}) for {each} in {items}]"), "one query|at once|batch\\w*")


@operator(
    "read-whole", "growth.amplification", "peak-ratio", "The whole file is in memory before its first line is used.",
    ('''
def errors(path: str) -> int:
    with open(path) as lines:
        return sum(1 for line in lines if "ERROR" in line)
''', '''
def errors(path: str) -> int:
    with open(path) as lines:
        return sum(1 for line in lines.readlines() if "ERROR" in line)
'''),
    omission=False,
)  # fmt: skip
def read_whole(source: Source) -> Iterator[Change]:
    """`for line in f` becomes `for line in f.readlines()`."""
    opened = {
        str(item.asname.name.value)  # type: ignore[union-attr]
        for node in source.nodes(cst.With)
        for item in node.items
        if item.asname and isinstance(item.item, cst.Call) and last(item.item.func) in {"open", "fdopen"}
    }
    for kind in (cst.For, cst.CompFor):
        for loop in source.nodes(kind):
            assert isinstance(loop, cst.For | cst.CompFor)
            if isinstance(loop.iter, cst.Name) and loop.iter.value in opened:
                yield put(loop.iter, expression(f"{loop.iter.value}.readlines()"), "line by line|stream\\w*")


@operator(
    "recompute-in-loop", "growth.amplification", "slope", "What could be made once is made anew for every item.",
    ('''
def count(rows: list, allowed: list[str]) -> dict:
    counts: dict[str, int] = {}
    names = set(allowed)
    for row in rows:
        if row.name in names:
            counts[row.name] = counts.get(row.name, 0) + 1
    return counts
''', '''
def count(rows: list, allowed: list[str]) -> dict:
    counts: dict[str, int] = {}
    for row in rows:
        names = set(allowed)
        if row.name in names:
            counts[row.name] = counts.get(row.name, 0) + 1
    return counts
'''),
    omission=False,
)  # fmt: skip
def recompute_in_loop(source: Source) -> Iterator[Change]:
    """A collection made before a loop, and used in it alone, is made inside it."""
    for kind in (cst.For, cst.While):
        for loop in source.nodes(kind):
            assert isinstance(loop, cst.For | cst.While)
            before = source.following(loop, -1)
            if before is None or not isinstance(loop.body, cst.IndentedBlock) or not _makes(before):
                continue
            if not _used_in_alone(source, before, loop) or names_in(before) & _written(loop):
                continue
            inner = before.with_changes(leading_lines=[])
            body = loop.body.with_changes(body=[inner, *loop.body.body])
            yield Change(
                before,
                {
                    before: cst.RemoveFromParent(),
                    loop: loop.with_changes(body=body, leading_lines=before.leading_lines),
                },
            )


def _makes(statement: Statement) -> bool:
    small = simple(statement)
    value = small.value if isinstance(small, cst.Assign) else None
    made = isinstance(value, cst.Call) and last(value.func) in {"set", "dict", "sorted", "frozenset", "list", "compile"}
    return isinstance(value, cst.ListComp | cst.SetComp | cst.DictComp) or (made and bool(value.args))  # type: ignore[union-attr]


def _used_in_alone(source: Source, before: Statement, loop: cst.For | cst.While) -> bool:
    names = bound_by(before)
    function = source.function(loop)
    if function is None or len(names) != 1:
        return False
    everywhere = sum(n.value in names for n in below(function.body, cst.Name))
    inside = sum(n.value in names for n in below(loop.body, cst.Name))
    return inside > 0 and everywhere == inside + 1


def _written(loop: cst.For | cst.While) -> set[str]:
    """Names that the loop binds or whose objects it changes."""
    names = {str(n.value) for n in below(loop.target, cst.Name)} if isinstance(loop, cst.For) else set()
    for statement in below(loop.body, cst.SimpleStatementLine):
        names |= bound_by(statement)
    for call in below(loop.body, cst.Call):
        if isinstance(call.func, cst.Attribute) and last(call.func) in {"append", "add", "update", "pop", "extend"}:
            names.add(dotted(call.func.value))
    return names


@operator(
    "select-everything", "growth.amplification", "slope", "All rows are loaded to show a few.",
    ('''
def newest(db, many: int) -> list:
    return db.execute("SELECT id FROM events ORDER BY at DESC LIMIT ?", (many,)).fetchall()
''', '''
def newest(db, many: int) -> list:
    return db.execute("SELECT id FROM events ORDER BY at DESC").fetchall()[:many]
'''),
)  # fmt: skip
def select_everything(source: Source) -> Iterator[Change]:
    """`LIMIT ?` goes from a query with this one parameter, and the rows are cut afterwards."""
    for call in source.calls("fetchall"):
        inner = call.func.value if isinstance(call.func, cst.Attribute) else None
        if not isinstance(inner, cst.Call) or last(inner.func) != "execute" or len(inner.args) != 2:
            continue
        query, values = inner.args[0].value, inner.args[1].value
        given = list(values.elements) if isinstance(values, cst.Tuple) else []
        text = query.value if isinstance(query, cst.SimpleString) else ""
        if " LIMIT ?" not in text or text.count("?") != 1 or len(given) != 1:
            continue
        shorter = inner.with_changes(args=[cst.Arg(expression(text.replace(" LIMIT ?", "")))])
        whole = source.module.code_for_node(call.with_changes(func=call.func.with_changes(value=shorter)))
        yield put(call, expression(f"{whole}[:{source.code(given[0].value)}]"))


OPERATORS = (batch_to_loop, read_whole, recompute_in_loop, select_everything)
