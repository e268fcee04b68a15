"""The sponsorship page: stretch projects as a board or a list, and below them who gets the chances."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.desk.settings import NAMES_UNDER_IDEAS
from coachdesk.model.project import ProjectState
from coachdesk.services.people import ReportingTree, get_tree
from coachdesk.services.project_board import Board as BoardPage
from coachdesk.services.project_board import Card, load_board
from coachdesk.services.project_moves import StepRefused, check_step, list_next_states
from coachdesk.store.changes import Topic
from coachdesk.ui.models.project_cards import COLUMNS, Column, ProjectsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.views.sponsorship_access import AccessPane
from coachdesk.ui.views.sponsorship_acts import BoardActs
from coachdesk.ui.views.sponsorship_board import Board
from coachdesk.ui.views.sponsorship_choices import BoardChoices
from coachdesk.ui.views.sponsorship_groups import GroupPane
from coachdesk.ui.views.sponsorship_list import ProjectList
from coachdesk.ui.views.sponsorship_menu import build_menu, build_move_menu
from coachdesk.ui.views.sponsorship_move import MoveRow, Step, needs_person
from coachdesk.ui.views.sponsorship_remark import MoveRemark
from coachdesk.ui.views.sponsorship_sides import Sides
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, EmptyState, announce
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import count_words

LIST = "list"
"""The tab of the route that shows the list."""
_BAR_FROM = 600


class SponsorshipView(View):
    """Board and list stand on one `ProjectsModel`. A route's item is a project to put the keyboard on."""

    topics = frozenset({Topic.PROJECTS, Topic.PEOPLE, Topic.SPONSORSHIP, Topic.LADDERS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._followed = self._subtitle = ""
        self._refused_id = ""
        self._is_tight = False
        self.model = ProjectsModel(self)
        self.acts = BoardActs(self, desk)
        self._query = LatestQuery(self, desk)
        self._people_query = LatestQuery(self, desk)
        self._build_frame()
        self.board = Board(look, self.model, self._top)
        self.list = ProjectList(look, self.model, self.stack)
        self.move_row = MoveRow(look, self._asked)
        self.remark = MoveRemark(self, desk, self.move_row)
        self.access = AccessPane(desk, look, self.sides)
        self.groups = GroupPane(desk, look, self.sides)
        self.refusal = Banner(look, "info", "", can_dismiss=True, parent=self._asked)
        self.empty = EmptyState(
            look,
            self.tr("No stretch projects yet"),
            self.tr("Write down work that would help someone grow. Who could do it comes after what it needs."),
            action=self.tr("New project"),
            icon="plus",
            parent=self._top,
        )
        self.choices = BoardChoices(look)
        self.new_button = Button(look, self.tr("New project"), kind="primary", icon="plus", small=True)
        self._lay_out()
        self._connect()

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Board or list, the team, and the one primary act; only the last where there is little room or no project."""
        is_alone = self._is_tight or not self.empty.isHidden()
        return (self.new_button,) if is_alone else (self.choices, self.new_button)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The columns that hold cards, or the table; then the panes below."""
        if not self.empty.isHidden():
            return (self.empty.button,)
        if self.is_list:
            return (self.list.table,)
        return (*self.board.panes, *self.access.panes, *self.groups.panes)

    @property
    def is_list(self) -> bool:
        """Whether the list shows rather than the board."""
        return self.stack.currentWidget() is self.list

    def show_route(self, route: Route) -> None:
        """Show the board, or the list, with the keyboard on a project if the route names one."""
        self._show_list(route.tab == LIST)
        self._followed = route.item_id
        self.title_changed.emit(self.tr("Sponsorship"), self._subtitle)
        super().show_route(route)
        self.groups.show_page()

    def refresh(self) -> None:
        """Ask for the projects and for who can be given one."""
        self._query.ask(load_board, self.desk.local_now.date(), self.choices.team)
        self._people_query.ask(get_tree)
        self.access.show_page()

    def flush(self) -> None:
        """Queue what was typed of a step that is not taken."""
        self.remark.flush()

    def has_unsaved(self) -> bool:
        """Return whether such words are not on disk yet."""
        return self.remark.has_unsaved()

    def run_action(self, action_id: str) -> bool:
        """Add a project, ask where to move the one that is current, or swap board and list."""
        if action_id == "project.new":
            self._on_new()
        elif action_id == "project.list":
            self._show_list(not self.is_list)
            self.panes[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif action_id == "row.move" and (card := self.model.find_card(self.current_id)) is not None:
            self._open_menu(build_move_menu(card, self), self._place_of(card))
        elif action_id == "figure.table" and not self.is_list:
            self._swap_figure()
        else:
            return False
        return True

    @property
    def current_id(self) -> str:
        """The project that the keyboard is on, empty when it is on none."""
        return self.list.table.current_id if self.is_list else self.board.current_id

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the board how much of it can be seen at once."""
        super().resizeEvent(event)
        self.board.set_room(self.height() - self.look.px(28))
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Put the choices above the page where the title bar has no room for them."""
        is_tight = self.width() < self.look.px(_BAR_FROM)
        if is_tight == self._is_tight:
            return
        self._is_tight = is_tight
        self.bar_changed.emit()
        if is_tight:
            self._above.addWidget(self.choices)
            self.choices.show()
        self._choices_row.setVisible(is_tight and self.empty.isHidden())

    def _build_frame(self) -> None:
        """Make what holds the parts before the parts: one that is put in late is styled anew at each level."""
        set_ground(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._choices_row, self._asked, self.stack = QWidget(self), QWidget(self), QStackedWidget(self)
        for part in (self._choices_row, self._asked):
            part.hide()
            whole.addWidget(part)
        whole.addWidget(self.stack, 1)
        self._page = QWidget()
        self._scroll: QScrollArea = build_scrolled(self._page, parent=self.stack)
        self._top, self._line, self.sides = QWidget(self._page), Line(self._page), Sides(self.look, self._page)

    def _lay_out(self) -> None:
        px = self.look.px
        column = QVBoxLayout(self._top)
        column.setContentsMargins(px(24), px(12), px(24), px(16))
        column.setSpacing(0)
        column.addWidget(self.board)
        column.addWidget(self.empty)
        self.page_layout = QVBoxLayout(self._page)
        self.page_layout.setContentsMargins(0, 0, 0, 0)
        self.page_layout.setSpacing(0)
        self.sides.set_panes(self.access, self.groups)
        self.page_layout.addWidget(self._top)
        self.page_layout.addWidget(self._line)
        self.page_layout.addWidget(self.sides, 1)
        self.page_layout.addStretch(0)
        self.stack.addWidget(self._scroll)
        self.stack.addWidget(self.list)
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(px(24), 0, px(24), 0)
        asked.setSpacing(px(8))
        asked.addWidget(self.refusal)
        asked.addWidget(self.move_row)
        self._above = QHBoxLayout(self._choices_row)
        self._above.setContentsMargins(px(24), px(12), px(24), 0)
        self._above.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.refusal.hide()
        self.empty.hide()

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._people_query.answered.connect(self._on_people)
        self.acts.written.connect(self.refresh)
        self.acts.refused.connect(self._on_refused)
        self.choices.list_chosen.connect(self._on_list_chosen)
        self.choices.team_chosen.connect(self._on_team_chosen)
        self.new_button.clicked.connect(self._on_new)
        self.empty.acted.connect(self._on_new)
        for shown in (self.board, self.list.table):
            shown.opened.connect(self._on_opened)
            shown.step_requested.connect(self._on_step_requested)
            shown.menu_requested.connect(self._on_menu_requested)
        self.board.column_chosen.connect(self._on_column_chosen)
        for pane in (self.access, self.groups):
            pane.navigate_requested.connect(self.navigate_requested)
        self.move_row.given.connect(self._on_step_given)
        self.move_row.closed.connect(self._on_move_closed)
        self.refusal.acted.connect(self._on_criteria)
        self.refusal.dismissed.connect(self._on_dismissed)

    def _on_answered(self, page: BoardPage) -> None:
        self.choices.set_teams(page.teams)
        has_focus = self.board.isAncestorOf(self.focusWidget() or self)
        current = self._followed or (self.board.current_id if has_focus else "")
        names_people = self.desk.settings.get(NAMES_UNDER_IDEAS)
        cards = page.cards if names_people else tuple(replace(card, suits=()) for card in page.cards)
        self.model.set_cards(cards, page.today)
        self.board.show_counts()
        self.list.show_counts()
        self._show_empty(not page.cards and self.choices.team is None)
        count = count_words(page.recent, one=self.tr("stretch project"), many=self.tr("stretch projects"))
        self._subtitle = self.tr("{projects} in 12 months").format(projects=count) if page.cards else ""
        self.title_changed.emit(self.tr("Sponsorship"), self._subtitle)
        if current and (has_focus or self._followed):
            self._focus(current)
        elif has_focus and not self.board.current_id:
            self.panes[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._followed = ""

    def _show_empty(self, is_empty: bool) -> None:
        """Say how to begin in the place of everything else, or show it."""
        is_other = self.empty.isHidden() == is_empty
        self.empty.setVisible(is_empty)
        for part in (self.board, self._line, self.sides):
            part.setVisible(not is_empty)
        self._choices_row.setVisible(self._is_tight and not is_empty)
        if is_empty:
            self._show_list(False)
        if is_other:
            self.bar_changed.emit()

    def _on_people(self, tree: ReportingTree) -> None:
        members = tuple(person for team in tree.teams for person in team.members)
        self.move_row.set_people((*tree.direct, *members, *tree.others))

    def _focus(self, project_id: str) -> None:
        if not self.is_list:
            self.board.focus_card(project_id)
        elif self.list.table.set_current_id(project_id):
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self, is_list: bool) -> None:
        self.choices.set_list(is_list)
        self.stack.setCurrentWidget(self.list if is_list else self._scroll)

    def _place_of(self, card: Card) -> QPoint:
        if not self.is_list:
            return self.board.place_of(card.project_id)
        table = self.list.table
        return table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).center())

    def _swap_figure(self) -> None:
        """Swap chart and table where the keyboard is; at the cards, that of who gets the chances."""
        has_keyboard = self.groups.isAncestorOf(self.focusWidget() or self)
        (self.groups if has_keyboard else self.access).swap_table()

    def _step(self, card: Card, state: ProjectState) -> None:
        """Take a step, after asking for what it still needs; say why when it can't be taken."""
        today = self.desk.local_now.date()
        step = Step(card.project_id, card.state, state, today, card.person_id)
        try:
            check_step(card.state, state)
        except StepRefused as error:
            self._refuse(str(error))
            return
        if state is ProjectState.OFFERED and card.state is ProjectState.IDEA and not card.has_criteria:
            self._refuse(
                self.tr("First write what “{title}” needs. Names come after that.").format(title=card.title),
                card.project_id,
            )
        elif needs_person(card.state, state) or state is ProjectState.DECLINED:
            self._on_refused("")
            self.move_row.ask(step, card.title, today)
            self._asked.show()
        else:
            self._take(step)

    def _take(self, step: Step) -> None:
        self._followed = step.project_id
        self.acts.take_step(step)

    def _refuse(self, words: str, criteria_of: str = "") -> None:
        self._refused_id = criteria_of
        self.move_row.close_row()
        action = self.tr("Write it") if criteria_of else ""
        self.refusal.set_message("info", words, action=action)
        self.refusal.setVisible(bool(words))
        self._show_asked()
        if words:
            announce(self.refusal)

    def _show_asked(self) -> None:
        margins = self._asked.layout()
        self._asked.setVisible(not (self.refusal.isHidden() and self.move_row.isHidden()))
        if margins is not None:
            margins.setContentsMargins(self.look.px(24), self.look.px(12), self.look.px(24), 0)

    def _on_refused(self, words: str) -> None:
        self._refuse(words)

    def _on_dismissed(self) -> None:
        self._refuse("")

    def _on_step_requested(self, project_id: str, way: int) -> None:
        """Take the step to the nearest column that way that a project may go to, else say why it may not."""
        card = self.model.find_card(project_id)
        if card is None:
            return
        at = next(n for n, column in enumerate(COLUMNS) if column.holds(card.state))
        beyond = COLUMNS[at + 1 :] if way > 0 else COLUMNS[:at][::-1]
        states = [_state_in(column, card.state) for column in beyond]
        reachable = [state for state in states if state in list_next_states(card.state)]
        if states:
            self._step(card, (reachable or states)[0])

    def _on_column_chosen(self, project_id: str, column: Column) -> None:
        card = self.model.find_card(project_id)
        if card is not None and not column.holds(card.state):
            self._step(card, _state_in(column, card.state))

    def _on_step_given(self, step: Step) -> None:
        self._take(step)

    def _on_move_closed(self) -> None:
        self._show_asked()
        if step_id := self.move_row.project_id:
            self._focus(step_id)

    def _on_criteria(self) -> None:
        self.navigate_requested.emit(Route("opportunity", item_id=self._refused_id))

    def _on_menu_requested(self, project_id: str, place: QPoint) -> None:
        if (card := self.model.find_card(project_id)) is not None:
            self._open_menu(build_menu(card, self), place)

    def _open_menu(self, menu: QMenu, place: QPoint) -> None:
        menu.triggered.connect(self._on_menu)
        menu.popup(place)

    def _on_menu(self, action: QAction) -> None:
        act, project_id, extra = action.data()
        card = self.model.find_card(project_id)
        if act == "step" and card is not None:
            self._step(card, extra)
        elif act == "open":
            self._on_opened(project_id)
        elif act == "ledger":
            self.navigate_requested.emit(Route("opportunity", item_id=project_id))
        elif act == "person":
            self.navigate_requested.emit(Route("person", extra))
        elif act == "remove":
            self.acts.remove(project_id)

    def _on_opened(self, project_id: str) -> None:
        self.navigate_requested.emit(Route("project", item_id=project_id))

    def _on_new(self) -> None:
        self.navigate_requested.emit(Route("opportunity"))

    def _on_list_chosen(self, is_list: bool) -> None:
        current = self.current_id
        self._show_list(is_list)
        if current:
            self._focus(current)

    def _on_team_chosen(self, team: str | None) -> None:
        self.access.set_team(team)
        self.refresh()


def _state_in(column: Column, from_state: ProjectState) -> ProjectState:
    """Return the state that a project from a state has in a column; work under way can only be stopped."""
    if column.holds(ProjectState.STOPPED) and from_state in (ProjectState.ACTIVE, ProjectState.STOPPED):
        return ProjectState.STOPPED
    return column.state
