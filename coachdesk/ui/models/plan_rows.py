"""The model of the Monday plan: whom to meet, the wait, the proposed time here and there, and why."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QObject

from coachdesk.services.week_plan import SlotReason, WeekProposal
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import clock_words, waited_words, weekday_words


class PlanModel(RowsModel):
    """Proposals for a week."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone

    def row_id(self, row: WeekProposal) -> str:
        """Return the person's identity."""
        return row.person_id

    def cells(self, row: WeekProposal) -> RowCells:
        """Return name, reasons, and the slot."""
        return RowCells(
            row.name,
            self._about(row),
            lead=(Cell(width=28, avatar=row.name),),
            tail=(Cell(self._there(row), 0, "text3"), Cell(self.slot_words(row), 148, "text", "body", at_end=True)),
            is_strong=True,
        )

    def spoken(self, row: WeekProposal) -> str:
        """Return, for example, `Diego Fuentes, Met 28 days ago. Your usual time, Tuesday 12 May, 09:00`."""
        return ", ".join(part for part in (row.name, self._about(row), self.slot_words(row), self._there(row)) if part)

    def slot_words(self, row: WeekProposal) -> str:
        """Return `Tue 12 May, 09:00`."""
        if row.starts_at is None:
            return self.tr("Type a time")
        return f"{weekday_words(row.starts_at, self._zone)}, {clock_words(row.starts_at, self._zone)}"

    def _there(self, row: WeekProposal) -> str:
        """Return the time on the other's clock where it is not the same."""
        if row.starts_at is None or not row.time_zone:
            return ""
        try:
            theirs = ZoneInfo(row.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ""
        if row.starts_at.astimezone(theirs).utcoffset() == row.starts_at.astimezone(self._zone).utcoffset():
            return ""
        return self.tr("{time} there").format(time=clock_words(row.starts_at, theirs))

    def _about(self, row: WeekProposal) -> str:
        if row.waited_days is None:
            wait = self.tr("Not met yet")
        else:
            wait = self.tr("Met {when}").format(when=waited_words(row.waited_days))
        return f"{wait}. {self._why(row.reason)}"

    def _why(self, reason: SlotReason) -> str:
        words = {
            SlotReason.USUAL: self.tr("Your usual time"),
            SlotReason.USUAL_TIME: self.tr("Your usual time, on another day"),
            SlotReason.NEAREST: self.tr("Your usual time is taken; this is the nearest free one"),
            SlotReason.FREE: self.tr("The first free time in both your working hours"),
            SlotReason.OUT_OF_HOURS: self.tr("No free time in both your working hours"),
            SlotReason.FULL: self.tr("The week is full"),
        }
        return words[reason]
