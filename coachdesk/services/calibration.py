"""Calibration: agreed marks of several people side by side, and pairs where one yardstick was used in two ways.

Nothing is ranked, corrected or expected of the spread: people stand in the order of their names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlmodel import Session, col, select

from coachdesk.growth.calibration import PersonMark, find_inversions
from coachdesk.growth.gap import Absent
from coachdesk.growth.gap import Expectation as Range
from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.person import Person
from coachdesk.model.review import Mark, Rater, Review, ReviewState
from coachdesk.rubric.expectations import Expectation, expectation, steps
from coachdesk.rubric.format import Competency, Ladder
from coachdesk.rubric.queries import get_level
from coachdesk.services.growth_marks import Axis, HeldMark, Mappings, SeenMark, expected_behaviours, see_mark
from coachdesk.services.ladder_mappings import get_mappings
from coachdesk.services.ladders import PlacementRow, get_ladder, list_placements


@dataclass(frozen=True, slots=True)
class CalibrationAsk:
    """What to look at. An empty pin is the ladder with most people, no levels are all, no competency is all."""

    pin: str = ""
    level_ids: frozenset[str] = frozenset()
    competency_id: str = ""
    with_yours: bool = False


@dataclass(frozen=True, slots=True)
class LadderOption:
    """A ladder version that people stand on."""

    pin: str
    title: str
    people: int


@dataclass(frozen=True, slots=True)
class LevelOption:
    """A level that people hold."""

    level_id: str
    title: str
    people: int


@dataclass(frozen=True, slots=True)
class CompetencyOption:
    """A competency of the ladder."""

    competency_id: str
    name: str


@dataclass(frozen=True, slots=True)
class CoveredLine:
    """Evidence for a behaviour that someone's level expects: the sentence that speaks for it, when, and by whom."""

    behaviour_id: str
    behaviour: str
    text: str
    occurred_on: date
    said_by: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One person in one row: the mark (None while not assessed) and what is covered."""

    person_id: str
    name: str
    rating: int | None
    step: str
    given_on: date | None
    review_id: str
    is_agreed: bool
    evidence: tuple[CoveredLine, ...]

    @property
    def covered(self) -> frozenset[str]:
        """The behaviours expected at the person's level that have evidence."""
        return frozenset(line.behaviour_id for line in self.evidence)


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """One competency among the people of one level, by name. `expected` is None where the ladder does not say."""

    competency_id: str
    competency: str
    level_id: str
    level: str
    steps: tuple[str, ...]
    expected: Range | None
    people: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class InversionRow:
    """A pair to talk about: `higher` has the higher mark, `lower` has evidence for all of that and for more."""

    competency_id: str
    competency: str
    level: str
    higher: Standing
    lower: Standing
    steps: int

    @property
    def pair_id(self) -> str:
        """What the pair is known by."""
        return f"{self.competency_id}/{self.higher.person_id}/{self.lower.person_id}"


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """What the view shows. `ladders` is empty while nobody stands on one."""

    pin: str
    today: date
    ladders: tuple[LadderOption, ...]
    levels: tuple[LevelOption, ...]
    competencies: tuple[CompetencyOption, ...]
    rows: tuple[CalibrationRow, ...]
    inversions: tuple[InversionRow, ...]
    people: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What the vault knows of the people of one ladder."""

    names: dict[str, str]
    marks: dict[str, tuple[HeldMark, ...]]
    evidence: dict[tuple[str, str], list[tuple[Evidence, str]]]
    mappings: Mappings


def get_calibration(session: Session, ask: CalibrationAsk, today: date, zone: tzinfo) -> CalibrationPage:
    """Return the marks of everyone who stands on a ladder today, with a fixed number of queries."""
    everyone = select(Person.id, Person.name).where(~col(Person.is_owner), col(Person.archived_at).is_(None))
    names = dict(session.exec(everyone).all())
    placed = [row for row in list_placements(session, today).values() if row.person_id in names]
    if not placed:
        return CalibrationPage("", today, (), (), (), (), (), 0)
    here: dict[str, list[PlacementRow]] = defaultdict(list)
    for row in placed:
        here[row.ladder_pin].append(row)
    pin = ask.pin if ask.pin in here else min(here, key=lambda one: (-len(here[one]), one))
    ladder = get_ladder(session, pin)
    people = sorted(here[pin], key=lambda row: (names[row.person_id].casefold(), row.person_id))
    ids = [row.person_id for row in people]
    known = _Known(
        names,
        _marks(session, ids, zone, with_yours=ask.with_yours),
        _evidence(session, ids),
        get_mappings(session),
    )
    rows = _rows(ladder, people, ask, known)
    titles = {one: get_ladder(session, one).name for one in here}
    return CalibrationPage(
        pin,
        today,
        tuple(LadderOption(one, titles[one], len(here[one])) for one in sorted(here, key=lambda one: titles[one])),
        _levels(ladder, people),
        tuple(CompetencyOption(one.id, one.name) for one in ladder.rated),
        rows,
        tuple(pair for row in rows for pair in _pairs(row)),
        len({one.person_id for row in rows for one in row.people}),
    )


def _levels(ladder: Ladder, people: list[PlacementRow]) -> tuple[LevelOption, ...]:
    counts: dict[str, int] = defaultdict(int)
    for row in people:
        counts[row.level_id] += 1
    return tuple(LevelOption(level.id, level.title, counts[level.id]) for level in ladder.levels if level.id in counts)


def _rows(ladder: Ladder, people: list[PlacementRow], ask: CalibrationAsk, known: _Known) -> tuple[CalibrationRow, ...]:
    wanted = [
        level.id
        for level in ladder.levels
        if any(row.level_id == level.id for row in people) and (not ask.level_ids or level.id in ask.level_ids)
    ]
    return tuple(
        _row(ladder, rated, level_id, [row for row in people if row.level_id == level_id], known)
        for level_id in wanted
        for rated in ladder.rated
        if not ask.competency_id or rated.id == ask.competency_id
    )


def _row(ladder: Ladder, rated: Competency, level_id: str, people: list[PlacementRow], known: _Known) -> CalibrationRow:
    level = get_level(ladder, level_id)
    wanted = expectation(ladder, rated.id, level_id, level.track or "")
    expected = Range(wanted.lo.index, wanted.hi.index) if isinstance(wanted, Expectation) else None
    place = level_id if rated.scale is None else wanted.lo.id if isinstance(wanted, Expectation) else ""
    axis = Axis(rated.id, rated.name, "", rated.scale or "", steps(ladder, rated.id, level.track or ""), expected,
                is_asked=True, behaviours=expected_behaviours(ladder, rated.id, place) if place else {})  # fmt: skip
    return CalibrationRow(
        rated.id,
        rated.name,
        level_id,
        level.title,
        tuple(step.label for step in axis.steps),
        expected,
        tuple(_standing(ladder.pin, axis, row.person_id, known) for row in people),
    )


def _standing(pin: str, axis: Axis, person_id: str, known: _Known) -> Standing:
    seen = [mark for held in known.marks.get(person_id, ()) for mark in see_mark(pin, axis, held, known.mappings)]
    mark = next((one for one in reversed(seen) if _may_compare(one)), None)
    rating = mark.rating if mark is not None and isinstance(mark.rating, int) else None
    lines = known.evidence.get((person_id, axis.competency_id), ())
    return Standing(
        person_id,
        known.names[person_id],
        rating,
        mark.step_label if mark else "",
        mark.given_on if mark else None,
        mark.review_id if mark else "",
        mark.is_agreed if mark else False,
        tuple(
            CoveredLine(
                behaviour_id,
                axis.behaviours[behaviour_id],
                row.text,
                row.occurred_on,
                row.said_by,
                row.visibility != "shared",
            )
            for row, behaviour_id in lines
            if behaviour_id in axis.behaviours
        ),
    )


def _may_compare(mark: SeenMark) -> bool:
    """Return whether a mark may stand beside others: one of another version only where its step carries exactly."""
    return mark.counts or (not mark.is_agreed and mark.carry.value == "exact")


def _pairs(row: CalibrationRow) -> tuple[InversionRow, ...]:
    by_id = {one.person_id: one for one in row.people}
    marks = (
        PersonMark(
            one.person_id,
            row.competency_id,
            row.level_id,
            Absent.NOT_ASSESSED if one.rating is None else one.rating,
            one.covered,
        )
        for one in row.people
    )
    found = (
        InversionRow(
            row.competency_id, row.competency, row.level, by_id[pair.higher_id], by_id[pair.lower_id], pair.steps
        )
        for pair in find_inversions(marks)
    )
    return tuple(sorted(found, key=lambda pair: (pair.higher.name.casefold(), pair.lower.name.casefold())))


def _marks(session: Session, ids: list[str], zone: tzinfo, *, with_yours: bool) -> dict[str, tuple[HeldMark, ...]]:
    """Return agreed marks, oldest first; the owner's own of open reviews if asked. What they marked is never read."""
    states = [ReviewState.AGREED, *([ReviewState.OPEN, ReviewState.COMPARING] if with_yours else [])]
    statement = (
        select(Mark, Review)
        .join(Review, col(Review.id) == col(Mark.review_id))
        .where(
            col(Review.person_id).in_(ids),
            col(Review.state).in_(states),
            ((col(Review.state) == ReviewState.AGREED) & (col(Mark.rater) == Rater.AGREED))
            | ((col(Review.state) != ReviewState.AGREED) & (col(Mark.rater) == Rater.MANAGER)),
        )
        .order_by(col(Review.period_to_on), col(Review.created_at))
    )
    found: dict[str, list[HeldMark]] = defaultdict(list)
    for mark, review in session.exec(statement):
        if not mark.step_id:
            continue
        day = review.agreed_at.astimezone(zone).date() if review.agreed_at else review.period_to_on
        found[review.person_id].append(
            HeldMark(review.id, day, review.ladder_pin, mark.competency_id, mark.step_id, None,
                     review.state is ReviewState.AGREED, mark.rubric_text)
        )  # fmt: skip
    return {person_id: tuple(marks) for person_id, marks in found.items()}


def _evidence(session: Session, ids: list[str]) -> dict[tuple[str, str], list[tuple[Evidence, str]]]:
    """Return supporting evidence that names a behaviour, newest first, by person and competency."""
    statement = (
        select(Evidence, EvidenceTarget)
        .join(EvidenceTarget, col(EvidenceTarget.evidence_id) == col(Evidence.id))
        .where(
            col(Evidence.person_id).in_(ids),
            ~col(Evidence.counters),
            col(Evidence.redacted_at).is_(None),
            col(EvidenceTarget.behaviour_id) != "",
        )
        .order_by(col(Evidence.occurred_on).desc(), col(Evidence.id))
    )
    found: dict[tuple[str, str], list[tuple[Evidence, str]]] = defaultdict(list)
    for row, target in session.exec(statement):
        found[row.person_id, target.competency_id].append((row, target.behaviour_id))
    return found
