"""Under the check table: what is wrong with the current row, and every way out of it as a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from coachdesk.exchange.roster.check import CheckedRow
from coachdesk.exchange.roster.problems import Fix
from coachdesk.ui.models.roster_model import first_problem
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label


class FixButton(Button):
    """One way out; it says which when clicked."""

    taken = Signal(object)

    def __init__(self, look: Appearance, fix: Fix, parent: QWidget | None = None) -> None:
        super().__init__(look, fix.label, small=True, parent=parent)
        self.fix = fix
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.taken.emit(self.fix)


class FixBar(QFrame):
    """The problem of one row in words, its fixes, and leaving the person out. Hidden when all is well."""

    fix_taken = Signal(object)
    leave_out_requested = Signal(int)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("surface", "warn")
        self._row_number = -1
        self._icon = Icon(look, "alert", "warn")
        self._words = Label(look)
        self._buttons: list[FixButton] = []
        self.leave_out = Button(look, self.tr("Leave out"), small=True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(look.px(12), look.px(8), look.px(8), look.px(8))
        self._layout.setSpacing(look.px(8))
        self._layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self._words, 1)
        self._layout.addWidget(self.leave_out)
        self.leave_out.clicked.connect(self._on_leave_out)
        self.hide()

    @property
    def buttons(self) -> tuple[FixButton, ...]:
        """The offered fixes, the likeliest first."""
        return tuple(self._buttons)

    def text(self) -> str:
        """Return what is said about the row."""
        return self._words.text()

    def show_row(self, row: CheckedRow | None) -> None:
        """Show the first problem of a row; None or a row without problems hides the bar."""
        problem = first_problem(row) if row is not None else None
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        if row is None or problem is None:
            self._row_number = -1
            self.hide()
            return
        self._row_number = row.row_number
        name = row.name or self.tr("No name")
        words = self.tr("{name}, row {number}: {problem}.")
        self._words.setText(words.format(name=name, number=row.row_number, problem=problem.message.rstrip(".")))
        self.setAccessibleName(self._words.text())
        for fix in problem.fixes:
            button = FixButton(self.look, fix)
            button.taken.connect(self.fix_taken)
            self._buttons.append(button)
            self._layout.insertWidget(self._layout.count() - 1, button)
        self.leave_out.setVisible(row.needs_look or row.included)
        self.show()

    def _on_leave_out(self) -> None:
        self.leave_out_requested.emit(self._row_number)
