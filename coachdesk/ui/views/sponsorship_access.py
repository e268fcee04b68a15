"""The lower left of the sponsorship page: who gets the chances, as units for each person, or the same as a table."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.access import AccessPage, Scope, load_access
from coachdesk.ui.charts.legend import Legend, LegendItem
from coachdesk.ui.charts.unit_chart import INSET
from coachdesk.ui.charts.unit_words import list_states, state_words, units_summary, units_table
from coachdesk.ui.models.figure_table import FigureTableModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_access_canvas import UnitCanvas
from coachdesk.ui.views.sponsorship_access_table import AccessTable
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.messages import EmptyState
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import count_words


class AccessPane(QWidget):
    """Shows direct reports, everyone, or one team. Enter on a person opens their sponsorship tab; Ctrl+T swaps."""

    navigate_requested = Signal(Route)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: AccessPage | None = None
        self._team = ""
        self._shows_everyone = False
        self._query = LatestQuery(self, desk)
        name = self.tr("Who gets the chances")
        self.title = Label(look, name, role="section", wraps=False)
        self.note = ElidedLabel(look, tone="text3")
        self.glue = Button(look, self.tr("Glue work"), kind="link", small=True)
        self.glue.setToolTip(self.tr("Who carries how much of the work that few see"))
        self.scope = Button(look, self.tr("Everyone"), kind="link", small=True)
        self.explain = IconButton(look, "info", self.tr("How this is worked out (?)"), edge=24, size=14)
        self.swap = IconButton(look, "table", self.tr("Show as table (Ctrl+T)"), edge=24, size=14)
        self.swap.setCheckable(True)
        self.legend = Legend(look)
        self.canvas = UnitCanvas(look, name)
        self.area = _build_area(self.canvas)
        self.model = FigureTableModel(self)
        self.table = AccessTable(look, self.model, name)
        self.empty = EmptyState(
            look,
            self.tr("Nobody here yet"),
            self.tr("Bring in your team, and who was offered what appears here."),
            framed=False,
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The chart, or its table."""
        if self._page is None or not self._page.people:
            return ()
        return (self.table if self.is_table else self.canvas,)

    @property
    def is_table(self) -> bool:
        """Whether the table shows."""
        return self.swap.isChecked()

    def set_team(self, team: str | None) -> None:
        """Show the people of a team by its name; direct reports for none."""
        if (team or "") != self._team:
            self._team = team or ""
            self.show_page()

    def show_page(self) -> None:
        """Ask for the balance of today."""
        scope = Scope.TEAM if self._team else Scope.EVERYONE if self._shows_everyone else Scope.DIRECT
        self._query.ask(load_access, self.desk.local_now.date(), scope, self._team)

    def swap_table(self) -> None:
        """Show the table in the place of the chart, or the chart again; the keyboard stays with the figure."""
        self._on_swapped(not self.is_table)

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        for button in (self.glue, self.scope, self.explain, self.swap):
            head.addWidget(button)
        for part in (self.area, self.table, self.empty):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        side = px(24 - INSET)
        column.setContentsMargins(side, px(12), side, px(8))
        column.setSpacing(px(4))
        head.setContentsMargins(px(INSET), 0, px(INSET), 0)
        legend = QHBoxLayout()
        legend.setContentsMargins(px(INSET), 0, px(INSET), 0)
        legend.addWidget(self.legend)
        column.addLayout(head)
        column.addLayout(legend)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self.glue.clicked.connect(self._on_glue)
        self.scope.clicked.connect(self._on_scope)
        self.swap.clicked.connect(self._on_swapped)
        self.explain.clicked.connect(self._on_explain)
        self.canvas.explain_requested.connect(self._on_explain)
        self.canvas.person_opened.connect(self._on_person)
        self.canvas.row_shown.connect(self._on_row_shown)
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.table.row_opened.connect(self._on_row_opened)

    def _on_glue(self) -> None:
        self.navigate_requested.emit(Route("glue"))

    def _on_answered(self, page: AccessPage) -> None:
        if page == self._page:
            return
        self._page = page
        self.canvas.set_page(page)
        self.model.set_table(*units_table(page))
        self.table.setAccessibleDescription(units_summary(page))
        self.note.setText(self._note_words(page))
        self.scope.setVisible(not self._team)
        self.scope.setText(self.tr("Direct reports") if self._shows_everyone else self.tr("Everyone"))
        self.legend.set_items(
            tuple(LegendItem(f"unit:{state.name}", state_words(state)) for state in list_states(page))
        )
        self._show_part()

    def _note_words(self, page: AccessPage) -> str:
        count = len(page.people)
        if page.scope is Scope.DIRECT:
            return count_words(count, self.tr("direct report"), self.tr("direct reports"))
        return count_words(count, self.tr("person"), self.tr("people"))

    def _show_part(self) -> None:
        has_people = self._page is not None and bool(self._page.people)
        shown = self.table if self.is_table else self.area
        self._stack.setCurrentWidget(shown if has_people else self.empty)
        self.legend.setVisible(has_people and not self.is_table)

    def _on_scope(self) -> None:
        self._shows_everyone = not self._shows_everyone
        self.show_page()

    def _on_swapped(self, is_table: bool) -> None:
        had_focus = any(part.hasFocus() for part in (self.canvas, self.table, self.swap))
        self.swap.setChecked(is_table)
        self._show_part()
        if had_focus and self.panes:
            self.panes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_explain(self) -> None:
        self.navigate_requested.emit(Route("help", tab="formulas"))

    def _on_person(self, person_id: str) -> None:
        self.navigate_requested.emit(Route("person", person_id, tab="sponsorship"))

    def _on_row_opened(self, row: int) -> None:
        if self._page is not None:
            self._on_person(self._page.people[row].person_id)

    def _on_row_shown(self, place: QRect) -> None:
        """Bring a row into sight; the headings over it take room of their own."""
        half = place.height() // 2
        self.area.ensureVisible(0, place.center().y(), 0, half + place.height())

    def _on_scrolled(self) -> None:
        self.canvas.update()


def _build_area(canvas: UnitCanvas) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(canvas)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    canvas.setAutoFillBackground(False)
    return area
