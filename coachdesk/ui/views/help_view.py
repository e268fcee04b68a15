"""The help: a list of pages at the side, the page itself, and a field that finds words in all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.find_field import FindField
from coachdesk.ui.views.help_pages import HelpPage, linked_page, list_pages, render_page
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.settings_side import SideList
from coachdesk.ui.widgets.rows import ROW_ROLE, RowText
from coachdesk.ui.widgets.text import STRONG

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LIST_FROM = 640
_MARGIN = 28
_MEASURE = 736


class PagesModel(QAbstractListModel):
    """The pages that hold the words looked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[HelpPage, ...] = ()

    @property
    def rows(self) -> tuple[HelpPage, ...]:
        """The pages shown."""
        return self._rows

    def set_rows(self, rows: tuple[HelpPage, ...]) -> None:
        """Show other pages."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many pages are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a page's title."""
        if not index.isValid():
            return None
        title = self._rows[index.row()].title
        if role == ROW_ROLE:
            return RowText(title)
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return title if role in words else None


class HelpText(QTextBrowser):
    """A page of help. It loads nothing, neither from the network nor from the disk; links go to `followed`."""

    followed = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._html = ""
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(self._on_anchor)
        look.changed.connect(self._on_look_changed)

    def show_html(self, html: str) -> None:
        """Show safe HTML from its top."""
        self._html = html
        self._on_look_changed()

    def mark(self, words: tuple[str, ...]) -> None:
        """Mark each place that holds one of the words and scroll to the first."""
        ground = self.look.colour("highlight")
        marks, first = [], None
        for word in words:
            cursor = self.document().find(word, 0)
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                mark.format.setBackground(ground)
                marks.append(mark)
                first = cursor if first is None or cursor.position() < first.position() else first
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)
        if first is not None:
            place = QTextCursor(first)
            place.setPosition(first.selectionStart())
            self.setTextCursor(place)
            self.ensureCursorVisible()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing: a page is its text."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to read."""
        super().resizeEvent(event)
        self._set_measure()

    def _set_measure(self) -> None:
        self.setLineWrapColumnOrWidth(min(self.viewport().width(), self.look.px(_MEASURE)))

    def _on_anchor(self, url: QUrl) -> None:
        self.followed.emit(url.toString())

    def _on_look_changed(self) -> None:
        self.document().setDefaultStyleSheet(_style(self.look))
        self.document().setDefaultFont(self.look.font("body"))
        self.document().setDocumentMargin(self.look.px(_MARGIN))
        self.setHtml(self._html)
        self._set_measure()


