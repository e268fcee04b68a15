"""First run by keyboard alone, from the place to the team."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt, QThreadPool
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.windows.first_run import PASSPHRASE, PLACE, RECOVERY, TEAM, FirstRunWindow
from coachdesk.ui.windows.first_run_dialogs import paint_lines
from coachdesk.ui.windows.rating import Rater
from coachdesk.ui.windows.secret_copy import SecretCopy

CODE = "7KQ2M4XA9TDVC3HNP8WE2RGJ5YVMK6ZS"
WORDS = "harbour velvet onion seventeen"


@dataclass(frozen=True, slots=True)
class FakeRating:
    bits: int = 52
    score: int = 3
    long_enough: bool = True
    common: bool = False
    contains_names: bool = False


def rate(text: str, names: tuple[str, ...]) -> FakeRating:
    named = any(name.casefold() in text.casefold() for name in names)
    return FakeRating(common=text == "correct horse battery", contains_names=named)


def suggest() -> str:
    return WORDS


class FakeDialogs:
    def __init__(self) -> None:
        self.folder: Path | None = None
        self.target: Path | None = None
        self.roster: Path | None = None
        self.printed: tuple[str, ...] = ()

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        return self.folder

    def choose_target(self, parent: QWidget, start: Path) -> Path | None:
        return self.target

    def choose_roster(self, parent: QWidget) -> Path | None:
        return self.roster

    def print_lines(self, parent: QWidget, title: str, lines: tuple[str, ...]) -> bool:
        self.printed = (title, *lines)
        return True


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, look: Appearance, dialogs: FakeDialogs, tmp_path: Path
) -> Iterator[FirstRunWindow]:
    look.apply(qapp)
    made = FirstRunWindow(look, default_place=tmp_path, rate=rate, suggest=suggest, dialogs=dialogs, delay_ms=0)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.place_page.name.edit.hasFocus)
    yield made


def type_keys(qtbot: QtBot, text: str) -> None:
    """Type into whatever has the keyboard."""
    qtbot.keyClicks(QApplication.focusWidget(), text)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def to_passphrase(window: FirstRunWindow, qtbot: QtBot) -> None:
    type_keys(qtbot, "Priya vault")
    press(qtbot, Qt.Key.Key_Return)
    assert window.step == PASSPHRASE


def to_recovery(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_passphrase(window, qtbot)
    type_keys(qtbot, WORDS)
    press(qtbot, Qt.Key.Key_Return)
    type_keys(qtbot, WORDS)
    with qtbot.waitSignal(window.create_requested):
        press(qtbot, Qt.Key.Key_Return)
    window.set_creating()
    window.set_recovery_code(CODE)
    assert window.step == RECOVERY


def test_the_whole_way_by_keyboard(window: FirstRunWindow, qtbot: QtBot, tmp_path: Path) -> None:
    ends: list[str] = []
    asks: list[Path] = []
    window.finished.connect(lambda choice, _path: ends.append(choice))
    window.create_requested.connect(lambda place, _passphrase: asks.append(place))
    type_keys(qtbot, "Priya vault")
    press(qtbot, Qt.Key.Key_Return)
    type_keys(qtbot, WORDS)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is window.passphrase_page.panel.again.edit
    type_keys(qtbot, WORDS)
    with qtbot.waitSignal(window.create_requested) as asked:
        press(qtbot, Qt.Key.Key_Return)
    assert asked.args == [tmp_path / "Priya vault.coachdesk", WORDS]
    window.set_creating()
    assert not window.next_button.isEnabled()
    window.set_recovery_code(CODE)
    page = window.recovery_page
    assert not window.next_button.isEnabled()
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.fields[0]
    type_keys(qtbot, page.groups[page.asked[0]].lower())
    press(qtbot, Qt.Key.Key_Return)
    type_keys(qtbot, page.groups[page.asked[1]])
    press(qtbot, Qt.Key.Key_Return)
    assert window.step == TEAM
    press(qtbot, Qt.Key.Key_Tab)
    with qtbot.waitSignal(window.finished) as done:
        press(qtbot, Qt.Key.Key_Return)
    assert done.args == ["person", None]
    assert ends == ["person"]
    assert len(asks) == 1


@pytest.mark.parametrize("name", ["a/b", ".hidden", "a:b", "what?"])
def test_a_name_that_files_cannot_have_is_refused(window: FirstRunWindow, qtbot: QtBot, name: str) -> None:
    type_keys(qtbot, name)
    assert window.place_page.name.hint.text().startswith("A name cannot")
    press(qtbot, Qt.Key.Key_Return)
    assert window.step == PLACE


def test_an_existing_vault_is_never_the_place(window: FirstRunWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "Team.coachdesk").mkdir()
    type_keys(qtbot, "Team")
    assert window.place_page.name.hint.text() == "There is already a vault with this name in the folder."
    assert not window.next_button.isEnabled()


def test_folder_is_chosen_or_typed(window: FirstRunWindow, qtbot: QtBot, dialogs: FakeDialogs, tmp_path: Path) -> None:
    dialogs.folder = tmp_path / "docs"
    qtbot.keyClick(window.place_page.browse, Qt.Key.Key_Return)
    assert window.place_page.folder.text() == str(tmp_path / "docs")
    window.place_page.folder.set_text("docs")
    assert "whole path" in window.place_page.folder.hint.text()
    assert not window.next_button.isEnabled()


def test_passphrase_checks(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_passphrase(window, qtbot)
    panel = window.passphrase_page.panel
    type_keys(qtbot, "short")
    assert [line.state for line in panel.checks] == ["open", "met", "met"]
    panel.first.set_text("correct horse battery")
    assert panel.checks[1].state == "failed"
    panel.first.set_text("in priya vault we trust")
    assert panel.checks[2].state == "failed"
    panel.first.set_text(WORDS)
    assert [line.state for line in panel.checks] == ["met", "met", "met"]
    assert panel.meter.accessibleName() == "Strength: 3 of 4"
    assert not window.next_button.isEnabled()
    panel.again.set_text("harbour x")
    assert panel.again.hint.text() == "This differs from the passphrase above."
    panel.again.set_text(WORDS)
    assert panel.again.hint.text() == ""
    assert window.next_button.isEnabled()


def test_suggested_words_are_shown_and_typed_again(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_passphrase(window, qtbot)
    panel = window.passphrase_page.panel
    qtbot.keyClick(panel.suggest_button, Qt.Key.Key_Return)
    assert panel.passphrase() == WORDS
    assert panel.first.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert QApplication.focusWidget() is panel.again.edit
    assert panel.again.text() == ""


def test_back_keeps_the_place(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_passphrase(window, qtbot)
    qtbot.keyClick(window.back_button, Qt.Key.Key_Return)
    assert window.step == PLACE
    assert window.place_page.name.text() == "Priya vault"


def test_failure_keeps_what_was_typed(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_passphrase(window, qtbot)
    panel = window.passphrase_page.panel
    panel.first.set_text(WORDS)
    panel.again.set_text(WORDS)
    window.set_creating()
    window.set_error("The vault was not made: the disk is full. Free some space and try again.")
    assert window.passphrase_page.banner.isVisible()
    assert panel.passphrase() == WORDS
    assert window.next_button.isEnabled()
    with qtbot.waitSignal(window.create_requested):
        window.next_button.click()
    assert not window.passphrase_page.banner.isVisible()


def test_passphrase_is_forgotten_once_the_vault_is_made(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_recovery(window, qtbot)
    assert window.passphrase_page.panel.passphrase() == ""
    assert not window.back_button.isVisible()


def test_groups_asked_for_are_hidden_while_typed(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_recovery(window, qtbot)
    page = window.recovery_page
    shown = [label.text() for label in page._labels]
    assert "".join(shown) == CODE
    page.fields[0].setFocus()
    qtbot.waitUntil(lambda: page._labels[page.asked[0]].text() == "••••")
    assert page._labels[page.asked[1]].text() == "••••"
    assert sum(label.text() == "••••" for label in page._labels) == 2


def test_wrong_groups_do_not_lead_on(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_recovery(window, qtbot)
    page = window.recovery_page
    page.fields[0].setText("ZZZZ")
    page.fields[1].setText(page.groups[page.asked[1]])
    assert page.fields[0].property("wrong") is True
    assert page.fields[1].accessibleDescription() == "right"
    assert not window.next_button.isEnabled()


def test_code_is_printed_saved_and_copied(
    window: FirstRunWindow, qtbot: QtBot, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    to_recovery(window, qtbot)
    page = window.recovery_page
    qtbot.keyClick(page.print_button, Qt.Key.Key_Return)
    assert "7KQ2 M4XA 9TDV C3HN" in dialogs.printed
    dialogs.target = tmp_path / "code.txt"
    qtbot.keyClick(page.save_button, Qt.Key.Key_Return)
    assert "P8WE 2RGJ 5YVM K6ZS" in dialogs.target.read_text("utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(dialogs.target.stat().st_mode) == 0o600
    qtbot.keyClick(page.copy_button, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text().replace(" ", "") == CODE
    assert page._note.text() == "Copied. Clipboard clears in 60 s"
    page._copier.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_code_that_cannot_be_saved_is_not_lost(
    window: FirstRunWindow, qtbot: QtBot, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    to_recovery(window, qtbot)
    dialogs.target = tmp_path / "no such folder" / "code.txt"
    qtbot.keyClick(window.recovery_page.save_button, Qt.Key.Key_Return)
    assert window.recovery_page.banner.text().startswith("The code was not saved.")


def test_clipboard_with_something_else_is_left_alone(qtbot: QtBot, qapp: QApplication) -> None:
    copier = SecretCopy(clear_after_ms=1)
    copier.copy("secret")
    QGuiApplication.clipboard().setText("mine")
    qtbot.waitUntil(lambda: not copier._timer.isActive())
    assert QGuiApplication.clipboard().text() == "mine"
    copier.deleteLater()


def test_a_secret_left_in_the_clipboard_does_not_crash_the_end() -> None:
    script = (
        "from PySide6.QtWidgets import QApplication\n"
        "from coachdesk.ui.windows.secret_copy import SecretCopy\n"
        "app = QApplication([])\n"
        "copier = SecretCopy()\n"
        "copier.copy('secret')\n"
        "assert bytes(app.clipboard().mimeData().data('x-kde-passwordManagerHint')) == b'secret'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_clipboard_clears_by_itself(qtbot: QtBot, qapp: QApplication) -> None:
    copier = SecretCopy(clear_after_ms=1)
    copier.copy("secret")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
    copier.deleteLater()


@pytest.mark.parametrize(("roster", "expected"), [(True, ["roster"]), (False, [])])
def test_roster_is_chosen(
    window: FirstRunWindow, qtbot: QtBot, dialogs: FakeDialogs, tmp_path: Path, roster: bool, expected: list[str]
) -> None:
    to_recovery(window, qtbot)
    window._show_step(TEAM)
    dialogs.roster = tmp_path / "team.csv" if roster else None
    ends: list[tuple[str, object]] = []
    window.finished.connect(lambda choice, path: ends.append((choice, path)))
    press(qtbot, Qt.Key.Key_Return)
    assert ends == [(choice, tmp_path / "team.csv") for choice in expected]


def test_later_is_an_answer(window: FirstRunWindow, qtbot: QtBot) -> None:
    to_recovery(window, qtbot)
    window._show_step(TEAM)
    with qtbot.waitSignal(window.finished) as done:
        qtbot.keyClick(window.next_button, Qt.Key.Key_Return)
    assert done.args == ["later", None]


def test_rating_runs_on_a_worker_and_only_the_newest_counts(qtbot: QtBot) -> None:
    threads: set[str] = set()
    ratings: list[object] = []

    def slow(text: str, _names: tuple[str, ...]) -> FakeRating:
        threads.add(threading.current_thread().name)
        return FakeRating(bits=len(text))

    rater = Rater(slow, delay_ms=1, pool=QThreadPool.globalInstance())
    rater.rated.connect(ratings.append)
    rater.request("one", ())
    rater.request("seven letters", ())
    qtbot.waitUntil(lambda: bool(ratings))
    assert ratings == [FakeRating(bits=13)]
    assert threading.main_thread().name not in threads


def test_first_paint_is_told_once(window: FirstRunWindow, qtbot: QtBot) -> None:
    window._painted = False
    with qtbot.waitSignal(window.first_painted):
        window.update()
    with qtbot.assertNotEmitted(window.first_painted):
        window.grab()


def test_a_rating_that_comes_too_late_is_dropped(qtbot: QtBot) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(_text: str, _names: tuple[str, ...]) -> FakeRating:
        started.set()
        go_on.wait(5)
        return FakeRating()

    rater = Rater(slow, delay_ms=1)
    rater.request("text", ())
    qtbot.waitUntil(started.is_set)
    delete(rater)
    go_on.set()
    assert QThreadPool.globalInstance().waitForDone(5000)


def test_printed_page_has_ink() -> None:
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_lines(painter, QRectF(image.rect()), 1.0, "CoachDesk recovery code", ("7KQ2 M4XA", "9TDV"))
    painter.end()
    assert any(image.pixelColor(x, y).lightness() < 100 for x in range(300) for y in range(80))
