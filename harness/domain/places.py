"""Finding a named place in a text: a symbol, or a piece of text that stands on exactly one line."""

from __future__ import annotations

import ast
import re

from harness.domain.diff import LineRange
from harness.domain.edit import Tree
from harness.domain.issue import Place, PlaceName


def find_text(text: str, wanted: str) -> LineRange | None:
    """The one line that holds `wanted`; None where no line or more than one does."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if wanted in line]
    return LineRange(lines[0], lines[0]) if len(lines) == 1 else None


def find_symbol(text: str, symbol: str, path: str = "x.py") -> LineRange | None:
    """The lines of `function`, `Class` or `Class.method`, decorators included; None where it is not there.

    Python is parsed. In other languages the line that declares the last part of the name is found by its shape, and
    the block is taken to end where the indentation falls back.
    """
    return _python_symbol(text, symbol) if path.endswith(".py") else _declared(text, symbol)


def resolve(name: PlaceName, tree: Tree) -> Place | None:
    """The place in this tree that a name means; None where it means none, or more than one."""
    if name.path not in tree:
        return None
    text = tree[name.path].decode("utf-8", "replace")
    lines = find_text(text, name.text) if name.text else find_symbol(text, name.symbol or "", name.path)
    return Place(name.path, lines) if lines else None


def enclosing_symbol(text: str, line: int, path: str = "x.py") -> str | None:
    """The dotted name of the innermost function or class around a line of Python; None elsewhere."""
    if not path.endswith(".py"):
        return None
    best: tuple[int, str] | None = None
    for name, lines in _python_symbols(text):
        if line in lines and (best is None or lines.start >= best[0]):
            best = (lines.start, name)
    return best[1] if best else None


def _python_symbol(text: str, symbol: str) -> LineRange | None:
    return next((lines for name, lines in _python_symbols(text) if name == symbol), None)


def _python_symbols(text: str) -> list[tuple[str, LineRange]]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []
    found: list[tuple[str, LineRange]] = []
    _collect(tree, "", found)
    return found


def _collect(node: ast.AST, prefix: str, found: list[tuple[str, LineRange]]) -> None:
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            start = min([child.lineno, *(d.lineno for d in child.decorator_list)])
            found.append((prefix + child.name, LineRange(start, child.end_lineno or child.lineno)))
            inner = f"{prefix}{child.name}."
        _collect(child, inner, found)


_DECLARATION = r"^\s*(?:[\w<>\[\],*&:\s]+\s)?(?:\([^)]*\)\s*)?{name}\s*(?:[(=:<{{]|$)"


def _declared(text: str, symbol: str) -> LineRange | None:
    pattern = re.compile(_DECLARATION.format(name=re.escape(symbol.rsplit(".", 1)[-1])))
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if pattern.match(line) and not line.rstrip().endswith(";"):
            return LineRange(number, _block_end(lines, number))
    return None


def _block_end(lines: list[str], start: int) -> int:
    depth = _depth(lines[start - 1])
    for number in range(start + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and _depth(line) <= depth:
            return number if line.strip()[0] in "})]" else number - 1
    return len(lines)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
