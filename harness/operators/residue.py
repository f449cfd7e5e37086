"""What a guard leaves behind when it goes: imports, constants, attributes, parameters, functions nobody needs now.

Decided by comparing what the text reads before and after: only what the planting itself made idle is taken away. What
cannot be decided from the project's text (a parameter that a caller passes) stays, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from harness.operators.operator import Change, Replacement, Replacer, gone
from harness.operators.sentences import speaks_of, without_sentences
from harness.operators.source import Source, dotted, last, simple
from harness.operators.uses import Project, reads

_MOST_ROUNDS = 12
_HARMLESS = {
    "Lock", "RLock", "Condition", "Event", "Semaphore", "BoundedSemaphore", "Queue", "deque", "dict", "list", "set",
    "float", "int", "str", "tuple", "frozenset", "Counter", "OrderedDict", "defaultdict", "Random", "min", "max", "len",
}  # fmt: skip
_READS = re.compile(r"_?(get|load|read|find|fetch|look_?up|clock|now|time|monotonic|stat|resolve|peek|count)(_|$)")
"""Names of calls that only ask: where nobody wants the answer, the question goes too."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without residue, the names that went, and what stayed behind although nobody reads it."""

    text: str
    went: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def clean(original: str, planted: str, project: Project, change_words: str, symbol: str) -> Cleaned:
    """The planted text without what nobody reads any more. Raises SyntaxError where it does not parse."""
    before, went = reads(original), []
    text = planted
    for _ in range(_MOST_ROUNDS):
        idle = _idle(before, text)
        source = Source(text) if idle else None
        step = next(_steps(source, idle, project), None) if source else None
        if source is None:
            break
        if step is None:
            break
        name, replaced = step
        went.append(name)
        text = source.module.visit(Replacer(replaced)).code
    there = _identifiers(text) if went else set()
    names = [name for name in dict.fromkeys(went) if name not in there]
    text = without_sentences(text, names, change_words, symbol)
    idle = _idle(before, text)
    left = [f"a doc string or comment that speaks of {name}" for name in speaks_of(text, names)] if names else []
    return Cleaned(text, tuple(names), (*(_left(Source(text), idle) if idle else ()), *left))


def _idle(before: dict[tuple[str, str], int], text: str) -> set[tuple[str, str]]:
    now = reads(text)
    return {key for key in before if not now[key]}


def _identifiers(text: str) -> set[str]:
    return {str(node.value) for node in Source(text).nodes(cst.Name)}


Step = tuple[str, dict[cst.CSTNode, Replacement]]


def _steps(source: Source, idle: set[tuple[str, str]], project: Project) -> Iterator[Step]:
    """Ways to take one idle thing away, each with its name."""
    if not idle:
        return
    yield from _imports(source, idle)
    yield from _functions(source, idle, project)
    yield from _assignments(source, idle, project)
    yield from _parameters(source, idle, project)
    yield from _caught(source, idle)


def _imports(source: Source, idle: set[tuple[str, str]]) -> Iterator[Step]:
    for node in source.nodes(cst.ImportAlias):
        bound = str(node.asname.name.value) if node.asname else dotted(node.name).split(".")[0]  # type: ignore[union-attr]
        around = source.parent(node)
        if ("name", bound) not in idle or not isinstance(around, cst.Import | cst.ImportFrom):
            continue
        statement = source.statement(node)
        names = [alias for alias in around.names if alias is not node]  # type: ignore[union-attr]
        if not names and statement:
            yield from ((bound, dict(change.replaced)) for change in gone(source, statement))
        elif names:
            if node is around.names[-1]:  # type: ignore[index]
                names[-1] = names[-1].with_changes(comma=node.comma)
            yield bound, {around: around.with_changes(names=names)}


def _functions(source: Source, idle: set[tuple[str, str]], project: Project) -> Iterator[Step]:
    for node in source.nodes(cst.FunctionDef):
        name = str(node.name.value)
        if not name.startswith("_") or name.startswith("__"):
            continue
        owner = _owner(source, node)
        unread = _own_unread(source, owner, name, idle, project) if owner else _name_unread(name, idle, project)
        if unread:
            yield from ((name, dict(change.replaced)) for change in gone(source, node))


def _owner(source: Source, node: cst.CSTNode) -> str:
    owner = source.around(node, cst.ClassDef)
    return str(owner.name.value) if owner else ""


def _own_unread(source: Source, owner: str, name: str, idle: set[tuple[str, str]], project: Project) -> bool:
    """Whether nobody reads an attribute or method of a class any more, here or elsewhere."""
    own = ("own", f"{owner}:{name}") in idle
    elsewhere = any(f".{name}" in source.code(n) for n in source.nodes(cst.Attribute) if _foreign(n, name))
    return own and not elsewhere and not project.reaches(owner, name)


def _foreign(node: cst.Attribute, name: str) -> bool:
    return node.attr.value == name and dotted(node.value) != "self"


def _name_unread(name: str, idle: set[tuple[str, str]], project: Project) -> bool:
    return ("name", name) in idle and not project.mentions(name)


def _assignments(source: Source, idle: set[tuple[str, str]], project: Project) -> Iterator[Step]:
    for node in source.nodes(cst.SimpleStatementLine):
        small = simple(node)
        if isinstance(small, cst.Assign) and len(small.targets) == 1:
            target, value = small.targets[0].target, small.value
        elif isinstance(small, cst.AnnAssign) and small.value is not None:
            target, value = small.target, small.value
        else:
            continue
        if isinstance(target, cst.Tuple) and isinstance(value, cst.Tuple) and isinstance(small, cst.Assign):
            yield from _paired(source, small, target, value, idle, project)
        elif _harmless(value) and _unread(source, target, idle, project):
            yield from _whole(source, node, last(target))


