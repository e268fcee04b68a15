"""The settings page: rows bound to settings, secrets changed in place, the vault's health, and finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.actions import ACTIONS
from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import CLEAR_CLIPBOARD_S, IDLE_LOCK_MIN, TEXT_PERCENT, THEME, WAIT_AFTER_WRONG, Settings
from coachdesk.model.attachment import Attachment
from coachdesk.model.base import new_id
from coachdesk.model.visibility import Visibility
from coachdesk.services.attachments import AttachmentDraft, add_attachment
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.settings_backups import BACKUPS
from coachdesk.ui.views.settings_keys import KeysModel
from coachdesk.ui.views.settings_rows import SettingCombo, SettingSegments, SettingStepper, SettingSwitch
from coachdesk.ui.views.settings_view import APPEARANCE, KEYBOARD, SECURITY, SettingsView
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import Passphrase, open_vault
from coachdesk.vault.check import CheckReport
from coachdesk.vault.kdf import FLOOR

OLD = "tulip cobalt ladder heron"
NEW = "meadow copper orbit lantern"


class SilentDialogs:
    """The system's choosers, none of which is ever shown."""

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        return None

    def choose_target(self, parent: QWidget, start: Path) -> Path | None:
        return None

    def choose_roster(self, parent: QWidget) -> Path | None:
        return None

    def print_lines(self, parent: QWidget, title: str, lines: tuple[str, ...]) -> bool:
        return False


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance) -> SettingsView:
    page = SettingsView(desk, look, dialogs=SilentDialogs())
    qtbot.addWidget(page)
    page.resize(1048, 752)
    page.show_route(Route("settings", tab=SECURITY))
    with qtbot.waitExposed(page):
        page.show()
    return page


def control(view: QWidget, kind: type[QWidget], name: str) -> QWidget:
    return next(one for one in view.findChildren(kind) if one.accessibleName() == name)


def test_switch_combo_and_stepper_write_settings(qtbot: QtBot, view: SettingsView, desk: Desk) -> None:
    wait = control(view, SettingSwitch, "Wait after wrong tries")
    qtbot.keyClick(wait, Qt.Key.Key_Space)
    assert desk.settings.get(WAIT_AFTER_WRONG) is False
    idle = control(view, SettingCombo, "Lock when idle")
    qtbot.keyClick(idle, Qt.Key.Key_End)
    assert desk.settings.get(IDLE_LOCK_MIN) == 0 and idle.currentText() == "Never"
    clear = control(view, SettingCombo, "Clear the clipboard")
    qtbot.keyClick(clear, Qt.Key.Key_Home)
    assert desk.settings.get(CLEAR_CLIPBOARD_S) == 15
    view.show_category(APPEARANCE)
    size = control(view, SettingStepper, "Text size")
    qtbot.keyClick(size, Qt.Key.Key_Up)
    assert desk.settings.get(TEXT_PERCENT) == 110
    theme = control(view, SettingSegments, "Theme")
    qtbot.keyClick(theme, Qt.Key.Key_Right)
    assert desk.settings.get(THEME) == "light"


def test_typed_size_goes_to_the_nearest_step(view: SettingsView, desk: Desk) -> None:
    size = control(view, SettingStepper, "Text size")
    size.setValue(134)
    assert size.value() == 130 and desk.settings.get(TEXT_PERCENT) == 130


def test_controls_follow_a_change_from_elsewhere(view: SettingsView, desk: Desk) -> None:
    desk.settings.set(TEXT_PERCENT, 150)
    desk.settings.set(WAIT_AFTER_WRONG, False)
    assert control(view, SettingStepper, "Text size").value() == 150
    assert not control(view, SettingSwitch, "Wait after wrong tries").isChecked()
    assert isinstance(desk.settings, Settings)


