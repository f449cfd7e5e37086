"""What a planted defect leaves lying about: names that nothing reads any more, and texts that still speak of what is gone."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from harness.domain.edit import Tree
from harness.planting.admissible import is_test

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def new_residue(clean: Tree, planted: Tree) -> list[str]:
    """What the planted tree has of this and the clean one has not, in sentences."""
    found = [
        f"{path}: nothing reads {name!r} any more" for path, name in sorted(set(_unread(planted)) - set(_unread(clean)))
    ]
    gone = {name for name in _names(clean) - _names(planted) if _is_telling(name)}
    for path, text in _prose(planted):
        found += [
            f"{path}: a text speaks of {word!r}, which is gone" for word in sorted(gone.intersection(_words(text)))
        ]
    return found


def _is_telling(name: str) -> bool:
    """Whether a name is no word of plain language: such words also stand in texts that mean something else."""
    return "_" in name.strip("_") or not name.islower()


def _sources(tree: Tree) -> Iterator[tuple[str, str]]:
    for path in sorted(tree):
        if path.endswith(".py") and not is_test(path):
            yield path, tree[path].decode("utf-8", "replace")


def _unread(tree: Tree) -> Iterator[tuple[str, str]]:
    """Attributes, constants, functions, imports and parameters that are given a value somewhere and read nowhere."""
    modules = [(path, ast.parse(text)) for path, text in _sources(tree)]
    read = {name for _, module in modules for name in _reads(module)}
    for path, module in modules:
        for name in _gives(module):
            if name not in read and not name.endswith("__"):
                yield path, name.removeprefix(".")
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _has_a_body(function):
                used = {n.id for part in function.body for n in ast.walk(part) if isinstance(n, ast.Name)}
                arguments = function.args
                for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                    if argument.arg not in used and argument.arg not in ("self", "cls"):
                        yield path, f"{function.name}({argument.arg})"


def _has_a_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)) for s in function.body)


def _reads(module: ast.Module) -> Iterator[str]:
    """Names that are read, attributes with a dot before them; a string or keyword may name either."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield from (node.attr, f".{node.attr}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield from (node.value, f".{node.value}")
        elif isinstance(node, ast.keyword) and node.arg:
            yield from (node.arg, f".{node.arg}")


def _gives(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield f".{node.attr}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]


def _names(tree: Tree) -> set[str]:
    """Every name in the code of the sources."""
    return {
        token.string
        for _, text in _sources(tree)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.NAME
    }


def _prose(tree: Tree) -> Iterator[tuple[str, str]]:
    """Comments and texts of the sources, and the documents."""
    for path, text in _sources(tree):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING):
                yield path, token.string
    for path in sorted(tree):
        if path.endswith((".md", ".rst", ".txt")):
            yield path, tree[path].decode("utf-8", "replace")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))
