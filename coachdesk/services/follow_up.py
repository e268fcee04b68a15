"""After a talk: what was promised in it, what is kept as evidence, what the person gets to read, and closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.evidence import Evidence, EvidenceSource, EvidenceTarget
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import NoteKind
from coachdesk.model.person import Person
from coachdesk.model.promise import Promise
from coachdesk.model.visibility import Visibility
from coachdesk.services.ladders import find_placement, get_ladder, list_ladder_choices
from coachdesk.services.notes import NoteRow, find_note_of_meeting
from coachdesk.services.people import find_owner
from coachdesk.services.promises import PromiseRow, build_promise_rows
from coachdesk.services.summary import SharedSummary, summarise
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

USUAL_LADDER = "software-engineer@"
"""The pin of the built-in ladder begins so; evidence about someone who is placed on none is sorted by it."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A line that was marked as evidence. `competency_id` is empty until one is chosen."""

    evidence_id: str
    text: str
    competency_id: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class CompetencyChoice:
    """A competency of the ladder that the person stands on."""

    competency_id: str
    name: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much stays out of the summary because it is only yours."""

    blocks: int
    items: int
    actions: int


@dataclass(frozen=True, slots=True)
class NextUp:
    """The meeting that follows on the same day."""

    meeting_id: str
    person_id: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the follow-up of a meeting shows beside its agenda, pulse and next date."""

    meeting_id: str
    owner_name: str
    summary_copied_at: datetime | None
    closed_at: datetime | None
    actions: tuple[PromiseRow, ...]
    evidence: tuple[EvidenceRow, ...]
    ladder_pin: str
    competencies: tuple[CompetencyChoice, ...]
    summary: SharedSummary
    left_out: LeftOut
    next_time: NoteRow | None
    next_up: NextUp | None


def get_follow_up(session: Session, meeting_id: str, now: datetime, zone: tzinfo) -> FollowUp:
    """Return the follow-up of a meeting at the aware instant `now`; days are those of `zone`. Raises NotFound."""
    meeting = _get(session, meeting_id)
    person = session.get_one(Person, meeting.person_id)
    owner = find_owner(session)
    note = find_note_of_meeting(session, meeting_id)
    today = now.astimezone(zone).date()
    promises = _promises_of(session, meeting_id)
    evidence = _evidence_of(session, note)
    pin, competencies = _list_competencies(session, meeting.person_id, today) if evidence else ("", ())
    blocks = note.blocks if note else ()
    return FollowUp(
        meeting_id,
        owner.name if owner else "",
        meeting.summary_copied_at,
        meeting.closed_at,
        build_promise_rows(session, promises, today),
        evidence,
        pin,
        competencies,
        summarise(
            blocks,
            promises,
            held_on=meeting.starts_at.astimezone(zone).date(),
            owner_name=owner.name if owner else "",
            person_name=person.name,
        ),
        LeftOut(
            sum(block.visibility is Visibility.ONLY_YOU for block in blocks),
            _count_private_items(session, meeting),
            sum(one.visibility is Visibility.ONLY_YOU for one in promises),
        ),
        find_note_of_meeting(session, meeting_id, NoteKind.NEXT_TIME),
        _find_next_up(session, meeting_id, now, zone),
    )


def find_next_time(session: Session, person_id: str, *, before: datetime) -> NoteRow | None:
    """Return what was written for the next time after the newest meeting with a person before an instant."""
    meeting_id = session.exec(
        select(Meeting.id)
        .where(Meeting.person_id == person_id, Meeting.state == MeetingState.HELD, col(Meeting.starts_at) < before)
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    ).first()
    return None if meeting_id is None else find_note_of_meeting(session, meeting_id, NoteKind.NEXT_TIME)


def mark_summary_copied(unit: UnitOfWork, meeting_id: str) -> None:
    """Remember that the summary of a meeting was copied or saved for the person."""
    _get(unit.session, meeting_id).summary_copied_at = unit.now


