"""Polarity and modality of a remark: denied, answered by itself, hedged, supposed, asked."""

from __future__ import annotations

import re
from functools import lru_cache

_DENIED = re.compile(
    r"\b(no (race|problem|issue|leak|bug|danger|concern|risk|harm|worry|deadlock|overflow|injection)s?\b|never ?mind"
    r"|(?<!who )(is|are|that'?s|it'?s|looks|seems|stays?|works?) (all )?(fine|ok|okay|safe|good|correct|right|harmless|covered|sound)\b"
    r"|(?:^|[.,;:] )(so )?(all )?(fine|ok|okay|good|correct|safe)( here| then| like this| as is)?[.!]*$"
    r"|can(no|')?t (happen|occur|be|occur)|it cannot\b|cannot[:.,]|not (a|any) (problem|bug|leak|race|issue)"
    r"|nothing (is|gets) lost|all good|false alarm|no need|not needed here|nothing to (do|fix|worry)"
    r"|(is|are|gets?|was) (already |properly |correctly |well )?(handled|covered|guarded|protected|taken care|bounded|capped|escaped|closed)\b)",
)
_CHECKED = re.compile(
    r"\b((was|were) (afraid|worried|about to|thinking|going to|wondering)|i (have )?(checked|wondered|verified|confirmed|"
    r"controlled|looked|traced|tested|tried|double.?checked)|^checked\b|looked (it )?up|double.?checked|"
    r"(first|at first|initially)[,]? i|i (first|initially|at first)|my first (thought|reaction)|"
    r"(one|you|somebody|someone) (might|may|could) (think|suspect|worry|ask|expect)|before (anyone|anybody|someone) |"
    r"in case (someone|anyone|somebody)|for the record|leaving (this|the) note|turns out|on second (look|thought|reading)|"
    r"looks (wrong|racy|odd|scary|dangerous|like a (bug|leak|race))[^.]*(but|yet|though)\b)",
)
_LAST = re.compile(r"(?<=[.!?])\s+")
_TURN = re.compile(r"\b(but|however|though|because|since|as|so)\b|\.\.\.|…")
_HEDGED = re.compile(
    r"\b(might|maybe|perhaps|possibly|probably|could be|i think|i guess|not sure|seems?|looks like|afaik|iirc|imho|imo|"
    r"i believe|i suspect|correct me|am i (wrong|right)|or am i)\b",
)
_SUPPOSED = re.compile(
    r"\b(if|when|suppose|imagine|what if|say|let'?s say|in case|(?<!at )once|as soon as|whenever|the moment)\b", re.I
)


def sounds_negated(text: str) -> bool:
    """Whether the text says that something is not a problem, or answers its own doubt."""
    denials, checked, turns, *_ = polarity(text)
    return denials > 0 or (checked > 0 and turns > 0)


@lru_cache(maxsize=1024)
def polarity(text: str) -> tuple[float, ...]:
    """Counts: denials, doubts looked into, turns (`but`, `because`), hedges, suppositions; and denied at the end."""
    body = text.strip().lower()
    denials = len(_DENIED.findall(body))
    tail = _LAST.split(body)[-1]
    return (
        float(denials),
        float(len(_CHECKED.findall(body))),
        float(len(_TURN.findall(body))),
        float(len(_HEDGED.findall(body))),
        float(len(_SUPPOSED.findall(body))),
        float(bool(_DENIED.search(tail))),
    )
