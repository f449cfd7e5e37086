"""Whether a remark is strewn over the code: the same words on many lines are no sign that something was found on one.

Numbers and names of code are left aside, so that a line's own number or variable put into a ready-made sentence does
not make another sentence of it. Sentences of the rubric, word for word, count as one: whoever hands them out over many
lines will be right by chance somewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from harness.domain.class_rubric import ClassRubric
from harness.domain.match import CommentText
from harness.matching.remarks import sentences_of
from harness.matching.spoken import spoken

MOST_STREWN = 0.5
"""The highest probability for what stands on many lines: a person looks."""
MOST_PLACES = 3
"""So often a careful reader may say the same of several lines."""
Gist = frozenset[str]


def strewn(comments: Sequence[CommentText], rubric: ClassRubric) -> frozenset[int]:
    """Which comments, by their number, say what others say too on more than MOST_PLACES lines of the pull request."""
    alike: dict[object, list[int]] = defaultdict(list)
    for number, comment in enumerate(comments):
        if comment.line is not None:
            words = _gist(comment.body)
            alike["recited" if _recites(comment.body, words, rubric) else words].append(number)
    return frozenset(n for same in alike.values() if len({_at(comments[n]) for n in same}) > MOST_PLACES for n in same)


def _at(comment: CommentText) -> tuple[str | None, int | None, str | None]:
    return comment.path, comment.line, comment.side


def _recites(body: str, words: Gist, rubric: ClassRubric) -> bool:
    """Whether all sentences are the rubric's own. Hardly any comment has only words of the rubric, so few are read again."""
    phrases, known = _phrases(rubric)
    return bool(words) and words <= known and phrases.issuperset(_gist(body[a:b]) for a, b in sentences_of(body))


@lru_cache(maxsize=4)
def _phrases(rubric: ClassRubric) -> tuple[frozenset[Gist], Gist]:
    """The sentences of the rubric's phrases and titles, and all their words."""
    texts = [text for c in rubric.classes for text in (c.title, c.means, *c.words)]
    gists = frozenset(_gist(text[a:b]) for text in texts for a, b in sentences_of(text))
    return gists, frozenset(word for gist in gists for word in gist)


def _gist(text: str) -> Gist:
    said = spoken(text)
    named = frozenset(part for name in said.names for part in spoken(name).words)
    return frozenset(word for word in said.words if word.isalpha() and word not in named)
