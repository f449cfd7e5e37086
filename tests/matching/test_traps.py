"""The traps: what earns credit, and what must not, on small cases a reader can judge. A new dispute becomes a new row."""

from __future__ import annotations

import pytest
from review_case import ISSUES, RUBRIC, earned, matches

from harness.domain.match import Case, CommentText, Decision
from harness.matching.matcher import match_comments


@pytest.mark.parametrize(
    ("trap", "body", "path", "line"),
    [
        ("style on the planted line", "nit: rename `_sessions` to `sessions_by_user`", "app/sessions.py", 41),
        ("style on the planted line", "line too long, please wrap", "app/account.py", 11),
        ("style under a strong label", "issue (blocking): missing docstring on withdraw", "app/account.py", 11),
        ("praise", "nice work, very clean 👏", "app/account.py", 11),
        ("process", "please add a changelog entry and a ticket number", "app/pay.py", 31),
        ("negation", "I checked this for a race: there is none, the lock above covers it.", "app/account.py", 11),
        (
            "a list of bug types",
            "Please check races, leaks, timeouts, security, performance and error handling everywhere.",
            None,
            None,
        ),
        (
            "a list of bug types",
            "Possible issues here: race condition, memory leak, injection, overflow.",
            "app/pay.py",
            32,
        ),
        ("a buzzword that does not fit", "CQRS and eventual consistency.", "app/account.py", 12),
        (
            "a decoy taken for a defect",
            "why is this list sorted a second time, that is wasted work",
            "app/account.py",
            41,
        ),
        ("negation", "no problem here, the gateway raises before we get this far", "app/pay.py", 31),
        ("a question for a fact", "how many users log in per day, roughly?", "app/sessions.py", 41),
        (
            "another real problem on the line",
            "the card number is written to the log in clear text",
            "app/pay.py",
            33,
        ),
        ("negation", "accounts live in a single process, so a second reader cannot exist", "app/account.py", 12),
        ("another real problem on the line", "the balance is a float, cents get lost with time", "app/account.py", 12),
        ("another real problem on the line", "anyone can withdraw, nobody checks the owner", "app/account.py", 12),
        ("negation", "nothing to fear here, only one worker ever touches an account", "app/account.py", 12),
        ("negation", "sessions go when the user logs out, the middleware sees to that", "app/sessions.py", 41),
        ("nothing", "", "app/account.py", 11),
        ("nothing but a label", "issue:", "app/account.py", 11),
    ],
)
def test_no_credit(trap: str, body: str, path: str | None, line: int | None) -> None:
    assert earned(body, path, line) == set(), trap


@pytest.mark.parametrize(
    ("virtue", "body", "path", "line", "issue"),
    [
        ("plain", "`_sessions` never shrinks, memory will grow with each user", "app/sessions.py", 40, "cache"),
        (
            "bad spelling",
            "sesions never get deleted from this dict, memmory grows for ever",
            "app/sessions.py",
            41,
            "cache",
        ),
        (
            "no jargon",
            "who ever throws people out of here again? in a month we are out of ram",
            "app/sessions.py",
            41,
            "cache",
        ),
        ("a question", "what removes a session from this dict again?", "app/sessions.py", 41, "cache"),
        (
            "sarcasm",
            "great, so the card is refused and we tell everybody it was paid. free shoes for all!",
            "app/pay.py",
            32,
            "silent",
        ),
        (
            "at the call site",
            "every login puts one more entry into the dict and nothing takes it out",
            "app/views.py",
            7,
            "cache",
        ),
        (
            "in the summary",
            "Good work. One blocker: two withdrawals at the same time both read the old balance, so one is lost.",
            None,
            None,
            "race",
        ),
        (
            "a misleading label",
            "nitpick: two threads can both read the balance before either writes it back",
            "app/account.py",
            12,
            "race",
        ),
        (
            "hedged",
            "not sure, but might two threads read the same balance here and one write gets lost?",
            "app/account.py",
            12,
            "race",
        ),
        (
            "second language",
            "When the gateway gives error, function is returning True, so the order goes out and money never came.",
            "app/pay.py",
            33,
            "silent",
        ),
    ],
)
def test_credit(virtue: str, body: str, path: str | None, line: int | None, issue: str) -> None:
    assert earned(body, path, line) == {issue}, virtue


@pytest.mark.xfail(reason="the matcher falls for these; a row that passes moves up", strict=True)
@pytest.mark.parametrize(
    ("trap", "body", "path", "line"),
    [
        (
            "negation",
            "the gateway raises before we get this far, so nobody is told paid for nothing",
            "app/pay.py",
            33,
        ),
        (
            "another real problem on the line",
            "balance may be None for a new account and then this raises",
            "app/account.py",
            12,
        ),
    ],
)
def test_known_mistakes(trap: str, body: str, path: str | None, line: int | None) -> None:
    assert earned(body, path, line) == set(), trap


