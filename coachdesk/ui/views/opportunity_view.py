"""An opportunity in four steps down the page: the project, its criteria, then names, and the offer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.project import ProjectState
from coachdesk.services.opportunities import CriteriaFixed
from coachdesk.services.opportunity_form import OpportunityForm, SavedRemark, get_opportunity_form
from coachdesk.services.opportunity_page import OpportunityPage
from coachdesk.store.changes import Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.import_trail import StepTrail
from coachdesk.ui.views.opportunity_acts import OpportunityActs
from coachdesk.ui.views.opportunity_body import OFFERABLE, OpportunityBody
from coachdesk.ui.views.opportunity_keeping import FormKeeping
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button

_TRAIL_FROM, _TRAIL_UNTIL = 900, 1.3
"""The trail of the steps stands in the toolbar from this width of the page on, up to this text size."""


class OpportunityView(View):
    """Shows `Route("opportunity", item_id=project id)`, or without an identity the form of a new project.

    Everything is saved while it is typed; the criteria count once they were saved by Ctrl+Enter, and only then are
    names shown.
    """

    topics = frozenset({Topic.PROJECTS, Topic.SPONSORSHIP, Topic.PEOPLE, Topic.EVIDENCE, Topic.LADDERS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: OpportunityPage | None = None
        self._wants_table = self._is_first = False
        self._kept_why = ""
        self._shows_trail = False
        self._query = LatestQuery(self, desk)
        self.acts = OpportunityActs(self, desk)
        self.trail = StepTrail(look, (self.tr("Project"), self.tr("Criteria"), self.tr("People"), self.tr("Offer")))
        self.export = Button(look, self.tr("Export ledger"), icon="download", small=True)
        self.body = OpportunityBody(desk, look)
        self.fields, self.criteria = self.body.fields, self.body.criteria
        self.people, self.offer, self.ledger = self.body.people, self.body.offer, self.body.ledger
        self.keeping = FormKeeping(self, self.acts, self.fields, self.criteria)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The title, the criteria, the table of people, and the offer."""
        parts = (self.fields.title.edit, self.criteria.edit, self.people.table, self.offer)
        return tuple(part for part in parts if not part.isHidden())

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Where one is in the four steps, where there is room, and the ledger once there is one."""
        trail = (self.trail,) if self._shows_trail else ()
        return (*trail, self.export) if self.project_id is not None else trail

    @property
    def project_id(self) -> str | None:
        """Which project shows, None while it is not in the vault."""
        return self.keeping.project_id

    def show_route(self, route: Route) -> None:
        """Show a project, or an empty form."""
        if not route.item_id or route.item_id != self.project_id:
            self.flush()
            self.keeping.begin(route.item_id or None)
            self._page = None
            self._wants_table, self._is_first = False, True
            self._kept_why = ""
            self.people.clear()
            self.offer.clear()
            self.body.set_gone(False)
            self._show_states()
        super().show_route(route)
        self._say_title()

    def refresh(self) -> None:
        """Ask for the project, its people and its offers."""
        order, teams = self.people.chosen_order, self.people.teams.isChecked()
        self._query.ask(get_opportunity_form, self.project_id, self._today, order, teams)

    def run_action(self, action_id: str) -> bool:
        """Ctrl+Enter does what comes next where the keyboard is."""
        if action_id == "meeting.start":
            self.go_on()
            return True
        return False

    def flush(self) -> None:
        """Queue everything typed; the words of an offer that was not made become a private remark."""
        self.keeping.flush()
        self.people.person.flush()
        self.offer.decline.commit_typed()
        self._keep_why()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk."""
        is_why_open = bool(self.offer.form.typed) and self.offer.form.typed != self._kept_why
        parts = (self.keeping.has_unsaved, self.people.person.has_unsaved, self.offer.decline.has_typed, is_why_open)
        return any(parts)

    def go_on(self) -> None:
        """Save the criteria; from the table go on to the offer, in a form keep it."""
        if self.offer.holds_focus:
            self.offer.commit()
        elif self.window().focusWidget() is self.people.table:
            self._on_offer_wanted(self.people.table.current_id)
        elif self._page is not None and self._page.criteria_saved_at is not None:
            self.keeping.save_soon_typed()
            self.people.focus_table()
            self.body.reveal(self.body.sections[2])
        else:
            self._on_save_criteria()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Ctrl+Enter also where no window gives the key."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the trail where there is room for it."""
        super().resizeEvent(event)
        fits = self.width() >= self.look.px(_TRAIL_FROM) and self.look.text_scale < _TRAIL_UNTIL
        if fits != self._shows_trail:
            self._shows_trail = fits
            self.bar_changed.emit()

    @property
    def _today(self) -> date:
        return self.desk.local_now.date()

    def _on_save_criteria(self) -> None:
        if not self.fields.title.text().strip():
            self.fields.title.set_error(self.tr("Give the project a title first. Your criteria are kept."))
            self.fields.title.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.criteria.text():
            self.criteria.set_error(self.tr("Say what the person should bring or gain, in a line or two."))
            self.criteria.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.criteria.set_error("")
            self._wants_table = True
            self.keeping.save_criteria()

    def _on_criteria_typed(self) -> None:
        self.criteria.set_error("")

    def _on_created(self, project_id: str) -> None:
        self.route = Route("opportunity", item_id=project_id)
        self.route_settled.emit(self.route)
        self.bar_changed.emit()

    def _on_kept(self) -> None:
        self.body.banner.hide()
        self.refresh()

    def _on_save_failed(self, error: Exception) -> None:
        self._wants_table = False
        if isinstance(error, CriteriaFixed) and self._page is not None:
            self.criteria.set_text(self._page.criteria)
            self.criteria.set_error(str(error))
            return
        self.body.banner.set_message("danger", str(error))
        self.body.banner.show()

    def _on_answered(self, form: OpportunityForm) -> None:
        if (form.page.project_id if form.page else None) != self.project_id:
            return
        self.keeping.show_form(form)
        self._page = form.page
        if form.page is not None:
            self.people.set_page(form.page, self._today)
            self.offer.set_page(form.page, self._today)
            if not self.ledger.isHidden():
                self.ledger.refresh()
        self._show_states()
        self._say_title()
        self._place_keyboard()
        self._is_first = False

    def _on_gone(self, _error: Exception) -> None:
        """The project was removed, here by undo or elsewhere: nothing is left to save."""
        self.keeping.begin(None)
        self.people.clear()
        self.offer.clear()
        self._page = None
        self.body.set_gone(True)
        self.bar_changed.emit()

    def _show_states(self) -> None:
        is_kept = self.project_id is not None
        self.trail.set_current(self.body.show_states(self._page, self._today, self.desk.zone, is_kept=is_kept))

    def _say_title(self) -> None:
        words = {
            ProjectState.IDEA: self.tr("Open"),
            ProjectState.OFFERED: self.tr("Offered"),
            ProjectState.ACTIVE: self.tr("Active"),
            ProjectState.LANDED: self.tr("Landed"),
            ProjectState.DECLINED: self.tr("Declined, open again"),
            ProjectState.STOPPED: self.tr("Stopped"),
        }
        title = self.keeping.saved.project.title or self.tr("New stretch project")
        self.title_changed.emit(title, words[self._page.state] if self._page is not None else "")

    def _place_keyboard(self) -> None:
        """After the criteria are saved, or on coming to a project that has them, go where there is something to do."""
        page = self._page
        arrives = self._is_first and self.window().focusWidget() is self.fields.title.edit
        if page is None or page.criteria_saved_at is None or not (self._wants_table or arrives):
            return
        self._wants_table = False
        if page.open_offer is not None:
            self.offer.yes.setFocus(Qt.FocusReason.OtherFocusReason)
            self.body.reveal(self.offer)
        elif page.state in OFFERABLE:
            self.people.focus_table()
            self.body.reveal(self.body.sections[2])

    def _on_considered(self, person_id: str, is_considered: bool) -> None:
        if self.project_id is not None:
            self.keeping.save_soon_typed()
            act = self.acts.consider if is_considered else self.acts.unconsider
            act(self.project_id, person_id)

    def _on_offer_wanted(self, person_id: str) -> None:
        row = self.people.model.find_row(person_id)
        if row is not None and self._page is not None and self._page.state in OFFERABLE:
            self.offer.open_offer(row.person_id, row.name)
            self.body.reveal(self.offer.form)

    def _on_offer(self, person_id: str, why: str, reply_by_on: date | None) -> None:
        if self.project_id is not None:
            self.keeping.save_soon_typed()
            self.acts.offer(self.project_id, person_id, why, reply_by_on)

    def _on_offered(self, _offer_id: object) -> None:
        self._kept_why = ""
        self.offer.form.set_kept()
        self._wants_table = True

    def _on_accepted(self) -> None:
        if self.project_id is not None:
            self.acts.accept(self.project_id)

    def _on_declined(self, reason: str, ask_again_on: date | None) -> None:
        if self.project_id is not None:
            self._wants_table = True
            self.acts.decline(self.project_id, reason, ask_again_on)

    def _on_withdrawn(self) -> None:
        if self.project_id is not None:
            self._wants_table = True
            self.acts.withdraw(self.project_id)

    def _on_refused(self, words: str) -> None:
        self._wants_table = False
        (self.offer.say if self.offer.holds_focus else self.people.say)(words)

    def _on_wish(self, person_id: str, words: str, is_about: bool) -> None:
        competency_id = self._page.competency_id if self._page is not None and is_about else ""
        self.acts.add_wish(person_id, words, competency_id)

    def _on_wish_kept(self, _wish_id: object) -> None:
        self.people.person.add.clear()

    def _on_remark_saved(self, saved: SavedRemark) -> None:
        self.people.person.set_remark_saved(saved.project_id, saved.person_id, saved.remark)
        if self.offer.form.typed and saved.remark.endswith(self.offer.form.typed):
            self._kept_why = self.offer.form.typed
        self.refresh()

    def _on_remark_failed(self, _error: Exception) -> None:
        self.people.person.remark.set_failed()

    def _keep_why(self) -> None:
        """Keep the words of an offer that was not made as a private remark: nothing is lost, nothing is claimed."""
        words, row = self.offer.form.typed, self.people.model.find_row(self.offer.form.person_id)
        if words and words != self._kept_why and row is not None and self.project_id is not None:
            remark = words if not row.remark else f"{row.remark}\n{words}"
            self.acts.save_remark(self.project_id, row.person_id, remark)

    def _on_add_person(self) -> None:
        self.navigate_requested.emit(Route("person_form"))

    def _on_project(self) -> None:
        self.navigate_requested.emit(Route("project", item_id=self.project_id or ""))

    def _on_export(self) -> None:
        self.keeping.save_soon_typed()
        if self.project_id is not None:
            self.ledger.open_panel(self.project_id)
            self.body.reveal(self.ledger)

    def _on_ledger_closed(self) -> None:
        self.export.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_gone)
        self.keeping.created.connect(self._on_created)
        self.keeping.kept.connect(self._on_kept)
        self.keeping.failed.connect(self._on_save_failed)
        self.criteria.typed.connect(self._on_criteria_typed)
        self.body.save_button.clicked.connect(self._on_save_criteria)
        self.export.clicked.connect(self._on_export)
        self.ledger.closed.connect(self._on_ledger_closed)
        self._connect_people()
        self._connect_acts()

    def _connect_people(self) -> None:
        people, person, offer = self.people, self.people.person, self.offer
        people.order_chosen.connect(self.refresh)
        people.consider_requested.connect(self._on_considered)
        people.offer_requested.connect(self._on_offer_wanted)
        people.add_person_requested.connect(self._on_add_person)
        person.wish_added.connect(self._on_wish)
        person.wish_ended.connect(self.acts.end_wish)
        person.wish_removed.connect(self.acts.remove_wish)
        person.remark_changed.connect(self.acts.save_remark)
        offer.person_wanted.connect(people.focus_table)
        offer.offer_requested.connect(self._on_offer)
        offer.accepted.connect(self._on_accepted)
        offer.declined.connect(self._on_declined)
        offer.decline_changed.connect(self.acts.change_decline)
        offer.withdrawn.connect(self._on_withdrawn)
        offer.project_requested.connect(self._on_project)

    def _connect_acts(self) -> None:
        acts = self.acts
        acts.written.connect(self.refresh)
        acts.refused.connect(self._on_refused)
        acts.offered.connect(self._on_offered)
        acts.answered.connect(self.offer.set_answered)
        acts.wish_kept.connect(self._on_wish_kept)
        acts.remark_saved.connect(self._on_remark_saved)
        acts.remark_failed.connect(self._on_remark_failed)
