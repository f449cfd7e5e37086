"""What a scorecard says, in its order, before any format: so that no two formats can say different things.

Strings are raw; each format makes foreign text harmless in its own way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.assessment import Assessment
from harness.domain.attention import spell
from harness.domain.follow_up import FollowUp, follow_ups
from harness.domain.issue import PlantedIssue
from harness.domain.judgement import JudgedRemark
from harness.domain.pseudonym import pseudonym
from harness.domain.score import IssueScore, Outcome, ProfileRange, Range
from harness.reports.prompts import PromptAnswer, Questions, prompt_answers, questions_asked

LEVELS = ("missed", "pointed at", "named", "explained", "explained and acted on")
FEWEST_TO_RANK = 15
_GROUPS = (
    (Outcome.UNDECIDED, "Undecided: a person has to look"),
    (Outcome.OPPORTUNITY, "Opportunities: right or not, nobody planted them"),
    (Outcome.FALSE_ALARM, "False alarms, by verdict"),
    (Outcome.DECOY_TAKEN, "Decoys taken: right code held for a defect"),
    (Outcome.DUPLICATE, "Said again"),
    (Outcome.STYLE_ONLY, "About style only"),
    (Outcome.NONE, "Neither"),
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a remark. `marks` are the parts that the match rests on, as offsets into `text`."""

    remark: str
    where: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    why: tuple[str, ...] = ()
    decided_by: str = ""
    reason: str = ""
    note: str = ""
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """A planted issue with what became of it."""

    row: IssueScore
    issue: PlantedIssue
    places: str
    state: str
    quotes: tuple[Quote, ...]
    looked: str
    seen: float | None
    found: float | None

    @property
    def took(self) -> float | None:
        """Seconds of work from its first time on the screen to the remark that found it."""
        if self.seen is None or self.found is None or self.found < self.seen:
            return None
        return self.found - self.seen


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole scorecard."""

    title: str
    candidate: str
    facts: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    warnings: tuple[str, ...]
    basis: str
    found: int
    undecided: int
    share: Range | None
    profile: str
    score: str
    caution: str
    caveat: str
    issues: tuple[IssueEntry, ...]
    severities: tuple[tuple[str, int, int], ...]
    """Severity, found, planted."""
    groups: tuple[tuple[str, tuple[Quote, ...]], ...]
    kinds: tuple[tuple[str, int], ...]
    profiles: tuple[ProfileRange, ...]
    reading: tuple[str, ...]
    prompts: tuple[PromptAnswer, ...]
    questions: Questions
    communication: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]
    limits: tuple[str, ...]
    summary: str
    drafts: tuple[Quote, ...]
    moves: str
    """How the share found moves with the role."""
    claims: int
    false_alarms: tuple[float, float] | None


def contents(assessment: Assessment) -> Contents:
    """All that is to be said of a graded review."""
    a, card = assessment, assessment.scorecard
    entries = tuple(_entry(a, row) for row in card.issues)
    planted = Counter(row.severity for row in card.issues)
    hits = Counter(row.severity for row in card.issues if row.found)
    return Contents(
        a.pull_request.title,
        pseudonym(a.session_id),
        _facts(a),
        a.provenance.marks,
        tuple(dict.fromkeys((a.provenance.words, *a.remarks_on_log))),
        a.basis,
        sum(row.found for row in card.issues),
        sum(row.undecided for row in card.issues),
        card.found_share,
        card.profile,
        score_sentence(card.found_share, len(card.issues), card.profile),
        _caution(a),
        _caveat(a),
        entries,
        tuple((s, hits[s], planted[s]) for s in ("critical", "major", "minor") if planted[s]),
        _groups(a),
        _kinds(a),
        card.under,
        tuple(_reading(a)),
        prompt_answers(a),
        questions_asked(a),
        _communication(a),
        follow_ups(a),
        tuple(_limits(a)),
        a.session.summary.strip(),
        tuple(Quote(d.id, str(d.anchor), d.text) for d in a.open_drafts),
        _moves(card.under),
        a.caution.claims,
        a.caution.false_alarm_share,
    )


def minutes(seconds: float) -> str:
    """Working time as minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def score_sentence(found: Range | None, issues: int, profile: str) -> str:
    """The score in words: a range, and how little it rests on."""
    if found is None:
        return f"No issue was planted, so there is nothing to find (profile {profile})."
    return (
        f"Found, weighted by the profile {profile}: {found.middle:.0%}, and with {_count(issues, 'issue')} that means anything "
        f"from {found.low:.0%} to {found.high:.0%}."
    )


def _count(many: int, word: str) -> str:
    return f"{many} {word}{'' if many == 1 else 's'}"


def _facts(a: Assessment) -> tuple[tuple[str, str], ...]:
    conclusion = a.session.conclusion
    return (
        ("candidate", f"{pseudonym(a.session_id)} (a pseudonym)"),
        ("session", a.session_id),
        ("digest", a.digest or "none"),
        ("fixture", f"{a.variant.fixture.slug}, seed {a.variant.seed}"),
        ("source", a.provenance.source),
        ("work", minutes(a.times[-1]) if a.times else "not known"),
        ("conclusion", conclusion.value if conclusion else "none"),
        ("comments", str(len(a.session.comments))),
    )


def _caution(a: Assessment) -> str:
    c = a.caution
    if not c.claims:
        return "No claim about behaviour was made, so there is none that could be wrong."
    share = c.false_alarm_share
    assert share is not None
    text = f"{_count(c.claims, 'claim')} about behaviour: {c.right} right, {c.false_alarms} false alarms by verdict"
    text += f", {_count(c.decoys, 'decoy')} taken, {c.open} that nobody has judged"
    return f"{text}. The share of false alarms is {_between(*share)}."


