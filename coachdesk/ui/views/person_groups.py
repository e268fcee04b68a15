"""What a person said of themselves: recorded with their consent, behind the passphrase once more."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.person import first_name
from coachdesk.services.people import PersonDetail, get_person
from coachdesk.services.self_descriptions import (
    BadDescription,
    DescriptionPage,
    SealedDescription,
    get_description_page,
    remove_description,
    save_sealed,
    seal_description,
)
from coachdesk.store.failures import StoreFailure, VaultNotWritable
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.groups_unlock import GroupsUnlock, HeldKey
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_groups_form import DescriptionForm
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label


class SelfDescriptionView(View):
    """Shows `Route("self_description", person_id)`. Locked on each visit; hiding it forgets key and words.

    What is typed with consent is kept on leaving too. It is sealed at once, so that it can wait for room on the disk
    when the key is long forgotten. `private_text_copied` guards the clipboard.
    """

    private_text_copied = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self.held = HeldKey(self)
        self._name = ""
        self._known: tuple[str, ...] = ()
        self._pending: SealedDescription | None = None
        self._is_writing = False
        self._names = LatestQuery(self, desk)
        self._query = LatestQuery(self, desk)
        words = self.tr(
            "What people say of themselves is sealed apart from the rest of the vault. Type the passphrase again to "
            "read or record it; it is locked again after 5 minutes, and when you leave the page."
        )
        self.unlock = GroupsUnlock(look, desk, words)
        self.person = Label(look, "", role="title")
        self.uses = Label(look, _use_words(self), tone="text2")
        self.banner = Banner(look, "info", "")
        self.form = DescriptionForm(look)
        self.body = PageBody(look, has_rail=False)
        lay_ground(self.body)
        self._lay_out()
        self._connect()
        self._show_part()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The passphrase, or the words and what is kept of them."""
        return (self.unlock.current.edit,) if self.held.key is None else (self.form.words, self.form.keep)

    def show_route(self, route: Route) -> None:
        """Show a person, locked."""
        self.flush()
        self.lock()
        self.banner.hide()
        super().show_route(route)
        self.title_changed.emit(self.tr("Self-description"), "")

    def refresh(self) -> None:
        """Ask who it is; what they said is asked once it is unlocked."""
        if self.route is not None and self.route.person_id:
            self._names.ask(get_person, self.route.person_id)

    def flush(self) -> None:
        """Keep what is typed with consent; without it nothing is kept."""
        if self.held.key is not None and self.form.is_edited and self.form.consent.isChecked():
            self._keep()
        elif self._pending is not None and not self._is_writing:
            self._write(self._pending)

    def has_unsaved(self) -> bool:
        """Return whether words with consent are not on disk yet."""
        return self._pending is not None

    def lock(self) -> None:
        """Forget the key, and all that it showed."""
        self.held.forget()
        self.unlock.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        """Lock when the page, the window or presenter mode takes the view off the screen."""
        super().hideEvent(event)
        self.flush()
        self.lock()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px, layout = self.look.px, self.body.column_layout
        page = QWidget()
        page.setMaximumWidth(px(680))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        for widget in (self.person, self.uses, self.banner, self.unlock, self.form):
            column.addWidget(widget)
        layout.addWidget(page)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.body)
        self.banner.hide()

    def _connect(self) -> None:
        self._names.answered.connect(self._on_named)
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_failed)
        self.unlock.opened.connect(self._on_opened)
        self.unlock.groups_locked.connect(self._on_groups_locked)
        self.held.expiring.connect(self.flush)
        self.held.forgotten.connect(self._on_forgotten)
        self.form.keep_requested.connect(self._keep)
        self.form.remove_requested.connect(self._on_remove)
        self.form.copied.connect(self.private_text_copied)
        self.banner.acted.connect(self._on_remove)

    def _show_part(self) -> None:
        is_open = self.held.key is not None
        self.form.setVisible(is_open)
        if is_open:
            self.unlock.hide()
        else:
            self.unlock.ask()

    def _on_named(self, person: PersonDetail) -> None:
        self._name = person.name
        self.person.setText(self._name)

    def _on_opened(self, key: object) -> None:
        self.held.hold(key)  # type: ignore[arg-type]
        self._ask()

    def _ask(self) -> None:
        if self.held.key is not None and self.route is not None and self.route.person_id:
            self._query.ask(get_description_page, self.held.key, self.route.person_id)

    def _on_answered(self, page: DescriptionPage) -> None:
        if self.held.key is None or self.route is None or page.person_id != self.route.person_id:
            return
        self._known = page.known
        self.form.set_description(page.found, first_name(self._name), self._today)
        self.form.set_known(page.known)
        self._show_part()
        self.form.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        key, route = self.held.key, self.route
        draft = self.form.draft(route.person_id) if route is not None and route.person_id else None
        if key is None or draft is None:
            return
        try:
            sealed = seal_description(key, draft, self._today, self._known)
        except BadDescription as error:
            self.form.set_error(str(error))
            return
        self._write(sealed)
        self.form.set_kept()

    def _write(self, sealed: SealedDescription) -> None:
        self._pending, self._is_writing = sealed, True
        operation = Operation(self, self.desk, save_sealed, sealed)
        operation.succeeded.connect(self._on_kept)
        operation.failed.connect(self._on_not_kept)
        operation.start()

    def _on_kept(self, _result: object) -> None:
        self._pending, self._is_writing = None, False
        self._say("ok", self.tr("Kept, sealed apart."))

    def _on_not_kept(self, error: Exception) -> None:
        """Keep it, sealed, until there is room on the disk; a vault that can only be read won't have any."""
        self._is_writing = False
        if not isinstance(error, StoreFailure) or isinstance(error, VaultNotWritable):
            self._pending = None
        self._say("danger", str(error))

    def _on_remove(self) -> None:
        if self.route is not None and self.route.person_id:
            operation = Operation(self, self.desk, remove_description, self.held.key, self.route.person_id)
            operation.succeeded.connect(self._on_removed)
            operation.failed.connect(self._on_failed)
            operation.start()

    def _on_removed(self, _result: object) -> None:
        self._say("ok", self.tr("Consent is removed, and the words with it."))
        self._ask()

    def _on_groups_locked(self) -> None:
        """Consent can be taken back even when nobody can read the words any more."""
        words = self.tr("If this person takes their consent back, the words can be removed without reading them.")
        self._say("info", words, action=self.tr("Remove consent"))

    def _on_failed(self, error: Exception) -> None:
        if self.held.key is not None:
            self._say("danger", str(error))

    def _on_forgotten(self) -> None:
        self._known = ()
        self.form.forget()
        self._show_part()

    def _say(self, kind: str, text: str, *, action: str = "") -> None:
        self.banner.show()
        self.banner.set_message(kind, text, action=action)

    @property
    def _today(self) -> date:
        return self.desk.local_now.date()


def _use_words(view: QWidget) -> str:
    return "\n".join(
        (
            view.tr("Only what they tell you, and only with their consent. Nothing is guessed or worked out."),
            view.tr("It is used for one thing: shares by group on the sponsorship page, rounded, from 5 people on."),
            view.tr(
                "It is never in search, exports, packets, briefs, presenter mode or the command line. Backups hold it "
                "sealed."
            ),
        )
    )
