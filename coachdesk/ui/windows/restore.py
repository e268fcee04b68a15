"""The page that restores a backup: which one, its secret, and where the vault shall lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.rows import ROW_ROLE, RowDelegate, RowText
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.rescue_page import RescuePage

_SHOWN_ROWS = 4
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class BackupChoice:
    """A backup in words: when it was made, its size, and how far it can be trusted."""

    path: Path
    title: str
    second: str
    state: str
    is_damaged: bool = False


class BackupModel(QAbstractListModel):
    """Backups, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[BackupChoice, ...] = ()

    @property
    def rows(self) -> tuple[BackupChoice, ...]:
        """The backups shown."""
        return self._rows

    def set_rows(self, rows: Sequence[BackupChoice]) -> None:
        """Show other backups."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a backup's words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        tone = "danger" if row.is_damaged else "text3"
        shown = RowText(row.title, row.second, right=row.state, right_tone=tone)
        if role == ROW_ROLE:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return shown.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


class BackupList(QListView):
    """A list of backups, a few rows high."""

    def __init__(self, look: Appearance, rows: int = _SHOWN_ROWS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._most = rows
        self.backup_model = BackupModel(self)
        self.setModel(self.backup_model)
        self.setItemDelegate(RowDelegate(look, self, two_lines=True, min_height=44, padding=8, divided=True))
        self.setAccessibleName(self.tr("Backups"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.changed.connect(self._fit)

    def set_rows(self, rows: Sequence[BackupChoice]) -> None:
        """Show other backups, the first one chosen."""
        self.backup_model.set_rows(rows)
        if rows:
            self.setCurrentIndex(self.backup_model.index(0, 0))
        self._fit()

    def chosen(self) -> BackupChoice | None:
        """Return the backup chosen."""
        index = self.currentIndex()
        return self.backup_model.rows[index.row()] if index.isValid() else None

    def choose(self, path: Path) -> None:
        """Choose a backup by its file."""
        for number, row in enumerate(self.backup_model.rows):
            if row.path == path:
                self.setCurrentIndex(self.backup_model.index(number, 0))

    def _fit(self) -> None:
        count = min(self._most, len(self.backup_model.rows))
        self.setFixedHeight(self.sizeHintForRow(0) * count + 2 if count else 0)
        self.setVisible(bool(count))


class RestorePage(RescuePage):
    """`restore_requested` carries the backup and whether the present vault gives its place to it."""

    restore_requested = Signal(object, bool)
    file_requested = Signal()

    def __init__(self, look: Appearance, vault: Path, *, has_vault: bool, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "", parent)
        self._has_vault = has_vault
        self._vault = vault
        self.title.setText(self.tr("Restore a backup"))
        self.secret.label.setText(self.tr("Passphrase or recovery code of that time"))
        self.secret.edit.setAccessibleName(self.secret.label.text())
        self.list = BackupList(look)
        self.nothing = Label(look, self.tr("No backup was found beside the vault."), tone="text2")
        self.file = Button(look, self.tr("Choose another file"), icon="folder", small=True)
        places = (self.tr("In place of {name}").format(name=vault.stem), self.tr("In another folder"))
        self.where = Segmented(look, self.tr("Where"), places)
        self.where.set_index(0)
        self.where.setVisible(has_vault)
        self.note = Label(look, "", role="small", tone="text3")
        self.restore = Button(look, self.tr("Restore"), kind="primary", tall=True)
        for widget in (self.title, self.list, self.nothing):
            self.column.addWidget(widget)
        self.column.addWidget(self.file, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.secret, self.key_file, self.where, self.note, self.answer, self.progress, self.restore):
            self.column.addWidget(part)
        self.finish_layout()
        self.where.chosen.connect(self._on_where)
        self.file.clicked.connect(self.file_requested)
        self.restore.clicked.connect(self._on_restore)
        self.secret.edit.returnPressed.connect(self._on_restore)
        self.list.selectionModel().currentChanged.connect(self.refresh)
        self.set_rows(())
        self._on_where(0)

    @property
    def in_place(self) -> bool:
        """Whether the vault that is there gives its place to the backup's."""
        return self._has_vault and self.where.index() == 0

    def set_rows(self, rows: Sequence[BackupChoice], chosen: Path | None = None) -> None:
        """Show the backups that are known."""
        self.list.set_rows(rows)
        self.nothing.setVisible(not rows)
        if chosen is not None:
            self.list.choose(chosen)
        self.refresh()

    def add_row(self, row: BackupChoice) -> None:
        """Show a file that was chosen, and choose it."""
        self.set_rows((row, *(known for known in self.list.backup_model.rows if known.path != row.path)))

    def start(self) -> None:
        """Put the keyboard in the secret's field, or on the file's button when there is no backup."""
        first = self.secret.edit if self.list.chosen() is not None else self.file
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Restoring needs a backup and a secret."""
        ready = not self.is_busy and self.list.chosen() is not None and bool(self.secret.text())
        self.restore.setEnabled(ready)
        self.file.setEnabled(not self.is_busy)

    def _on_where(self, _number: int) -> None:
        in_place = self.tr("The present vault is set aside under another name and kept. Nothing is overwritten.")
        elsewhere = self.tr("You choose a folder next. The present vault stays as it is. Nothing is overwritten.")
        if not self._has_vault:
            elsewhere = self.tr("It becomes {place}.").format(place=self._vault)
        self.note.setText(in_place if self.in_place else elsewhere)

    def _on_restore(self) -> None:
        choice = self.list.chosen()
        if self.restore.isEnabled() and choice is not None:
            self.restore_requested.emit(choice.path, self.in_place)