class HelpView(View):
    """The page of route `help`; its tab is a page's name."""

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._pages: tuple[HelpPage, ...] = ()
        self._page = ""
        self._wanted = "index"
        self._asked = 0
        self.finder = FindField(look, self.tr("Find in help"))
        self.list_model = PagesModel(self)
        self._side = SideList(look, self.tr("Pages of the help"), self.list_model, width=216)
        self.list = self._side.list
        self.picker = QComboBox()
        self.text = HelpText(look)
        self._lay_out()
        self.finder.textChanged.connect(self._on_find)
        self.finder.returnPressed.connect(self.text.setFocus)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.picker.activated.connect(self._on_picked)
        self.text.followed.connect(self._on_followed)
        look.changed.connect(self._place)

    @property
    def page(self) -> str:
        """The name of the page that shows."""
        return self._page

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The list of pages, then the page."""
        return (self.list if self._side.isVisible() else self.picker, self.text)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The field that finds words in the help."""
        return (self.finder,)

    def show_route(self, route: Route) -> None:
        """Show a page, the first one when the route names none."""
        self._wanted = route.tab or self._page or "index"
        super().show_route(route)
        self.title_changed.emit(self.tr("Help"), "")

    def refresh(self) -> None:
        """Read the pages once, on a worker."""
        if self._pages:
            self.show_page(self._wanted)
            return
        task = Task(self, self.desk, _Reading())
        task.succeeded.connect(self._on_read)
        task.failed.connect(self.desk.bus.crashed)
        task.start()

    def show_page(self, name: str) -> None:
        """Show a page by its name; an unknown one shows the first."""
        page = next((page for page in self._pages if page.name == name), self._pages[0])
        self._page = page.name
        self._asked += 1
        task = Task(self, self.desk, _Rendering(self._asked, page.source))
        task.succeeded.connect(self._on_rendered)
        task.failed.connect(self.desk.bus.crashed)
        task.start()
        self._choose(page)

    def run_action(self, action_id: str) -> bool:
        """Find on this page at the key for finding."""
        if action_id != "find":
            return False
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list beside the page where there is room, else a box above it."""
        super().resizeEvent(event)
        self._place()

    def _lay_out(self) -> None:
        px = self.look.px
        self.picker.setAccessibleName(self.tr("Pages of the help"))
        self.text.setAccessibleName(self.tr("Help page"))
        page = QVBoxLayout()
        page.setSpacing(0)
        self._picker_row = QFrame()
        picker = QHBoxLayout(self._picker_row)
        picker.setContentsMargins(px(24), px(12), px(24), 0)
        picker.addWidget(self.picker, 1)
        page.addWidget(self._picker_row)
        page.addWidget(self.text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addLayout(page, 1)

    def _place(self) -> None:
        beside = self.width() / self.look.text_scale >= _LIST_FROM
        self._side.setVisible(beside)
        self._picker_row.setVisible(not beside)

    def _choose(self, page: HelpPage) -> None:
        if page in self.list_model.rows:
            index = self.list_model.index(self.list_model.rows.index(page), 0)
            if self.list.currentIndex() != index:
                self.list.setCurrentIndex(index)
        self.picker.setCurrentIndex(self._pages.index(page))

    def _on_read(self, pages: tuple[HelpPage, ...]) -> None:
        self._pages = pages
        self.picker.clear()
        self.picker.addItems([page.title for page in pages])
        self.list_model.set_rows(pages)
        self.show_page(self._wanted)

    def _on_rendered(self, answer: tuple[int, str]) -> None:
        number, html = answer
        if number == self._asked:
            self.text.show_html(html)
            self.text.mark(self.finder.words())

    def _on_find(self, _text: str) -> None:
        words = self.finder.words()
        found = tuple(page for page in self._pages if page.matches(words))
        self.list_model.set_rows(found)
        if found and self._page not in {page.name for page in found}:
            self.show_page(found[0].name)
        elif found:
            self._choose(next(page for page in found if page.name == self._page))
        self.text.mark(words)

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            page = self.list_model.rows[current.row()]
            if page.name != self._page:
                self.show_page(page.name)

    def _on_picked(self, number: int) -> None:
        self.show_page(self._pages[number].name)

    def _on_followed(self, target: str) -> None:
        name = linked_page(target)
        if name:
            self.navigate_requested.emit(Route("help", tab=name))


class _Reading:
    """The pages, read on the lane."""

    def __call__(self, progress: Callable[[int, int], None]) -> tuple[HelpPage, ...]:
        return list_pages()


class _Rendering:
    """One page as HTML, on the lane."""

    def __init__(self, number: int, source: str) -> None:
        self._number = number
        self._source = source

    def __call__(self, progress: Callable[[int, int], None]) -> tuple[int, str]:
        return self._number, render_page(self._source)


def _style(look: Appearance) -> str:
    """Return the style sheet of a page in the present look."""
    px, colour = look.px, look.colour
    return f"""
        {STRONG}
        body {{ color: {colour("text").name()}; }}
        h1 {{ font-size: {px(20)}px; font-weight: 600; margin-top: {px(12)}px; margin-bottom: {px(8)}px; }}
        h2 {{ font-size: {px(16)}px; font-weight: 600; margin-top: {px(20)}px; margin-bottom: {px(6)}px; }}
        h3 {{ font-size: {px(13)}px; font-weight: 600; margin-top: {px(14)}px; margin-bottom: {px(4)}px; }}
        p, li {{ line-height: 150%; margin-top: {px(4)}px; margin-bottom: {px(8)}px; }}
        a {{ color: {colour("accent").name()}; text-decoration: none; }}
        code, pre {{ font-family: monospace; background-color: {colour("sunken").name()}; }}
        th {{ text-align: left; padding: {px(4)}px {px(12)}px {px(4)}px 0; color: {colour("text3").name()}; }}
        td {{ padding: {px(4)}px {px(12)}px {px(4)}px 0; }}
    """
