"""What a packet asks of the system: where to save, and which printer; with a fake in tests."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget


class PacketDialogs(Protocol):
    """The system's dialogs. Each returns None when the user cancels."""

    def choose_pdf(self, parent: QWidget, start: Path) -> Path | None:
        """Ask where to save; the system asks before an existing file is replaced."""

    def choose_printer(self, parent: QWidget, layout: QPageLayout) -> QPrinter | None:
        """Ask for a printer."""


class SystemPacketDialogs:
    """The system's own dialogs."""

    def choose_pdf(self, parent: QWidget, start: Path) -> Path | None:
        """Ask where to save; the system asks before an existing file is replaced."""
        title = QCoreApplication.translate("PacketDialogs", "Save as PDF")
        kinds = QCoreApplication.translate("PacketDialogs", "PDF files (*.pdf)")
        found = QFileDialog.getSaveFileName(parent, title, str(start), kinds)[0]
        if not found:
            return None
        path = Path(found)
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

    def choose_printer(self, parent: QWidget, layout: QPageLayout) -> QPrinter | None:
        """Ask for a printer."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(layout)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, parent)
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
