"""The glance at someone's stretch projects for the rail of their overview: what they work on and what is offered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.project import ProjectState
from coachdesk.services.access import ChanceRow
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import ElidedLabel, Line

_SHOWN = 4


class ChancesBox(QWidget):
    """Nothing at all while there is no project. `all_requested` leads to the sponsorship tab."""

    all_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._rows: tuple[ChanceRow, ...] = ()
        self.heading = SectionHeading(look, self.tr("Sponsorship"), action=self.tr("All"))
        self.heading.button.setAccessibleName(self.tr("All sponsorship"))
        self._lines = QWidget()
        self._lines_layout = QVBoxLayout(self._lines)
        self._lines_layout.setContentsMargins(0, 0, 0, 0)
        self._lines_layout.setSpacing(look.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(12), 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(Line())
        column.addSpacing(look.px(8))
        column.addWidget(self.heading)
        column.addWidget(self._lines)
        self.heading.acted.connect(self.all_requested)
        self.hide()

    def set_rows(self, rows: tuple[ChanceRow, ...]) -> None:
        """Show other projects; the same ones stay as they are."""
        self.setVisible(bool(rows))
        if rows == self._rows:
            return
        self._rows = rows
        self.heading.set_text(self.tr("Sponsorship"), self._note())
        while self._lines_layout.count():
            item = self._lines_layout.takeAt(0)
            line = item.widget() if item is not None else None
            if line is not None:
                line.hide()
                line.deleteLater()
        for row in rows[:_SHOWN]:
            self._lines_layout.addWidget(self._build_line(row))

    def _note(self) -> str:
        words = ((ProjectState.ACTIVE, self.tr("{count} active")), (ProjectState.OFFERED, self.tr("{count} offered")))
        counts = [(sum(row.state is state for row in self._rows), text) for state, text in words]
        return ", ".join(text.format(count=count) for count, text in counts if count)

    def _build_line(self, row: ChanceRow) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.look.px(8))
        is_active = row.state is ProjectState.ACTIVE
        tag = Tag(
            self.look, self.tr("Active") if is_active else self.tr("Offered"), "accent" if is_active else "outline"
        )
        layout.addWidget(ElidedLabel(self.look, row.title), 1)
        layout.addWidget(tag, 0, Qt.AlignmentFlag.AlignVCenter)
        return line
