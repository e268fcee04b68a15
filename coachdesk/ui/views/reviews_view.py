"""The place of ladder reviews: what is to be marked, waited for, compared, and what was agreed."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.review_choices import ReviewChoices, get_review_choices
from coachdesk.services.review_page import ReviewListRow, Standing, list_review_states
from coachdesk.store.changes import Topic
from coachdesk.ui.models.review_rows import ReviewsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.review_acts import ReviewActs
from coachdesk.ui.views.reviews_add import ReviewsAdd
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.words import count_words


class ReviewsView(View):
    """Reviews by what they wait for. The route's tab `new` opens the row for a new one."""

    topics = frozenset({Topic.REVIEWS, Topic.LADDERS, Topic.PEOPLE})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._rows: tuple[ReviewListRow, ...] = ()
        self._query = LatestQuery(self, desk)
        self._choices = LatestQuery(self, desk)
        self.acts = ReviewActs(self, desk)
        self.calibration_button = Button(look, self.tr("Calibration"), icon="users", small=True)
        self.calibration_button.clicked.connect(self._on_calibration)
        self.ladders_button = Button(look, self.tr("Ladders"), icon="ladder", small=True)
        self.ladders_button.clicked.connect(self._on_ladders)
        self.new_button = Button(look, self.tr("New review"), kind="primary", small=True)
        self._body = PageBody(look, has_rail=False)
        self.row = ReviewsAdd(look)
        self.refusal = Hint(look)
        self.empty = EmptyState(
            look,
            self.tr("No ladder reviews yet"),
            self.tr("A review puts a person’s own marks beside yours, competency by competency."),
            action=self.tr("New review"),
            icon="plus",
        )
        self.parts = {
            Standing.TO_MARK: self._build_part(self.tr("To mark")),
            Standing.TO_COMPARE: self._build_part(self.tr("To compare")),
            Standing.WAITING: self._build_part(self.tr("Waiting for self")),
            Standing.AGREED: self._build_part(self.tr("Agreed")),
        }
        self._lay_out()
        self._connect()

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The ways to calibration and the ladders, and the one primary act."""
        return (self.calibration_button, self.ladders_button, self.new_button)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists that hold anything."""
        lists = (rows for _, rows in self.parts.values())
        return tuple(rows for rows in lists if not rows.isHidden()) or (self,)

    def show_route(self, route: Route) -> None:
        """Show the lists, and the row for a new review if the route asks."""
        super().show_route(route)
        if route.tab == "new":
            self.row.open_row(route.person_id or "")

    def refresh(self) -> None:
        """Ask for the lists and for what can be chosen."""
        self._query.ask(list_review_states)
        self._choices.ask(get_review_choices, self.desk.local_now.date())

    def run_action(self, action_id: str) -> bool:
        """Open the row for a new review."""
        if action_id == "review.new":
            self.row.open_row()
            return True
        return False

    def build_menu(self, review_id: str) -> QMenu:
        """Return what can be done with a review."""
        menu = QMenu(self)
        row = next((one for one in self._rows if one.review_id == review_id), None)
        entries = [("person", self.tr("Open the person")), ("remove", self.tr("Remove"))]
        if row is not None and row.standing is not Standing.AGREED:
            entries.insert(1, ("withdraw", self.tr("Withdraw")))
        for act, words in entries:
            action = QAction(words, menu)
            action.setData((act, review_id))
            menu.addAction(action)
        menu.triggered.connect(self._on_menu)
        return menu

    def _build_part(self, words: str) -> tuple[SectionHeading, RowList]:
        rows = RowList(self.look, words, ReviewsModel(), two_lines=True, min_height=56, padding=8)
        return SectionHeading(self.look, words), rows

    def _lay_out(self) -> None:
        lay_ground(self._body)
        column = self._body.column_layout
        column.setSpacing(self.look.px(4))
        column.addWidget(self.row)
        column.addWidget(self.refusal)
        for heading, rows in self.parts.values():
            column.addWidget(heading)
            column.addWidget(rows)
            column.addSpacing(self.look.px(8))
        column.addWidget(self.empty)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self.empty.hide()

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._choices.answered.connect(self._on_choices)
        self.acts.written.connect(self.refresh)
        self.acts.refused.connect(self._on_refused)
        self.acts.begun.connect(self._on_begun)
        self.new_button.clicked.connect(self._on_new)
        self.empty.acted.connect(self._on_new)
        self.row.add_requested.connect(self.acts.begin)
        for _, rows in self.parts.values():
            rows.opened.connect(self._on_opened)
            rows.removal_requested.connect(self.acts.remove)
            rows.menu_requested.connect(self._on_menu_requested)

    def _on_answered(self, rows: tuple[ReviewListRow, ...]) -> None:
        self._rows = rows
        for standing, (heading, listed) in self.parts.items():
            part = tuple(row for row in rows if row.standing is standing)
            model = listed.model()
            assert isinstance(model, ReviewsModel)
            model.set_today(self.desk.local_now.date())
            model.set_rows(part)
            heading.set_text(listed.accessibleName(), str(len(part)))
            heading.setVisible(bool(part))
            listed.setVisible(bool(part))
            listed.updateGeometry()
        self.empty.setVisible(not rows)
        open_count = sum(row.standing is not Standing.AGREED for row in rows)
        words = count_words(open_count, self.tr("review open"), self.tr("reviews open"))
        self.title_changed.emit(self.tr("Ladder reviews"), words if rows else "")

    def _on_choices(self, choices: ReviewChoices) -> None:
        self.row.set_choices(choices, self.desk.local_now.date())
        if self.route is not None and self.route.tab == "new" and self.route.person_id and not self.row.isHidden():
            self.row.open_row(self.route.person_id)

    def _on_new(self) -> None:
        self.row.open_row()

    def _on_opened(self, review_id: str) -> None:
        self.navigate_requested.emit(Route("review", self._person_of(review_id), item_id=review_id))

    def _on_begun(self, review_id: str) -> None:
        self.navigate_requested.emit(Route("review", item_id=review_id))

    def _on_menu_requested(self, review_id: str, place: QPoint) -> None:
        self.build_menu(review_id).popup(place)

    def _on_menu(self, action: QAction) -> None:
        act, review_id = action.data()
        if act == "withdraw":
            self.acts.withdraw(review_id)
        elif act == "remove":
            self.acts.remove(review_id)
        else:
            self.navigate_requested.emit(Route("person", self._person_of(review_id)))

    def _on_calibration(self) -> None:
        self.navigate_requested.emit(Route("calibration"))

    def _on_ladders(self) -> None:
        self.navigate_requested.emit(Route("ladders"))

    def _on_refused(self, words: str) -> None:
        self.refusal.set_text(words, tone="danger", icon="alert")

    def _person_of(self, review_id: str) -> str | None:
        return next((row.person_id for row in self._rows if row.review_id == review_id), None)
