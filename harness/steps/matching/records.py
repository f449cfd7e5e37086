"""Reads one record of the matcher's filter: a mapping in, a case out. Unknown keys are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.domain.errors import BadInput
from harness.domain.match import Case, CommentText, DecoyText, IssueText, TextPlace

_TEXTS = ("severity", "description", "mechanism", "trigger", "consequence", "remedy")


def case_of(record: Any) -> Case:
    """The case of a record. Raises BadInput that names the field at fault."""
    if not isinstance(record, Mapping):
        raise BadInput("a record is a JSON object")
    issues = tuple(_issue(entry, f"issues[{i}]") for i, entry in enumerate(_list(record, "issues")))
    decoys = tuple(_decoy(entry, f"decoys[{i}]") for i, entry in enumerate(_list(record, "decoys", needed=False)))
    comments = tuple(_comment(entry, f"comments[{i}]") for i, entry in enumerate(_list(record, "comments")))
    return Case(issues, comments, decoys)


def _issue(entry: Any, where: str) -> IssueText:
    texts = {name: _text(entry, name, where) for name in _TEXTS}
    also = tuple(place for spot in _list(entry, "also_at", needed=False) for place in _places(spot, f"{where}.also_at"))
    return IssueText(
        id=_text(entry, "id", where, needed=True),
        defect_class=_text(entry, "class", where),
        wordings=_strings(entry, "wordings", where),
        near_misses=_strings(entry, "near_misses", where),
        places=_places(entry, where),
        also_at=also,
        **texts,
    )


def _decoy(entry: Any, where: str) -> DecoyText:
    return DecoyText(
        _text(entry, "id", where, needed=True),
        _text(entry, "looks_like", where),
        _text(entry, "right_because", where),
        _places(entry, where),
    )


def _comment(entry: Any, where: str) -> CommentText:
    return CommentText(
        id=_text(entry, "id", where, needed=True),
        body=_text(entry, "body", where),
        path=_text(entry, "path", where) or None,
        line=_number(entry, "line", where),
        start_line=_number(entry, "start_line", where),
        side=_text(entry, "side", where) or None,
    )


def _places(entry: Mapping[str, Any], where: str) -> tuple[TextPlace, ...]:
    path, lines = _text(entry, "path", where), entry.get("lines")
    if not path or not lines:
        return ()
    pairs = [lines] if isinstance(lines, list) and not isinstance(lines[0], list) else lines
    if not isinstance(pairs, list) or not all(_is_range(pair) for pair in pairs):
        raise BadInput("lines are [start, end] or a list of such pairs", where=f"{where}.lines")
    return tuple(TextPlace(path, start, end) for start, end in pairs)


def _is_range(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair) and pair[0] <= pair[1]


def _list(entry: Mapping[str, Any], name: str, needed: bool = True) -> list[Any]:
    value = entry.get(name)
    if value is None and not needed:
        return []
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise BadInput("a list of objects is needed", where=name)
    return value


def _text(entry: Mapping[str, Any], name: str, where: str, needed: bool = False) -> str:
    value = entry.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise BadInput("a text is needed", where=f"{where}.{name}")
    return value


def _strings(entry: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = entry.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadInput("a list of texts is needed", where=f"{where}.{name}")
    return tuple(value)


def _number(entry: Mapping[str, Any], name: str, where: str) -> int | None:
    value = entry.get(name)
    if value is not None and type(value) is not int:
        raise BadInput("a whole number is needed", where=f"{where}.{name}")
    return value
