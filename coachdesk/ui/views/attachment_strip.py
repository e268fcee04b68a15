"""The attachments of a note as a short list under the editor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from coachdesk.services.attachments import AttachmentRow
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.text import Line

_ROWS = 3


class AttachmentsModel(RowsModel):
    """Attachments: icon, name, size."""

    def row_id(self, row: AttachmentRow) -> str:
        """Return the attachment's identity."""
        return row.attachment_id

    def cells(self, row: AttachmentRow) -> RowCells:
        """Return icon, name and size."""
        icon = "eye" if row.is_picture else "doc"
        return RowCells(
            row.file_name, lead=(Cell("", 20, icon=icon),), tail=(Cell(size_words(row.size_bytes), at_end=True),)
        )


class AttachmentStrip(QWidget):
    """Lists attachments. Enter looks at a picture and saves another file, Del removes, the menu (Shift+F10) does all.

    Hidden while there are none. `preview_requested(id)`, `copy_requested(id)`, `removal_requested(id)`.
    """

    preview_requested = Signal(str)
    copy_requested = Signal(str)
    removal_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.model = AttachmentsModel()
        self.rows = RowList(look, self.tr("Attachments"), self.model, min_height=32, scrolls=True, divided=False)
        self._is_writable = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        self._inner = QVBoxLayout()
        self._inner.addWidget(self.rows)
        column.addLayout(self._inner)
        self.rows.opened.connect(self._on_opened)
        self.rows.removal_requested.connect(self._on_removal)
        self.rows.menu_requested.connect(self._on_menu)
        look.changed.connect(self._fit)
        self._build_menu()
        self.set_rows(())

    def set_rows(self, rows: tuple[AttachmentRow, ...]) -> None:
        """Show the attachments of a note."""
        self.model.set_rows(rows)
        self.setVisible(bool(rows))
        self._fit()

    def set_writable(self, writable: bool) -> None:
        """Allow removing, or only looking."""
        self._is_writable = writable

    def find_row(self, attachment_id: str) -> AttachmentRow | None:
        """Return a shown row, or None."""
        return next((row for row in self.model.rows if row.attachment_id == attachment_id), None)

    def _fit(self) -> None:
        px = self.look.px
        self._inner.setContentsMargins(px(20), px(4), px(16), px(6))
        self.rows.setFixedHeight(max(1, min(_ROWS, self.model.rowCount())) * self.rows.row_height())

    def _build_menu(self) -> None:
        self.menu = QMenu(self)
        self._look = QAction(self.tr("Look at it here"), self)
        self._copy = QAction(self.tr("Save a copy as…"), self)
        self._remove = QAction(self.tr("Remove"), self)
        self._remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._remove.setShortcutVisibleInContextMenu(True)
        for action, method in (
            (self._look, self._on_look),
            (self._copy, self._on_copy),
            (self._remove, self._on_remove),
        ):
            action.triggered.connect(method)
            self.menu.addAction(action)

    def _on_opened(self, attachment_id: str) -> None:
        row = self.find_row(attachment_id)
        if row is not None:
            (self.preview_requested if row.is_picture else self.copy_requested).emit(attachment_id)

    def _on_removal(self, attachment_id: str) -> None:
        if self._is_writable:
            self.removal_requested.emit(attachment_id)

    def _on_menu(self, attachment_id: str, place: QPoint) -> None:
        row = self.find_row(attachment_id)
        self._look.setVisible(row is not None and row.is_picture)
        self._remove.setVisible(self._is_writable)
        self.menu.popup(place)

    def _on_look(self) -> None:
        self.preview_requested.emit(self.rows.current_id)

    def _on_copy(self) -> None:
        self.copy_requested.emit(self.rows.current_id)

    def _on_remove(self) -> None:
        self.removal_requested.emit(self.rows.current_id)


def size_words(size_bytes: int) -> str:
    """Return a size as people say it.

    >>> size_words(900), size_words(12_400), size_words(3_200_000)
    ('900 bytes', '12 kB', '3.2 MB')
    """
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    return f"{size_bytes / 1000:.0f} kB" if size_bytes < 1_000_000 else f"{size_bytes / 1_000_000:.1f} MB"


ChooseFile = Callable[[QWidget, str, str], Path | None]
"""Asks for a place to save to: parent, title, suggested name. None when nothing was chosen."""


def choose_place(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to save a copy, by the chooser of the system."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
    return Path(chosen) if chosen else None


def choose_files(parent: QWidget, title: str) -> list[Path]:
    """Ask which files to attach, by the chooser of the system."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(Path.home()))
    return [Path(one) for one in chosen]
