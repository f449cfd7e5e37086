"""How the matcher takes a comment that somebody might write on a fixture: for its author, while the key is being written."""

from __future__ import annotations

from dataclasses import dataclass

from harness.adapters.locations import rubrics_dir
from harness.adapters.rubrics import load_classes
from harness.domain.fixture import Fixture
from harness.domain.match import Candidate, Case, CommentText, Match
from harness.matching.matcher import match_comments
from harness.planting.compose import compose
from harness.steps.interview.assess import case_of


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the comment earns, and how likely every issue of the key is meant by it, likeliest first."""

    matches: tuple[Match, ...]
    candidates: tuple[Candidate, ...]


def reaction(fixture: Fixture, body: str, path: str | None = None, line: int | None = None) -> Reaction:
    """Match one comment against all issues of the key, each planted alone: they compete as in no variant, so what is
    told apart here is told apart everywhere."""
    comment = CommentText("c1", body, path, line, None, "RIGHT" if path else None)
    cases = [case_of(compose(fixture, "", [issue.id]), ()) for issue in fixture.key.issues]
    issues = tuple(issue for case in cases for issue in case.issues)
    clean = case_of(compose(fixture, "", ()), ())
    heads = {path: text for case in (clean, *cases) for path, text in case.heads.items()}
    matching = match_comments(Case(issues, (comment,), clean.decoys, heads), load_classes(rubrics_dir()))
    ranked = sorted(matching.candidates, key=lambda candidate: -candidate.probability)
    return Reaction(tuple(matching.matches), tuple(ranked))
