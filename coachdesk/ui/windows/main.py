"""The main window: sidebar and page; it binds the keyboard map and walks between pages, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.actions import ACTIONS
from coachdesk.desk.clipboard import ClipboardGuard
from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation, redo, undo
from coachdesk.desk.settings import LOCK_WHEN_MINIMISED, REDUCED_MOTION, SIDEBAR_COLLAPSED, TEXT_PERCENT, THEME
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.ui.shell.capture_box import CaptureBox
from coachdesk.ui.shell.command_box import CommandBox
from coachdesk.ui.shell.command_rows import CommandRow
from coachdesk.ui.shell.navigator import Navigator
from coachdesk.ui.shell.notices import Notices
from coachdesk.ui.shell.sidebar import Sidebar
from coachdesk.ui.shell.sidebar_feed import SidebarFeed
from coachdesk.ui.shell.toolbar import PageBar
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.import_file import is_calendar
from coachdesk.ui.views.registry import get_view_spec
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import keep_fields
from coachdesk.ui.widgets.messages import UndoBar
from coachdesk.ui.windows.presenter_mode import PresenterMode
from coachdesk.ui.words import clock_words

NARROW_UNDER = 900
"""Below this width the sidebar folds by itself, so that the page keeps its own."""


class MainWindow(QMainWindow):
    """The open vault on screen. It asks to be locked or closed; whoever owns the vault does it."""

    lock_requested = Signal()
    close_requested = Signal()

    def __init__(self, desk: Desk, look: Appearance) -> None:
        super().__init__()
        self.desk = desk
        self.look = look
        self.navigator = Navigator()
        self._views: dict[str, View] = {}
        self._may_close = False
        self._arriving: View | None = None
        self._chosen_collapsed = desk.settings.get(SIDEBAR_COLLAPSED)
        self.clipboard_guard = ClipboardGuard(QGuiApplication.clipboard(), desk.settings, self)
        self.sidebar = Sidebar(look)
        self.bar = PageBar(look)
        self.pages = QStackedWidget()
        self.banner = Notices(desk, look)
        self.setWindowTitle("CoachDesk")
        self.setMinimumSize(720, 540)
        self._build()
        self.command_box = CommandBox(desk, look, self._centre)
        self.capture_box = CaptureBox(desk, look, self._centre)
        self.undo_bar = UndoBar(look, self.pages)
        self.presenter_mode = PresenterMode(desk, look, self)
        self.feed = SidebarFeed(desk, self.sidebar, self)
        self._connect()
        self._bind_actions()
        self._set_collapsed(self._chosen_collapsed, animated=False)
        self.go(Route("today"))

    @property
    def view(self) -> View:
        """The page that shows."""
        view = self.pages.currentWidget()
        assert isinstance(view, View)
        return view

    def go(self, route: Route) -> None:
        """Show a place and remember it for Back."""
        self.navigator.visit(route)
        self._show(route)

    def flush(self) -> None:
        """Queue everything typed on every page."""
        for view in self._views.values():
            keep_fields(view)
            view.flush()
        if self.presenter_mode.window is not None:
            self.presenter_mode.window.flush()
        self.capture_box.flush()

    def has_unsaved(self) -> bool:
        """Return whether any page holds words that are not on disk yet."""
        return self.capture_box.has_unsaved() or any(view.has_unsaved() for view in self._views.values())

    def allow_close(self) -> None:
        """Let the next close event through; the vault is sealed."""
        self._may_close = True
        self.presenter_mode.drop()

    def present(self, person_id: str) -> None:
        """Put the presenter window of a person in the place of this one."""
        self.flush()
        self.presenter_mode.begin(person_id)

    def setVisible(self, visible: bool) -> None:
        """Stay hidden in presenter mode: what was asked of this window goes to the presenter window."""
        if not self.presenter_mode.is_on:
            super().setVisible(visible)
        elif visible:
            self.presenter_mode.show_window()
        elif self.presenter_mode.window is not None:
            self.presenter_mode.window.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window locks the vault first; it never asks."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Lock when minimised, if that is set, but never while a meeting is live."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self._on_minimised()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where the window is narrow."""
        super().resizeEvent(event)
        self._fit_sidebar()

    def _build(self) -> None:
        self._centre = QWidget()
        row = QHBoxLayout(self._centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        page = QWidget()
        page.setProperty("surface", "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        row.addWidget(page, 1)
        self.setCentralWidget(self._centre)

    def _connect(self) -> None:
        bus = self.desk.bus
        bus.saved.connect(self._on_saved)
        bus.undo_offered.connect(self.undo_bar.show_text)
        self.undo_bar.undo_requested.connect(self._on_undo)
        self.banner.failed.connect(self._on_failed)
        self.sidebar.opened.connect(self.go)
        self.sidebar.search_requested.connect(self._on_search)
        self.sidebar.action_requested.connect(self.run_action)
        self.bar.back_requested.connect(self._on_back)
        self.bar.forward_requested.connect(self._on_forward)
        self.command_box.chosen.connect(self._on_command)
        self.desk.settings.changed.connect(self._on_setting)
        self.look.changed.connect(self._fit_sidebar)
        self.presenter_mode.lock_requested.connect(self.lock_requested)
        self.presenter_mode.close_requested.connect(self.close_requested)
        self.presenter_mode.minimised.connect(self._on_minimised)

    def _bind_actions(self) -> None:
        for spec in ACTIONS:
            action = QAction(spec.text, self)
            action.setObjectName(spec.action_id)
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(self._on_action)
            self.addAction(action)

    def _on_action(self) -> None:
        sender: QObject | None = self.sender()
        if sender is not None:
            self.run_action(sender.objectName())

    def run_action(self, action_id: str) -> None:
        """Do an action of the keyboard map: the page's own first, then the window's."""
        if self.view.run_action(action_id):
            return
        own: dict[str, Callable[[], object]] = {
            "search": self._on_search,
            "capture": self._on_capture,
            "go.back": self._on_back,
            "go.forward": self._on_forward,
            "undo": self._on_undo,
            "redo": self._on_redo,
            "lock": self.lock_requested.emit,
            "quit": self.close_requested.emit,
            "sidebar": self._on_sidebar,
            "pane.next": self._on_next_pane,
            "pane.previous": self._on_previous_pane,
            "text.larger": self._on_larger,
            "text.smaller": self._on_smaller,
            "text.reset": self._on_normal_size,
            "theme.next": self._on_theme,
            "presenter": self._on_present,
            "packet": self._on_packet,
        }
        places = {
            "person.add": Route("person_form"),
            "roster.import": Route("import"),
            "review.new": Route("reviews", tab="new"),
            "project.new": Route("opportunity"),
            "project.list": Route("sponsorship", tab="list"),
            "promises.sweep": Route("follow_ups", tab="sweep"),
            "week.plan": Route("plan"),
            "calendar.import": Route("calendar_import"),
            "ladder.import": Route("ladder_import"),
        }
        if action_id in own:
            own[action_id]()
        elif action_id in places:
            self.go(places[action_id])
        elif action_id.startswith("go."):
            self.go(Route(action_id.removeprefix("go.")))

    def _show(self, route: Route) -> None:
        view = self._view(route.view)
        if self.pages.count() and self.view is not view:
            keep_fields(self.view)
            self.view.flush()
        self.bar.setVisible(not view.has_own_bar)
        self.bar.set_lead(view.bar_lead)
        self.bar.set_ways(back=self.navigator.can_go_back, forward=self.navigator.can_go_forward)
        self._arriving = view
        view.show_route(route)
        self.bar.set_widgets(view.bar_widgets)
        self.pages.setCurrentWidget(view)
        self._fit_sidebar()
        key = f"person:{route.person_id}" if route.person_id else f"place:{route.view}"
        self.sidebar.select(key)
        for pane in view.panes[:1]:
            pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _view(self, view_id: str) -> View:
        if view_id not in self._views:
            view = get_view_spec(view_id).build(self.desk, self.look, self.pages)
            view.title_changed.connect(self._on_title)
            view.navigate_requested.connect(self.go)
            view.route_settled.connect(self._on_route_settled)
            view.back_requested.connect(self._on_back)
            view.bar_changed.connect(self._on_bar_changed)
            view.action_requested.connect(self.run_action)
            copied = getattr(view, "private_text_copied", None)
            if copied is not None:
                copied.connect(self.clipboard_guard.guard)
            dropped = getattr(view, "file_dropped", None)
            if dropped is not None:
                dropped.connect(self._on_file_dropped)
            self._views[view_id] = view
            self.pages.addWidget(view)
        return self._views[view_id]

    def import_file(self, path: str) -> None:
        """Open the import of a calendar or a roster on a file that was dropped or chosen elsewhere."""
        self.go(Route("calendar_import" if is_calendar(Path(path)) else "import"))
        self.view.set_file(Path(path))  # type: ignore[attr-defined]

    def _on_file_dropped(self, path: str) -> None:
        self.import_file(path)

    def _on_route_settled(self, route: Route) -> None:
        if self.sender() is self._arriving:
            self.navigator.replace(route)

    def _on_title(self, title: str, subtitle: str) -> None:
        if self.sender() is self._arriving:
            self.bar.set_title(title, subtitle)

    def _on_bar_changed(self) -> None:
        view = self.sender()
        if isinstance(view, View) and view is self.pages.currentWidget() and view is self._arriving:
            self.bar.set_widgets(view.bar_widgets)

    def _on_back(self) -> None:
        route = self.navigator.back()
        if route is not None:
            self._show(route)

    def _on_forward(self) -> None:
        route = self.navigator.forward()
        if route is not None:
            self._show(route)

    def _on_minimised(self) -> None:
        in_meeting = self.pages.count() > 0 and self.view.is_in_meeting
        if self.desk.settings.get(LOCK_WHEN_MINIMISED) and not in_meeting:
            self.lock_requested.emit()

    def _on_packet(self) -> None:
        route = self.navigator.current
        if route is not None and route.person_id:
            self.go(Route("packet", route.person_id))
        else:
            words = self.tr("Open the page of the person whom the packet is about, then press Ctrl+P.")
            self.banner.show_message("info", words)

    def _on_present(self) -> None:
        route = self.navigator.current
        if route is not None and route.person_id:
            self.present(route.person_id)
        else:
            words = self.tr("Open the page of the person who will see your screen, then turn presenter mode on.")
            self.banner.show_message("info", words)

    def _on_search(self) -> None:
        self.capture_box.close_box()
        self.command_box.open_box(self._person_of_page())

    def _on_capture(self) -> None:
        if self.command_box.isVisible():
            self.command_box.close_box()
        self.capture_box.open_box(self._person_of_page())

    def _person_of_page(self) -> tuple[str, str] | None:
        """Return who the page is about, as (identity, name)."""
        route = self.navigator.current
        person_id = route.person_id if route else None
        return (person_id, self.feed.names[person_id]) if person_id in self.feed.names and person_id else None

    def _on_command(self, row: CommandRow) -> None:
        if row.agenda_text:
            draft = AgendaDraft(row.person_id, row.agenda_text)
            Operation(self, self.desk, add_item, draft, label=self.tr("Item added"), offers_undo=True).start()
        elif row.route is not None:
            self.go(row.route)
        elif row.action_id:
            self.run_action(row.action_id)

    def _on_undo(self) -> None:
        self._step(undo(self, self.desk))

    def _on_redo(self) -> None:
        self._step(redo(self, self.desk))

    def _step(self, operation: Operation) -> None:
        self.undo_bar.close_bar()
        operation.failed.connect(self._on_step_failed)

    def _on_step_failed(self, error: Exception) -> None:
        self.banner.show_message("warn", str(error))

    def _on_sidebar(self) -> None:
        self._chosen_collapsed = not self.sidebar.is_collapsed
        self.desk.settings.set(SIDEBAR_COLLAPSED, self._chosen_collapsed)
        self._set_collapsed(self._chosen_collapsed)

    def _fit_sidebar(self) -> None:
        tight = self.width() < NARROW_UNDER or self.look.text_scale > 1.5
        wants_width = self.pages.count() > 0 and self.view.collapses_sidebar
        self._set_collapsed(tight or wants_width or self._chosen_collapsed)

    def _set_collapsed(self, collapsed: bool, *, animated: bool = True) -> None:
        self.sidebar.set_collapsed(collapsed, animated=animated and self.isVisible())

    def _on_next_pane(self) -> None:
        self._walk_panes(1)

    def _on_previous_pane(self) -> None:
        self._walk_panes(-1)

    def _walk_panes(self, step: int) -> None:
        panes: list[QWidget] = [self.sidebar.tree]
        panes += [pane for pane in self.view.panes if pane.isVisible()]
        focus = self.focusWidget()
        at = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), 0)
        panes[(at + step) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_larger(self) -> None:
        self._set_text(self.desk.settings.get(TEXT_PERCENT) + 10)

    def _on_smaller(self) -> None:
        self._set_text(self.desk.settings.get(TEXT_PERCENT) - 10)

    def _on_normal_size(self) -> None:
        self._set_text(100)

    def _set_text(self, percent: int) -> None:
        self.desk.settings.set(TEXT_PERCENT, max(100, min(200, percent)))

    def _on_theme(self) -> None:
        self.desk.settings.set(THEME, "light" if self.look.theme.is_dark else "dark")

    def _on_setting(self, key: str) -> None:
        settings = self.desk.settings
        if key == THEME.key:
            self.look.set_mode(settings.get(THEME))
        elif key == TEXT_PERCENT.key:
            self.look.set_text_scale(settings.get(TEXT_PERCENT) / 100)
            self._rebuild_when_saved()
        elif key == REDUCED_MOTION.key:
            self.look.set_reduced_motion(settings.get(REDUCED_MOTION))

    def _rebuild_when_saved(self) -> None:
        """Make the pages anew, with margins of the new text size, once nothing typed hangs on the old ones."""
        self.flush()
        lane = self.desk.store_lane
        if lane.pending:
            lane.idle.connect(self._rebuild, Qt.ConnectionType.SingleShotConnection)
        else:
            self._rebuild()

    def _rebuild(self) -> None:
        if self.has_unsaved() or self.navigator.current is None:
            return
        for view in self._views.values():
            self.pages.removeWidget(view)
            view.deleteLater()
        self._views.clear()
        self._show(self.navigator.current)

    def _on_saved(self, moment: object) -> None:
        self.sidebar.set_saved(self.tr("Saved {time}").format(time=clock_words(moment, self.desk.zone)))  # type: ignore[arg-type]

    def _on_failed(self) -> None:
        self.sidebar.set_saved(self.tr("Not saved"))
