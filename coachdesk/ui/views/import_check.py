"""Step 3 of an import: everyone in a table, what needs a look first, and fixes in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.exchange.roster.check import CheckedRow, RosterCheck
from coachdesk.exchange.roster.mapping import Mapping
from coachdesk.exchange.roster.problems import Fix
from coachdesk.ui.models.roster_model import ROW_ROLE, RosterModel, first_problem, order_rows
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.import_fixes import FixBar, FixButton
from coachdesk.ui.views.import_table import RosterTable
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label

BY_NAME, LOOK_FIRST = 0, 1
_LARGE = 1.3


class QuestionBar(QFrame):
    """A question about a whole column, such as whether the day or the month comes first."""

    fix_taken = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("surface", "info")
        self._words = Label(look)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(look.px(12), look.px(8), look.px(8), look.px(8))
        self._layout.setSpacing(look.px(8))
        self._layout.addWidget(Icon(look, "info", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self._words, 1)
        self.buttons: list[FixButton] = []
        self.hide()

    def show_question(self, text: str, fixes: tuple[Fix, ...]) -> None:
        """Ask; an empty text hides the bar."""
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for fix in fixes:
            button = FixButton(self.look, fix)
            button.taken.connect(self.fix_taken)
            self.buttons.append(button)
            self._layout.addWidget(button)
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class CheckStep(QWidget):
    """Shows a `RosterCheck`; all that the user decides leaves as a wish."""

    fix_taken = Signal(object)
    ticked = Signal(tuple, bool)
    edited = Signal(int, object, str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._check: RosterCheck | None = None
        self.model = RosterModel(self)
        self.table = RosterTable(look, self.model)
        self.ready = Label(look, wraps=True)
        self.look_words = Label(look, wraps=True)
        self._look_icon = Icon(look, "alert", "warn")
        self.order = Segmented(look, self.tr("Order"), (self.tr("By name"), self.tr("Need a look first")), small=True)
        self.notes = Label(look, role="small", tone="text3")
        self.question = QuestionBar(look)
        self.fixes = FixBar(look)
        self._lay_out()
        self.order.set_index(LOOK_FIRST)
        self._connect()

    def set_mapping(self, mapping: Mapping, header: tuple[str, ...]) -> None:
        """Show the columns of a mapping."""
        self.model.set_mapping(mapping, header)

    def show_check(self, check: RosterCheck) -> None:
        """Show a check; the current person stays current wherever they are now."""
        self._check = check
        self.ready.setText(check.summary)
        self.look_words.setText(check.look_summary)
        self._look_icon.setVisible(bool(check.look_summary))
        self.notes.setText(" ".join(check.notes))
        self.notes.setVisible(bool(check.notes))
        question = check.questions[0] if check.questions else None
        self.question.show_question(question.message if question else "", question.fixes if question else ())
        self._fill()

    def set_busy(self, busy: bool) -> None:
        """Freeze the table while the import is written."""
        self.model.set_may_edit(not busy)
        self.fixes.setEnabled(not busy)

    def _fill(self) -> None:
        if self._check is None:
            return
        current, column = self.table.current_row(), max(1, self.table.currentIndex().column())
        self.model.set_rows(order_rows(self._check.rows, problems_first=self.order.index() == LOOK_FIRST))
        place = self.model.find_row(current)
        if place >= 0 and self.table.current_row() != current:
            self.table.setCurrentIndex(self.model.index(place, column))
        self.table.head.viewport().update()
        self._show_fixes()

    def _lay_out(self) -> None:
        px = self.look.px
        frame = QFrame()
        frame.setProperty("surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        column = QVBoxLayout(self)
        tight = self.look.text_scale > _LARGE
        column.setContentsMargins(px(24), px(8 if tight else 16), px(24), px(8 if tight else 16))
        column.setSpacing(px(6 if tight else 12))
        column.addLayout(self._head())
        column.addWidget(self.notes)
        column.addWidget(self.question)
        column.addWidget(frame, 1)
        column.addWidget(self.fixes)
        self.table.setMinimumHeight(px(104))

    def _head(self) -> QHBoxLayout:
        px = self.look.px
        large = self.look.text_scale > _LARGE
        for label in (self.ready, self.look_words):
            label.setWordWrap(large)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Icon(self.look, "check", "ok"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.ready, 3 if large else 0)
        head.addSpacing(px(8 if large else 24))
        head.addWidget(self._look_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.look_words, 2 if large else 0)
        head.addStretch(0 if large else 1)
        head.addWidget(self.order)
        return head

    def _connect(self) -> None:
        table = self.table
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        table.fix_requested.connect(self._on_fix_requested)
        table.tick_requested.connect(self._on_tick)
        table.all_requested.connect(self._on_all)
        table.row_chosen.connect(self._show_fixes)
        self.model.tick_requested.connect(self._on_tick)
        self.model.edit_requested.connect(self.edited)
        self.order.chosen.connect(self._on_order)
        self.fixes.fix_taken.connect(self.fix_taken)
        self.fixes.leave_out_requested.connect(self._on_leave_out)
        self.question.fix_taken.connect(self.fix_taken)

    def _row(self, row_number: int) -> CheckedRow | None:
        place = self.model.find_row(row_number)
        return self.model.rows[place] if place >= 0 else None

    def _show_fixes(self) -> None:
        row = self._row(self.table.current_row())
        self.fixes.show_row(row if row is not None and (row.needs_look or row.included) else None)

    def _on_order(self, _index: int) -> None:
        self._fill()

    def _on_fix_requested(self, row_number: int) -> None:
        row = self._row(row_number)
        problem = first_problem(row) if row is not None else None
        if problem is not None and problem.fixes:
            self.fix_taken.emit(problem.fixes[0])
        elif row is not None:
            self.table.edit(self.model.index(self.model.find_row(row_number), 1))

    def _on_tick(self, row_number: int, ticked: bool) -> None:
        self.ticked.emit((row_number,), ticked)

    def _on_all(self, ticked: bool) -> None:
        self.ticked.emit(tuple(row.row_number for row in self.model.rows if row.may_include), ticked)

    def _on_leave_out(self, row_number: int) -> None:
        self.ticked.emit((row_number,), False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_menu(self, position: QPoint) -> None:
        """Offer all that can be done with a row; Shift+F10 opens it at the current one."""
        index = self.table.indexAt(position) if self.table.indexAt(position).isValid() else self.table.currentIndex()
        if index.isValid():
            menu = self.build_menu(index)
            place = self.table.visualRect(index).bottomLeft()
            menu.popup(self.table.viewport().mapToGlobal(place))

    def build_menu(self, index: QModelIndex) -> QMenu:
        """Return the menu of a row: its fixes, leaving it out or in, and editing the cell."""
        row: CheckedRow = index.data(ROW_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self._on_menu_chosen)
        problem = first_problem(row)
        for fix in problem.fixes if problem is not None else ():
            self._add_action(menu, fix.label, fix)
        words = self.tr("Leave out") if row.included or row.needs_look else self.tr("Include")
        if row.may_include or row.needs_look:
            self._add_action(menu, words, row.row_number)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._add_action(menu, self.tr("Edit"), index)
        return menu

    @staticmethod
    def _add_action(menu: QMenu, words: str, what: object) -> None:
        action = QAction(words, menu)
        action.setData((what,))
        menu.addAction(action)

    def _on_menu_chosen(self, action: QAction) -> None:
        (what,) = action.data()
        if isinstance(what, Fix):
            self.fix_taken.emit(what)
        elif isinstance(what, int):
            row = self._row(what)
            self.ticked.emit((what,), row is not None and not row.included and not row.needs_look)
        else:
            self.table.edit(what)
