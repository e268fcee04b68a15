"""Observations: wins that were seen and what others said, until it is passed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.visibility import Visibility
from coachdesk.services.evidence_stub import redact_evidence_of
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ObservationDraft:
    """A new observation. `said_by` names its source in words, empty for the manager."""

    person_id: str
    kind: ObservationKind
    text: str
    observed_on: date
    said_by: str = ""
    visibility: Visibility = Visibility.ONLY_YOU


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """A win or feedback as lists show it. `passed_on_at` is None while it is to be passed on."""

    observation_id: str
    person_id: str
    kind: ObservationKind
    text: str
    said_by: str
    is_private: bool
    observed_on: date
    passed_on_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedbackGlance:
    """What the rail says: the latest feedback, how much there is, and how much was not passed on yet."""

    latest: ObservationRow | None
    count: int
    waiting: int


def add_observation(unit: UnitOfWork, draft: ObservationDraft) -> str:
    """Keep an observation and return its identity. Raises ValueError when it has no words."""
    row = Observation(
        person_id=draft.person_id,
        kind=draft.kind,
        text=_words(draft.text),
        said_by=" ".join(draft.said_by.split()),
        visibility=draft.visibility,
        observed_on=draft.observed_on,
        created_at=unit.now,
    )
    unit.add(row)
    return row.id


def set_passed_on(unit: UnitOfWork, observation_id: str, *, is_done: bool) -> None:
    """Say that it was passed on now, which shares it with the person, or that it is still to be."""
    row = _get(unit.session, observation_id)
    row.passed_on_at = unit.now if is_done else None
    if is_done:
        row.visibility = Visibility.SHARED


def set_observation_text(unit: UnitOfWork, observation_id: str, text: str) -> None:
    """Change the words. Raises ValueError when they are empty."""
    _get(unit.session, observation_id).text = _words(text)


def toggle_observation_visibility(unit: UnitOfWork, observation_id: str) -> None:
    """Make a private observation shared, or the other way round."""
    row = _get(unit.session, observation_id)
    shared = row.visibility is Visibility.SHARED
    row.visibility = Visibility.ONLY_YOU if shared else Visibility.SHARED


def remove_observation(unit: UnitOfWork, observation_id: str) -> None:
    """Remove an observation; evidence from it keeps only a stub. Undoable."""
    redact_evidence_of(unit, observation_id)
    unit.remove([_get(unit.session, observation_id)])


def list_observations(session: Session, person_id: str) -> tuple[ObservationRow, ...]:
    """Return what was observed about a person: what is to be passed on first, then newest first."""
    statement = select(Observation).where(Observation.person_id == person_id)
    newest = statement.order_by(col(Observation.observed_on).desc(), col(Observation.created_at).desc())
    rows = [_row(row) for row in session.exec(newest)]
    return tuple(sorted(rows, key=lambda row: row.kind is not ObservationKind.FEEDBACK or row.passed_on_at is not None))


def get_glance(session: Session, person_id: str) -> FeedbackGlance:
    """Return the latest feedback about a person with counts; wins are not counted."""
    of_person = (Observation.person_id == person_id, Observation.kind == ObservationKind.FEEDBACK)
    statement = select(Observation).where(*of_person)
    newest = statement.order_by(col(Observation.observed_on).desc(), col(Observation.created_at).desc()).limit(1)
    latest = session.exec(newest).first()
    count = session.exec(select(func.count()).where(*of_person)).one()
    waiting = session.exec(select(func.count()).where(*of_person, col(Observation.passed_on_at).is_(None))).one()
    return FeedbackGlance(None if latest is None else _row(latest), count, waiting)


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("an observation needs words")
    return text.strip()


def _get(session: Session, observation_id: str) -> Observation:
    row = session.get(Observation, observation_id)
    if row is None:
        raise NotFound("The observation is no longer in the vault.")
    return row


def _row(row: Observation) -> ObservationRow:
    return ObservationRow(
        row.id,
        row.person_id,
        row.kind,
        row.text,
        row.said_by,
        row.visibility is Visibility.ONLY_YOU,
        row.observed_on,
        row.passed_on_at,
    )
