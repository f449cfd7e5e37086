"""Say which planted issues a review found, how deeply, and what that is worth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters.event_log import Header, SessionLog, Tell, read_log
from harness.adapters.fixture_models import ID
from harness.adapters.fixtures import find_fixture, load_fixture
from harness.adapters.locations import rubrics_dir
from harness.adapters.packets import packet_digest
from harness.adapters.profiles import load_profile, profile_names
from harness.adapters.rubrics import load_classes
from harness.domain.answer_rating import ratable
from harness.domain.assessment import Assessment
from harness.domain.attention import Attention, attention
from harness.domain.caution import caution
from harness.domain.class_rubric import ClassRubric
from harness.domain.comment import Comment, Label
from harness.domain.errors import BadSession, WrongPullRequest
from harness.domain.event import CommentAdded, Record
from harness.domain.findings import crediting
from harness.domain.fixture import Fixture, Variant
from harness.domain.issue import Place
from harness.domain.judgement import Judgement, Terms
from harness.domain.judging import judge
from harness.domain.match import Case, CommentText, DecoyText, IssueText, Matching, TextPlace
from harness.domain.provenance import Provenance
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession
from harness.domain.score import Profile
from harness.domain.timeline import working_times
from harness.domain.verdict import Given
from harness.matching.matcher import match_comments
from harness.planting.admissible import admissible_sets
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.scoring import score, under_profiles
from harness.steps.interview.graders import Basis, judgement_by


@dataclass(slots=True)
class Ground:
    """What is the same for every session on a fixture: the fixture, the rubrics, the profiles, the variants found."""

    fixture: Fixture
    profile: Profile
    profiles: tuple[Profile, ...]
    rubric: ClassRubric
    variants: dict[tuple[str, str], tuple[Variant, PullRequest]] = field(default_factory=dict)

    @classmethod
    def of(cls, fixture: Path, profile: str) -> Ground:
        """Load all of it. Raises FixtureFaulty, and BadInput for an unknown profile."""
        chosen = load_profile(profile)
        others = tuple(chosen if name == profile else load_profile(name) for name in profile_names())
        return cls(load_fixture(fixture), chosen, others, load_classes(rubrics_dir()))

    def variant(self, header: Header, where: Path) -> tuple[Variant, PullRequest]:
        """The variant that a session was made on. Raises WrongPullRequest."""
        name = (header.seed, header.packet)
        if name not in self.variants:
            self.variants[name] = find_variant(self.fixture, header, where)
        return self.variants[name]


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was read and matched, before anybody judged it."""

    log: SessionLog
    session: ReviewSession
    times: tuple[float, ...]
    variant: Variant
    pull_request: PullRequest
    matching: Matching
    looked: Attention
    profile: Profile
    profiles: tuple[Profile, ...]
    provenance: Provenance

    @property
    def terms(self) -> Terms:
        """What verdicts on it may speak of."""
        return terms_of(self.variant)

    def judged(self, given: Sequence[Given] = (), *, closing: bool = False) -> Judgement:
        """Its matching corrected by one grader's verdicts, or by those that settle what graders see differently."""
        return judge(self.matching, self.session.comments, self.terms, given, closing=closing)


def assess(
    session_path: Path,
    fixture: str | None = None,
    profile: str = "backend",
    grader: str | None = None,
    digest: str | None = None,
    tell: Tell | None = None,
) -> Assessment:
    """Grade a session log against its fixture, with the verdicts that were given on it.

    `grader` names whose verdicts count, `none` leaves them out; by default the rule of `graders` holds.
    """
    review = read_review(session_path, fixture, profile, digest, tell)
    basis = judgement_by(review.log, review.matching, review.session.comments, review.terms, grader)
    return assessment_of(review, basis)


def read_review(
    session_path: Path,
    fixture: str | None = None,
    profile: str = "backend",
    digest: str | None = None,
    tell: Tell | None = None,
) -> Review:
    """Read a session log and match it against its fixture.

    `fixture` is a folder or slug; by default the one that the log names. `digest` is what the candidate read out: with
    it the log is anchored. `tell` hears which share of a long log is read. Raises BadSession for a file that is no log or not the one with that digest,
    WrongPullRequest where no variant of the fixture is what the candidate saw.
    """
    log = read_log(session_path, tell)
    heard = digest is not None and _has_digest(log, digest)
    return review_of(log, Ground.of(fixture_of(log, fixture), profile), heard)


def fixture_of(log: SessionLog, fixture: str | None) -> Path:
    """The folder of the fixture that a log is graded against. What a log names is a slug and never a path."""
    named = fixture or log.header.fixture
    if fixture is None and (not isinstance(named, str) or not re.fullmatch(ID, named)):
        raise BadSession(
            "the log names no fixture", where=str(log.path), next_step="Name the fixture's folder with --fixture."
        )
    return find_fixture(named)


def review_of(log: SessionLog, ground: Ground, heard: bool = False) -> Review:
    """The review in a log, matched on ground that is laid. `heard`: its digest is the one that was read out."""
    session = ReviewSession.replay(log.records)
    complete, edited = log.damage is None and session.submitted, log.damage is not None and not log.torn
    return matched(log, session, ground, Provenance("session log", True, complete, edited, heard))


