"""The end of a person's record: hand it over, take names out of texts, or destroy it, confirmed by typing the name."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.lanes import Outcome
from coachdesk.desk.operations import LatestQuery, Operation, Task
from coachdesk.desk.standstill import run_alone
from coachdesk.exchange.archive import ExportRefused, ExportSummary, export_archive
from coachdesk.services.retention import COLLEAGUE, Destroyed, Mention, destroy_person, redact
from coachdesk.services.retention_page import RecordsPage, get_records_page
from coachdesk.store.destruction import Remains, destroy_remains
from coachdesk.store.failures import StoreFailure
from coachdesk.store.folding import fold
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.settings_rotation import OldBackups
from coachdesk.ui.views.tick_list import TickList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Switch
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.unlock_dialogs import SystemUnlockDialogs, UnlockDialogs
from coachdesk.vault.errors import VaultError


class _Mentions(QWidget):
    """Places that name somebody, each chosen by a tick, and the button that takes the names out."""

    def __init__(self, look: Appearance, title: str, words: str) -> None:
        super().__init__()
        self.mentions: tuple[Mention, ...] = ()
        self.names: tuple[str, ...] = ()
        self.list = TickList(look, title)
        self.nothing = Label(look, self.tr("No place was found."), tone="text3")
        self.replace = Button(look, self.tr("Put {word} there").format(word=COLLEAGUE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(8), 0, look.px(8))
        column.setSpacing(look.px(8))
        for widget in (Label(look, title, role="section"), Label(look, words, tone="text2"), self.nothing, self.list):
            column.addWidget(widget)
        column.addWidget(self.replace, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.changed.connect(self._on_ticked)

    def set_mentions(self, mentions: tuple[Mention, ...], names: tuple[str, ...]) -> None:
        """Show places; none is ticked."""
        self.mentions, self.names = mentions, names
        self.list.set_rows([(each.excerpt, each.person_name) for each in mentions])
        self.list.setVisible(bool(mentions))
        self.nothing.setVisible(not mentions)
        self.replace.setVisible(bool(mentions))
        self._on_ticked()

    def chosen(self) -> tuple[Mention, ...]:
        """Return the places ticked."""
        return tuple(self.mentions[number] for number in self.list.ticked())

    def _on_ticked(self) -> None:
        self.replace.setEnabled(bool(self.list.ticked()))


class RetentionView(View):
    """Shows `Route("retention", person_id)`."""

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, dialogs: UnlockDialogs | None = None
    ) -> None:
        super().__init__(desk, look, parent)
        self.dialogs = dialogs or SystemUnlockDialogs()
        self._page: RecordsPage | None = None
        self._is_destroying = False
        self.banner = Banner(look, "info", "", can_dismiss=True)
        self.hand_over = Button(look, self.tr("Write to a folder"), icon="download")
        self.with_private = Switch(look, self.tr("Also what only you see"))
        self.elsewhere = _Mentions(
            look,
            self.tr("This name in other people’s records"),
            self.tr("Destroying leaves these. Tick the places where the name shall go; it can be undone until then."),
        )
        self.within = _Mentions(
            look,
            self.tr("Other people’s names in these records"),
            self.tr("Tick the places where a name shall go before you hand the records over."),
        )
        self.counts = Label(look, "", tone="text2")
        self.typed = Field(look, self.tr("Type the full name to confirm"))
        self.destroy_button = Button(look, self.tr("Destroy for good"), kind="danger")
        self.result = Label(look, "", tone="text2")
        self.copies = OldBackups(look, self.tr("These backups still hold the records. Tick those to delete."))
        self._parts = QWidget()
        self.body = PageBody(look, has_rail=False)
        self._query = LatestQuery(self, desk)
        self._lay_out()
        self._connect()

    def show_route(self, route: Route) -> None:
        """Show a person's records."""
        self.banner.hide()
        self.result.hide()
        self.copies.hide()
        self.typed.set_text("")
        self.with_private.setChecked(False)
        super().show_route(route)
        self.title_changed.emit(self.tr("End of record"), "")

    def refresh(self) -> None:
        """Ask again, unless the person is gone."""
        if self.route is not None and self.route.person_id and self.result.isHidden():
            self._query.ask(get_records_page, self.route.person_id)

    def _lay_out(self) -> None:
        look = self.look
        parts = QVBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(look.px(12))
        parts.addWidget(Label(look, self.tr("Hand over"), role="section"))
        shared = self.tr("For the next manager: what is shared with the person. What only you see is left out.")
        private = self.tr("Also what only you see; each piece is marked “Only you”")
        choice = QHBoxLayout()
        choice.setSpacing(look.px(8))
        choice.addWidget(self.with_private)
        choice.addWidget(Label(look, private), 1)
        parts.addWidget(Label(look, shared, tone="text2"))
        parts.addLayout(choice)
        parts.addWidget(self.hand_over, 0, Qt.AlignmentFlag.AlignLeft)
        parts.addWidget(self.within)
        parts.addWidget(self.elsewhere)
        parts.addWidget(Label(look, self.tr("Destroy"), role="section"))
        words = self.tr(
            "Every row about this person is removed, the vault’s file is written anew, and undo is emptied. "
            "Nobody can bring it back."
        )
        parts.addWidget(Label(look, words, tone="text2"))
        parts.addWidget(self.counts)
        parts.addWidget(self.typed)
        parts.addWidget(self.destroy_button, 0, Qt.AlignmentFlag.AlignLeft)
        column = self.body.column_layout
        for widget in (self.banner, self.result, self.copies, self._parts):
            column.addWidget(widget)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.body)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self.typed.edit.textChanged.connect(self._on_typed)
        self.hand_over.clicked.connect(self._on_hand_over)
        self.within.replace.clicked.connect(self._on_within)
        self.elsewhere.replace.clicked.connect(self._on_elsewhere)
        self.destroy_button.clicked.connect(self._on_destroy)
        self.banner.dismissed.connect(self.banner.hide)
        self.copies.finished.connect(self.copies.hide)
        self._on_typed()

    def _on_answered(self, page: RecordsPage) -> None:
        self._page = page
        self._parts.show()
        self.elsewhere.set_mentions(page.elsewhere, page.elsewhere_names)
        self.within.set_mentions(page.within, page.within_names)
        self.counts.setText(", ".join(f"{noun.replace('_', ' ')}: {count}" for noun, count in page.counts))
        self.title_changed.emit(self.tr("End of record: {name}").format(name=page.name), "")
        self._on_typed()

    def _on_typed(self) -> None:
        page = self._page
        fits = page is not None and fold(self.typed.text().strip()) == fold(page.name)
        self.destroy_button.setEnabled(fits and not self._is_destroying and not self.desk.vault.read_only)

    def _on_hand_over(self) -> None:
        folder = self.dialogs.choose_folder(self, Path.home())
        if folder is None or self._page is None:
            return
        out = folder / f"{self._page.name} hand-over"
        task = Task(self, self.desk, _HandOver(self.desk, out, self._page.person_id, self.with_private.isChecked()))
        task.succeeded.connect(self._on_handed_over)
        task.failed.connect(self._on_failed)
        task.start()

    def _on_handed_over(self, done: ExportSummary) -> None:
        words = self.tr(
            "Written: {notes} notes. Left out: {left} items that only you see. The files are not encrypted."
        )
        if self.with_private.isChecked():
            words = self.tr("Written: {notes} notes, with what only you see. The files are not encrypted.")
        self.with_private.setChecked(False)
        self._say("ok", words.format(notes=done.notes, left=done.left_out))

    def _on_within(self) -> None:
        self._redact(self.within)

    def _on_elsewhere(self) -> None:
        self._redact(self.elsewhere)

    def _redact(self, part: _Mentions) -> None:
        label = self.tr("Names taken out")
        operation = Operation(self, self.desk, redact, part.chosen(), part.names, label=label, offers_undo=True)
        operation.succeeded.connect(self.refresh)
        operation.start()

    def _on_destroy(self) -> None:
        if self._page is None or not self.destroy_button.isEnabled():
            return
        self._is_destroying = True
        self._on_typed()
        desk, person_id = self.desk, self._page.person_id
        run_alone(desk, partial(_destroy, desk, person_id), self._on_destroyed)

    def _on_destroyed(self, outcome: Outcome) -> None:
        self._is_destroying = False
        if outcome.error is not None:
            if not isinstance(outcome.error, StoreFailure | VaultError):
                raise outcome.error
            self._on_failed(outcome.error)
            return
        change_set, remains = outcome.result
        self._page = None
        self.typed.set_text("")
        self._parts.hide()
        self.result.setText(remains_words(remains))
        self.result.show()
        self.copies.set_paths(remains.backups)
        self.copies.setVisible(bool(remains.backups))
        self._say("ok", self.tr("Everything about this person is destroyed in the vault."))
        self.desk.bus.changed.emit(change_set, self)

    def _on_failed(self, error: Exception) -> None:
        self._on_typed()
        if isinstance(error, StoreFailure | VaultError | ExportRefused):
            self._say("danger", str(error))
        else:
            self.desk.bus.crashed.emit(error)

    def _say(self, kind: str, text: str) -> None:
        self.banner.show()
        self.banner.set_message(kind, text)


