"""Results that hang on hash order, unseeded chance, the time of day or the zone."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, operator, put
from harness.operators.source import Source, dotted, expression, has_word, instead, last


@operator(
    "drop-sorted", "nondet.order-clock", "seed-spread", "The order is whatever the set or the file system gives.",
    ('''
def manifest(names: set[str]) -> str:
    return "\\n".join(sorted(names))
''', '''
def manifest(names: set[str]) -> str:
    return "\\n".join(names)
'''),
    ('''
def shards(folder) -> list:
    return sorted(folder.glob("*.bin"))
''', '''
def shards(folder) -> list:
    return list(folder.glob("*.bin"))
'''),
)  # fmt: skip
def drop_sorted(source: Source) -> Iterator[Change]:
    """`sorted(x)` becomes `x` where it is walked over, and `list(x)` elsewhere."""
    for call in source.calls("sorted"):
        if dotted(call.func) != "sorted" or not call.args:
            continue
        value, above = call.args[0].value, source.parent(call)
        walked = isinstance(above, cst.For | cst.CompFor) or (
            isinstance(above, cst.Arg)
            and last(getattr(source.parent(above), "func", None)) in {"join", "tuple", "list", "dict"}
        )
        bare = isinstance(value, cst.GeneratorExp)
        if walked and not bare:
            yield put(call, instead(source, call, value), "order|sorted")
        else:
            yield put(
                call,
                call.with_changes(
                    func=cst.Name("list"), args=[call.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)]
                ),
                "order|sorted",
            )


@operator(
    "drop-seed", "nondet.order-clock", "seed-spread", "Every run draws something else.",
    ('''
import random


def sample(rows: list, many: int, seed: int = 0) -> list:
    return random.Random(seed).sample(rows, many)
''', '''
import random


def sample(rows: list, many: int) -> list:
    return random.Random().sample(rows, many)
'''),
)  # fmt: skip
def drop_seed(source: Source) -> Iterator[Change]:
    """`Random(seed)` becomes `Random()`."""
    for call in source.calls("Random", "default_rng", "RandomState", "manual_seed"):
        if len(call.args) == 1:
            yield put(call, call.with_changes(args=[]), "seeds?|same sample|reproducibl[ey]")


@operator(
    "builtin-hash", "nondet.order-clock", "seed-spread", "Each process puts the same key into another place.",
    ('''
import zlib


def bucket(user: str, many: int) -> int:
    return zlib.crc32(user.encode()) % many
''', '''
def bucket(user: str, many: int) -> int:
    return hash(user) % many
'''),
    ('''
import hashlib


def bucket(user: str, many: int) -> int:
    return int(hashlib.sha256(user.encode()).hexdigest(), 16) % many
''', '''
def bucket(user: str, many: int) -> int:
    return hash(user) % many
'''),
    omission=False,
)  # fmt: skip
def builtin_hash(source: Source) -> Iterator[Change]:
    """A stable digest of a text becomes the built-in `hash`, which is salted per process."""
    for call in source.nodes(cst.Call):
        name = last(call.func)
        if name in {"crc32", "adler32"} and call.args:
            yield put(call, expression(f"hash({_text(source, call.args[0].value)})"), "stable")
        elif dotted(call.func) == "int" and len(call.args) == 2 and (inner := _digested(call.args[0].value)):
            yield put(call, expression(f"hash({_text(source, inner)})"), "stable")


def _digested(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """What goes into `hashlib.x(...).hexdigest()`."""
    while isinstance(node, cst.Subscript):
        node = node.value
    if isinstance(node, cst.Call) and last(node.func) == "hexdigest" and isinstance(node.func, cst.Attribute):
        made = node.func.value
        if isinstance(made, cst.Call) and made.args:
            return made.args[0].value
    return None


def _text(source: Source, value: cst.BaseExpression) -> str:
    encoded = isinstance(value, cst.Call) and last(value.func) == "encode" and isinstance(value.func, cst.Attribute)
    return source.code(value.func.value if encoded else value)  # type: ignore[attr-defined]


@operator(
    "wall-clock", "nondet.order-clock", "clock-step", "When the time of day is set, durations become wrong or negative.",
    ('''
import time


class Stopwatch:
    def __init__(self, clock=time.monotonic) -> None:
        self._clock = clock
        self._began = clock()

    def seconds(self) -> float:
        return self._clock() - self._began
''', '''
import time


class Stopwatch:
    def __init__(self, clock=time.time) -> None:
        self._clock = clock
        self._began = clock()

    def seconds(self) -> float:
        return self._clock() - self._began
'''),
    ('''
def build(cache, log, now, clock):
    return cache(clock), log(now)
''', '''
def build(cache, log, now, clock):
    return cache(now), log(now)
'''),
    omission=False,
)  # fmt: skip
def wall_clock(source: Source) -> Iterator[Change]:
    """`time.monotonic` becomes `time.time`; or the parameter `now` is handed on instead of `clock`."""
    for node in source.nodes(cst.Attribute):
        if dotted(node) in ("time.monotonic", "time.perf_counter"):
            yield put(node, expression("time.time"), "monotonic")
    for call in source.nodes(cst.Call):
        function = source.function(call)
        if function is None:
            continue
        params = [p.name for p in (*function.params.params, *function.params.kwonly_params)]
        wall = next((p for p in params if p.value in ("now", "wall_clock", "wall")), None)
        for arg in call.args if wall else ():
            if dotted(arg.value) in ("clock", "monotonic") and any(p.value == dotted(arg.value) for p in params):
                yield Change(call, {arg.value: wall})  # type: ignore[dict-item]


@operator(
    "naive-time", "nondet.order-clock", "clock-step", "The time is that of whichever zone the machine stands in.",
    ('''
from datetime import UTC, datetime


def stamp() -> str:
    return datetime.now(UTC).isoformat()
''', '''
from datetime import datetime


def stamp() -> str:
    return datetime.now().isoformat()
'''),
    ('''
from datetime import datetime, timezone


def day_of(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, tz=timezone.utc).date().isoformat()
''', '''
from datetime import datetime


def day_of(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).date().isoformat()
'''),
)  # fmt: skip
def naive_time(source: Source) -> Iterator[Change]:
    """The zone of `datetime.now` and `fromtimestamp` goes."""
    for call in source.calls("now", "fromtimestamp"):
        zones = [a for a in call.args if _is_zone(a)]
        if zones and isinstance(call.func, cst.Attribute) and "date" in dotted(call.func.value).lower():
            args = [a for a in call.args if a not in zones]
            if args:
                args[-1] = args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
            yield put(call, call.with_changes(args=args), "utc|zones?")


def _is_zone(arg: cst.Arg) -> bool:
    named = arg.keyword is not None and arg.keyword.value in ("tz", "tzinfo")
    return named or dotted(arg.value).rsplit(".", 1)[-1] in ("UTC", "utc")


@operator(
    "finishing-order", "nondet.order-clock", "gate", "Answers come in the order in which they happen to be ready.",
    ('''
def scores(pool, score, texts: list[str]) -> list[float]:
    return list(pool.map(score, texts))
''', '''
def scores(pool, score, texts: list[str]) -> list[float]:
    return list(pool.imap_unordered(score, texts))
'''),
    omission=False,
)  # fmt: skip
def finishing_order(source: Source) -> Iterator[Change]:
    """`pool.map(f, items)` becomes `pool.imap_unordered(f, items)`."""
    for call in source.calls("map", "imap"):
        if isinstance(call.func, cst.Attribute) and has_word(call.func.value, "pool|workers"):
            yield put(call.func, call.func.with_changes(attr=cst.Name("imap_unordered")), "order")


OPERATORS = (drop_sorted, drop_seed, builtin_hash, wall_clock, naive_time, finishing_order)
