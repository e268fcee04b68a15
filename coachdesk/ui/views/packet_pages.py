"""The pages of a packet in the window: thumbnails to choose from, and one page at a zoom."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.ui.packets.layout import text_of
from coachdesk.ui.packets.paint import paint_page
from coachdesk.ui.packets.sheet import Document, Page
from coachdesk.ui.theme.appearance import Appearance

ZOOMS = (40, 50, 63, 80, 100, 125, 150, 200)
"""Percentages of the paper's own size."""
_THUMB = 72
_EDGE = 8
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PAGE = Qt.ItemDataRole.UserRole


class _PagesModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.document: Document | None = None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.document is None else len(self.document.pages)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.document is None:
            return None
        if role == _PAGE:
            return self.document.pages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Page {number} of {count}").format(number=index.row() + 1, count=self.rowCount())
        return None

    def set_document(self, document: Document) -> None:
        self.beginResetModel()
        self.document = document
        self.endResetModel()


class _ThumbnailDelegate(QStyledItemDelegate):
    """Paints a page small, its number under it, and a frame round the one that shows."""

    def __init__(self, look: Appearance, parent: QObject, model: _PagesModel) -> None:
        super().__init__(parent)
        self.look = look
        self._model = model
        self.is_grey = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the page with its number."""
        return QSize(self.look.px(_THUMB + 2 * _EDGE), round(self._height()) + self.look.px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one page."""
        page: Page | None = index.data(_PAGE)
        document = self._model.document
        if page is None or document is None:
            return
        px = self.look.px
        rect: Any = option.rect
        width = px(_THUMB)
        sheet = QRectF(rect.left() + (rect.width() - width) / 2, rect.top() + px(_EDGE), width, self._height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        painter.save()
        painter.setClipRect(sheet)
        painter.translate(sheet.topLeft())
        painter.scale(width / document.width, width / document.width)
        paint_page(painter, page, is_grey=self.is_grey)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_shown = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(self.look.colour("accent" if is_shown else "border"), 2 if is_shown else 1))
        gap = 4 if is_shown else 0
        painter.drawRect(sheet.adjusted(-gap, -gap, gap, gap))
        painter.setFont(self.look.font("body"))
        painter.setPen(self.look.colour("text2"))
        under = QRectF(rect.left(), sheet.bottom() + px(6), rect.width(), px(20))
        painter.drawText(under, int(Qt.AlignmentFlag.AlignHCenter), str(index.data()))
        painter.restore()

    def _height(self) -> float:
        document = self._model.document
        ratio = document.height / document.width if document else 1.414
        return self.look.px(_THUMB) * ratio


class Thumbnails(QListView):
    """The pages in a column; `page_chosen(number)` from 0 when another one is current."""

    page_chosen = Signal(int)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = _PagesModel(self)
        self._delegate = _ThumbnailDelegate(look, self, self._pages)
        self.setModel(self._pages)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Pages"))
        self.setProperty("surface", "window")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFixedWidth(look.px(152))
        self.setViewportMargins(0, look.px(12), 0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def page(self) -> int:
        """The number of the page that shows, from 0; -1 for none."""
        return self.currentIndex().row()

    def set_document(self, document: Document, *, is_grey: bool) -> None:
        """Show the pages of a packet and stay on the same number."""
        number = max(0, self.page)
        self._delegate.is_grey = is_grey
        self._pages.set_document(document)
        self.go(number)

    def go(self, number: int) -> None:
        """Show a page, the nearest one when there are fewer."""
        self.setCurrentIndex(self._pages.index(min(max(0, number), self._pages.rowCount() - 1), 0))

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.page_chosen.emit(current.row())


class PagePreview(QWidget):
    """One page at a zoom; + and - change it, PageUp and PageDown go to another page."""

    zoom_changed = Signal(int)
    page_step_requested = Signal(int)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.zoom = 63
        self._document: Document | None = None
        self._number = 0
        self._is_grey = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)

    def set_document(self, document: Document, *, is_grey: bool) -> None:
        """Show a packet."""
        self._document, self._is_grey = document, is_grey
        self.set_page(min(self._number, len(document.pages) - 1))

    def set_page(self, number: int) -> None:
        """Show a page, from 0; its text is what screen readers read."""
        if self._document is None:
            return
        self._number = number
        count = len(self._document.pages)
        self.setAccessibleName(self.tr("Page {number} of {count}").format(number=number + 1, count=count))
        self.setAccessibleDescription(text_of(self._document.pages[number]))
        self._fit()

    def set_zoom(self, percent: int) -> None:
        """Show the page at a percentage of its own size."""
        self.zoom = min(max(percent, ZOOMS[0]), ZOOMS[-1])
        self.zoom_changed.emit(self.zoom)
        self._fit()

    def step_zoom(self, step: int) -> None:
        """Go to the next larger (1) or smaller (-1) zoom."""
        larger = [zoom for zoom in ZOOMS if zoom > self.zoom]
        smaller = [zoom for zoom in ZOOMS if zoom < self.zoom]
        if step > 0 and larger:
            self.set_zoom(larger[0])
        elif step < 0 and smaller:
            self.set_zoom(smaller[-1])

    def sizeHint(self) -> QSize:
        """Return the page at its zoom with its edge."""
        if self._document is None:
            return QSize(1, 1)
        ratio = self._ratio()
        return QSize(round(self._document.width * ratio) + 2, round(self._document.height * ratio) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and turn pages."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self.page_step_requested.emit(steps[key])
        elif key in zooms:
            self.step_zoom(zooms[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page on white, as it will be on paper, in the dark look too."""
        if self._document is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setPen(QPen(self.look.colour("controlBorder"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.translate(1, 1)
        painter.scale(self._ratio(), self._ratio())
        paint_page(painter, self._document.pages[self._number], is_grey=self._is_grey)

    def _ratio(self) -> float:
        return self.zoom / 100

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def _on_look_changed(self) -> None:
        self.update()
