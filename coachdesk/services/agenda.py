"""The agenda of a person: items stay until they are discussed or dropped, whatever happens to meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.visibility import Visibility
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item on the list. `is_carried` says that a meeting was held since it was added.

    `question_id` is the question that it came from, `outcome` what came of it.
    """

    item_id: str
    person_id: str
    text: str
    source: AgendaSource
    is_private: bool
    is_done: bool
    is_carried: bool
    question_id: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class AgendaDraft:
    """A new item."""

    person_id: str
    text: str
    source: AgendaSource = AgendaSource.MINE
    visibility: Visibility = Visibility.SHARED
    question_id: str = ""


def add_item(unit: UnitOfWork, draft: AgendaDraft) -> str:
    """Put an item at the end of a person's agenda and return its identity. Raises ValueError when it is empty."""
    if not draft.text.strip():
        raise ValueError("an agenda item needs words")
    positions = unit.session.exec(select(AgendaItem.position).where(AgendaItem.person_id == draft.person_id)).all()
    item = AgendaItem(
        person_id=draft.person_id,
        text=draft.text.strip(),
        source=draft.source,
        visibility=draft.visibility,
        position=max(positions, default=-1) + 1,
        question_id=draft.question_id,
        created_at=unit.now,
    )
    unit.add(item)
    return item.id


def add_items(unit: UnitOfWork, drafts: Iterable[AgendaDraft]) -> tuple[str, ...]:
    """Put several items at the end in one act, so that one undo takes them all back."""
    made = []
    for draft in drafts:
        made.append(add_item(unit, draft))
        unit.session.flush()
    return tuple(made)


def set_discussed(unit: UnitOfWork, item_id: str, meeting_id: str | None, *, is_done: bool) -> None:
    """Tick an item as discussed in a meeting, or open it again."""
    item = _get(unit.session, item_id)
    item.state = AgendaState.DISCUSSED if is_done else AgendaState.OPEN
    item.discussed_in = meeting_id if is_done else None
    item.closed_at = unit.now if is_done else None


def set_outcome(unit: UnitOfWork, item_id: str, meeting_id: str, outcome: str) -> None:
    """Keep in a few words what came of an item, or nothing; something can only come of what was discussed."""
    item = _get(unit.session, item_id)
    item.outcome = " ".join(outcome.split())
    if item.outcome and item.state is AgendaState.OPEN:
        set_discussed(unit, item_id, meeting_id, is_done=True)


def set_item_text(unit: UnitOfWork, item_id: str, text: str) -> None:
    """Change the words of an item. Raises ValueError when they are empty."""
    if not text.strip():
        raise ValueError("an agenda item needs words")
    _get(unit.session, item_id).text = text.strip()


def toggle_item_visibility(unit: UnitOfWork, item_id: str) -> None:
    """Make a shared item private, or the other way round."""
    item = _get(unit.session, item_id)
    shared = item.visibility is Visibility.SHARED
    item.visibility = Visibility.ONLY_YOU if shared else Visibility.SHARED


def drop_item(unit: UnitOfWork, item_id: str) -> None:
    """Take an item off the agenda without discussing it; undoable."""
    item = _get(unit.session, item_id)
    item.state, item.discussed_in = AgendaState.DROPPED, None
    item.closed_at = unit.now


def move_item(unit: UnitOfWork, item_id: str, step: int) -> None:
    """Move an open item up (-1) or down (+1) among the open items of its person."""
    item = _get(unit.session, item_id)
    rows = _open_items(unit.session, item.person_id)
    index = next(i for i, row in enumerate(rows) if row.id == item_id)
    target = index + step
    if 0 <= target < len(rows):
        rows.insert(target, rows.pop(index))
        for position, row in enumerate(rows):
            row.position = position


def list_agenda(session: Session, person_id: str, meeting_id: str | None = None) -> tuple[AgendaRow, ...]:
    """Return the open items of a person and those that were discussed in `meeting_id`, in their order.

    Of a meeting that is over these are the items as they stood when it ended: what was open then, and what of it was
    discussed there; what became of the open ones later does not show.
    """
    meeting = session.get(Meeting, meeting_id) if meeting_id else None
    ended_at = find_end(session, meeting)
    statement = select(AgendaItem).where(AgendaItem.person_id == person_id)
    is_open = col(AgendaItem.state) == AgendaState.OPEN
    if ended_at is not None:
        outlived = is_open | (col(AgendaItem.closed_at) > ended_at)
        is_open = outlived & (col(AgendaItem.created_at) <= ended_at)
    here = (col(AgendaItem.discussed_in) == (meeting_id or "")) & (col(AgendaItem.state) == AgendaState.DISCUSSED)
    statement = statement.where(is_open | here)
    last = _last_held(session, person_id, meeting, ended_at)
    rows = session.exec(statement.order_by(col(AgendaItem.position), col(AgendaItem.created_at)))
    return tuple(build_row(row, last, meeting_id) for row in rows)


def build_row(item: AgendaItem, last_held_at: datetime | None, meeting_id: str | None = None) -> AgendaRow:
    """Return the row of an item, given when the last meeting ended; only a tick in `meeting_id` counts as done."""
    return AgendaRow(
        item.id,
        item.person_id,
        item.text,
        item.source,
        item.visibility is Visibility.ONLY_YOU,
        item.state is AgendaState.DISCUSSED and item.discussed_in == meeting_id,
        last_held_at is not None and item.created_at < last_held_at,
        item.question_id,
        item.outcome,
    )


def find_end(session: Session, meeting: Meeting | None) -> datetime | None:
    """Return when the agenda of a meeting stopped changing, None while it is still that of the present.

    That is when it was closed, or when it ended once a later one was held; a meeting that did not happen has the
    agenda of its time.
    """
    if meeting is None or meeting.state not in (MeetingState.HELD, MeetingState.MISSED):
        return None
    if meeting.state is MeetingState.MISSED:
        return meeting.starts_at
    if meeting.closed_at is not None:
        return meeting.closed_at
    later = session.exec(
        select(Meeting.id)
        .where(
            Meeting.person_id == meeting.person_id,
            Meeting.state == MeetingState.HELD,
            col(Meeting.starts_at) > meeting.starts_at,
        )
        .limit(1)
    ).first()
    return None if later is None else meeting.finished_at or meeting.starts_at


def _last_held(session: Session, person_id: str, meeting: Meeting | None, ended_at: datetime | None) -> datetime | None:
    """Return when the last meeting ended before the one that shows, or before now."""
    statement = select(Meeting.finished_at).where(Meeting.person_id == person_id, Meeting.state == MeetingState.HELD)
    if meeting is not None:
        statement = statement.where(Meeting.id != meeting.id)
        if ended_at is not None:
            statement = statement.where(col(Meeting.starts_at) < meeting.starts_at)
    return session.exec(statement.order_by(col(Meeting.starts_at).desc()).limit(1)).first()


def _open_items(session: Session, person_id: str) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.person_id == person_id, AgendaItem.state == AgendaState.OPEN)
    return list(session.exec(statement.order_by(col(AgendaItem.position), col(AgendaItem.created_at))))


def _get(session: Session, item_id: str) -> AgendaItem:
    item = session.get(AgendaItem, item_id)
    if item is None:
        raise NotFound("The agenda item is no longer in the vault.")
    return item
