"""A damaged vault in the window: what is said, what is offered, and that nothing happens unasked. By keys alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.opening import open_with
from coachdesk.desk.settings import Settings
from coachdesk.model.base import new_id
from coachdesk.model.visibility import Visibility
from coachdesk.services.attachments import AttachmentDraft, add_attachment
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.backup import Places, back_up
from coachdesk.ui.life import WISH_VARIABLE, VaultLife
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.damaged import FIND_COPY, OPEN_BACKUP, OPEN_READ_ONLY, SALVAGE, DamagedPage
from coachdesk.ui.windows.restore import RestorePage
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.bundle import Passphrase, open_vault

from .test_life import PASSPHRASE, Place, Replaced, contents, place

__all__ = ["place"]


class FakeChoosers:
    """Answers in place of the system's choosers."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.folder: Path | None = None

    def choose_vault(self, parent: QWidget) -> Path | None:
        return self.folder

    def choose_key_file(self, parent: QWidget) -> Path | None:
        return self.file

    def choose_new_key_file(self, parent: QWidget) -> Path | None:
        return self.file

    def choose_backup(self, parent: QWidget) -> Path | None:
        return self.file

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        return self.folder


@pytest.fixture
def choosers(place: Place) -> FakeChoosers:
    made = FakeChoosers()
    place.life.unlocking.dialogs = made  # type: ignore[union-attr]
    return made


