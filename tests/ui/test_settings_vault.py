"""Ways to unlock, new keys and backups in the settings, by keys, over a real vault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.services.people import ensure_owner
from coachdesk.ui.shell.notices import Notices
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.settings_backups import BACKUPS
from coachdesk.ui.views.settings_security import SECURITY
from coachdesk.ui.views.settings_view import SettingsView
from coachdesk.vault.bundle import RecoveryCode, open_vault
from coachdesk.vault.slot_secrets import KEYCHAIN, PASSPHRASE, PASSPHRASE_FILE, RECOVERY

from .test_life_rescue import FakeChoosers
from .test_life_ways import FakeKeychain
from .test_settings_view import OLD, SilentDialogs

SPACE, ENTER = Qt.Key.Key_Space, Qt.Key.Key_Return


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance) -> SettingsView:
    page = SettingsView(desk, look, dialogs=SilentDialogs())
    keychain = FakeKeychain()
    for part in (page.security, page.security.quick_form, page.security.rotation_form):
        part._keychain = keychain
    qtbot.addWidget(page)
    page.resize(1048, 752)
    page.show_route(Route("settings", tab=SECURITY))
    with qtbot.waitExposed(page):
        page.show()
    return page


def types(desk: Desk) -> set[str]:
    return {slot.slot_type for slot in desk.vault.slots()}


def test_quick_unlock_is_off_explained_and_switched(qtbot: QtBot, view: SettingsView, desk: Desk) -> None:
    security = view.security
    assert not security.quick.isChecked() and "Whoever uses your account" in security.quick_row.text.text()
    qtbot.keyClick(security.quick, SPACE)
    form = security.quick_form
    assert form.isVisible() and KEYCHAIN not in types(desk)
    qtbot.keyClicks(form.current.edit, OLD)
    with qtbot.waitSignal(form.changed, timeout=20_000):
        qtbot.keyClick(form.current.edit, ENTER)
    assert KEYCHAIN in types(desk) and security.quick.isChecked()
    assert "until" in security.quick_row.text.text()
    qtbot.keyClick(security.quick, SPACE)
    qtbot.waitUntil(lambda: KEYCHAIN not in types(desk), timeout=20_000)
    qtbot.waitUntil(lambda: not security.quick.isChecked())


def test_a_key_file_is_made_asked_for_and_taken_away(
    qtbot: QtBot, view: SettingsView, desk: Desk, tmp_path: Path
) -> None:
    security, form, choosers = view.security, view.security.key_file_form, FakeChoosers()
    choosers.file, form.dialogs = tmp_path / "coachdesk.key", choosers
    qtbot.keyClick(security.key_file, SPACE)
    qtbot.keyClick(form.make, SPACE)
    qtbot.keyClicks(form.current.edit, OLD)
    with qtbot.waitSignal(form.changed, timeout=20_000):
        qtbot.keyClick(form.current.edit, ENTER)
    assert PASSPHRASE_FILE in types(desk) and security.key_file.text() == "Remove"
    qtbot.keyClick(security.key_file, SPACE)
    qtbot.keyClicks(form.current.edit, OLD)
    qtbot.keyClick(form.current.edit, ENTER)
    assert "key file" in form.key_file.hint.text()
    qtbot.keyClick(form.key_file.button, SPACE)
    with qtbot.waitSignal(form.changed, timeout=20_000):
        qtbot.keyClick(form.current.edit, ENTER)
    assert types(desk) == {PASSPHRASE, RECOVERY}


def test_the_last_way_in_stays_and_it_is_said(qtbot: QtBot, view: SettingsView, desk: Desk) -> None:
    form = view.security.remove_form
    qtbot.keyClick(view.security.remove, SPACE)
    assert form.choice is not None
    form.choice.set_index(1)
    qtbot.keyClicks(form.current.edit, OLD)
    with qtbot.waitSignal(form.changed, timeout=20_000):
        qtbot.keyClick(form.current.edit, ENTER)
    assert types(desk) == {PASSPHRASE}
    qtbot.keyClick(view.security.remove, SPACE)
    qtbot.keyClicks(form.current.edit, OLD)
    qtbot.keyClick(form.current.edit, ENTER)
    qtbot.waitUntil(lambda: not form.banner.isHidden(), timeout=20_000)
    assert "last way to open the vault" in form.banner.text() and types(desk) == {PASSPHRASE}


def test_keys_are_changed_the_code_is_typed_back_and_the_desk_goes_on(
    qtbot: QtBot, view: SettingsView, desk: Desk, look: Appearance
) -> None:
    desk.backups.make_now()
    qtbot.waitUntil(lambda: not desk.backups.is_running, timeout=20_000)
    form, key = view.security.rotation_form, bytes(desk.vault.keys.vault)
    qtbot.keyClick(view.security.rotate, SPACE)
    qtbot.keyClicks(form.current.edit, OLD)
    with qtbot.waitSignal(form.changed, timeout=30_000):
        qtbot.keyClick(form.current.edit, ENTER)
    assert bytes(desk.vault.keys.vault) != key and form.shows_code and not form.done.isEnabled()
    assert tells_of_a_code(desk, look, qtbot), "a lock now would take the code away"
    code = "".join(form.code.groups)
    for field, group in zip(form.code.fields, form.code.asked, strict=True):
        qtbot.keyClicks(field, form.code.groups[group])
    qtbot.keyClick(form.done, SPACE)
    assert not tells_of_a_code(desk, look, qtbot)
    assert form.old_backups.isVisible() and not form.old_backups.delete.isEnabled()
    old = form.old_backups.paths[0]
    qtbot.keyClick(form.old_backups.list, SPACE)
    qtbot.keyClick(form.old_backups.delete, SPACE)
    assert not old.exists() and not form.isVisible()
    desk.store.write(lambda unit: ensure_owner(unit, "Priya"))
    path = desk.vault.path
    desk.rest()
    desk.close()
    desk.vault.close()
    with open_vault(path, RecoveryCode(code), state_dir=path.parent / "state"):
        pass


def tells_of_a_code(desk: Desk, look: Appearance, qtbot: QtBot) -> bool:
    """Return whether a window opened now would say that a new recovery code was not kept."""
    notices = Notices(desk, look)
    qtbot.addWidget(notices)
    return not notices.isHidden() and "nobody confirmed that the new one was kept" in notices.text()


def test_a_new_code_that_nobody_kept_is_told_and_a_refused_one_is_not(
    qtbot: QtBot, view: SettingsView, desk: Desk, look: Appearance
) -> None:
    form = view.security.recovery_form
    qtbot.keyClick(view.security.replace, SPACE)
    qtbot.keyClicks(form.current.edit, "not the passphrase at all")
    qtbot.keyClick(form.current.edit, ENTER)
    qtbot.waitUntil(lambda: not form.is_busy, timeout=20_000)
    assert not tells_of_a_code(desk, look, qtbot)
    form.current.set_text(OLD)
    with qtbot.waitSignal(form.replaced, timeout=20_000):
        qtbot.keyClick(form.current.edit, ENTER)
    form.forget()
    assert not form.shows_code and tells_of_a_code(desk, look, qtbot)


def test_cancelling_a_rotation_changes_nothing(qtbot: QtBot, view: SettingsView, desk: Desk, look: Appearance) -> None:
    form, key = view.security.rotation_form, bytes(desk.vault.keys.vault)
    qtbot.keyClick(view.security.rotate, SPACE)
    qtbot.keyClicks(form.current.edit, OLD)
    qtbot.keyClick(form.current.edit, ENTER)
    qtbot.keyClick(form.progress.cancel, SPACE)
    qtbot.waitUntil(lambda: not form.is_busy, timeout=30_000)
    assert "as it was" in form.banner.text() and bytes(desk.vault.keys.vault) == key
    assert not tells_of_a_code(desk, look, qtbot)
    with_new_connection = desk.store.read(lambda session: session.connection().exec_driver_sql("SELECT 1").scalar())
    assert with_new_connection == 1


def test_a_backup_is_made_listed_and_practised(qtbot: QtBot, view: SettingsView, desk: Desk) -> None:
    backups = view.backups
    view.show_category(BACKUPS)
    qtbot.waitUntil(lambda: desk.read_lane.pending == 0)
    qtbot.keyClick(backups.now, SPACE)
    qtbot.waitUntil(lambda: len(backups.list.backup_model.rows) == 1, timeout=20_000)
    assert backups.list.backup_model.rows[0].state == "Checked" and "opened and checked" in backups.banner.text()
    qtbot.waitUntil(backups.drill.isEnabled)
    qtbot.keyClick(backups.drill, SPACE)
    qtbot.waitUntil(lambda: "would restore whole" in backups.banner.text(), timeout=20_000)
    qtbot.waitUntil(lambda: "Last went well" in backups.drill_row.text.text())
    clock = desk.store.clock
    clock.advance(days=31)  # type: ignore[attr-defined]
    backups.refresh()
    qtbot.waitUntil(lambda: "practise again" in backups.drill_row.text.text())
    with qtbot.waitSignal(desk.backups.restore_requested):
        qtbot.keyClick(backups.restore, SPACE)


def test_the_second_place_is_named_and_when_it_is_away_it_is_said(
    qtbot: QtBot, view: SettingsView, desk: Desk, tmp_path: Path
) -> None:
    backups, choosers = view.backups, FakeChoosers()
    backups._dialogs, choosers.folder = choosers, tmp_path / "stick"
    view.show_category(BACKUPS)
    qtbot.keyClick(backups.second, SPACE)
    assert "stick" in backups.second_row.text.text()
    qtbot.keyClick(backups.now, SPACE)
    qtbot.waitUntil(lambda: "not there at present" in backups.banner.text(), timeout=20_000)
    qtbot.keyClick(backups.forget_second, SPACE)
    assert backups.second_row.text.text().startswith("None")
    qtbot.waitUntil(lambda: not desk.backups.is_running and desk.read_lane.pending == 0, timeout=20_000)
