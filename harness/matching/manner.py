"""The manner of a comment by itself: what its wording, label, marks and length say about the kind of remark it is."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from harness.domain.match import CommentText
from harness.matching.embedding import Matrix
from harness.matching.polarity import polarity
from harness.matching.remarks import decorations_of, label_given, label_of, sentences_of

_RENAMING = re.compile(r"`?\b[\w$]+`?\s*(?:→|->|=>|to be|should be)\s*`?[\w$]+`?|\?\?|` ?[?:]$", re.I)
_WORD_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        # style
        r"nam(e|es|ed|ing)|renam\w*|docstrings?|javadoc|kdoc|imports?|indent\w*|quotes?|typo|spell\w*|wrap|columns?|"
        r"abbreviat\w*|readab\w*|pythonic|idiomatic|e\d{3}|lint\w*|format(ter|ting|ted)?|comprehension|constants?|"
        r"helper|extract|dataclass|record|enum|pathlib|annotat\w*|alias|shorter|simpler|cleaner|nicer|neater|blank|"
        r"whitespace|trailing|convention\w*|ruff|black|eslint|prettier|gofmt|clippy|checkstyle|detekt|rubocop|sonar\w*|"
        r"capitals?|lowercase|uppercase|plural|singular|consisten\w*|grammar|wording|refactor\w*|nested|nesting|unused|"
        r"idiom\w*|verbose|ternary|boilerplate|alphabetic\w*|private|public|visibility|comment(s|ed)?|todo|prefer\w*|"
        r"pattern|switch|builder|lambda",
        # praise
        r"nice(ly)?|great|lgtm|thanks?|love|like(d)?|chapeau|congrat\w*|neat|kudos|lovely|beautiful\w*|clean|elegant|"
        r"solid|clever|excellent|bravo|pleasure|appreciate",
        # a wish
        r"should|please|pls|use|add|put|make|cap|bound|limit|move|return|store|set|count|check|replace|keep|clamp|round|"
        r"instead|needs?|better|suggest|would|expire|copy|reject|pass|just|wrap|sort|take|must|ought|fix",
        # an effect
        r"so|then|until|therefore|hence|thus|because|means?|after|every|each|forever|never|nobody|twice|lost|lose|"
        r"crash\w*|oom|grows?|slow\w*|wait\w*|wrong|silently|users?|customers?|memory|if|when|while|once|will|gets?|goes|"
        r"breaks?|fails?|\d+",
        # buzzwords
        r"races?|concurrency|memory|leaks?|timeouts?|retr(y|ies)|exceptions?|security|performance|scalab\w*|overflow|"
        r"timezones?|validation|idempoten\w*|deadlocks?|null|encoding|injection|cancellation|reproducib\w*|stability|"
        r"locking|caching|logging|observability|resilience|consistency|atomicity|architecture|solid",
        # asking for a fact
        r"which|curious|roughly|typically|expected",
        # process
        r"pr|ticket|jira|changelog|approv\w*|rebase|merge|ci|pipeline|tests?|coverage|reviewer|signoff|split|release|"
        r"branch|commits?|squash|documentation|docs|discuss|meeting|adr|consider|everywhere|generally|overall",
        # vague doubts
        r"feels?|smells?|nervous|uneasy|comfortable|fishy|odd|weird|strange|hmm+|suspicious|convinced|worr(y|ied|ies)|"
        r"doubt|risky|scary|tricky",
    )
)
_PHRASE_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(call (it|this|that|them)|doc comments?|snake.case|camel.case|pep.?8|magic numbers?|f-strings?|type hints?|"
        r"house style|lower.case|upper.case|split (this|it|up)|one.liner|sorted imports?|commented out|stream api|"
        r"reads? (better|nicer|odd))\b",
        r"\b(thank you|well done|good (job|work|idea|catch|test))\b|👏|🎉|👍|❤|🙌|💯",
        r"\b(why not|could we|let'?s|i'?d|has to|have to|switch to)\b",
        r"\b(as soon as|ends? up)\b|=>|->|→",
        r"\b(race conditions?|thread.safety|time.outs?|error handling|edge cases?|time zones?|unit tests|"
        r"separation of concerns)\b",
        r"\b(how (many|much|long|often|big|large)|who (owns|uses|reads|maintains|calls|runs)|where (is|are|do|does)|"
        r"do (we|you) (know|have|already|plan|use)|is (there|this|that|it) (documented|a reason|planned|used|meant|"
        r"intended|intentional|agreed|the)|out of (curiosity|interest)|for my understanding|what is the (usual|typical|"
        r"expected)|in production|any reason|why (did|do|was|not)|what version|plan to)\b",
        r"\b(pull request|sign.off|design doc|second pair of eyes|please (check|look|verify|review|make sure|consider)|"
        r"look (at|over|into)|make sure|double.?check|in general|all (the )?(errors?|cases|places))\b",
        r"\b(not sure|don'?t like|look again|something('s| is)? off|are you sure|trust this)\b",
    )
)
_PHRASE_BEGINNINGS = tuple(
    (frozenset(firsts.split()), tuple(marks.split()))
    for firsts, marks in (
        ("call doc snake camel house type magic lower upper split one sorted commented stream reads read", "pep f-"),
        ("thank well good", "👏 🎉 👍 ❤ 🙌 💯"),
        ("why could has have switch", "let' lets i' id"),
        ("as ends end", "=> -> →"),
        ("race thread time error edge unit separation", "timeout time-"),
        ("how who where do is out for what in any why plan", ""),
        ("pull sign design second please look make double in all", "signoff double"),
        ("not look something somethings are trust", "don something"),
    )
)
"""With what a phrase of each sort begins: most comments need none of them searched."""
_CODE = re.compile(r"`[^`]*`")
_WORDS = re.compile(r"[A-Za-z0-9']+")
_NITS = ("nitpick", "polish", "quibble", "typo", "minor")


def manner(
    comment: CommentText, groups: Matrix, names: tuple[str, ...], decoy: tuple[float, float]
) -> tuple[float, ...]:
    """The numbers of a comment by itself.

    `groups` is its likeness to each class and kind of the rubric, `decoy` the distance and likeness to the nearest one.
    """
    label = label_given(comment)
    body = comment.body[label_of(comment.body)[1] :]
    count = max(len(_WORDS.findall(body)), 1)
    kinds = [groups[i] for i, name in enumerate(names) if name.startswith("kind:")]
    best = max((groups[i] for i, name in enumerate(names) if not name.startswith("kind:")), default=0.0)
    hits = _hits(_CODE.sub(" ", body).lower())
    values = [
        math.log1p(count),
        body.count("?"),
        float("?" in body and body.rstrip().endswith("?")),
        body.count("`") / 2,
        *hits,
        *(n / count for n in hits),
        _renamings(body),
        *polarity(body),
        float(label in _NITS),
        float(label == "praise"),
        float(label == "question"),
        float(label in ("issue", "todo", "blocking")),
        float(label == "suggestion"),
        float(any("block" in d and "non" not in d for d in decorations_of(comment.body))),
        *kinds,
        best,
        best - max(kinds, default=0.0),
        float(len(re.findall(r"\d+", body))),
        float(comment.path is None),
        float(comment.line is None),
        *decoy,
        float(len(sentences_of(body))),
        float(body[:1].islower()),
        float(body.rstrip()[-1:] in ".!"),
    ]
    return tuple(round(float(v), 4) for v in values)


def _hits(plain: str) -> list[int]:
    """How many words and phrases of a lower-case text are signs of each sort."""
    words = _WORDS.findall(plain)
    begun = set(words)
    hits = [
        len(pattern.findall(plain)) if not begun.isdisjoint(firsts) or any(mark in plain for mark in marks) else 0
        for pattern, (firsts, marks) in zip(_PHRASE_SIGNS, _PHRASE_BEGINNINGS, strict=True)
    ]
    for word in words:
        for sort in _signs(word):
            hits[sort] += 1
    return hits


@lru_cache(maxsize=65536)
def _signs(word: str) -> tuple[int, ...]:
    """Of which sorts a word is a sign."""
    return tuple(sort for sort, pattern in enumerate(_WORD_SIGNS) if pattern.fullmatch(word))


def _renamings(body: str) -> float:
    """How often one name is put for another; most comments hold no sign that could say so."""
    if not any(sign in body for sign in ("→", "->", "=>", "be", "BE", "Be", "??", "`?", "` ?", "`:", "` :")):
        return 0.0
    return float(len(_RENAMING.findall(body)))
