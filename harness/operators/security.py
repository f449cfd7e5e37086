"""Values from outside that reach a path, a query, a tenant or a host unchecked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from harness.operators.operator import Change, gone, operator, put
from harness.operators.source import (
    Source,
    argument,
    below,
    dotted,
    expression,
    guards,
    has_word,
    instead,
    last,
    positional,
    without_argument,
)


@operator(
    "compare-plainly", "security.boundary", "crafted-input", "How long the comparison takes tells how much of it was right.",
    ('''
import hmac


def is_signed(given: str, computed: str) -> bool:
    return hmac.compare_digest(given, computed)
''', '''
def is_signed(given: str, computed: str) -> bool:
    return given == computed
'''),
    omission=False,
)  # fmt: skip
def compare_plainly(source: Source) -> Iterator[Change]:
    """`hmac.compare_digest(a, b)` becomes `a == b`."""
    for call in source.calls("compare_digest"):
        if len(call.args) == 2:
            left, right = (source.code(instead(source, call, a.value)) for a in call.args)
            above = source.parent(call)
            if isinstance(above, cst.UnaryOperation) and isinstance(above.operator, cst.Not):
                yield Change(call, {above: instead(source, above, expression(f"{left} != {right}"))}, "constant time")
            else:
                yield put(call, instead(source, call, expression(f"{left} == {right}")), "constant time")


@operator(
    "format-query", "security.boundary", "crafted-input", "A value from outside becomes part of the query.",
    ('''
def orders_of(db, customer: str) -> list:
    return db.execute("SELECT id FROM orders WHERE customer = ?", (customer,)).fetchall()
''', '''
def orders_of(db, customer: str) -> list:
    return db.execute(f"SELECT id FROM orders WHERE customer = '{customer}'").fetchall()
'''),
    omission=False,
)  # fmt: skip
def format_query(source: Source) -> Iterator[Change]:
    """`execute("... ?", (x,))` becomes `execute(f"... '{x}'")`."""
    for call in source.calls("execute"):
        if len(call.args) != 2 or not isinstance(call.args[0].value, cst.SimpleString):
            continue
        query, values = call.args[0].value.value, call.args[1].value
        given = [e.value for e in values.elements] if isinstance(values, cst.Tuple | cst.List) else []
        parts = re.split(r"\?|%s", query)
        plain = query[0] in "\"'" and "{" not in query and len(parts) == len(given) + 1
        if given and plain and all(dotted(v) for v in given):
            quote = "'" if query[0] == '"' else '"'
            text = parts[0] + "".join(
                f"{quote}{{{source.code(v)}}}{quote}{p}" for v, p in zip(given, parts[1:], strict=True)
            )
            yield put(call, call.with_changes(args=[cst.Arg(expression("f" + text))]))


@operator(
    "drop-path-check", "security.boundary", "crafted-input", "A name from outside may lead out of the folder.",
    ('''
def read(root, name: str) -> bytes:
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise PermissionError(name)
    return path.read_bytes()
''', '''
def read(root, name: str) -> bytes:
    path = (root / name).resolve()
    return path.read_bytes()
'''),
)  # fmt: skip
def drop_path_check(source: Source) -> Iterator[Change]:
    """The refusal of a path that leaves its folder goes."""
    for node in guards(source):
        calls = {last(call.func) for call in below(node.test, cst.Call)}
        dots = any(s.value.strip("\"'") in ("..", "/", "../") for s in below(node.test, cst.SimpleString))
        parents = any(n.attr.value == "parents" for n in below(node.test, cst.Attribute))
        if calls & {"is_relative_to", "commonpath", "is_absolute"} or dots or parents:
            yield from gone(source, node, "outside|leaves?")


@operator(
    "drop-owner-check", "security.boundary", "crafted-input", "Whoever knows the id reads what belongs to somebody else.",
    ('''
def invoice(store, tenant: str, number: str):
    found = store.get(number)
    if found.tenant != tenant:
        raise LookupError(number)
    return found
''', '''
def invoice(store, tenant: str, number: str):
    found = store.get(number)
    return found
'''),
)  # fmt: skip
def drop_owner_check(source: Source) -> Iterator[Change]:
    """The refusal of what belongs to another tenant, user or account goes."""
    words = "tenant|owner|user|account|organisation|organization|org|principal|subject"
    for node in guards(source):
        test = node.test
        unequal = isinstance(test, cst.Comparison) and len(test.comparisons) == 1
        if unequal and isinstance(test.comparisons[0].operator, cst.NotEqual):  # type: ignore[attr-defined]
            sides = (test.left, test.comparisons[0].comparator)  # type: ignore[attr-defined]
            if all(has_word(side, words) or dotted(side) for side in sides) and any(has_word(s, words) for s in sides):
                yield from gone(source, node, "belongs?|owners?")


@operator(
    "follow-redirects", "security.boundary", "crafted-input", "A checked address may lead on to one that nobody checked.",
    ('''
def deliver(session, url: str, body: bytes) -> int:
    return session.post(url, data=body, allow_redirects=False).status_code
''', '''
def deliver(session, url: str, body: bytes) -> int:
    return session.post(url, data=body).status_code
'''),
)  # fmt: skip
def follow_redirects(source: Source) -> Iterator[Change]:
    """`allow_redirects=False` goes."""
    for call in source.nodes(cst.Call):
        flag = argument(call, "allow_redirects")
        if flag and dotted(flag.value) == "False":
            yield put(call, without_argument(call, flag), "redirects?")


@operator(
    "log-the-secret", "security.boundary", "crafted-input", "What should never be readable stands in the log.",
    ('''
def sign_in(log, user: str, token: str) -> None:
    log.info("signed in: %s with %s", user, redact(token))
''', '''
def sign_in(log, user: str, token: str) -> None:
    log.info("signed in: %s with %s", user, token)
'''),
)  # fmt: skip
def log_the_secret(source: Source) -> Iterator[Change]:
    """`redact(x)`, `mask(x)` and the like become `x`."""
    for call in source.nodes(cst.Call):
        hides = has_word(call.func, "redact|redacted|mask|masked|scrub|sanitize|sanitise|escape|quote")
        if hides and len(positional(call)) == 1 and not isinstance(source.parent(call), cst.Expr):
            yield put(call, instead(source, call, call.args[0].value), "redact\\w*|mask\\w*|escap\\w+")


OPERATORS = (compare_plainly, format_query, drop_path_check, drop_owner_check, follow_redirects, log_the_secret)