def _moves(profiles: Sequence[ProfileRange]) -> str:
    middles = [p.found_share.middle for p in profiles if p.found_share]
    if not middles:
        return ""
    if max(middles) - min(middles) < 0.005:
        return f"Under every profile the middle is {middles[0]:.0%}."
    return f"With the role the middle moves between {min(middles):.0%} and {max(middles):.0%}, and the ranges stay as wide."


def _between(low: float, high: float) -> str:
    return f"{low:.0%}" if round(low, 2) == round(high, 2) else f"between {low:.0%} and {high:.0%}"


def _caveat(a: Assessment) -> str:
    """Said where commenting everywhere would have done as well."""
    found = a.scorecard.found_share
    if found is None or not a.caution.unproven or found.middle <= 0:
        return ""
    worst, best = a.caution.discernment(found.middle)
    if worst > 0:
        return ""
    text = f"As it stands this cannot be told from commenting everywhere: {a.caution.unproven} claims are unproven on {a.caution.stretches} stretches of change without an issue."
    return text if best <= 0 else f"{text} Judge the open claims first."


def _entry(a: Assessment, row: IssueScore) -> IssueEntry:
    issue = a.variant.fixture.key.issue(row.issue)
    assert issue is not None
    remarks = a.judgement.of_issue(row.issue)
    earning = [r for r in remarks if r.matched] or [r for r in remarks if r.outcome is Outcome.UNDECIDED]
    earning.sort(key=lambda r: (r.outcome is not Outcome.MATCH, -(r.level or 0)))
    looked = a.attention.issue(row.issue)
    words = looked.words if looked and a.provenance.logged else "not known"
    places = ", ".join(str(place) for place in dict(a.variant.places)[row.issue])
    quotes = tuple(quote(a, remark) for remark in earning)
    return IssueEntry(row, issue, places, state(row), quotes, words, row.first_shown, row.found_at)


def state(row: IssueScore) -> str:
    """What became of an issue, in words."""
    if row.undecided:
        return (
            f"undecided: missed up to level {row.highest}" if not row.found else f"level {row.level} to {row.highest}"
        )
    if row.together:
        return f"level {row.level}, {LEVELS[row.level]}: {' and '.join(row.together)} together, as proposed"
    return f"level {row.level}, {LEVELS[row.level]}" if row.found else "missed"


def quote(a: Assessment, remark: JudgedRemark) -> Quote:
    """A remark with what it rests on."""
    comment = a.session.comments.get(remark.comment)
    proposal = remark.proposal
    rests = proposal.evidence if proposal and proposal.issue == remark.issue else ()
    start, end = remark.span
    marks = sorted({(max(e.span[0], start) - start, min(e.span[1], end) - start) for e in rests if e.span})
    return Quote(
        remark.id,
        str(comment.anchor) if comment else "",
        remark.text,
        tuple(_apart(marks)),
        tuple(e.why for e in rests),
        remark.decided_by,
        remark.reason,
        remark.note,
        proposal.probability if proposal and rests and remark.issue else None,
    )


def _apart(marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The marks without overlaps, so that each can be drawn on its own."""
    last = 0
    for start, end in marks:
        if max(start, last) < end:
            yield max(start, last), end
            last = end


def _groups(a: Assessment) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
    found = []
    for outcome, title in _GROUPS:
        mine = tuple(quote(a, r) for r in a.judgement.remarks if r.outcome is outcome)
        if mine:
            found.append((title, mine))
    return tuple(found)


def _kinds(a: Assessment) -> tuple[tuple[str, int], ...]:
    counted = Counter(kind for kind in a.scorecard.kinds)
    return tuple((kind, counted[kind]) for kind in ("constraint", "question", "style", "praise", "other"))


def _reading(a: Assessment) -> Iterator[str]:
    if not a.provenance.logged:
        yield "Not known: the review was not made in this program."
        return
    seen = a.coverage
    yield (
        f"{seen.lines_seen / seen.lines:.0%} of the changed lines stood on the screen."
        if seen.lines
        else "Nothing was changed."
    )
    if a.attention.by_path:
        yield "Order: " + " → ".join(f"{path} ({spell(seconds)})" for path, seconds in a.attention.by_path)
    if seen.never_opened:
        yield "Never opened: " + ", ".join(seen.never_opened)
    if a.attention.idle:
        total = sum(one.seconds for one in a.attention.idle)
        yield f"Without a sign of life: {_count(len(a.attention.idle), 'time')}, {spell(total)} together."


def _communication(a: Assessment) -> tuple[str, ...]:
    if not a.judgement.communication:
        return ("Not rated yet. It is rated apart by people, and never counts towards defects.",)
    return tuple(
        f"{r.scale}: {r.rating} of 4 ({r.grader})" + (f": {r.reason}" if r.reason else "")
        for r in a.judgement.communication
    )


def _limits(a: Assessment) -> Iterator[str]:
    issues = len(a.scorecard.issues)
    if issues:
        yield (
            f"{_count(issues, 'issue')} are a small sample: see the range, not its middle."
            if issues > 1
            else "One issue is next to no sample."
        )
        if issues < FEWEST_TO_RANK:
            yield f"Below {FEWEST_TO_RANK} issues nobody can be ranked by it."
    else:
        yield "Nothing was planted: this is a control, and says only what is claimed where nothing is wrong."
    if not a.judgement.graders:
        yield "No person has confirmed the matching. It is a suggestion: read the evidence."
    elif not a.judgement.done:
        yield "The grading is not finished."
    if a.provenance.logged:
        yield "What stood on the screen was not necessarily read, and silence is not ignorance."
    yield "It says nothing of how somebody writes code, designs, or works with others, and recommends nothing."
