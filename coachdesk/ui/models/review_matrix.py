"""A ladder review as a table: a row a competency, a column a level or stage, and in each cell its part of the lane."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from coachdesk.services.review_page import ReviewPage
from coachdesk.services.review_rubric import Line, Place
from coachdesk.services.reviews import MarkDraft
from coachdesk.ui.models.rows import ID_ROLE

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
CELL_ROLE = Qt.ItemDataRole.UserRole + 120
FIRST, SECOND = 0.27, 0.73


class Phase(IntEnum):
    """The four steps of a review, in order."""

    SELF = 0
    YOURS = 1
    COMPARE = 2
    AGREE = 3


@dataclass(frozen=True, slots=True)
class Column:
    """What stands under one heading: a place, or several far ones folded into one."""

    places: tuple[Place, ...]
    is_folded: bool = False

    @property
    def code(self) -> str:
        """The short name: L6, or L1–3 for folded ones."""
        first, last = self.places[0].code, self.places[-1].code
        return first if first == last else f"{first}–{last.lstrip(first.rstrip('0123456789'))}"


@dataclass(frozen=True, slots=True)
class LaneCell:
    """A cell: its words, and where on its width (0 to 1) the lane has steps and marks.

    `marks` are places with the kinds of marks that stand there, of `self`, `yours` and `agreed`; `before` is where
    the mark of last time was; `link` the part of the dotted line between two marks that lie apart.
    """

    words: str
    is_target: bool
    steps: tuple[float, ...] = ()
    marks: tuple[tuple[float, tuple[str, ...]], ...] = ()
    before: float | None = None
    link: tuple[float, float] | None = None
    is_folded: bool = False


class MatrixModel(QAbstractTableModel):
    """Shows a `ReviewPage` in one of its phases. What a phase may not show is not in the model."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: ReviewPage | None = None
        self._phase = Phase.YOURS
        self._columns: tuple[Column, ...] = ()
        self._unfolded: frozenset[str] = frozenset()

    @property
    def page(self) -> ReviewPage | None:
        """The review that is shown."""
        return self._page

    @property
    def phase(self) -> Phase:
        """The step that is shown."""
        return self._phase

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns from the lowest place to the highest."""
        return self._columns

    @property
    def is_unfolded(self) -> bool:
        """Whether far places stand open."""
        return bool(self._unfolded)

    def set_page(self, page: ReviewPage, phase: Phase) -> None:
        """Show a review; the same competencies and columns are patched without a reset."""
        columns = _columns(page.places, self._unfolded)
        is_same = self._page is not None and columns == self._columns
        is_same = is_same and [one.name for one in self.lines] == [one.name for one in page.lines]
        if is_same:
            self._page, self._phase = page, phase
            self._tell_all()
            return
        self.beginResetModel()
        self._page, self._phase, self._columns = page, phase, columns
        self.endResetModel()

    def set_unfolded(self, *, is_unfolded: bool) -> None:
        """Open the far places, or fold them."""
        if self._page is None:
            return
        far = frozenset(place.key for place in self._page.places if not place.is_near)
        self.beginResetModel()
        self._unfolded = far if is_unfolded else frozenset()
        self._columns = _columns(self._page.places, self._unfolded)
        self.endResetModel()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The competencies."""
        return () if self._page is None else self._page.lines

    def line_at(self, row: int) -> Line | None:
        """Return the competency of a row."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def row_of(self, competency_id: str) -> int:
        """Return the row of a competency, -1 when it is not shown."""
        return next((at for at, line in enumerate(self.lines) if line.competency_id == competency_id), -1)

    def status(self, line: Line) -> str:
        """Return what stands under the name of a competency: how far apart, or how it is marked."""
        if self._page is None:
            return ""
        if self._phase in (Phase.SELF, Phase.YOURS):
            words = mark_words(line, self._shown(line).get("self" if self._phase is Phase.SELF else "yours"))
            return words[:1].upper() + words[1:]
        if self._phase is Phase.AGREE:
            words = mark_words(line, self._page.marks.agreed.get(line.competency_id))
            return words[:1].upper() + words[1:]
        apart = self._page.apart(line)
        if apart is None:
            return self.tr("One mark is missing")
        if apart == 0:
            return self.tr("Same")
        return self.tr("1 step apart") if apart == 1 else self.tr("{count} steps apart").format(count=apart)

    def is_wide(self, line: Line) -> bool:
        """Return whether a line is on the agenda: two steps apart or more while it is compared."""
        return self._phase is Phase.COMPARE and self._page is not None and (self._page.apart(line) or 0) >= 2

    def text_lines(self, row: int) -> int:
        """Return how many lines of rubric a row shows: equal marks collapse, wide ones open."""
        line = self.line_at(row)
        if self._phase is not Phase.COMPARE or self._page is None or line is None:
            return 2
        apart = self._page.apart(line)
        return 1 if apart == 0 else 3 if apart is not None and apart >= 2 else 2

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many competencies are rated."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns are shown."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words, the painted cell or the spoken line."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None or index.column() >= len(self._columns):
            return None
        if role == CELL_ROLE:
            return self._cell(line, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, self._columns[index.column()], ". ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._words(line, self._columns[index.column()], "\n") or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(line)
        if role == ID_ROLE:
            return line.competency_id
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a place or of a competency."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            line = self.line_at(section)
            return None if line is None else line.name
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        place = column.places[0]
        parts = [column.code, "" if column.is_folded else place.title]
        parts += [self.tr("now")] if place.is_now else []
        parts += [self.tr("target")] if place.is_target else []
        return ", ".join(part for part in parts if part)

    def spoken(self, line: Line) -> str:
        """Return, for example, `Growing others: self L6 emerging, you L5 emerging, 2 steps apart`."""
        shown = self._shown(line)
        names = {"self": self.tr("self"), "yours": self.tr("you"), "agreed": self.tr("agreed")}
        parts = [f"{names[kind]} {mark_words(line, mark)}" for kind, mark in shown.items()]
        if self._phase is Phase.COMPARE:
            parts.append(self.status(line).lower())
        return f"{line.name}: {', '.join(parts)}"

    def _shown(self, line: Line) -> dict[str, MarkDraft | None]:
        """Return the marks of a line that the phase may show, in the order they are painted."""
        page, key = self._page, line.competency_id
        if page is None:
            return {}
        if self._phase is Phase.SELF:
            return {"self": page.room.get(key) or page.marks.theirs.get(key)}
        if self._phase is Phase.YOURS:
            return {"yours": page.marks.yours.get(key)}
        both: dict[str, MarkDraft | None] = {"self": page.marks.theirs.get(key), "yours": page.marks.yours.get(key)}
        agreed = page.marks.agreed.get(key)
        if self._phase is Phase.AGREE or (agreed is not None and agreed.is_given and page.apart(line) != 0):
            both["agreed"] = agreed
        return both

    def _words(self, line: Line, column: Column, joint: str) -> str:
        if column.is_folded:
            return ""
        key = column.places[0].key
        return joint.join(line.words.get(key, ())) or line.reasons.get(key, "")

    def _cell(self, line: Line, at: int) -> LaneCell:
        column = self._columns[at]
        spots = [self._spot(line, step.id) for step in line.steps]
        here = tuple(dict.fromkeys(spot[1] for spot in spots if spot is not None and spot[0] == at))
        placed: dict[float, list[str]] = {}
        given = []
        for kind, mark in self._shown(line).items():
            spot = None if mark is None else self._spot(line, mark.step_id)
            if spot is None:
                continue
            if kind != "agreed":
                given.append(spot)
            if spot[0] == at:
                placed.setdefault(spot[1], []).append(kind)
        old = None if self._page is None else self._page.before.get(line.competency_id)
        before = None if old is None else self._spot(line, old.step_id)
        return LaneCell(
            self._words(line, column, ". "),
            self._is_target(line, column),
            here,
            tuple((where, tuple(kinds)) for where, kinds in placed.items()),
            before[1] if before is not None and before[0] == at else None,
            _link(given, at),
            column.is_folded,
        )

    def _is_target(self, line: Line, column: Column) -> bool:
        if column.is_folded:
            return False
        if line.prefix:
            return column.places[0].key in line.expected
        return column.places[0].is_target

    def _spot(self, line: Line, step_id: str) -> tuple[int, float] | None:
        """Return the column of a step and where in it the step lies."""
        if line.index_of(step_id) is None:
            return None
        key = line.place_of(step_id)
        at = next((n for n, one in enumerate(self._columns) if any(place.key == key for place in one.places)), None)
        if at is None:
            return None
        inside = [step.id for step in line.steps_at(key)]
        if self._columns[at].is_folded or len(inside) == 1:
            return at, 0.5
        return at, FIRST if inside.index(step_id) == 0 else SECOND

    def _tell_all(self) -> None:
        if self.lines and self._columns:
            last = self.index(len(self.lines) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.lines) - 1)


def mark_words(line: Line, mark: MarkDraft | None) -> str:
    """Return a mark in words: `L6 emerging`, `not applicable` or `open`."""
    if mark is None or not mark.is_given:
        return _tr("open")
    return _tr("not applicable") if mark.is_not_applicable else line.step_words(mark.step_id)


def _tr(text: str) -> str:
    return QCoreApplication.translate("review_matrix", text)


def _link(given: list[tuple[int, float]], at: int) -> tuple[float, float] | None:
    """Return the part of the dotted line between two marks that runs through a column."""
    if len(given) < 2 or given[0] == given[1]:
        return None
    low, high = sorted(given)
    if not low[0] <= at <= high[0]:
        return None
    return (low[1] if low[0] == at else 0.0, high[1] if high[0] == at else 1.0)


def _columns(places: tuple[Place, ...], unfolded: frozenset[str]) -> tuple[Column, ...]:
    """Fold each run of far places into one column."""
    columns: list[Column] = []
    for place in places:
        folds = not place.is_near and place.key not in unfolded
        if folds and columns and columns[-1].is_folded:
            columns[-1] = Column((*columns[-1].places, place), is_folded=True)
        else:
            columns.append(Column((place,), is_folded=folds))
    return tuple(columns)
