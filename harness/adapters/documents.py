"""YAML text to values that remember where they stood. The only import of yaml.

The text is walked as events first, so that aliases, tags, deep nesting and sheer size are refused before anything is
built from them. Plain words mean what they look like: only `true`, `false`, `null`, whole numbers and decimal fractions are
not text, so `no`, `1:30` and `012` stay as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from harness.domain.fault import Fault

MOST_BYTES = 1_000_000
MOST_NODES = 50_000
MOST_DEPTH = 32

_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]{0,17})\Z")
_FRACTION = re.compile(r"[+-]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

_TOO_DEEP = f"nested deeper than {MOST_DEPTH} levels"

Path_ = tuple[str | int, ...]


class Refused(Exception):
    """The document cannot be read at all; carries the one fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class _TooDeep(yaml.YAMLError):
    def __init__(self, line: int, column: int) -> None:
        super().__init__(_TOO_DEEP)
        self.line, self.column = line, column


class _Loader(yaml.SafeLoader):
    """The scanner looks ahead over hundreds of brackets before it hands out the first; this one stops at the depth."""

    def fetch_flow_collection_start(self, token: type[yaml.Token]) -> None:
        """Refuse a bracket that opens one level too many. Raises _TooDeep."""
        if self.flow_level >= MOST_DEPTH:
            raise _TooDeep(self.line + 1, self.column + 1)
        super().fetch_flow_collection_start(token)


@dataclass(slots=True)
class Document:
    """The value of a YAML document and the position (line, column) of every key and item in it."""

    name: str
    value: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Path_, what: str, remedy: str = "") -> Fault:
        """A fault at the nearest known place on the way to `path`."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return Fault(self.name, line, column, what, remedy)


def read_document(path: Path, name: str) -> Document:
    """Read a YAML file; `name` is what faults call it. Raises Refused where it is not a readable, harmless document."""
    return parse(read_text(path, name, MOST_BYTES), name)


def read_text(path: Path, name: str, most_bytes: int) -> str:
    """The UTF-8 text of a file, or Refused with the reason: missing, a folder, too large, not text."""
    try:
        if path.is_dir():
            raise Refused(Fault(name, 0, 0, "this is a folder, a file is expected"))
        with path.open("rb") as stream:
            content = stream.read(most_bytes + 1)
    except FileNotFoundError:
        raise Refused(Fault(name, 0, 0, "the file is missing", "Write it, or take away what names it.")) from None
    except OSError as error:
        raise Refused(Fault(name, 0, 0, f"the file cannot be read: {error.strerror}")) from None
    return text_of(content, name, most_bytes)


def text_of(content: bytes, name: str, most_bytes: int) -> str:
    """The text of a file's bytes, or Refused: too large, not UTF-8, or with a zero byte."""
    if len(content) > most_bytes:
        raise Refused(Fault(name, 0, 0, f"the file is larger than {most_bytes:,} bytes", "Make it smaller."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"byte {error.start + 1} of the file is not UTF-8"
        raise Refused(Fault(name, line, 1, what, "Save the file as UTF-8.")) from None
    if "\x00" in text:
        raise Refused(Fault(name, text[: text.index("\x00")].count("\n") + 1, 1, "the file holds a zero byte"))
    return text


def _trouble(error: yaml.MarkedYAMLError) -> str:
    """What the parser says, with where the part began that it could not finish: its end may be far from the mistake."""
    said = str(error.problem or error.context)
    if r"'\t'" in said:
        return "a tab stands where only spaces may. Indent with spaces"
    if said == "mapping values are not allowed here":
        return "a colon with a space behind it stands inside a text. Put the text in quotes, or mend the indentation"
    begun = error.context_mark
    if error.problem and begun and error.problem_mark and begun.line != error.problem_mark.line:
        return f"{said}, {error.context} that begins in line {begun.line + 1}"
    return said


def parse(text: str, name: str) -> Document:
    """Parse YAML text into a Document; repeated keys are faults of it. Raises Refused where it cannot be read."""
    document = Document(name)
    try:
        _screen(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except _TooDeep as error:
        raise Refused(Fault(name, error.line, error.column, _TOO_DEEP, "Write it out plainly.")) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Refused(Fault(name, line, column, f"this is not YAML: {_trouble(error)}")) from None
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0]
        raise Refused(Fault(name, 1, 1, f"this is not YAML: {what}")) from None
    if node is None:
        raise Refused(Fault(name, 1, 1, "the document is empty", "See docs/fixture-format.md for what it holds."))
    document.value = _build(node, (), document)
    return document


def _screen(text: str, name: str) -> None:
    depth = nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        refusal = _refusal(event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > MOST_DEPTH:
            refusal = _TOO_DEEP
        if nodes > MOST_NODES:
            refusal = f"more than {MOST_NODES:,} values"
        if refusal:
            raise Refused(Fault(name, line, column, refusal, "Write it out plainly."))


def _refusal(event: yaml.Event) -> str | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors and aliases are not allowed here"
    tag = getattr(event, "tag", None)
    return f"the tag {tag!r} is not allowed here" if tag else None


def _build(node: yaml.Node, path: Path_, document: Document) -> Any:
    document.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, document))
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), document) for index, child in enumerate(node.value)]
    return _scalar(str(node.value), plain=getattr(node, "style", None) is None)


def _pairs(node: yaml.MappingNode, path: Path_, document: Document) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append(Fault(document.name, *place, "a key must be a plain word"))
            continue
        key = str(key_node.value)
        if key in seen:
            document.faults.append(Fault(document.name, *place, f"the key {key!r} stands here twice", "Keep one."))
            continue
        seen.add(key)
        document.places[(*path, key)] = place
        yield key, _build(value_node, (*path, key), document)


def _scalar(text: str, plain: bool) -> Any:
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text):
        return int(text)
    return float(text) if _FRACTION.match(text) else text
