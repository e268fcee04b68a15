"""Models of the Today page: the meetings of the day, and who was not met lately."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QObject

from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.model.person import first_name
from coachdesk.services.prep import Prepared
from coachdesk.services.today import NotMet, UpcomingMeeting
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import cadence_words, clock_words, count_words, kind_words, near_day_words


class DayMeetingsModel(RowsModel):
    """The meetings of the day: `09:30`, who, what it is, and whether it is live or was not started."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._now: datetime | None = None

    def set_now(self, now: datetime) -> None:
        """Tell the time, by which a planned meeting is over."""
        self._now = now

    def row_id(self, row: UpcomingMeeting) -> str:
        """Return the meeting's identity."""
        return row.meeting.meeting_id

    def cells(self, row: UpcomingMeeting) -> RowCells:
        """Return time, name, kind and state of a meeting."""
        meeting = row.meeting
        return RowCells(
            meeting.person_name,
            self.about_words(row),
            lead=(
                Cell(clock_words(meeting.starts_at, self._zone), 48, "text", "body"),
                Cell(width=28, avatar=meeting.person_name),
            ),
            tail=self._state(row),
            is_strong=True,
            opens=True,
        )

    def spoken(self, row: UpcomingMeeting) -> str:
        """Return, for example, `Amara Okafor, one-on-one, 09:30, 4 of 5 prepared`."""
        meeting = row.meeting
        parts = [meeting.person_name, kind_words(meeting.kind).lower(), clock_words(meeting.starts_at, self._zone)]
        return ", ".join(parts + [cell.text for cell in self._state(row)])

    def about_words(self, row: UpcomingMeeting) -> str:
        """Return `One-on-one, weekly` or `Skip-level, Yusuf’s team, first time`."""
        parts = [kind_words(row.meeting.kind)]
        if row.meeting.kind is MeetingKind.SKIP_LEVEL and row.lead_name:
            parts.append(self.tr("{name}’s team").format(name=first_name(row.lead_name)))
        elif row.cadence:
            parts.append(cadence_words(row.cadence).lower())
        if row.last_met_at is None:
            parts.append(self.tr("first time"))
        return ", ".join(parts)

    def _state(self, row: UpcomingMeeting) -> tuple[Cell, ...]:
        meeting = row.meeting
        if meeting.state is MeetingState.LIVE:
            return (Cell(self.tr("Live"), 132, "accent", "body", icon="timer"),)
        end = meeting.starts_at + timedelta(minutes=meeting.duration_min)
        if self._now is not None and end < self._now:
            return (Cell(self.tr("Not started"), 132, "warn", "body", icon="clock"),)
        return (prepared_cell(row.prepared),)


def prepared_cell(prepared: Prepared) -> Cell:
    """Return the ring of a preparation with its words: `4 of 5 prepared`, `Not started` or `Prepared`."""
    tone = "text2" if prepared.count else "warn"
    return Cell(prepared_words(prepared), 172, tone, "body", ring=(prepared.count, prepared.total))


def prepared_words(prepared: Prepared) -> str:
    """Return how far a preparation is."""
    translate = QCoreApplication.translate
    if not prepared.count:
        return translate("prep", "Not started")
    if prepared.count == prepared.total:
        return translate("prep", "Prepared")
    return translate("prep", "{done} of {total} prepared").format(done=prepared.count, total=prepared.total)


class NotMetModel(RowsModel):
    """Who was not met lately, with the days since, or the day of the meeting that is planned."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = date.min

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: NotMet) -> str:
        """Return the person's identity."""
        return row.person.person_id

    def cells(self, row: NotMet) -> RowCells:
        """Return name, usual cadence or team, and the days or the plan."""
        lead = (Cell(width=24, avatar=row.person.name),)
        words = self.tr("Never") if row.days is None else self._days(row.days)
        if row.planned_at is not None:
            plan = Cell(self._plan(row.planned_at), 0, "text2", icon="calendar", at_end=True)
            return RowCells(row.person.name, f"{self._about(row)}, {words.lower()}", lead=lead, tail=(plan,))
        tail = Cell(words, 0, "warn" if row.is_late else "text2", icon="alert" if row.is_late else "", at_end=True)
        return RowCells(row.person.name, self._about(row), lead=lead, tail=(tail,))

    def spoken(self, row: NotMet) -> str:
        """Return, for example, `Diego Fuentes, weekly, not met for 28 days, late`."""
        if row.days is None:
            words = self.tr("never met")
        else:
            words = self.tr("not met for {days}").format(days=self._days(row.days))
        plan = self._plan(row.planned_at) if row.planned_at is not None else ""
        parts = [row.person.name, self._about(row), words, plan, self.tr("late") if row.is_late else ""]
        return ", ".join(part for part in parts if part)

    def _days(self, days: int) -> str:
        return count_words(days, one=self.tr("day"), many=self.tr("days"))

    def _plan(self, planned_at: datetime) -> str:
        return self.tr("planned {day}").format(day=near_day_words(planned_at, self._today, self._zone))

    def _about(self, row: NotMet) -> str:
        if row.lead_name:
            return self.tr("Skip-level, {name}’s team").format(name=first_name(row.lead_name))
        return cadence_words(row.person.cadence) or self.tr("No cadence set")
