"""List models around ladder reviews: the reviews by state, signs and evidence at the side, gates, and a read answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject, Qt

from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.visibility import Visibility
from coachdesk.services.evidence import EvidenceRow
from coachdesk.services.review_page import GateLine, ReviewListRow, Standing
from coachdesk.services.review_rubric import Sign
from coachdesk.services.self_assessment import AnswerLine
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import day_words

SOURCE_ICONS = {
    EvidenceSource.NOTE: "note",
    EvidenceSource.FEEDBACK: "feedback",
    EvidenceSource.WIN: "award",
    EvidenceSource.PROJECT: "sponsorship",
    EvidenceSource.DOCUMENT: "doc",
    EvidenceSource.LINK: "link",
    EvidenceSource.WRITTEN: "pencil",
}


class ReviewsModel(RowsModel):
    """Reviews of one state: the person, the ladder and period, and what is missing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: ReviewListRow) -> str:
        """Return the review's identity."""
        return row.review_id

    def cells(self, row: ReviewListRow) -> RowCells:
        """Return the person, what by, and what is missing."""
        step = f"{row.level_title}, {_towards(row)}" if row.target_title else row.level_title
        second = self.tr("{step} · {ladder}").format(step=step, ladder=row.ladder_pin)
        words, tone, icon = self._missing(row)
        period = Cell(period_words(row.period_from_on, row.period_to_on, self._today), 176, "text3", at_end=True)
        return RowCells(
            row.person_name,
            second,
            lead=(Cell(avatar=row.person_name, width=32),),
            tail=(Cell(words, 208, tone, icon=icon), period),
            is_strong=row.standing in (Standing.TO_MARK, Standing.TO_COMPARE),
            opens=True,
        )

    def _missing(self, row: ReviewListRow) -> tuple[str, str, str]:
        if row.standing is Standing.TO_MARK:
            one, many = self.tr("1 of your marks missing"), self.tr("{count} of your marks missing")
            words = one if row.missing == 1 else many.format(count=row.missing)
            if row.missing == 0:
                words = self.tr("Your marks wait to be handed in")
            return words, "warn", "flag"
        if row.standing is Standing.WAITING:
            return self.tr("Their marks are not in yet"), "text2", "clock"
        if row.standing is Standing.TO_COMPARE:
            words = self.tr("1 mark to agree on") if row.missing == 1 else self.tr("{count} marks to agree on")
            words = words.format(count=row.missing) if row.missing else self.tr("Ready to agree")
            return words, "warn" if row.missing else "ok", "flag" if row.missing else "check"
        if row.agreed_at is None:
            return "", "text3", ""
        day = day_words(row.agreed_at.date(), self._today)
        return self.tr("Agreed {day}").format(day=day), "text3", "check"


class SignsModel(RowsModel):
    """Behaviours that the target asks for, with how many pieces of evidence speak for each."""

    def row_id(self, row: tuple[Sign, int, int]) -> str:
        """Return the behaviour's identity."""
        return row[0].behaviour_id

    def cells(self, row: tuple[Sign, int, int]) -> RowCells:
        """Return the sign with its counts; what speaks against it is counted apart."""
        sign, supports, counters = row
        words = str(supports)
        if counters:
            words = self.tr("{count}, {against} against").format(count=supports, against=counters)
        tail = (Cell(words, 0, "text3", at_end=True),)
        mark = Cell(width=16, icon="followups", tone="ok") if supports else Cell(width=16, ring=(0, 1))
        lead = (mark,)
        return RowCells(sign.text, lead=lead, tail=tail)

    def spoken(self, row: tuple[Sign, int, int]) -> str:
        """Return the whole sign and its counts."""
        sign, supports, counters = row
        words = self.tr("{sign}: {count} for it, {against} against")
        return words.format(sign=sign.text, count=supports, against=counters)

    def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows; the whole sign is its tool tip."""
        row = self.row_at(index)  # type: ignore[arg-type]
        if role == Qt.ItemDataRole.ToolTipRole and row is not None:
            return row[0].text
        return super().data(index, role)  # type: ignore[arg-type]


class EvidenceModel(RowsModel):
    """Evidence about one competency, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: EvidenceRow) -> str:
        """Return the identity of the evidence."""
        return row.evidence_id

    def cells(self, row: EvidenceRow) -> RowCells:
        """Return the words, what they were taken from and when."""
        second = f"{self.source_words(row.source)}, {day_words(row.occurred_on, self._today)}"
        if row.counters:
            second = self.tr("{source}, speaks against").format(source=second)
        is_private = row.visibility is Visibility.ONLY_YOU
        tail = (Cell(self.tr("Only you"), 0, "private", icon="lock", at_end=True),) if is_private else ()
        lead = (Cell(width=20, icon=SOURCE_ICONS[row.source]),)
        return RowCells(row.text, second, lead=lead, tail=tail)

    def source_words(self, source: EvidenceSource) -> str:
        """Return what a source is called."""
        return {
            EvidenceSource.NOTE: self.tr("Your note"),
            EvidenceSource.FEEDBACK: self.tr("Feedback"),
            EvidenceSource.WIN: self.tr("Win"),
            EvidenceSource.PROJECT: self.tr("Stretch project"),
            EvidenceSource.DOCUMENT: self.tr("Document"),
            EvidenceSource.LINK: self.tr("Link"),
            EvidenceSource.WRITTEN: self.tr("Your words"),
        }[source]


class GatesModel(RowsModel):
    """Gates that people confirm: a tick says met; `Not met` and `Open` are said in words."""

    is_checkable = True

    def row_id(self, row: GateLine) -> str:
        """Return the gate's identity."""
        return row.gate_id

    def cells(self, row: GateLine) -> RowCells:
        """Return the sentence and its answer."""
        words = {True: self.tr("Met"), False: self.tr("Not met"), None: self.tr("Open")}[row.is_met]
        tone = {True: "ok", False: "warn", None: "text3"}[row.is_met]
        return RowCells(row.text, tail=(Cell(words, 80, tone, at_end=True),), is_ticked=row.is_met is True)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of an answer before it is taken in; while your marks are not in, only whether it was answered."""

    line: AnswerLine
    is_hidden: bool


class AnswerModel(RowsModel):
    """An answer as it was read from a file."""

    def row_id(self, row: ReadLine) -> str:
        """Return the competency's name."""
        return row.line.competency

    def cells(self, row: ReadLine) -> RowCells:
        """Return the competency and the mark, or only that there is one."""
        mark = row.line.mark or self.tr("open")
        if row.is_hidden and row.line.mark:
            mark = self.tr("marked, with words") if row.line.comment else self.tr("marked")
        comment = "" if row.is_hidden else row.line.comment
        return RowCells(row.line.competency, tail=(Cell(comment, 260), Cell(mark, 176, "text2", at_end=True)))


def period_words(first: date | None, last: date, today: date) -> str:
    """Return `13 Nov 2025 to 12 May`, or `until 12 May` without a first day."""
    end = day_words(last, today)
    if first is None:
        return _tr("until {day}").format(day=end)
    return _tr("{first} to {last}").format(first=day_words(first, today), last=end)


def _towards(row: ReviewListRow) -> str:
    return _tr("towards {level}").format(level=row.target_title)


def _tr(text: str) -> str:
    return QCoreApplication.translate("review_rows", text)
