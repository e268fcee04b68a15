"""Backups at work: hourly when something changed, cancelled, at a second place, begun at lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from coachdesk.desk.backing_up import DAMAGED_AT_LOCK, EVERY_MS, FIRST_AFTER_MS, BackingUp, finish_begun, has_unfinished
from coachdesk.desk.desk import Desk
from coachdesk.desk.opening import seal
from coachdesk.desk.settings import BACK_UP, BACKUP_FOLDER, SECOND_BACKUP_FOLDER
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.backup import DRILL_EVERY, BackedUp, DrillReport
from coachdesk.vault.backups.listing import BackupState, newest_good
from coachdesk.vault.backups.sealed_copy import begin_sealed_copy
from coachdesk.vault.backups.second_place import SecondPlaceAway
from tests.ui.conftest import SetClock

Write = Callable[..., Any]


def make(qtbot: QtBot, backups: BackingUp) -> BackedUp:
    with qtbot.waitSignal(backups.made, timeout=20_000) as made:
        backups.make_if_due()
    assert isinstance(made.args[0], BackedUp)
    return made.args[0]


def add(write: Write, name: str) -> None:
    write(save_person, PersonDraft(None, name))


def test_only_when_content_changed(qtbot: QtBot, desk: Desk, write: Write, clock: SetClock) -> None:
    backups = desk.backups
    first = make(qtbot, backups)
    assert first.path is not None
    clock.advance(hours=1)
    assert make(qtbot, backups).path is None
    add(write, "Amara Okafor")
    clock.advance(hours=1)
    second = make(qtbot, backups)
    rows = backups.list_rows()
    assert [row.path for row in rows] == [second.path, first.path]
    assert {row.state for row in rows} == {BackupState.VERIFIED}
    assert newest_good(rows) == rows[0]
    desk.store.write(lambda unit: None)  # the store goes on


def test_soon_after_unlocking_then_hourly(desk: Desk, qtbot: QtBot) -> None:
    timer = QTimer()
    backups = BackingUp(desk.vault, desk.settings, clock=desk.store.clock, timer=timer)
    assert not timer.isActive()
    backups.start()
    assert timer.interval() == FIRST_AFTER_MS
    with qtbot.waitSignal(backups.made, timeout=20_000):
        backups.make_if_due()
        assert timer.interval() == EVERY_MS and backups.is_running
    backups.stop()
    assert not timer.isActive()
    backups.make_now()
    assert not backups.is_running
    backups.close()


def test_switched_off_it_rests(desk: Desk) -> None:
    desk.settings.set(BACK_UP, False)
    desk.backups.make_if_due()
    assert not desk.backups.is_running
    desk.backups.stop()


def test_cancelling_leaves_nothing_and_the_next_goes_through(qtbot: QtBot, desk: Desk) -> None:
    backups = desk.backups
    with qtbot.waitSignal(backups.cancelled, timeout=20_000):
        backups.make_now()
        backups.cancel()
    assert list(backups.places.folder.iterdir()) == []
    assert make(qtbot, backups).path is not None


def test_a_second_place_gets_what_it_missed(
    qtbot: QtBot, desk: Desk, write: Write, clock: SetClock, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    desk.settings.set(SECOND_BACKUP_FOLDER, str(stick))
    desk.settings.set(BACKUP_FOLDER, str(tmp_path / "chosen"))
    backups = desk.backups
    with qtbot.waitSignal(backups.noticed, timeout=20_000) as notice:
        first = make(qtbot, backups)
    assert notice.args == [SecondPlaceAway.text]
    assert first.path is not None and first.path.parent == tmp_path / "chosen"
    stick.mkdir()
    add(write, "Luca Ferri")
    clock.advance(hours=1)
    second = make(qtbot, backups)
    assert second.path is not None
    assert {path.name for path in second.copies} == {first.path.name, second.path.name}
    assert {path.name for path in stick.iterdir()} == {first.path.name, second.path.name}
    assert (stick / second.path.name).read_bytes() == second.path.read_bytes()


def test_a_drill_is_counted_and_remembered(qtbot: QtBot, desk: Desk, clock: SetClock) -> None:
    backups = desk.backups
    make(qtbot, backups)
    assert backups.last_drill_at() is None and backups.drill_due_at() == clock.now
    with qtbot.waitSignal(backups.drilled, timeout=20_000) as drilled:
        backups.drill_now(backups.list_rows()[0])
    report = drilled.args[0]
    assert isinstance(report, DrillReport) and report.ok
    assert dict(report.counts)["person"] == 1
    assert backups.last_drill_at() == clock.now
    assert backups.drill_due_at() == clock.now + DRILL_EVERY


def test_a_damaged_backup_says_so_and_is_no_longer_good(qtbot: QtBot, desk: Desk) -> None:
    backups = desk.backups
    path = make(qtbot, backups).path
    assert path is not None
    row = backups.list_rows()[0]
    content = bytearray(path.read_bytes())
    content[-3000] ^= 1
    path.write_bytes(content)
    with qtbot.waitSignal(backups.failed, timeout=20_000) as failed:
        backups.drill_now(row)
    assert "damaged" in str(failed.args[0])
    assert [each.state for each in backups.list_rows()] == [BackupState.DAMAGED]
    assert make(qtbot, backups).path is not None  # it is due again, as the damaged one counts for nothing
    assert path.read_bytes() == bytes(content)


def test_what_was_begun_at_lock_is_finished_and_tested_after_unlocking(
    qtbot: QtBot, desk: Desk, write: Write, clock: SetClock
) -> None:
    add(write, "Noor Haddad")
    path = desk.vault.path
    desk.store.checkpoint()
    desk.vault.seal()
    begin_sealed_copy(desk.vault, desk.backups.places.folder, clock.now)
    assert has_unfinished(path, desk.settings)
    assert finish_begun(path, desk.settings, threading.Event()) is not None
    assert not has_unfinished(path, desk.settings)
    assert [row.state for row in desk.backups.list_rows()] == [BackupState.UNKNOWN]
    done = make(qtbot, desk.backups)
    assert done.path is None and DAMAGED_AT_LOCK not in done.notices
    assert [row.state for row in desk.backups.list_rows()] == [BackupState.VERIFIED]


def test_damage_in_what_was_made_at_lock_is_told_and_made_up_for(qtbot: QtBot, desk: Desk, clock: SetClock) -> None:
    desk.vault.seal()
    begin_sealed_copy(desk.vault, desk.backups.places.folder, clock.now)
    path = finish_begun(desk.vault.path, desk.settings, threading.Event())
    assert path is not None
    content = bytearray(path.read_bytes())
    content[-3000] ^= 1
    path.write_bytes(content)
    done = make(qtbot, desk.backups)
    assert done.path is not None and done.notices == (DAMAGED_AT_LOCK,)
    assert sorted(row.state for row in desk.backups.list_rows()) == [BackupState.DAMAGED, BackupState.VERIFIED]
    assert done.removed == ()


def test_a_new_passphrase_is_a_change(qtbot: QtBot, desk: Desk, clock: SetClock) -> None:
    make(qtbot, desk.backups)
    desk.vault.change_passphrase("tulip cobalt ladder heron", "four other words here")
    clock.advance(hours=1)
    assert make(qtbot, desk.backups).path is not None


@pytest.mark.parametrize("changed", [True, False])
def test_locking_begins_one_only_when_content_changed(qtbot: QtBot, desk: Desk, write: Write, changed: bool) -> None:
    make(qtbot, desk.backups)
    if changed:
        add(write, "Noor Haddad")
    path = desk.vault.path
    desk.rest()
    seal(desk, desk.vault)
    assert has_unfinished(path, desk.settings) is changed
    stopped = threading.Event()
    stopped.set()
    assert finish_begun(path, desk.settings, stopped) is None
    assert has_unfinished(path, desk.settings) is changed
