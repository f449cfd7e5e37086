"""Says why: evidence that a reader can check at a glance."""

from __future__ import annotations

import numpy as np

from harness.domain.match import Decision, Evidence, IssueText
from harness.matching.key_texts import FIELDS, CaseTexts
from harness.matching.kind import SIGNS, VOICES, no_claim
from harness.matching.language import is_foreign
from harness.matching.levels import Facet
from harness.matching.reading import Reading, near_misses
from harness.matching.remarks import Span

_CLOSE = 0.35
_SAYS = {
    "trigger": "says when",
    "consequence": "says what comes of it",
    "bound": "says how much",
    "remedy": "says what to do",
}


def shortened(text: str, most: int = 90) -> str:
    """A text on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def pair_evidence(
    texts: CaseTexts,
    reading: Reading,
    i: int,
    rivals: list[tuple[str, float]],
    probability: float,
    level: int,
    facets: tuple[Facet, ...],
    earned_missing: tuple[tuple[str, ...], tuple[str, ...]],
) -> tuple[Evidence, ...]:
    """The reasons for crediting issue `i`: place, the key's sentence, concepts and names, class, contrast, level."""
    heard, issue = reading.heard, texts.case.issues[i]
    part = reading.best_part[i]
    span = heard.parts[part]
    found = [Evidence(heard.relations[i].words, facet="place"), _sentence(reading, i, part, issue)]
    found += _in_common(texts, reading, i, part, span)
    found += _class(texts, reading, issue, part, span)
    found += [
        Evidence(f"{_SAYS[f.name]}: “{shortened(heard.comment.body[f.span[0] : f.span[1]])}”", f.span, f.name)
        for f in facets
        if f.name in earned_missing[0] and f.name in _SAYS
    ]
    if is_foreign(heard.comment.body):
        found.append(Evidence("reads as another language than English: left to a person", facet="kind"))
    if no_claim(reading.voices):
        found.append(Evidence("reads as no claim about behaviour: left to a person", facet="kind"))
    if near_misses(reading)[i]:
        found.append(
            Evidence("nearer to a near miss of the key than to its sentences: left to a person", span, "contrast")
        )
    found.append(_contrast(rivals, probability))
    found.append(_level(level, *earned_missing))
    return tuple(found)


def _sentence(reading: Reading, i: int, part: int, issue: IssueText) -> Evidence:
    likenesses = reading.heard.fit.field_likeness[part, i]
    field = FIELDS[int(likenesses.argmax())]
    sentence, likeness = getattr(issue, field), float(likenesses.max())
    span = reading.heard.parts[part]
    said = shortened(reading.heard.comment.body[span[0] : span[1]])
    how = "≈" if likeness >= _CLOSE else "loosely ≈"
    return Evidence(
        f"says “{said}” {how} key, {field}: “{shortened(sentence)}” ({likeness:.2f})", span, field, sentence
    )


def _in_common(texts: CaseTexts, reading: Reading, i: int, part: int, span: Span) -> list[Evidence]:
    shared = np.flatnonzero((reading.heard.fit.concepts[part] > 0) & (texts.concepts[i] > 0))
    both = [texts.lexicon.names[at] for at in shared]
    found = [Evidence(f"both speak of: {', '.join(both[:5])}", span, "concepts")] if both else []
    names = sorted(reading.heard.names & texts.keys[i].names)
    return [*found, *([Evidence(f"both name {', '.join(names[:4])}", facet="names")] if names else [])]


def _class(texts: CaseTexts, reading: Reading, issue: IssueText, part: int, span: Span) -> list[Evidence]:
    sims = reading.heard.fit.phrases[part]
    owners = texts.rubric.owners
    of_classes = texts.rubric.of_classes
    likest = int(sims[:of_classes].argmax()) if of_classes else 0
    if not of_classes or owners[likest] != issue.defect_class:
        return []
    return [Evidence(f"sounds like {issue.defect_class}: “{texts.rubric.phrases[likest]}”", span, "class")]


def _contrast(rivals: list[tuple[str, float]], probability: float) -> Evidence:
    if not rivals:
        return Evidence("no other issue to mistake it for", facet="contrast")
    name, other = rivals[0]
    return Evidence(f"runner-up {name} at {other:.2f}, margin {probability - other:.2f}", facet="contrast")


def _level(level: int, earned: tuple[str, ...], missing: tuple[str, ...]) -> Evidence:
    rests = ", ".join(earned[1:]) or ("place or worry" if level == 1 else "the wording as a whole")
    text = f"level {level}: {rests}"
    return Evidence(text + (f"; missing for {level + 1}: {', '.join(missing)}" if missing else ""), facet="level")


def nothing_evidence(
    reading: Reading, kind: str, best: tuple[str, float] | None, decision: Decision
) -> tuple[Evidence, ...]:
    """Why a comment earned nothing."""
    found = [Evidence(f"reads as {kind}", facet="kind")]
    denied, hollow, _ = reading.voices[-len(SIGNS) :]
    spoken = [remark for remark in reading.remarks if remark.negated]
    if spoken:
        said = shortened(spoken[0].text)
        found.append(Evidence(f"says that something is not a problem: “{said}”", spoken[0].span, "kind"))
    elif denied > 0:
        found.append(Evidence("reads as a doubt that answers itself", facet="kind"))
    if hollow > 0:
        found.append(Evidence("names things without saying how they go wrong", facet="kind"))
    if best and decision is Decision.NONE:
        found.append(Evidence(f"nearest issue {best[0]} at {best[1]:.2f}, too little", facet="contrast"))
    return tuple(found)


assert VOICES[-len(SIGNS) :] == SIGNS
