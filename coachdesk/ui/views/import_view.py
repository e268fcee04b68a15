"""Import a roster in four steps: file, match, check, done. Nothing is written before the last button."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.exchange.roster.check import RosterCheck
from coachdesk.exchange.roster.mapping import Mapping
from coachdesk.services.roster import ImportResult, import_roster
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.import_check import CheckStep
from coachdesk.ui.views.import_done import DoneStep
from coachdesk.ui.views.import_file import FileChooser, FileStep, choose_roster
from coachdesk.ui.views.import_match import MatchStep
from coachdesk.ui.views.import_session import ImportSession
from coachdesk.ui.views.import_trail import StepTrail
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import count_words

FILE, MATCH, CHECK, DONE = range(4)


class ImportView(View):
    """The page of route `import`. `set_file` starts it with a file that was dropped elsewhere."""

    collapses_sidebar = True

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, choose: FileChooser = choose_roster
    ) -> None:
        super().__init__(desk, look, parent)
        self.session = ImportSession(desk, self)
        self.trail = StepTrail(look, (self.tr("File"), self.tr("Match"), self.tr("Check"), self.tr("Done")))
        self.file_step = FileStep(look, choose)
        self.match_step = MatchStep(look)
        self.check_step = CheckStep(look)
        self.done_step = DoneStep(look)
        self.banner = Banner(look, "danger", "")
        self.back = Button(look, self.tr("Back"))
        self.primary = Button(look, "", kind="primary")
        self._undo_words = Label(look, self.tr("One undo takes the whole import back."), tone="text2")
        self._stack = QStackedWidget()
        self._foot = QWidget()
        self._foot.setFocusProxy(self.primary)
        self.check_step.setFocusProxy(self.check_step.table)
        self._writing = False
        self._count = 0
        self._lay_out()
        self._connect()
        self._go(FILE)

    @property
    def step(self) -> int:
        """Which step shows: FILE, MATCH, CHECK or DONE."""
        return self._stack.currentIndex()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The step, then its foot."""
        steps = {FILE: self.file_step, MATCH: self.match_step, CHECK: self.check_step}
        pane = steps.get(self.step)
        return tuple(part for part in (pane, self._foot if self.step != FILE else None) if part is not None)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The trail of steps."""
        return (self.trail,)

    def show_route(self, route: Route) -> None:
        """Begin anew unless an import is under way."""
        super().show_route(route)
        if self.step == DONE:
            self._restart()
        self._say_title()

    def set_file(self, path: Path) -> None:
        """Read a file and go to Match when it can be read."""
        if self._writing:
            return
        self._go(FILE)
        self.file_step.set_busy(True)
        self.session.read(path)

    def run_action(self, action_id: str) -> bool:
        """Let undo take the last decision of the check back while nothing is written yet."""
        return action_id == "undo" and self.step == CHECK and not self._writing and self.session.undo_decision()

    def _lay_out(self) -> None:
        px = self.look.px
        for step in (self.file_step, self.match_step, self.check_step, self.done_step):
            self._stack.addWidget(build_scrolled(step) if step in (self.file_step, self.done_step) else step)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(24), px(16), px(24), px(16))
        foot.setSpacing(px(8))
        self._undo_icon = Icon(self.look, "undo", "text3")
        foot.addWidget(self._undo_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._undo_words)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.primary)
        message = QFrame()
        around = QVBoxLayout(message)
        around.setContentsMargins(px(24), px(12), px(24), 0)
        around.addWidget(self.banner)
        self._message = message
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(message)
        column.addWidget(self._stack, 1)
        self._line = Line()
        column.addWidget(self._line)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        session = self.session
        session.read_succeeded.connect(self._on_read)
        session.read_failed.connect(self.file_step.show_error)
        session.read_cancelled.connect(self._restart)
        session.checked.connect(self._on_checked)
        self.file_step.file_given.connect(self.set_file)
        self.file_step.cancel_requested.connect(self._on_cancel)
        self.match_step.mapping_changed.connect(self._on_mapping)
        self.match_step.owner_changed.connect(session.set_owner)
        self.check_step.fix_taken.connect(session.apply_fix)
        self.check_step.ticked.connect(session.set_ticked)
        self.check_step.edited.connect(session.set_value)
        self.back.clicked.connect(self._on_back)
        self.primary.clicked.connect(self._on_primary)

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.trail.set_current(step if step != DONE else DONE + 1)
        self._message.hide()
        for widget in (self._foot, self._line):
            widget.setVisible(step != FILE)
        for part in (self._undo_icon, self._undo_words):
            part.setVisible(step in (CHECK, DONE))
        self.back.setText({DONE: self.tr("Import another")}.get(step, self.tr("Back")))
        self._show_primary()
        if self.isVisible():
            self._first_widget().setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_title()

    def _first_widget(self) -> QWidget:
        if self.step == MATCH and self.match_step.choices:
            return self.match_step.choices[0]
        return {FILE: self.file_step.button, CHECK: self.check_step.table}.get(self.step, self.primary)

    def _show_primary(self) -> None:
        check, step = self.session.check, self.step
        if step == MATCH:
            self.primary.setText(self.tr("Check"))
            self.primary.setEnabled(self.session.mapping.names_people() and check is not None)
        elif step == CHECK and check is not None:
            number = check.counts.new + check.counts.updated
            people = count_words(number, self.tr("person"), self.tr("people"))
            self.primary.setText(
                self.tr("Import {people}").format(people=people) if number else self.tr("Nothing to import")
            )
            self.primary.setEnabled(number > 0 and not self._writing)
        else:
            self.primary.setText(self.tr("Open Today"))
            self.primary.setEnabled(True)

    def _say_title(self) -> None:
        table = self.session.table
        note = ""
        if table is not None and self.look.text_scale < 1.5:
            rows = count_words(len(table.rows), self.tr("row"), self.tr("rows"))
            note = self.tr("{file}, {rows}").format(file=table.name, rows=rows)
        self.title_changed.emit(self.tr("Import a roster"), note)

    def _restart(self) -> None:
        self.session.clear()
        self.file_step.set_busy(False)
        self._go(FILE)

    def _on_cancel(self) -> None:
        self.session.clear()
        self._restart()

    def _on_read(self) -> None:
        session = self.session
        if session.table is None:
            return
        self.file_step.set_busy(False)
        self.match_step.set_table(session.table, session.mapping, session.owner)
        for before, after in pairwise((self.match_step.owner.edit, self.back, self.primary)):
            QWidget.setTabOrder(before, after)
        self._go(MATCH)

    def _on_mapping(self, mapping: Mapping) -> None:
        self.session.set_mapping(mapping)
        self._show_primary()

    def _on_checked(self, check: RosterCheck) -> None:
        own = self.session.find_own_row()
        self.match_step.show_owner(own.name if own else "", own.row_number if own else 0)
        if self.step == MATCH:
            self.match_step.set_names(tuple(row.name for row in check.rows if row.name))
        if self.step == CHECK:
            self.check_step.show_check(check)
        self._show_primary()

    def _on_back(self) -> None:
        if self._writing:
            return
        if self.step in (MATCH, DONE):
            self._restart()
        elif self.step == CHECK:
            self._go(MATCH)

    def _on_primary(self) -> None:
        session = self.session
        if self.step == DONE:
            self.navigate_requested.emit(Route("today"))
        elif self.step == MATCH and session.table is not None and session.check is not None:
            self.check_step.set_mapping(session.mapping, session.table.header)
            self.check_step.show_check(session.check)
            self._go(CHECK)
        elif self.step == CHECK and session.check is not None and not self._writing:
            self._import(session.check)

    def _import(self, check: RosterCheck) -> None:
        self._count = check.counts.new + check.counts.updated
        people = count_words(self._count, self.tr("person"), self.tr("people"))
        label = self.tr("Import of {people}").format(people=people)
        self._set_writing(True)
        operation = Operation(self, self.desk, import_roster, check.to_plan(), label=label, offers_undo=True)
        operation.succeeded.connect(self._on_imported)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _set_writing(self, writing: bool) -> None:
        self._writing = writing
        self.check_step.set_busy(writing)
        self.back.setEnabled(not writing)
        self._show_primary()

    def _on_imported(self, result: ImportResult) -> None:
        counts = self.session.check.counts if self.session.check else None
        self._set_writing(False)
        people = count_words(self._count, self.tr("person"), self.tr("people"))
        title = self.tr("{people} imported").format(people=people)
        words = []
        if result.added:
            words.append(count_words(result.added, self.tr("new person"), self.tr("new people")))
        if result.updated:
            words.append(self.tr("{count} updated").format(count=result.updated))
        if counts is not None and counts.left_out + counts.need_look:
            words.append(self.tr("{count} left out").format(count=counts.left_out + counts.need_look))
        self.done_step.show_summary(title, ", ".join(words) + ".")
        self._go(DONE)

    def _on_failed(self, error: Exception) -> None:
        self._set_writing(False)
        self._message.show()
        self.banner.set_message("danger", self.tr("{what} Your choices on this page are kept.").format(what=error))
        self.check_step.table.setFocus(Qt.FocusReason.OtherFocusReason)
