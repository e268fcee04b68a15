"""The bar of a review: whose it is, the four steps, the target, and the one act that comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.services.review_page import ReviewPage
from coachdesk.ui.models.review_matrix import Phase
from coachdesk.ui.models.review_rows import period_words
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.marks import Avatar
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import day_words

_NAME_WIDTH = 230
_FREE = 16_777_215
"""What Qt takes for a width without a limit."""


class ReviewBar(QWidget):
    """Wishes only: `back_requested`, `main_requested`, `phase_requested(Phase)`, `target_chosen(level id)`,
    `action_requested(presenter)`.
    """

    back_requested = Signal()
    main_requested = Signal()
    phase_requested = Signal(int)
    target_chosen = Signal(str)
    action_requested = Signal(str)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.back = IconButton(look, "al", self.tr("Back"))
        self.avatar = Avatar(look, "", size=32)
        self.name = ElidedLabel(look, role="heading")
        self.about = ElidedLabel(look, role="small", tone="text3")
        self.phases = Segmented(
            look,
            self.tr("Step of the review"),
            (self.tr("Self"), self.tr("Yours"), self.tr("Compare"), self.tr("Agree")),
        )
        self._target_words = Label(look, self.tr("Target"), role="small", tone="text3", wraps=False)
        self.target = QComboBox()
        self.target.setAccessibleName(self.tr("Target level"))
        self.target.setMinimumContentsLength(7)
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.present = Button(look, self.tr("Present"), icon="present")
        self.present.setToolTip(self.tr("Show only what you share (Ctrl+Shift+P)"))
        self.main = Button(look, "", kind="primary")
        self._is_below = False
        self._lay_out()
        self.back.clicked.connect(self.back_requested)
        self.main.clicked.connect(self.main_requested)
        self.present.clicked.connect(self._on_present)
        self.phases.chosen.connect(self.phase_requested)
        self.target.activated.connect(self._on_target)
        look.changed.connect(self._arrange)
        self._arrange()

    def set_page(self, page: ReviewPage, phase: Phase, act: str) -> None:
        """Show a review, its open step, and the words of the one act; no words hide it."""
        self.avatar.set_name(page.person_name)
        self.name.setText(self.tr("Ladder review, {name}").format(name=page.person_name))
        self.about.setText(self._about_words(page))
        self.phases.set_index(int(phase))
        review = page.review
        for at, is_done in enumerate((
            review.self_handed_in_at is not None,
            review.yours_handed_in_at is not None,
            page.is_agreed,
            page.is_agreed,
        )):  # fmt: skip
            self.phases.set_done(at, is_done)
        self._show_targets(page)
        self.main.setText(act)
        self.main.setVisible(bool(act))
        self.main.setToolTip(self.tr("{act} (Ctrl+Enter)").format(act=act))
        self.main.updateGeometry()
        self._place_phases()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the steps below where they have no place in the row."""
        super().resizeEvent(event)
        self._place_phases()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline under the bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("divider"))

    def _about_words(self, page: ReviewPage) -> str:
        review, today = page.review, self.desk.local_now.date()
        period = period_words(review.period_from_on, review.period_to_on, today)
        if page.is_agreed and review.agreed_at is not None:
            day = day_words(review.agreed_at.astimezone(self.desk.zone).date(), today)
            return self.tr("{period}, agreed {day}").format(period=period, day=day)
        if review.self_handed_in_at is None:
            return self.tr("{period}, self marks not in yet").format(period=period)
        day = day_words(review.self_handed_in_at.astimezone(self.desk.zone).date(), today)
        return self.tr("{period}, self marks in since {day}").format(period=period, day=day)

    def _show_targets(self, page: ReviewPage) -> None:
        choices = [("", self.tr("None"))] + [
            (one.id, f"{one.id.upper()} {one.title.split()[0]}") for one in page.levels
        ]
        shown = [(self.target.itemData(at), self.target.itemText(at)) for at in range(self.target.count())]
        if shown != choices:
            self.target.clear()
            for level_id, words in choices:
                self.target.addItem(words, level_id)
        self.target.setCurrentIndex(max(0, self.target.findData(page.review.target_level_id)))
        titles = {one.id: one.title for one in page.levels}
        self.target.setToolTip(titles.get(page.review.target_level_id, ""))
        self.target.setEnabled(not page.is_agreed and not self.desk.store.read_only)

    def _on_present(self) -> None:
        self.action_requested.emit("presenter")

    def _on_target(self, index: int) -> None:
        self.target_chosen.emit(str(self.target.itemData(index)))

    def _lay_out(self) -> None:
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self.name)
        self._words.addWidget(self.about)
        self._words.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        column.addLayout(self._row)
        column.addLayout(self._below)
        self._row.addWidget(self.back)
        self._row.addWidget(self.avatar)
        self._row.addLayout(self._words, 4)
        self._row.addWidget(self.phases)
        self._row.addStretch(1)
        for widget in (self._target_words, self.target, self.present, self.main):
            self._row.addWidget(widget)
        self._below.addStretch(1)

    def _place_phases(self) -> None:
        """Stand the steps in the middle of the row while the name keeps a readable width, else in a row below."""
        others = (self.back, self.avatar, self._target_words, self.target, self.present, self.main)
        shown = (widget for widget in others if not widget.isHidden() or widget is self._target_words)
        used = sum(widget.sizeHint().width() + self.look.px(8) for widget in shown)
        below = used + self.phases.sizeHint().width() + self.look.px(_NAME_WIDTH) > self.width()
        second = (self.phases, self._target_words, self.target)
        needed = sum(widget.sizeHint().width() + self.look.px(16) for widget in second)
        self._target_words.setVisible(not below or needed <= self.width())
        room = self.width() - self.look.px(12 + 8 + 16)
        self.target.setMaximumWidth(max(room - self.phases.sizeHint().width(), self.look.px(96)) if below else _FREE)
        self.phases.setMinimumWidth(min(self.phases.sizeHint().width(), room - self.look.px(96)) if below else 0)
        if below == self._is_below:
            return
        self._is_below = below
        aside = (self._target_words, self.target)
        for widget in (self.phases, *aside):
            (self._row if below else self._below).removeWidget(widget)
        if below:
            self._below.insertWidget(0, self.phases, 0, Qt.AlignmentFlag.AlignLeading)
            for widget in aside:
                self._below.addWidget(widget)
        else:
            self._row.insertWidget(self._row.indexOf(self._words) + 1, self.phases)
            for widget in aside:
                self._row.insertWidget(self._row.indexOf(self.present), widget)
        self._below.setContentsMargins(self.look.px(12), 0, self.look.px(16), self.look.px(8 if below else 0))

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(12), px(8), px(16), px(8))
        self._row.setSpacing(px(8))
        self._below.setSpacing(px(8))
        self.setMinimumHeight(px(56))
