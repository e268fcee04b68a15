"""The lists of the prep page: the five checks, and the lines of the brief with a way to the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from coachdesk.services.brief_lines import BriefKind, BriefLine
from coachdesk.services.prep import Prepared, PrepCheck
from coachdesk.ui.models.rows import ID_ROLE, Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.words import day_words

_OWN_DETAIL = (BriefKind.KEPT, BriefKind.CARD, BriefKind.REVIEW_HANDED_IN, BriefKind.REVIEW_AGREED)
"""Kinds whose detail is a word for the program."""
_ICONS = {
    BriefKind.MEETING: "note",
    BriefKind.KEPT: "check",
    BriefKind.FEEDBACK: "feedback",
    BriefKind.WIN: "award",
    BriefKind.EVIDENCE: "spark",
    BriefKind.GOAL: "goals",
    BriefKind.GOAL_REACHED: "goals",
    BriefKind.WILL: "goals",
    BriefKind.REVIEW_HANDED_IN: "ladder",
    BriefKind.REVIEW_AGREED: "ladder",
    BriefKind.GAP: "ladder",
    BriefKind.QUESTION: "bulb",
    BriefKind.CARD: "user",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("prep", text)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of the prep."""

    check: PrepCheck
    is_done: bool


class ChecksModel(RowsModel):
    """The five checks; `since` is the day whose notes are to be read."""

    is_checkable = True

    def set_prepared(self, prepared: Prepared, since: str) -> None:
        """Show which checks are done."""
        self._since = since
        rows = tuple(CheckRow(check, check in prepared.done) for check in PrepCheck)
        if rows == self.rows:
            self.refresh_words()
        self.set_rows(rows)

    def row_id(self, row: CheckRow) -> str:
        """Return the check's word."""
        return row.check.value

    def cells(self, row: CheckRow) -> RowCells:
        """Return the words and the tick of a check."""
        return RowCells(
            check_words(row.check, self._since), title_tone="text3" if row.is_done else "text", is_ticked=row.is_done
        )

    def spoken(self, row: CheckRow) -> str:
        """Return, for example, `Look at the goals, done`."""
        return ", ".join((check_words(row.check, self._since), self.tr("done") if row.is_done else self.tr("open")))

    _since = ""


def check_words(check: PrepCheck, since: str = "") -> str:
    """Return what a check asks for; `since` is the day of the last meeting in words."""
    notes = _tr("Read the notes of {day}").format(day=since) if since else _tr("Read the notes of last time")
    return {
        PrepCheck.NOTES: notes,
        PrepCheck.ACTIONS: _tr("Go through the open actions"),
        PrepCheck.GOALS: _tr("Look at the goals"),
        PrepCheck.EVIDENCE: _tr("Choose evidence to talk about"),
        PrepCheck.QUESTION: _tr("Choose one question from the bank"),
    }[check]


class BriefModel(RowsModel):
    """Lines of a brief: an icon, the words, what and when, and *+ Agenda*."""

    def set_lines(self, lines: tuple[BriefLine, ...], today: date) -> None:
        """Show other lines."""
        self._today = today
        self.set_rows(lines)

    def find(self, row_id: str) -> BriefLine | None:
        """Return the line of a row."""
        return next((row for row in self.rows if self.row_id(row) == row_id), None)

    def row_id(self, row: BriefLine) -> str:
        """Return what the line is known by."""
        return f"{row.noun}/{row.noun_id}"

    def cells(self, row: BriefLine) -> RowCells:
        """Return the words of a line with its icon."""
        return RowCells(
            self._title(row),
            self._about(row),
            lead=(Cell(width=16, icon=_ICONS.get(row.kind, "info")),),
            tail=(Cell(self.tr("Agenda"), 0, "accent", "small", icon="plus"),),
        )

    def spoken(self, row: BriefLine) -> str:
        """Return the line with what it is, and without the words of the button."""
        return f"{self._title(row)}, {self._about(row)}"

    def _title(self, row: BriefLine) -> str:
        if row.kind is BriefKind.REVIEW_HANDED_IN:
            return self.tr("Self marks handed in")
        if row.kind is BriefKind.REVIEW_AGREED:
            return self.tr("Review agreed")
        if row.kind is BriefKind.GAP:
            return self.tr("{area} lacks evidence").format(area=row.text)
        return row.text or self.tr("No notes")

    def _about(self, row: BriefLine) -> str:
        kinds = {
            BriefKind.MEETING: self.tr("Earlier meeting"),
            BriefKind.KEPT: self.tr("You kept it") if row.detail == "me" else self.tr("They kept it"),
            BriefKind.FEEDBACK: self.tr("Feedback to pass on"),
            BriefKind.WIN: self.tr("Win"),
            BriefKind.EVIDENCE: self.tr("Evidence"),
            BriefKind.GOAL: self.tr("Skill goal"),
            BriefKind.GOAL_REACHED: self.tr("Skill goal reached"),
            BriefKind.WILL: self.tr("Said they will"),
            BriefKind.REVIEW_HANDED_IN: self.tr("Ladder review"),
            BriefKind.REVIEW_AGREED: self.tr("Ladder review"),
            BriefKind.GAP: self.tr("Newest evidence") if row.on else self.tr("No evidence yet"),
            BriefKind.QUESTION: self.tr("Last asked") if row.on else self.tr("A question not asked yet"),
            BriefKind.CARD: self.tr("In their words"),
        }
        detail = "" if row.kind in _OWN_DETAIL else row.detail
        day = day_words(row.on, self._today) if row.on else ""
        return ", ".join(part for part in (kinds.get(row.kind, ""), detail, day) if part)

    _today = date.min


class BriefList(RowList):
    """A list of brief lines. Enter opens the source; `added(id)` on +, Insert or a click on *+ Agenda*."""

    added = Signal(str)

    def __init__(self, look: Appearance, name: str, model: BriefModel, parent: QWidget | None = None) -> None:
        super().__init__(look, name, model, two_lines=True, min_height=48, parent=parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the current line on the agenda; the rest is the row list's."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Insert) and not event.modifiers() and self.current_id:
            self.added.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember where the click was, to tell the button from the row."""
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        from_end = event.position().x() if right_to_left else self.width() - event.position().x()
        self._is_on_button = from_end < self.look.px(92)
        super().mouseReleaseEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        row_id = str(index.data(ID_ROLE))
        (self.added if self._is_on_button else self.opened).emit(row_id)

    _is_on_button = False
