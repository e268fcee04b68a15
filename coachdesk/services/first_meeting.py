"""The guide to a first talk: a few questions of the bank and of the card, until they are on the agenda."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingKind
from coachdesk.services.agenda import AgendaDraft, AgendaRow, add_items
from coachdesk.services.card import CARD_QUESTIONS
from coachdesk.services.question_bank import Purpose, choose
from coachdesk.services.questions import get_bank
from coachdesk.store.unit_of_work import UnitOfWork

_FROM_BANK = 3
_FROM_CARD = ("feedback", "recognition", "hours")
_CARD = "card/"


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A question that the guide suggests; `is_card` ones have a place on the person card for the answer."""

    question_id: str
    text: str
    is_card: bool


def list_guide(
    session: Session, person_id: str, kind: MeetingKind, agenda: tuple[AgendaRow, ...]
) -> tuple[GuideRow, ...]:
    """Return what a first talk with someone could ask, without what is on the agenda already."""
    is_skip = kind is MeetingKind.SKIP_LEVEL
    purpose = Purpose.SKIP_FIRST if is_skip else Purpose.FIRST_MEETING
    bank = choose(get_bank(session), {}, purpose, count=_FROM_BANK, person_id=person_id)
    card = () if is_skip else tuple(one for one in CARD_QUESTIONS if one.key in _FROM_CARD)
    rows = (
        *(GuideRow(question.question_id, question.text, False) for question in bank),
        *(GuideRow(f"{_CARD}{question.key}", question.text, True) for question in card),
    )
    taken = {row.text for row in agenda} | {row.question_id for row in agenda if row.question_id}
    return tuple(row for row in rows if row.text not in taken and row.question_id not in taken)


def add_guide(unit: UnitOfWork, person_id: str, rows: tuple[GuideRow, ...]) -> None:
    """Put questions of the guide on the agenda, all in one act."""
    add_items(
        unit,
        (
            AgendaDraft(
                person_id,
                row.text,
                AgendaSource.MINE if row.is_card else AgendaSource.BANK,
                question_id="" if row.is_card else row.question_id,
            )
            for row in rows
        ),
    )
