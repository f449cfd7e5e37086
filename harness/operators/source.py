"""A Python text as a tree that knows its positions and parents, and small questions about its nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

N = TypeVar("N", bound=cst.CSTNode)
Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement

_OPERATIONS = (
    cst.BinaryOperation, cst.UnaryOperation, cst.BooleanOperation, cst.Comparison, cst.ComparisonTarget, cst.Attribute,
    cst.Subscript, cst.Await, cst.IfExp, cst.StarredElement, cst.Call,
)  # fmt: skip
_LOOSE = (
    cst.BinaryOperation, cst.UnaryOperation, cst.BooleanOperation, cst.Comparison, cst.IfExp, cst.Lambda, cst.Await,
    cst.NamedExpr, cst.Tuple, cst.Yield,
)  # fmt: skip


class NotPython(ValueError):
    """A text that cannot be parsed."""


class Source:
    """One file. Nodes are those of `module`; positions count lines from one."""

    def __init__(self, text: str) -> None:
        try:
            self.module = cst.parse_module(text)
        except (cst.ParserSyntaxError, RecursionError, ValueError) as error:
            raise NotPython(str(error).split("\n")[0]) from None
        self.text = text
        collector = _Collector()
        self.module.visit(collector)
        self._nodes, self._parents = collector.nodes, collector.parents

    def nodes(self, kind: type[N]) -> Iterator[N]:
        """Every node of a kind, in the order of the text."""
        return (node for node in self._nodes if isinstance(node, kind))

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around this one."""
        return self._parents.get(node)

    def around(self, node: cst.CSTNode, kind: type[N]) -> N | None:
        """The innermost node of a kind around this one."""
        above = self.parent(node)
        while above is not None and not isinstance(above, kind):
            above = self.parent(above)
        return above

    @cached_property
    def _positions(self) -> Mapping[cst.CSTNode, CodeRange]:
        # Nothing is copied: a module fresh from the parser holds no node twice, and nobody else has it.
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        return wrapper.resolve(PositionProvider)

    def line(self, node: cst.CSTNode) -> int:
        """The line on which a node begins."""
        return int(self._positions[node].start.line)

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node, without the lines before it."""
        return self.module.code_for_node(node).strip()

    def first_line(self, node: cst.CSTNode) -> str:
        """The line on which a node begins, without its indentation."""
        return self.text.split("\n")[self.line(node) - 1].strip()

    def symbol(self, node: cst.CSTNode) -> str:
        """The dotted name of the innermost function or class around a node; empty at the level of the module."""
        names: list[str] = []
        above: cst.CSTNode | None = node
        while above is not None:
            if isinstance(above, cst.FunctionDef | cst.ClassDef):
                names.append(above.name.value)
            above = self.parent(above)
        return ".".join(reversed(names))

    def function(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The innermost function around a node."""
        return self.around(node, cst.FunctionDef)

    def calls(self, *names: str) -> Iterator[cst.Call]:
        """Calls of these names: `deque` also finds `collections.deque`, `asyncio.wait_for` finds nothing shorter."""
        for call in self.nodes(cst.Call):
            if dotted(call.func) in names or last(call.func) in names:
                yield call

    def statement(self, node: cst.CSTNode) -> Statement | None:
        """The statement that a node belongs to."""
        above: cst.CSTNode | None = node
        while above is not None and not isinstance(above, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            above = self.parent(above)
        return above

    def block(self, statement: cst.CSTNode) -> tuple[Sequence[Statement], int] | None:
        """The statements among which this one stands, and its index; None on one line with its header, or for `elif`."""
        above = self.parent(statement)
        if not isinstance(above, cst.IndentedBlock | cst.Module):
            return None
        body: Sequence[Statement] = above.body  # type: ignore[assignment]
        return next(((body, n) for n, other in enumerate(body) if other is statement), None)

    def following(self, statement: cst.CSTNode, by: int = 1) -> Statement | None:
        """The statement after this one in its block; with `by=-1` the one before."""
        found = self.block(statement)
        if found is None or not 0 <= found[1] + by < len(found[0]):
            return None
        return found[0][found[1] + by]


class _Collector(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[cst.CSTNode] = []
        self.parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self._open: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        self.nodes.append(node)
        if self._open:
            self.parents[node] = self._open[-1]
        self._open.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self._open.pop()


def dotted(node: cst.CSTNode | None) -> str:
    """`a.b.c` of names and attributes; empty for anything else."""
    if isinstance(node, cst.Name):
        return str(node.value)
    if isinstance(node, cst.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr.value}" if before else ""
    return ""


def last(node: cst.CSTNode | None) -> str:
    """The last part of a name, also where what stands before it is no name: `close` of `files[0].close`."""
    if isinstance(node, cst.Attribute):
        return str(node.attr.value)
    return str(node.value) if isinstance(node, cst.Name) else ""


def has_word(node: cst.CSTNode | None, pattern: str) -> bool:
    """Whether the last part of a name holds a word of `a|b|c`, words being what underscores part."""
    return bool(re.search(rf"(^|_)({pattern})s?(_|\d|$)", last(node).lower()))


def argument(call: cst.Call, name: str) -> cst.Arg | None:
    """The argument passed by this keyword."""
    return next((arg for arg in call.args if arg.keyword and arg.keyword.value == name), None)


def positional(call: cst.Call) -> list[cst.Arg]:
    """The arguments passed by position; stars count too."""
    return [arg for arg in call.args if arg.keyword is None and arg.star != "**"]


def without_argument(call: cst.Call, gone: cst.Arg) -> cst.Call:
    """The call without one argument, and without the comma that would be left at its end."""
    args = [arg for arg in call.args if arg is not gone]
    if args and gone is call.args[-1]:
        args[-1] = args[-1].with_changes(comma=gone.comma, whitespace_after_arg=gone.whitespace_after_arg)
    return call.with_changes(args=args)


def expression(code: str) -> cst.BaseExpression:
    """An expression from its text."""
    return cst.parse_expression(code)


def instead(source: Source, old: cst.BaseExpression, new: cst.BaseExpression) -> cst.BaseExpression:
    """`new` ready to stand where `old` stands: with parentheses where the place or its line breaks ask for them."""
    if old.lpar and not new.lpar:
        return new.with_changes(lpar=old.lpar, rpar=old.rpar)
    tight = isinstance(source.parent(old), _OPERATIONS)
    if isinstance(source.parent(old), cst.Arg):
        tight = isinstance(new, cst.Tuple | cst.Yield)
    if not new.lpar and ((tight and isinstance(new, _LOOSE)) or "\n" in source.module.code_for_node(new).strip()):
        return new.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return new


def simple(statement: cst.CSTNode | None) -> cst.BaseSmallStatement | None:
    """The small statement on a line of its own."""
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        return statement.body[0]
    return None


def called(statement: cst.CSTNode | None) -> cst.Call | None:
    """The call that a statement consists of, awaited or not."""
    small = simple(statement)
    value = small.value if isinstance(small, cst.Expr) else None
    if isinstance(value, cst.Await):
        value = value.expression
    return value if isinstance(value, cst.Call) else None


def leaves(body: cst.BaseSuite) -> bool:
    """Whether a block ends by leaving: return, raise, continue or break."""
    final = body.body[-1] if isinstance(body, cst.IndentedBlock) and body.body else None
    return isinstance(simple(final), cst.Return | cst.Raise | cst.Continue | cst.Break)


def guards(source: Source) -> Iterator[cst.If]:
    """Each `if` without else in a block of statements whose body ends by leaving."""
    for node in source.nodes(cst.If):
        if node.orelse is None and leaves(node.body) and source.block(node):
            yield node


def names_in(node: cst.CSTNode) -> set[str]:
    """Every name and attribute below a node, with `self.x` as its two parts."""
    collector = _Collector()
    node.visit(collector)
    return {str(n.value) for n in collector.nodes if isinstance(n, cst.Name)}


def below(node: cst.CSTNode, kind: type[N]) -> list[N]:
    """Every node of a kind below a node, itself included."""
    collector = _Collector()
    node.visit(collector)
    return [n for n in collector.nodes if isinstance(n, kind)]


def bound_by(statement: cst.CSTNode) -> set[str]:
    """The plain names that a statement assigns to."""
    targets = [t.target for a in below(statement, cst.Assign) for t in a.targets]
    targets += [a.target for a in below(statement, cst.AnnAssign)] + [a.target for a in below(statement, cst.AugAssign)]
    return {str(n.value) for t in targets for n in below(t, cst.Name) if isinstance(t, cst.Name | cst.Tuple | cst.List)}
