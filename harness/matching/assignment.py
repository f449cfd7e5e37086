"""Who earns what: which issues a comment is credited with, and which comment earns an issue.

One comment earns its likeliest issue, and a second one if another part of it speaks for that one. Equal probabilities go
to the issue that stands first in the key. An issue is earned by the match of the highest level, then the highest
probability, then the earliest; further ones are duplicates, which may add a facet that the best one lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.domain.match import Decision, Evidence, Match
from harness.matching.bands import Bands

MOST_CLAIMS = 2


def ranked(probabilities: Sequence[float]) -> tuple[tuple[int, float], ...]:
    """Issues by place in the key with their probability, likeliest first, the key's order between equals."""
    return tuple(sorted(enumerate(probabilities), key=lambda pair: (-pair[1], pair[0])))


def claims(order: Sequence[tuple[int, float]], best_part: Sequence[int], bands: Bands) -> list[tuple[int, float]]:
    """The issues that a comment is credited with."""
    chosen: list[tuple[int, float]] = []
    for issue, probability in order:
        own_words = best_part[issue] not in {best_part[i] for i, _ in chosen}
        second = min(bands.second_from, bands.match_from) if own_words else bands.plain
        if probability >= (second if chosen else bands.match_from) and len(chosen) < MOST_CLAIMS:
            chosen.append((issue, probability))
    return chosen


def mark_duplicates(matches: Sequence[Match]) -> list[Match]:
    """The matches with further ones on an earned issue marked, and halves added up on the one that earns it."""
    best: dict[str, int] = {}
    for at, match in enumerate(matches):
        if match.issue is None or match.decision is not Decision.MATCH:
            continue
        if match.issue not in best or _rank(match) > _rank(matches[best[match.issue]]):
            best[match.issue] = at
    marked = []
    for at, match in enumerate(matches):
        if match.issue is None or match.decision is not Decision.MATCH:
            marked.append(match)
        elif best[match.issue] == at:
            others = [m for i, m in enumerate(matches) if i != at and m.issue == match.issue]
            marked.append(_together(match, [m for m in others if m.decision is Decision.MATCH]))
        else:
            marked.append(replace(match, duplicate=True))
    return marked


def _rank(match: Match) -> tuple[int, float]:
    return (match.level or 0, match.probability)


_EFFECTS = frozenset({"trigger", "consequence", "bound"})


def _together(match: Match, others: Sequence[Match]) -> Match:
    """The best match with what other comments add: a consequence to what only names, a remedy to what explains."""
    level = match.level or 0
    helpers: list[str] = []
    for other in others:
        adds = frozenset(other.facets) - frozenset(match.facets)
        if level == 2 and (other.level or 0) >= 2 and _EFFECTS & adds:
            level, helpers = 3, [*helpers, other.comment]
        if level == 3 and (other.level or 0) >= 2 and "remedy" in adds:
            level, helpers = 4, [*helpers, other.comment]
    if level == (match.level or 0):
        return match
    names = ", ".join(dict.fromkeys(helpers))
    why = Evidence(f"together with {names}: level {level}", facet="level")
    return replace(match, joint_level=level, joined_by=tuple(dict.fromkeys(helpers)), evidence=(*match.evidence, why))
