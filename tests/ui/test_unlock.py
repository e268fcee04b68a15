"""The unlock window by keys: opening, wrong, pause, recovery, and what it may import."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.windows.caps_lock import caps_from_key
from coachdesk.ui.windows.recovery_edit import RecoveryCodeEdit
from coachdesk.ui.windows.unlock import UnlockWindow

CODE = "7KQ2 M4XA 9TDV C3HN P8WE 2RGJ 5YVM K6ZS"


class FakeCapsLock:
    def __init__(self) -> None:
        self.on: bool | None = None

    def is_on(self) -> bool | None:
        return self.on


@dataclass(frozen=True, slots=True)
class FakeRating:
    bits: int = 52
    score: int = 3
    long_enough: bool = True
    common: bool = False
    contains_names: bool = False


def rate(_text: str, _names: tuple[str, ...]) -> FakeRating:
    return FakeRating()


def suggest() -> str:
    return "harbour velvet onion seventeen"


@pytest.fixture
def caps() -> FakeCapsLock:
    return FakeCapsLock()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, look: Appearance, caps: FakeCapsLock) -> Iterator[UnlockWindow]:
    look.apply(qapp)
    made = UnlockWindow(
        look,
        vault_name="Priya’s vault",
        last_opened_text="Last opened yesterday, 18:42",
        rate=rate,
        suggest=suggest,
        caps_lock=caps,
        delay_ms=0,
    )
    qtbot.addWidget(made)
    made.show()
    yield made


def test_it_imports_nothing_heavy() -> None:
    script = (
        "import sys, coachdesk.ui.windows.unlock, coachdesk.ui.theme.appearance\n"
        "heavy = ('sqlalchemy', 'sqlmodel', 'pydantic', 'cryptography', 'sqlcipher3', 'zxcvbn', 'alembic',\n"
        "         'coachdesk.store', 'coachdesk.services', 'coachdesk.model', 'coachdesk.exchange',\n"
        "         'coachdesk.vault', 'PySide6.QtPrintSupport', 'PySide6.QtNetwork')\n"
        "found = [name for name in heavy if name in sys.modules]\n"
        "assert not found, found\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_first_paint_is_told_once(qtbot: QtBot, look: Appearance) -> None:
    window = UnlockWindow(look, vault_name="Priya’s vault", caps_lock=FakeCapsLock())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    with qtbot.assertNotEmitted(window.first_painted):
        window.grab()


def test_passphrase_and_enter_ask_to_unlock(window: UnlockWindow, qtbot: QtBot) -> None:
    edit = window.passphrase_page.field.edit
    assert edit.accessibleName() == "Passphrase"
    assert not window.passphrase_page.button.isEnabled()
    qtbot.keyClicks(edit, "tulip cobalt")
    with qtbot.waitSignal(window.unlock_requested) as asked:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert asked.args == ["tulip cobalt"]


def test_enter_held_down_is_one_try(window: UnlockWindow, qtbot: QtBot) -> None:
    edit = window.passphrase_page.field.edit
    edit.setText("tulip")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    with qtbot.assertNotEmitted(window.unlock_requested):
        QApplication.sendEvent(edit, held)


def test_empty_passphrase_asks_nothing(window: UnlockWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.unlock_requested):
        qtbot.keyClick(window.passphrase_page.field.edit, Qt.Key.Key_Return)


def test_opening_takes_no_input_and_says_so_when_it_lasts(window: UnlockWindow, qtbot: QtBot) -> None:
    page = window.passphrase_page
    page.field.set_text("tulip")
    window.set_opening()
    assert page.button.text() == "Unlock"
    assert not page.field.edit.isEnabled()
    with qtbot.assertNotEmitted(window.unlock_requested):
        page.button.click()
    page._opening_timer.setInterval(0)
    page._opening_timer.start()
    qtbot.waitUntil(lambda: page.button.text() == "Opening")


def test_wrong_passphrase_can_be_tried_again(window: UnlockWindow, qtbot: QtBot) -> None:
    page = window.passphrase_page
    page.field.set_text("tulip")
    window.set_opening()
    window.set_wrong("This passphrase does not open the vault.")
    assert page.field.hint.text() == "This passphrase does not open the vault."
    assert page.field.edit.accessibleDescription() == "This passphrase does not open the vault."
    assert page.field.edit.selectedText()
    assert page.field.edit.isEnabled()
    qtbot.keyClicks(page.field.edit, "n")
    assert page.field.text() == "n"
    assert page.field.hint.text() == ""


def test_pause_counts_down_and_then_takes_input(window: UnlockWindow, qtbot: QtBot) -> None:
    page = window.passphrase_page
    page.field.set_text("tulip")
    window.set_wrong("This passphrase does not open the vault.")
    window.set_pause(2)
    assert page.button.text() == "Try again in 2 s"
    assert not page.field.edit.isEnabled()
    with qtbot.assertNotEmitted(window.unlock_requested):
        page._on_submit()
    page._on_second()
    assert page.button.text() == "Try again in 1 s"
    page._on_second()
    assert page.button.text() == "Unlock"
    assert page.field.edit.isEnabled()
    assert page.field.hint.text() == "This passphrase does not open the vault."


def test_error_and_notice_stand_above_the_field(window: UnlockWindow) -> None:
    window.set_error("The vault is damaged.", "Nothing was changed. Restore a backup.")
    assert window.banner.isVisible()
    assert window.banner.text() == "The vault is damaged.\nNothing was changed. Restore a backup."
    window.set_notice("")
    assert not window.banner.isVisible()
    window.set_notice("Locked after 10 minutes.")
    assert window.banner.text() == "Locked after 10 minutes."


def test_caps_lock_is_told_by_the_system(window: UnlockWindow, caps: FakeCapsLock, qtbot: QtBot) -> None:
    field = window.passphrase_page.field
    caps.on = True
    qtbot.keyClick(field.edit, Qt.Key.Key_Shift)
    assert field.hint.text() == "Caps Lock is on"
    caps.on = False
    qtbot.keyClick(field.edit, Qt.Key.Key_Shift)
    assert field.hint.text() == ""


@pytest.mark.parametrize(
    ("text", "shifted", "says"),
    [("a", False, False), ("A", False, True), ("A", True, False), ("a", True, True), ("7", False, None)],
)
def test_caps_lock_is_seen_in_what_is_typed(text: str, shifted: bool, says: bool | None) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier if shifted else Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, shift, text)
    assert caps_from_key(event) is says


def test_links_ask_for_other_vaults(window: UnlockWindow, qtbot: QtBot) -> None:
    page = window.passphrase_page
    with qtbot.waitSignal(window.other_vault_requested):
        qtbot.keyClick(page.other_link, Qt.Key.Key_Space)
    with qtbot.waitSignal(window.new_vault_requested):
        qtbot.keyClick(page.new_link, Qt.Key.Key_Space)


def test_recovery_code_forms_groups_and_is_sent_when_whole(window: UnlockWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.passphrase_page.recovery_link, Qt.Key.Key_Space)
    page = window.recovery_page
    assert page.isVisible()
    qtbot.keyClicks(page.field.edit, "7kq2m4xa-9tdv c3hnp8we2rgj5yvmk6z")
    assert page.field.text() == CODE[:-1]
    assert page.field.hint.text() == "7 of 8 groups"
    with qtbot.assertNotEmitted(window.recovery_requested):
        qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(page.field.edit, "s")
    with qtbot.waitSignal(window.recovery_requested) as asked:
        qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)
    assert asked.args == [CODE]
    window.set_wrong("Group 3 has a slip.")
    assert page.field.hint.text() == "Group 3 has a slip."


def test_cursor_stays_where_one_types(qtbot: QtBot, look: Appearance) -> None:
    edit = RecoveryCodeEdit(look)
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "7KQ2M4XA")
    edit.setCursorPosition(2)
    qtbot.keyClicks(edit, "Z")
    assert edit.text() == "7KZQ 2M4X A"
    assert edit.cursorPosition() == 3


def test_new_passphrase_after_a_code(window: UnlockWindow, qtbot: QtBot) -> None:
    window.ask_new_passphrase()
    page = window.new_page
    assert page is not None
    qtbot.keyClicks(page.panel.first.edit, "harbour velvet onion")
    assert not page.button.isEnabled()
    qtbot.keyClicks(page.panel.again.edit, "harbour velvet onion")
    with qtbot.waitSignal(window.passphrase_chosen) as chosen:
        qtbot.keyClick(page.panel.again.edit, Qt.Key.Key_Return)
    assert chosen.args == ["harbour velvet onion"]


def test_clear_forgets_what_was_typed(window: UnlockWindow) -> None:
    window.passphrase_page.field.set_text("tulip")
    window.passphrase_page.field.set_revealed(True)
    window.set_vault("Other", "")
    assert window.passphrase_page.field.text() == ""
    assert window.passphrase_page.field.edit.echoMode() == QLineEdit.EchoMode.Password
    assert window.passphrase_page.name.text() == "Other"
    assert "Other" not in window.windowTitle()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(720, 540), (1024, 700), (1280, 800)])
def test_the_column_fits_the_width(
    qtbot: QtBot, qapp: QApplication, look: Appearance, scale: float, size: tuple[int, int]
) -> None:
    look.apply(qapp)
    look.set_text_scale(scale)
    window = UnlockWindow(look, vault_name="Priya’s vault", caps_lock=FakeCapsLock())
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    page = window.passphrase_page
    if scale == 1.0 or size[0] > 800:
        for widget in (page.field.edit, page.button, page.recovery_link):
            corner = widget.mapTo(window, widget.rect().topLeft())
            assert corner.x() >= 0
            assert corner.x() + widget.width() <= window.width()
