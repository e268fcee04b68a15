"""The growth tab: radar, lines over time, readiness, evidence by quarter, all as of one day that can be moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.desk.settings import AGEING_DAYS, FRESH_DAYS
from coachdesk.services.evidence import EvidenceDraft, add_evidence
from coachdesk.services.growth import Ages, GrowthPage, growth_at
from coachdesk.services.growth_coverage import cover_quarters
from coachdesk.services.growth_forms import EvidenceForm, LadderChoice, get_evidence_form, list_ladders_to_place_on
from coachdesk.services.growth_history import GrowthHistory, get_growth_history
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.services.person_page import PersonPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.growth_explain_panel import ExplainPanel
from coachdesk.ui.views.growth_explaining import explain_cell, explain_competency, explain_figure, explain_gate
from coachdesk.ui.views.growth_place import PlaceBox
from coachdesk.ui.views.growth_sheet import GrowthSheet
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView

_MONTHS = {"[": -1, "]": 1}
_EVENTS = {"{": -1, "}": 1}


class PersonGrowth(PersonPart):
    """[ and ] move the day by a month, { and } to the next event, T back to today; ? or Enter explains a figure."""

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__(view.ground)
        self._desk = desk
        self._person_id = ""
        self._today = date.min
        self._history: GrowthHistory | None = None
        self._page: GrowthPage | None = None
        self._query = LatestQuery(self, desk)
        self._form_query = LatestQuery(self, desk)
        self._ladder_query = LatestQuery(self, desk)
        set_ground(self)
        self._look = look
        self._place: PlaceBox | None = None
        self._panel: ExplainPanel | None = None
        self.sheet = GrowthSheet(look, self)
        self.sheet.hide()
        self.evidence_button = Button(look, self.tr("Evidence"), icon="plus", small=True)
        self.evidence_button.setToolTip(self.tr("Add evidence (Ctrl+Shift+E)"))
        self.packet_button = Button(look, self.tr("Growth packet"), icon="printer", small=True)
        self._has_packets = _has_view("packet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.sheet)
        self._connect()

    @property
    def place(self) -> PlaceBox:
        """The way onto a ladder, made for the first person who is on none."""
        if self._place is None:
            self._place = PlaceBox(self._look, self)
            self._place.hide()
            self._place.set_person(self._person_id, self._today)
            self._place.asked.connect(self._on_ladders_asked)
            self._place.place_requested.connect(self._on_place)
            self._column.addWidget(self._place)
        return self._place

    @property
    def panel(self) -> ExplainPanel:
        """The panel that explains a figure, made for the first question."""
        if self._panel is None:
            self._panel = ExplainPanel(self._look, self)
            self._panel.opened.connect(self._on_source)
        return self._panel

    @property
    def page(self) -> GrowthPage | None:
        """What shows, None before the first answer."""
        return self._page

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The figures and lists, or the way onto a ladder."""
        if self.sheet.isHidden():
            if self._place is None:
                return (self,)
            return (self.place.empty.button if self.place.form.isHidden() else self.place.ladder,)
        panel = () if self._panel is None or self._panel.isHidden() else (self._panel.rows,)
        return (*self.sheet.panes, *panel)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Evidence, and the packet where there is one."""
        return (self.evidence_button, *((self.packet_button,) if self._has_packets else ()))

    def set_person(self, page: PersonPage) -> None:
        """Learn whose growth it is."""
        person_id = page.person.person_id
        self._today = page.today
        self.sheet.set_person(person_id, page.today)
        if self._place is not None:
            self._place.set_person(person_id, page.today)
        if person_id != self._person_id:
            self._person_id = person_id
            self._history = self._page = None
            for part in (self._panel, self._place):
                if part is not None:
                    part.hide()
            self.sheet.hide()

    def refresh(self) -> None:
        """Ask for the whole history once; every day of it is shown without asking again."""
        self._query.ask(get_growth_history, self._person_id, self._desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Add evidence, or swap the figure that has the keyboard and its table."""
        if action_id == "line.evidence":
            self.open_evidence()
        elif action_id == "figure.table" and not self.sheet.isHidden():
            self.sheet.swap_tables(QApplication.focusWidget())
        else:
            return False
        return True

    def flush(self) -> None:
        """Keep evidence that is typed."""
        if self.sheet.is_adding:
            self.sheet.evidence.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether evidence is typed that is not kept."""
        return self.sheet.is_adding and self.sheet.evidence.has_unsaved

    def open_evidence(self) -> None:
        """Show the fields for new evidence."""
        if self._person_id:
            self.sheet.show_evidence(only=self._page is None or self._page.frame is None)
            self._form_query.ask(get_evidence_form, self._person_id, self._today)

    def set_day(self, on: date) -> None:
        """Show everything as of a day, from the history at hand."""
        if self._history is not None:
            self._show_day(self._history, on, is_moved=True)

    def _show_day(self, history: GrowthHistory, on: date, *, is_moved: bool) -> None:
        settings = self._desk.settings
        ages = Ages(settings.get(FRESH_DAYS), settings.get(AGEING_DAYS))
        self._page = growth_at(history, on, ages)
        self.sheet.set_page(self._page, self._today, is_moved=is_moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the day."""
        if not self._move(event.text()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the day from lists too, which would search for the letter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._move(event.text())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand both columns side by side or one below the other."""
        super().resizeEvent(event)
        self.sheet.fit(self.width())

    def _connect(self) -> None:
        sheet = self.sheet
        self._query.answered.connect(self._on_answered)
        self._form_query.answered.connect(self._on_form)
        self._ladder_query.answered.connect(self._on_ladders)
        self.evidence_button.clicked.connect(self.open_evidence)
        self.packet_button.clicked.connect(self._on_packet)
        sheet.evidence_kept.connect(self._on_evidence)
        sheet.evidence_closed.connect(self._on_evidence_closed)
        sheet.time.day_chosen.connect(self.set_day)
        sheet.explain_requested.connect(self._on_explain)
        sheet.readiness.competency_opened.connect(self._on_competency)
        sheet.readiness.gate_opened.connect(self._on_gate)
        sheet.matrix.cell_opened.connect(self._on_cell)
        self._desk.settings.changed.connect(self._on_setting)
        for rows in (sheet.readiness.gap_rows, sheet.readiness.gate_rows):
            rows.installEventFilter(self)

    def _move(self, key: str) -> bool:
        if self._page is None or self._page.frame is None:
            return False
        if key in _MONTHS:
            self.sheet.time.step_months(_MONTHS[key])
        elif key in _EVENTS:
            self.sheet.time.step_event(_EVENTS[key])
        elif key in ("t", "T"):
            self.sheet.time.go_today()
        else:
            return False
        return True

    def _on_answered(self, history: GrowthHistory) -> None:
        if history.person_id != self._person_id:
            return
        was_on = self._page.on if self._page is not None else self._today
        self._history = history
        is_placed = bool(history.frames)
        if is_placed:
            self.sheet.set_history(history, self._today)
            self._show_day(history, min(was_on, self._today), is_moved=False)
        elif self._page is None or self._page.frame is not None:
            self._page = growth_at(history, self._today)
        self.sheet.setVisible(is_placed or self.sheet.is_adding)
        if not is_placed or self._place is not None:
            self.place.setVisible(not is_placed)
        if is_placed:
            self.sheet.show_evidence_only(False)
            self.sheet.fit(self.width())

    def _on_form(self, form: EvidenceForm) -> None:
        self.sheet.evidence.set_form(form)

    def _on_ladders(self, ladders: tuple[LadderChoice, ...]) -> None:
        self.place.set_ladders(ladders)

    def _on_ladders_asked(self) -> None:
        self._ladder_query.ask(list_ladders_to_place_on)

    def _on_place(self, draft: PlacementDraft) -> None:
        operation = Operation(self, self._desk, place_person, draft, label=self.tr("Placed on a ladder"))
        operation.succeeded.connect(self.refresh)
        operation.start()

    def _on_packet(self) -> None:
        self.navigate_requested.emit(Route("packet", self._person_id, tab="growth"))

    def _on_evidence(self, draft: EvidenceDraft) -> None:
        operation = Operation(self, self._desk, add_evidence, draft, label=self.tr("Evidence kept"), offers_undo=True)
        operation.succeeded.connect(self._on_evidence_kept)
        operation.start()

    def _on_evidence_kept(self, _evidence_id: str) -> None:
        self.sheet.evidence.set_kept()
        self.refresh()

    def _on_evidence_closed(self) -> None:
        if self._page is None or self._page.frame is None:
            self.sheet.hide()
        self.evidence_button.setFocus()

    def _on_explain(self, figure_id: str) -> None:
        if self._page is not None:
            self.panel.show_explanation(explain_figure(figure_id, self._page))

    def _on_competency(self, competency_id: str) -> None:
        page = self._page
        for row in page.competencies if page is not None else ():
            if page is not None and row.axis.competency_id == competency_id:
                self.panel.show_explanation(explain_competency(row, page))

    def _on_gate(self, gate_id: str) -> None:
        page = self._page
        for view in page.gates if page is not None else ():
            if page is not None and view.rule.gate_id == gate_id:
                self.panel.show_explanation(explain_gate(view, page))

    def _on_cell(self, row: int, column: int) -> None:
        if self._page is None or row >= len(self._page.competencies):
            return
        matrix = cover_quarters(self._page)
        found, quarter = self._page.competencies[row], matrix.quarters[column].label
        self.panel.show_explanation(explain_cell(found, quarter, matrix.cells[row][column], self._page))

    def _on_source(self, route: Route) -> None:
        from coachdesk.ui.views.person_timeline_open import find_tab

        tab = route.tab if find_tab(route.tab) == route.tab else "timeline"
        self.navigate_requested.emit(Route(route.view, route.person_id, tab=tab, item_id=route.item_id))

    def _on_setting(self, key: str) -> None:
        if key in (FRESH_DAYS.key, AGEING_DAYS.key) and self._page is not None:
            self.set_day(self._page.on)


def _has_view(view_id: str) -> bool:
    from coachdesk.ui.views.registry import VIEWS

    return any(spec.view_id == view_id for spec in VIEWS)
