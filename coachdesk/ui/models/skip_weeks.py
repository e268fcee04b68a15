"""The weeks of the rotation as a table: a column a week, a row a place."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coachdesk.model.meeting import MeetingState
from coachdesk.model.person import first_name
from coachdesk.services.skip_levels import Talk, Week
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.words import clock_words, day_words

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SHOWN_WEEKS = 4


class WeeksModel(QAbstractTableModel):
    """Shows four weeks. A cell is a talk, a free place, or nothing where a week has fewer places."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = date.min
        self._weeks: tuple[Week, ...] = ()
        self._next_id = ""
        self._rows = 0

    @property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks that are shown."""
        return self._weeks

    def set_weeks(self, weeks: tuple[Week, ...], today: date, next_id: str) -> None:
        """Show other weeks; `next_id` is the talk that is marked."""
        if (weeks, today, next_id) == (self._weeks, self._today, self._next_id):
            return
        self.beginResetModel()
        self._weeks, self._today, self._next_id = weeks, today, next_id
        self._rows = max((len(week.talks) + week.free for week in weeks), default=0)
        self.endResetModel()

    def talk_at(self, index: _Index) -> Talk | None:
        """Return the talk of a cell, None for a free one."""
        if not index.isValid() or index.column() >= len(self._weeks):
            return None
        talks = self._weeks[index.column()].talks
        return talks[index.row()] if index.row() < len(talks) else None

    def is_free(self, index: _Index) -> bool:
        """Return whether a cell is a place that can be filled."""
        if not index.isValid() or index.column() >= len(self._weeks):
            return False
        week = self._weeks[index.column()]
        return len(week.talks) <= index.row() < len(week.talks) + week.free

    def is_next(self, talk: Talk) -> bool:
        """Return whether a talk is the marked one."""
        return talk.meeting_id == self._next_id

    def index_of(self, meeting_id: str) -> QModelIndex:
        """Return where a talk stands, an invalid index when it is not shown."""
        for column, week in enumerate(self._weeks):
            for row, talk in enumerate(week.talks):
                if talk.meeting_id == meeting_id:
                    return self.index(row, column)
        return QModelIndex()

    def week_words(self, week: Week) -> str:
        """Return `This week` or the Monday, `18 May`."""
        days = (self._today - week.monday).days
        return self.tr("This week") if 0 <= days < 7 else day_words(week.monday, self._today)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many places the fullest week has."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many weeks are shown."""
        return 0 if parent.isValid() else len(self._weeks)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: talks that have not begun are dragged, free places take them."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        talk = self.talk_at(index)
        if talk is None and not self.is_free(index):
            return Qt.ItemFlag.NoItemFlags
        return flags | (Qt.ItemFlag.ItemIsDropEnabled if talk is None else Qt.ItemFlag.ItemIsDragEnabled)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell."""
        talk = self.talk_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return first_name(talk.name) if talk else ""
        if role == ID_ROLE:
            return talk.meeting_id if talk else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index)
        if role == Qt.ItemDataRole.ToolTipRole and talk is not None:
            return f"{talk.name}, {self.when_words(talk.starts_at)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a week."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.week_words(self._weeks[section]) if section < len(self._weeks) else ""
        return None

    def spoken(self, index: _Index) -> str:
        """Return, for example, `This week: Noor Siddiqui, 12 May 10:30, next` or `18 May: free place`."""
        if not index.isValid() or index.column() >= len(self._weeks):
            return ""
        week = self.week_words(self._weeks[index.column()])
        talk = self.talk_at(index)
        if talk is None:
            return self.tr("{week}: free place").format(week=week) if self.is_free(index) else ""
        parts = [talk.name, self.when_words(talk.starts_at)]
        if talk.state is MeetingState.HELD:
            parts.append(self.tr("met"))
        elif self.is_next(talk):
            parts.append(self.tr("next"))
        return f"{week}: {', '.join(parts)}"

    def when_words(self, moment: datetime) -> str:
        """Return `12 May 10:30`."""
        return f"{day_words(moment.astimezone(self._zone).date(), self._today)} {clock_words(moment, self._zone)}"