def test_find_shows_rows_of_all_categories(qtbot: QtBot, view: SettingsView) -> None:
    qtbot.keyClicks(view.finder, "lock")
    assert control(view, SettingCombo, "Lock when idle").isVisible()
    assert not control(view, SettingSwitch, "Wait after wrong tries").isVisible()
    assert "Lock now" in [action.text for action in view.keys.keys_model.rows]
    view.finder.setText("theme")
    assert control(view, SettingSegments, "Theme").isVisible()
    view.finder.setText("xyzzy")
    assert not any(section.isVisible() for section in view.sections)
    qtbot.keyClick(view.finder, Qt.Key.Key_Escape)
    assert view.finder.text() == "" and control(view, SettingSwitch, "Wait after wrong tries").isVisible()


def test_categories_by_keys_and_route(qtbot: QtBot, view: SettingsView) -> None:
    view.categories.setFocus()
    qtbot.keyClick(view.categories, Qt.Key.Key_Down)
    assert view.category == BACKUPS
    view.show_route(Route("settings", tab=KEYBOARD))
    assert view.category == KEYBOARD and view.keys.isVisible() and not view.health.isVisible()


def test_keys_list_every_action_that_has_keys(qtbot: QtBot) -> None:
    model = KeysModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert len(model.rows) == sum(bool(action.shortcuts) for action in ACTIONS)
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert any("F1" in line and "Help" in line for line in spoken)
    model.find(("ctrl+k",))
    assert [action.action_id for action in model.rows] == ["search"]


def test_passphrase_is_changed_in_place(qtbot: QtBot, view: SettingsView, desk: Desk) -> None:
    qtbot.keyClick(view.security.change, Qt.Key.Key_Space)
    form = view.security.passphrase_form
    assert form.isVisible() and not form.apply.isEnabled()
    qtbot.keyClicks(form.current.edit, "wrong words here")
    qtbot.keyClicks(form.panel.first.edit, NEW)
    qtbot.keyClicks(form.panel.again.edit, NEW)
    qtbot.waitUntil(form.apply.isEnabled)
    qtbot.keyClick(form.panel.again.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.is_busy)
    assert "not the present passphrase" in form.current.hint.text() and form.isVisible()
    form.current.edit.setText(OLD)
    with qtbot.waitSignal(form.changed):
        qtbot.keyClick(form.apply, Qt.Key.Key_Space)
    assert not form.isVisible() and view.security.change.isVisible()
    assert form.current.text() == "" and form.panel.passphrase() == ""
    path = desk.vault.path
    desk.rest()
    desk.store.close()
    desk.vault.close()
    with open_vault(path, Passphrase(NEW), state_dir=path.parent / "state") as opened:
        assert opened.path == path


def test_recovery_code_is_replaced_and_typed_back(qtbot: QtBot, view: SettingsView, desk: Desk) -> None:
    before = [slot.slot_id for slot in desk.vault.slots()]
    qtbot.keyClick(view.security.replace, Qt.Key.Key_Space)
    form = view.security.recovery_form
    qtbot.keyClicks(form.current.edit, OLD)
    with qtbot.waitSignal(form.replaced):
        qtbot.keyClick(form.current.edit, Qt.Key.Key_Return)
    assert form.shows_code and form.current.text() == "" and not form.done.isEnabled()
    assert "Not typed back" in view.security.recovery_row.text.text()
    for field, group in zip(form.code.fields, form.code.asked, strict=True):
        qtbot.keyClicks(field, form.code.groups[group])
    with qtbot.waitSignal(form.confirmed):
        qtbot.keyClick(form.done, Qt.Key.Key_Space)
    assert not form.shows_code and not form.isVisible()
    assert "Not typed back" not in view.security.recovery_row.text.text()
    assert [slot.slot_id for slot in desk.vault.slots()] != before


