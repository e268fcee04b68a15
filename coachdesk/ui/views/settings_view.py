"""The settings: categories at the side, rows in the middle, the vault's health in the rail."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import REDUCED_MOTION, TEXT_PERCENT, THEME
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.find_field import FindField
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.views.settings_backups import BACKUPS, BackupSettings
from coachdesk.ui.views.settings_growth import build_growth
from coachdesk.ui.views.settings_health import HealthRail
from coachdesk.ui.views.settings_keys import KeysList
from coachdesk.ui.views.settings_nudges import build_nudges
from coachdesk.ui.views.settings_reminders import build_reminders
from coachdesk.ui.views.settings_rows import (
    SettingRow,
    SettingSection,
    SettingSegments,
    SettingStepper,
    SettingSwitch,
)
from coachdesk.ui.views.settings_security import SECURITY, SecuritySettings
from coachdesk.ui.views.settings_side import SideList
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.rows import ROW_ROLE, RowText
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs

APPEARANCE, KEYBOARD = "appearance", "keyboard"
CATEGORIES = (SECURITY, BACKUPS, APPEARANCE, KEYBOARD)
_ICONS = {SECURITY: "shield", BACKUPS: "database", APPEARANCE: "palette", KEYBOARD: "keyboard"}
_LIST_FROM = 700
_RAIL_FROM = 900
_RAIL = 320
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CategoryModel(QAbstractListModel):
    """The categories with their icons."""

    def __init__(self, titles: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = titles

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many categories there are."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a category's row or words."""
        if not index.isValid():
            return None
        title = self._titles[index.row()]
        if role == ROW_ROLE:
            return RowText(title, icon=_ICONS[CATEGORIES[index.row()]])
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return title if role in words else None


