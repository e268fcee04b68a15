"""The unlock window: one field, one button. It imports nothing beyond the widgets, so it appears at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPointF, Qt, QThreadPool, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.steps import paint_motif, steps_from_path
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.caps_lock import CapsLock, SystemCapsLock
from coachdesk.ui.windows.unlock_pages import NewPassphrasePage, PassphrasePage, RecoveryPage, centred

if TYPE_CHECKING:
    from coachdesk.ui.windows.rating import Rate

_MOTIF = (
    "M-20 282 H156 V258 H332 V242 H436 V218 H644 V202 H716 V178 H852 V162 H924 V154 H1132 V130 H1308 H1516",
    "M-20 256 H84 V248 H292 V240 H364 V232 H468 V216 H676 V208 H852 V192 H1028 V176 H1236 V160 H1372",
    "M-20 230 H156 V222 H228 V198 H364 V174 H572 V166 H708 V150 H812 V134 H884 V126 H1092 V118 H1268 V110 H1404",
    "M-20 204 H156 V196 H228 V188 H332 V172 H404 V148 H580 V124 H756 V116 H964 V100 H1100 V84 H1172 V68 H1308 H1380",
    "M-20 178 H156 V170 H260 V154 H332 V146 H404 V122 H580 V106 H788 V90 H964 V74 H1068 V50 H1244 V42 H1420",
)
_MOTIF_WIDTH = 1280
_MOTIF_HEIGHT = 300


class UnlockWindow(QWidget):
    """Opens a vault by passphrase or recovery code. It only asks; whoever owns it opens and answers.

    After `unlock_requested` or `recovery_requested` call `set_opening`, then `set_wrong`,
    `set_pause`, `set_error`, or close the window. After a good recovery code call
    `ask_new_passphrase` and wait for `passphrase_chosen`. `first_painted` comes once, when the
    window is on screen: the moment to start loading the rest.
    """

    unlock_requested = Signal(str)
    recovery_requested = Signal(str)
    passphrase_chosen = Signal(str)
    other_vault_requested = Signal()
    new_vault_requested = Signal()
    quick_requested = Signal()
    key_file_requested = Signal()
    restore_requested = Signal()
    first_painted = Signal()

    def __init__(
        self,
        look: Appearance,
        *,
        vault_name: str,
        last_opened_text: str = "",
        rate: Rate | None = None,
        suggest: Callable[[], str] | None = None,
        caps_lock: CapsLock | None = None,
        delay_ms: int = 120,
        pool: QThreadPool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._rate, self._suggest = rate, suggest
        self._delay_ms, self._pool = delay_ms, pool
        self._painted = False
        self._motif = tuple(steps_from_path(path) for path in _MOTIF)
        self.setWindowTitle("CoachDesk")
        self.setMinimumSize(720, 540)
        self.resize(1280, 800)
        self.banner = Banner(look, "info", "")
        self.banner.hide()
        self.passphrase_page = PassphrasePage(look, vault_name, last_opened_text, caps_lock or SystemCapsLock())
        self.recovery_page = RecoveryPage(look)
        self.new_page: NewPassphrasePage | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self.passphrase_page)
        self._pages.addWidget(self.recovery_page)
        self._lay_out()
        self._connect()
        self.passphrase_page.field.setFocus()

    def set_vault(self, name: str, last_opened_text: str) -> None:
        """Show another vault, with nothing typed."""
        self.passphrase_page.set_vault(name, last_opened_text)
        self.clear()

    @property
    def key_file(self) -> Path | None:
        """The key file chosen, where the vault asks for one."""
        return self.passphrase_page.key_file.path

    def set_key_file(self, path: Path | None) -> None:
        """Show which key file is chosen."""
        self.passphrase_page.key_file.set_path(path)

    def set_ways(self, *, uses_key_file: bool, quick_until: datetime | None) -> None:
        """Ask for a key file too, and offer quick unlock until a moment."""
        words = ""
        if quick_until is not None:
            local = quick_until.astimezone()
            day = QLocale().toString(QDate(local.year, local.month, local.day), "d MMMM")
            words = self.tr("Quick unlock, until {day}").format(day=day)
        self.passphrase_page.set_ways(uses_key_file=uses_key_file, quick_words=words)

    def ask_key_file(self) -> None:
        """Say that the passphrase alone opens nothing here."""
        page = self.passphrase_page
        page.set_ready()
        page.key_file.show()
        page.key_file.set_error(self.tr("This vault also asks for its key file. Choose it, then unlock."))
        page.key_file.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, page: QWidget) -> None:
        """Show a page of its own, such as the one for a damaged vault; what was typed elsewhere is forgotten."""
        self.banner.hide()
        self.recovery_page.clear()
        self.passphrase_page.clear()
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def drop_page(self, page: QWidget) -> None:
        """Go back to the passphrase and forget a page."""
        self.clear()
        self._pages.removeWidget(page)
        page.deleteLater()

    def set_opening(self) -> None:
        """Take no more input; after 300 ms say that the vault is being opened."""
        self.banner.hide()
        self._page().set_opening()

    def set_wrong(self, message: str) -> None:
        """Say that the secret does not open the vault and let the user try again."""
        self._page().set_wrong(message)

    def set_pause(self, seconds: int) -> None:
        """Take no input for some seconds and count them down."""
        self._page().set_pause(seconds)

    def set_error(self, title: str, text: str) -> None:
        """Say above the field what keeps the vault closed: what happened, what is safe, what to do."""
        self._page().set_ready()
        self._show_banner("danger", f"{title}\n{text}" if title else text)

    def set_notice(self, text: str, *, kind: str = "info") -> None:
        """Say something above the field that is no error; an empty text takes it away."""
        if text:
            self._show_banner(kind, text)
        else:
            self.banner.hide()

    def ask_new_passphrase(self) -> None:
        """After a good recovery code: have a new passphrase chosen. Needs `rate` and `suggest`."""
        if self._rate is None or self._suggest is None:
            raise ValueError("a new passphrase needs rate and suggest")
        from coachdesk.ui.windows.passphrase_panel import PassphrasePanel

        panel = PassphrasePanel(
            self.look, rate=self._rate, suggest=self._suggest, delay_ms=self._delay_ms, pool=self._pool
        )
        self.recovery_page.clear()
        self.new_page = NewPassphrasePage(self.look, panel)
        self.new_page.submitted.connect(self.passphrase_chosen)
        self._pages.addWidget(self.new_page)
        self._pages.setCurrentWidget(self.new_page)
        panel.first.setFocus()

    def clear(self) -> None:
        """Forget everything typed and go back to the passphrase."""
        self.banner.hide()
        self.recovery_page.clear()
        self.passphrase_page.clear()
        self._pages.setCurrentWidget(self.passphrase_page)
        self.passphrase_page.field.edit.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the step motif at its foot."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("window"))
        stretch = max(1.0, self.width() / _MOTIF_WIDTH)
        origin = QPointF(0, self.height() - _MOTIF_HEIGHT)
        paint_motif(painter, self.look, self._motif, origin, stretch)
        painter.end()
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def _lay_out(self) -> None:
        px = self.look.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(24), px(24), px(24), px(8))
        column.setSpacing(px(16))
        column.addLayout(centred(self.banner))
        column.addStretch(15)
        column.addWidget(self._pages, 0)
        column.addStretch(40)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(content)
        content.setAutoFillBackground(False)
        self.banner.setFixedWidth(px(480))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, px(24))
        outer.setSpacing(px(8))
        outer.addWidget(area, 1)
        outer.addLayout(centred(self._build_foot()))

    def _build_foot(self) -> QWidget:
        px = self.look.px
        foot = QWidget()
        foot.setProperty("surface", "window")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(12), px(4), px(12), px(4))
        row.setSpacing(px(8))
        row.addWidget(Icon(self.look, "shield"))
        words = self.tr("Encrypted on this computer. CoachDesk makes no network connections.")
        row.addWidget(Label(self.look, words, role="small", tone="text2"))
        return foot

    def _connect(self) -> None:
        page = self.passphrase_page
        page.submitted.connect(self.unlock_requested)
        page.recovery_link.clicked.connect(self._on_recovery_clicked)
        page.other_link.clicked.connect(self.other_vault_requested)
        page.new_link.clicked.connect(self.new_vault_requested)
        page.quick.clicked.connect(self.quick_requested)
        page.key_file.choose_requested.connect(self.key_file_requested)
        page.restore_link.clicked.connect(self.restore_requested)
        self.recovery_page.submitted.connect(self.recovery_requested)
        self.recovery_page.back.clicked.connect(self.clear)

    def _page(self) -> PassphrasePage | RecoveryPage | NewPassphrasePage:
        page = self._pages.currentWidget()
        assert isinstance(page, PassphrasePage | RecoveryPage | NewPassphrasePage)
        return page

    def _show_banner(self, kind: str, text: str) -> None:
        self.banner.set_message(kind, text)
        self.banner.show()

    def _on_recovery_clicked(self) -> None:
        self.banner.hide()
        self.passphrase_page.clear()
        self._pages.setCurrentWidget(self.recovery_page)
        self.recovery_page.field.edit.setFocus()