def test_escape_and_leaving_forget_what_was_typed(qtbot: QtBot, view: SettingsView) -> None:
    form = view.security.passphrase_form
    view.security.change.click()
    qtbot.keyClicks(form.current.edit, OLD)
    qtbot.keyClick(form.current.edit, Qt.Key.Key_Escape)
    assert not form.isVisible() and form.current.text() == ""
    view.security.change.click()
    qtbot.keyClicks(form.current.edit, OLD)
    view.hide()
    assert form.current.text() == ""


def test_check_now_reports(qtbot: QtBot, view: SettingsView) -> None:
    qtbot.waitUntil(lambda: view.health.size_row.value.text() != "")
    qtbot.keyClick(view.health.check, Qt.Key.Key_Space)
    assert not view.health.check.isEnabled()
    qtbot.waitUntil(view.health.check.isEnabled)
    assert view.health.verdict.text() == "All checks passed"
    assert view.health.checked.value.text() == "Today, 09:44"
    assert view.health.key.value.text() == f"Argon2id, {FLOOR.memory_kib // 1024} MiB"


def test_problems_are_listed_with_advice(qtbot: QtBot, view: SettingsView) -> None:
    health = view.health
    health.start_check()
    qtbot.waitUntil(health.check.isEnabled)
    health.start_check()
    health._on_checked((CheckReport(False, ("page 3 does not authenticate",), 4096, -1, 2), ()))
    assert health.verdict.text() == "1 problem found"
    assert "page 3" in health.problems.text() and "keep a copy" in health.problems.text()
    qtbot.waitUntil(lambda: view.desk.read_lane.pending == 0)


def test_a_damaged_attachment_is_named_with_whose_it_is(qtbot: QtBot, view: SettingsView, write: Any) -> None:
    person_id = write(save_person, PersonDraft(None, "Amara Okafor"))
    note = NoteDraft(new_id(), person_id, None, (Block(Visibility.ONLY_YOU, "words"),))
    write(save_note, note)
    blobs = attachments_of(view.desk.vault)
    for name in ("offer.pdf", "whole.pdf"):
        write(add_attachment, blobs, AttachmentDraft(note.note_id, name, name.encode() * 99, new_id()))
    damage_one_of(view.desk, "offer.pdf")
    view.health.start_check()
    qtbot.waitUntil(view.health.check.isEnabled)
    said = view.health.problems.text()
    assert view.health.verdict.text() == "1 problem found"
    assert "offer.pdf, of Amara Okafor" in said and "whole.pdf" not in said
    assert "All that you wrote is whole" in said and "restore it to another folder" in said


def damage_one_of(desk: Desk, file_name: str) -> None:
    blobs = attachments_of(desk.vault)
    asked = select(Attachment.content_id).where(Attachment.file_name == file_name)
    path = blobs._path(desk.store.read(lambda session: session.exec(asked).one()))
    octets = bytearray(path.read_bytes())
    octets[-1] ^= 1
    path.write_bytes(octets)


def test_cancelled_check_says_nothing(qtbot: QtBot, view: SettingsView) -> None:
    view.health.start_check()
    view.health.progress.cancel.click()
    assert view.health.check.isEnabled() and view.health.progress.isHidden()
    qtbot.waitUntil(lambda: view.desk.read_lane.pending == 0)
    assert view.health.verdict.text() == "Sound when it was opened"


@pytest.mark.parametrize(("width", "scale"), [(792, 1.0), (1224, 2.0)])
def test_narrow_or_large_moves_the_parts(qtbot: QtBot, desk: Desk, width: int, scale: float) -> None:
    page = SettingsView(desk, Appearance(mode="dark", text_scale=scale, reduced_motion=True), dialogs=SilentDialogs())
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show_route(Route("settings"))
    with qtbot.waitExposed(page):
        page.show()
    assert page.categories.isVisible() is (scale == 1.0) and page.tabs.isVisible() is (scale == 2.0)
    assert page.health.isVisible() and page.minimumSizeHint().width() <= width
    qtbot.waitUntil(lambda: desk.read_lane.pending == 0)
