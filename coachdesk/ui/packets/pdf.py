"""Writing the pages to a PDF or to a printer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from coachdesk.ui.packets.paint import paint_page
from coachdesk.ui.packets.paper import Paper
from coachdesk.ui.packets.sheet import Document
from coachdesk.ui.packets.tagging import add_structure

_DPI = 1200
_PX_PER_INCH = 96


class NotPrinted(Exception):
    """The printer did not take the pages."""


def build_pdf(document: Document, paper: Paper, *, is_grey: bool) -> bytes:
    """Return the document as a PDF with its fonts in it, charts as lines, an outline and tagged text."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(page_layout(paper))
    writer.setResolution(_DPI)
    writer.setTitle(document.title)
    writer.setCreator("CoachDesk")
    painter = QPainter(writer)
    painter.scale(_DPI / _PX_PER_INCH, _DPI / _PX_PER_INCH)
    for number, page in enumerate(document.pages):
        if number:
            writer.newPage()
        paint_page(painter, page, is_grey=is_grey)
    painter.end()
    buffer.close()
    return add_structure(bytes(content.data()), document)


def print_document(document: Document, printer: QPrinter, *, is_grey: bool) -> None:
    """Paint the pages on a printer, as large as the paper that was chosen in the dialog. Raises NotPrinted."""
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrinted("The printer did not take the pages. Nothing was printed. Try again, or save as PDF.")
    try:
        whole = printer.paperRect(QPrinter.Unit.DevicePixel)
        ratio = min(whole.width() / document.width, whole.height() / document.height)
        painter.scale(ratio, ratio)
        for number, page in enumerate(document.pages):
            if number:
                printer.newPage()
            paint_page(painter, page, is_grey=is_grey)
    finally:
        painter.end()


def page_layout(paper: Paper) -> QPageLayout:
    """Return the paper without margins of its own: the layout has them."""
    return QPageLayout(paper.page_size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
