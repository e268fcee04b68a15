"""Evidence: kept from a line of a note, from an observation or from words, each by an explicit act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.assets import ladder_folder
from coachdesk.model.evidence import Evidence, EvidenceSource, EvidenceTarget
from coachdesk.model.visibility import Visibility
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.library import find_ladder
from coachdesk.services.ladders import find_placement, get_ladder
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

USUAL_LADDER = "software-engineer"
"""Whose competencies are offered for someone who is not placed on any ladder yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """The line of a rubric that evidence is about; `level_id` is empty while only the competency is known."""

    competency_id: str
    ladder_pin: str = ""
    level_id: str = ""
    behaviour_id: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """New evidence. `source_id` is the identity of the note, observation or attachment that it was taken from."""

    person_id: str
    text: str
    occurred_on: date
    targets: tuple[Target, ...] = ()
    source: EvidenceSource = EvidenceSource.WRITTEN
    source_id: str = ""
    url: str = ""
    said_by: str = ""
    counters: bool = False
    visibility: Visibility = Visibility.ONLY_YOU


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence with what it is about."""

    evidence_id: str
    person_id: str
    text: str
    source: EvidenceSource
    source_id: str
    counters: bool
    visibility: Visibility
    occurred_on: date
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class CompetencyChoice:
    """A competency to choose, with its area, of the ladder version that `ladder_pin` names."""

    ladder_pin: str
    competency_id: str
    name: str
    area: str


def add_evidence(unit: UnitOfWork, draft: EvidenceDraft) -> str:
    """Keep evidence and return its identity. Raises ValueError when it has no words."""
    if not draft.text.strip():
        raise ValueError("Evidence needs words.")
    row = Evidence(
        person_id=draft.person_id,
        text=draft.text.strip(),
        source=draft.source,
        source_id=draft.source_id,
        url=draft.url,
        said_by=draft.said_by,
        counters=draft.counters,
        visibility=draft.visibility,
        occurred_on=draft.occurred_on,
        created_at=unit.now,
    )
    unit.add(row)
    unit.session.flush()
    for target in draft.targets:
        unit.add(
            EvidenceTarget(
                evidence_id=row.id,
                ladder_pin=target.ladder_pin,
                competency_id=target.competency_id,
                level_id=target.level_id,
                behaviour_id=target.behaviour_id,
            )
        )
    return row.id


def remove_evidence(unit: UnitOfWork, evidence_id: str) -> None:
    """Remove evidence with what it was linked to; undoable. Raises NotFound."""
    row = unit.session.get(Evidence, evidence_id)
    if row is None:
        raise NotFound("The evidence is no longer in the vault.")
    unit.remove(unit.session.exec(select(EvidenceTarget).where(EvidenceTarget.evidence_id == evidence_id)).all())
    unit.remove([row])


def list_evidence(
    session: Session, person_id: str, *, source_id: str | None = None, competency_id: str | None = None
) -> tuple[EvidenceRow, ...]:
    """Return the evidence about a person, newest first; of one source or one competency if asked."""
    statement = select(Evidence).where(Evidence.person_id == person_id)
    if source_id is not None:
        statement = statement.where(Evidence.source_id == source_id)
    rows = session.exec(statement.order_by(col(Evidence.occurred_on).desc(), col(Evidence.created_at).desc())).all()
    targets = _targets(session, [row.id for row in rows])
    found = (_row(row, targets.get(row.id, ())) for row in rows)
    return tuple(
        row for row in found if competency_id is None or any(t.competency_id == competency_id for t in row.targets)
    )


def list_competencies(session: Session, person_id: str, on: date) -> tuple[CompetencyChoice, ...]:
    """Return what evidence about a person may be linked to: the ladder that they are placed on, else the usual one."""
    placement = find_placement(session, person_id, on)
    ladder = None if placement is None else get_ladder(session, placement.ladder_pin)
    ladder = ladder or find_ladder(ladder_folder(), USUAL_LADDER)
    return () if ladder is None else _choices(ladder)


def match_competencies(choices: Iterable[CompetencyChoice], typed: str) -> tuple[CompetencyChoice, ...]:
    """Return the competencies that typed words mean: names that begin so first, then words within, then areas."""
    wanted = typed.strip().casefold()
    ranked = []
    for place, choice in enumerate(choices):
        name, area = choice.name.casefold(), choice.area.casefold()
        if name.startswith(wanted):
            ranked.append((0, place, choice))
        elif f" {wanted}" in f" {name}":
            ranked.append((1, place, choice))
        elif area.startswith(wanted):
            ranked.append((2, place, choice))
    return tuple(choice for _, _, choice in sorted(ranked, key=lambda one: one[:2]))


def _choices(ladder: Ladder) -> tuple[CompetencyChoice, ...]:
    areas = {area.id: area.name for area in ladder.areas}
    return tuple(CompetencyChoice(ladder.pin, one.id, one.name, areas.get(one.area or "", "")) for one in ladder.rated)


def _targets(session: Session, ids: list[str]) -> dict[str, tuple[Target, ...]]:
    found: dict[str, tuple[Target, ...]] = {}
    for start in range(0, len(ids), 500):
        statement = select(EvidenceTarget).where(col(EvidenceTarget.evidence_id).in_(ids[start : start + 500]))
        for row in session.exec(statement):
            target = Target(row.competency_id, row.ladder_pin, row.level_id, row.behaviour_id)
            found[row.evidence_id] = (*found.get(row.evidence_id, ()), target)
    return found


def _row(row: Evidence, targets: tuple[Target, ...]) -> EvidenceRow:
    return EvidenceRow(
        row.id,
        row.person_id,
        row.text,
        row.source,
        row.source_id,
        row.counters,
        row.visibility,
        row.occurred_on,
        targets,
    )
