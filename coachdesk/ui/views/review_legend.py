"""What the marks in the table mean, and how many differ."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.review_page import ReviewPage
from coachdesk.ui.delegates.review_lane import paint_mark
from coachdesk.ui.models.review_matrix import Phase
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import Mark
from coachdesk.ui.widgets.text import ElidedLabel, Label


class LaneMark(Mark):
    """One mark as the lane draws it; `steps` are two rings and a line between them."""

    def __init__(self, look: Appearance, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._kind = kind

    def sizeHint(self) -> QSize:
        """Return the room of the mark."""
        width = {"steps": 26, "before": 10, "agreed": 14}.get(self._kind, 18)
        return QSize(self.look.px(width), self.look.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = self._painter()
        if self._kind == "steps":
            self._paint_steps(painter)
        else:
            paint_mark(painter, self.look, self._kind, QPointF(self.width() / 2, self.height() / 2))

    def _paint_steps(self, painter: QPainter) -> None:
        look, y = self.look, self.height() / 2
        left, right, radius = look.px(5), look.px(21), look.scaled_line(2.2)
        painter.setPen(QPen(look.theme.chart("grid"), look.scaled_line(1.5)))
        painter.drawLine(QPointF(left + radius, y), QPointF(right - radius, y))
        painter.setPen(QPen(look.theme.chart("axis"), 1))
        for x in (left, right):
            painter.drawEllipse(QPointF(x, y), radius, radius)


class _Entry(QWidget):
    """A mark and its words."""

    def __init__(self, look: Appearance, kind: str) -> None:
        super().__init__()
        self.words = Label(look, role="small", tone="text2", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        row.addWidget(LaneMark(look, kind))
        row.addWidget(self.words)


class ReviewLegend(QWidget):
    """Only what the phase shows is explained."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._entries = {kind: _Entry(look, kind) for kind in ("self", "yours", "agreed", "before", "steps")}
        self.count = ElidedLabel(look, role="section")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(16))
        for entry in self._entries.values():
            row.addWidget(entry)
        row.addStretch(1)
        row.addWidget(self.count)

    def set_page(self, page: ReviewPage, phase: Phase) -> None:
        """Show the marks of a phase and its headline."""
        shows = {
            "self": phase is not Phase.YOURS,
            "yours": phase is not Phase.SELF,
            "agreed": phase is Phase.AGREE,
            "before": page.before_at is not None,
            "steps": phase is not Phase.AGREE and any(not line.prefix for line in page.lines),
        }
        month = "" if page.before_at is None else QLocale().standaloneMonthName(page.before_at.month)
        words = {
            "self": self.tr("{name}’s mark").format(name=first_name(page.person_name)),
            "yours": self.tr("Your mark"),
            "agreed": self.tr("Agreed now"),
            "before": self.tr("Agreed in {month}").format(month=month),
            "steps": self.tr("Emerging, then solid"),
        }
        for kind, entry in self._entries.items():
            entry.words.setText(words[kind])
            entry.setVisible(shows[kind])
        self.count.setText(self._count_words(page, phase))
        self._shown = tuple(kind for kind, is_shown in shows.items() if is_shown)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the room of the headline: explanations give way."""
        return QSize(self.count.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the last explanations where they have no room."""
        super().resizeEvent(event)
        self._fit()

    _shown: tuple[str, ...] = ()

    def _fit(self) -> None:
        used = self.count.sizeHint().width()
        for kind in self._shown:
            used += self._entries[kind].sizeHint().width() + self.look.px(16)
            self._entries[kind].setVisible(used <= self.width())

    def _count_words(self, page: ReviewPage, phase: Phase) -> str:
        total = len(page.lines)
        if phase is Phase.COMPARE:
            return self.tr("{count} of {total} differ").format(count=page.differing, total=total)
        marks = {Phase.SELF: page.room or page.marks.theirs, Phase.YOURS: page.marks.yours}.get(
            phase, page.marks.agreed
        )
        words = self.tr("{count} of {total} agreed") if phase is Phase.AGREE else self.tr("{count} of {total} marked")
        return words.format(count=total - page.missing(marks), total=total)
