"""A figure on the growth page: its heading, the chart, the same as a table, and the way to how it is worked out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.models.figure_table import FigureTableModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.text import ElidedLabel, Label

_NAMES_SHARE, _NAMES_NARROW = 0.32, 0.255


class FigureBox(QWidget):
    """Holds `canvas` and its table; Ctrl+T swaps them. `explain_requested(figure id)` by `?`, Enter or the button."""

    explain_requested = Signal(str)

    def __init__(
        self,
        look: Appearance,
        figure_id: str,
        canvas: ChartCanvas,
        *,
        head_margin: float = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.figure_id = figure_id
        self.canvas = canvas
        self.title = Label(look, canvas.accessibleName(), role="section", wraps=False)
        self.note = ElidedLabel(look, tone="text3")
        self.explain = IconButton(look, "info", self.tr("How this is worked out (?)"), edge=24, size=14)
        self.swap = IconButton(look, "table", self.tr("Show as table (Ctrl+T)"), edge=24, size=14)
        self.swap.setCheckable(True)
        self.model = FigureTableModel(self)
        self._table: QTableView | None = None
        self.head = QHBoxLayout()
        self.head.setSpacing(look.px(8))
        self.head.addWidget(self.title)
        self.head.addWidget(self.note, 1)
        for button in (self.explain, self.swap):
            self.head.addWidget(button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        self.head.setContentsMargins(look.px(head_margin), 0, look.px(head_margin), 0)
        column.addLayout(self.head)
        column.addWidget(canvas, 1)
        canvas.explain_requested.connect(self._on_explain)
        self.explain.clicked.connect(self._on_explain)
        self.swap.clicked.connect(self.show_as_table)
        look.changed.connect(self._fit)

    @property
    def table(self) -> QTableView:
        """The same as a table, made when it is first wanted."""
        if self._table is None:
            self._table = _build_table(self.model, self.canvas.accessibleName(), self)
            self._table.hide()
            self._table.installEventFilter(self)
            self._column.addWidget(self._table, 1)
        return self._table

    @property
    def is_table(self) -> bool:
        """Whether the table shows."""
        return self._table is not None and not self._table.isHidden()

    @property
    def pane(self) -> QWidget:
        """The one of both that the keyboard goes to."""
        return self.table if self.is_table else self.canvas

    def set_note(self, text: str) -> None:
        """Say something quiet beside the heading."""
        if text != self.note.text():
            self.note.setText(text)

    def set_table(self, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        """Show the figure's table."""
        self.model.set_table(heads, rows)
        self._fit()

    def show_as_table(self, shown: bool) -> None:
        """Show the table in the place of the chart, or the chart again; the keyboard stays with the figure."""
        had_focus = self.pane.hasFocus() or self.swap.hasFocus()
        self.swap.setChecked(shown)
        self.canvas.setVisible(not shown)
        self.table.setVisible(shown)
        self._fit()
        if had_focus:
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Explain from the table too."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and (event.text() == "?" or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter))
        ):
            self._on_explain()
            return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Make the table as high as its rows: the page scrolls."""
        if not self.is_table or not self.model.columnCount():
            return
        self.table.setFont(self.look.font("small"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, round(self.width() * (_NAMES_SHARE if self.model.columnCount() < 5 else _NAMES_NARROW)))
        self.table.resizeRowsToContents()
        rows = 0
        for row in range(self.model.rowCount()):
            height = self.table.rowHeight(row) + self.look.px(6)
            self.table.setRowHeight(row, height)
            rows += height
        self.table.setFixedHeight(header.sizeHint().height() + rows + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words of the table anew."""
        super().resizeEvent(event)
        self._fit()

    def _on_explain(self) -> None:
        self.explain_requested.emit(self.figure_id)


def _build_table(model: FigureTableModel, name: str, parent: QWidget) -> QTableView:
    table = QTableView(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setStyleSheet("QTableView::item { padding: 0 1px; } QHeaderView::section { padding: 6px 3px; }")
    table.verticalHeader().hide()
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    return table
