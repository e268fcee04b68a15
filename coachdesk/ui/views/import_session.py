"""What an import knows between its steps: the file's table, the mapping, the decisions and the last check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Task
from coachdesk.exchange.roster.check import CheckedRow, RosterCheck, check_roster
from coachdesk.exchange.roster.mapping import Mapping, guess_mapping
from coachdesk.exchange.roster.problems import Choices, Fix
from coachdesk.exchange.roster.readers import read_roster
from coachdesk.exchange.roster.table import RosterUnreadable, Table
from coachdesk.exchange.roster.tree import Relation
from coachdesk.exchange.roster.vocabulary import Field
from coachdesk.services.roster import list_known_people
from coachdesk.services.roster_plan import KnownPerson

Progress = Callable[[int, int], None]


class ImportSession(QObject):
    """Reads and checks off the UI thread. Each change of mapping, owner or choices asks for a new check.

    One of `read_succeeded`, `read_failed` and `read_cancelled` follows `read`; `checked` brings the newest answer only.
    """

    read_succeeded = Signal()
    read_failed = Signal(str)
    read_cancelled = Signal()
    checked = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self._known_query = LatestQuery(self, desk)
        self._known_query.answered.connect(self._on_known)
        self._asked = 0
        self._earlier: list[Choices] = []
        self.clear()

    def clear(self) -> None:
        """Forget the file and every decision."""
        self.cancel()
        self.table: Table | None = None
        self.mapping = Mapping()
        self.owner = ""
        self.known: tuple[KnownPerson, ...] = ()
        self.choices = Choices()
        self.check: RosterCheck | None = None
        self._asked += 1
        self._earlier.clear()

    def read(self, path: Path) -> None:
        """Read a file and guess its columns; the decisions taken for another file are forgotten."""
        self.clear()
        self._task = Task(self, self._desk, _Reading(path))
        self._task.succeeded.connect(self._on_read)
        self._task.failed.connect(self._on_read_failed)
        self._task.cancelled.connect(self.read_cancelled)
        self._task.start()

    def cancel(self) -> None:
        """Drop the reading that runs; its answer will not be shown."""
        task, self._task = getattr(self, "_task", None), None
        if task is not None:
            task.cancel()

    def set_mapping(self, mapping: Mapping) -> None:
        """Use another mapping."""
        if mapping != self.mapping:
            self.mapping = mapping
            self.run_check()

    def set_owner(self, owner: str) -> None:
        """Look for the owner of the vault under another name or address."""
        if owner != self.owner:
            self.owner = owner
            self.run_check()

    def decide(self, choices: Choices) -> None:
        """Take a decision that `undo_decision` can take back."""
        if choices != self.choices:
            self._earlier.append(self.choices)
            self.choices = choices
            self.run_check()

    def undo_decision(self) -> bool:
        """Take the last decision back; return whether there was one."""
        if not self._earlier:
            return False
        self.choices = self._earlier.pop()
        self.run_check()
        return True

    def apply_fix(self, fix: Fix) -> None:
        """Put a problem right as offered."""
        self.decide(self.choices.with_fix(fix))

    def set_ticked(self, row_numbers: tuple[int, ...], ticked: bool) -> None:
        """Include rows, or leave them out."""
        choices = self.choices
        for row_number in row_numbers:
            choices = choices.with_included(row_number, ticked)
        self.decide(choices)

    def set_value(self, row_number: int, field: Field, text: str) -> None:
        """Replace a cell. A name typed whole wins over its parts, a manager over their address and earlier fixes."""
        choices = self.choices.with_value(row_number, field, text)
        if field is Field.NAME:
            choices = choices.with_value(row_number, Field.PREFERRED_NAME, "")
        if field is Field.MANAGER:
            choices = _without_manager_fixes(choices.with_value(row_number, Field.MANAGER_EMAIL, ""), row_number)
        self.decide(choices)

    def run_check(self) -> None:
        """Check anew; an earlier check that has not ended is forgotten."""
        if self.table is None:
            return
        self._asked += 1
        work = _Checking(self._asked, self.table, self.mapping, self.known, self.owner, self.choices)
        task = Task(self, self._desk, work)
        task.succeeded.connect(self._on_checked)
        task.failed.connect(self._desk.bus.crashed)
        task.start()

    def find_own_row(self) -> CheckedRow | None:
        """Return the row that is the owner's, None when the file has none or was not checked yet."""
        rows = self.check.rows if self.check else ()
        return next((row for row in rows if row.relation is Relation.OWNER), None)

    def _on_read(self, found: tuple[Path, Table, Mapping]) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        _, self.table, self.mapping = found
        self._known_query.ask(list_known_people)

    def _on_known(self, known: tuple[KnownPerson, ...]) -> None:
        self.known = known
        self.owner = next((person.name for person in known if person.is_owner), "")
        self.read_succeeded.emit()
        self.run_check()

    def _on_read_failed(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, RosterUnreadable):
            self.read_failed.emit(str(error))
        else:
            self.read_failed.emit(self.tr("The file could not be read. Nothing was changed. Choose another file."))
            self._desk.bus.crashed.emit(error)

    def _on_checked(self, answer: tuple[int, RosterCheck]) -> None:
        number, check = answer
        if number == self._asked:
            self.check = check
            self.checked.emit(check)


class _Reading:
    """The work of reading, on the lane."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, progress: Progress) -> tuple[Path, Table, Mapping]:
        progress(0, 3)
        table = read_roster(self._path)
        progress(2, 3)
        mapping = guess_mapping(table).with_field(Field.LOCATION, None)
        progress(3, 3)
        return self._path, table, mapping


class _Checking:
    """The work of a check, on the lane; it carries its number so that only the newest answer counts."""

    def __init__(self, number: int, *arguments: Any) -> None:
        self._number = number
        self._arguments = arguments

    def __call__(self, progress: Progress) -> tuple[int, RosterCheck]:
        table, mapping, known, owner, choices = self._arguments
        return self._number, check_roster(table, mapping, known=known, owner=owner, choices=choices)


def _without_manager_fixes(choices: Choices, row_number: int) -> Choices:
    row = frozenset({row_number})
    return replace(choices, under_owner=choices.under_owner - row, without_manager=choices.without_manager - row)
