"""The agenda of a person: items stay until they are discussed or dropped, whatever happens to meetings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.visibility import Visibility
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item on the list. `is_carried` says that a meeting was held since it was added."""

    item_id: str
    person_id: str
    text: str
    source: AgendaSource
    is_private: bool
    is_done: bool
    is_carried: bool


@dataclass(frozen=True, slots=True)
class AgendaDraft:
    """A new item."""

    person_id: str
    text: str
    source: AgendaSource = AgendaSource.MINE
    visibility: Visibility = Visibility.SHARED


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
        created_at=unit.now,
    )
    unit.add(item)
    return item.id


def set_discussed(unit: UnitOfWork, item_id: str, meeting_id: str | None, *, is_done: bool) -> None:
    """Tick an item as discussed in a meeting, or open it again."""
    item = _get(unit.session, item_id)
    item.state = AgendaState.DISCUSSED if is_done else AgendaState.OPEN
    item.discussed_in = meeting_id if is_done else None


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
    _get(unit.session, item_id).state = AgendaState.DROPPED


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
    """Return the open items of a person and those that were discussed in `meeting_id`, in their order."""
    statement = select(AgendaItem).where(AgendaItem.person_id == person_id)
    if meeting_id is None:
        statement = statement.where(AgendaItem.state == AgendaState.OPEN)
    else:
        statement = statement.where(
            (AgendaItem.state == AgendaState.OPEN)
            | ((AgendaItem.state == AgendaState.DISCUSSED) & (AgendaItem.discussed_in == meeting_id))
        )
    last = session.exec(
        select(Meeting.finished_at)
        .where(
            Meeting.person_id == person_id,
            Meeting.state == MeetingState.HELD,
            Meeting.id != (meeting_id or ""),
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    ).first()
    rows = session.exec(statement.order_by(col(AgendaItem.position), col(AgendaItem.created_at)))
    return tuple(
        AgendaRow(
            row.id,
            row.person_id,
            row.text,
            row.source,
            row.visibility is Visibility.ONLY_YOU,
            row.state is AgendaState.DISCUSSED,
            last is not None and row.created_at < last,
        )
        for row in rows
    )


def _open_items(session: Session, person_id: str) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.person_id == person_id, AgendaItem.state == AgendaState.OPEN)
    return list(session.exec(statement.order_by(col(AgendaItem.position), col(AgendaItem.created_at))))


def _get(session: Session, item_id: str) -> AgendaItem:
    item = session.get(AgendaItem, item_id)
    if item is None:
        raise NotFound("The agenda item is no longer in the vault.")
    return item
