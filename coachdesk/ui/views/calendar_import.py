"""Import a calendar: a file, a preview of every change, one write. Nothing is written before the last button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.calendar import CalendarResult, import_calendar
from coachdesk.ui.models.calendar_rows import CalendarModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.calendar_import_session import CalendarSession
from coachdesk.ui.views.import_file import FileChooser, FileStep, choose_calendar
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import count_words

FILE, CHECK = range(2)
_PROBLEMS_SHOWN = 4


class CalendarList(RowList):
    """The preview. Space ticks; `chosen(key, step)` on Left and Right."""

    chosen = Signal(str, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose between people of one name, or do what every list does."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.current_id:
            self.chosen.emit(self.current_id, step)
        else:
            super().keyPressEvent(event)


class CalendarImportView(View):
    """The page of route `calendar_import`. `set_file` starts it with a file that was dropped elsewhere."""

    collapses_sidebar = True

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, choose: FileChooser = choose_calendar
    ) -> None:
        super().__init__(desk, look, parent)
        self.session = CalendarSession(desk, self)
        self.file_step = FileStep(
            look,
            choose,
            title=self.tr("Bring in your one-on-ones"),
            text=self.tr("Drop a calendar here, or choose one. Every calendar can export an .ics file."),
        )
        self.model = CalendarModel(desk.zone)
        self.list = CalendarList(
            look, self.tr("Meetings in the file"), self.model, two_lines=True, min_height=52, scrolls=True
        )
        self.banner = Banner(look, "warn", "")
        self.summary = Label(look, "", tone="text2")
        self.back = Button(look, self.tr("Back"))
        self.primary = Button(look, "", kind="primary")
        self._stack = QStackedWidget()
        self._writing = False
        self._lay_out()
        self._connect()

    @property
    def step(self) -> int:
        """Which step shows: FILE or CHECK."""
        return self._stack.currentIndex()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The file step, or the preview and the foot."""
        return (self.file_step,) if self.step == FILE else (self.list, self.primary)

    def show_route(self, route: Route) -> None:
        """Begin anew unless an import is under way."""
        super().show_route(route)
        if not self._writing:
            self._restart()

    def set_file(self, path: Path) -> None:
        """Read a file and show what it would change."""
        if not self._writing:
            self._go(FILE)
            self.file_step.set_busy(True)
            self.session.read(path)

    def _lay_out(self) -> None:
        px = self.look.px
        check, found = QWidget(), QWidget()
        for ground in (check, found):
            set_ground(ground)
        inner = QVBoxLayout(found)
        inner.setContentsMargins(px(24), px(16), px(24), px(12))
        inner.setSpacing(px(12))
        inner.addWidget(self.banner)
        inner.addWidget(self.summary)
        inner.addWidget(self.list, 1)
        self.list.setMinimumHeight(px(160))
        outer = QVBoxLayout(check)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(build_scrolled(found), 1)
        outer.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(px(24), px(16), px(24), px(16))
        foot.setSpacing(px(8))
        foot.addWidget(Icon(self.look, "undo", "text3"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(Label(self.look, self.tr("One undo takes the whole import back."), tone="text2"), 1)
        foot.addWidget(self.back)
        foot.addWidget(self.primary)
        outer.addLayout(foot)
        self._stack.addWidget(build_scrolled(self.file_step))
        self._stack.addWidget(check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.banner.hide()

    def _connect(self) -> None:
        self.session.read_succeeded.connect(self._on_read)
        self.session.read_failed.connect(self.file_step.show_error)
        self.session.read_cancelled.connect(self._restart)
        self.file_step.file_given.connect(self.set_file)
        self.file_step.cancel_requested.connect(self._restart)
        self.model.ticked.connect(self._on_ticked)
        self.list.chosen.connect(self._on_chosen)
        self.back.clicked.connect(self._restart)
        self.primary.clicked.connect(self._on_primary)

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.title_changed.emit(self.tr("Import a calendar"), "")
        if self.isVisible():
            target = self.file_step.button if step == FILE else self.list
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restart(self) -> None:
        self.session.clear()
        self.file_step.set_busy(False)
        self._go(FILE)

    def _on_read(self) -> None:
        self.file_step.set_busy(False)
        self._show()
        self._show_problems()
        self._go(CHECK)

    def _show(self) -> None:
        session = self.session
        if session.file is None:
            return
        self.model.set_file(session.file, session.choices)
        self.model.set_rows(session.groups)
        count = session.count
        meetings = count_words(count, self.tr("meeting"), self.tr("meetings"))
        words = self.tr("Import {meetings}") if count else self.tr("Nothing to import")
        self.primary.setText(words.format(meetings=meetings))
        self.primary.setEnabled(count > 0 and not self._writing)
        found = count_words(len(session.file.draft.events), self.tr("event"), self.tr("events"))
        left = sum(len(group.rows) for group in session.groups if not group.is_change)
        summary = self.tr("{found} in the next 8 weeks, {count} to import, {left} as they are or not taken.")
        self.summary.setText(summary.format(found=found, count=count, left=left))

    def _show_problems(self) -> None:
        draft = self.session.file.draft if self.session.file is not None else None
        if draft is None or not draft.problems:
            self.banner.hide()
            return
        lines = [str(problem) for problem in draft.problems[:_PROBLEMS_SHOWN]]
        lines = [line[:1].upper() + line[1:] for line in lines]
        more = len(draft.problems) - len(lines) + draft.more_problems
        if more:
            lines.append(self.tr("And {count} more.").format(count=more))
        self.banner.set_message("warn", "\n".join(lines))
        self.banner.show()

    def _on_ticked(self, key: str, is_taken: bool) -> None:
        self.session.set_taken(key, is_taken)
        self._show()

    def _on_chosen(self, key: str, step: int) -> None:
        key = self.session.choose(key, step)
        self._show()
        self.list.set_current_id(key)

    def _on_primary(self) -> None:
        if self._writing or not self.session.count:
            return
        self._writing = True
        self.primary.setEnabled(False)
        meetings = count_words(self.session.count, self.tr("meeting"), self.tr("meetings"))
        label = self.tr("Import of {meetings}").format(meetings=meetings)
        changes = self.session.changes
        operation = Operation(self, self.desk, import_calendar, changes, label=label, offers_undo=True)
        operation.succeeded.connect(self._on_imported)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_imported(self, _result: CalendarResult) -> None:
        self._writing = False
        self.session.clear()
        self.navigate_requested.emit(Route("today"))

    def _on_failed(self, error: Exception) -> None:
        self._writing = False
        self._show()
        self.banner.set_message("danger", self.tr("{what} Your choices on this page are kept.").format(what=error))
        self.banner.show()
