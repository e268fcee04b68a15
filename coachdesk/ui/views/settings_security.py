"""The security settings: opening the vault, locking it, and leaving no traces."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.desk.settings import (
    CLEAR_CLIPBOARD_S,
    IDLE_LOCK_MIN,
    LOCK_WHEN_MINIMISED,
    LOCK_WITH_SESSION,
    WAIT_AFTER_WRONG,
)
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_passphrase import PassphraseForm, SecretForm
from coachdesk.ui.views.settings_recovery import RecoveryForm
from coachdesk.ui.views.settings_rotation import RotationForm
from coachdesk.ui.views.settings_rows import SettingCombo, SettingRow, SettingSection, SettingSwitch
from coachdesk.ui.views.settings_ways import KeyFileForm, QuickForm, RemoveWayForm, slot_words
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Switch
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs
from coachdesk.vault.keychain import Keychain, turn_off_quick_unlock
from coachdesk.vault.slot_secrets import KEYCHAIN, PASSPHRASE, PASSPHRASE_FILE, RECOVERY
from coachdesk.vault.unlocked import OpenVault

SECURITY = "security"


def _tr(text: str) -> str:
    return QCoreApplication.translate("SecuritySettings", text)


def idle_words(minutes: int) -> str:
    """Return a time until the lock in words."""
    if minutes == 0:
        return _tr("Never")
    return _tr("1 minute") if minutes == 1 else _tr("{count} minutes").format(count=minutes)


class SecuritySettings(QObject):
    """Builds the sections and opens their forms in place."""

    def __init__(
        self,
        look: Appearance,
        desk: Desk,
        parent: QWidget,
        *,
        dialogs: FirstRunDialogs | None = None,
        keychain: Keychain | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.desk = desk
        self._keychain = keychain
        self._confirmed = True
        self.passphrase_form = PassphraseForm(look, desk)
        self.recovery_form = RecoveryForm(look, desk, dialogs=dialogs)
        self.key_file_form = KeyFileForm(look, desk)
        self.quick_form = QuickForm(look, desk, keychain)
        self.rotation_form = RotationForm(look, desk, dialogs=dialogs, keychain=keychain)
        self.remove_form = RemoveWayForm(look, desk)
        self.change = self._button(self.tr("Change"), self.tr("Change passphrase"))
        self.replace = self._button(self.tr("Replace"), self.tr("Replace recovery code"))
        self.key_file = self._button(self.tr("Add"), self.tr("Add or remove a key file"))
        self.quick = Switch(look, self.tr("Quick unlock"))
        self.rotate = self._button(self.tr("Change"), self.tr("Change the keys"))
        self.remove = self._button(self.tr("Take one away"), self.tr("Take a way to unlock away"))
        self.passphrase_row = self._row(self.tr("Passphrase"), self.change, self.passphrase_form)
        self.recovery_row = self._row(self.tr("Recovery code"), self.replace, self.recovery_form)
        self.key_file_row = self._row(self.tr("Key file"), self.key_file, self.key_file_form)
        self.quick_row = self._row(self.tr("Quick unlock"), self.quick, self.quick_form)
        self.rotation_row = self._row(self.tr("Keys of the vault"), self.rotate, self.rotation_form)
        self.ways_row = self._row(self.tr("Ways to unlock"), self.remove, self.remove_form)
        self._forms: tuple[tuple[SecretForm, QAbstractButton], ...] = (
            (self.passphrase_form, self.change),
            (self.recovery_form, self.replace),
            (self.key_file_form, self.key_file),
            (self.quick_form, self.quick),
            (self.rotation_form, self.rotate),
            (self.remove_form, self.remove),
        )
        self.sections = (self._opening(), self._locking(), self._traces())
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the ways to unlock, when each was made, and whether it can be changed."""
        slots = self.desk.vault.slots()
        made = {slot.slot_type: slot_words(slot) for slot in slots}
        typed = made.get(PASSPHRASE) or made.get(PASSPHRASE_FILE)
        code = made.get(RECOVERY)
        has_file = PASSPHRASE_FILE in made
        self.passphrase_row.set_text(typed or self.tr("None"))
        unsure = self.tr("{code}. Not typed back: replace it if you have no copy.")
        kept = code if self._confirmed or code is None else unsure.format(code=code)
        self.recovery_row.set_text(kept or self.tr("None"))
        self.key_file.setText(self.tr("Remove") if has_file else self.tr("Add"))
        self.key_file_row.set_text(
            self.tr("The vault asks for it beside the passphrase")
            if has_file
            else self.tr("Not in use: something you have, beside what you know")
        )
        quick = made.get(KEYCHAIN)
        self.quick.setChecked(quick is not None)
        explained = self.tr(
            "Off. This computer’s keychain can open the vault for some days, so that you type the passphrase "
            "less often. Whoever uses your account can then open it too."
        )
        self.quick_row.set_text(quick or explained)
        self.rotation_row.set_text(self.tr("Encrypt everything anew, when somebody may know the passphrase"))
        self.ways_row.set_text("\n".join(slot_words(slot) for slot in slots))
        if self.desk.vault.read_only:
            self._show_read_only()

    def close_forms(self) -> None:
        """Forget what was typed, on leaving the page."""
        self.rotation_form.stop()
        for form, _opener in self._forms:
            form.close_form()

    def _show_read_only(self) -> None:
        words = self.tr("The vault can only be read at present, so this can’t be changed.")
        rows = (self.passphrase_row, self.recovery_row, self.key_file_row, self.quick_row, self.rotation_row)
        for row in rows:
            row.set_text(words)
        for _form, opener in self._forms:
            opener.setEnabled(False)

    def _button(self, text: str, name: str) -> Button:
        button = Button(self.look, text, small=True)
        button.setAccessibleName(name)
        return button

    def _row(self, title: str, control: QWidget, form: QWidget) -> SettingRow:
        return SettingRow(self.look, title, "", control, below=form)

    def _opening(self) -> SettingSection:
        settings = self.desk.settings
        title = self.tr("Wait after wrong tries")
        wait = SettingRow(
            self.look,
            title,
            self.tr("From the third try on, 5 s and doubling"),
            SettingSwitch(self.look, settings, WAIT_AFTER_WRONG, title),
        )
        rows = (
            self.passphrase_row,
            self.recovery_row,
            self.quick_row,
            wait,
            self.key_file_row,
            self.rotation_row,
            self.ways_row,
        )
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
        for form, opener in self._forms:
            opener.clicked.connect(self._on_opener)
            form.closed.connect(self._on_closed)
        for changing in (self.passphrase_form, self.key_file_form, self.quick_form, self.remove_form):
            changing.changed.connect(self.refresh)
        self.recovery_form.replaced.connect(self._on_code_shown)
        self.recovery_form.confirmed.connect(self._on_confirmed)
        self.rotation_form.changed.connect(self._on_code_shown)
        self.rotation_form.done.clicked.connect(self._on_confirmed)

    def _on_opener(self) -> None:
        """Open one form in place and close the others; an open quick unlock is switched off at once."""
        opener = self.sender()
        if opener is self.quick and not self.quick.isChecked():
            self._turn_off()
            return
        for form, button in self._forms:
            if button is not opener:
                form.close_form()
        for form, button in self._forms:
            if button is opener:
                if button is not self.quick:
                    button.hide()
                form.open_form()

    def _turn_off(self) -> None:
        self.quick_form.close_form()
        task = Task(self, self.desk, _TurnOff(self.desk.vault, self._keychain))
        task.succeeded.connect(self.refresh)
        task.failed.connect(self._on_failed)
        task.start()

    def _on_failed(self, error: Exception) -> None:
        self.refresh()
        self.quick_row.set_text(str(error))

    def _on_closed(self) -> None:
        form = self.sender()
        for one, opener in self._forms:
            if one is form:
                opener.show()
                if opener.isVisible():
                    opener.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quick.setChecked(any(slot.slot_type == KEYCHAIN for slot in self.desk.vault.slots()))

    def _on_code_shown(self) -> None:
        self._confirmed = False
        self.refresh()

    def _on_confirmed(self) -> None:
        self._confirmed = True
        self.refresh()


class _TurnOff:
    """The work on the lane."""

    def __init__(self, vault: OpenVault, keychain: Keychain | None) -> None:
        self._vault, self._keychain = vault, keychain

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        turn_off_quick_unlock(self._vault, keychain=self._keychain)
