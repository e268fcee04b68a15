"""List models over the shared read models."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from coachdesk.model.person import first_name
from coachdesk.services.shared.rows import (
    SharedAgendaItem,
    SharedGoal,
    SharedHit,
    SharedKind,
    SharedMark,
    SharedMeeting,
    SharedPerson,
    SharedPromise,
)
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.views.shared_note import headline, join_words
from coachdesk.ui.words import day_words

_DAY_WIDTH = 72


class _DatedModel(RowsModel):
    """A model whose rows have days."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today: date | None = None

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def _day_words(self, day: date | None) -> str:
        return "" if day is None else day_words(day, self._today or day)


class SharedAgendaModel(RowsModel):
    """Topics with whose they are."""

    is_checkable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = ("", "")

    def set_person(self, person: SharedPerson) -> None:
        """Tell whose agenda it is."""
        self._names = first_name(person.owner_name), first_name(person.name)

    def row_id(self, row: SharedAgendaItem) -> str:
        """Return the item's identity."""
        return row.item_id

    def cells(self, row: SharedAgendaItem) -> RowCells:
        """Return the words and origin of a topic."""
        origin = self.tr("Carried over") if row.is_carried else self._names[row.is_theirs]
        tone = "text3" if row.is_done else "text"
        return RowCells(row.text, tail=(Cell(origin, 0, "text2", at_end=True),), is_ticked=row.is_done, title_tone=tone)


class SharedPromisesModel(_DatedModel):
    """Follow-ups with who owes them and the day."""

    is_checkable = True

    def row_id(self, row: SharedPromise) -> str:
        """Return the follow-up's identity."""
        return row.promise_id

    def cells(self, row: SharedPromise) -> RowCells:
        """Return the words, owner and day of a follow-up."""
        owner = Cell(first_name(row.owner_name), 96, "text2", avatar=row.owner_name)
        day = Cell(self._day_words(row.due_on), _DAY_WIDTH, "text2", at_end=True)
        return RowCells(row.text, tail=(owner, day), is_ticked=row.is_done)


class SharedGoalsModel(_DatedModel):
    """Goals with the competency they serve and the day."""

    def row_id(self, row: SharedGoal) -> str:
        """Return the goal's identity."""
        return row.goal_id

    def cells(self, row: SharedGoal) -> RowCells:
        """Return the words of a goal, what it serves, and its day or that it was reached."""
        end = Cell(self._day_words(row.due_on), _DAY_WIDTH, "text2", at_end=True)
        if row.is_reached:
            end = Cell(self.tr("Reached"), 0, "ok", icon="check", at_end=True)
        second = " · ".join(part for part in (row.competency, row.next_step) if part)
        return RowCells(row.text, second=second, tail=(end,))


class SharedMarksModel(RowsModel):
    """The marks of one review: own, yours and agreed."""

    def __init__(self, owner_name: str, person_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = first_name(owner_name), first_name(person_name)

    def row_id(self, row: SharedMark) -> str:
        """Return the competency."""
        return row.competency

    def cells(self, row: SharedMark) -> RowCells:
        """Return the competency, who marked it how, and what was agreed."""
        owner, person = self._names
        pairs = ((person, row.own), (owner, row.yours))
        second = " · ".join(f"{name}: {mark}" for name, mark in pairs if mark)
        agreed = (Cell(self.tr("Agreed: {mark}").format(mark=row.agreed), 0, "accent", at_end=True),)
        return RowCells(row.competency, second=second, tail=agreed if row.agreed else ())


class SharedMeetingsModel(_DatedModel):
    """One-on-ones with the first line of what is shared of them."""

    def row_id(self, row: SharedMeeting) -> str:
        """Return the meeting's identity."""
        return row.meeting_id

    def cells(self, row: SharedMeeting) -> RowCells:
        """Return the day and the first line."""
        return RowCells(headline(row.note), lead=(Cell(self._day_words(row.held_on), 92, "text2", "body"),))


class SharedHitsModel(_DatedModel):
    """What the search found."""

    def row_id(self, row: SharedHit) -> str:
        """Return the identity of what opens, with its kind."""
        return f"{row.kind}:{row.shared_id}"

    def cells(self, row: SharedHit) -> RowCells:
        """Return the line, and what it is from."""
        return RowCells(join_words(row.line), second=f"{self._kind_words(row.kind)}, {self._day_words(row.on)}")

    def _kind_words(self, kind: SharedKind) -> str:
        words = {
            SharedKind.AGENDA: self.tr("Agenda"),
            SharedKind.PROMISE: self.tr("Follow-up"),
            SharedKind.NOTE: self.tr("One-on-one"),
            SharedKind.FEEDBACK: self.tr("Feedback"),
            SharedKind.GOAL: self.tr("Goal"),
        }
        return words[kind]
