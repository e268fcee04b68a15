"""Models of a person's page: the agenda and the one-on-ones."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QObject

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.model.person import first_name
from coachdesk.services.agenda import AgendaRow
from coachdesk.services.meetings import MeetingRow
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import clock_words, day_words, kind_words


class AgendaModel(RowsModel):
    """What is to be talked about next: the words, whose topic it is, and whether only the manager sees it."""

    is_checkable = True
    is_editable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ""

    def set_name(self, name: str) -> None:
        """Tell whose agenda it is."""
        self._name = name

    def row_id(self, row: AgendaRow) -> str:
        """Return the item's identity."""
        return row.item_id

    def cells(self, row: AgendaRow) -> RowCells:
        """Return the words and origin of a topic."""
        tail = [Cell(self._origin(row), 112, "text3", at_end=True)]
        if row.is_private:
            tail.insert(0, Cell(self.tr("Only you"), 0, "private", icon="lock"))
        tone = "text3" if row.is_done else "text"
        return RowCells(row.text, tail=tuple(tail), is_ticked=row.is_done, is_private=row.is_private, title_tone=tone)

    def _origin(self, row: AgendaRow) -> str:
        if row.is_carried:
            return self.tr("Carried over")
        if row.source is AgendaSource.THEIRS:
            return self.tr("From {name}").format(name=first_name(self._name))
        return self.tr("From the bank") if row.source is AgendaSource.BANK else self.tr("From you")


class MeetingsModel(RowsModel):
    """Meetings with one person: the day, the first line of the note, and the pulse or the state."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today: date | None = None

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: MeetingRow) -> str:
        """Return the meeting's identity."""
        return row.meeting_id

    def cells(self, row: MeetingRow) -> RowCells:
        """Return day, summary and pulse of a meeting."""
        day = row.starts_at.astimezone(self._zone).date()
        title, tone = self._title(row)
        return RowCells(
            title,
            lead=(Cell(day_words(day, self._today or day), 76, "text2", "body"),),
            tail=(self._end(row),),
            title_tone=tone,
            opens=True,
        )

    def spoken(self, row: MeetingRow) -> str:
        """Return, for example, `5 May, one-on-one, wants wider scope, pulse 2 of 5`."""
        day = row.starts_at.astimezone(self._zone).date()
        parts = (day_words(day, self._today or day), kind_words(row.kind).lower(), row.summary, self._end(row).text)
        return ", ".join(part for part in parts if part)

    def _title(self, row: MeetingRow) -> tuple[str, str]:
        if row.state is MeetingState.PLANNED:
            return self._planned(row), "text"
        if row.summary:
            return row.summary, "text"
        if row.kind is MeetingKind.SKIP_LEVEL:
            return self.tr("Skip-level without notes"), "text3"
        return self.tr("No notes"), "text3"

    def _planned(self, row: MeetingRow) -> str:
        """Return `One-on-one at 14:00, moved from 12 May`."""
        words = self.tr("{kind} at {time}")
        words = words.format(kind=kind_words(row.kind), time=clock_words(row.starts_at, self._zone))
        if row.moved_from_at is None:
            return words
        place = row.moved_from_at.astimezone(self._zone)
        is_same_day = place.date() == row.starts_at.astimezone(self._zone).date()
        first = clock_words(place, self._zone) if is_same_day else day_words(place.date(), self._today or place.date())
        return self.tr("{meeting}, moved from {first}").format(meeting=words, first=first)

    def _end(self, row: MeetingRow) -> Cell:
        if row.state is MeetingState.LIVE:
            return Cell(self.tr("Live"), 104, "accent", icon="timer", at_end=True)
        if row.state is MeetingState.PLANNED:
            return Cell(self.tr("Planned"), 104, "text2", icon="calendar", at_end=True)
        if row.state is MeetingState.MISSED:
            return Cell(self.tr("Didn’t happen"), 104, "text3", at_end=True)
        words = self.tr("Pulse {pulse} of 5").format(pulse=row.pulse) if row.pulse else ""
        return Cell(words, 104, "text3", at_end=True)
