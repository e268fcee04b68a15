"""Everything about a person for an export, in two types: what may be shared, and all of it.

A shared export is written from `SharedPersonRecord` alone. No field of it could hold private text, so that no
mistake in a writer of files can let any out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.note import Note, NoteBlock
from coachdesk.model.person import Person, RoleChange
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, SharedNote, share
from coachdesk.services.people import PersonDetail, get_person
from coachdesk.store.folding import fold


@dataclass(frozen=True, slots=True)
class RoleStep:
    """What a person was from a day on."""

    changed_on: date
    role: str
    level: str
    team: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who someone is at work; nothing of it is private."""

    person_id: str
    name: str
    pronouns: str
    email: str
    role: str
    level: str
    track: str
    team: str
    manager_name: str
    start_on: date | None
    time_zone: str
    cadence: str
    tags: tuple[str, ...]
    is_archived: bool


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """When a meeting was, without what was said in it."""

    meeting_id: str
    kind: MeetingKind
    state: MeetingState
    starts_at: datetime
    duration_min: int


@dataclass(frozen=True, slots=True)
class SharedMeeting:
    """A meeting with the shared part of its notes, one for each note."""

    facts: MeetingFacts
    notes: tuple[SharedNote, ...]


@dataclass(frozen=True, slots=True)
class PrivateMeeting:
    """A meeting with all blocks of its notes and its pulse from 1 to 5."""

    facts: MeetingFacts
    notes: tuple[tuple[Block, ...], ...]
    pulse: int | None


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A topic and what became of it."""

    text: str
    source: AgendaSource
    state: AgendaState


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """A promise; `done_on` is None while it is open."""

    text: str
    owner: PromiseOwner
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class SharedPersonRecord:
    """What may be shown to the person: newest meeting first, then notes outside meetings, newest first."""

    facts: PersonFacts
    roles: tuple[RoleStep, ...]
    meetings: tuple[SharedMeeting, ...]
    notes: tuple[tuple[datetime, SharedNote], ...]
    agenda: tuple[AgendaEntry, ...]
    promises: tuple[PromiseEntry, ...]


@dataclass(frozen=True, slots=True)
class PrivatePersonRecord:
    """Everything about a person. `agenda` and `promises` are shared, the private ones and `about` are not."""

    facts: PersonFacts
    roles: tuple[RoleStep, ...]
    meetings: tuple[PrivateMeeting, ...]
    notes: tuple[tuple[datetime, tuple[Block, ...]], ...]
    agenda: tuple[AgendaEntry, ...]
    promises: tuple[PromiseEntry, ...]
    about: str
    private_agenda: tuple[AgendaEntry, ...]
    private_promises: tuple[PromiseEntry, ...]


def list_everyone(session: Session) -> tuple[str, ...]:
    """Return the identities of all people but the owner, archived ones too, by name."""
    statement = select(Person.id).where(~col(Person.is_owner)).order_by(Person.name, Person.id)
    return tuple(session.exec(statement))


def find_people_named(session: Session, name: str) -> tuple[str, ...]:
    """Return the identities of people with this full name, however it is capitalised or accented, or with this id."""
    wanted = fold(" ".join(name.split()))
    rows = session.exec(select(Person.id, Person.name).where(~col(Person.is_owner)).order_by(Person.id))
    return tuple(key for key, known in rows if key == name or fold(" ".join(known.split())) == wanted)


def read_shared(session: Session, person_id: str) -> SharedPersonRecord:
    """Return what may be shared about a person. Raises NotFound."""
    facts = _facts(get_person(session, person_id))
    notes = _notes(session, person_id)
    return SharedPersonRecord(
        facts,
        _roles(session, person_id),
        tuple(
            SharedMeeting(_meeting(row), _shared(blocks for note, blocks in notes if note.meeting_id == row.id))
            for row in _meetings(session, person_id)
        ),
        tuple(
            (note.created_at, shared)
            for note, blocks in notes
            if note.meeting_id is None and (shared := share(blocks)).paragraphs
        ),
        _agenda(session, person_id, Visibility.SHARED),
        _promises(session, person_id, Visibility.SHARED),
    )


def read_private(session: Session, person_id: str) -> PrivatePersonRecord:
    """Return everything about a person. Raises NotFound."""
    person = get_person(session, person_id)
    notes = [(note, blocks) for note, blocks in _notes(session, person_id) if blocks]
    return PrivatePersonRecord(
        _facts(person),
        _roles(session, person_id),
        tuple(
            PrivateMeeting(
                _meeting(row), tuple(blocks for note, blocks in notes if note.meeting_id == row.id), row.pulse
            )
            for row in _meetings(session, person_id)
        ),
        tuple((note.created_at, blocks) for note, blocks in notes if note.meeting_id is None),
        _agenda(session, person_id, Visibility.SHARED),
        _promises(session, person_id, Visibility.SHARED),
        person.about,
        _agenda(session, person_id, Visibility.ONLY_YOU),
        _promises(session, person_id, Visibility.ONLY_YOU),
    )


def count_private(session: Session, person_id: str) -> int:
    """Return how many private items there are: blocks, agenda items, promises, pulses and the lines about a person."""
    blocks = (
        select(func.count())
        .select_from(NoteBlock)
        .join(Note, col(Note.id) == col(NoteBlock.note_id))
        .where(Note.person_id == person_id, NoteBlock.visibility == Visibility.ONLY_YOU)
    )
    items = (
        select(func.count())
        .select_from(AgendaItem)
        .where(AgendaItem.person_id == person_id, AgendaItem.visibility == Visibility.ONLY_YOU)
    )
    promises = (
        select(func.count())
        .select_from(Promise)
        .where(Promise.person_id == person_id, Promise.visibility == Visibility.ONLY_YOU)
    )
    pulses = (
        select(func.count()).select_from(Meeting).where(Meeting.person_id == person_id, col(Meeting.pulse).is_not(None))
    )
    about = int(bool(get_person(session, person_id).about))
    return about + sum(session.exec(statement).one() for statement in (blocks, items, promises, pulses))


def _facts(person: PersonDetail) -> PersonFacts:
    return PersonFacts(
        person.person_id,
        person.name,
        person.pronouns,
        person.email,
        person.role,
        person.level,
        person.track,
        person.team,
        person.manager_name,
        person.start_on,
        person.time_zone,
        person.cadence,
        person.tags,
        person.is_archived,
    )


def _roles(session: Session, person_id: str) -> tuple[RoleStep, ...]:
    statement = select(RoleChange).where(RoleChange.person_id == person_id).order_by(col(RoleChange.changed_on))
    return tuple(RoleStep(row.changed_on, row.role, row.level, row.team) for row in session.exec(statement))


def _meetings(session: Session, person_id: str) -> Sequence[Meeting]:
    statement = select(Meeting).where(Meeting.person_id == person_id)
    return session.exec(statement.order_by(col(Meeting.starts_at).desc(), Meeting.id)).all()


def _meeting(row: Meeting) -> MeetingFacts:
    return MeetingFacts(row.id, row.kind, row.state, row.starts_at, row.duration_min)


def _notes(session: Session, person_id: str) -> list[tuple[Note, tuple[Block, ...]]]:
    """Return the notes about a person with their blocks in order, newest note first, by two queries."""
    notes = session.exec(
        select(Note).where(Note.person_id == person_id).order_by(col(Note.created_at).desc(), Note.id)
    ).all()
    rows = session.exec(
        select(NoteBlock)
        .join(Note, col(Note.id) == col(NoteBlock.note_id))
        .where(Note.person_id == person_id)
        .order_by(col(NoteBlock.note_id), col(NoteBlock.position))
    )
    blocks: dict[str, list[Block]] = {}
    for row in rows:
        blocks.setdefault(row.note_id, []).append(Block(row.visibility, row.text))
    return [(note, tuple(blocks.get(note.id, ()))) for note in notes]


def _shared(notes: Iterable[tuple[Block, ...]]) -> tuple[SharedNote, ...]:
    return tuple(shared for blocks in notes if (shared := share(blocks)).paragraphs)


def _agenda(session: Session, person_id: str, visibility: Visibility) -> tuple[AgendaEntry, ...]:
    statement = (
        select(AgendaItem)
        .where(AgendaItem.person_id == person_id, AgendaItem.visibility == visibility)
        .order_by(col(AgendaItem.position), col(AgendaItem.created_at), AgendaItem.id)
    )
    return tuple(AgendaEntry(row.text, row.source, row.state) for row in session.exec(statement))


def _promises(session: Session, person_id: str, visibility: Visibility) -> tuple[PromiseEntry, ...]:
    statement = select(Promise).where(Promise.person_id == person_id, Promise.visibility == visibility)
    rows = session.exec(statement.order_by(col(Promise.created_at), Promise.id))
    return tuple(
        PromiseEntry(row.text, row.owner, row.due_on, row.done_at.date() if row.done_at else None) for row in rows
    )
