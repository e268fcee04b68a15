"""First run: four steps to a vault that nobody else can open, by keyboard alone if wanted."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import IconTile
from coachdesk.ui.widgets.steps import StepList, paint_motif, steps_from_path
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs, SystemDialogs
from coachdesk.ui.windows.first_run_pages import PassphraseStep, PlacePage, TeamPage
from coachdesk.ui.windows.rating import DELAY_MS, Rate
from coachdesk.ui.windows.recovery_step import RecoveryStep, build_holder
from coachdesk.ui.windows.secret_copy import SecretCopy
from coachdesk.ui.windows.set_up_page import SetUpPage

PLACE, PASSPHRASE, RECOVERY, TEAM = range(4)
_ASIDE = 304
_PAGE = 568
_MOTIF = (
    "M-20 242 H156 V218 H332 V202 H436 H644",
    "M-20 216 H156 V200 H228 V176 H364 V160 H436 H644",
    "M-20 190 H52 V166 H228 V150 H436 H508",
    "M-20 164 H188 V156 H260 V148 H364 V132 H572",
    "M-20 138 H52 V114 H188 V90 H396 V74 H604",
)


class _Aside(QWidget):
    """The product's name, the steps, and the motif at the foot."""

    def __init__(self, look: Appearance, steps: tuple[str, ...]) -> None:
        super().__init__()
        self.look = look
        self._motif = tuple(steps_from_path(path) for path in _MOTIF)
        self.steps = StepList(look, steps)
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        head.addWidget(IconTile(look, "logo", edge=40, size=24, radius=10, filled=True))
        head.addWidget(Label(look, "CoachDesk", role="title", wraps=False), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(32), look.px(40), look.px(32), look.px(40))
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(look.px(48))
        column.addWidget(self.steps)
        column.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the motif and the edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("sidebar"))
        paint_motif(painter, self.look, self._motif, QPointF(-20, self.height() - 252))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = 0 if mirrored else self.width() - 1
        painter.fillRect(edge, 0, 1, self.height(), self.look.colour("border"))


