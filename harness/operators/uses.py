"""Which names a Python text reads, and which calls it makes: what residue is decided by."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Key = tuple[str, str]
"""What is read: `("name", n)`; `("attribute", n)` of anything but `self`; `("own", "Class:n")` of `self` in a class;
`("local", "function:n")` in a function."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def reads(text: str) -> Counter[Key]:
    """How often each name is read, in the module and in each function."""
    found: Counter[Key] = Counter()
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found["name", node.id] += 1
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and not _is_own(node):
            found["attribute", node.attr] += 1
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name | ast.Attribute):
            found["name", getattr(node.target, "id", "")] += 1
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found["name", node.value] += 1
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for node in ast.walk(owner):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and _is_own(node):
                found["own", f"{owner.name}:{node.attr}"] += 1
    for symbol, function in functions(tree):
        for name in _read_in(function):
            found["local", f"{symbol}:{name}"] += 1
    return found


def _is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with its dotted name."""
    for node in ast.iter_child_nodes(tree):
        inner = prefix
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            inner = f"{prefix}{node.name}."
            if isinstance(node, _FUNCTIONS):
                yield prefix + node.name, node
        yield from functions(node, inner)


def _read_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node.id


@dataclass(frozen=True, slots=True)
class Project:
    """The other Python texts of a project, asked whether they know a name."""

    others: Mapping[str, str]

    def mentions(self, name: str) -> bool:
        """Whether another file holds the name as a word."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        return any(word.search(text) for text in self.others.values())

    def reaches(self, owner: str, attribute: str) -> bool:
        """Whether another file may read an attribute: of some object by name, or as its own in a subclass."""
        read = re.compile(rf"(?<!\bself)\.{re.escape(attribute)}\b|[\"']{re.escape(attribute)}[\"']")
        inherits = re.compile(rf"\bclass \w+\([^)]*\b{re.escape(owner)}\b")
        return any(read.search(text) or inherits.search(text) for text in self.others.values())

    def passes(self, text: str, function: str, parameter: str, index: int) -> bool:
        """Whether any call, here or elsewhere, may pass a parameter: by its name, by position or by stars."""
        return any(_passes(t, function, parameter, index) for t in (text, *self.others.values()))


def _passes(text: str, function: str, parameter: str, index: int) -> bool:
    if function not in text:
        return False
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return True
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        # A keyword of this name counts wherever it stands: partial(), replace() and factories pass it on.
        if any(k.arg == parameter for k in node.keywords):
            return True
        starred = any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords)
        if called == function and (starred or len(node.args) > index):
            return True
    return False
