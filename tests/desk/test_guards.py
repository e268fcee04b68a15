"""Auto-lock, clipboard, settings, the single instance and the keyboard map."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.actions import ACTIONS, ActionSpec, find_conflicts
from coachdesk.desk.autolock import AutoLock
from coachdesk.desk.clipboard import ClipboardGuard
from coachdesk.desk.session_signals import SessionSignals
from coachdesk.desk.settings import IDLE_LOCK_MIN, LOCK_WITH_SESSION, SETTINGS, TEXT_PERCENT, THEME, Settings
from coachdesk.desk.single_instance import SingleInstance


class FakeTime:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "config" / "settings.json")


def test_idleness_locks_only_after_the_limit(qtbot: QtBot, settings: Settings) -> None:
    time, session = FakeTime(), SessionSignals()
    lock = AutoLock(settings, session, clock=time)
    with qtbot.assertNotEmitted(lock.lock_requested):
        time.seconds += settings.get(IDLE_LOCK_MIN) * 60 - 1
        lock._on_time()
    with qtbot.waitSignal(lock.lock_requested, timeout=1000):
        time.seconds += 1
        lock._on_time()
    lock.stop()


def test_a_key_puts_the_lock_off(qtbot: QtBot, settings: Settings) -> None:
    time, window = FakeTime(), QWindow()
    lock = AutoLock(settings, SessionSignals(), clock=time)
    lock.watch(window)
    time.seconds += 299
    QTest.keyClick(window, Qt.Key.Key_A)
    time.seconds += 299
    with qtbot.assertNotEmitted(lock.lock_requested):
        lock._on_time()
    lock.stop()


def test_never_means_never(qtbot: QtBot, settings: Settings) -> None:
    time = FakeTime()
    lock = AutoLock(settings, SessionSignals(), clock=time)
    settings.set(IDLE_LOCK_MIN, 0)
    assert not lock._timer.isActive()
    time.seconds += 10**6
    with qtbot.assertNotEmitted(lock.lock_requested):
        lock._on_time()


@pytest.mark.parametrize("name", ["session_locked", "suspending"])
def test_the_session_locks_the_vault_unless_switched_off(qtbot: QtBot, settings: Settings, name: str) -> None:
    session = SessionSignals()
    lock = AutoLock(settings, session)
    with qtbot.waitSignal(lock.lock_requested, timeout=1000):
        getattr(session, name).emit()
    settings.set(LOCK_WITH_SESSION, False)
    with qtbot.assertNotEmitted(lock.lock_requested):
        getattr(session, name).emit()
    lock.stop()


def test_private_text_leaves_the_clipboard(qtbot: QtBot, settings: Settings) -> None:
    clipboard = QGuiApplication.clipboard()
    guard = ClipboardGuard(clipboard, settings)
    clipboard.setText("sounded worn out")
    guard.guard()
    guard._timer.timeout.emit()
    assert clipboard.text() == ""


def test_what_was_copied_since_stays(qtbot: QtBot, settings: Settings) -> None:
    clipboard = QGuiApplication.clipboard()
    guard = ClipboardGuard(clipboard, settings)
    clipboard.setText("sounded worn out")
    guard.guard()
    clipboard.setText("a recipe")
    guard.clear()
    assert clipboard.text() == "a recipe"


def test_settings_come_back_and_nonsense_gives_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = Settings(path)
    first.set(TEXT_PERCENT, 150)
    assert Settings(path).get(TEXT_PERCENT) == 150
    path.write_text(json.dumps({"text_percent": "huge", "theme": "pink"}), encoding="utf-8")
    assert Settings(path).get(TEXT_PERCENT) == 100
    assert Settings(path).get(THEME) == "system"
    path.write_text("{", encoding="utf-8")
    assert Settings(path).get(THEME) == "system"
    with pytest.raises(ValueError, match="theme"):
        first.set(THEME, "pink")


def test_a_settings_file_that_cannot_be_written_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    Settings(path).set(TEXT_PERCENT, 150)
    assert list(path.iterdir()) == []
    assert not path.with_suffix(".new").exists()


def test_every_setting_has_a_key_of_its_own_and_says_what_it_does() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    assert all(setting.description and setting.accepts(setting.default) for setting in SETTINGS)


def test_a_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert not second.raise_other()
    assert first.listen()
    with qtbot.waitSignal(first.raise_requested, timeout=2000):
        import subprocess

        code = (
            "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
            "from pathlib import Path; from coachdesk.desk.single_instance import SingleInstance;"
            f"raise SystemExit(0 if SingleInstance(Path({str(tmp_path)!r})).raise_other() else 1)"
        )
        other = subprocess.Popen([sys.executable, "-c", code])
    assert other.wait(20) == 0
    first.close()


def test_no_two_actions_share_a_key() -> None:
    assert find_conflicts() == ()
    twice = (ActionSpec("a", "A", ("Ctrl+K",)), ActionSpec("b", "B", ("Ctrl+K",)))
    assert find_conflicts(twice) == (("Ctrl+K", "a", "b"),)
    assert len({action.action_id for action in ACTIONS}) == len(ACTIONS)


def test_none_keeps_its_references_through_void_calls(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops one reference to None at each void call and aborts after about a thousand."""
    window = QWindow()
    before = sys.getrefcount(None)
    for _ in range(1000):
        window.setTitle("")
    assert abs(sys.getrefcount(None) - before) < 50
