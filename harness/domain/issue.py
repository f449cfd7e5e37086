"""What an answer key holds: planted issues, decoys, blemishes, and what else is expected of a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.domain.diff import LineRange
from harness.domain.edit import Edit


class Severity(StrEnum):
    """How badly it hurts when it happens."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place named by a symbol (`Class.method`) or by a text that stands on exactly one line; never by number."""

    path: str
    symbol: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Lines of a file in one variant's head."""

    path: str
    lines: LineRange

    def __str__(self) -> str:
        start, end = self.lines.start, self.lines.end
        return f"{self.path}:{start}" if start == end else f"{self.path}:{start}-{end}"


@dataclass(frozen=True, slots=True)
class Proof:
    """A test that fails once its issue is planted. `failure` stands in the message of the failing assertion."""

    path: str
    """Relative to the fixture's key folder."""
    family: str
    failure: str
    source: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A sound way to mend a planted issue, as edits on the clean head with the issue in it; it proves that the proof
    asks for a behaviour and not for one way to get it."""

    name: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class PlantedIssue:
    """A defect with what is true of it in plain sentences, how it is planted and how it is proven."""

    id: str
    defect_class: str
    severity: Severity
    title: str
    mechanism: str
    trigger: str
    consequence: str
    remedy: str
    edits: tuple[Edit, ...]
    proof: Proof
    hidden_because: str = ""
    tags: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    also_at: tuple[PlaceName, ...] = ()
    excludes: frozenset[str] = frozenset()
    fixes: tuple[str, ...] = ()
    bound: str = ""
    mended: tuple[Fix, ...] = ()
    """Fixes that are proven, in the order of their numbers."""
    difficulty: int | None = None
    """The author's guess from 1, easy, to 5."""
    operator: tuple[str, str] | None = None
    """Name and selector, where an operator plants it; None where a patch does."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A real defect that nobody planted, taken into the key after a person had confirmed it.

    With `counts` it counts like a planted issue in every variant that contains it; without, it is an accepted finding:
    right, and no part of the share found. A variant contains it where one of its places stands in the head.
    """

    id: str
    defect_class: str
    severity: Severity
    title: str
    mechanism: str
    trigger: str
    consequence: str
    remedy: str
    at: tuple[PlaceName, ...]
    counts: bool = False
    wordings: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    excludes: frozenset[str] = frozenset()
    """Planted issues with which it does not show."""
    source: str = ""
    """The remark it comes from, and who confirmed it."""

    def as_issue(self) -> PlantedIssue:
        """The same in the shape of a planted issue: one that stands by itself, without an edit or a proof."""
        return PlantedIssue(
            self.id, self.defect_class, self.severity, self.title, self.mechanism, self.trigger, self.consequence,
            self.remedy, (), Proof("", "", "", ""), wordings=self.wordings, near_misses=self.near_misses,
            excludes=self.excludes,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoy:
    """Right code that looks wrong. The naive correction makes the test `breaks` fail.

    `edits` bring it where it is not part of the clean head; `naive` corrects it.
    """

    id: str
    at: PlaceName
    looks_like: str
    right_because: str
    breaks: str
    naive: tuple[Edit, ...]
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Blemish:
    """A harmless flaw of style."""

    id: str
    style_class: str
    note: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ExpectedQuestion:
    """A question that a good candidate asks; `value` 1–3 says how much hangs on it."""

    id: str
    text: str
    value: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    """What a good answer to a prompt holds; for an estimate the range that counts as right."""

    reasoning: str
    range: tuple[float, float] | None = None
    unit: str | None = None
