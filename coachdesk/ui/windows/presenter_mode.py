"""Presenter mode on and off: while it is on the main window stays hidden, whoever asks to show it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from coachdesk.desk.capture_exclusion import CaptureExclusion, build_capture_exclusion
from coachdesk.desk.desk import Desk
from coachdesk.desk.lanes import Outcome
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.windows.presenter import PresenterWindow


class PresenterMode(QObject):
    """Opens the presenter window in the place of `main`, and `main` again once Show everything was clicked.

    `window_opened(QWindow)` when the presenter window is on screen, so that input in it counts as being there.
    """

    window_opened = Signal(QWindow)
    lock_requested = Signal()
    close_requested = Signal()
    minimised = Signal()
    ended = Signal()

    def __init__(self, desk: Desk, look: Appearance, main: QWidget, capture: CaptureExclusion | None = None) -> None:
        super().__init__(main)
        self._desk = desk
        self._look = look
        self._main = main
        self._capture = capture or build_capture_exclusion(QGuiApplication.platformName())
        self.window: PresenterWindow | None = None
        self.person_id = ""

    @property
    def is_on(self) -> bool:
        """Whether the presenter window stands in the place of the main one."""
        return self.window is not None

    def begin(self, person_id: str) -> None:
        """Show what is shared with a person and hide everything else; earlier acts are out of reach of undo."""
        if self.is_on:
            return
        self._desk.is_presenting = True
        self._desk.store_lane.submit(self._desk.history.set_aside, self._on_lane)
        is_excluded = self._capture.exclude(int(self._main.winId()))
        window = PresenterWindow(self._desk, self._look, person_id, note="" if is_excluded else _cannot_exclude())
        window.end_requested.connect(self.end)
        window.lock_requested.connect(self.lock_requested)
        window.close_requested.connect(self.close_requested)
        window.minimised.connect(self.minimised)
        window.setGeometry(self._main.geometry())
        window.show()
        self._main.hide()
        self.window, self.person_id = window, person_id
        handle = window.windowHandle()
        if handle is not None:
            self.window_opened.emit(handle)

    def end(self) -> None:
        """Show everything again. The main window stays out of screen sharing until the vault is locked."""
        if self.window is None:
            return
        window, self.window, self.person_id = self.window, None, ""
        window.flush()
        self._desk.store_lane.submit(self._desk.history.bring_back, self._on_lane)
        self._desk.is_presenting = False
        self._main.setGeometry(window.geometry())
        self._main.show()
        self._capture.exclude(int(self._main.winId()))
        _close(window)
        self.ended.emit()

    def show_window(self) -> None:
        """Bring the presenter window to the front, where the main window was asked for."""
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def drop(self) -> None:
        """Take the window down with the vault; `person_id` stays for the hand-over."""
        if self.window is not None:
            window, self.window = self.window, None
            _close(window)

    def _on_lane(self, _outcome: Outcome) -> None:
        """Setting steps aside can't fail."""


def _close(window: PresenterWindow) -> None:
    window.allow_close()
    window.close()
    window.deleteLater()


def _cannot_exclude() -> str:
    return QCoreApplication.translate(
        "presenter", "This system can’t keep a window out of screen sharing. Share only the presenter window."
    )
