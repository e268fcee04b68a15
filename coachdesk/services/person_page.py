"""The page of one person and the form that changes them, each read as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.person import Person
from coachdesk.services.agenda import AgendaRow, list_agenda
from coachdesk.services.first_meeting import GuideRow, list_guide
from coachdesk.services.meetings import MeetingRow, find_last_held, find_next, list_meetings, list_pulses
from coachdesk.services.observations import FeedbackGlance, get_glance
from coachdesk.services.people import PersonDetail, PersonRow, find_owner, get_person, list_people
from coachdesk.services.promises import PromiseRow, list_open_promises
from coachdesk.services.series import SeriesRow, find_series

LATEST_MEETINGS = 3
"""How many meetings the overview shows; the tab shows them all."""
PULSES = 8
"""How many pulses the line of the overview shows."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything that the overview of a person shows.

    `next` is the live meeting or the first one planned from the start of today on; `last` the newest one held.
    `pulses` are from 1 to 5, oldest first.
    `guide` has questions for a first meeting, none once one was held. All of it is for the manager only.
    """

    person: PersonDetail
    today: date
    last: MeetingRow | None
    next: MeetingRow | None
    kind: MeetingKind
    promises: tuple[PromiseRow, ...]
    agenda: tuple[AgendaRow, ...]
    latest: tuple[MeetingRow, ...]
    held_count: int
    pulses: tuple[int, ...]
    feedback: FeedbackGlance
    guide: tuple[GuideRow, ...]


@dataclass(frozen=True, slots=True)
class PersonFormPage:
    """What the form needs: the person, or None for someone new, whom they could report to, and words used before.

    `series` is the series with the person that goes on.
    """

    person: PersonDetail | None
    managers: tuple[PersonRow, ...]
    owner_id: str | None
    roles: tuple[str, ...]
    levels: tuple[str, ...]
    tracks: tuple[str, ...]
    teams: tuple[str, ...]
    series: SeriesRow | None = None


def get_person_page(session: Session, person_id: str, now: datetime, zone: tzinfo) -> PersonPage:
    """Return the overview of a person on the day that `now` falls on in `zone`. Raises NotFound."""
    person = get_person(session, person_id)
    today = now.astimezone(zone).date()
    start = datetime.combine(today, time(), zone).astimezone(UTC)
    held = select(func.count()).where(Meeting.person_id == person_id, Meeting.state == MeetingState.HELD)
    held_count = session.exec(held).one()
    kind = MeetingKind.ONE_ON_ONE if person.is_direct or not person.manager_id else MeetingKind.SKIP_LEVEL
    agenda = list_agenda(session, person_id)
    return PersonPage(
        person,
        today,
        find_last_held(session, person_id, before=now),
        find_next(session, person_id, after=start),
        kind,
        list_open_promises(session, today, person_id),
        agenda,
        list_meetings(session, person_id, limit=LATEST_MEETINGS),
        held_count,
        list_pulses(session, person_id, limit=PULSES),
        get_glance(session, person_id),
        () if held_count else list_guide(session, person_id, kind, agenda),
    )


def list_person_meetings(session: Session, person_id: str, limit: int | None = None) -> tuple[MeetingRow, ...]:
    """Return every meeting with a person, planned ones too, newest first; or only the newest `limit`."""
    return list_meetings(session, person_id, limit=-1 if limit is None else limit, with_planned=True)


def get_person_form(session: Session, person_id: str | None) -> PersonFormPage:
    """Return what the form of a person shows, or of someone new for None. Raises NotFound."""
    owner = find_owner(session)
    return PersonFormPage(
        get_person(session, person_id) if person_id else None,
        tuple(row for row in list_people(session) if row.person_id != person_id),
        owner.person_id if owner else None,
        _used(session, "role"),
        _used(session, "level"),
        _used(session, "track"),
        _used(session, "team"),
        find_series(session, person_id) if person_id else None,
    )


def _used(session: Session, column: str) -> tuple[str, ...]:
    """Return the words in use in one column, for completion."""
    field = col(getattr(Person, column))
    return tuple(session.exec(select(field).where(field != "").distinct().order_by(field)).all())
