"""The panel over the growth page that explains one figure; Esc closes it and the keyboard goes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.models.rows import RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.growth_explaining import Explanation, Source
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.text import Label, Line

_WIDTH = 420
_MARGIN = 16


class SourcesModel(RowsModel):
    """What a figure was worked out from."""

    def row_id(self, row: Any) -> str:
        """Return the identity of the source."""
        return str(row.source_id)

    def cells(self, row: Any) -> RowCells:
        """Return the words of a source and when it was."""
        source: Source = row
        return RowCells(source.title, source.second, is_private=source.is_private, opens=True)


class ExplainPanel(QFrame):
    """Explains a figure at the end of its parent. `opened(Route)` when a source is wanted; `closed` by Esc or x."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._back: QWidget | None = None
        self._explanation: Explanation | None = None
        self.setProperty("surface", "card")
        self.title = Label(look, role="section")
        self.close_button = IconButton(look, "x", self.tr("Close (Esc)"), edge=28, size=14)
        self.formula = Label(look, role="small", tone="text2")
        self.inputs = Label(look, role="small")
        self.sources = SourcesModel()
        self.rows = RowList(look, self.tr("Sources"), self.sources, two_lines=True, min_height=48, surface="surface")
        self._sources_head = Label(look, self.tr("Sources"), role="section")
        self._lay_out()
        self.rows.opened.connect(self._on_opened)
        self.close_button.clicked.connect(self.close_panel)
        parent.installEventFilter(self)
        self.hide()

    def show_explanation(self, explanation: Explanation) -> None:
        """Show an explanation; the keyboard goes to its sources, or to the way out."""
        if self.isHidden():
            self._back = QApplication.focusWidget()
        self._explanation = explanation
        self.title.setText(explanation.title)
        self.formula.setText("\n\n".join(explanation.formula))
        self.inputs.setText("\n".join(explanation.inputs))
        self.sources.set_rows(explanation.sources)
        self.rows.setVisible(bool(explanation.sources))
        self._sources_head.setVisible(bool(explanation.sources))
        self.setAccessibleName(explanation.title)
        self.setAccessibleDescription(" ".join((*explanation.inputs, *explanation.formula)))
        self._place()
        self.show()
        self.raise_()
        first = self.rows if explanation.sources else self.close_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Take the panel away and give the keyboard back."""
        if self.isHidden():
            return
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the end of the page."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _lay_out(self) -> None:
        px = self.look.px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(16), px(4), px(16), px(16))
        column.setSpacing(px(8))
        for part in (
            Label(self.look, self.tr("What went in"), role="section"),
            self.inputs,
            Line(),
            self._sources_head,
            self.rows,
            Line(),
            Label(self.look, self.tr("How it is worked out"), role="section"),
            self.formula,
        ):
            column.addWidget(part)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(12), px(8), 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(build_scrolled(inner), 1)

    def _place(self) -> None:
        host = self.parentWidget()
        assert host is not None
        margin = self.look.px(_MARGIN)
        width = min(self.look.px(_WIDTH), host.width() - 2 * margin)
        left = margin if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else host.width() - width - margin
        self.setGeometry(QRect(left, margin, width, max(self.look.px(160), host.height() - 2 * margin)))

    def _on_opened(self, source_id: str) -> None:
        found = self._explanation
        source = next((one for one in found.sources if one.source_id == source_id), None) if found else None
        if source is not None:
            self.opened.emit(source.route)
