"""The security settings: opening the vault, locking it, and leaving no traces."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, Qt
from PySide6.QtWidgets import QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import (
    CLEAR_CLIPBOARD_S,
    IDLE_LOCK_MIN,
    LOCK_WHEN_MINIMISED,
    LOCK_WITH_SESSION,
    WAIT_AFTER_WRONG,
)
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_passphrase import PassphraseForm
from coachdesk.ui.views.settings_recovery import RecoveryForm
from coachdesk.ui.views.settings_rows import SettingCombo, SettingRow, SettingSection, SettingSwitch
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs
from coachdesk.vault.slots import PASSPHRASE, RECOVERY

SECURITY = "security"


def _tr(text: str) -> str:
    return QCoreApplication.translate("SecuritySettings", text)


def idle_words(minutes: int) -> str:
    """Return a time until the lock in words."""
    if minutes == 0:
        return _tr("Never")
    return _tr("1 minute") if minutes == 1 else _tr("{count} minutes").format(count=minutes)


class SecuritySettings(QObject):
    """Builds the sections and opens the two forms in place."""

    def __init__(
        self, look: Appearance, desk: Desk, parent: QWidget, *, dialogs: FirstRunDialogs | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.desk = desk
        self._confirmed = True
        self.change = Button(look, self.tr("Change"), small=True)
        self.change.setAccessibleName(self.tr("Change passphrase"))
        self.replace = Button(look, self.tr("Replace"), small=True)
        self.replace.setAccessibleName(self.tr("Replace recovery code"))
        self.passphrase_form = PassphraseForm(look, desk)
        self.recovery_form = RecoveryForm(look, desk, dialogs=dialogs)
        self.passphrase_row = SettingRow(look, self.tr("Passphrase"), "", self.change, below=self.passphrase_form)
        self.recovery_row = SettingRow(look, self.tr("Recovery code"), "", self.replace, below=self.recovery_form)
        self.sections = (self._opening(), self._locking(), self._traces())
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show when each secret was made, and whether it can be changed."""
        made = {
            slot.slot_type: QLocale().toString(
                QDate(slot.made_on.year, slot.made_on.month, slot.made_on.day), "d MMMM yyyy"
            )
            for slot in self.desk.vault.slots()
        }
        if self.desk.vault.read_only:
            words = self.tr("The vault can only be read at present, so this can’t be changed.")
            self.passphrase_row.set_text(words)
            self.recovery_row.set_text(words)
        else:
            changed = self.tr("Changed {day}").format(day=made[PASSPHRASE]) if PASSPHRASE in made else self.tr("None")
            self.passphrase_row.set_text(changed)
            code = self.tr("Made {day}").format(day=made[RECOVERY]) if RECOVERY in made else self.tr("None")
            unsure = self.tr("{code}. Not typed back: replace it if you have no copy.")
            self.recovery_row.set_text(code if self._confirmed else unsure.format(code=code))
        for button in (self.change, self.replace):
            button.setEnabled(not self.desk.vault.read_only)

    def close_forms(self) -> None:
        """Forget what was typed, on leaving the page."""
        self.passphrase_form.close_form()
        self.recovery_form.close_form()

    def _opening(self) -> SettingSection:
        settings = self.desk.settings
        title = self.tr("Wait after wrong tries")
        wait = SettingRow(
            self.look,
            title,
            self.tr("From the third try on, 5 s and doubling"),
            SettingSwitch(self.look, settings, WAIT_AFTER_WRONG, title),
        )
        rows = (self.passphrase_row, self.recovery_row, wait)
        return SettingSection(self.look, SECURITY, self.tr("Opening the vault"), rows)

    def _locking(self) -> SettingSection:
        look, settings = self.look, self.desk.settings
        idle, session, minimised = (
            self.tr("Lock when idle"),
            self.tr("Lock with the screen and on sleep"),
            self.tr("Lock when minimised"),
        )
        words = [idle_words(minutes) for minutes in IDLE_LOCK_MIN.choices]
        rows = (
            SettingRow(
                look,
                idle,
                self.tr("Without a key or a click"),
                SettingCombo(look, settings, IDLE_LOCK_MIN, idle, words),
            ),
            SettingRow(look, session, "", SettingSwitch(look, settings, LOCK_WITH_SESSION, session)),
            SettingRow(
                look,
                minimised,
                self.tr("Never while a meeting is live"),
                SettingSwitch(look, settings, LOCK_WHEN_MINIMISED, minimised),
            ),
        )
        return SettingSection(look, SECURITY, self.tr("Locking"), rows)

    def _traces(self) -> SettingSection:
        look, title = self.look, self.tr("Clear the clipboard")
        words = [self.tr("{count} seconds").format(count=seconds) for seconds in CLEAR_CLIPBOARD_S.choices]
        combo = SettingCombo(look, self.desk.settings, CLEAR_CLIPBOARD_S, title, words)
        row = SettingRow(look, title, self.tr("After copying private text"), combo)
        return SettingSection(look, SECURITY, self.tr("Leaving traces"), (row,))

    def _connect(self) -> None:
        self.change.clicked.connect(self._on_change)
        self.replace.clicked.connect(self._on_replace)
        self.passphrase_form.changed.connect(self.refresh)
        self.passphrase_form.closed.connect(self._on_change_closed)
        self.recovery_form.replaced.connect(self._on_replaced)
        self.recovery_form.confirmed.connect(self._on_confirmed)
        self.recovery_form.closed.connect(self._on_replace_closed)

    def _on_change(self) -> None:
        self.recovery_form.close_form()
        self.change.hide()
        self.passphrase_form.open_form()

    def _on_change_closed(self) -> None:
        self._give_back(self.change)

    def _on_replace(self) -> None:
        self.passphrase_form.close_form()
        self.replace.hide()
        self.recovery_form.open_form()

    def _on_replace_closed(self) -> None:
        self._give_back(self.replace)

    def _give_back(self, button: Button) -> None:
        button.show()
        if button.isVisible():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_replaced(self) -> None:
        self._confirmed = False
        self.refresh()

    def _on_confirmed(self) -> None:
        self._confirmed = True
        self.refresh()
