"""Forms on the ways to unlock: a key file, quick unlock, and taking a way away. Each proves the passphrase first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_passphrase import Proof, SecretForm
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.text import Label
from coachdesk.vault.key_file import make_key_file, read_key_file
from coachdesk.vault.keychain import CHOICES_DAYS, DEFAULT_DAYS, Keychain, turn_on_quick_unlock
from coachdesk.vault.slot_secrets import KEYCHAIN, PASSPHRASE, PASSPHRASE_FILE, RECOVERY
from coachdesk.vault.slots import SlotSummary
from coachdesk.vault.unlocked import OpenVault

Work = Callable[[Callable[[int, int], None]], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("SecuritySettings", text)


def day_in_words(day: QDate) -> str:
    """Return `12 January 2026`."""
    return QLocale().toString(day, "d MMMM yyyy")


def slot_words(slot: SlotSummary) -> str:
    """Return a way to unlock in words: its name, and when it was made or ends."""
    names = {
        PASSPHRASE: _tr("Passphrase"),
        PASSPHRASE_FILE: _tr("Passphrase with a key file"),
        RECOVERY: _tr("Recovery code"),
        KEYCHAIN: _tr("Quick unlock"),
    }
    name = names.get(slot.slot_type, slot.slot_type)
    if slot.expires_at is not None:
        local = slot.expires_at.astimezone()
        return _tr("{name}, until {day}").format(name=name, day=day_in_words(QDate(local.year, local.month, local.day)))
    made = day_in_words(QDate(slot.made_on.year, slot.made_on.month, slot.made_on.day))
    return _tr("{name}, made {day}").format(name=name, day=made)


class WayForm(SecretForm):
    """A sentence, what a subclass adds, the passphrase, and a button. `changed` once it is done."""

    changed = Signal()

    def __init__(
        self, look: Appearance, desk: Desk, words: str, apply: str, parts: Sequence[QWidget], busy: str
    ) -> None:
        super().__init__(look, desk, _tr("Passphrase"))
        self._busy_words = busy
        self.apply = Button(look, apply, kind="primary")
        self.words = Label(look, words, tone="text2")
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.busy, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(8), 0, look.px(16))
        column.setSpacing(look.px(16))
        for widget in (self.words, self.banner, *parts, self.current, self.key_file):
            column.addWidget(widget)
        column.addLayout(row)
        self.hide()
        self.current.edit.textChanged.connect(self.show_busy)
        self.current.edit.returnPressed.connect(self.submit)
        self.apply.clicked.connect(self.submit)
        self.show_busy()

    def show_busy(self) -> None:
        """Enable what may be used now."""
        super().show_busy()
        self.apply.setEnabled(self.can_submit())

    def can_submit(self) -> bool:
        """Return whether enough is typed and chosen."""
        return bool(self.current.text()) and not self.is_busy

    def build_work(self, proof: Proof) -> Work:
        """Return what is done on the lane."""
        raise NotImplementedError

    def submit(self) -> None:
        """Begin, unless something is missing."""
        proof = self.proof() if self.can_submit() else None
        if proof is not None:
            self.run_work(self.build_work(proof), self._busy_words)

    def on_done(self, result: object) -> None:
        """Close and say so."""
        self.close_form()
        self.changed.emit()


class KeyFileForm(WayForm):
    """Asks for a key file beside the passphrase, or no longer."""

    def __init__(self, look: Appearance, desk: Desk) -> None:
        self.make = Button(look, _tr("Make a new key file"), icon="plus", small=True)
        self.use = Button(look, _tr("Use a file that is there"), icon="folder", small=True)
        self.chosen = Label(look, "", role="small", tone="text3")
        self._file: Path | None = None
        self._is_new = False
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self.make)
        row.addWidget(self.use)
        row.addWidget(self.chosen, 1)
        self._holder = holder
        super().__init__(look, desk, "", "", (holder,), _tr("Changing the way to unlock"))
        self.make.clicked.connect(self._on_make)
        self.use.clicked.connect(self._on_use)

    def open_form(self) -> None:
        """Show what happens now: adding or removing."""
        self._file = None
        self.chosen.setText("")
        adds = not self.uses_key_file
        self._holder.setVisible(adds)
        self.apply.setText(_tr("Ask for the key file") if adds else _tr("Ask for the passphrase alone"))
        adding = _tr(
            "The vault then opens with the passphrase and the file together. Keep a copy of the file: with one byte "
            "changed it opens nothing, and then only the recovery code does."
        )
        removing = _tr("The vault then opens with the passphrase alone. The file itself is left where it is.")
        self.words.setText(adding if adds else removing)
        super().open_form()

    def can_submit(self) -> bool:
        """A file must be chosen when one is added."""
        return super().can_submit() and (self.uses_key_file or self._file is not None)

    def build_work(self, proof: Proof) -> Work:
        """Add or remove."""
        if self.uses_key_file:
            return _RemoveKeyFile(self.desk.vault, proof)
        assert self._file is not None
        return _AddKeyFile(self.desk.vault, proof, self._file, is_new=self._is_new)

    def _on_make(self) -> None:
        self._choose(self.dialogs.choose_new_key_file(self), is_new=True)

    def _on_use(self) -> None:
        self._choose(self.dialogs.choose_key_file(self), is_new=False)

    def _choose(self, path: Path | None, *, is_new: bool) -> None:
        if path is not None:
            self._file, self._is_new = path, is_new
            self.chosen.setText(path.name)
            self.current.setFocus(Qt.FocusReason.OtherFocusReason)
            self.show_busy()


class QuickForm(WayForm):
    """Turns quick unlock on for some days."""

    def __init__(self, look: Appearance, desk: Desk, keychain: Keychain | None = None) -> None:
        words = [_tr("1 day") if days == 1 else _tr("{count} days").format(count=days) for days in CHOICES_DAYS]
        self.days = Segmented(look, _tr("For how long"), words)
        self.days.set_index(CHOICES_DAYS.index(DEFAULT_DAYS))
        self._keychain = keychain
        explained = _tr(
            "This computer’s keychain then opens the vault without the passphrase. Whoever uses your account can do "
            "so too, which is why it ends by itself."
        )
        super().__init__(look, desk, explained, _tr("Turn on quick unlock"), (self.days,), _tr("Asking the keychain"))

    def build_work(self, proof: Proof) -> Work:
        """Ask the keychain."""
        return _TurnOn(self.desk.vault, proof, CHOICES_DAYS[self.days.index()], self._keychain)


class RemoveWayForm(WayForm):
    """Takes one way to unlock away; the last one stays, and it says so."""

    def __init__(self, look: Appearance, desk: Desk) -> None:
        self._slots: tuple[SlotSummary, ...] = ()
        self._holder = QWidget()
        self._place = QVBoxLayout(self._holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.choice: Segmented | None = None
        words = _tr(
            "What you take away no longer opens this vault. A passphrase or a recovery code must stay: the last one "
            "can’t be taken away, and quick unlock does not count."
        )
        super().__init__(look, desk, words, _tr("Take it away"), (self._holder,), _tr("Taking it away"))

    def open_form(self) -> None:
        """Offer what there is now."""
        if self.choice is not None:
            self._place.removeWidget(self.choice)
            self.choice.deleteLater()
        self._slots = self.desk.vault.slots()
        self.choice = Segmented(self.look, _tr("Which way"), [slot_words(slot).split(",")[0] for slot in self._slots])
        self.choice.set_index(0)
        self._place.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        super().open_form()

    def build_work(self, proof: Proof) -> Work:
        """Remove the slot chosen."""
        assert self.choice is not None
        return _RemoveWay(self.desk.vault, proof, self._slots[self.choice.index()].slot_id)


class _AddKeyFile:
    def __init__(self, vault: OpenVault, proof: Proof, file: Path, *, is_new: bool) -> None:
        self._vault, self._proof, self._file, self._is_new = vault, proof, file, is_new

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        key_file = make_key_file(self._file) if self._is_new else read_key_file(self._file)
        try:
            self._vault.add_key_file(self._proof.read(), key_file)
        except BaseException:
            if self._is_new:
                self._file.unlink(missing_ok=True)
            raise


class _RemoveKeyFile:
    def __init__(self, vault: OpenVault, proof: Proof) -> None:
        self._vault, self._proof = vault, proof

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        self._vault.remove_key_file(self._proof.read())


class _TurnOn:
    def __init__(self, vault: OpenVault, proof: Proof, days: int, keychain: Keychain | None) -> None:
        self._vault, self._proof, self._days, self._keychain = vault, proof, days, keychain

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        turn_on_quick_unlock(self._vault, self._proof.read(), days=self._days, keychain=self._keychain)


class _RemoveWay:
    def __init__(self, vault: OpenVault, proof: Proof, slot_id: str) -> None:
        self._vault, self._proof, self._slot_id = vault, proof, slot_id

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        self._vault.remove_slot(self._slot_id, self._proof.read())
