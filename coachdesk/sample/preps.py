"""What is prepared for the meetings of the present day, and which questions of the bank were asked before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random

from sqlmodel import col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.base import Noun
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note, NoteBlock, NoteKind, NoteRevision
from coachdesk.model.visibility import Visibility
from coachdesk.sample.story import AMARA, ARJUN, KWAME, NOOR
from coachdesk.services.blocks import Block
from coachdesk.services.notes import encode_blocks
from coachdesk.services.question_bank import Purpose, load_bank
from coachdesk.store.unit_of_work import UnitOfWork

_PREPARED: Mapping[str, str] = {
    AMARA: "notes,actions,goals,evidence",
    NOOR: "notes,actions,goals,evidence,question",
    KWAME: "notes,actions",
    ARJUN: "notes,actions,goals",
}
_NOTES: Mapping[str, str] = {
    AMARA: "Start with how the weekend was. Then let her tell the design-review story herself; "
    "ask what she would let Nanami do alone.",
    NOOR: "First talk: say what stays between us and what does not. Listen for half of the time at least.",
    KWAME: "Do not open with the freeze. Ask about the launch first, and what he would stop.",
}
_OUTCOMES = (
    "wants to lead it next time",
    "nothing that I can change now",
    "would rather pair than review alone",
    "",
    "asked for a week without meetings",
    "said it in two words, came back to it later",
)
_EVERY = 9
"""One meeting in this many had a question of the bank."""


def add_preps(unit: UnitOfWork, person_ids: Mapping[str, str], today: date, zone: tzinfo, seed: int) -> None:
    """Tick checks, write prep notes and keep asked questions, for those of the story who are in the vault."""
    random = Random(f"{seed}/preps")  # noqa: S311 - made-up preparation, no secret
    start = datetime.combine(today, time(), zone).astimezone(UTC)
    for name, person_id in person_ids.items():
        meetings = unit.session.exec(
            select(Meeting).where(Meeting.person_id == person_id).order_by(col(Meeting.starts_at))
        ).all()
        held = [meeting for meeting in meetings if meeting.state is MeetingState.HELD]
        unit.session.add_all(_asked(random, held))
        coming = (m for m in meetings if m.state is MeetingState.PLANNED and start <= m.starts_at)
        meeting = next((m for m in coming if m.starts_at < start + timedelta(days=1)), None)
        if meeting is not None:
            meeting.prepared = _PREPARED.get(name, "")
            for row in _note(random, meeting, _NOTES.get(name, ""), start):
                unit.session.add(row)
                unit.session.flush()


def _asked(random: Random, held: list[Meeting]) -> Iterator[AgendaItem]:
    questions = load_bank().list_for(Purpose.WEEKLY)
    for meeting in held[random.randrange(1, _EVERY) :: _EVERY]:
        question = random.choice(questions)
        yield AgendaItem(
            id=_new_id(random),
            person_id=meeting.person_id,
            text=question.text,
            source=AgendaSource.BANK,
            state=AgendaState.DISCUSSED,
            position=99,
            discussed_in=meeting.id,
            question_id=question.question_id,
            outcome=random.choice(_OUTCOMES),
            closed_at=meeting.finished_at,
            created_at=meeting.starts_at - timedelta(hours=2),
        )


def _note(random: Random, meeting: Meeting, text: str, start: datetime) -> Iterator[Noun]:
    if text:
        at = start + timedelta(hours=8, minutes=50)
        note = Note(
            id=_new_id(random),
            person_id=meeting.person_id,
            meeting_id=meeting.id,
            kind=NoteKind.PREP,
            created_at=at,
            updated_at=at,
        )
        yield note
        block = Block(Visibility.ONLY_YOU, text)
        yield NoteBlock(id=_new_id(random), note_id=note.id, position=0, visibility=block.visibility, text=text)
        yield NoteRevision(id=_new_id(random), note_id=note.id, saved_at=at, blocks=encode_blocks((block,)))


def _new_id(random: Random) -> str:
    return f"{random.getrandbits(128):032x}"
