"""What set-up asks of the system: folders, files and a printer, behind an interface with a fake in tests."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget


class FirstRunDialogs(Protocol):
    """The system's choosers. Each returns None (or False) when the user cancels."""

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        """Ask for a folder."""

    def choose_target(self, parent: QWidget, start: Path) -> Path | None:
        """Ask where to save a text file."""

    def choose_roster(self, parent: QWidget) -> Path | None:
        """Ask for a roster file."""

    def print_lines(self, parent: QWidget, title: str, lines: tuple[str, ...]) -> bool:
        """Print a page with a title and lines; return whether it was sent to a printer."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("FirstRunDialogs", text)


class SystemDialogs:
    """The system's own choosers and print dialog."""

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        """Ask for a folder."""
        found = QFileDialog.getExistingDirectory(parent, _tr("Choose a folder"), str(start))
        return Path(found) if found else None

    def choose_target(self, parent: QWidget, start: Path) -> Path | None:
        """Ask where to save a text file."""
        found, _ = QFileDialog.getSaveFileName(parent, _tr("Save the code"), str(start), _tr("Text (*.txt)"))
        return Path(found) if found else None

    def choose_roster(self, parent: QWidget) -> Path | None:
        """Ask for a roster file."""
        kinds = _tr("Rosters (*.csv *.tsv *.txt *.xlsx)")
        found, _ = QFileDialog.getOpenFileName(parent, _tr("Choose a roster"), "", kinds)
        return Path(found) if found else None

    def print_lines(self, parent: QWidget, title: str, lines: tuple[str, ...]) -> bool:
        """Print a page with a title and lines."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, parent)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        painter = QPainter()
        if not painter.begin(printer):
            return False
        area = QRectF(painter.viewport())
        paint_lines(painter, area, printer.resolution() / 72, title, lines)
        return painter.end()


def paint_lines(painter: QPainter, area: QRectF, dots_per_point: float, title: str, lines: tuple[str, ...]) -> None:
    """Draw a title and lines from the top of an area; lines of the code stand in a fixed font."""
    top = area.top()
    for text, family, points in ((title, "Inter", 18), *((line, "monospace", 12) for line in lines)):
        font = QFont(family)
        font.setPixelSize(round(points * dots_per_point))
        font.setBold(text == title)
        painter.setFont(font)
        room = QRectF(area.left(), top, area.width(), area.height() - (top - area.top()))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        used = painter.boundingRect(room, flags, text or " ")
        painter.drawText(room, flags, text)
        top += used.height() * 1.4
