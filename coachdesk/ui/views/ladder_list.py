"""The page of ladders: every version that is kept or built in, and the changes between versions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.services.ladder_import import remove_ladder
from coachdesk.services.ladder_page import LaddersPage, get_ladders_page
from coachdesk.store.changes import Topic
from coachdesk.ui.models.ladder_rows import ChangesModel, LaddersModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, SectionHeading
from coachdesk.ui.widgets.text import Label


class LaddersView(View):
    """The page of route `ladders`. Enter opens a ladder, Del removes one that nothing speaks of."""

    topics = frozenset({Topic.LADDERS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._query = LatestQuery(self, desk)
        self.banner = Banner(look, "info", "", can_dismiss=True)
        self.model = LaddersModel()
        self.list = RowList(look, self.tr("Ladders"), self.model, two_lines=True, min_height=56)
        self.changes_model = ChangesModel()
        self.changes = RowList(look, self.tr("Version changes"), self.changes_model, two_lines=True, min_height=52)
        self.import_button = Button(look, self.tr("Import a ladder"), kind="primary", icon="upload")
        self._changes_part = QWidget()
        self._lay_out()
        self._query.answered.connect(self._on_page)
        self.list.opened.connect(self._on_opened)
        self.list.removal_requested.connect(self._on_remove)
        self.changes.opened.connect(self._on_change_opened)
        self.import_button.clicked.connect(self._on_import)
        self.banner.dismissed.connect(self.banner.hide)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The list, then the changes."""
        return (self.list, self.changes) if self.changes_model.rows else (self.list,)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The way to bring in a ladder."""
        return (self.import_button,)

    def show_route(self, route: Route) -> None:
        """Show the list anew."""
        self.banner.hide()
        super().show_route(route)
        self.title_changed.emit(self.tr("Ladders"), "")

    def refresh(self) -> None:
        """Ask for the list again."""
        self._query.ask(get_ladders_page)

    def _lay_out(self) -> None:
        px = self.look.px
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        words = self.tr("A review keeps the words that it was made with: a version in use never changes.")
        column.addWidget(Label(self.look, words, tone="text2"))
        column.addWidget(self.banner)
        column.addWidget(self.list)
        changes = QVBoxLayout(self._changes_part)
        changes.setContentsMargins(0, px(16), 0, 0)
        changes.setSpacing(px(4))
        changes.addWidget(SectionHeading(self.look, self.tr("Version changes")))
        changes.addWidget(self.changes)
        column.addWidget(self._changes_part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(build_scrolled(body))
        set_ground(self)
        self.banner.hide()
        self._changes_part.hide()

    def _on_page(self, page: LaddersPage) -> None:
        self.model.set_rows(page.ladders)
        self.changes_model.set_rows(page.changes)
        self._changes_part.setVisible(bool(page.changes))

    def _on_opened(self, pin: str) -> None:
        self.navigate_requested.emit(Route("ladder", item_id=pin))

    def _on_change_opened(self, pins: str) -> None:
        self.navigate_requested.emit(Route("ladder_change", item_id=pins))

    def _on_import(self) -> None:
        self.navigate_requested.emit(Route("ladder_import"))

    def _on_remove(self, pin: str) -> None:
        label = self.tr("Ladder removed")
        operation = Operation(self, self.desk, remove_ladder, pin, label=label, offers_undo=True)
        operation.succeeded.connect(self._on_removed)
        operation.failed.connect(self._on_not_removed)
        operation.start()

    def _on_removed(self) -> None:
        self.banner.hide()
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_removed(self, error: Exception) -> None:
        self.banner.set_message("info", str(error))
        self.banner.show()
