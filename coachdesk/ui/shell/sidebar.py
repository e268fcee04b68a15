"""The sidebar: search, places and people, with a foot that says when the last save was."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QModelIndex, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTreeView, QVBoxLayout, QWidget

from coachdesk.ui.shell.sidebar_delegate import SidebarDelegate
from coachdesk.ui.shell.sidebar_model import Entry, EntryKind, SidebarModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.text import ElidedLabel

WIDE, NARROW = 232, 56


class SearchButton(Button):
    """Looks like a field and opens the command box."""

    def _padding(self) -> int:
        return self.look.px(8)

    def _tone(self) -> str:
        return "text3"

    def _on_look_changed(self) -> None:
        super()._on_look_changed()
        self.setFont(self.look.font("body"))


class SidebarTree(QTreeView):
    """The list of places and people; Enter opens, Left and Right fold a team."""

    opened = Signal(Route)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sidebar_model = SidebarModel(self)
        self.sidebar_delegate = SidebarDelegate(look, self)
        self.setModel(self.sidebar_model)
        self.setItemDelegate(self.sidebar_delegate)
        self.setHeaderHidden(True)
        self.setMinimumWidth(1)
        self.header().setMinimumSectionSize(1)
        self.header().setStretchLastSection(False)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setProperty("surface", "sidebar")
        self.setProperty("ring", False)
        self.setAccessibleName(self.tr("Places and people"))
        self.clicked.connect(self._on_chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter or Space; everything else moves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._on_chosen(self.currentIndex())
                return
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the one column as wide as the view; a hidden header does not do it by itself."""
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def _on_chosen(self, index: QModelIndex) -> None:
        entry = self.sidebar_model.entry(index)
        if entry is None:
            return
        if entry.kind is EntryKind.TEAM:
            self.setExpanded(index, not self.isExpanded(index))
        elif entry.route is not None:
            self.opened.emit(entry.route)


class Sidebar(QFrame):
    """Wide, or 56 px with icons and avatars only (F9)."""

    opened = Signal(Route)
    search_requested = Signal()
    action_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._collapsed = False
        self._selected = ""
        self.setObjectName("sidebar")
        self.setProperty("surface", "sidebar")
        self.search = SearchButton(look, self.tr("Search or jump to"), icon="search", keys="Ctrl K")
        self.search.setProperty("kind", "search")
        self.search_icon = IconButton(look, "search", self.tr("Search or jump to"), edge=40)
        self.tree = SidebarTree(look, self)
        self.saved = ElidedLabel(look, "", role="small", tone="text3")
        self.present_button = IconButton(look, "eyeoff", self.tr("Presenter mode (Ctrl+Shift+P)"))
        self.settings_button = IconButton(look, "settings", self.tr("Settings"))
        self.lock_button = IconButton(look, "lock", self.tr("Lock now"))
        self._build()
        self.search.clicked.connect(self.search_requested)
        self.search_icon.clicked.connect(self.search_requested)
        self.present_button.clicked.connect(self._on_present)
        self.settings_button.clicked.connect(self._on_settings)
        self.lock_button.clicked.connect(self._on_lock)
        self.tree.opened.connect(self.opened)
        look.changed.connect(self._on_look_changed)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._on_slid)
        self._arrange()

    @property
    def is_collapsed(self) -> bool:
        """Whether only icons show."""
        return self._collapsed

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these lines, keeping what is unfolded and selected."""
        model = self.tree.sidebar_model
        open_teams = [
            entry.key
            for row in range(model.rowCount())
            if self.tree.isExpanded(index := model.index(row, 0)) and (entry := model.entry(index)) is not None
        ]
        model.set_entries(entries)
        for key in open_teams:
            self.tree.setExpanded(model.find(key), True)
        self.select(self._selected)

    def select(self, key: str) -> None:
        """Mark the line of the page that shows; a person in a folded team unfolds it."""
        self._selected = key
        index = self.tree.sidebar_model.find(key)
        self.tree.clearSelection()
        if index.isValid():
            if index.parent().isValid() and not self._collapsed:
                self.tree.expand(index.parent())
            self.tree.setCurrentIndex(index)
        else:
            self.tree.setCurrentIndex(QModelIndex())

    def set_saved(self, text: str) -> None:
        """Say when the last save was, or that one failed."""
        self.saved.setText(text)

    def set_collapsed(self, collapsed: bool, *, animated: bool = True) -> None:
        """Fold to icons or unfold."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        self.tree.sidebar_delegate.is_collapsed = collapsed
        if collapsed:
            self.tree.collapseAll()
        duration = self._look.duration_ms("sidebar") if animated and self.isVisible() else 0
        start = self.width()
        self._arrange()
        self.select(self._selected)
        if duration:
            self._slide.stop()
            self._slide.setDuration(duration)
            self._slide.setStartValue(start)
            self._slide.setEndValue(self._target_width())
            self.setFixedWidth(start)
            self._slide.start()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QHBoxLayout()
        self._top.addWidget(self.search, 1)
        self._top.addWidget(self.search_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._top)
        column.addWidget(self.tree, 1)
        line = QFrame(self)
        line.setProperty("surface", "line")
        column.addWidget(line)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.saved, 1)
        self._foot.addWidget(self.present_button)
        self._foot.addWidget(self.settings_button)
        self._foot.addWidget(self.lock_button)
        column.addLayout(self._foot)
        self._tall_foot = QVBoxLayout()
        column.addLayout(self._tall_foot)

    def _target_width(self) -> int:
        scale = min(self._look.text_scale, 1.5)
        return round((NARROW * min(self._look.text_scale, 1.6)) if self._collapsed else WIDE * scale)

    def _arrange(self) -> None:
        px = self._look.px
        narrow = self._collapsed
        self.search.setVisible(not narrow)
        self.search_icon.setVisible(narrow)
        self.saved.setVisible(not narrow)
        self._top.setContentsMargins(*((0, px(8), 0, 0) if narrow else (px(12), px(8), px(12), px(8))))
        margins = (0, px(4), 0, px(8)) if narrow else (px(16), px(8), px(8), px(8))
        target, source = (self._tall_foot, self._foot) if narrow else (self._foot, self._tall_foot)
        for button in (self.present_button, self.settings_button, self.lock_button):
            source.removeWidget(button)
            target.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag.AlignVCenter)
        source.setContentsMargins(0, 0, 0, 0)
        target.setContentsMargins(*margins)
        self._foot.setSpacing(px(2))
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.tree.setVerticalScrollBarPolicy(bar)
        self.setFixedWidth(self._target_width())
        self.tree.scheduleDelayedItemsLayout()

    def _on_slid(self, value: object) -> None:
        if isinstance(value, int):
            self.setFixedWidth(value)

    def _on_look_changed(self) -> None:
        self._arrange()
        self.tree.viewport().update()

    def _on_present(self) -> None:
        self.action_requested.emit("presenter")

    def _on_settings(self) -> None:
        self.action_requested.emit("go.settings")

    def _on_lock(self) -> None:
        self.action_requested.emit("lock")

    def minimumSizeHint(self) -> QSize:
        """Let the window be as low as its own minimum."""
        return QSize(self._target_width(), self._look.px(160))
