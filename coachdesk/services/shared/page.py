"""The page of presenter mode. Each query names the columns that it reads and asks for what is shared in SQL, so that
private text never becomes an object of the window that is shown to others.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note, NoteBlock, NoteKind
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.person import Person
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import SharedNote
from coachdesk.services.shared.columns import columns, read
from coachdesk.services.shared.growth import list_shared_goals, list_shared_marks
from coachdesk.services.shared.rows import (
    SharedAgendaItem,
    SharedFeedback,
    SharedMeeting,
    SharedPage,
    SharedPerson,
    SharedPromise,
)
from coachdesk.store.failures import NotFound


def get_shared_page(session: Session, person_id: str, now: datetime, zone: tzinfo) -> SharedPage:
    """Return what is shared with a person on the day that `now` falls on in `zone`. Raises NotFound."""
    person = _get_person(session, person_id, now, zone)
    return SharedPage(
        person,
        now.astimezone(zone).date(),
        _list_agenda(session, person_id),
        _list_promises(session, person),
        next(iter(list_shared_meetings(session, person_id, zone, limit=1)), None),
        _list_feedback(session, person_id),
        list_shared_goals(session, person_id, zone),
        list_shared_marks(session, person_id, zone),
    )


def list_shared_meetings(
    session: Session, person_id: str, zone: tzinfo, limit: int | None = None
) -> tuple[SharedMeeting, ...]:
    """Return the meetings held with a person that have shared notes, newest first; a day is that of `zone`."""
    with_shared = (
        select(Note.meeting_id)
        .join(NoteBlock, col(NoteBlock.note_id) == col(Note.id))
        .where(Note.person_id == person_id, Note.kind == NoteKind.NOTES, NoteBlock.visibility == Visibility.SHARED)
    )
    held = (
        select(Meeting.id, Meeting.starts_at)
        .where(Meeting.person_id == person_id, Meeting.state == MeetingState.HELD, col(Meeting.id).in_(with_shared))
        .order_by(col(Meeting.starts_at).desc())
        .limit(limit)
    )
    meetings = session.exec(held).all()
    blocks = (
        select(Note.meeting_id, NoteBlock.text)
        .join(NoteBlock, col(NoteBlock.note_id) == col(Note.id))
        .where(Note.person_id == person_id, Note.kind == NoteKind.NOTES, NoteBlock.visibility == Visibility.SHARED)
        .order_by(col(Note.created_at), col(NoteBlock.position))
    )
    if limit is not None:
        blocks = blocks.where(col(Note.meeting_id).in_([meeting_id for meeting_id, _ in meetings]))
    paragraphs: dict[str | None, list[str]] = {}
    for meeting_id, text in session.exec(blocks):
        if text.strip():
            paragraphs.setdefault(meeting_id, []).append(text.strip())
    return tuple(
        SharedMeeting(meeting_id, starts_at.astimezone(zone).date(), SharedNote(tuple(paragraphs[meeting_id])))
        for meeting_id, starts_at in meetings
        if meeting_id in paragraphs
    )


def find_live_meeting(session: Session, person_id: str) -> str | None:
    """Return the meeting with a person that is live, if there is one."""
    statement = select(Meeting.id).where(Meeting.person_id == person_id, Meeting.state == MeetingState.LIVE)
    return session.exec(statement.limit(1)).first()


def _get_person(session: Session, person_id: str, now: datetime, zone: tzinfo) -> SharedPerson:
    about = columns(Person.name, Person.pronouns, Person.role, Person.level, Person.team, Person.cadence)
    found = next(iter(read(session, about.where(col(Person.id) == person_id))), None)
    if found is None:
        raise NotFound("They are no longer in the vault.")
    owner = session.exec(select(Person.name).where(col(Person.is_owner))).first() or ""
    held = select(Meeting.starts_at).where(
        Meeting.person_id == person_id, Meeting.state == MeetingState.HELD, Meeting.starts_at < now
    )
    last = session.exec(held.order_by(col(Meeting.starts_at).desc()).limit(1)).first()
    start = datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)
    planned = select(Meeting.starts_at).where(
        Meeting.person_id == person_id, Meeting.state == MeetingState.PLANNED, Meeting.starts_at >= start
    )
    next_at = session.exec(planned.order_by(col(Meeting.starts_at)).limit(1)).first()
    name, pronouns, role, level, team, cadence = found
    return SharedPerson(
        person_id=person_id,
        name=name,
        pronouns=pronouns,
        role=role,
        level=level,
        team=team,
        cadence=cadence,
        owner_name=owner,
        last_on=None if last is None else last.astimezone(zone).date(),
        next_on=None if next_at is None else next_at.astimezone(zone).date(),
        next_at=next_at,
        is_live=find_live_meeting(session, person_id) is not None,
    )


def _list_agenda(session: Session, person_id: str) -> tuple[SharedAgendaItem, ...]:
    """Return the open topics, and those ticked in the meeting that is live."""
    live = find_live_meeting(session, person_id)
    is_shown = col(AgendaItem.state) == AgendaState.OPEN
    if live is not None:
        is_shown |= (col(AgendaItem.state) == AgendaState.DISCUSSED) & (col(AgendaItem.discussed_in) == live)
    statement = (
        columns(AgendaItem.id, AgendaItem.text, AgendaItem.source, AgendaItem.state, AgendaItem.created_at)
        .where(col(AgendaItem.person_id) == person_id, col(AgendaItem.visibility) == Visibility.SHARED, is_shown)
        .order_by(col(AgendaItem.position), col(AgendaItem.created_at))
    )
    finished = select(Meeting.finished_at).where(
        Meeting.person_id == person_id, Meeting.state == MeetingState.HELD, col(Meeting.finished_at).is_not(None)
    )
    last = session.exec(finished.order_by(col(Meeting.starts_at).desc()).limit(1)).first()
    return tuple(
        SharedAgendaItem(
            item_id,
            text,
            source is AgendaSource.THEIRS,
            last is not None and created_at < last,
            state is AgendaState.DISCUSSED,
        )
        for item_id, text, source, state, created_at in read(session, statement)
    )


def _list_promises(session: Session, person: SharedPerson) -> tuple[SharedPromise, ...]:
    """Return the open follow-ups by day, those without a day last. Lateness is advice to you and stays out."""
    statement = columns(Promise.id, Promise.text, Promise.owner, Promise.due_on).where(
        col(Promise.person_id) == person.person_id,
        col(Promise.visibility) == Visibility.SHARED,
        col(Promise.done_at).is_(None),
        col(Promise.dropped_at).is_(None),
    )
    names = {PromiseOwner.ME: person.owner_name, PromiseOwner.THEM: person.name}
    ordered = statement.order_by(col(Promise.due_on).is_(None), col(Promise.due_on), col(Promise.text))
    return tuple(
        SharedPromise(promise_id, text, names[owner], due_on, is_done=False)
        for promise_id, text, owner, due_on in read(session, ordered)
    )


def _list_feedback(session: Session, person_id: str) -> tuple[SharedFeedback, ...]:
    """Return what was passed on and shared, newest first; one of the two is not enough."""
    statement = (
        columns(Observation.id, Observation.text, Observation.said_by, Observation.observed_on)
        .where(
            col(Observation.person_id) == person_id,
            col(Observation.kind) == ObservationKind.FEEDBACK,
            col(Observation.visibility) == Visibility.SHARED,
            col(Observation.passed_on_at).is_not(None),
        )
        .order_by(col(Observation.observed_on).desc(), col(Observation.created_at).desc())
    )
    return tuple(SharedFeedback(*found) for found in read(session, statement))
