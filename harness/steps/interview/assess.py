"""Say which planted issues a review found, how deeply, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.adapters.event_log import Header, SessionLog, read_log
from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.locations import rubrics_dir
from harness.adapters.packets import packet_digest
from harness.adapters.profiles import load_profile
from harness.adapters.rubrics import load_classes
from harness.domain.assessment import Assessment
from harness.domain.attention import attention
from harness.domain.comment import Comment, Label
from harness.domain.errors import WrongPullRequest
from harness.domain.event import CommentAdded, Record
from harness.domain.fixture import Fixture, Variant
from harness.domain.issue import Place
from harness.domain.judgement import Terms
from harness.domain.match import Case, CommentText, DecoyText, IssueText, TextPlace
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession
from harness.domain.timeline import working_times
from harness.matching.matcher import match_comments
from harness.planting.compose import admissible_sets, compose
from harness.planting.present import pull_request_of
from harness.scoring import score
from harness.steps.interview.graders import judgement_by


def assess(
    session_path: Path, fixture: str | None = None, profile: str = "backend", grader: str | None = None
) -> Assessment:
    """Grade a session log against its fixture, with the verdicts that were given on it.

    `fixture` is a folder or slug; by default the one that the log names. `grader` names whose verdicts count, `none`
    leaves them out; by default the rule of `graders` holds. Raises BadSession for a file that is no log,
    WrongPullRequest where no variant of the fixture is what the candidate saw.
    """
    log = read_log(session_path)
    loaded = load_fixture(find_fixture(fixture or log.header.fixture))
    variant, pull_request = find_variant(loaded, log.header, session_path)
    session = ReviewSession.replay(log.records)
    times = tuple(working_times(log.records))
    matching = match_comments(case_of(variant, list(session.comments.values())), load_classes(rubrics_dir()))
    issues = [issue for issue in loaded.key.issues if issue.id in variant.issues]
    basis = judgement_by(log, matching, session.comments, terms_of(variant), grader)
    looked = attention(pull_request, variant.places, log.records, times)
    seen = {one.issue: one.dwell.first for one in looked.issues if one.dwell.first is not None}
    scorecard = score(issues, basis.judgement, load_profile(profile), seen, _made_at(log.records, times))
    return Assessment(
        log.header.session,
        session,
        log.records,
        times,
        variant,
        pull_request,
        matching,
        basis.judgement,
        basis.words,
        scorecard,
        looked,
        log.digest,
        _remarks_on(log, session) + basis.remarks,
        tuple(d for d in session.drafts.values() if d.text.strip()),
    )


def terms_of(variant: Variant) -> Terms:
    """What verdicts on a variant may speak of: its planted issues, and its decoys with the tests they keep green."""
    tests = {decoy.id: decoy.breaks for decoy in variant.fixture.key.decoys}
    return Terms(variant.issues, tuple((name, tests.get(name, "")) for name in variant.decoys))


def find_variant(fixture: Fixture, header: Header, session_path: Path) -> tuple[Variant, PullRequest]:
    """The variant whose packet has the digest that the session names: the seed's own, or one chosen by hand."""
    for issues in (None, *_by_hand(fixture)):
        variant = compose(fixture, header.seed, issues)
        pull_request = pull_request_of(variant)
        if packet_digest(pull_request, header.fixture, header.seed) == header.packet:
            return variant, pull_request
    raise WrongPullRequest(
        f"this session was made on another pull request than any variant of {fixture.slug}",
        where=str(session_path),
        next_step="Name its fixture with --fixture, or check out the version of the fixture that was packed.",
    )


def _by_hand(fixture: Fixture) -> Sequence[tuple[str, ...]]:
    return [ids for count in range(len(fixture.key.issues) + 1) for ids in admissible_sets(fixture, count)]


def case_of(variant: Variant, comments: Sequence[Comment]) -> Case:
    """What the matcher reads: the key's sentences and places, the comments, and the texts of the changed files."""
    places, also_at, decoys = dict(variant.places), dict(variant.also_at), dict(variant.decoy_places)
    key = variant.fixture.key
    return Case(
        tuple(
            IssueText(
                i.id, i.defect_class, i.severity.value, i.title, i.mechanism, i.trigger, i.consequence, i.remedy,
                i.wordings, i.near_misses, _text_places(places[i.id]), _text_places(also_at[i.id]),
            )
            for i in sorted(key.issues, key=lambda issue: issue.id)
            if i.id in variant.issues
        ),
        tuple(
            CommentText(
                c.id, c.body, c.anchor.path, c.anchor.line, c.anchor.start_line, c.anchor.side, _label_for_matching(c)
            )
            for c in comments
        ),
        tuple(
            DecoyText(d.id, d.looks_like, d.right_because, _text_places(decoys[d.id]))
            for d in sorted(key.decoys, key=lambda decoy: decoy.id)
            if d.id in variant.decoys
        ),
        {path: variant.head[path].decode("utf-8", "replace") for path in variant.file_order if path in variant.head},
    )  # fmt: skip


def _label_for_matching(comment: Comment) -> str | None:
    """The label as a prior for the matcher, to which a question is a question whoever should answer it."""
    return "question" if comment.label is Label.TO_AUTHOR else comment.label and comment.label.value


def _text_places(places: Sequence[Place]) -> tuple[TextPlace, ...]:
    return tuple(TextPlace(p.path, p.lines.start, p.lines.end) for p in places)


def _made_at(records: Sequence[Record], times: Sequence[float]) -> dict[str, float]:
    made: dict[str, float] = {}
    for record, at in zip(records, times, strict=True):
        if isinstance(record.event, CommentAdded):
            made.setdefault(record.event.comment, at)
    return made


def _remarks_on(log: SessionLog, session: ReviewSession) -> tuple[str, ...]:
    remarks = []
    if log.damage:
        kind = "ends in a half-written line" if log.torn else "is damaged"
        remarks.append(f"The log {kind} ({log.damage}); graded as far as it is whole.")
    if not session.submitted:
        remarks.append("The review was not handed in; graded as it stands.")
    return tuple(remarks)
