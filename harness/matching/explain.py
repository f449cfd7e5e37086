"""Says why: evidence that a reader can check at a glance."""

from __future__ import annotations

from harness.domain.match import CommentText, Decision, Evidence, IssueText
from harness.matching.features import Reading
from harness.matching.key_texts import FIELDS

_CLOSE = 0.35
_FACETS = {
    "mechanism": "mechanism",
    "trigger": "trigger or bound",
    "consequence": "consequence",
    "remedy": "remedy",
}
_NEEDED = {
    1: (),
    2: ("mechanism",),
    3: ("mechanism", "consequence"),
    4: ("mechanism", "consequence", "remedy"),
}


def shortened(text: str, most: int = 90) -> str:
    """A text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def pair_evidence(
    comment: CommentText,
    reading: Reading,
    i: int,
    issue: IssueText,
    rivals: list[tuple[str, float]],
    probability: float,
    level: int,
) -> tuple[Evidence, ...]:
    """The reasons for crediting issue `i`: place, the key's sentence, class, contrast, level."""
    span = reading.units[reading.best_unit[i]]
    found = [Evidence(reading.relations[i].words, facet="place"), _sentence(comment, reading, i, issue, span)]
    if reading.class_name == issue.defect_class:
        found.append(Evidence(f"sounds like {issue.defect_class}: “{reading.class_phrase}”", span, "class"))
    found.append(_contrast(rivals, probability))
    found.append(_level(reading, i, level))
    return tuple(found)


def _sentence(comment: CommentText, reading: Reading, i: int, issue: IssueText, span: tuple[int, int]) -> Evidence:
    field = FIELDS[int(reading.field_sims[i].argmax())]
    sentence = getattr(issue, field)
    likeness = float(reading.field_sims[i].max())
    said = shortened(comment.body[span[0] : span[1]])
    how = "≈" if likeness >= _CLOSE else "loosely ≈"
    return Evidence(
        f"says “{said}” {how} key, {field}: “{shortened(sentence)}” ({likeness:.2f})", span, field, sentence
    )


def _contrast(rivals: list[tuple[str, float]], probability: float) -> Evidence:
    if not rivals:
        return Evidence("no other issue to mistake it for", facet="contrast")
    name, other = rivals[0]
    return Evidence(f"runner-up {name} at {other:.2f}, margin {probability - other:.2f}", facet="contrast")


def facets(level: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a level has earned and what the next one would need."""
    earned = ("place or worry", *(_FACETS[f] for f in _NEEDED[level]))
    missing = () if level == 4 else tuple(_FACETS[f] for f in _NEEDED[level + 1] if f not in _NEEDED[level])
    return earned, missing


def _level(reading: Reading, i: int, level: int) -> Evidence:
    earned, missing = facets(level)
    text = f"level {level}: {', '.join(earned)}"
    return Evidence(text + (f"; missing for {level + 1}: {', '.join(missing)}" if missing else ""), facet="level")


def nothing_evidence(
    reading: Reading, kind: str, best: tuple[str, float] | None, decision: Decision
) -> tuple[Evidence, ...]:
    """Why a comment earned nothing."""
    found = [Evidence(f"reads as {kind}", facet="kind")]
    if any(remark.negated for remark in reading.remarks):
        spoken = next(remark for remark in reading.remarks if remark.negated)
        found.append(Evidence(f"says that something is not a problem: “{shortened(spoken.text)}”", spoken.span, "kind"))
    if best and decision is Decision.NONE:
        found.append(Evidence(f"nearest issue {best[0]} at {best[1]:.2f}, too little", facet="contrast"))
    return tuple(found)
