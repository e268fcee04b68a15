"""Models of the page of skip-levels: who waits, the questions of a talk, the owner's themes, and what to tell."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from coachdesk.model.person import first_name
from coachdesk.model.theme import ThemeState
from coachdesk.services.skip_agenda import Question
from coachdesk.services.skip_levels import ToBook
from coachdesk.services.theme_book import OwnTheme, ReportRow, TalkTheme
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import count_words, day_words


class ToBookModel(RowsModel):
    """Who is to be booked, the longest wait first: name and days."""

    def row_id(self, row: ToBook) -> str:
        """Return the person's identity."""
        return row.person_id

    def cells(self, row: ToBook) -> RowCells:
        """Return grip, mark, name and days."""
        words = self.tr("Never") if row.days is None else self.tr("{days} d").format(days=row.days)
        tail = Cell(words, tone="warn" if row.is_long else "text3", at_end=True)
        return RowCells(
            row.name, lead=(Cell(icon="grip", tone="disabled"), Cell(width=20, avatar=row.name)), tail=(tail,)
        )

    def spoken(self, row: ToBook) -> str:
        """Return, for example, `Grace Kim, Kwame’s team, not met for 94 days, long`."""
        team = self.tr("{name}’s team").format(name=first_name(row.lead_name))
        if row.days is None:
            return ", ".join((row.name, team, self.tr("never met")))
        days = count_words(row.days, one=self.tr("day"), many=self.tr("days"))
        parts = [row.name, team, self.tr("not met for {days}").format(days=days)]
        return ", ".join(parts + ([self.tr("long")] if row.is_long else []))


class QuestionsModel(RowsModel):
    """The questions of a talk with the part of the talk that they are for."""

    is_checkable = True

    def row_id(self, row: Question) -> str:
        """Return the agenda item's identity."""
        return row.item_id

    def cells(self, row: Question) -> RowCells:
        """Return box, words and part."""
        words = self.part_words(row.part)
        if row.is_private:
            words = ", ".join(part for part in (words, self.tr("only you")) if part)
        tail = (Cell(words, at_end=True),) if words else ()
        return RowCells(row.text, tail=tail, is_ticked=row.is_done, title_tone="text3" if row.is_done else "text")

    def part_words(self, part: str) -> str:
        """Return the name of a part of a talk, empty for none."""
        names = {
            "opening": self.tr("Opening"),
            "team": self.tr("Team"),
            "sponsorship": self.tr("Sponsorship"),
            "lead": self.tr("Lead, coach tone"),
            "close": self.tr("Close"),
        }
        return names.get(part, "")


class ThemesModel(RowsModel):
    """The owner's themes of a period: title, people, teams, change and what is done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.talks = 0

    def set_talks(self, talks: int) -> None:
        """Tell of how many talks the people of a theme are part."""
        if talks != self.talks:
            self.talks = talks
            self.refresh_words()

    def row_id(self, row: OwnTheme) -> str:
        """Return the theme's identity."""
        return row.theme_id

    def cells(self, row: OwnTheme) -> RowCells:
        """Return title, count and state."""
        words, _ = self.state_words(row)
        return RowCells(row.title, self.second_words(row), tail=(Cell(str(row.people)), Cell(words)))

    def spoken(self, row: OwnTheme) -> str:
        """Return, for example, `Reviews wait, 6 people, 3 teams, new, Acting: reviewer rota`."""
        people = count_words(row.people, one=self.tr("person"), many=self.tr("people"))
        return ", ".join((row.title, people, self.second_words(row), self.state_words(row)[0]))

    def second_words(self, row: OwnTheme) -> str:
        """Return `3 teams, up from 5`."""
        teams = count_words(row.teams, one=self.tr("team"), many=self.tr("teams"))
        if not row.people_before:
            change = self.tr("new")
        elif row.people_before == row.people:
            change = self.tr("same")
        elif row.people_before < row.people:
            change = self.tr("up from {count}").format(count=row.people_before)
        else:
            change = self.tr("down from {count}").format(count=row.people_before)
        return f"{teams}, {change}"

    def state_words(self, row: OwnTheme) -> tuple[str, str]:
        """Return what is done in words, and the kind of its tag."""
        if row.names_someone:
            return self.tr("Names someone"), "danger"
        if row.state is ThemeState.ACTING and row.action:
            return self.tr("Acting: {action}").format(action=row.action), "accent"
        return state_names(self)[row.state]


def state_names(owner: QObject) -> dict[ThemeState, tuple[str, str]]:
    """Return each state of a theme in words, and the kind of its tag."""
    return {
        ThemeState.NO_ACTION: (owner.tr("No action yet"), "warn"),
        ThemeState.RAISED: (owner.tr("Raised with leads"), "accent"),
        ThemeState.ACTING: (owner.tr("Acting"), "accent"),
        ThemeState.THANKED: (owner.tr("Thanked the team"), "ok"),
        ThemeState.TOLD: (owner.tr("Told"), "ok"),
    }


class ReportsModel(RowsModel):
    """What people are to be told, with its day."""

    is_checkable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: ReportRow) -> str:
        """Return the line's identity."""
        return row.report_id

    def cells(self, row: ReportRow) -> RowCells:
        """Return box, words and day."""
        tail: tuple[Cell, ...] = ()
        if row.days_late:
            words = count_words(row.days_late, one=self.tr("day late"), many=self.tr("days late"))
            tail = (Cell(words, tone="danger", icon="clock", at_end=True),)
        elif row.due_on is not None:
            tail = (Cell(day_words(row.due_on, self._today), at_end=True),)
        return RowCells(row.text, tail=tail, is_ticked=row.is_done, title_tone="text3" if row.is_done else "text")


class TalkThemesModel(RowsModel):
    """The themes that were raised in one talk."""

    def row_id(self, row: TalkTheme) -> str:
        """Return the identity of the mention."""
        return row.mention_id

    def cells(self, row: TalkTheme) -> RowCells:
        """Return title, and whether they may be named with it."""
        tail = (Cell(self.tr("may be named"), at_end=True),) if row.has_consent else ()
        return RowCells(row.title, tail=tail, is_private=True)
