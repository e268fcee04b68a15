"""Promises of the sample beyond what is simply open or kept: snoozed, dropped, handed over; and a talk to close."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlmodel import select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.evidence import Evidence, EvidenceSource, EvidenceTarget
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note, NoteKind
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.sample.story import ARJUN, HANNAH, KWAME, ME, SHARED, SOFIA, THEM, TOMASZ, YUSUF
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import MeetingPlan, finish_meeting, plan_meeting, set_pulse
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.store.unit_of_work import UnitOfWork

_PUT_OFF: tuple[tuple[str, str, PromiseOwner, int, int, int], ...] = (
    (SOFIA, "Look for a second mentor outside the area", ME, 9, 26, 13),
    (YUSUF, "Ask Facilities about a quiet room for reviews", ME, 4, 18, 3),
    (HANNAH, "Write up what the shorter stand-ups changed", THEM, 2, 16, 6),
)
"""Snoozed: person, words, owner, days since it was due, days since it was made, days until it wakes."""

_GIVEN_UP: tuple[tuple[str, str, PromiseOwner, int, int], ...] = (
    (TOMASZ, "Find a speaker on paging for the April guild", ME, 48, 20),
    (ARJUN, "Book a room for the RFC reading group", ME, 60, 31),
    (KWAME, "Draw the old payout flow for newcomers", THEM, 55, 24),
)
"""Dropped: person, words, owner, days since it was made, days since it was dropped."""

HANDED: Mapping[str, str] = {"Clear the freeze with Kwame’s team": KWAME}
"""In whose meeting a promise of the story is to be raised, by its words."""

_DISCUSSED = ("Ledger", "Weekend", "How do I", "Staff evidence", "Hand Nanami")
_MADE_TODAY = ("Clear the freeze with Kwame’s team", "Write the schema-freeze proposal")
_MIDDAY = time(12, 0)


def tell_kept(
    person_ids: Mapping[str, str], today: date, moment: Callable[[date, time], datetime]
) -> Iterator[Promise]:
    """Return promises that are snoozed or dropped on the present day."""
    random = Random("follow-ups")  # noqa: S311 - identities of made-up rows, no secret

    def build(name: str, text: str, owner: PromiseOwner, made: int, **more: Any) -> Promise:
        return Promise(
            id=f"{random.getrandbits(128):032x}",
            person_id=person_ids[name],
            text=text,
            owner=owner,
            created_at=moment(today - timedelta(days=made), _MIDDAY),
            **more,
        )

    for name, text, owner, late, made, sleeps in _PUT_OFF:
        if name in person_ids:
            until = today + timedelta(days=sleeps)
            yield build(name, text, owner, made, due_on=today - timedelta(days=late), snoozed_until=until)
    for name, text, owner, made, dropped in _GIVEN_UP:
        if name in person_ids:
            at = moment(today - timedelta(days=dropped), _MIDDAY)
            yield build(name, text, owner, made, due_on=today - timedelta(days=dropped + 5), dropped_at=at)


def tell_follow_up(unit: UnitOfWork, person_id: str, today: date) -> str:
    """End the live meeting with Amara as the story does, but don't close it; return its identity."""
    session = unit.session
    live = select(Meeting).where(Meeting.person_id == person_id, Meeting.state == MeetingState.LIVE)
    meeting = session.exec(live).one()
    items = session.exec(
        select(AgendaItem).where(AgendaItem.person_id == person_id, AgendaItem.state == AgendaState.OPEN)
    )
    for item in items:
        if item.text.startswith(_DISCUSSED):
            item.state, item.discussed_in = AgendaState.DISCUSSED, meeting.id
    for promise in session.exec(select(Promise).where(Promise.person_id == person_id)):
        if promise.text in _MADE_TODAY:
            promise.meeting_id = meeting.id
    text = "Stay in the room and speak last"
    add_promise(unit, PromiseDraft(person_id, text, THEM, today + timedelta(days=10), meeting.id))
    _keep_evidence(unit, meeting, today)
    line = Block(Visibility.ONLY_YOU, "Ask about load again before the second project comes up.")
    save_note(unit, NoteDraft("tour-next-time", person_id, meeting.id, (line,), NoteKind.NEXT_TIME))
    plan_meeting(unit, MeetingPlan(person_id, meeting.starts_at + timedelta(days=7)))
    finish_meeting(unit, meeting.id)
    meeting.finished_at = unit.now + timedelta(minutes=28)
    set_pulse(unit, meeting.id, 3)
    return meeting.id


def _keep_evidence(unit: UnitOfWork, meeting: Meeting, today: date) -> None:
    note = unit.session.exec(select(Note).where(Note.meeting_id == meeting.id, Note.kind == NoteKind.NOTES)).one()
    evidence = Evidence(
        person_id=meeting.person_id,
        text="Idempotency-key review: four teams changed their plans",
        source=EvidenceSource.NOTE,
        source_id=note.id,
        visibility=SHARED,
        occurred_on=today,
        created_at=unit.now,
    )
    unit.add(evidence)
    unit.session.flush()
    unit.add(EvidenceTarget(evidence_id=evidence.id, competency_id="technical-judgement"))
