"""What a packet can hold. There is no field here for anything that only the owner sees, so none can be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coachdesk.growth.three_valued import Truth
from coachdesk.model.evidence import EvidenceSource


class PacketKind(StrEnum):
    """For whom a packet is: the person, those who decide on a promotion, or both on one page."""

    GROWTH = "growth"
    PROMOTION = "promotion"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class PacketMark:
    """One competency of the newest agreed review. Labels are empty and places None where nobody marked.

    Places count steps from 0; `gap` is in steps, positive below what is expected.
    """

    name: str
    own_label: str
    agreed_label: str
    expected_label: str
    now: int | None
    before: int | None
    expected: int | None
    highest: int
    gap: int | None

    @property
    def meets(self) -> bool:
        """Whether the agreed mark reaches what the target level expects."""
        return self.gap is not None and self.gap <= 0

    @property
    def has_grown(self) -> bool:
        """Whether the agreed mark is higher than the one half a year before."""
        return self.now is not None and self.before is not None and self.now > self.before


@dataclass(frozen=True, slots=True)
class PacketStep:
    """An agreed mark that holds from a day on; `label` is short, such as "L6 solid"."""

    from_on: date
    place: int
    label: str


@dataclass(frozen=True, slots=True)
class PacketLane:
    """The agreed marks of one competency over time."""

    name: str
    steps: tuple[PacketStep, ...]
    expected: int | None
    highest: int


@dataclass(frozen=True, slots=True)
class PacketEvidence:
    """Shared evidence for one competency; `counters` says that it speaks against it."""

    competency: str
    text: str
    source: EvidenceSource
    said_by: str
    occurred_on: date
    counters: bool


@dataclass(frozen=True, slots=True)
class PacketGoal:
    """A shared skill goal; `step` is what the newest shared talk about it agreed on."""

    text: str
    competency: str
    step: str
    due_on: date | None
    is_reached: bool


@dataclass(frozen=True, slots=True)
class PacketFeedback:
    """Feedback that was shared and passed on."""

    text: str
    said_by: str
    observed_on: date


@dataclass(frozen=True, slots=True)
class PacketRole:
    """A role and level that held from a day on."""

    changed_on: date
    role: str
    level: str


@dataclass(frozen=True, slots=True)
class PacketComment:
    """Words beside a mark of an agreed review; `is_own` for the person's own, else for what both agreed on."""

    competency: str
    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class PacketGate:
    """A gate of the target level. `kind` is meet, count, floor, confirm or points; names are those of competencies."""

    kind: str
    is_must: bool
    names: tuple[str, ...]
    missing: tuple[str, ...]
    level: str
    count: int
    sentence: str
    checks: int
    days: int
    truth: Truth


@dataclass(frozen=True, slots=True)
class PacketCriterion:
    """One behaviour of the target level with its supporting evidence: counts by quarter, and those before them."""

    competency: str
    text: str
    counts: tuple[int, ...]
    earlier: int

    @property
    def total(self) -> int:
        """All evidence for it."""
        return self.earlier + sum(self.counts)


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything that may be printed about someone's growth, as of the day `on`.

    `quarters` are year and quarter (2026, 2), oldest first, as in the counts of `criteria`. `reviewed_on` is the day
    of the newest agreed review, `before_on` that of the review it is compared with. A level is empty while nobody
    placed the person on a ladder.
    """

    kind: PacketKind
    name: str
    owner_name: str
    on: date
    level_title: str
    level: str
    target_title: str
    target: str
    ladder: str
    reviewed_on: date | None
    before_on: date | None
    level_names: tuple[str, ...]
    marks: tuple[PacketMark, ...]
    lanes: tuple[PacketLane, ...]
    evidence: tuple[PacketEvidence, ...]
    goals: tuple[PacketGoal, ...]
    feedback: tuple[PacketFeedback, ...]
    comments: tuple[PacketComment, ...]
    roles: tuple[PacketRole, ...]
    gates: tuple[PacketGate, ...]
    readiness: str
    quarters: tuple[tuple[int, int], ...]
    criteria: tuple[PacketCriterion, ...]
