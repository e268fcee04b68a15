"""The calibration page: marks of several people beside each other, pairs to discuss, and the writer's self-audit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.calibration import CalibrationPage, get_calibration
from coachdesk.services.own_writing import TextKind, TraitLine, WritingAudit, get_writing_audit
from coachdesk.store.changes import Topic
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.dot_plot import lay_out_dots, needed_height, paint_dots
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.calibration_bar import CalibrationBar
from coachdesk.ui.views.calibration_pair import PairPanel, PairsModel
from coachdesk.ui.views.calibration_words import build_figure, build_table, summary_words
from coachdesk.ui.views.calibration_writing import WritingPanel
from coachdesk.ui.views.growth_figure import FigureBox
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words

WRITING = "writing"


class CalibrationView(View):
    """Shows `Route("calibration")`; its tab `writing` is the self-audit, its item a pair. Ctrl+T swaps plot and table.

    Nothing here is written, exported or shown in presenter mode.
    """

    topics = frozenset({Topic.REVIEWS, Topic.EVIDENCE, Topic.LADDERS, Topic.PEOPLE, Topic.OBSERVATIONS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: CalibrationPage | None = None
        self._pair_id = ""
        self._query = LatestQuery(self, desk)
        self._audit_query = LatestQuery(self, desk)
        self.parts = Segmented(look, self.tr("Part"), (self.tr("Marks"), self.tr("Your writing")), small=True)
        self.bar = CalibrationBar(look)
        canvas = ChartCanvas(look, self.tr("Marks side by side"), lay_out_dots, paint_dots)
        self.figure = FigureBox(look, "calibration", canvas)
        self.pair = PairPanel(look)
        self.writing = WritingPanel(look)
        self.pairs = PairsModel()
        self.empty = EmptyState(
            look,
            self.tr("Nobody stands on a ladder yet"),
            self.tr("Place people on a ladder on the growth tab of their page. Their agreed marks appear here."),
            icon="ladder",
        )
        self._body = PageBody(look)
        lay_ground(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        self._lay_out()
        self._connect()

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Marks or your writing."""
        return (self.parts,)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The chart or its table, the pair, and the pairs; or the lists of the self-audit."""
        if self.is_writing:
            return self.writing.lists or (self,)
        lists = [side.list for side in self.pair.sides if side.list.isVisible()]
        parts: list[QWidget] = [self.figure.pane, *lists, *([self.pair_list] if self.pair_list.isVisible() else [])]
        return tuple(parts) if self.figure.isVisible() else (self,)

    @property
    def is_writing(self) -> bool:
        """Whether the self-audit shows."""
        return self.parts.index() == 1

    def show_route(self, route: Route) -> None:
        """Show the marks or the self-audit."""
        self.parts.set_index(1 if route.tab == WRITING else 0)
        self._pair_id = route.item_id
        super().show_route(route)
        self.title_changed.emit(self.tr("Calibration"), "")

    def refresh(self) -> None:
        """Ask for the part that shows."""
        today = self.desk.local_now.date()
        if self.is_writing:
            self._audit_query.ask(get_writing_audit, today, self.desk.zone)
        else:
            self._query.ask(get_calibration, self.bar.ask, today, self.desk.zone)
        self._show_part()

    def run_action(self, action_id: str) -> bool:
        """Swap plot and table; show or hide the rail."""
        if action_id == "figure.table" and not self.is_writing:
            self.figure.show_as_table(not self.figure.is_table)
        elif action_id == "rail":
            self._body.toggle_rail()
        else:
            return False
        return True

    def _lay_out(self) -> None:
        px, column = self.look.px, self._body.column_layout
        column.setSpacing(px(8))
        parts: tuple[QWidget, ...] = (self.bar, self.pair, self.figure, self.writing, self.empty)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.empty.hide()
        look, rail = self.look, self._body.rail_layout
        rail.setSpacing(px(4))
        self.pairs_heading = SectionHeading(look, self.tr("To discuss"))
        self.pair_list = RowList(
            look, self.tr("Pairs to discuss"), self.pairs, two_lines=True, min_height=48, surface="rail"
        )
        self.no_pairs = Label(look, self.tr("No pair has a higher mark with less evidence."), tone="text3")
        self.rule = Label(
            look,
            self.tr(
                "A pair stands here when one is marked higher while all their behaviours with evidence, and more, have "
                "evidence for the other too. It is a question, not a correction: evidence may be unwritten."
            ),
            role="small",
            tone="text2",
        )
        self.english = Label(
            look,
            self.tr("Words about character are found in English texts only. You alone see this page; it can’t be "
                    "exported."),
            role="small",
            tone="text2",
        )  # fmt: skip
        notes: tuple[QWidget, ...] = (self.pairs_heading, self.pair_list, self.no_pairs, self.rule, self.english)
        for part in notes:
            rail.addWidget(part)
        rail.addStretch(1)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._audit_query.answered.connect(self._on_audited)
        self.parts.chosen.connect(self._on_part)
        self.bar.changed.connect(self.refresh)
        self.pair_list.opened.connect(self._on_pair_opened)
        self.pair.closed.connect(self._on_pair_closed)
        self.pair.person_requested.connect(self._on_person)
        self.writing.person_requested.connect(self._on_feedback_of)
        self.writing.text_requested.connect(self._on_text)
        self.figure.explain_requested.connect(self._on_explain)

    def _show_part(self) -> None:
        has_people = self._page is None or bool(self._page.ladders)
        marks = not self.is_writing
        self.writing.setVisible(not marks)
        self.empty.setVisible(marks and not has_people)
        self.bar.setVisible(marks and has_people)
        self.figure.setVisible(marks and has_people)
        self.pair.setVisible(marks and has_people and bool(self._pair_id) and self._page is not None)
        self.pairs_heading.setVisible(marks)
        self.rule.setVisible(marks)
        pairs = self._page.inversions if self._page else ()
        self.pair_list.setVisible(marks and bool(pairs))
        self.no_pairs.setVisible(marks and not pairs)
        self.english.setVisible(not marks)

    def _on_answered(self, page: CalibrationPage) -> None:
        self._page = page
        self.bar.set_page(page)
        figure = build_figure(page)
        self.figure.canvas.set_figure(figure, summary_words(page), height=needed_height(figure))
        self.figure.set_table(*build_table(page))
        people = count_words(page.people, self.tr("person"), self.tr("people"))
        self.figure.set_note(self.tr("{people}, by name").format(people=people))
        self.pairs_heading.set_text(self.tr("To discuss"), str(len(page.inversions)) if page.inversions else "")
        self.pairs.set_rows(page.inversions)
        found = next((one for one in page.inversions if one.pair_id == self._pair_id), None)
        if found is None:
            self._pair_id = ""
        else:
            self.pair.set_pair(found, page.today)
        self._show_part()

    def _on_audited(self, audit: WritingAudit) -> None:
        self.writing.set_audit(audit)

    def _on_part(self, _index: int) -> None:
        self.refresh()

    def _on_pair_opened(self, pair_id: str) -> None:
        found = next((one for one in self.pairs.rows if one.pair_id == pair_id), None)
        if found is not None and self._page is not None:
            self._pair_id = pair_id
            self.pair.set_pair(found, self._page.today)
            self._body.scroll_area.ensureVisible(0, 0)

    def _on_pair_closed(self) -> None:
        self._pair_id = ""
        self.pair_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_person(self, person_id: str) -> None:
        self.navigate_requested.emit(Route("person", person_id, tab="growth"))

    def _on_feedback_of(self, person_id: str) -> None:
        self.navigate_requested.emit(Route("person", person_id, tab="feedback"))

    def _on_text(self, line: TraitLine) -> None:
        if line.kind is TextKind.COMMENT:
            self.navigate_requested.emit(Route("review", line.person_id, item_id=line.noun_id))
        else:
            self.navigate_requested.emit(Route("person", line.person_id, tab="feedback", item_id=line.noun_id))

    def _on_explain(self, _figure_id: str) -> None:
        self.navigate_requested.emit(Route("help", tab="calibration"))
