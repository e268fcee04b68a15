"""What a calendar import knows between its steps: the file, the decisions and the plan that follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.desk.zones import named_zone
from coachdesk.exchange.calendar.draft import CalendarUnreadable
from coachdesk.exchange.calendar.importing import (
    CalendarChoices,
    CalendarFile,
    CalendarGroup,
    Progress,
    group_plan,
    list_changes,
    plan_file,
    read_file,
)
from coachdesk.services.calendar import CalendarChange, get_known_calendar
from coachdesk.store.failures import StoreFailure
from coachdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads a file on a lane."""

    store: Store
    path: Path
    zone: ZoneInfo
    now: datetime

    def __call__(self, progress: Progress) -> CalendarFile:
        progress(0, 2)
        known = self.store.read(get_known_calendar)
        return read_file(self.path, known, zone=self.zone, now=self.now, progress=progress)


class CalendarSession(QObject):
    """Reads off the UI thread; deciding is quick. One of `read_succeeded`, `read_failed`, `read_cancelled` follows."""

    read_succeeded = Signal()
    read_failed = Signal(str)
    read_cancelled = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self.file: CalendarFile | None = None
        self.choices = CalendarChoices()
        self.groups: tuple[CalendarGroup, ...] = ()

    def clear(self) -> None:
        """Forget the file and every decision."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.file, self.choices, self.groups = None, CalendarChoices(), ()

    def read(self, path: Path) -> None:
        """Read a file anew."""
        self.clear()
        reading = _Reading(self._desk.store, path, named_zone(self._desk.zone), self._desk.now)
        self._task = Task(self, self._desk, reading)
        self._task.succeeded.connect(self._on_read)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self.read_cancelled)
        self._task.start()

    @property
    def changes(self) -> tuple[CalendarChange, ...]:
        """What the import would write."""
        return list_changes(self.groups, self.choices)

    @property
    def count(self) -> int:
        """How many meetings are added, moved or cancelled."""
        taken = (group for group in self.groups if group.is_change and group.key not in self.choices.left_out)
        return sum(len(group.rows) for group in taken)

    def set_taken(self, key: str, is_taken: bool) -> None:
        """Take a group, or leave it out."""
        left_out = self.choices.left_out - {key} if is_taken else self.choices.left_out | {key}
        self.choices = replace(self.choices, left_out=left_out)

    def choose(self, key: str, step: int) -> str:
        """Choose the next or previous person whom a name fits, and return the key of the row that shows it now."""
        group = next((group for group in self.groups if group.key == key), None)
        if group is None or not group.candidates or group.first.match is None:
            return key
        uid = group.first.match.event.uid
        chosen = self.choices.people.get(uid, "")
        at = group.candidates.index(chosen) + step if chosen in group.candidates else 0 if step > 0 else -1
        person_id = group.candidates[at % len(group.candidates)]
        self.choices = replace(self.choices, people={**self.choices.people, uid: person_id})
        self._plan()
        same = (g.key for g in self.groups if g.first.match is not None and g.first.match.event.uid == uid)
        return next(same, key)

    def _plan(self) -> None:
        if self.file is not None:
            groups = group_plan(plan_file(self.file, self.choices))
            self.groups = tuple(sorted(groups, key=lambda group: (not group.candidates, not group.is_change)))

    def _on_read(self, file: CalendarFile) -> None:
        if self.sender() is not self._task:
            return
        self._task, self.file = None, file
        self._plan()
        self.read_succeeded.emit()

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, (CalendarUnreadable, StoreFailure)):
            self.read_failed.emit(str(error))
            return
        self._desk.bus.crashed.emit(error)
        self.read_cancelled.emit()
