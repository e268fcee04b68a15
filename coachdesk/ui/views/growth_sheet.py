"""The figures of the growth page laid out: what stands now at the left, what changed over time at the right."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from coachdesk.services.growth import GrowthPage
from coachdesk.services.growth_coverage import cover_quarters
from coachdesk.services.growth_history import GrowthHistory
from coachdesk.ui.charts import coverage_matrix, step_lines
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.growth_figures import build_radar_figure, build_step_figure, first_day
from coachdesk.ui.charts.growth_words import radar_summary, steps_summary, target_words
from coachdesk.ui.charts.legend import Legend, LegendItem
from coachdesk.ui.charts.radar import lay_out_radar, paint_radar
from coachdesk.ui.charts.step_lines import lay_out_step_lines
from coachdesk.ui.charts.step_lines_paint import paint_step_lines
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.growth_coverage_box import CoverageCanvas, build_matrix_figure
from coachdesk.ui.views.growth_evidence import EvidencePanel
from coachdesk.ui.views.growth_explaining import COVERAGE, RADAR, STEPS
from coachdesk.ui.views.growth_figure import FigureBox
from coachdesk.ui.views.growth_now import GrowthNow
from coachdesk.ui.views.growth_readiness import ReadinessBox
from coachdesk.ui.views.growth_tables import coverage_summary, coverage_table, radar_table, steps_table
from coachdesk.ui.views.growth_time import TimeBar
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.text import Line

_LEFT = 392
_BESIDE_FROM = 860
_LARGE_TEXT = 1.5
_RADAR = 316
_MARGIN, _RADAR_MARGIN = 24, 6
_FOLLOW_MS = 60


class GrowthSheet(QWidget):
    """Shows a `GrowthPage`; it asks for nothing and writes nothing.

    Widgets are built from the outside in, and rare ones on first use: each is styled once. `explain_requested(figure
    id)`, `evidence_kept(EvidenceDraft)`, `evidence_closed`.
    """

    explain_requested = Signal(str)
    evidence_kept = Signal(object)
    evidence_closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._page: GrowthPage | None = None
        self._first = self._today = date.min
        self._person_id = ""
        self._evidence: EvidencePanel | None = None
        self._build_ground()
        left, right = self._left, self._right
        radar = ChartCanvas(look, self.tr("Competencies"), lay_out_radar, paint_radar)
        steps = ChartCanvas(look, self.tr("Growth over time"), lay_out_step_lines, paint_step_lines)
        self.matrix = CoverageCanvas(look, self.tr("Evidence by quarter"))
        self.radar = FigureBox(look, RADAR, radar, head_margin=_MARGIN - _RADAR_MARGIN, parent=left)
        self.steps = FigureBox(look, STEPS, steps, parent=right)
        self.coverage = FigureBox(look, COVERAGE, self.matrix, parent=right)
        self.readiness = ReadinessBox(look, left)
        self.now = GrowthNow(look, left)
        self._head = QWidget(self.steps)
        self.time = TimeBar(look, self._head)
        spans = (self.tr("1 year"), self.tr("2 years"), self.tr("All"))
        self.span = Segmented(look, self.tr("How far back"), spans, small=True, parent=self._head)
        self.span.set_index(1)
        self._radar_legend, self._steps_legend = Legend(look, left), Legend(look, right)
        self._follows = QTimer(self)
        self._follows.setSingleShot(True)
        self._follows.setInterval(_FOLLOW_MS)
        self._follows.timeout.connect(self._follow)
        self._lay_out()
        self.span.chosen.connect(self._on_span)
        for box in (self.radar, self.steps, self.coverage):
            box.explain_requested.connect(self.explain_requested)
        self.readiness.explain_requested.connect(self.explain_requested)

    @property
    def evidence(self) -> EvidencePanel:
        """The fields for new evidence, made when they are first wanted."""
        if self._evidence is None:
            self._evidence = EvidencePanel(self.look, self._right)
            self._evidence.set_person(self._person_id, self._today)
            self._evidence.kept.connect(self.evidence_kept)
            self._evidence.closed.connect(self.evidence_closed)
            self._right_column.insertWidget(0, self._evidence)
        return self._evidence

    @property
    def is_adding(self) -> bool:
        """Whether the fields for new evidence show."""
        return self._evidence is not None and not self._evidence.isHidden()

    def set_person(self, person_id: str, today: date) -> None:
        """Learn whose growth it is."""
        self._person_id, self._today = person_id, today
        if self._evidence is not None:
            self._evidence.set_person(person_id, today)

    @property
    def figures(self) -> tuple[FigureBox, ...]:
        """The three figures."""
        return (self.radar, self.steps, self.coverage)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Figures, lists and the slider, from the left."""
        lists = [rows for rows in (self.readiness.gap_rows, self.readiness.gate_rows) if not rows.isHidden()]
        return (self.radar.pane, *lists, self.time.slider, self.steps.pane, self.coverage.pane)

    def set_history(self, history: GrowthHistory, today: date) -> None:
        """Learn which days there are."""
        self._today = today
        self._first = first_day(history, today)
        spans = (day for span in history.spans for day in (span.started_on, span.ended_on) if day is not None)
        days = (*(event.happened_on for event in history.events), *spans)
        self.time.set_range(min(frame.placed_on for frame in history.frames), today, days)

    def set_page(self, page: GrowthPage, today: date, *, is_moved: bool = False) -> None:
        """Show a day. While time moves, radar and lines follow each step, the rest as soon as it comes to rest."""
        self._page, self._today = page, today
        if page.frame is None:
            return
        self.time.set_day(page.on)
        self._show_radar(page)
        self._show_steps(page)
        if is_moved:
            self._follows.start()
        else:
            self._follow()

    def swap_tables(self, focused: QWidget | None) -> None:
        """Swap the figure that holds the keyboard and its table; all of them when it is elsewhere."""
        here = [box for box in self.figures if focused is not None and box.isAncestorOf(focused)]
        chosen = here or list(self.figures)
        shown = not chosen[0].is_table
        for box in chosen:
            box.show_as_table(shown)
        if self._page is not None:
            self._fill_tables(self._page)

    def show_evidence(self, *, only: bool) -> None:
        """Show the fields for evidence; `only` hides the figures of someone who is on no ladder."""
        self.show_evidence_only(only)
        self.show()
        self.evidence.open_panel()
        self._area.ensureWidgetVisible(self.evidence)

    def show_evidence_only(self, only: bool) -> None:
        """Hide the figures, or show them again."""
        self._left.setVisible(not only)
        for part in self._right_parts:
            part.setVisible(not only)

    def fit(self, width: int) -> None:
        """Stand the columns side by side where there is room."""
        is_beside = width >= self.look.px(_BESIDE_FROM) and self.look.text_scale <= _LARGE_TEXT
        direction = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._divider.setVisible(is_beside)
        self._left.setMinimumWidth(self.look.px(_LEFT) if is_beside else 0)
        self._left.setMaximumWidth(self.look.px(_LEFT) if is_beside else 16777215)
        head_fits = width - (self.look.px(_LEFT) if is_beside else 0) >= self.look.px(600)
        self._when.setDirection(QBoxLayout.Direction.LeftToRight if head_fits else QBoxLayout.Direction.TopToBottom)

    def sizeHint(self) -> QSize:
        """Return a size for the layout; the page scrolls."""
        return QSize(self.look.px(720), self.look.px(560))

    def _follow(self) -> None:
        """Let lists, matrix, pulse and feedback catch up with the shown day."""
        self._follows.stop()
        if self._page is not None and self._page.frame is not None:
            self._show_coverage(self._page)
            self.readiness.set_page(self._page)
            self.now.set_page(self._page)

    def _show_radar(self, page: GrowthPage) -> None:
        frame = page.frame
        assert frame is not None
        target = target_words(page)
        title = frame.target_title if frame.target_title != target else ""
        note = self.tr("against {target}").format(target=", ".join(part for part in (target, title) if part))
        words = self.tr("{count} competencies").format(count=len(page.competencies))
        if words != self.radar.title.text():
            self.radar.title.setText(words)
        self.radar.set_note(note)
        self.radar.canvas.set_figure(build_radar_figure(page), radar_summary(page), height=_RADAR)
        expected = self.tr("Expected at {target}").format(target=target)
        self._radar_legend.set_items((
            LegendItem("now", self.tr("Now") if page.on == self._today else self.tr("That day")),
            LegendItem("before", self.tr("Six months before") if page.on != self._today else self.tr("Six months ago")),
            LegendItem("expected", expected),
        ))  # fmt: skip
        self._steps_legend.set_items((
            LegendItem("step", self.tr("Agreed level")),
            LegendItem("hollow", self.tr("Not agreed yet, or not exact")),
            LegendItem("expected", expected),
            LegendItem("icon:ladder", self.tr("Ladder review")),
            LegendItem("icon:feedback", self.tr("Feedback")),
        ))  # fmt: skip
        if self.radar.is_table:
            self.radar.set_table(*radar_table(page))

    def _show_steps(self, page: GrowthPage) -> None:
        years = (1, 2, 0)[self.span.index()]
        from_on = self._today - relativedelta(years=years) if years else self._first
        if page.on < from_on + relativedelta(months=3):
            from_on = page.on - relativedelta(months=6)
        figure = build_step_figure(page, from_on=from_on, to_on=self._today)
        height = step_lines.needed_height(len(page.competencies), spans=len(figure.spans))
        self.steps.canvas.set_figure(figure, steps_summary(page), height=height)
        if self.steps.is_table:
            self.steps.set_table(*steps_table(page))

    def _show_coverage(self, page: GrowthPage) -> None:
        matrix = cover_quarters(page)
        height = coverage_matrix.needed_height(len(page.competencies))
        self.matrix.set_figure(build_matrix_figure(matrix), coverage_summary(matrix), height=height)
        if self.coverage.is_table:
            self.coverage.set_table(*coverage_table(matrix))

    def _fill_tables(self, page: GrowthPage) -> None:
        self.radar.set_table(*radar_table(page))
        self.steps.set_table(*steps_table(page))
        self.coverage.set_table(*coverage_table(cover_quarters(page)))

    def _build_ground(self) -> None:
        """Stand the empty columns in their scroll area before anything is in them."""
        ground = QWidget()
        self._area = build_scrolled(ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self._left, self._right = QWidget(ground), QWidget(ground)
        self._divider = QFrame(ground)
        self._divider.setProperty("surface", "line")
        self._divider.setStyleSheet("max-width: 1px; min-width: 1px; max-height: 16777215px;")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, ground)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._divider)
        self._columns.addWidget(self._right, 1)

    def _lay_out(self) -> None:
        px = self.look.px
        left_column = QVBoxLayout(self._left)
        left_column.setContentsMargins(px(_RADAR_MARGIN), px(8), px(_RADAR_MARGIN), px(16))
        left_column.setSpacing(px(8))
        left_column.addWidget(self.radar)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(_MARGIN - _RADAR_MARGIN), 0, px(_MARGIN - _RADAR_MARGIN), 0)
        inner.setSpacing(px(8))
        for part in (self._radar_legend, Line(self._left), self.readiness, Line(self._left), self.now):
            inner.addWidget(part)
        left_column.addLayout(inner)
        left_column.addStretch(1)
        self._when = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._head)
        self._when.setContentsMargins(0, 0, 0, 0)
        self._when.setSpacing(px(12))
        self._when.addWidget(self.time, 1)
        self._when.addWidget(self.span, 0, Qt.AlignmentFlag.AlignRight)
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(px(24), px(8), px(24), px(16))
        self._right_column.setSpacing(px(8))
        self._right_parts = (self.steps, self._steps_legend, self.coverage)
        for figure in self._right_parts:
            self._right_column.addWidget(figure)
        self._right_column.addStretch(1)
        self.steps.head.insertWidget(1, self._head, 1)
        self.steps.note.hide()

    def _on_span(self, _index: int) -> None:
        if self._page is not None and self._page.frame is not None:
            self._show_steps(self._page)
