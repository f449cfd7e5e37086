"""Effects that happen twice, by half or in the wrong order, and old data that passes for new."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, gone, operator, put, swapped
from harness.operators.source import (
    Source,
    argument,
    below,
    bound_by,
    called,
    guards,
    has_word,
    instead,
    last,
    leaves,
    names_in,
    simple,
    without_argument,
)

_ACKS = "ack|acknowledge|commit|checkpoint|confirm|mark_done|done|delivered|processed|saved"
_SEEN = "seen|done|processed|handled|delivered|sent|known_ids|applied"


@operator(
    "ack-before-effect", "fail.consistency", "crash-replay", "A crash between the two loses the work for good.",
    ('''
def consume(queue, ledger) -> None:
    message = queue.next()
    ledger.book(message.body)
    queue.ack(message)
''', '''
def consume(queue, ledger) -> None:
    message = queue.next()
    queue.ack(message)
    ledger.book(message.body)
'''),
    omission=False,
)  # fmt: skip
def ack_before_effect(source: Source) -> Iterator[Change]:
    """The acknowledgement moves before the effect that it confirms."""
    for node in source.nodes(cst.SimpleStatementLine):
        call, before = called(node), source.following(node, -1)
        if not call or not has_word(call.func, _ACKS) or not isinstance(before, cst.SimpleStatementLine):
            continue
        effect = called(before)
        if effect and not has_word(effect.func, _ACKS) and not bound_by(before) & names_in(node):
            yield swapped(source, before, node, node)


@operator(
    "charge-before-check", "fail.consistency", "virtual-time", "What is refused is written down all the same.",
    ('''
class Budget:
    def spend(self, amount: int) -> bool:
        left = self._left - amount
        if left < 0:
            return False
        self._left = left
        return True
''', '''
class Budget:
    def spend(self, amount: int) -> bool:
        left = self._left - amount
        self._left = left
        if left < 0:
            return False
        return True
'''),
    omission=False,
)  # fmt: skip
def charge_before_check(source: Source) -> Iterator[Change]:
    """A write to the object moves before the early return that precedes it."""
    for node in source.nodes(cst.SimpleStatementLine):
        before = source.following(node, -1)
        if not isinstance(before, cst.If) or before.orelse or not leaves(before.body) or not _stores(node):
            continue
        if not any(isinstance(simple(s), cst.Raise) for s in before.body.body[-1:]):
            yield swapped(source, before, node, node)


def _stores(statement: cst.CSTNode) -> bool:
    small = simple(statement)
    targets = [t.target for t in small.targets] if isinstance(small, cst.Assign) else []
    parts = [e.value for t in targets if isinstance(t, cst.Tuple) for e in t.elements] + targets
    return any(isinstance(t, cst.Attribute) for t in parts) and not below(statement, cst.Await)


@operator(
    "drop-seen-check", "fail.consistency", "crash-replay", "What is delivered twice is done twice.",
    ('''
def book(ledger, seen: set[str], payment) -> None:
    if payment.id in seen:
        return
    ledger.add(payment)
    seen.add(payment.id)
''', '''
def book(ledger, seen: set[str], payment) -> None:
    ledger.add(payment)
    seen.add(payment.id)
'''),
)  # fmt: skip
def drop_seen_check(source: Source) -> Iterator[Change]:
    """The early leave for what was handled already goes."""
    for node in guards(source):
        test = node.test
        within = isinstance(test, cst.Comparison) and any(
            isinstance(t.operator, cst.In) and has_word(t.comparator, _SEEN) for t in test.comparisons
        )
        if within:
            yield from gone(source, node, "twice|repeats?|duplicates?")


@operator(
    "drop-idempotency-key", "fail.consistency", "crash-replay", "The receiver cannot tell a repeat from a new request.",
    ('''
def pay(bank, order) -> None:
    bank.transfer(order.iban, order.amount, idempotency_key=order.id)
''', '''
def pay(bank, order) -> None:
    bank.transfer(order.iban, order.amount)
'''),
)  # fmt: skip
def drop_idempotency_key(source: Source) -> Iterator[Change]:
    """The argument that identifies the request goes."""
    names = (
        "idempotency_key",
        "dedup_id",
        "deduplication_id",
        "request_id",
        "delivery_id",
        "message_id",
        "client_token",
    )
    for call in source.nodes(cst.Call):
        key = next((a for name in names if (a := argument(call, name))), None)
        if key:
            yield put(call, without_argument(call, key), "idempoten\\w+|repeats?")


@operator(
    "drop-fsync", "fail.consistency", "crash-replay", "It counts as written before it is on the disk.",
    ('''
import os


def save(stream, record: bytes) -> None:
    stream.write(record)
    stream.flush()
    os.fsync(stream.fileno())
''', '''
def save(stream, record: bytes) -> None:
    stream.write(record)
    stream.flush()
'''),
)  # fmt: skip
def drop_fsync(source: Source) -> Iterator[Change]:
    """A call to `fsync` goes."""
    for node in source.nodes(cst.SimpleStatementLine):
        call = called(node)
        if call and last(call.func) in {"fsync", "fdatasync"}:
            yield from gone(source, node, "durabl[ey]")


@operator(
    "drop-freshness", "fail.consistency", "virtual-time", "The remembered answer is good for ever.",
    ('''
TTL = 300.0


class Prices:
    def of(self, article: str) -> float:
        fetched, price = self._known.get(article, (0.0, None))
        if price is not None and self._clock() - fetched < TTL:
            return price
        return self._load(article)
''', '''
class Prices:
    def of(self, article: str) -> float:
        fetched, price = self._known.get(article, (0.0, None))
        if price is not None:
            return price
        return self._load(article)
'''),
)  # fmt: skip
def drop_freshness(source: Source) -> Iterator[Change]:
    """Of `there and young enough`, only `there` is asked."""
    for node in source.nodes(cst.BooleanOperation):
        if not isinstance(node.operator, cst.And):
            continue
        for age, other in ((node.right, node.left), (node.left, node.right)):
            if isinstance(age, cst.Comparison) and _is_age(age):
                yield put(node, instead(source, node, other), "fresh|expires?|old|seconds")
                break


def _is_age(test: cst.Comparison) -> bool:
    words = "ttl|expire|expires|expiry|until|fresh|stale|lifetime|age|max_age|deadline"
    return len(test.comparisons) == 1 and any(has_word(n, words) for n in below(test, cst.Name))


OPERATORS = (
    ack_before_effect, charge_before_check, drop_seen_check, drop_idempotency_key, drop_fsync, drop_freshness,
)  # fmt: skip
