"""The drawer of a review: the words of both sides, the signs at the target, and the evidence for one competency."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.growth.coverage import Age, age_of
from coachdesk.services.evidence import EvidenceDraft, EvidenceRow, Target
from coachdesk.services.review_page import ReviewPage
from coachdesk.services.review_rubric import Line, Sign
from coachdesk.services.reviews import MarkDraft
from coachdesk.ui.models.review_matrix import Phase, mark_words
from coachdesk.ui.models.review_rows import EvidenceModel, SignsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.review_legend import LaneMark
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.messages import Banner, SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.widgets.text import Line as Hairline


class EvidenceAdd(InlineAdd):
    """Evidence in words. `add_requested(text)`."""

    add_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What was seen or said"))
        self.text.setAccessibleName(self.tr("Evidence, only you"))

    def _on_add(self) -> None:
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what was seen or said."))
            return
        self.add_requested.emit(self.text.text().strip())


class _Side(QWidget):
    """The mark of one side in words, with its comment."""

    def __init__(self, look: Appearance, kind: str) -> None:
        super().__init__()
        self.mark = Label(look, role="section")
        self.comment = Label(look, tone="text2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.mark)
        words.addWidget(self.comment)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(LaneMark(look, kind), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def set_mark(self, words: str, comment: str) -> None:
        """Show a mark and what was said with it."""
        self.mark.setText(words)
        self.comment.setText(comment)
        self.comment.setVisible(bool(comment))


class ReviewRail(QWidget):
    """Shows one competency of a review. `evidence_added(EvidenceDraft)`, `evidence_removed(id)`, `close_requested`."""

    evidence_added = Signal(object)
    evidence_removed = Signal(str)
    close_requested = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: ReviewPage | None = None
        self._line: Line | None = None
        self.title = Label(look, role="heading")
        self.close_button = IconButton(look, "x", self.tr("Close the side notes (Shift+F9)"), edge=28, size=14)
        self.theirs = _Side(look, "self")
        self.yours = _Side(look, "yours")
        self.hidden = Label(look, role="small", tone="text3")
        self.signs_heading = SectionHeading(look, "")
        self.signs = SignsModel()
        self.signs_list = RowList(look, self.tr("Signs"), self.signs, min_height=28, divided=False, surface="rail")
        self.no_signs = Label(look, self.tr("The ladder says nothing here."), role="small", tone="text3")
        self.evidence_heading = SectionHeading(look, self.tr("Evidence"), action=self.tr("+ Add"))
        self.age = Banner(look, "warn", "")
        self.evidence = EvidenceModel()
        self.list = RowList(look, self.tr("Evidence"), self.evidence, two_lines=True, min_height=49, surface="rail")
        self.nothing = Label(look, self.tr("No evidence yet"), role="small", tone="text3")
        self.row = EvidenceAdd(look)
        self._lay_out()
        self.close_button.clicked.connect(self.close_requested)
        self.evidence_heading.button.clicked.connect(self.open_add)
        self.row.add_requested.connect(self._on_add)
        self.list.removal_requested.connect(self.evidence_removed)

    def set_line(self, page: ReviewPage, phase: Phase, line: Line) -> None:
        """Show a competency; the person's side only where the phase may."""
        today = self.desk.local_now.date()
        if self._line is not None and self._line.competency_id != line.competency_id:
            self.row.commit_typed()
            self.row.close_row()
        self._page, self._line = page, line
        self.title.setText(line.name)
        self._show_sides(page, phase, line)
        rows = tuple(
            row for row in page.evidence if any(one.competency_id == line.competency_id for one in row.targets)
        )
        code = line.step_words(line.signs_at) if line.prefix else line.signs_at.upper()
        code = code or line.signs_at.split("/")[-1]
        self.signs_heading.set_text(self.tr("Signs at {level}").format(level=code))
        self.signs.set_rows(tuple(_counted(sign, rows) for sign in line.signs))
        self.signs_list.setVisible(bool(line.signs))
        self.no_signs.setVisible(not line.signs)
        self.evidence_heading.set_text(self.tr("Evidence"), str(len(rows)) if rows else "")
        self.evidence.set_today(today)
        self.evidence.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.list.updateGeometry()
        self.signs_list.updateGeometry()
        self._show_age(rows, today)

    def open_add(self) -> None:
        """Open the row for new evidence."""
        self.row.open_row()

    def _show_sides(self, page: ReviewPage, phase: Phase, line: Line) -> None:
        key = line.competency_id
        theirs: MarkDraft | None = page.marks.theirs.get(key)
        if phase is Phase.SELF:
            theirs = page.room.get(key) or theirs
        yours = page.marks.yours.get(key)
        quote = self.tr("“{words}”")
        said = "" if theirs is None or not theirs.comment else quote.format(words=theirs.comment.strip('“”"'))
        self.theirs.set_mark(mark_words(line, theirs), said)
        self.theirs.setVisible(phase is not Phase.YOURS)
        self.yours.set_mark(mark_words(line, yours), "" if yours is None else yours.comment)
        self.yours.setVisible(phase is not Phase.SELF)
        self.hidden.setText(line.summary)
        self.hidden.setVisible(phase in (Phase.SELF, Phase.YOURS) and bool(line.summary))

    def _show_age(self, rows: tuple[EvidenceRow, ...], today: date) -> None:
        newest = rows[0].occurred_on if rows else None
        is_old = newest is not None and age_of(newest, on=max(today, newest)) is not Age.FRESH
        if newest is not None and is_old:
            self.age.set_message("warn", self.tr("Newest is {age} old").format(age=self._age_words(newest, today)))
        self.age.setVisible(is_old)

    def _age_words(self, day: date, today: date) -> str:
        months = round((today - day).days / 30.44)
        if months < 24:
            return self.tr("{count} months").format(count=months)
        return self.tr("{count} years").format(count=round(months / 12))

    def _on_add(self, text: str) -> None:
        if self._page is None or self._line is None:
            return
        line, review = self._line, self._page.review
        level = line.signs_at.removeprefix(line.prefix)
        target = Target(line.competency_id, review.ladder_pin, level, self.signs_list.current_id)
        draft = EvidenceDraft(review.person_id, text, self.desk.local_now.date(), (target,))
        self.row.clear()
        self.evidence_added.emit(draft)

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(head)
        for widget in (self.hidden, self.theirs, self.yours, Hairline(), self.signs_heading, self.signs_list,
                       self.no_signs, Hairline(), self.evidence_heading, self.row, self.age, self.list,
                       self.nothing):  # fmt: skip
            column.addWidget(widget)


def _counted(sign: Sign, rows: tuple[EvidenceRow, ...]) -> tuple[Sign, int, int]:
    about = [row for row in rows if any(target.behaviour_id == sign.behaviour_id for target in row.targets)]
    return sign, sum(not row.counters for row in about), sum(row.counters for row in about)