def _whole(source: Source, node: cst.SimpleStatementLine, name: str) -> Iterator[Step]:
    for change in gone(source, node):
        replaced = dict(change.replaced)
        text = source.following(node)
        if text is not None and _doc(text):
            # The string below a constant is its documentation.
            replaced[text] = cst.RemoveFromParent()
        yield name, replaced
        return
    function = source.function(node)
    if function and function.name.value == "__init__" and len(function.params.params) == 1:
        yield from ((name, dict(change.replaced)) for change in gone(source, function))


def _doc(statement: cst.CSTNode) -> bool:
    small = simple(statement)
    return isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString)


def _paired(
    source: Source,
    small: cst.Assign,
    target: cst.Tuple,
    value: cst.Tuple,
    idle: set[tuple[str, str]],
    project: Project,
) -> Iterator[Step]:
    if len(target.elements) != len(value.elements):
        return
    for index, element in enumerate(target.elements):
        if _harmless(value.elements[index].value) and _unread(source, element.value, idle, project):
            rest = [n for n in range(len(target.elements)) if n != index]
            if len(rest) == 1:
                left, right = target.elements[rest[0]].value, value.elements[rest[0]].value
                new = small.with_changes(targets=[small.targets[0].with_changes(target=left)], value=right)
            else:
                new = small.with_changes(
                    targets=[small.targets[0].with_changes(target=_picked(target, rest))], value=_picked(value, rest)
                )
            yield last(element.value), {small: new}


def _picked(of: cst.Tuple, indexes: list[int]) -> cst.Tuple:
    elements = [of.elements[n] for n in indexes]
    elements[-1] = elements[-1].with_changes(comma=of.elements[-1].comma)
    return of.with_changes(elements=elements)


def _unread(source: Source, target: cst.CSTNode, idle: set[tuple[str, str]], project: Project) -> bool:
    """Whether nobody reads what is assigned to: an own attribute, a constant of the module, a local name."""
    if isinstance(target, cst.Attribute) and dotted(target.value) == "self":
        return _own_unread(source, _owner(source, target), str(target.attr.value), idle, project)
    if not isinstance(target, cst.Name):
        return False
    if function := source.symbol(target):
        return ("local", f"{function}:{target.value}") in idle
    return _name_unread(str(target.value), idle, project)


def _harmless(value: cst.CSTNode) -> bool:
    """Whether nothing happens when the value is not computed."""
    calls = [n for n in _below(value) if isinstance(n, cst.Call)]
    return all(last(c.func) in _HARMLESS or _READS.match(last(c.func)) for c in calls) and not any(
        isinstance(n, cst.Await | cst.Yield | cst.NamedExpr) for n in _below(value)
    )


def _below(node: cst.CSTNode) -> list[cst.CSTNode]:
    found, waiting = [], [node]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += current.children
    return found


def _parameters(source: Source, idle: set[tuple[str, str]], project: Project) -> Iterator[Step]:
    for function in source.nodes(cst.FunctionDef):
        symbol = source.symbol(function)
        called = symbol.split(".")[-2] if function.name.value == "__init__" else str(function.name.value)
        params = function.params
        bound = isinstance(source.parent(source.parent(function) or function), cst.ClassDef)
        for index, param in enumerate([*params.params, *params.kwonly_params]):
            name = str(param.name.value)
            keyword_only = index >= len(params.params)
            at = 10_000 if keyword_only else index - bound
            if ("local", f"{symbol}:{name}") not in idle or param.default is None:
                continue
            if not project.passes(source.module.code, called, name, at):
                yield name, {params: _without(params, param)}


def _without(params: cst.Parameters, param: cst.Param) -> cst.Parameters:
    plain = [p for p in params.params if p is not param]
    keyword_only = [p for p in params.kwonly_params if p is not param]
    changed = params.with_changes(params=plain, kwonly_params=keyword_only)
    if not keyword_only and params.kwonly_params and isinstance(params.star_arg, cst.ParamStar):
        changed = changed.with_changes(star_arg=cst.MaybeSentinel.DEFAULT)
    final = (keyword_only or plain)[-1:]
    if final and params.params and final[0] is not (params.kwonly_params or params.params)[-1]:
        ended = final[0].with_changes(comma=(params.kwonly_params or params.params)[-1].comma)
        if keyword_only:
            return changed.with_changes(kwonly_params=[*keyword_only[:-1], ended])
        return changed.with_changes(params=[*plain[:-1], ended])
    return changed


def _caught(source: Source, idle: set[tuple[str, str]]) -> Iterator[Step]:
    for handler in source.nodes(cst.ExceptHandler):
        if handler.name is None or not isinstance(handler.name.name, cst.Name):
            continue
        name = str(handler.name.name.value)
        if ("local", f"{source.symbol(handler)}:{name}") in idle and name not in {
            str(n.value) for n in _below(handler.body) if isinstance(n, cst.Name)
        }:
            yield name, {handler: handler.with_changes(name=None)}


def _left(source: Source, idle: set[tuple[str, str]]) -> Iterator[str]:
    """What is still bound although the planting made it idle."""
    for param in source.nodes(cst.Param):
        if ("local", f"{source.symbol(param)}:{param.name.value}") in idle:
            yield f"the parameter {param.name.value} of {source.symbol(param)}"
    for node in source.nodes(cst.AssignTarget):
        target = node.target
        if isinstance(target, cst.Attribute) and ("own", f"{_owner(source, node)}:{target.attr.value}") in idle:
            yield f"the attribute {target.attr.value}"
        elif isinstance(target, cst.Name) and ("local", f"{source.symbol(target)}:{target.value}") in idle:
            yield f"the variable {target.value} of {source.symbol(target)}"


__all__ = ["Change", "Cleaned", "clean"]