def remains_words(remains: Remains) -> str:
    """Return where copies may still be: files that are known, then what can't be known."""
    known = [str(path) for path in (*remains.copies_before_updates, *remains.other_bundles)]
    return "\n\n".join((*known, *remains.elsewhere))


def _destroy(desk: Desk, person_id: str) -> tuple[Any, Remains]:
    def act(unit: UnitOfWork) -> Destroyed:
        return destroy_person(unit, person_id)

    written = desk.store.write(act)
    desk.history.forget()
    desk.store.close()
    places = desk.backups.places
    from coachdesk.vault.backups.listing import list_backups

    backups = [
        row.path
        for folder in (places.folder, places.second)
        if folder is not None
        for row in list_backups(folder, vault_id=desk.vault.vault_id, state_dir=desk.vault.state_dir)
    ]
    return written.change_set, destroy_remains(desk.vault, written.result.content_ids, backups=backups)


class _HandOver:
    """The work on the lane."""

    def __init__(self, desk: Desk, out: Path, person_id: str, with_private: bool) -> None:
        self._store, self._out, self._person_id, self._with_private = desk.store, out, person_id, with_private

    def __call__(self, progress: Any) -> ExportSummary:
        return export_archive(
            self._store, self._out, person_id=self._person_id, include_private=self._with_private, progress=progress
        )
