"""A document checked against a pydantic model: the model, or every fault with its line and column."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from harness.adapters.documents import Document
from harness.domain.fault import Fault

M = TypeVar("M", bound=BaseModel)

_TYPES = {
    "string_type": "a text is expected here; put it in quotes",
    "int_type": "a whole number is expected here",
    "int_from_float": "a whole number is expected here",
    "float_type": "a number is expected here",
    "bool_type": "true or false is expected here",
    "bool_parsing": "true or false is expected here",
    "tuple_type": "a list is expected here",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping is expected here",
    "string_too_short": "this is empty",
    "too_short": "this list is too short",
    "too_long": "this list is too long",
}


def check(document: Document, model: type[M]) -> M | None:
    """The model of a document, or None with all faults appended to `document.faults`."""
    try:
        made = model.model_validate(document.value)
    except ValidationError as error:
        document.faults += _faults(document, model, error)
        return None
    return None if document.faults else made


def _faults(document: Document, model: type[BaseModel], error: ValidationError) -> list[Fault]:
    found: dict[Fault, None] = {}
    for item in error.errors(include_url=False):
        path = _clean(document, item["loc"])
        found[document.fault(path, *_words(item, path, model))] = None
    return list(found)


def _clean(document: Document, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The part of pydantic's location that stands in the document: without names of union members."""
    path: tuple[int | str, ...] = ()
    for step in loc:
        if (*path, step) in document.places or step == loc[-1]:
            path = (*path, step)
    return path


def _words(item: Any, path: tuple[int | str, ...], model: type[BaseModel]) -> tuple[str, str]:
    kind, name = item["type"], next((step for step in reversed(path) if isinstance(step, str)), "the document")
    context = item.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return f"unknown key {name!r}", _nearest(str(name), _known(model, item["loc"][:-1]))
        case "missing":
            return f"the key {name!r} is missing", "Add it."
        case "literal_error":
            return f"{name}: {item['input']!r} is not one of {context['expected']}", _nearest_of(item)
        case "string_pattern_mismatch":
            return f"{name}: {item['input']!r} is no id", "Use lower-case words joined by dashes."
        case "greater_than_equal" | "less_than_equal" if name == "schema":
            return f"schema: {item['input']!r} is not known to this version", "Write 1, or use a newer harness."
        case "greater_than_equal" | "less_than_equal":
            return f"{name}: {item['input']!r} is out of range", ""
        case _:
            return f"{name}: {_TYPES.get(kind, item['msg'])}", ""


def _nearest_of(item: Any) -> str:
    options = [o.strip(" '") for o in item["ctx"]["expected"].replace(" or ", ", ").split(",")]
    return _nearest(str(item["input"]), options)


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."


def _known(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys of the mapping at `loc`, found by walking the models."""
    current: Any = model
    for step in loc:
        if isinstance(step, int):
            continue
        fields = {f.alias or n: f for n, f in getattr(current, "model_fields", {}).items()}
        if step in fields:
            current = _inner(fields[str(step)].annotation)
    return [f.alias or n for n, f in getattr(current, "model_fields", {}).items()]


def _inner(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _inner(argument)
        if found is not None:
            return found
    return None
