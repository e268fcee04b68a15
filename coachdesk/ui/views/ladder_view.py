"""One ladder version as a matrix: search, fold, read, export, and the way to a new version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Task
from coachdesk.services.ladder_page import LadderPage, get_ladder_page, get_ladder_text
from coachdesk.store.changes import Topic
from coachdesk.store.failures import NotFound
from coachdesk.store.store import Store
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.attachment_strip import ChooseFile, choose_place
from coachdesk.ui.views.base import View
from coachdesk.ui.views.find_field import FindField
from coachdesk.ui.views.ladder_pane import LadderPane
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import ElidedLabel
from coachdesk.ui.words import count_words
from coachdesk.vault.files import replace_file

_WORDS = 700
"""Below this width, in pixels of the 100 % design, the buttons show their icons only."""


class LadderFind(FindField):
    """Enter goes to the next cell that holds the words, Shift+Enter back, Down into the table."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through what was found."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class FileWriting:
    """Writes a text to a file whole or not at all; what it is of is read on the lane."""

    store: Store
    pin: str
    path: Path

    def __call__(self, progress: Callable[[int, int], None]) -> Path:
        """Write, and return the place."""
        text = self.store.read(lambda session: get_ladder_text(session, self.pin))
        progress(1, 2)
        replace_file(self.path, text.encode("utf-8"))
        return self.path


class LadderView(View):
    """The page of route `ladder`; `item_id` is the pin."""

    topics = frozenset({Topic.LADDERS})
    collapses_sidebar = True

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, choose: ChooseFile = choose_place
    ) -> None:
        super().__init__(desk, look, parent)
        self._choose = choose
        self._page: LadderPage | None = None
        self._counts = ""
        self._query = LatestQuery(self, desk)
        self.banner = Banner(look, "danger", "", can_dismiss=True)
        self.pane = LadderPane(look)
        self.find_field = LadderFind(look, self.tr("Find in this ladder"))
        self.export = Button(look, self.tr("Export"), icon="download")
        self.new_version = Button(look, self.tr("New version"), icon="upload")
        self.map_versions = Button(look, self.tr("Map versions"), icon="repeat")
        self.summary = ElidedLabel(look, "", tone="text2")
        self.state = Tag(look, "")
        self._lay_out()
        self._query.answered.connect(self._on_page)
        self._query.failed.connect(self._on_failed)
        self.find_field.textChanged.connect(self._on_find)
        self.find_field.stepped.connect(self._on_step)
        self.export.clicked.connect(self._on_export)
        self.new_version.clicked.connect(self._on_new_version)
        self.map_versions.clicked.connect(self._on_map)
        self.banner.dismissed.connect(self.banner.hide)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The table, then the field."""
        return (self.pane.table, self.find_field)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The field that finds words."""
        return (self.find_field,)

    def refresh(self) -> None:
        """Ask for the version again."""
        if self.route is not None:
            self._query.ask(get_ladder_page, self.route.item_id)

    def run_action(self, action_id: str) -> bool:
        """Take Ctrl+F."""
        if action_id != "find":
            return False
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons of the buttons alone where their words would be cut."""
        super().resizeEvent(event)
        for button in (self.map_versions, self.new_version, self.export):
            button.set_compact(self.width() < self.look.px(_WORDS))

    def _lay_out(self) -> None:
        set_ground(self)
        head = self.pane.head
        head.addWidget(self.state)
        head.addWidget(self.summary, 1)
        for button in (self.map_versions, self.new_version, self.export):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pane, 1)
        self.banner.hide()

    def _on_page(self, page: LadderPage) -> None:
        self._page = page
        self.title_changed.emit(page.title, page.pin.partition("@")[2])
        self.pane.set_grids(page.grids)
        counts = page.counts
        words = (
            count_words(counts.levels, self.tr("level"), self.tr("levels")),
            count_words(counts.competencies, self.tr("competency"), self.tr("competencies")),
            count_words(counts.behaviours, self.tr("behaviour"), self.tr("behaviours")),
        )
        self._counts = ", ".join(words)
        kind = "ok" if page.is_used else ""
        text = self.tr("In use") if page.is_used else self.tr("Kept") if page.is_kept else self.tr("Built in")
        self.state.set_text(text, kind)
        self.map_versions.setVisible(bool(page.other_pins))
        self._say_found()

    def _say_found(self) -> None:
        words = self._counts if self._page is not None else ""
        if self.find_field.words():
            cells = count_words(len(self.pane.model.found), self.tr("cell"), self.tr("cells"))
            words = self.tr("{cells} found. Enter goes to the next one.").format(cells=cells)
        self.summary.setText(words)

    def _on_failed(self, error: Exception) -> None:
        self.banner.set_message("danger", str(error))
        self.banner.show()
        if isinstance(error, NotFound):
            self.pane.set_grids(())

    def _on_find(self) -> None:
        self.pane.model.set_words(self.find_field.words())
        self._say_found()

    def _on_step(self, step: int) -> None:
        found, current = self.pane.model.found, self.pane.table.currentIndex()
        if not found:
            return
        here = (current.row(), current.column())
        if step > 0:
            place = next((one for one in found if one > here), found[0])
        else:
            place = next((one for one in reversed(found) if one < here), found[-1])
        self.pane.table.setCurrentIndex(self.pane.model.index(*place))

    def _on_export(self) -> None:
        if self._page is None:
            return
        path = self._choose(self, self.tr("Export this ladder"), f"{self._page.pin.replace('@', '-')}.yaml")
        if path is not None:
            task = Task(self, self.desk, FileWriting(self.desk.store, self._page.pin, path))
            task.succeeded.connect(self._on_exported)
            task.failed.connect(self._on_export_failed)
            task.start()

    def _on_exported(self, path: Path) -> None:
        self.banner.set_message("ok", self.tr("Written to {file}.").format(file=path.name))
        self.banner.show()

    def _on_export_failed(self, error: Exception) -> None:
        if not isinstance(error, (OSError, NotFound)):
            self.desk.bus.crashed.emit(error)
            return
        words = self.tr("The file could not be written. The ladder in the vault is safe. Choose another place.")
        self.banner.set_message("danger", words)
        self.banner.show()

    def _on_new_version(self) -> None:
        if self._page is not None:
            self.navigate_requested.emit(Route("ladder_import", item_id=self._page.pin))

    def _on_map(self) -> None:
        if self._page is not None and self._page.other_pins:
            self.navigate_requested.emit(
                Route("ladder_change", item_id=f"{self._page.other_pins[-1]} {self._page.pin}")
            )
