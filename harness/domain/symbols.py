"""Definitions in source text, found by how their lines look: no parser, so that it works in any language and half-written code.

Used to say which function encloses a line, and to jump from a name to where it is defined and to where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_MODIFIERS = (
    r"(?:(?:export|default|pub(?:\([\w:]+\))?|public|private|protected|internal|static|final|abstract|async|unsafe|extern"
    r"|inline|virtual|override|sealed|open|data|const|suspend|local|declare|partial)\s+)*"
)
_WORDS = (
    r"(?:def|class|fn|func|function|fun|struct|enum|trait|interface|impl|type|module|namespace|object|record|sub|proc)"
)
_DEFINITION = re.compile(
    rf"\s*{_MODIFIERS}{_WORDS}\*?\s+(?:\([^)]*\)\s*)?(?:self\.)?(?P<name>[A-Za-z_$][\w$]*)"  # def f, func (r *T) f
    r"|\s*(?:export\s+)?(?:const|let|var)\s+(?P<arrow>[A-Za-z_$][\w$]*)\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*=>|\w+\s*=>)"
    r"|(?P<heading>#{1,6}\s+\S.*|\[[\w.\"' -]+\]\s*)$"  # Markdown, TOML and INI
)
_C_LIKE = re.compile(
    r"\s*(?!return\b|else\b|if\b|for\b|while\b|switch\b|catch\b|new\b|throw\b|await\b|yield\b)"
    r"(?:[A-Za-z_][\w:<>,\[\]&*?]*\s+)+[&*]*(?P<name>[A-Za-z_~][\w:~]*)\s*\([^;]*$"
)
_C_FILES = (".c", ".h", ".cc", ".cpp", ".hpp", ".cxx", ".java", ".cs", ".m", ".mm", ".ino", ".dart")
_HEADED_FILES = (".md", ".toml", ".ini", ".cfg", ".conf")
_FARTHEST = 400
"""Lines above a place that are searched for what encloses it."""

WORD = re.compile(r"[A-Za-z_$][\w$]*")
_ASSIGNED = re.compile(
    r"(?:export\s+)?(?:(?:const|let|var|static|val)\s+)?(?P<name>[A-Za-z_$][\w$]*)\s*(?::[^=]+)?=(?!=)"
)
_KEYWORDS = frozenset(
    [
        "and",
        "as",
        "async",
        "await",
        "bool",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "def",
        "default",
        "del",
        "do",
        "elif",
        "else",
        "enum",
        "except",
        "export",
        "extends",
        "false",
        "False",
        "final",
        "finally",
        "fn",
        "for",
        "from",
        "func",
        "function",
        "global",
        "if",
        "impl",
        "import",
        "in",
        "int",
        "interface",
        "is",
        "lambda",
        "let",
        "match",
        "mut",
        "new",
        "nil",
        "None",
        "nonlocal",
        "not",
        "null",
        "or",
        "package",
        "pass",
        "private",
        "protected",
        "pub",
        "public",
        "raise",
        "return",
        "self",
        "static",
        "str",
        "string",
        "struct",
        "super",
        "switch",
        "this",
        "throw",
        "trait",
        "true",
        "True",
        "try",
        "type",
        "typeof",
        "use",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ]
)


def defined_name(line: str, path: str) -> str | None:
    """The name that a line defines, if it begins a definition."""
    found = _DEFINITION.match(line)
    if found and (found["heading"] is None or path.endswith(_HEADED_FILES)):
        return found["name"] or found["arrow"] or line.strip()
    if path.endswith(_C_FILES) and (in_c := _C_LIKE.match(line)):
        return in_c["name"]
    return None


def enclosing_definition(lines: Sequence[str], line: int, path: str) -> int | None:
    """The line, counted from one, that begins the definition around `line`; None where none is near above."""
    if not 1 <= line <= len(lines):
        return None
    first = max(line - _FARTHEST, 1)
    window = lines[first - 1 : line]
    limit = _indent(window[-1])
    for offset in range(len(window) - 1, -1, -1):
        text = window[offset]
        if not text.strip():
            continue
        indent = _indent(text)
        inside = indent < limit or (offset == len(window) - 1) or path.endswith(_HEADED_FILES)
        if inside and defined_name(text, path):
            return first + offset
        limit = min(limit, indent)
        if limit == 0 and not path.endswith(_HEADED_FILES):
            return None
    return None


def _indent(text: str) -> int:
    """How far a line is indented; a blank one as far as can be, for it belongs to whatever stands above it."""
    stripped = text.lstrip()
    return len(text) - len(stripped) if stripped else 1_000_000


def name_at(text: str, column: int) -> str | None:
    """The name that stands at a column, counted from zero."""
    return next((found.group() for found in WORD.finditer(text) if found.start() <= column < found.end()), None)


def names_in(text: str) -> list[str]:
    """The names on a line, each once, without the words of programming languages."""
    return [name for name in dict.fromkeys(WORD.findall(text)) if name not in _KEYWORDS and len(name) > 1]


def definition_test(names: frozenset[str], path: str) -> Callable[[str], bool]:
    """A test of a line of the file at `path`: does it define one of the names, or give it a value at its beginning?"""

    def test(line: str) -> bool:
        if not any(name in line for name in names):
            return False
        found = defined_name(line, path)
        if found is not None and found.rpartition(":")[2] in names:
            return True
        assigned = _ASSIGNED.match(line)
        return assigned is not None and assigned["name"] in names

    return test


def use_test(name: str) -> Callable[[str], bool]:
    """A test of a line: does `name` stand in it, as a whole word?"""
    found = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
    return lambda line: name in line and found.search(line) is not None
