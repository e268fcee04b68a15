"""When the vault locks by itself: after idleness, with the session, on suspend."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

from coachdesk.desk.session_signals import SessionSignals
from coachdesk.desk.settings import IDLE_LOCK_MIN, LOCK_WITH_SESSION, Settings

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class AutoLock(QObject):
    """Emits `lock_requested` when the time has come.

    Input only notes the moment; one timer wakes when the limit could be reached and sleeps again for the rest. Time is
    read from a monotonic clock in seconds, so that it runs on while the computer sleeps as little as it may.
    """

    lock_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        session: SessionSignals,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._clock = clock
        self._last_input = clock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        self._session = session
        session.session_locked.connect(self._on_session)
        session.suspending.connect(self._on_session)
        settings.changed.connect(self._on_setting)
        self._restart()

    def watch(self, window: QWindow) -> None:
        """Count keys and pointer moves in a window as being there."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the moment of the last input."""
        if event.type() in _INPUT:
            self._last_input = self._clock()
        return False

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def _limit_s(self) -> int:
        return self._settings.get(IDLE_LOCK_MIN) * 60

    def _restart(self) -> None:
        limit = self._limit_s()
        if limit == 0:
            self._timer.stop()
            return
        left = limit - (self._clock() - self._last_input)
        self._timer.start(max(1, round(left * 1000)))

    def _on_time(self) -> None:
        if self._clock() - self._last_input >= self._limit_s() > 0:
            self.lock_requested.emit()
        else:
            self._restart()

    def _on_session(self) -> None:
        if self._settings.get(LOCK_WITH_SESSION):
            self.lock_requested.emit()

    def _on_setting(self, key: str) -> None:
        if key == IDLE_LOCK_MIN.key:
            self._restart()