class FirstRunWindow(QWidget):
    """Asks for place and passphrase, shows the recovery code, then asks what to begin with.

    It only asks. On `create_requested` make the vault, then call `set_recovery_code`, or `set_error`.
    `finished` carries "roster" with a file, "person" or "later" with None. `restore_requested` carries the place that a
    backup shall be restored to. `first_painted` comes
    once, when the window is on screen.
    """

    create_requested = Signal(object, str)
    finished = Signal(str, object)
    restore_requested = Signal(object)
    first_painted = Signal()

    def __init__(
        self,
        look: Appearance,
        *,
        default_place: Path,
        rate: Rate,
        suggest: Callable[[], str],
        dialogs: FirstRunDialogs | None = None,
        delay_ms: int = DELAY_MS,
        pool: QThreadPool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        chooser = dialogs or SystemDialogs()
        self._creating = False
        self._painted = False
        self.setWindowTitle("CoachDesk")
        self.setMinimumSize(720, 540)
        self.resize(1280, 800)
        names = (self.tr("Place"), self.tr("Passphrase"), self.tr("Recovery code"), self.tr("Your team"))
        self.aside = _Aside(look, names)
        self.place_page = PlacePage(look, default_place, chooser)
        self.passphrase_page = PassphraseStep(look, rate=rate, suggest=suggest, delay_ms=delay_ms, pool=pool)
        self.recovery_page = RecoveryStep(look, chooser, SecretCopy())
        self.team_page = TeamPage(look, chooser)
        self.back_button = Button(look, self.tr("Back"))
        self.next_button = Button(look, self.tr("Continue"), kind="primary")
        self.next_button.setDefault(True)
        self._slow_timer = QTimer(self)
        self._slow_timer.setSingleShot(True)
        self._slow_timer.setInterval(look.timing_ms("show_progress_after"))
        self._slow_timer.timeout.connect(self._on_slow)
        self._lay_out()
        self._connect()
        self._show_step(PLACE)

    @property
    def step(self) -> int:
        """The step shown: PLACE, PASSPHRASE, RECOVERY or TEAM."""
        return self._stack.currentIndex()

    def set_creating(self) -> None:
        """Take no more input while the vault is made; say so when it lasts over 300 ms."""
        self._creating = True
        self._stack.setEnabled(False)
        self._slow_timer.start()
        self._refresh()

    def set_recovery_code(self, code: str) -> None:
        """Show the code of the vault just made; from here there is no way back to the passphrase."""
        self._end_creating()
        first, second = sorted(secrets.SystemRandom().sample(range(8), 2))
        self.recovery_page.set_code(code, (first, second), self.place_page.name.text().strip())
        self.passphrase_page.panel.clear()
        self._show_step(RECOVERY)

    def set_error(self, text: str) -> None:
        """Say on the current page why the vault was not made."""
        self._end_creating()
        self._page().set_error(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the default button: fields pass it on, buttons keep it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._press_default()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell the first paint; the parts draw themselves."""
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the list of steps into a line above the heading where both have no room."""
        super().resizeEvent(event)
        roomy = self.width() >= self.look.px(_ASIDE + _PAGE)
        self.aside.setVisible(roomy)
        self._step_line.setVisible(not roomy)

    def _lay_out(self) -> None:
        px = self.look.px
        self._stack = QStackedWidget()
        for page in (self.place_page, self.passphrase_page, self.recovery_page, self.team_page):
            self._stack.addWidget(page)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = build_holder(self._stack, px(_PAGE))
        holder.setContentsMargins(0, px(60 if self.look.text_scale <= 1.3 else 8), 0, 0)
        area.setWidget(holder)
        holder.setAutoFillBackground(False)
        self._area = area
        main = QWidget()
        main.setProperty("surface", "surface")
        main.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(main)
        inner.setContentsMargins(px(20), px(24), px(20), px(40))
        inner.setSpacing(0)
        self._step_line = Label(self.look, role="small", tone="text3", weight=600)
        self._step_line.hide()
        inner.addWidget(build_holder(self._step_line, px(_PAGE)))
        inner.addWidget(area, 1)
        inner.addWidget(build_holder(self._build_foot(), px(_PAGE)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.aside.setFixedWidth(px(_ASIDE))
        row.addWidget(self.aside)
        row.addWidget(main, 1)

    def _build_foot(self) -> QWidget:
        px = self.look.px
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(px(4), 0, px(4), 0)
        column.setSpacing(px(24))
        column.addWidget(Line())
        for button in (self.back_button, self.next_button):
            button.setFixedHeight(px(36))
        self.next_button.setMinimumWidth(px(98))
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        column.addLayout(buttons)
        return foot

    def _connect(self) -> None:
        self.place_page.restore_requested.connect(self.restore_requested)
        for page in (self.place_page, self.passphrase_page, self.recovery_page, self.team_page):
            page.ready_changed.connect(self._refresh)
        self.back_button.clicked.connect(self._on_back)
        self.next_button.clicked.connect(self._on_next)
        self.team_page.roster_chosen.connect(self._on_roster_chosen)
        self.team_page.person_requested.connect(self._on_person_requested)
        panel = self.passphrase_page.panel
        panel.first.edit.returnPressed.connect(panel.again.edit.setFocus)

    def _page(self) -> SetUpPage:
        page = self._stack.currentWidget()
        assert isinstance(page, SetUpPage)
        return page

    def _show_step(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.aside.steps.set_current(step)
        self._step_line.setText(self.aside.steps.accessibleName())
        self._area.verticalScrollBar().setValue(0)
        self._refresh()
        self._page().start()

    def _refresh(self) -> None:
        step = self.step
        self.back_button.setVisible(step == PASSPHRASE)
        self.back_button.setEnabled(not self._creating)
        self.next_button.setText(self.tr("Do this later") if step == TEAM else self.tr("Continue"))
        self.next_button.set_kind("" if step == TEAM else "primary")
        self.next_button.setEnabled(self._page().is_ready and not self._creating)
        self.next_button.updateGeometry()

    def _press_default(self) -> None:
        if self.next_button.isEnabled():
            self.next_button.click()

    def _end_creating(self) -> None:
        self._creating = False
        self._slow_timer.stop()
        self._stack.setEnabled(True)
        self._refresh()

    def _on_slow(self) -> None:
        self.next_button.setText(self.tr("Making the vault"))
        self.next_button.updateGeometry()

    def _on_back(self) -> None:
        self._show_step(self.step - 1)

    def _on_next(self) -> None:
        self._page().set_error("")
        if self.step == PLACE:
            self.passphrase_page.panel.set_names((self.place_page.name.text().strip(),))
            self._show_step(PASSPHRASE)
        elif self.step == PASSPHRASE:
            self.create_requested.emit(self.place_page.place(), self.passphrase_page.panel.passphrase())
        elif self.step == RECOVERY:
            self.recovery_page.forget()
            self._show_step(TEAM)
        else:
            self.finished.emit("later", None)

    def _on_roster_chosen(self, path: Path) -> None:
        self.finished.emit("roster", path)

    def _on_person_requested(self) -> None:
        self.finished.emit("person", None)
