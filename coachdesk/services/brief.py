"""The prep brief: from the vault alone, the same whenever it is asked, and each line names where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person, first_name
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.brief_lines import Brief, BriefKind, BriefLine
from coachdesk.services.brief_sources import (
    find_gap,
    midnight,
    read_card,
    read_competencies,
    read_evidence,
    read_goals,
    read_kept,
    read_observations,
    read_reviews,
    read_wills,
)
from coachdesk.services.meetings import MeetingRow, build_rows
from coachdesk.services.promises import list_open_promises
from coachdesk.services.question_bank import Purpose, choose
from coachdesk.services.questions import get_bank, get_past
from coachdesk.store.failures import NotFound

MEETINGS = 3
"""How many meetings back a brief reaches."""
_WITHOUT_MEETING = timedelta(days=30)
"""How far back *since* goes before the first meeting."""


def get_brief(session: Session, person_id: str, now: datetime, zone: tzinfo) -> Brief:
    """Return the brief for meeting a person at `now`, days being those of `zone`, with a fixed number of queries.

    Raises NotFound when the person is gone.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    today = now.astimezone(zone).date()
    past = _last_held(session, person, now)
    since = past[0].starts_at.astimezone(zone).date() if past else None
    from_on = since or today - _WITHOUT_MEETING
    from_at = past[0].starts_at if past else midnight(from_on, zone)
    lines = [
        *_carried(session, person_id, past[0].starts_at if past else None, zone),
        *_meetings(past, zone),
        *_promises(session, today, person_id),
        *read_observations(session, person_id, from_on),
        *read_kept(session, person_id, from_at, zone),
        *_growth(session, person_id, from_on, from_at, zone, today),
        *_question(session, person_id, zone),
        *read_card(session, person_id),
    ]
    order = list(BriefKind)
    lines.sort(key=lambda line: order.index(line.kind))
    return Brief(person_id, person.name, first_name(person.name), since, tuple(lines))


def _last_held(session: Session, person: Person, now: datetime) -> tuple[MeetingRow, ...]:
    statement = (
        select(Meeting)
        .where(Meeting.person_id == person.id, Meeting.state == MeetingState.HELD, col(Meeting.starts_at) <= now)
        .order_by(col(Meeting.starts_at).desc())
        .limit(MEETINGS)
    )
    return build_rows(session, session.exec(statement).all(), {person.id: person.name})


def _carried(session: Session, person_id: str, held_at: datetime | None, zone: tzinfo) -> Iterator[BriefLine]:
    if held_at is None:
        return
    statement = (
        select(AgendaItem)
        .where(
            AgendaItem.person_id == person_id,
            AgendaItem.state == AgendaState.OPEN,
            col(AgendaItem.created_at) < held_at,
        )
        .order_by(col(AgendaItem.position), col(AgendaItem.created_at))
    )
    for row in session.exec(statement):
        added_on = row.created_at.astimezone(zone).date()
        yield BriefLine(BriefKind.CARRIED, row.text, added_on, "", "agenda_item", row.id)


def _meetings(past: tuple[MeetingRow, ...], zone: tzinfo) -> Iterator[BriefLine]:
    for row in past:
        held_on = row.starts_at.astimezone(zone).date()
        yield BriefLine(BriefKind.MEETING, row.summary, held_on, "", "meeting", row.meeting_id)


def _promises(session: Session, today: date, person_id: str) -> Iterator[BriefLine]:
    for row in list_open_promises(session, today, person_id):
        kind = BriefKind.MINE if row.owner is PromiseOwner.ME else BriefKind.THEIRS
        yield BriefLine(kind, row.text, row.due_on, row.owner.value, "promise", row.promise_id)


def _growth(
    session: Session, person_id: str, from_on: date, from_at: datetime, zone: tzinfo, today: date
) -> Iterator[BriefLine]:
    """Return evidence, goals and reviews, and the one criterion that lacks evidence."""
    _, names = read_competencies(session, person_id, today)
    yield from read_evidence(session, person_id, from_on, names)
    yield from read_goals(session, person_id, from_at, zone)
    yield from read_wills(session, person_id)
    yield from read_reviews(session, person_id, from_at, zone)
    gap = find_gap(session, person_id, names)
    if gap is not None:
        yield gap


def _question(session: Session, person_id: str, zone: tzinfo) -> Iterator[BriefLine]:
    """Return the weekly question that was not asked for the longest time and is not on the agenda yet."""
    past = get_past(session, person_id, zone)
    days = {question_id: asked.on for question_id, asked in past.asked.items()}
    bank = get_bank(session)
    for one in choose(bank, days, Purpose.WEEKLY, count=len(past.chosen) + 1, person_id=person_id):
        if one.question_id not in past.chosen:
            asked = past.asked.get(one.question_id)
            on, outcome = (asked.on, asked.outcome) if asked else (None, "")
            yield BriefLine(BriefKind.QUESTION, one.text, on, outcome, "question", one.question_id)
            return
