"""The first tab of presenter mode: agenda, follow-ups and goals, with what was agreed and passed on beside them.

Goals that serve a competency stand under Growth focus, the others under Goals.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.shared.rows import SharedFeedback, SharedGoal, SharedMeeting, SharedPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.shared_add import SharedAdd
from coachdesk.ui.views.shared_body import SharedBody
from coachdesk.ui.views.shared_models import SharedAgendaModel, SharedGoalsModel, SharedPromisesModel
from coachdesk.ui.views.shared_note import build_point, list_points
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import day_words

POINTS = 5
"""How many points of the last one-on-one the rail shows; its tab has them all."""
FOCUS = 3


class SharedOverview(QWidget):
    """Shows a `SharedPage`; a part without content is absent, heading and all."""

    def __init__(self, look: Appearance, page: SharedPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.body = SharedBody(look)
        lay_ground(self.body)
        self.agenda, self.promises, self.goals = SharedAgendaModel(), SharedPromisesModel(), SharedGoalsModel()
        self.agenda_heading = SectionHeading(look, "", action=self.tr("Add"))
        self.agenda_heading.button.set_icon("plus")
        self.agenda_heading.button.setAccessibleName(self.tr("Add an agenda item"))
        self.agenda_list = RowList(look, self.tr("Agenda"), self.agenda, min_height=36)
        self.agenda_add = SharedAdd(look, first_name(page.person.owner_name), first_name(page.person.name))
        self._promises_heading = SectionHeading(look, self.tr("Follow-ups"))
        self.promises_list = RowList(look, self.tr("Follow-ups"), self.promises, min_height=36)
        self._goals_heading = SectionHeading(look, self.tr("Goals"))
        self.goals_list = RowList(look, self.tr("Goals"), self.goals, two_lines=True, min_height=52)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self._groups = self._fill_column()
        self.agenda_heading.acted.connect(self.open_add)
        self.agenda_add.closed.connect(self._on_add_closed)
        self.set_page(page)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists that show."""
        lists = (self.agenda_list, self.promises_list, self.goals_list)
        return tuple(rows for rows in lists if rows.isVisible()) or (self.agenda_heading.button,)

    def set_page(self, page: SharedPage) -> None:
        """Show a page."""
        self.agenda.set_person(page.person)
        for model in (self.promises, self.goals):
            model.set_today(page.today)
        goals = tuple(goal for goal in page.goals if not goal.is_reached and not goal.competency)
        self.agenda.set_rows(page.agenda)
        self.promises.set_rows(page.promises)
        self.goals.set_rows(goals)
        is_today = page.person.is_live or page.person.next_on == page.today
        self.agenda_heading.set_text(self.tr("Agenda for today") if is_today else self.tr("Agenda"))
        self._promises_heading.set_text(self.tr("Follow-ups"), self.tr("{count} open").format(count=len(page.promises)))
        self.agenda_list.setVisible(bool(page.agenda))
        for group, rows in zip(self._groups, (page.promises, goals), strict=True):
            group.setVisible(bool(rows))
        self._fill_rail(page)

    def open_add(self) -> None:
        """Show the row for a new topic and scroll to it."""
        self.agenda_add.open_row()
        self.body.scroll_area.ensureWidgetVisible(self.agenda_add)

    def _fill_column(self) -> tuple[QWidget, QWidget]:
        layout = self.body.column_layout
        layout.setSpacing(self.look.px(16))
        agenda = _build_group(self.agenda_heading, self.agenda_list, self.agenda_add)
        promises = _build_group(self._promises_heading, self.promises_list)
        goals = _build_group(self._goals_heading, self.goals_list)
        for group in (agenda, promises, goals):
            layout.addWidget(group)
        layout.addStretch(1)
        return promises, goals

    def _fill_rail(self, page: SharedPage) -> None:
        layout = self.body.rail_layout
        _clear(layout)
        layout.setSpacing(self.look.px(20))
        focus = [goal for goal in page.goals if goal.competency and not goal.is_reached][:FOCUS]
        groups = [self._build_focus(focus, page)] if focus else []
        groups += [self._build_feedback(page.feedback[0], page)] if page.feedback else []
        groups += [self._build_last(page.latest, page)] if page.latest is not None else []
        for group in groups:
            layout.addWidget(group)
        layout.addStretch(1)
        self.body.set_rail_shown(bool(groups))

    def _build_focus(self, goals: list[SharedGoal], page: SharedPage) -> QWidget:
        look = self.look
        day = max(goal.agreed_on for goal in goals)
        words = QLocale().toString(
            QDate(day.year, day.month, 1), "MMMM" if day.year == page.today.year else "MMMM yyyy"
        )
        parts: list[QWidget] = [
            SectionHeading(look, self.tr("Growth focus"), self.tr("agreed in {month}").format(month=words))
        ]
        for at, goal in enumerate(goals):
            parts += [Line()] if at else []
            parts += [Label(look, goal.competency), Label(look, goal.text, role="small", tone="text2")]
        return _build_group(*parts, spacing=look.px(4))

    def _build_feedback(self, feedback: SharedFeedback, page: SharedPage) -> QWidget:
        look = self.look
        source = ", ".join(part for part in (feedback.said_by, day_words(feedback.observed_on, page.today)) if part)
        return _build_group(
            SectionHeading(look, self.tr("Feedback passed on")),
            Label(look, self.tr("“{words}”").format(words=feedback.text.strip('“”"')), tone="text2"),
            Label(look, source, role="small", tone="text3"),
            spacing=look.px(2),
        )

    def _build_last(self, meeting: SharedMeeting, page: SharedPage) -> QWidget:
        heading = SectionHeading(self.look, self.tr("From the last one-on-one"), day_words(meeting.held_on, page.today))
        points = [build_point(self.look, text, tone="text2") for text in list_points(meeting.note, POINTS)]
        return _build_group(heading, *points, spacing=self.look.px(2))

    def _on_add_closed(self) -> None:
        target = self.agenda_list if self.agenda_list.isVisible() else self.agenda_heading.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _build_group(*parts: QWidget, spacing: int = 0) -> QWidget:
    group = QWidget()
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for part in parts:
        column.addWidget(part)
    return group


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
