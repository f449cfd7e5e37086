"""The classes of defect and of style remark, as the matcher needs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DefectClass:
    """A class with one sentence of meaning and the everyday phrases people use for it."""

    id: str
    title: str
    means: str
    cwe: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRubric:
    """All classes, the style headings, and phrases that are typical of a kind of remark."""

    classes: tuple[DefectClass, ...]
    styles: tuple[DefectClass, ...] = ()
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    families: tuple[str, ...] = ()
    concepts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What remarks talk about, each with the words people use for it."""

    def defect_class(self, class_id: str) -> DefectClass | None:
        """The class of this id, or None."""
        return next((c for c in self.classes if c.id == class_id), None)