def matched(log: SessionLog, session: ReviewSession, ground: Ground, provenance: Provenance) -> Review:
    """A review, wherever it comes from, with its variant and its matching."""
    variant, pull_request = ground.variant(log.header, log.path)
    times = tuple(working_times(log.records))
    accepted = {f.id: f.title for f in ground.fixture.key.findings if not f.counts}
    case = case_of(variant, list(session.comments.values()))
    matching = match_comments(case, ground.rubric).accepting(accepted)
    counted = [(name, places) for name, places in variant.places if name not in accepted]
    looked = attention(pull_request, counted, log.records, times)
    return Review(
        log, session, times, variant, pull_request, matching, looked, ground.profile, ground.profiles, provenance
    )


def _has_digest(log: SessionLog, digest: str) -> bool:
    if re.sub(r"[^0-9a-f]", "", digest.lower()) != log.digest.replace(" ", ""):
        raise BadSession(
            f"the log has the digest {log.digest}, not the one named: it was edited, shortened, or is another session",
            where=str(log.path),
            next_step="Ask for the file again, and for the digest on the candidate's last screen.",
        )
    return True


def assessment_of(review: Review, basis: Basis, remarks: tuple[str, ...] = ()) -> Assessment:
    """The review judged and scored. `remarks` are further words on where it comes from."""
    log, session, times = review.log, review.session, review.times
    key = review.variant.fixture.key
    known = (*key.issues, *(finding.as_issue() for finding in key.findings))
    issues = [issue for issue in known if issue.id in review.variant.counted]
    seen = {one.issue: one.dwell.first for one in review.looked.issues if one.dwell.first is not None}
    counting = [finding for finding in key.findings if finding.id in review.variant.counted]
    judgement = crediting(basis.judgement, counting, log.header.session)
    scorecard = score(issues, judgement, review.profile, seen, _made_at(log.records, times))
    return Assessment(
        log.header.session,
        session,
        log.records,
        times,
        review.variant,
        review.pull_request,
        review.matching,
        judgement,
        basis.words,
        replace(scorecard, under=under_profiles(scorecard.issues, review.profiles)),
        review.looked,
        caution(judgement.remarks, review.pull_request, len(issues)),
        log.digest if review.provenance.logged else "",
        (_remarks_on(log, session) if review.provenance.logged else ()) + remarks + basis.remarks,
        tuple(d for d in session.drafts.values() if d.text.strip()),
        review.provenance,
    )


def terms_of(variant: Variant) -> Terms:
    """What verdicts on a variant may speak of: its planted issues, its decoys with the tests they keep green, and its answers."""
    tests = {decoy.id: decoy.breaks for decoy in variant.fixture.key.decoys}
    fixture = variant.fixture
    return Terms(
        variant.counted,
        tuple((name, tests.get(name, "")) for name in variant.decoys),
        ratable(fixture.brief.prompts, fixture.key.questions),
    )


def find_variant(fixture: Fixture, header: Header, session_path: Path) -> tuple[Variant, PullRequest]:
    """The variant whose packet has the digest that the session names: the seed's own, or one chosen by hand.

    A fixture is called what the log calls it, whatever its folder is called here: a copy under another name draws alike.
    """
    here = fixture.slug
    if isinstance(header.fixture, str) and re.fullmatch(ID, header.fixture):
        fixture = replace(fixture, slug=header.fixture)
    for issues in (None, *_by_hand(fixture)):
        variant = compose(fixture, header.seed, issues)
        pull_request = pull_request_of(variant)
        if packet_digest(pull_request, header.fixture, header.seed) == header.packet:
            return variant, pull_request
    raise WrongPullRequest(
        f"this session was made on another pull request than any variant of {here}"
        + (f": its log names {fixture.slug}" if fixture.slug != here else ""),
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
            for i in sorted((*key.issues, *(f.as_issue() for f in key.findings)), key=lambda issue: issue.id)
            if i.id in variant.issues or i.id in variant.findings
        ),
        tuple(_comment_text(c, variant) for c in comments),
        tuple(
            DecoyText(d.id, d.looks_like, d.right_because, _text_places(decoys[d.id]))
            for d in sorted(key.decoys, key=lambda decoy: decoy.id)
            if d.id in variant.decoys
        ),
        {path: variant.head[path].decode("utf-8", "replace") for path in variant.file_order if path in variant.head},
    )  # fmt: skip


def _comment_text(comment: Comment, variant: Variant) -> CommentText:
    """A comment for the matcher. What stands on the ticket or the description says nothing of a place in the code."""
    anchor, label = comment.anchor, _label_for_matching(comment)
    if anchor.path is None or anchor.path in variant.head or anchor.path in variant.fixture.base:
        return CommentText(comment.id, comment.body, anchor.path, anchor.line, anchor.start_line, anchor.side, label)
    return CommentText(comment.id, comment.body, label=label, document=anchor.path)


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
