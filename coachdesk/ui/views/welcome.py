"""The first page of an empty vault: bring in your team, or add one person by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.import_file import CALENDAR_SUFFIXES
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon, IconTile
from coachdesk.ui.widgets.steps import steps_from_path
from coachdesk.ui.widgets.text import Label, set_look

ROSTER_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
"""Files that may hold a roster; a calendar is taken too, dropping another kind says so instead of trying."""


class StairsDrawing(QWidget):
    """Three people on a rising line. Decorative."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return 200 by 104 pixels at 100 %."""
        return QSize(self.look.px(200), self.look.px(104))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two lines and the people."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 200, self.height() / 104)
        lines = (
            ("accentFill", 2.0, steps_from_path("M8 96 H56 V72 H104 V48 H152 V24 H192")),
            ("accentLine", 1.5, steps_from_path("M8 100 H70 V88 H118 V72 H166 V60 H192")),
        )
        for tone, width, line in lines:
            _draw_line(painter, QPen(self.look.colour(tone), width), line)
        painter.setPen(QPen(self.look.colour("accentFill"), 2))
        for x, y, ground in ((32, 80, "surface"), (80, 56, "surface"), (128, 32, "accentTint")):
            painter.setBrush(self.look.colour(ground))
            painter.drawEllipse(QPointF(x, y), 9, 9)


class Welcome(QWidget):
    """What to do in an empty vault. `file_dropped(path)` for a roster or calendar that is dropped here."""

    roster_requested = Signal()
    person_requested = Signal()
    file_dropped = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setAcceptDrops(True)
        self._is_target = False
        self._drop_words = Label(look, self.tr("You can also drop a file here, or"), tone="text3", wraps=False)
        self.choose = Button(look, self.tr("Choose"), kind="primary")
        self.choose.setAccessibleDescription(self.tr("Roster, CSV or Excel"))
        self.add = Button(look, self.tr("add one person by hand"), kind="link")
        self.choose.clicked.connect(self.roster_requested)
        self.add.clicked.connect(self.person_requested)
        self._lay_out()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that may be a roster or a calendar; say so of others."""
        if _file_of(event) is not None:
            event.acceptProposedAction()
            self._set_target(True)
        elif event.mimeData().hasUrls():
            self._drop_words.setText(self.tr("A roster is a CSV or Excel file. Drop one here, or"))

    def dragLeaveEvent(self, event: object) -> None:
        """Look as usual again."""
        self._set_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Report the file."""
        self._set_target(False)
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the page while a file is over it."""
        if self._is_target:
            painter = QPainter(self)
            painter.setPen(QPen(self.look.colour("accent"), 2, Qt.PenStyle.DashLine))
            inset = self.look.px(12)
            radius = self.look.px(8)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _set_target(self, is_target: bool) -> None:
        self._is_target = is_target
        self.update()

    def _lay_out(self) -> None:
        px = self.look.px
        title = Label(self.look, self.tr("Bring in your team"), role="display")
        words = Label(
            self.look,
            self.tr(
                "Start from what you have. You see every change before it is made, and one undo takes an import back."
            ),
            role="note",
            tone="text2",
        )
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(px(480))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(StairsDrawing(self.look), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(px(24))
        column.addWidget(title)
        column.addSpacing(px(8))
        column.addLayout(_centred(words))
        column.addSpacing(px(32))
        column.addLayout(_centred(self._build_sources()))
        column.addSpacing(px(24))
        column.addLayout(self._build_by_hand())
        column.addStretch(2)
        column.addLayout(self._build_assurance())

    def _build_sources(self) -> QFrame:
        px = self.look.px
        card = QFrame()
        set_look(card, "surface", "card")
        card.setMaximumWidth(px(600))
        row = QHBoxLayout(card)
        row.setContentsMargins(px(16), px(15), px(16), px(15))
        row.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self.look, self.tr("Roster, CSV or Excel"), role="section"))
        words.addWidget(Label(self.look, self.tr("Names, roles, levels, who reports to whom"), tone="text2"))
        row.addWidget(IconTile(self.look, "table"))
        row.addLayout(words, 1)
        row.addWidget(self.choose)
        return card

    def _build_by_hand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(6))
        row.addStretch(1)
        row.addWidget(self._drop_words)
        row.addWidget(self.add)
        row.addStretch(1)
        return row

    def _build_assurance(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        row.addStretch(1)
        row.addWidget(Icon(self.look, "shield", "text3", size=14))
        words = self.tr("Files are read on this computer and stay where they are.")
        row.addWidget(Label(self.look, words, role="small", tone="text3", wraps=False))
        row.addStretch(1)
        return row


def _centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 100)
    row.addStretch(1)
    return row


def _draw_line(painter: QPainter, pen: QPen, line: Sequence[QPointF]) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(line))


def _file_of(event: QDropEvent) -> str | None:
    """Return the path of the one file dropped when it may be a roster or a calendar."""
    urls = event.mimeData().urls()
    path = urls[0].toLocalFile() if len(urls) == 1 else ""
    return path if path.lower().endswith((*ROSTER_SUFFIXES, *CALENDAR_SUFFIXES)) else None
