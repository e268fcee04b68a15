"""Reminders: a word before a meeting starts that names nobody and nothing.

One coarse single-shot timer waits for the next meeting; without a meeting in sight nothing wakes. The vault tells only
when a meeting begins, so the words can't hold more. A locked vault tells nothing, so there are no reminders then, and
none while others see the screen in presenter mode.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.desk.settings import REMIND, REMIND_BEFORE_MIN
from coachdesk.services.upcoming import find_next_start
from coachdesk.store.changes import ChangeSet, Topic

LONGEST_SLEEP = timedelta(hours=12)
"""A meeting further away is looked at again then: clocks are set and computers sleep."""


class Notifier(QObject):
    """What shows a notification; this base shows nothing, as where the system has no tray."""

    is_available = False

    def show_words(self, title: str, text: str) -> None:
        """Show a notification."""

    def close(self) -> None:
        """Take away what shows, before the process ends or is replaced."""


class Reminders(QObject):
    """Tells `notifier` once before each planned meeting, while the vault is open and the setting is on."""

    def __init__(self, desk: Desk, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notifier = notifier
        self._starts_at: datetime | None = None
        self._told_until: datetime | None = None
        self._query = LatestQuery(self, desk)
        self._query.answered.connect(self._on_answered)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self.timer.timeout.connect(self._on_time)
        desk.bus.changed.connect(self._on_changed)
        desk.settings.changed.connect(self._on_setting)

    def start(self) -> None:
        """Look for the next meeting and wait for it."""
        self.timer.stop()
        if self._notifier.is_available and self._desk.settings.get(REMIND):
            self._query.ask(find_next_start, self._told_until or self._desk.now)

    def stop(self) -> None:
        """Wait for nothing, as when the vault locks."""
        self.timer.stop()
        self._starts_at = None

    def _before(self) -> timedelta:
        return timedelta(minutes=self._desk.settings.get(REMIND_BEFORE_MIN))

    def _on_answered(self, starts_at: datetime | None) -> None:
        self._starts_at = starts_at
        if starts_at is None or not self._desk.settings.get(REMIND):
            return
        left = min(starts_at - self._before() - self._desk.now, LONGEST_SLEEP)
        self.timer.start(max(0, round(left.total_seconds() * 1000)))

    def _on_time(self) -> None:
        starts_at, now = self._starts_at, self._desk.now
        if starts_at is not None and starts_at - self._before() <= now + timedelta(minutes=1):
            if starts_at > now and not self._desk.is_presenting:
                self._notifier.show_words("CoachDesk", reminder_words(starts_at, now))
            self._told_until = starts_at
        self.start()

    def _on_changed(self, change_set: ChangeSet, _initiator: object) -> None:
        if Topic.MEETINGS in change_set.topics:
            self.start()

    def _on_setting(self, key: str) -> None:
        if key in (REMIND.key, REMIND_BEFORE_MIN.key):
            self.start()


def reminder_words(starts_at: datetime, now: datetime) -> str:
    """Return `A meeting starts in 10 minutes`: no person, no topic, no place."""
    minutes = max(1, round((starts_at - now).total_seconds() / 60))
    if minutes == 1:
        return QCoreApplication.translate("reminders", "A meeting starts in 1 minute")
    return QCoreApplication.translate("reminders", "A meeting starts in {count} minutes").format(count=minutes)