class SettingsView(View):
    """The page of route `settings`; its tab is a category. `finder` searches the rows of all categories."""

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, dialogs: FirstRunDialogs | None = None
    ) -> None:
        super().__init__(desk, look, parent)
        self._category = SECURITY
        self._titles = (self.tr("Security"), self.tr("Backup"), self.tr("Appearance"), self.tr("Keyboard"))
        self.finder = FindField(look, self.tr("Find a setting"))
        self._side = SideList(look, self.tr("Categories"), CategoryModel(self._titles, self))
        self.categories = self._side.list
        self.tabs = Segmented(look, self.tr("Categories"), self._titles, small=True)
        self.security = SecuritySettings(look, desk, self, dialogs=dialogs)
        self.backups = BackupSettings(look, desk, self)
        self.health = HealthRail(look, desk)
        self.keys = KeysList(look)
        self.body = PageBody(look, has_rail=False)
        self._rail = QFrame()
        self._rail_scroll = build_scrolled(self._rail, surface="rail")
        self._below = QFrame()
        self._nothing = Label(look, self.tr("No setting has these words."), tone="text2")
        self.sections = (
            *self.security.sections,
            *self.backups.sections,
            self._appearance(),
            build_growth(look, desk.settings, APPEARANCE),
            build_reminders(look, desk.settings, APPEARANCE),
            build_nudges(look, desk.settings, APPEARANCE),
            self._keyboard(),
        )
        self._lay_out()
        self._connect()
        self.show_category(SECURITY)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Categories, rows, and the health of the vault."""
        side = self.categories if self._side.isVisible() else self.tabs
        rail = (self.health.check,) if self._category == SECURITY else ()
        return (side, self.body.column, *rail)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The field that finds a setting."""
        return (self.finder,)

    @property
    def category(self) -> str:
        """The category that shows."""
        return self._category

    def show_route(self, route: Route) -> None:
        """Show a category."""
        super().show_route(route)
        self.title_changed.emit(self.tr("Settings"), "")
        self.finder.clear()
        self.show_category(route.tab if route.tab in CATEGORIES else self._category)

    def refresh(self) -> None:
        """Show when secrets were made, and the size of the vault."""
        self.security.refresh()
        self.backups.refresh()
        self.health.refresh()

    def show_category(self, category: str) -> None:
        """Show the rows of one category."""
        self._category = category
        number = CATEGORIES.index(category)
        self.tabs.set_index(number)
        index = self.categories.model().index(number, 0)
        if self.categories.currentIndex() != index:
            self.categories.setCurrentIndex(index)
        self._show_sections()

    def run_action(self, action_id: str) -> bool:
        """Find on this page at the key for finding."""
        if action_id != "find":
            return False
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget secrets that were typed."""
        super().hideEvent(event)
        self.security.close_forms()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the categories beside the rows where there is room, else above them."""
        super().resizeEvent(event)
        self._place()

    def _appearance(self) -> SettingSection:
        look, settings = self.look, self.desk.settings
        theme, size, motion = self.tr("Theme"), self.tr("Text size"), self.tr("Reduced motion")
        words = (self.tr("As the system"), self.tr("Light"), self.tr("Dark"), self.tr("High contrast"))
        rows = (
            SettingRow(look, theme, "", SettingSegments(look, settings, THEME, theme, words), stacks=True),
            SettingRow(
                look,
                size,
                self.tr("100 to 200 %, also with Ctrl + and Ctrl −"),
                SettingStepper(look, settings, TEXT_PERCENT, size),
            ),
            SettingRow(
                look,
                motion,
                self.tr("Changes are instant instead of sliding"),
                SettingSwitch(look, settings, REDUCED_MOTION, motion),
            ),
        )
        return SettingSection(look, APPEARANCE, self.tr("Look"), rows)

    def _keyboard(self) -> SettingSection:
        return SettingSection(self.look, KEYBOARD, self.tr("Keys"), (self.keys,))

    def _lay_out(self) -> None:
        px = self.look.px
        column = self.body.column_layout
        column.setSpacing(0)
        column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._nothing)
        for section in self.sections:
            column.addWidget(section)
        column.addSpacing(px(16))
        column.addWidget(self._below)
        column.addStretch(1)
        for frame in (self._rail, self._below):
            frame.setProperty("surface", "rail")
            inner = QVBoxLayout(frame)
            inner.setContentsMargins(px(24), px(16), px(24), px(16))
            inner.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self.body, 1)
        row.addWidget(self._rail_scroll)

    def _connect(self) -> None:
        self.finder.textChanged.connect(self._on_find)
        self.tabs.chosen.connect(self._on_tab)
        self.categories.selectionModel().currentChanged.connect(self._on_category)
        self.look.changed.connect(self._place)

    def _place(self) -> None:
        beside = self.width() / self.look.text_scale >= _LIST_FROM
        self._side.setVisible(beside)
        self.tabs.setVisible(not beside)
        self._place_health()

    def _place_health(self) -> None:
        """Give the vault's health its rail where there is room, else a place under the rows."""
        wide = self.width() / self.look.text_scale >= _RAIL_FROM
        shown = self._category == SECURITY and not self.finder.text()
        home = self._rail if wide else self._below
        if self.health.parentWidget() is not home:
            layout = home.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(0, self.health)
        self.health.show()
        self._rail_scroll.setFixedWidth(self.look.px(_RAIL))
        self._rail_scroll.setVisible(wide and shown)
        self._below.setVisible(shown and not wide)

    def _show_sections(self) -> None:
        words = self.finder.words()
        found = False
        for section in self.sections:
            matches = section.show_matches(words)
            shown = matches if words else section.category == self._category
            section.setVisible(shown)
            found = found or shown
        self._nothing.setVisible(not found)
        self._place_health()

    def _on_find(self, _text: str) -> None:
        self._show_sections()

    def _on_tab(self, number: int) -> None:
        self.finder.clear()
        self.show_category(CATEGORIES[number])

    def _on_category(self, current: QModelIndex) -> None:
        if current.isValid() and CATEGORIES[current.row()] != self._category:
            self.finder.clear()
            self.show_category(CATEGORIES[current.row()])