def test_where_hardly_a_word_is_spelt_right_a_person_looks() -> None:
    """Four words of ten are misspelt: not credited by itself, and not lost."""
    found = matches("sesions never get delted from this dict, memmory grows for evr", "app/sessions.py", 41)
    assert [(m.issue, m.decision) for m in found] == [("cache", Decision.LOOK)]


def test_two_issues_in_one_comment() -> None:
    body = (
        "- `_sessions` is never cleaned, so memory grows with every login until the pod is killed\n"
        "- a refused card is logged and reported as paid, so we ship for free"
    )
    assert earned(body) == {"cache", "silent"}


def test_two_halves_add_up_to_an_explanation() -> None:
    comments = (
        CommentText("names", "nothing evicts these sessions", "app/sessions.py", 41),
        CommentText(
            "effect", "and with many logins over days the memory grows until it is killed", "app/sessions.py", 42
        ),
    )
    best = match_comments(Case(ISSUES, comments), RUBRIC)
    assert best.found == ("cache",)
    levels = {m.comment: (m.level, m.joint_level) for m in best.matches}
    assert max(joint or level or 0 for level, joint in levels.values()) >= 3


def test_every_class_name_on_every_line_earns_nothing() -> None:
    spray = ", ".join(c.title for c in RUBRIC.classes)
    comments = tuple(
        CommentText(f"{path}{line}", spray, path, line)
        for path in ("app/sessions.py", "app/account.py", "app/pay.py")
        for line in range(5, 45)
    )
    assert match_comments(Case(ISSUES, comments), RUBRIC).found == ()


@pytest.mark.parametrize("pieces", [3, 6])
def test_sprayed_class_words_earn_nothing(pieces: int) -> None:
    """A bot that knows the everyday words of every class, but not which one fits."""
    phrases = [word for c in RUBRIC.classes for word in c.words[:1]]
    spray = ". ".join(phrases[:: max(1, len(phrases) // pieces)])
    comments = tuple(
        CommentText(f"{i.id}{line}", spray, i.places[0].path, line) for i in ISSUES for line in range(5, 45, 4)
    )
    assert match_comments(Case(ISSUES, comments), RUBRIC).found == ()


def test_a_ready_made_sentence_on_every_line_earns_nothing() -> None:
    """A bot that happens to say the right thing on the right line says it everywhere else too."""
    said = "what if two threads read the balance before either writes it at line {}? one withdrawal in `x{}` is lost"
    bot = tuple(CommentText(f"b{n}", said.format(n, n), "app/account.py", n) for n in range(5, 45))
    reader = CommentText("r", said.format(12, 12), "app/account.py", 12)
    assert match_comments(Case(ISSUES, bot), RUBRIC).found == ()
    assert match_comments(Case(ISSUES, (reader,)), RUBRIC).found == ("race",)
    assert match_comments(Case(ISSUES, (*bot[:3], bot[7])), RUBRIC).found == ()
    assert match_comments(Case(ISSUES, (*bot[:2], bot[7])), RUBRIC).found == ("race",), "three may be meant"


def test_the_rubric_recited_over_the_code_earns_nothing() -> None:
    """Each phrase once, on a line of its own: by chance some stand where they fit."""
    phrases = [word for c in RUBRIC.classes for word in c.words]
    lines = [(i.places[0].path, line) for i in ISSUES for line in range(5, 45)]
    bot = tuple(CommentText(str(n), phrase, *at) for n, (phrase, at) in enumerate(zip(phrases, lines, strict=False)))
    assert match_comments(Case(ISSUES, bot), RUBRIC).found == ()
    fitting = next(c for c in RUBRIC.classes if c.id == "growth.unbounded").words[1]
    alone = CommentText("a", fitting, "app/sessions.py", 41)
    assert match_comments(Case(ISSUES, (alone,)), RUBRIC).found == ("cache",)


def test_a_decoy_taken_is_named() -> None:
    found = matches("why is this list sorted a second time, that is wasted work", "app/account.py", 41)[0]
    assert found.decoy == "sorted"


def test_a_label_is_never_a_verdict() -> None:
    body = "two threads can both read the balance before either writes it back, one withdrawal is lost"
    for label in ("", "nitpick: ", "question: ", "issue (blocking): ", "suggestion: "):
        assert earned(label + body, "app/account.py", 12) == {"race"}, label
