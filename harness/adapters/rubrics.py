"""Reads `rubrics/classes.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from harness.domain.class_rubric import ClassRubric, DefectClass
from harness.domain.errors import BadInput


def load_classes(path: Path) -> ClassRubric:
    """The classes of `path`; a folder means the `classes.yaml` in it.

    Raises BadInput for a file that is no such list.
    """
    file = path / "classes.yaml" if path.is_dir() else path
    try:
        return _rubric(
            yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        )
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("the classes cannot be read", where=str(file), next_step=str(error)) from error
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            "this is no list of classes", where=str(file), next_step=f"It needs `classes`: {error}"
        ) from error


def _rubric(data: dict[str, Any]) -> ClassRubric:
    return ClassRubric(
        classes=tuple(_class(entry) for entry in data["classes"]),
        styles=tuple(_class(entry) for entry in data.get("styles", [])),
        kinds=tuple((str(name), tuple(map(str, phrases))) for name, phrases in data.get("kinds", {}).items()),
        families=tuple(str(family["id"]) for family in data.get("families", [])),
        concepts=tuple((str(name), tuple(map(str, words))) for name, words in data.get("concepts", {}).items()),
    )


def _class(entry: dict[str, Any]) -> DefectClass:
    return DefectClass(
        id=str(entry["id"]),
        title=str(entry["title"]),
        means=str(entry["means"]),
        cwe=tuple(entry.get("cwe", [])),
        families=tuple(entry.get("families", [])),
        words=tuple(map(str, entry.get("words", []))),
    )
