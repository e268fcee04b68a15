"""The window of presenter mode: it knows the shared read models of one person and nothing else of the vault."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.actions import ACTIONS
from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation, redo, undo
from coachdesk.desk.settings import TEXT_PERCENT
from coachdesk.model.person import first_name
from coachdesk.services.shared.acts import add_shared_item, tick_shared_item, tick_shared_promise
from coachdesk.services.shared.page import get_shared_page, list_shared_meetings
from coachdesk.services.shared.rows import SharedHit, SharedMeeting, SharedPage
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.shared_search import SharedSearch
from coachdesk.ui.widgets.messages import Banner, UndoBar
from coachdesk.ui.windows.presenter_page import OVERVIEW, PresenterPage
from coachdesk.ui.windows.presenter_strip import PresenterStrip

ALLOWED = frozenset(
    {"search", "undo", "redo", "agenda.add", "presenter", "lock", "quit", "pane.next", "pane.previous"}
    | {"text.larger", "text.smaller", "text.reset", "rail"}
)
"""The actions of the keyboard map that presenter mode knows; none of them leads to another page."""
_TOPICS = frozenset(
    {Topic.PEOPLE, Topic.MEETINGS, Topic.NOTES, Topic.AGENDA, Topic.PROMISES, Topic.OBSERVATIONS, Topic.PLANS}
    | {Topic.REVIEWS, Topic.LADDERS}
)


class PresenterWindow(QWidget):
    """Asks to be ended, locked or closed; whoever opened it does that. Its title names no person."""

    end_requested = Signal()
    lock_requested = Signal()
    close_requested = Signal()
    minimised = Signal()

    def __init__(self, desk: Desk, look: Appearance, person_id: str, *, note: str = "", tab: str = OVERVIEW) -> None:
        super().__init__()
        self.look = look
        self._desk = desk
        self._person_id = person_id
        self._shared: SharedPage | None = None
        self._may_close = False
        self._tab = tab
        self._label = ""
        self._text_scale = look.text_scale
        self.page: PresenterPage | None = None
        self.setWindowTitle("CoachDesk")
        self.setMinimumSize(720, 540)
        set_ground(self)
        self._query = LatestQuery(self, desk)
        self._meetings = LatestQuery(self, desk)
        self.strip = PresenterStrip(look)
        self.banner = Banner(look, "info", note, can_dismiss=True)
        self.banner.setVisible(bool(note))
        self._below = QWidget()
        self._room = QVBoxLayout(self._below)
        self._room.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.strip, self.banner):
            column.addWidget(part)
        column.addWidget(self._below, 1)
        self.search = SharedSearch(desk, look, person_id, self._below)
        self.undo_bar = UndoBar(look, self._below)
        self._connect()
        self._bind_actions()
        self.refresh()

    def refresh(self) -> None:
        """Ask the vault again."""
        self._query.ask(get_shared_page, self._person_id, self._desk.now, self._desk.zone)

    def flush(self) -> None:
        """Queue the topic that is typed but not added."""
        if self.page is not None:
            self.page.overview.agenda_add.commit_typed()

    def allow_close(self) -> None:
        """Let the next close event through."""
        self._may_close = True

    def run_action(self, action_id: str) -> None:
        """Do an action of the keyboard map, as far as presenter mode allows it."""
        acts: dict[str, Callable[[], object]] = {
            "search": self.search.open_box,
            "undo": self._on_undo,
            "redo": self._on_redo,
            "agenda.add": self._on_add_topic,
            "presenter": self.strip.end.setFocus,
            "lock": self.lock_requested.emit,
            "quit": self.close_requested.emit,
            "pane.next": partial(self._walk_panes, 1),
            "pane.previous": partial(self._walk_panes, -1),
            "text.larger": partial(self._set_text, 10),
            "text.smaller": partial(self._set_text, -10),
            "text.reset": partial(self._set_text, 0),
            "rail": self._on_rail,
        }
        acts[action_id]()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing locks the vault, as with the other window; it never shows everything."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Tell when it is minimised."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.minimised.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the tabs with Ctrl+PageUp and Ctrl+PageDown. Esc does nothing here."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        step = steps.get(Qt.Key(event.key()))
        if self.page is not None and step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.page.step_tab(step)
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        bus = self._desk.bus
        bus.changed.connect(self._on_changed)
        bus.crashed.connect(self._on_crashed)
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_gone)
        self._meetings.answered.connect(self._on_meetings)
        self.strip.end_requested.connect(self.end_requested)
        self.strip.search_requested.connect(self.search.open_box)
        self.search.chosen.connect(self._on_hit)
        self.undo_bar.undo_requested.connect(self._on_undo)
        self.banner.dismissed.connect(self.banner.hide)
        self.look.changed.connect(self._on_look_changed)

    def _bind_actions(self) -> None:
        for spec in ACTIONS:
            if spec.action_id in ALLOWED:
                action = QAction(spec.text, self)
                action.setObjectName(spec.action_id)
                action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
                action.triggered.connect(self._on_action)
                self.addAction(action)

    def _on_action(self) -> None:
        sender: QObject | None = self.sender()
        if sender is not None:
            self.run_action(sender.objectName())

    def _on_answered(self, shared: SharedPage) -> None:
        self._shared = shared
        self.strip.set_first_name(first_name(shared.person.name))
        if self.page is None:
            self._build_page(shared, self._tab)
        else:
            self.page.set_page(shared, self._desk.now)

    def _build_page(self, shared: SharedPage, tab: str) -> None:
        page = self.page = PresenterPage(self._desk, self.look, shared)
        self._room.addWidget(page)
        page.meetings_requested.connect(self._on_meetings_requested)
        overview = page.overview
        overview.agenda.ticked.connect(self._on_item_ticked)
        overview.promises.ticked.connect(self._on_promise_ticked)
        overview.agenda_add.add_requested.connect(self._on_topic_added)
        page.open_tab(tab)
        page.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_look_changed(self) -> None:
        """Build the page anew, with margins of the new text size."""
        if self.look.text_scale == self._text_scale or self.page is None or self._shared is None:
            return
        self._text_scale = self.look.text_scale
        self.flush()
        old, tab = self.page, self.page.tab
        self._room.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._build_page(self._shared, tab)

    def _on_gone(self, error: Exception) -> None:
        self.banner.set_message("warn", str(error))
        self.banner.show()

    def _on_crashed(self, _error: Exception) -> None:
        self.banner.set_message("danger", self.tr("Something went wrong in CoachDesk. What is saved is safe."))
        self.banner.show()

    def _on_changed(self, change_set: ChangeSet, _initiator: QObject | None) -> None:
        if change_set.topics & _TOPICS:
            self.refresh()

    def _on_meetings_requested(self) -> None:
        self._meetings.ask(list_shared_meetings, self._person_id, self._desk.zone)

    def _on_meetings(self, meetings: tuple[SharedMeeting, ...]) -> None:
        if self.page is not None:
            self.page.set_meetings(meetings)

    def _on_item_ticked(self, item_id: str, is_done: bool) -> None:
        service = partial(tick_shared_item, is_done=is_done)
        self._do(service, self._person_id, item_id, label=self.tr("Agenda item ticked"))

    def _on_promise_ticked(self, promise_id: str, is_done: bool) -> None:
        service = partial(tick_shared_promise, is_done=is_done)
        self._do(service, self._person_id, promise_id, label=self.tr("Follow-up ticked"))

    def _on_topic_added(self, text: str, is_theirs: bool) -> None:
        service = partial(add_shared_item, is_theirs=is_theirs)
        self._do(service, self._person_id, text, label=self.tr("Agenda item added"))
        if self.page is not None:
            self.page.overview.agenda_add.clear()

    def _do(self, service: Callable[..., Any], *arguments: Any, label: str) -> None:
        """Start an act with words for the undo bar; the bar of the main window is not asked."""
        self._label = label
        operation = Operation(self, self._desk, service, *arguments, label=label)
        operation.succeeded.connect(self._on_done)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_done(self, _result: object) -> None:
        self.undo_bar.show_text(self._label)

    def _on_failed(self, error: Exception) -> None:
        self._on_gone(error)
        self.refresh()

    def _on_undo(self) -> None:
        self.undo_bar.close_bar()
        undo(self, self._desk).failed.connect(self._on_failed)

    def _on_redo(self) -> None:
        self.undo_bar.close_bar()
        redo(self, self._desk).failed.connect(self._on_failed)

    def _on_add_topic(self) -> None:
        if self.page is not None:
            self.page.open_tab(OVERVIEW)
            self.page.overview.open_add()

    def _on_hit(self, hit: SharedHit) -> None:
        if self.page is not None:
            self.page.open_hit(hit)

    def _on_rail(self) -> None:
        if self.page is not None:
            self.page.overview.body.toggle_rail()

    def _set_text(self, step: int) -> None:
        percent = self._desk.settings.get(TEXT_PERCENT) + step if step else 100
        self._desk.settings.set(TEXT_PERCENT, max(100, min(200, percent)))

    def _walk_panes(self, step: int) -> None:
        panes: list[QWidget] = [self.strip.keep if self.strip.keep.isVisible() else self.strip.end]
        panes += [] if self.page is None else [pane for pane in self.page.panes if pane.isVisible()]
        focus = self.focusWidget()
        at = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), 0)
        panes[(at + step) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)