def close_meeting(unit: UnitOfWork, meeting_id: str) -> None:
    """Close a meeting: nothing is left to do in it. One that is still live counts as held from now on."""
    meeting = _get(unit.session, meeting_id)
    if meeting.state is MeetingState.LIVE:
        meeting.state = MeetingState.HELD
        meeting.finished_at = unit.now
    meeting.closed_at = unit.now


def set_evidence_competency(unit: UnitOfWork, evidence_id: str, ladder_pin: str, competency_id: str) -> None:
    """Say which competency a piece of evidence is about; an empty one takes that back. Raises NotFound."""
    session = unit.session
    if session.get(Evidence, evidence_id) is None:
        raise NotFound("The evidence is no longer in the vault.")
    targets = session.exec(select(EvidenceTarget).where(EvidenceTarget.evidence_id == evidence_id)).all()
    if not competency_id:
        unit.remove(targets)
    elif targets:
        targets[0].ladder_pin, targets[0].competency_id = ladder_pin, competency_id
        targets[0].level_id = targets[0].behaviour_id = ""
    else:
        unit.add(EvidenceTarget(evidence_id=evidence_id, ladder_pin=ladder_pin, competency_id=competency_id))


def _promises_of(session: Session, meeting_id: str) -> list[Promise]:
    statement = select(Promise).where(Promise.meeting_id == meeting_id, col(Promise.dropped_at).is_(None))
    return list(session.exec(statement.order_by(col(Promise.created_at), col(Promise.id))))


def _evidence_of(session: Session, note: NoteRow | None) -> tuple[EvidenceRow, ...]:
    if note is None:
        return ()
    statement = (
        select(Evidence)
        .where(
            Evidence.source == EvidenceSource.NOTE,
            Evidence.source_id == note.note_id,
            col(Evidence.redacted_at).is_(None),
        )
        .order_by(col(Evidence.created_at), col(Evidence.id))
    )
    found = session.exec(statement).all()
    targets = session.exec(
        select(EvidenceTarget).where(col(EvidenceTarget.evidence_id).in_([one.id for one in found]))
    ).all()
    about = {target.evidence_id: target.competency_id for target in reversed(targets)}
    return tuple(
        EvidenceRow(one.id, one.text, about.get(one.id, ""), one.visibility is Visibility.ONLY_YOU) for one in found
    )


def _list_competencies(session: Session, person_id: str, on: date) -> tuple[str, tuple[CompetencyChoice, ...]]:
    placement = find_placement(session, person_id, on)
    usual = (row.pin for row in list_ladder_choices(session) if row.pin.startswith(USUAL_LADDER))
    pin = placement.ladder_pin if placement else next(usual, "")
    if not pin:
        return "", ()
    ladder = get_ladder(session, pin)
    headings = {one.parent for one in ladder.competencies}
    rated = (one for one in ladder.competencies if one.id not in headings)
    return ladder.pin, tuple(CompetencyChoice(one.id, one.name) for one in rated)


def _count_private_items(session: Session, meeting: Meeting) -> int:
    statement = select(AgendaItem.id).where(
        AgendaItem.person_id == meeting.person_id,
        AgendaItem.visibility == Visibility.ONLY_YOU,
        (AgendaItem.state == AgendaState.OPEN)
        | ((AgendaItem.state == AgendaState.DISCUSSED) & (AgendaItem.discussed_in == meeting.id)),
    )
    return len(session.exec(statement).all())


def _find_next_up(session: Session, meeting_id: str, now: datetime, zone: tzinfo) -> NextUp | None:
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)
    meeting = session.exec(
        select(Meeting)
        .where(
            Meeting.id != meeting_id,
            Meeting.state == MeetingState.PLANNED,
            col(Meeting.starts_at) > now,
            col(Meeting.starts_at) < midnight,
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    ).first()
    return None if meeting is None else NextUp(meeting.id, meeting.person_id, meeting.starts_at)


def _get(session: Session, meeting_id: str) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("The meeting is no longer in the vault.")
    return meeting
