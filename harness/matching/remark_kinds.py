"""The kind of each remark of a comment, where it has more than one; a lone remark has the kind of its comment."""

from __future__ import annotations

from dataclasses import replace

from harness.domain.match import CommentText
from harness.domain.remark import Kind, Remark
from harness.matching.key_texts import CaseTexts
from harness.matching.kind import KindModel, kind_of
from harness.matching.manner import manner
from harness.matching.reading import Reading, kind_numbers
from harness.matching.remarks import MOST_PARTS

_NO_DECOY = (20.0, 0.2)


def with_kinds(texts: CaseTexts, reading: Reading, kind: Kind, kinds: KindModel) -> tuple[Remark, ...]:
    """The remarks, each with its kind."""
    if not 1 < len(reading.remarks) <= MOST_PARTS:
        return tuple(replace(remark, kind=kind) for remark in reading.remarks)
    return tuple(replace(remark, kind=_kind(texts, reading, remark, kinds)) for remark in reading.remarks)


def _kind(texts: CaseTexts, reading: Reading, remark: Remark, kinds: KindModel) -> Kind:
    heard = reading.heard
    part = next((p for p, span in enumerate(heard.parts) if span == remark.span), 0)
    alone = CommentText("", remark.text, heard.comment.path, heard.comment.line, label=remark.label)
    own = manner(alone, heard.fit.groups[part], texts.rubric.names, _NO_DECOY)
    return kind_of(kinds.scores(kind_numbers(own, heard.fit.vectors[part]), heard.words_of(part)))
