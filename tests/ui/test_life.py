"""The life of the vault on screen: unlock, refusals, lock, and what lock never does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.desk.opening import open_with
from coachdesk.desk.settings import LAST_VAULT, Settings
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import start_meeting
from coachdesk.services.notes import find_note_of_meeting
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.failures import DiskFull
from coachdesk.ui.life import VaultLife
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route

PASSPHRASE = "tulip cobalt ladder heron"


class Replaced:
    """Stands in for becoming a fresh process."""

    def __init__(self) -> None:
        self.calls: list[tuple[list[str], dict[str, str]]] = []

    def __call__(self, command: list[str], environment: dict[str, str]) -> None:
        self.calls.append((command, environment))


class Place:
    """A vault on disk, a life over it, and what it became."""

    def __init__(self, qtbot: QtBot, look: Appearance, path: Path) -> None:
        self.qtbot, self.path, self.replaced = qtbot, path, Replaced()
        self.settings = Settings(path.parent / "settings.json")
        self.life = VaultLife(self.settings, look, vault_path=path, replace=self.replaced)
        self.life.start()

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        page = self.life.unlock.passphrase_page  # type: ignore[union-attr]
        page.field.set_text(passphrase)
        self.qtbot.keyClick(page.field.edit, Qt.Key.Key_Return)

    def open(self) -> Any:
        self.unlock()
        self.qtbot.waitUntil(lambda: self.life.main is not None, timeout=20_000)
        return self.life.main

    def lock(self) -> None:
        self.life.lock()
        self.qtbot.waitUntil(lambda: bool(self.replaced.calls), timeout=20_000)


@pytest.fixture
def place(qtbot: QtBot, look: Appearance, made_vault: tuple[Path, str], tmp_path: Path) -> Iterator[Place]:
    path = tmp_path / "team.coachdesk"
    shutil.copytree(made_vault[0], path)
    made = Place(qtbot, look, path)
    yield made
    if made.life.main is not None and not made.replaced.calls:
        made.lock()
    made.life.lane.stop()
    for window in QApplication.topLevelWidgets():
        if made.life.main is not None:
            made.life.main.allow_close()
        window.close()
        window.deleteLater()


def test_the_right_passphrase_opens_the_window_and_remembers_the_vault(place: Place) -> None:
    main = place.open()
    assert main.isVisible()
    assert place.life.unlock is None
    assert place.settings.get(LAST_VAULT) == str(place.path)
    assert main.windowTitle() == "CoachDesk"


def test_whoever_types_before_the_vault_was_looked_at_gets_in(place: Place) -> None:
    unlocking: Any = place.life.unlocking
    place.open()
    place.qtbot.wait(50)
    unlocking.look()
    place.qtbot.waitUntil(lambda: place.life.lane.pending == 0)
    place.qtbot.wait(50)


def test_a_wrong_passphrase_says_so_and_then_slows_down(place: Place) -> None:
    page = place.life.unlock.passphrase_page  # type: ignore[union-attr]
    for tries in (1, 2):
        place.unlock("not this one at all")
        place.qtbot.waitUntil(lambda tries=tries: place.life.unlocking.wrong_tries == tries, timeout=20_000)
    assert place.life.main is None
    place.qtbot.waitUntil(lambda: not page.field.edit.isEnabled(), timeout=5000)


@pytest.mark.parametrize("spoil", ["header", "database", "nothing"])
def test_a_vault_that_cannot_open_is_never_touched_nor_replaced(place: Place, spoil: str) -> None:
    if spoil == "nothing":
        shutil.rmtree(place.path)
    else:
        for file in place.path.glob("header.*" if spoil == "header" else "vault.db"):
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 0xFF
            file.write_bytes(bytes(content))
    before = contents(place.path)
    place.unlock()
    banner = place.life.unlock.banner  # type: ignore[union-attr]
    rescue = place.life.unlocking.rescue  # type: ignore[union-attr]
    place.qtbot.waitUntil(lambda: not banner.isHidden() or rescue.damaged is not None, timeout=20_000)
    assert (rescue.damaged is None) == (spoil == "nothing")
    assert place.life.main is None
    assert contents(place.path) == before


def contents(path: Path) -> dict[str, bytes]:
    files = [file for file in path.rglob("*") if file.is_file() and file.name != "lock"]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def test_lock_hides_at_once_saves_what_was_typed_and_seals(place: Place) -> None:
    main = place.open()
    meeting_id = begin_meeting(place)
    main.go(Route("meeting", meeting_id=meeting_id))
    place.qtbot.waitUntil(lambda: main.desk.read_lane.pending == 0)
    type_note(place, "words of the last second")
    place.life.lock()
    assert not main.isVisible()
    place.qtbot.waitUntil(lambda: bool(place.replaced.calls), timeout=20_000)
    vault, store = open_with(place.path, "passphrase", PASSPHRASE)
    note: Any = store.read(lambda session: find_note_of_meeting(session, meeting_id))
    store.close()
    vault.close()
    assert note.blocks == (Block(Visibility.ONLY_YOU, "words of the last second"),)


def test_lock_keeps_words_that_the_disk_refuses_and_goes_on_when_there_is_room(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = place.open()
    meeting_id = begin_meeting(place)
    main.go(Route("meeting", meeting_id=meeting_id))
    place.qtbot.waitUntil(lambda: main.desk.read_lane.pending == 0)
    write = main.desk.store.write

    def refuse(_operation: Any) -> Any:
        raise DiskFull("no room")

    main.desk.store.write = refuse
    type_note(place, "kept in memory")
    place.life.lock()
    place.qtbot.waitUntil(lambda: "saved as soon as" in place.life.unlock.banner.text(), timeout=10_000)  # type: ignore[union-attr]
    assert not main.isVisible()
    assert place.replaced.calls == []
    main.desk.store.write = write
    place.qtbot.waitUntil(lambda: bool(place.replaced.calls), timeout=20_000)
    vault, store = open_with(place.path, "passphrase", PASSPHRASE)
    note: Any = store.read(lambda session: find_note_of_meeting(session, meeting_id))
    store.close()
    vault.close()
    assert "kept in memory" in note.blocks[0].text


def test_the_fresh_process_gets_a_place_and_no_secret(place: Place) -> None:
    place.open()
    place.lock()
    command, environment = place.replaced.calls[0]
    given = " ".join([*command, *environment.values()])
    assert command[1:] == ["-m", "coachdesk"]
    assert environment["COACHDESK_GEOMETRY"].count(",") == 3
    assert PASSPHRASE not in given


def test_closing_the_window_locks_first(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    main = place.open()
    main.close()
    place.qtbot.waitUntil(lambda: bool(quits), timeout=20_000)
    place.replaced.calls.append(([], {}))
    vault, store = open_with(place.path, "passphrase", PASSPHRASE)
    assert vault.notices == ()
    store.close()
    vault.close()


def test_a_bug_is_told_without_the_words_it_quotes(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    main = place.open()
    error = KeyError("Amara sounded worn out")
    place.life.report_crash(KeyError, error, None)
    told = capsys.readouterr()
    assert "KeyError" in told.err
    assert "Amara" not in told.err + told.out
    assert main.banner.isVisible()


def begin_meeting(place: Place) -> str:
    desk = place.life.main.desk  # type: ignore[union-attr]
    person_id = desk.store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
    meeting_id: str = desk.store.write(lambda unit: start_meeting(unit, person_id)).result
    return meeting_id


def type_note(place: Place, text: str) -> None:
    from coachdesk.ui.editor.note_editor import NoteEditor

    editors = place.life.main.findChildren(NoteEditor)  # type: ignore[union-attr]
    editor = next(one for one in editors if one.isVisible())
    editor.setFocus()
    place.qtbot.keyClicks(editor, text)
