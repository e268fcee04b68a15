"""An opportunity in four steps down the page: the project, its criteria, then names, and the offer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.project import ProjectState
from coachdesk.services.opportunities import CriteriaFixed
from coachdesk.services.opportunity_form import FormDraft, OpportunityForm, SavedForm, SavedRemark, get_opportunity_form
from coachdesk.services.opportunity_page import OpportunityPage
from coachdesk.store.changes import Topic
from coachdesk.ui.editor.autosave import DELAY_MS
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.import_trail import StepTrail
from coachdesk.ui.views.opportunity_acts import OpportunityActs
from coachdesk.ui.views.opportunity_fields import ProjectFields
from coachdesk.ui.views.opportunity_ledger import LedgerPanel
from coachdesk.ui.views.opportunity_offer import OfferPanel
from coachdesk.ui.views.opportunity_people import PeopleStep
from coachdesk.ui.views.opportunity_step import StepSection, StepState
from coachdesk.ui.views.opportunity_text import Sentences
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, EmptyState
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import clock_words, day_words

_BLANK = OpportunityForm(None, (), has_people=True).draft
_OFFERABLE = (ProjectState.IDEA, ProjectState.DECLINED)
_TAKEN = (ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED)


class OpportunityView(View):
    """Shows `Route("opportunity", item_id=project id)`, or without an identity the form of a new project.

    Everything is saved while it is typed; the criteria count once they were saved by Ctrl+Enter, and only then are
    names shown.
    """

    topics = frozenset({Topic.PROJECTS, Topic.SPONSORSHIP, Topic.PEOPLE, Topic.EVIDENCE, Topic.LADDERS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._project_id: str | None = None
        self._page: OpportunityPage | None = None
        self._saved: FormDraft = _BLANK
        self._asked: FormDraft | None = None
        self._visit = self._creating_visit = 0
        self._wants_criteria = self._wants_table = self._is_first = False
        self._kept_why = ""
        self._revealed: QWidget | None = None
        self._query = LatestQuery(self, desk)
        self.acts = OpportunityActs(self, desk)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DELAY_MS)
        names = (self.tr("Project"), self.tr("Criteria"), self.tr("People"), self.tr("Offer"))
        self.trail = StepTrail(look, names)
        self.export = Button(look, self.tr("Export ledger"), icon="download", small=True)
        self.fields = ProjectFields(look)
        self.criteria = Sentences(
            look,
            self.tr("Who should this go to?"),
            placeholder=self.tr("What they should bring, and what they should gain. Write it before names appear."),
            lines=3,
        )
        self.save_button = Button(look, self.tr("Save criteria"), kind="primary", keys="Ctrl Enter")
        self.people = PeopleStep(look)
        self.offer = OfferPanel(look)
        self.ledger = LedgerPanel(desk, look)
        self.banner = Banner(look, "danger", "")
        self.gone = EmptyState(look, self.tr("No such project"), self.tr("It is no longer in the vault."))
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The title, the criteria, the table of people, and the offer."""
        parts = (self.fields.title.edit, self.criteria.edit, self.people.table, self.offer)
        return tuple(part for part in parts if not part.isHidden())

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Where one is in the four steps, and the ledger once there is one."""
        return (self.trail, self.export) if self._project_id is not None else (self.trail,)

    @property
    def project_id(self) -> str | None:
        """Which project shows, None while it is not in the vault."""
        return self._project_id

    def show_route(self, route: Route) -> None:
        """Show a project, or an empty form."""
        if route.item_id and route.item_id == self._project_id:
            super().show_route(route)
            self._say_title()
            return
        self.flush()
        self._visit += 1
        self._project_id = route.item_id or None
        self._page, self._saved, self._asked = None, _BLANK, None
        self._wants_criteria = self._wants_table = False
        self._is_first = True
        self._kept_why = ""
        self.fields.set_draft(_BLANK.project, None)
        self.criteria.set_text("")
        self.criteria.set_error("")
        for part in (self.banner, self.ledger, self.gone):
            part.hide()
        self._steps.show()
        super().show_route(route)
        self._show_states()
        self._say_title()

    def refresh(self) -> None:
        """Ask for the project, its people and its offers."""
        order, teams = self.people.chosen_order, self.people.teams.isChecked()
        self._query.ask(get_opportunity_form, self._project_id, self.desk.local_now.date(), order, teams)

    def run_action(self, action_id: str) -> bool:
        """Ctrl+Enter does what comes next where the keyboard is."""
        if action_id == "meeting.start":
            self.go_on()
            return True
        return False

    def flush(self) -> None:
        """Queue everything typed. A project without a title gets a plain one, an offer half typed becomes a remark."""
        self._pause.stop()
        self.fields.skill.take()
        self._save(names_it=True)
        self.people.person.flush()
        self.offer.decline.commit_typed()
        self._keep_why()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk."""
        is_waiting = self._asked is not None and self._asked != self._saved
        is_why_open = bool(self.offer.form.typed) and self.offer.form.typed != self._kept_why
        return (
            is_waiting
            or self._typed() != self._saved
            or self.people.person.has_unsaved
            or self.offer.decline.has_typed
            or is_why_open
        )

    def go_on(self) -> None:
        """Save the criteria; from the table go on to the offer, in a form keep it."""
        if self.offer.holds_focus:
            self.offer.commit()
        elif self.people.table.hasFocus():
            self._on_offer_wanted(self.people.table.current_id)
        elif self._page is not None and self._page.criteria_saved_at is not None:
            self._save()
            self.people.focus_table()
        else:
            self._on_save_criteria()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Ctrl+Enter also where no window gives the key."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> FormDraft:
        return FormDraft(self.fields.draft(self._project_id), self.criteria.text())

    def _save(self, *, with_criteria: bool = False, names_it: bool = False) -> None:
        """Write what is typed, if it is news and may be written yet."""
        draft = self._typed()
        known = self._asked or self._saved
        if draft == known and not with_criteria:
            return
        if not draft.project.title and names_it:
            draft = self._named(draft)
        if not draft.project.title or self._is_creating:
            self._wants_criteria = self._wants_criteria or (with_criteria and self._is_creating)
            return
        if draft.project.project_id is None:
            self._creating_visit = self._visit
        self._asked = draft
        self.acts.save(draft, with_criteria=with_criteria)

    @property
    def _is_creating(self) -> bool:
        return self._asked is not None and self._asked.project.project_id is None

    def _named(self, draft: FormDraft) -> FormDraft:
        """Return a draft with its earlier title, or a plain one, so that the rest of it is not lost."""
        title = self._saved.project.title or self.tr("Untitled project")
        self.fields.title.set_text(title)
        return replace(draft, project=replace(draft.project, title=title))

    def _on_save_criteria(self) -> None:
        self._pause.stop()
        self.fields.skill.take()
        if not self.fields.title.text().strip():
            self.fields.title.set_error(self.tr("Give the project a title first. Your criteria are kept."))
            self.fields.title.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.criteria.text():
            self.criteria.set_error(self.tr("Say what the person should bring or gain, in a line or two."))
            self.criteria.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.criteria.set_error("")
        self._wants_table = True
        self._save(with_criteria=True)

    def _on_typed(self) -> None:
        self.criteria.set_error("")
        self._pause.start()
        self._show_save_button()

    def _on_left(self) -> None:
        self._pause.stop()
        self._save()

    def _on_saved(self, saved: SavedForm) -> None:
        was_new = saved.draft.project.project_id is None
        if was_new and self._creating_visit != self._visit:
            return
        if not was_new and saved.project_id != self._project_id:
            return
        kept = replace(saved.draft, project=replace(saved.draft.project, project_id=saved.project_id))
        self._saved = kept
        if self._asked == saved.draft:
            self._asked = None
        self.banner.hide()
        if was_new:
            self._project_id = saved.project_id
            self.route = Route("opportunity", item_id=saved.project_id)
            self.route_settled.emit(self.route)
            self.bar_changed.emit()
        if self._wants_criteria:
            self._wants_criteria = False
            self._save(with_criteria=True)
        elif self._typed() != kept:
            self._pause.start()
        self.refresh()

    def _on_save_failed(self, error: Exception) -> None:
        self._asked = None
        self._wants_criteria = self._wants_table = False
        if isinstance(error, CriteriaFixed) and self._page is not None:
            self.criteria.set_text(self._page.criteria)
            self.criteria.set_error(str(error))
            return
        self.banner.set_message("danger", str(error))
        self.banner.show()

    def _on_answered(self, form: OpportunityForm) -> None:
        if (form.page.project_id if form.page else None) != self._project_id:
            return
        self.fields.set_choices(form.skills)
        if self._asked is None and (self._is_first or self._typed() == self._saved):
            self._saved = form.draft
            self.fields.set_draft(form.draft.project, form.skill)
            self.criteria.set_text(form.draft.criteria)
        self._page = form.page
        today = self.desk.local_now.date()
        if form.page is not None:
            self.people.set_page(form.page, today)
            self.offer.set_page(form.page, today)
            if not self.ledger.isHidden():
                self.ledger.refresh()
        self._show_states()
        self._say_title()
        self._place_keyboard()
        self._is_first = False

    def _on_gone(self, error: Exception) -> None:
        """The project was removed, here by undo or elsewhere: nothing is left to save."""
        self._project_id, self._page = None, None
        self.fields.set_draft(_BLANK.project, None)
        self.criteria.set_text("")
        self._saved, self._asked = _BLANK, None
        self._steps.hide()
        self.ledger.hide()
        self.gone.show()
        self.bar_changed.emit()

    def _show_states(self) -> None:
        page = self._page
        saved = page is not None and page.criteria_saved_at is not None
        current = 0 if self._project_id is None else 1
        if page is not None and saved:
            current = 4 if page.state in _TAKEN else 2 if page.state in _OFFERABLE else 3
        self.trail.set_current(current)
        for at, step in enumerate(self._sections):
            waits = at > 1 and not saved
            state = StepState.DONE if at < current else StepState.CURRENT if at == current else StepState.OPEN
            step.set_state(StepState.WAITING if waits else state)
        if saved:
            for step in self._sections[2:]:
                step.set_note("")
        self._sections[1].set_note(self._criteria_note())
        self.criteria.edit.setReadOnly(page is not None and page.are_criteria_fixed)
        self._show_save_button()

    def _criteria_note(self) -> str:
        page = self._page
        if page is None or page.criteria_saved_at is None:
            return self.tr("Names appear once these are saved, so that nobody’s name writes them.")
        moment = page.criteria_saved_at.astimezone(self.desk.zone)
        day = day_words(moment.date(), self.desk.local_now.date())
        words = self.tr("Saved {day}, {time}.").format(day=day, time=clock_words(moment, self.desk.zone))
        if page.are_criteria_fixed:
            return self.tr("{words} They stay as they are while somebody is on the list.").format(words=words)
        return self.tr("{words} Until somebody is on the list you may still change them.").format(words=words)

    def _show_save_button(self) -> None:
        self.save_button.setVisible(self._page is None or self._page.criteria_saved_at is None)

    def _say_title(self) -> None:
        page = self._page
        words = {
            ProjectState.IDEA: self.tr("Open"),
            ProjectState.OFFERED: self.tr("Offered"),
            ProjectState.ACTIVE: self.tr("Active"),
            ProjectState.LANDED: self.tr("Landed"),
            ProjectState.DECLINED: self.tr("Declined, open again"),
            ProjectState.STOPPED: self.tr("Stopped"),
        }
        title = self._saved.project.title or self.tr("New stretch project")
        self.title_changed.emit(title, words[page.state] if page is not None else "")

    def _place_keyboard(self) -> None:
        """After the criteria are saved, or on coming to a project that has them, go where there is something to do."""
        page = self._page
        if page is None or page.criteria_saved_at is None:
            return
        arrives = self._is_first and self.fields.title.edit.hasFocus()
        if not (self._wants_table or arrives):
            return
        self._wants_table = False
        if page.open_offer is not None:
            self.offer.yes.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.offer)
        elif page.state in _OFFERABLE:
            self.people.focus_table()
            self.reveal(self.people.table)

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part once it has its place."""
        self._revealed = part
        QTimer.singleShot(0, self, self._on_reveal)

    def _on_reveal(self) -> None:
        if self._revealed is not None:
            self._body.scroll_area.ensureWidgetVisible(self._revealed, 0, self.look.px(24))
            self._revealed = None

    def _on_considered(self, person_id: str, is_considered: bool) -> None:
        if self._project_id is None:
            return
        self._save()
        if is_considered:
            self.acts.consider(self._project_id, person_id)
        else:
            self.acts.unconsider(self._project_id, person_id)

    def _on_offer_wanted(self, person_id: str) -> None:
        row = self.people.model.find_row(person_id)
        if row is not None and self._page is not None and self._page.state in _OFFERABLE:
            self.offer.open_offer(row.person_id, row.name)
            self.reveal(self.offer.form)

    def _on_offer(self, person_id: str, why: str, reply_by_on: object) -> None:
        if self._project_id is not None:
            self._save()
            self.acts.offer(self._project_id, person_id, why, reply_by_on)  # type: ignore[arg-type]

    def _on_offered(self, _offer_id: object) -> None:
        self._kept_why = ""
        self.offer.form.set_kept()
        self._wants_table = True

    def _on_accepted(self) -> None:
        if self._project_id is not None:
            self.acts.accept(self._project_id)

    def _on_declined(self, reason: str, ask_again_on: object) -> None:
        if self._project_id is not None:
            self._wants_table = True
            self.acts.decline(self._project_id, reason, ask_again_on)  # type: ignore[arg-type]

    def _on_decline_changed(self, offer_id: str, reason: str, ask_again_on: object) -> None:
        self.acts.change_decline(offer_id, reason, ask_again_on)  # type: ignore[arg-type]

    def _on_withdrawn(self) -> None:
        if self._project_id is not None:
            self._wants_table = True
            self.acts.withdraw(self._project_id)

    def _on_refused(self, words: str) -> None:
        self._wants_table = False
        (self.offer.say if self._page is not None and self.offer.holds_focus else self.people.say)(words)

    def _on_wish(self, person_id: str, words: str, is_about: bool) -> None:
        competency_id = self._page.competency_id if self._page is not None and is_about else ""
        self.acts.add_wish(person_id, words, competency_id)

    def _on_wish_kept(self, _wish_id: object) -> None:
        self.people.person.add.clear()

    def _on_remark(self, project_id: str, person_id: str, words: str) -> None:
        self.acts.save_remark(project_id, person_id, words)

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
        if not words or words == self._kept_why or row is None or self._project_id is None:
            return
        remark = words if not row.remark else f"{row.remark}\n{words}"
        self.acts.save_remark(self._project_id, row.person_id, remark)

    def _on_person_wanted(self) -> None:
        self.people.focus_table()

    def _on_add_person(self) -> None:
        self.navigate_requested.emit(Route("person_form"))

    def _on_project(self) -> None:
        self.navigate_requested.emit(Route("project", item_id=self._project_id or ""))

    def _on_export(self) -> None:
        self._on_left()
        if self._project_id is not None:
            self.ledger.open_panel(self._project_id)
            self.reveal(self.ledger)

    def _on_ledger_closed(self) -> None:
        self.export.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        px, tr = self.look.px, self.tr
        self._body = PageBody(self.look, has_rail=False)
        lay_ground(self._body)
        first = StepSection(self.look, 1, tr("What it is"))
        second = StepSection(self.look, 2, tr("Criteria"))
        third = StepSection(self.look, 3, tr("People"), tr("Names come once the criteria are saved."))
        fourth = StepSection(self.look, 4, tr("Offer"), tr("One person at a time, with the reason why."))
        self._sections = (first, second, third, fourth)
        self.fields.setMaximumWidth(px(760))
        self.criteria.setMaximumWidth(px(760))
        self.offer.setMaximumWidth(px(760))
        first.content.addWidget(self.fields)
        second.content.addWidget(self.criteria)
        second.content.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        third.content.addWidget(self.people)
        fourth.content.addWidget(self.offer)
        self._steps = QWidget()
        steps = QVBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(px(20))
        for at, section in enumerate(self._sections):
            if at:
                steps.addWidget(Line())
            steps.addWidget(section)
        column = self._body.column_layout
        column.setSpacing(px(16))
        for part in (self.banner, self.ledger, self.gone, self._steps):
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self.banner.hide()
        self.gone.hide()

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_gone)
        self._pause.timeout.connect(self._on_left)
        self.fields.typed.connect(self._on_typed)
        self.fields.left.connect(self._on_left)
        self.criteria.typed.connect(self._on_typed)
        self.criteria.edit.left.connect(self._on_left)
        self.save_button.clicked.connect(self._on_save_criteria)
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
        person.remark_changed.connect(self._on_remark)
        offer.person_wanted.connect(self._on_person_wanted)
        offer.offer_requested.connect(self._on_offer)
        offer.accepted.connect(self._on_accepted)
        offer.declined.connect(self._on_declined)
        offer.decline_changed.connect(self._on_decline_changed)
        offer.withdrawn.connect(self._on_withdrawn)
        offer.project_requested.connect(self._on_project)

    def _connect_acts(self) -> None:
        acts = self.acts
        acts.written.connect(self.refresh)
        acts.refused.connect(self._on_refused)
        acts.saved.connect(self._on_saved)
        acts.criteria_saved.connect(self._on_saved)
        acts.save_failed.connect(self._on_save_failed)
        acts.offered.connect(self._on_offered)
        acts.answered.connect(self._on_answered_no)
        acts.wish_kept.connect(self._on_wish_kept)
        acts.remark_saved.connect(self._on_remark_saved)
        acts.remark_failed.connect(self._on_remark_failed)

    def _on_answered_no(self, _result: object) -> None:
        self.offer.set_answered()
