"""The form of a person, as a page: someone new, or what is known of someone, saved as each field is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.desk.zones import named_zone
from coachdesk.services.people import BadPerson, PersonDetail, PersonDraft, archive_person, restore_person
from coachdesk.services.person_page import PersonFormPage, get_person_form
from coachdesk.services.series import Rhythm, SeriesRow, save_person_in_rhythm
from coachdesk.store.changes import Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_fields import FieldError, PersonEntry, PersonFields
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, EmptyState


class PersonFormView(View):
    """Shows `Route("person_form", person_id)`, or without a person the form of someone new."""

    topics = frozenset({Topic.PEOPLE})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._person: PersonDetail | None = None
        self._saved: PersonEntry | None = None
        self._asked: PersonEntry | None = None
        self._is_adding = self._is_leaving = False
        self._query = LatestQuery(self, desk)
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_gone)
        self._body = PageBody(look, has_rail=False)
        lay_ground(self._body)
        self.fields = PersonFields(look, desk.zone)
        self.primary = Button(look, "", kind="primary")
        self.cancel = Button(look, self.tr("Cancel"))
        self.records = Button(look, self.tr("End of record"), kind="link")
        self.archive = Button(look, self.tr("Archive"), icon="archive")
        self.banner = Banner(look, "danger", "")
        self._gone = EmptyState(look, self.tr("No such person"), self.tr("They are no longer in the vault."))
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The first field and the primary button."""
        return (self.fields.name.edit, self.primary)

    @property
    def is_new(self) -> bool:
        """Whether the form is for someone who is not in the vault."""
        return self.route is None or self.route.person_id is None

    def show_route(self, route: Route) -> None:
        """Show someone, or an empty form."""
        self.flush()
        self._person = self._saved = self._asked = None
        self._is_adding = self._is_leaving = False
        self.banner.hide()
        super().show_route(route)
        self.title_changed.emit(self.tr("Add a person") if self.is_new else self.tr("Edit person"), "")

    def refresh(self) -> None:
        """Ask for the person and the words used before."""
        self._query.ask(get_person_form, self.route.person_id if self.route else None)

    def flush(self) -> None:
        """Queue what is typed about someone known, if it can be saved."""
        if self._person is not None:
            self._save()

    def has_unsaved(self) -> bool:
        """Return whether a field holds something that is not on disk."""
        if self._saved is None:
            return False
        try:
            return self.fields.entry(self._person_id, self._about) != self._saved
        except FieldError:
            return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; add with Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_leave()
        elif self.is_new and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_primary()
        else:
            super().keyPressEvent(event)

    @property
    def _person_id(self) -> str | None:
        return self._person.person_id if self._person is not None else None

    @property
    def _about(self) -> str:
        return self._person.about if self._person is not None else ""

    def _lay_out(self) -> None:
        px, layout = self.look.px, self._body.column_layout
        self._form = QWidget()
        self._form.setMaximumWidth(px(680))
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(px(16))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.primary)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.archive)
        buttons.addWidget(self.records)
        form.addWidget(self.banner)
        form.addWidget(self.fields)
        form.addLayout(buttons)
        layout.addWidget(self._form)
        layout.addWidget(self._gone)
        layout.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        self.banner.hide()
        self._gone.hide()

    def _connect(self) -> None:
        self.fields.left.connect(self._on_field_left)
        self.primary.clicked.connect(self._on_primary)
        self.cancel.clicked.connect(self._on_leave)
        self.archive.clicked.connect(self._on_archive)
        self.records.clicked.connect(self._on_records)

    def _on_answered(self, page: PersonFormPage) -> None:
        is_first = self._saved is None
        self._person = page.person
        self._form.show()
        self._gone.hide()
        self.fields.set_choices(page)
        if page.person is not None:
            self._show_person(page.person, page.series, is_first)
        elif is_first:
            self.fields.set_draft(PersonDraft(None, ""))
            self.fields.rhythm.set_rhythm(Rhythm(time_zone=named_zone(self.desk.zone).key))
            self._saved = self.fields.entry(None, "", checks=False)
        self.primary.setText(self.tr("Add person") if page.person is None else self.tr("Done"))
        self.cancel.setVisible(page.person is None)
        self.archive.setVisible(page.person is not None)
        self.records.setVisible(page.person is not None)
        if is_first and self.isVisible():
            self.fields.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_person(self, person: PersonDetail, series: SeriesRow | None, is_first: bool) -> None:
        plain = Rhythm(person.cadence, time_zone=named_zone(self.desk.zone).key)
        known = PersonEntry(draft_of(person), series.rhythm if series is not None else plain)
        if is_first or not self.has_unsaved():
            self.fields.set_draft(known.draft)
            self.fields.rhythm.set_rhythm(known.rhythm)
        self._saved = known
        self.archive.setText(self.tr("Restore") if person.is_archived else self.tr("Archive"))
        self.archive.set_icon("undo" if person.is_archived else "archive")

    def _on_gone(self, _error: Exception) -> None:
        self._form.hide()
        self._gone.show()

    def _on_field_left(self) -> None:
        if not self.is_new:
            self._save()

    def _save(self) -> bool:
        """Write what changed; return whether the fields can be saved."""
        try:
            entry = self.fields.entry(self._person_id, self._about)
        except FieldError as error:
            self.fields.show_error(error)
            return False
        self.fields.clear_errors()
        if entry in (self._saved, self._asked):
            return True
        self._asked = entry
        label = self.tr("Person added") if self._person is None else self.tr("Person changed")
        operation = Operation(self, self.desk, save_person_in_rhythm, entry.draft, entry.rhythm, label=label)
        operation.succeeded.connect(self._on_added if self._person is None else self._on_changed)
        operation.failed.connect(self._on_failed)
        operation.start()
        return True

    def _on_primary(self) -> None:
        if self.is_new:
            self._is_adding = self._is_adding or self._save()
        elif self._save():
            self._leave()

    def _on_leave(self) -> None:
        if self.is_new:
            self.back_requested.emit()
        elif self._save():
            self._leave()

    def _leave(self) -> None:
        """Go back once what was changed is saved, so that a refusal is seen here."""
        self._is_leaving = self._asked is not None and self._asked != self._saved
        if not self._is_leaving:
            self.back_requested.emit()

    def _on_added(self, person_id: str) -> None:
        self._is_adding = False
        self._saved = None
        self.navigate_requested.emit(Route("person", person_id))

    def _on_changed(self, _person_id: str) -> None:
        self._saved = self._asked
        self.banner.hide()
        if self._is_leaving:
            self._leave()

    def _on_failed(self, error: Exception) -> None:
        self._asked, self._is_adding, self._is_leaving = None, False, False
        if isinstance(error, BadPerson):
            self.fields.show_error(FieldError("manager", str(error)))
            return
        self.banner.set_message("danger", str(error))
        self.banner.show()

    def _on_records(self) -> None:
        if self._person is not None:
            self.navigate_requested.emit(Route("retention", person_id=self._person.person_id))

    def _on_archive(self) -> None:
        if self._person is None or not self._save():
            return
        is_archived = self._person.is_archived
        operation = Operation(
            self,
            self.desk,
            restore_person if is_archived else archive_person,
            self._person.person_id,
            label=self.tr("Person restored") if is_archived else self.tr("Person archived"),
            offers_undo=not is_archived,
        )
        operation.succeeded.connect(self._on_archived)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_archived(self, _result: object) -> None:
        self.refresh()


def draft_of(person: PersonDetail) -> PersonDraft:
    """Return what the form of a person would save if nothing was changed."""
    return PersonDraft(
        person.person_id,
        person.name,
        person.role,
        person.level,
        person.team,
        person.pronouns,
        person.email,
        person.track,
        person.manager_id,
        person.start_on,
        person.time_zone,
        person.cadence,
        person.tags,
        person.about,
    )