def flip(path: Path, at: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0xFF
    path.write_bytes(bytes(content))


def make_backup(place: Place) -> Path:
    from datetime import UTC, datetime

    vault, store = open_with(place.path, "passphrase", PASSPHRASE)
    done = back_up(
        vault, Places(backup_folder(place.path)), now=datetime.now(UTC), report=lambda _part, _words: None, force=True
    )
    store.close()
    vault.close()
    assert done.path is not None
    return done.path


def see_damage(place: Place) -> DamagedPage:
    place.unlock()
    rescue = place.life.unlocking.rescue  # type: ignore[union-attr]
    place.qtbot.waitUntil(lambda: rescue.damaged is not None, timeout=20_000)
    return rescue.damaged  # type: ignore[return-value]


def press(place: Place, page: DamagedPage, kind: str) -> None:
    page.buttons[kind].setFocus()
    place.qtbot.keyClick(page.buttons[kind], Qt.Key.Key_Return)


def restore_page(place: Place) -> RestorePage:
    rescue = place.life.unlocking.rescue  # type: ignore[union-attr]
    place.qtbot.waitUntil(lambda: rescue.restore is not None and bool(rescue.restore.list.backup_model.rows))
    return rescue.restore  # type: ignore[return-value]


def test_one_damaged_header_is_told_and_the_vault_opens(place: Place) -> None:
    flip(place.path / "header.a")
    main = place.open()
    assert not main.banner.isHidden() and "header" in main.banner.text()


@pytest.mark.parametrize("files", [("vault.db",), ("header.a", "header.b")])
def test_the_newest_good_backup_takes_the_place_and_the_damaged_vault_is_kept(
    place: Place, choosers: FakeChoosers, files: tuple[str, ...]
) -> None:
    make_backup(place)
    for name in files:
        flip(place.path / name)
    before = contents(place.path)
    page = see_damage(place)
    assert next(iter(page.buttons)) == OPEN_BACKUP and page.window().focusWidget() is page.buttons[OPEN_BACKUP]
    assert contents(place.path) == before
    press(place, page, OPEN_BACKUP)
    restoring = restore_page(place)
    assert restoring.in_place and restoring.secret.text() == PASSPHRASE
    place.qtbot.keyClick(restoring.secret.edit, Qt.Key.Key_Return)
    banner = place.life.unlock.banner  # type: ignore[union-attr]
    place.qtbot.waitUntil(lambda: not banner.isHidden(), timeout=20_000)
    assert "is kept as" in banner.text()
    aside = next(path for path in place.path.parent.glob("*set aside*"))
    assert contents(aside) == before
    place.open()


def test_salvage_writes_what_can_be_read_and_leaves_the_vault(
    place: Place, choosers: FakeChoosers, tmp_path: Path
) -> None:
    flip(place.path / "vault.db", 0.7)
    before = contents(place.path)
    page = see_damage(place)
    assert set(page.buttons) == {OPEN_READ_ONLY, SALVAGE, FIND_COPY}
    choosers.folder = tmp_path
    press(place, page, SALVAGE)
    place.qtbot.waitUntil(lambda: not page.answer.isHidden(), timeout=20_000)
    assert "not encrypted" in page.answer.text()
    assert (tmp_path / "team salvaged" / "report.md").is_file()
    assert contents(place.path) == before


def test_damaged_attachments_are_counted_and_not_named_before_unlocking(place: Place) -> None:
    vault, store = open_with(place.path, "passphrase", PASSPHRASE)
    person_id = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
    note = NoteDraft(new_id(), person_id, None, (Block(Visibility.ONLY_YOU, "words"),))
    store.write(lambda unit: save_note(unit, note))
    draft = AttachmentDraft(note.note_id, "offer.pdf", b"%PDF" * 99, new_id())
    store.write(lambda unit: add_attachment(unit, attachments_of(vault), draft))
    store.close()
    vault.close()
    flip(next((place.path / "blobs").iterdir()))
    flip(place.path / "vault.db", 0.99)
    page = see_damage(place)
    said = " ".join(label.text() for label in page.findChildren(Label))
    assert "1 of 1 attachments are damaged or gone." in said
    assert "offer.pdf" not in said and "Amara" not in said


def test_it_can_be_opened_for_reading_only(place: Place, choosers: FakeChoosers) -> None:
    flip(place.path / "vault.db", 0.95)
    before = contents(place.path)
    press(place, see_damage(place), OPEN_READ_ONLY)
    place.qtbot.waitUntil(lambda: place.life.main is not None, timeout=20_000)
    assert place.life.main.desk.vault.read_only  # type: ignore[union-attr]
    place.lock()
    assert contents(place.path) == before


def test_escape_goes_back_and_forgets(place: Place) -> None:
    flip(place.path / "vault.db")
    page = see_damage(place)
    place.qtbot.keyClick(page.secret.edit, Qt.Key.Key_Escape)
    assert place.life.unlock.passphrase_page.isVisible()  # type: ignore[union-attr]
    assert place.life.unlocking.rescue.damaged is None and not place.life.unlock.passphrase_page.secret()  # type: ignore[union-attr]


def test_a_wrong_secret_restores_nothing(place: Place, choosers: FakeChoosers) -> None:
    backup = make_backup(place)
    before = contents(place.path)
    place.life.unlocking.rescue.show_restore()  # type: ignore[union-attr]
    page = restore_page(place)
    page.secret.set_text("not this one at all")
    place.qtbot.keyClick(page.secret.edit, Qt.Key.Key_Return)
    place.qtbot.waitUntil(lambda: bool(page.secret.hint.text()), timeout=20_000)
    assert contents(place.path) == before and backup.is_file()


def test_restoring_elsewhere_leaves_the_present_vault(place: Place, choosers: FakeChoosers, tmp_path: Path) -> None:
    choosers.file = make_backup(place)
    shutil.move(choosers.file, tmp_path / "carried.coachdesk-backup")
    choosers.file = tmp_path / "carried.coachdesk-backup"
    before = contents(place.path)
    choosers.folder = tmp_path / "elsewhere"
    choosers.folder.mkdir()
    place.life.unlocking.rescue.show_restore()  # type: ignore[union-attr]
    page = place.life.unlocking.rescue.restore  # type: ignore[union-attr]
    place.qtbot.keyClick(page.file, Qt.Key.Key_Return)
    page.where.set_index(1)
    page.secret.set_text(PASSPHRASE)
    place.qtbot.keyClick(page.secret.edit, Qt.Key.Key_Return)
    place.qtbot.waitUntil(lambda: place.life.unlocking.path.parent == choosers.folder, timeout=20_000)  # type: ignore[union-attr]
    assert contents(place.path) == before
    with open_vault(choosers.folder / "team.coachdesk", Passphrase(PASSPHRASE)):
        pass


def test_the_settings_wish_to_restore_reaches_the_fresh_process(
    place: Place, qtbot: QtBot, look: Appearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = place.open()
    main.desk.backups.restore_requested.emit()
    qtbot.waitUntil(lambda: bool(place.replaced.calls), timeout=20_000)
    monkeypatch.setenv(WISH_VARIABLE, place.replaced.calls[0][1][WISH_VARIABLE])
    fresh = Place(qtbot, look, place.path)
    assert fresh.life.unlocking.rescue.restore is not None  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: fresh.life.lane.pending == 0, timeout=20_000)
    fresh.life.lane.stop()
    fresh.life.backup_lane.stop()


def test_a_new_computer_starts_from_a_backup(place: Place, qtbot: QtBot, look: Appearance, tmp_path: Path) -> None:
    backup = make_backup(place)
    folder = tmp_path / "new computer"
    folder.mkdir()
    settings = Settings(folder / "settings.json")
    life = VaultLife(settings, look, vault_path=None, replace=Replaced())
    life.start()
    first: Any = life.first_run
    first.place_page.name.set_text("Restored")
    first.place_page.folder.set_text(str(folder))
    qtbot.keyClick(first.place_page.restore, Qt.Key.Key_Return)
    assert life.first_run is None and life.unlocking is not None
    choosers = FakeChoosers()
    choosers.file = backup
    life.unlocking.dialogs = choosers  # type: ignore[assignment]
    page: Any = life.unlocking.rescue.restore
    qtbot.waitUntil(lambda: life.lane.pending == 0, timeout=20_000)
    qtbot.keyClick(page.file, Qt.Key.Key_Return)
    page.secret.set_text(PASSPHRASE)
    qtbot.keyClick(page.secret.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (folder / "Restored.coachdesk" / "vault.db").is_file(), timeout=20_000)
    qtbot.waitUntil(lambda: life.lane.pending == 0, timeout=20_000)
    life.lane.stop()
    life.backup_lane.stop()
    life.unlock.close()  # type: ignore[union-attr]
