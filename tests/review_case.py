"""A small pull request with three planted issues and a decoy, and how the matcher takes a comment on it."""

from __future__ import annotations

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.match import Case, CommentText, Decision, DecoyText, IssueText, Match, TextPlace
from harness.matching.matcher import match_comments

RUBRIC = load_classes(rubrics_dir())
CACHE = IssueText(
    id="cache",
    defect_class="growth.unbounded",
    description="Sessions are stored in a dictionary and never removed.",
    mechanism="Each login adds an entry to `_sessions`; nothing evicts it.",
    trigger="Many users log in over days.",
    consequence="Memory grows until the process is killed.",
    remedy="Expire entries or cap the dictionary.",
    places=(TextPlace("app/sessions.py", 40, 42),),
    also_at=(TextPlace("app/views.py", 7, 7),),
)
RACE = IssueText(
    id="race",
    defect_class="race.state",
    description="The balance is read and written in two steps without a lock.",
    mechanism="Another thread can run between reading the balance and writing it back in `withdraw`.",
    trigger="Two withdrawals of one account at the same time.",
    consequence="One withdrawal is lost and money is paid out twice.",
    remedy="Hold the lock around both steps.",
    places=(TextPlace("app/account.py", 10, 14),),
)
SILENT = IssueText(
    id="silent",
    defect_class="fail.swallowed",
    description="A failed payment is logged and reported as paid.",
    mechanism="The except branch around the gateway call logs the error and returns True.",
    trigger="The gateway refuses the card or cannot be reached.",
    consequence="Orders are shipped that nobody has paid for, and nobody notices.",
    remedy="Let the error reach the caller, or return False and stop the order.",
    places=(TextPlace("app/pay.py", 30, 34),),
)
DECOY = DecoyText(
    "sorted",
    "the list is sorted again although it seems sorted already",
    "the merge above may leave equal keys out of order (test_stable)",
    (TextPlace("app/account.py", 40, 42),),
)
ISSUES = (CACHE, RACE, SILENT)


def matches(body: str, path: str | None = None, line: int | None = None) -> tuple[Match, ...]:
    return match_comments(Case(ISSUES, (CommentText("c1", body, path, line),), (DECOY,)), RUBRIC).matches


def earned(body: str, path: str | None = None, line: int | None = None) -> set[str | None]:
    return {m.issue for m in matches(body, path, line) if m.decision is Decision.MATCH}
