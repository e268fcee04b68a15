"""The sponsorship tab: what was offered, what they would like, what you did for them, and the glue work they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.acts import ActDraft
from coachdesk.services.glue import GlueDraft
from coachdesk.services.person_page import PersonPage
from coachdesk.services.person_sponsorship import SponsorshipPage, get_person_sponsorship
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.person_sponsorship_acts import SponsorshipActs
from coachdesk.ui.views.person_sponsorship_body import SponsorshipBody
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView


class PersonSponsorship(PersonPart):
    """A adds to the list that has the keyboard, E changes all of a row, R on an act asks for its result.

    The keys of glue work are its list's.

    A route's item is a project, an act, a wish or glue work to show.
    """

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._desk = desk
        self._person_id = ""
        self._item_id = ""
        self._page: SponsorshipPage | None = None
        self._query = LatestQuery(self, desk)
        self._acts = SponsorshipActs(view, desk)
        set_ground(self)
        self.body = SponsorshipBody(desk, look, self._acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists that have rows, else the buttons that add to them."""
        return self.body.panes

    def set_person(self, page: PersonPage) -> None:
        """Learn whose tab it is; what was typed about another one is kept first."""
        if page.person.person_id != self._person_id:
            self.flush()
            self._person_id, self._page = page.person.person_id, None
            self.body.clear()
        self.body.set_person(self._person_id, page.today)

    def set_route(self, route: Route) -> None:
        """Learn which row to show."""
        self._item_id = route.item_id

    def refresh(self) -> None:
        """Ask for all of it."""
        if self._person_id:
            self._query.ask(get_person_sponsorship, self._person_id, self._desk.local_now.date())

    def run_action(self, action_id: str) -> bool:
        """Show or hide the rail."""
        if action_id != "rail":
            return False
        self.body.toggle_rail()
        return True

    def flush(self) -> None:
        """Queue what is typed in a row that adds."""
        for adder in self.body.adders:
            adder.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether a row that adds holds words that are not on disk yet."""
        return any(not one.isHidden() and bool(one.text.text().strip()) for one in self.body.adders)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add and ask by letters while a list has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, RowList):
            return not event.modifiers() and self._on_key(watched, event.key())
        return False

    def _connect(self) -> None:
        body, acts = self.body, self._acts
        self._query.answered.connect(self._on_answered)
        acts.written.connect(self.refresh)
        for rows in (body.acts_list, body.wishes_list):
            rows.installEventFilter(self)
        body.chances_list.opened.connect(self._on_project)
        body.chances_heading.acted.connect(self._on_board)
        body.chances_empty.acted.connect(self._on_board)
        body.act_add.add_requested.connect(self._on_act)
        body.act_add.change_requested.connect(self._on_act_changed)
        body.glue_add.change_requested.connect(self._on_glue_changed)
        body.wish_add.change_requested.connect(self._on_wish_changed)
        body.glue.edit_requested.connect(body.glue_add.edit)
        body.acts.renamed.connect(acts.rename_act)
        body.acts_list.removal_requested.connect(acts.remove_act)
        body.result_ask.answered.connect(self._on_result)
        body.glue_add.add_requested.connect(self._on_glue)
        body.everybody.clicked.connect(self._on_everybody)
        body.wish_add.add_requested.connect(self._on_wish)
        body.wishes.renamed.connect(acts.rename_wish)
        body.wishes.ticked.connect(acts.end_wish)
        body.wishes_list.removal_requested.connect(acts.remove_wish)

    def _on_answered(self, page: SponsorshipPage) -> None:
        if page.person_id != self._person_id:
            return
        self._page = page
        self.body.set_page(page)
        if self._item_id:
            self._show_item(self._item_id)
            self._item_id = ""

    def _show_item(self, item_id: str) -> None:
        body = self.body
        for rows in (body.chances_list, body.acts_list, body.glue.rows, body.wishes_list):
            rows.set_current_id(item_id)
            if rows.current_id == item_id:
                rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_key(self, rows: RowList, key: int) -> bool:
        if rows.state() == RowList.State.EditingState:
            return False
        is_acts = rows is self.body.acts_list
        if key == Qt.Key.Key_A:
            (self.body.act_add if is_acts else self.body.wish_add).open_row()
            return True
        if not rows.current_id:
            return False
        if key == Qt.Key.Key_E and is_acts:
            self.body.act_add.edit(self.body.acts.row_at(rows.currentIndex()))
        elif key == Qt.Key.Key_E:
            self.body.wish_add.edit(self.body.wishes.row_at(rows.currentIndex()))
        elif key == Qt.Key.Key_R and is_acts:
            row = self.body.acts.row_at(rows.currentIndex())
            self.body.result_ask.ask(row.act_id, row.result)
        else:
            return False
        return True

    def _on_act(self, draft: ActDraft) -> None:
        self._acts.add_act(draft)
        self.body.act_add.clear()

    def _on_glue(self, draft: GlueDraft) -> None:
        self._acts.add_glue(draft)
        self.body.glue_add.clear()

    def _on_wish(self, text: str, competency_id: str) -> None:
        self._acts.add_wish(self._person_id, text, competency_id)
        self.body.wish_add.clear()

    def _on_act_changed(self, act_id: str, draft: ActDraft) -> None:
        self._acts.save_act(act_id, draft)
        self.body.act_add.close_row()

    def _on_glue_changed(self, glue_id: str, draft: GlueDraft) -> None:
        self._acts.save_glue(glue_id, draft)
        self.body.glue_add.close_row()

    def _on_wish_changed(self, wish_id: str, wish: tuple[str, str]) -> None:
        self._acts.save_wish(wish_id, wish)
        self.body.wish_add.close_row()

    def _on_result(self, act_id: str, text: str) -> None:
        self._acts.set_result(act_id, text)
        self.body.result_ask.close_row()

    def _on_project(self, project_id: str) -> None:
        self.navigate_requested.emit(Route("project", item_id=project_id))

    def _on_board(self) -> None:
        self.navigate_requested.emit(Route("sponsorship"))

    def _on_everybody(self) -> None:
        self.navigate_requested.emit(Route("glue"))
