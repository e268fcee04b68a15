"""What can be done in presenter mode. Each act looks first whether the thing is shared with this person."""

from __future__ import annotations

from sqlmodel import col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource
from coachdesk.model.promise import Promise
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, add_item, set_discussed
from coachdesk.services.promises import set_promise_done
from coachdesk.services.shared.page import find_live_meeting
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


def add_shared_item(unit: UnitOfWork, person_id: str, text: str, *, is_theirs: bool) -> str:
    """Put a topic on the agenda for both to see and return its identity. Raises ValueError when it is empty."""
    source = AgendaSource.THEIRS if is_theirs else AgendaSource.MINE
    return add_item(unit, AgendaDraft(person_id, text, source, Visibility.SHARED))


def tick_shared_item(unit: UnitOfWork, person_id: str, item_id: str, *, is_done: bool) -> None:
    """Tick a topic as discussed, in the live meeting if there is one. Raises NotFound for what is not shared."""
    _check_shared(unit, AgendaItem, item_id, person_id)
    set_discussed(unit, item_id, find_live_meeting(unit.session, person_id), is_done=is_done)


def tick_shared_promise(unit: UnitOfWork, person_id: str, promise_id: str, *, is_done: bool) -> None:
    """Tick a follow-up as kept. Raises NotFound for what is not shared."""
    _check_shared(unit, Promise, promise_id, person_id)
    set_promise_done(unit, promise_id, is_done=is_done)


def _check_shared(unit: UnitOfWork, kind: type[AgendaItem] | type[Promise], row_id: str, person_id: str) -> None:
    is_shared = (col(kind.person_id) == person_id) & (col(kind.visibility) == Visibility.SHARED)
    if unit.session.exec(select(col(kind.id)).where(col(kind.id) == row_id, is_shared)).first() is None:
        raise NotFound("That is no longer shared.")
