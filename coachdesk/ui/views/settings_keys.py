"""The keyboard map in the settings: every action with its keys, to read and to find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QListView, QWidget

from coachdesk.desk.actions import ACTIONS, ActionSpec
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.rows import ROW_ROLE, RowDelegate, RowText

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = 36


def keys_in_words(action: ActionSpec) -> str:
    """Return the keys of an action as this system writes them, `Ctrl+K`; both ways when there are two."""
    written = (QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts)
    return ", ".join(dict.fromkeys(written))


class KeysModel(QAbstractListModel):
    """Actions with their keys, in the order in which they are declared; `find` keeps those that hold all words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ActionSpec, ...] = ()
        self.find(())

    @property
    def rows(self) -> tuple[ActionSpec, ...]:
        """The actions shown."""
        return self._rows

    def find(self, words: Sequence[str]) -> None:
        """Show the actions whose title or keys hold all of the folded words."""
        self.beginResetModel()
        self._rows = tuple(
            action
            for action in ACTIONS
            if action.shortcuts and all(word in f"{action.text} {keys_in_words(action)}".casefold() for word in words)
        )
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many actions are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an action's words and keys."""
        if not index.isValid():
            return None
        action = self._rows[index.row()]
        row = RowText(action.text, right=keys_in_words(action), right_tone="text2", icon=action.icon)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return action.text
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


class KeysList(QListView):
    """The list itself, as high as its rows so that the page scrolls as one."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.keys_model = KeysModel(self)
        self.setModel(self.keys_model)
        self._rows_delegate = RowDelegate(look, self, min_height=_ROW, padding=4, divided=True)
        self.setItemDelegate(self._rows_delegate)
        self.setAccessibleName(self.tr("Keys"))
        self.setProperty("ring", False)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.changed.connect(self._fit)
        self._fit()

    def show_matches(self, words: Sequence[str]) -> bool:
        """Show the actions that hold all words; return whether there are any."""
        self.keys_model.find(words)
        self._fit()
        return bool(self.keys_model.rows)

    def _fit(self) -> None:
        height = self.sizeHintForRow(0) if self.keys_model.rows else 0
        self.setFixedHeight(height * len(self.keys_model.rows) + 2)
