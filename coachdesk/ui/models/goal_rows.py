"""Models of the growth plan: goals with their competency and day, and earlier coaching notes."""

from __future__ import annotations

from datetime import date

from coachdesk.model.plan import GoalState
from coachdesk.model.visibility import Visibility
from coachdesk.services.plans import GoalRow, TalkPart, TalkRow
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import age_words, ago_words, count_words, day_words


class GoalsModel(RowsModel):
    """Goals: ticked when reached, worded in place."""

    is_checkable = True
    is_editable = True

    def set_goals(self, rows: tuple[GoalRow, ...], today: date) -> None:
        """Show other goals."""
        self._today = today
        self.set_rows(rows)

    def row_id(self, row: GoalRow) -> str:
        """Return the goal's identity."""
        return row.goal_id

    def cells(self, row: GoalRow) -> RowCells:
        """Return the words, what it is tied to, and the day."""
        is_open = row.state is GoalState.OPEN
        return RowCells(
            row.text,
            self._about(row),
            tail=self._day(row),
            title_tone="text" if is_open else "text3",
            is_ticked=row.state is GoalState.REACHED,
            is_private=row.visibility is Visibility.ONLY_YOU,
        )

    def _about(self, row: GoalRow) -> str:
        if row.talks:
            talk = self.tr("talked about {age}").format(age=age_words(row.talks[0].written_on, self._today))
        else:
            talk = self.tr("not talked about yet")
        return ", ".join(part for part in (row.competency, row.step, talk) if part)

    def _day(self, row: GoalRow) -> tuple[Cell, ...]:
        if row.state is GoalState.DROPPED:
            return (Cell(self.tr("Dropped"), at_end=True),)
        if row.state is GoalState.REACHED:
            day = day_words(row.closed_on, self._today) if row.closed_on else ""
            return (Cell(self.tr("Reached {day}").format(day=day), 0, "ok", icon="check", at_end=True),)
        if row.due_on is None:
            return ()
        days = (self._today - row.due_on).days
        if days > 0:
            late = count_words(days, self.tr("day late"), self.tr("days late"))
            return (Cell(late, 0, "warn", icon="clock", at_end=True),)
        return (Cell(self.tr("by {day}").format(day=day_words(row.due_on, self._today)), 0, "text2", at_end=True),)

    _today = date.min


class TalksModel(RowsModel):
    """Coaching notes of a goal: the day, what will be done, and how sure the person was."""

    def set_talks(self, rows: tuple[TalkRow, ...], today: date) -> None:
        """Show other notes."""
        self._today = today
        self.set_rows(rows)

    def row_id(self, row: TalkRow) -> str:
        """Return the note's identity."""
        return row.note_id

    def cells(self, row: TalkRow) -> RowCells:
        """Return what will be done, else the goal of the talk, and the day."""
        words = row.parts[TalkPart.WILL] or row.parts[TalkPart.AIM] or self.tr("Nothing written yet")
        sure = self.tr("{count} of 10").format(count=row.commitment) if row.commitment else ""
        day = f"{day_words(row.written_on, self._today)}, {ago_words(row.written_on, self._today)}"
        return RowCells(
            words.splitlines()[0],
            ", ".join(part for part in (day, sure) if part),
            is_private=row.visibility is Visibility.ONLY_YOU,
        )

    _today = date.min
