"""The other ways in: a key file beside the passphrase, and quick unlock that falls back to the passphrase."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.desk.settings import KEY_FILE
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.vault.bundle import Passphrase, open_vault
from coachdesk.vault.key_file import make_key_file
from coachdesk.vault.keychain import turn_on_quick_unlock

from .test_life import PASSPHRASE, Place
from .test_life_rescue import FakeChoosers


class FakeKeychain:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def find(self, vault_id: str) -> str | None:
        return self.kept.get(vault_id)

    def save(self, vault_id: str, kept: str) -> None:
        self.kept[vault_id] = kept

    def remove(self, vault_id: str) -> None:
        self.kept.pop(vault_id, None)


@pytest.fixture
def path(made_vault: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_vault[0], tmp_path / "team.coachdesk"))


@pytest.fixture
def keychain() -> FakeKeychain:
    return FakeKeychain()


@pytest.fixture
def begin(qtbot: QtBot, look: Appearance, path: Path, keychain: FakeKeychain) -> Iterator[type[Place]]:
    made: list[Place] = []

    def begin() -> Place:
        place = Place(qtbot, look, path)
        assert place.life.unlocking is not None
        place.life._keychain = place.life.unlocking._keychain = keychain
        place.life.unlocking.look()
        qtbot.waitUntil(lambda: place.life.lane.pending == 0, timeout=20_000)
        made.append(place)
        return place

    yield begin  # type: ignore[misc]
    for place in made:
        if place.life.main is not None and not place.replaced.calls:
            place.lock()
        place.life.lane.stop()
        place.life.backup_lane.stop()
        for window in QApplication.topLevelWidgets():
            if place.life.main is not None:
                place.life.main.allow_close()
            window.close()
            window.deleteLater()


def test_a_vault_with_a_key_file_asks_for_it_and_remembers_where_it_was(
    begin: type[Place], path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "coachdesk.key"
    with open_vault(path, Passphrase(PASSPHRASE)) as vault:
        vault.add_key_file(Passphrase(PASSPHRASE), make_key_file(file))
    place = begin()  # type: ignore[call-arg]
    assert place.life.unlocking is not None
    page = place.life.unlocking.window.passphrase_page
    assert not page.key_file.isHidden()
    place.unlock()
    place.qtbot.waitUntil(lambda: "also asks for its key file" in page.key_file.hint.text(), timeout=20_000)
    assert place.life.unlocking.wrong_tries == 0
    choosers = FakeChoosers()
    choosers.file = file
    place.life.unlocking.dialogs = choosers
    place.qtbot.keyClick(page.key_file.button, Qt.Key.Key_Return)
    place.open()
    assert place.settings.get(KEY_FILE) == str(file)


def test_quick_unlock_opens_without_the_passphrase(begin: type[Place], path: Path, keychain: FakeKeychain) -> None:
    with open_vault(path, Passphrase(PASSPHRASE)) as vault:
        turn_on_quick_unlock(vault, PASSPHRASE, keychain=keychain)
    place = begin()  # type: ignore[call-arg]
    quick = place.life.unlocking.window.passphrase_page.quick  # type: ignore[union-attr]
    assert quick.isVisible() and quick.text().startswith("Quick unlock, until ")
    place.qtbot.keyClick(quick, Qt.Key.Key_Return)
    place.qtbot.waitUntil(lambda: place.life.main is not None, timeout=20_000)


def test_a_lost_keychain_entry_is_told_and_costs_only_the_convenience(
    begin: type[Place], path: Path, keychain: FakeKeychain
) -> None:
    with open_vault(path, Passphrase(PASSPHRASE)) as vault:
        turn_on_quick_unlock(vault, PASSPHRASE, keychain=keychain)
    keychain.kept.clear()
    place = begin()  # type: ignore[call-arg]
    window = place.life.unlocking.window  # type: ignore[union-attr]
    place.qtbot.keyClick(window.passphrase_page.quick, Qt.Key.Key_Return)
    place.qtbot.waitUntil(lambda: not window.banner.isHidden(), timeout=20_000)
    assert "no longer has the key" in window.banner.text() and window.passphrase_page.quick.isHidden()
    main = place.open()
    assert all(slot.slot_type != "keychain" for slot in main.desk.vault.slots())
