"""Time-outs that are missing, errors that disappear, resources that are not given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from harness.operators.operator import Change, flat, gone, operator, put
from harness.operators.source import (
    Source,
    Statement,
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

_TOO_WIDE = {
    "Exception",
    "BaseException",
    "asyncio.CancelledError",
    "CancelledError",
    "StopIteration",
    "KeyboardInterrupt",
}
_GIVES_BACK = {
    "close",
    "aclose",
    "release",
    "rollback",
    "unlink",
    "cancel",
    "put",
    "put_nowait",
    "terminate",
    "kill",
    "shutdown",
}


@operator(
    "drop-timeout", "fail.hang", "virtual-time", "The call waits as long as the other side is silent.",
    ('''
PATIENCE = 2.0


def plan_of(connection, tenant: str) -> bytes:
    return connection.request("GET", f"/plans/{tenant}", timeout=PATIENCE)
''', '''
def plan_of(connection, tenant: str) -> bytes:
    return connection.request("GET", f"/plans/{tenant}")
'''),
)  # fmt: skip
def drop_timeout(source: Source) -> Iterator[Change]:
    """The argument `timeout=` of a call goes."""
    for call in source.nodes(cst.Call):
        limit = next((a for name in ("timeout", "timeout_seconds", "deadline") if (a := argument(call, name))), None)
        configures = last(call.func)[:1].isupper() or last(call.func) in ("wait_for", "cls", "of")
        if limit and dotted(limit.value) != "None" and not configures:
            yield put(call, without_argument(call, limit), "time-?outs?|seconds")


@operator(
    "drop-wait-for", "fail.hang", "virtual-time", "The await has no limit any more.",
    ('''
import asyncio


async def answer(model, batch: list[str]) -> list[float]:
    return await asyncio.wait_for(model.score(batch), 5.0)
''', '''
async def answer(model, batch: list[str]) -> list[float]:
    return await model.score(batch)
'''),
    ('''
import asyncio


async def answer(model, batch: list[str]) -> list[float]:
    async with asyncio.timeout(5.0):
        return await model.score(batch)
''', '''
async def answer(model, batch: list[str]) -> list[float]:
    return await model.score(batch)
'''),
)  # fmt: skip
def drop_wait_for(source: Source) -> Iterator[Change]:
    """`wait_for(x, t)` becomes `x`, and the block below `async with asyncio.timeout(t):` stands alone."""
    for call in source.calls("wait_for"):
        if isinstance(source.parent(call), cst.Await) and call.args:
            yield put(call, instead(source, call, call.args[0].value), "time-?outs?|seconds")
    for node in source.nodes(cst.With):
        item = node.items[0].item
        limited = isinstance(item, cst.Call) and last(item.func) in {
            "timeout",
            "timeout_at",
            "fail_after",
            "move_on_after",
        }
        if limited and len(node.items) == 1 and isinstance(node.body, cst.IndentedBlock) and source.block(node):
            yield flat(node, list(node.body.body), "time-?outs?|seconds")


@operator(
    "drop-heartbeat", "fail.hang", "virtual-time", "Nobody notices that the other side is gone, or that we are still alive.",
    ('''
def work(lease, steps) -> None:
    for step in steps:
        step()
        lease.renew()
''', '''
def work(lease, steps) -> None:
    for step in steps:
        step()
'''),
)  # fmt: skip
def drop_heartbeat(source: Source) -> Iterator[Change]:
    """A call such as `renew()`, `ping()` or `heartbeat()` goes."""
    for node in source.nodes(cst.SimpleStatementLine):
        call = called(node)
        if call and has_word(call.func, "heartbeat|ping|renew|keepalive|keep_alive|beat"):
            yield from gone(source, node)


@operator(
    "straight-line", "fail.leak", "raise-at-every-call", "When the work raises, nothing is given back.",
    ('''
class Pool:
    def use(self, work) -> object:
        connection = self._free.pop()
        try:
            return work(connection)
        finally:
            self._free.append(connection)
''', '''
class Pool:
    def use(self, work) -> object:
        connection = self._free.pop()
        result = work(connection)
        self._free.append(connection)
        return result
'''),
    ('''
def copy(source, target) -> None:
    lock = target.acquire()
    try:
        target.write(source.read())
    finally:
        lock.release()
''', '''
def copy(source, target) -> None:
    lock = target.acquire()
    target.write(source.read())
    lock.release()
'''),
    omission=False,
)  # fmt: skip
def straight_line(source: Source) -> Iterator[Change]:
    """`try: A finally: B` becomes A, then B."""
    for node in source.nodes(cst.Try):
        if node.handlers or node.orelse or node.finalbody is None or not source.block(node):
            continue
        if not isinstance(node.body, cst.IndentedBlock) or not isinstance(node.finalbody.body, cst.IndentedBlock):
            continue
        body = _then(source, list(node.body.body), list(node.finalbody.body.body))  # type: ignore[arg-type]
        if body:
            yield flat(node, body)


def _then(source: Source, work: list[Statement], after: list[Statement]) -> list[Statement]:
    """The work, then what comes after; a result that the work returns is kept in a variable until then."""
    if isinstance(work[-1], cst.While) and not below(work[-1], cst.Break):
        return []
    leaving = [kind for s in work for kind in below(s, cst.Return)]
    final = simple(work[-1])
    if not leaving:
        return [*work, *after]
    if len(leaving) > 1 or not isinstance(final, cst.Return) or final.value is None:
        return []
    name = "result" if "result" not in source.text else "outcome"
    kept = cst.parse_statement(f"{name} = {source.code(final.value)}", config=source.module.config_for_parsing)
    back = cst.parse_statement(f"return {name}", config=source.module.config_for_parsing)
    return [*work[:-1], kept.with_changes(leading_lines=work[-1].leading_lines), *after, back]


@operator(
    "close-at-the-end", "fail.leak", "counter-delta", "The file stays open when the work in between raises or returns.",
    ('''
def total(path: str) -> int:
    count = 0
    with open(path) as lines:
        for line in lines:
            count += int(line)
    return count
''', '''
def total(path: str) -> int:
    count = 0
    lines = open(path)
    for line in lines:
        count += int(line)
    lines.close()
    return count
'''),
    omission=False,
)  # fmt: skip
def close_at_the_end(source: Source) -> Iterator[Change]:
    """`with open(...) as f:` becomes `f = open(...)`, with a plain `f.close()` at the end."""
    opens = {"open", "connect", "socket", "closing", "urlopen", "NamedTemporaryFile"}
    for node in source.nodes(cst.With):
        item = node.items[0]
        call = item.item
        if len(node.items) > 1 or node.asynchronous or not isinstance(call, cst.Call) or last(call.func) not in opens:
            continue
        name = item.asname.name if item.asname else None
        body = list(node.body.body) if isinstance(node.body, cst.IndentedBlock) else []
        if (
            not isinstance(name, cst.Name)
            or not body
            or any(below(s, cst.Return) for s in body)
            or not source.block(node)
        ):
            continue
        opened = call.args[0].value if last(call.func) == "closing" and call.args else call
        config = source.module.config_for_parsing
        first = cst.parse_statement(f"{name.value} = {source.code(opened)}", config=config)
        end = cst.parse_statement(f"{name.value}.close()", config=config)
        yield flat(node, [first, *body, end])


@operator(
    "keep-on-error", "fail.leak", "raise-at-every-call", "The error path gives nothing back.",
    ('''
def open_session(pool, greet) -> object:
    connection = pool.get()
    try:
        greet(connection)
    except OSError:
        pool.put(connection)
        raise
    return connection
''', '''
def open_session(pool, greet) -> object:
    connection = pool.get()
    try:
        greet(connection)
    except OSError:
        raise
    return connection
'''),
)  # fmt: skip
def keep_on_error(source: Source) -> Iterator[Change]:
    """In an `except` block, the call that closes, releases or puts back goes."""
    for node in source.nodes(cst.SimpleStatementLine):
        call, block = called(node), source.parent(node)
        handler = source.parent(block) if block else None
        if call and isinstance(handler, cst.ExceptHandler) and last(call.func) in _GIVES_BACK:
            yield from gone(source, node)


@operator(
    "widen-except", "fail.swallowed", "fault-at-nth", "Any fault passes for the one that was expected.",
    ('''
def profile_of(store, user: str) -> dict:
    try:
        return store.load(user)
    except KeyError:
        return {}
''', '''
def profile_of(store, user: str) -> dict:
    try:
        return store.load(user)
    except Exception:
        return {}
'''),
    ('''
from contextlib import suppress


def forget(path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
''', '''
from contextlib import suppress


def forget(path) -> None:
    with suppress(Exception):
        path.unlink()
'''),
    omission=False,
)  # fmt: skip
def widen_except(source: Source) -> Iterator[Change]:
    """`except KeyError:` becomes `except Exception:`; likewise for `suppress`."""
    for handler in source.nodes(cst.ExceptHandler):
        caught = handler.type
        block = source.around(handler, cst.Try)
        if caught is None or dotted(caught) in _TOO_WIDE or block is None or block.handlers[-1] is not handler:
            continue
        if any(_bare(raised) for raised in below(handler.body, cst.Raise)):
            continue
        yield Change(handler, {caught: cst.Name("Exception")})
    for call in source.calls("suppress"):
        if len(call.args) == 1 and dotted(call.args[0].value) not in _TOO_WIDE:
            yield Change(call, {call.args[0].value: cst.Name("Exception")})


def _bare(raised: cst.Raise) -> bool:
    return raised.exc is None


@operator(
    "drop-reraise", "fail.swallowed", "fault-at-nth", "The fault is noted, and the caller believes that all went well.",
    ('''
def store(disk, log, record: bytes) -> None:
    try:
        disk.write(record)
    except OSError as fault:
        log.warning("not written: %s", fault)
        raise
''', '''
def store(disk, log, record: bytes) -> None:
    try:
        disk.write(record)
    except OSError as fault:
        log.warning("not written: %s", fault)
'''),
)  # fmt: skip
def drop_reraise(source: Source) -> Iterator[Change]:
    """A bare `raise` at the end of an `except` block goes."""
    for node in source.nodes(cst.SimpleStatementLine):
        small, block = simple(node), source.parent(node)
        handler = source.parent(block) if block else None
        if isinstance(small, cst.Raise) and _bare(small) and isinstance(handler, cst.ExceptHandler):
            yield from gone(source, node)


@operator(
    "swallow-gathered", "fail.swallowed", "fault-at-nth", "A task that failed leaves its exception among the results.",
    ('''
import asyncio


async def load_all(load, names: list[str]) -> list[bytes]:
    return list(await asyncio.gather(*(load(name) for name in names)))
''', '''
import asyncio


async def load_all(load, names: list[str]) -> list[bytes]:
    return list(await asyncio.gather(*(load(name) for name in names), return_exceptions=True))
'''),
    omission=False,
)  # fmt: skip
def swallow_gathered(source: Source) -> Iterator[Change]:
    """`gather(...)` gets `return_exceptions=True`."""
    for call in source.calls("gather"):
        if argument(call, "return_exceptions") is None and call.args:
            yield put(call, call.with_changes(args=_and(call.args, "return_exceptions")))


def _and(args: Sequence[cst.Arg], name: str) -> list[cst.Arg]:
    space = cst.SimpleWhitespace(" ")
    final = args[-1].with_changes(comma=cst.Comma(whitespace_after=space))
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return [*args[:-1], final, cst.Arg(cst.Name("True"), keyword=cst.Name(name), equal=equal)]


OPERATORS = (
    drop_timeout, drop_wait_for, drop_heartbeat, straight_line, close_at_the_end, keep_on_error, widen_except,
    drop_reraise, swallow_gathered,
)  # fmt: skip
