"""The table of an import's check: one row a person, one column a field, the result last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coachdesk.exchange.roster.check import CheckedRow, Result
from coachdesk.exchange.roster.mapping import Mapping
from coachdesk.exchange.roster.problems import Problem
from coachdesk.exchange.roster.tree import Relation
from coachdesk.exchange.roster.vocabulary import Field
from coachdesk.ui.words import day_words

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
CELL_ROLE = Qt.ItemDataRole.UserRole + 2
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 3

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_EMPTY = QModelIndex()


class CellKind(StrEnum):
    """How a cell is painted."""

    TICK = "tick"
    NAME = "name"
    TEXT = "text"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column: what it means and the header that the file gives it (empty when the file has none)."""

    kind: CellKind
    title: str
    source: str = ""
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class RosterCell:
    """What the delegate paints. `button` is the offered fix; tones are colour tokens."""

    text: str
    tone: str = "text"
    icon: str = ""
    button: str = ""


_MAIN = (Field.ROLE, Field.LEVEL, Field.MANAGER, Field.START_ON)
_NAMES = (Field.NAME, Field.PREFERRED_NAME, Field.FIRST_NAME, Field.LAST_NAME)


class RosterModel(QAbstractTableModel):
    """Checked rows in an order of the user's choice. It changes nothing itself: ticks and edits are wishes.

    `tick_requested(row number, ticked)` and `edit_requested(row number, Field, text)` ask for a new check.
    """

    tick_requested = Signal(int, bool)
    edit_requested = Signal(int, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CheckedRow, ...] = ()
        self._columns: tuple[RosterColumn, ...] = ()
        self._may_edit = True

    @property
    def rows(self) -> tuple[CheckedRow, ...]:
        """The rows in the order shown."""
        return self._rows

    @property
    def columns(self) -> tuple[RosterColumn, ...]:
        """The columns, tick first."""
        return self._columns

    def set_mapping(self, mapping: Mapping, header: tuple[str, ...]) -> None:
        """Show the columns of a mapping; `header` holds the file's own words for them."""
        self.beginResetModel()
        self._columns = _build_columns(self, mapping, header)
        self._rows = ()
        self.endResetModel()

    def set_rows(self, rows: tuple[CheckedRow, ...]) -> None:
        """Show rows. The same people in the same order keep the selection; anything else resets."""
        alike = [row.row_number for row in rows] == [row.row_number for row in self._rows]
        if alike and rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def set_may_edit(self, may_edit: bool) -> None:
        """Freeze ticks and cells while an import is written."""
        self._may_edit = may_edit

    def find_row(self, row_number: int) -> int:
        """Return the place of a row of the file, -1 when it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.row_number == row_number), -1)

    def tick_state(self) -> Qt.CheckState:
        """Return whether all, some or none of those that may be imported are ticked."""
        ticks = {row.included for row in self._rows if row.may_include}
        if ticks == {True}:
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if True in ticks else Qt.CheckState.Unchecked

    def rowCount(self, parent: _Index = _EMPTY) -> int:
        """Return how many people there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _EMPTY) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that ticks can be toggled and cells of a field edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        column, row = self._columns[index.column()], self._rows[index.row()]
        if not self._may_edit:
            return flags
        if column.kind is CellKind.TICK and row.may_include:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if column.field is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return a cell's text, tick, painting instructions or words for screen readers."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == COLUMN_ROLE:
            return column
        if role == CELL_ROLE:
            return self._cell(row, column)
        if role == _Role.CheckStateRole and column.kind is CellKind.TICK:
            return Qt.CheckState.Checked if row.included else Qt.CheckState.Unchecked
        if role == _Role.EditRole:
            return (
                row.start_on.isoformat() if column.field is Field.START_ON and row.start_on else self._text(row, column)
            )
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return None if column.kind is CellKind.TICK else self._cell(row, column).text
        if role == _Role.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Ask for a tick or for another text in a cell; the new check brings the new rows."""
        if not index.isValid() or not self._may_edit:
            return False
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == _Role.CheckStateRole and row.may_include:
            self.tick_requested.emit(row.row_number, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == _Role.EditRole and column.field is not None:
            text = str(value).strip()
            if text != index.data(_Role.EditRole):
                self.edit_requested.emit(row.row_number, column.field, text)
            return True
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return a column's title, and the column itself for the painted header."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == COLUMN_ROLE:
            return column
        if role == _Role.DisplayRole:
            return column.title
        if role == _Role.AccessibleTextRole:
            words = self.tr("{field}, column {source} of the file")
            return words.format(field=column.title, source=column.source) if column.source else column.title
        return None

    def _cell(self, row: CheckedRow, column: RosterColumn) -> RosterCell:
        if column.kind is CellKind.RESULT:
            return self._result(row)
        quiet = column.field is Field.START_ON or not (row.included or row.needs_look)
        return RosterCell(self._text(row, column), "text2" if quiet else "text")

    def _text(self, row: CheckedRow, column: RosterColumn) -> str:
        match column.field:
            case Field.NAME:
                return row.name or self.tr("No name, row {number}").format(number=row.row_number)
            case Field.MANAGER | Field.MANAGER_EMAIL:
                return row.manager_name
            case Field.START_ON:
                return day_words(row.start_on, row.start_on, with_year=True) if row.start_on else ""
            case Field.TAGS:
                return ", ".join(row.tags)
            case None:
                return ""
            case _:
                return str(getattr(row, column.field.value))

    def _result(self, row: CheckedRow) -> RosterCell:
        if row.needs_look and (problem := first_problem(row)):
            return RosterCell(problem.message, "warn", "alert", problem.fix_label)
        if row.relation is Relation.OWNER:
            return RosterCell(self.tr("You"), "text2")
        if not row.included:
            words = self.tr("Left out: {why}")
            problem = first_problem(row)
            return RosterCell(words.format(why=problem.message if problem else row.relation_text), "text3")
        if row.result is Result.SAME:
            return RosterCell(self.tr("Already in your vault, nothing changes"), "text2")
        if row.result is Result.UPDATE:
            changed = ", ".join(name.replace("_on", "").replace("_", " ") for name in row.changed)
            return RosterCell(self.tr("Update of {fields}").format(fields=changed), "text2")
        return RosterCell(row.relation_text, "text2")

    def _spoken(self, row: CheckedRow, column: RosterColumn) -> str:
        if column.kind is CellKind.TICK:
            state = self.tr("included") if row.included else self.tr("not included")
            return f"{self._text(row, RosterColumn(CellKind.NAME, '', field=Field.NAME))}, {state}"
        cell = self._cell(row, column)
        said = f"{column.title}: {cell.text or self.tr('empty')}"
        return f"{said}. {self.tr('Enter: {fix}').format(fix=cell.button)}" if cell.button else said


def first_problem(row: CheckedRow) -> Problem | None:
    """Return the problem to show first: one that holds the row back, else any."""
    return next((one for one in row.problems if one.blocks), row.problems[0] if row.problems else None)


def order_rows(rows: tuple[CheckedRow, ...], *, problems_first: bool) -> tuple[CheckedRow, ...]:
    """Return rows by name, those that need a look before the others when asked for."""
    return tuple(sorted(rows, key=lambda row: (problems_first and not row.needs_look, row.name.casefold())))


def field_title(model: QObject, field: Field) -> str:
    """Return what a field is called on the page."""
    return {
        Field.NAME: model.tr("Name"),
        Field.FIRST_NAME: model.tr("First name"),
        Field.LAST_NAME: model.tr("Last name"),
        Field.PREFERRED_NAME: model.tr("Preferred name"),
        Field.EMAIL: model.tr("Email"),
        Field.ROLE: model.tr("Role"),
        Field.LEVEL: model.tr("Level"),
        Field.TRACK: model.tr("Track"),
        Field.TEAM: model.tr("Team"),
        Field.MANAGER: model.tr("Reports to"),
        Field.MANAGER_EMAIL: model.tr("Manager’s email"),
        Field.EMPLOYEE_ID: model.tr("Employee number"),
        Field.START_ON: model.tr("Start"),
        Field.PRONOUNS: model.tr("Pronouns"),
        Field.TIME_ZONE: model.tr("Time zone"),
        Field.CADENCE: model.tr("One-on-one rhythm"),
        Field.TAGS: model.tr("Tags"),
        Field.LOCATION: model.tr("Location"),
    }[field]


def _build_columns(model: QObject, mapping: Mapping, header: tuple[str, ...]) -> tuple[RosterColumn, ...]:
    """Return tick, name, the fields of the reporting line, the result, then whatever else the file has."""

    def source(*fields: Field) -> str:
        return " + ".join(header[place] for one in fields if (place := mapping.find(one)) is not None)

    def build(field: Field) -> RosterColumn:
        return RosterColumn(CellKind.TEXT, field_title(model, field), source(field), field)

    mapped = {field for field, _ in mapping.columns}
    if Field.MANAGER not in mapped and Field.MANAGER_EMAIL in mapped:
        manager = RosterColumn(
            CellKind.TEXT, field_title(model, Field.MANAGER), source(Field.MANAGER_EMAIL), Field.MANAGER
        )
    else:
        manager = build(Field.MANAGER)
    main = [
        manager if field is Field.MANAGER else build(field)
        for field in _MAIN
        if field in mapped or field is Field.MANAGER
    ]
    others = [
        build(field) for field in Field if field in mapped - {*_MAIN, *_NAMES, Field.MANAGER_EMAIL, Field.LOCATION}
    ]
    names = (Field.NAME,) if Field.NAME in mapped else (Field.FIRST_NAME, Field.LAST_NAME)
    name = RosterColumn(CellKind.NAME, field_title(model, Field.NAME), source(*names), Field.NAME)
    tick, result = RosterColumn(CellKind.TICK, model.tr("Include")), RosterColumn(CellKind.RESULT, model.tr("Result"))
    return (tick, name, *main, result, *others)
