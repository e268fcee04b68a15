"""Backup files: made, read back, torn, flipped, cancelled, without room, and restored."""

from __future__ import annotations

import random
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coachdesk.vault import files
from coachdesk.vault.backups import container, making
from coachdesk.vault.backups.container import DamagedBackup, NotABackup, compare_bytes, read_beginning
from coachdesk.vault.backups.listing import BackupState, list_backups, newest_good
from coachdesk.vault.backups.making import BackupFailed, make_backup
from coachdesk.vault.backups.opening import refuse_unsigned, unlock_backup
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.backups.restoring import Restored, restore_backup
from coachdesk.vault.backups.sealed_copy import begin_sealed_copy, finish_sealed_copy
from coachdesk.vault.bundle import OpenVault, Passphrase, open_vault
from coachdesk.vault.errors import DiskFull, VaultError, VaultExists, VaultInUse, WrongSecret

from .conftest import Place

NOW = datetime(2026, 11, 22, 18, 35, 53, tzinfo=UTC)


class Stopped(Exception):
    """What a cancelled report raises."""


def quiet(_fraction: float, _words: str) -> None:
    """Go on."""


def make(vault: OpenVault, now: datetime = NOW, report: container.Report = quiet) -> Path:
    return make_backup(vault, backup_folder(vault.path), now=now, check_content=None, report=report)


def restored(backup: Path, place: Place, target: Path, **options: object) -> Restored:
    return restore_backup(backup, place.recovery, target, now=NOW, report=quiet, **options)  # type: ignore[arg-type]


def read_notes(path: Path, place: Place, state_dir: Path) -> list[str]:
    with open_vault(path, place.recovery, state_dir=state_dir) as vault:
        assert vault.notices == ()
        return place.read(vault)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="session")
def backup(made: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with two attachments, not to be changed."""
    folder = tmp_path_factory.mktemp("backup")
    path = Path(shutil.copytree(made.path, folder / "team.coachdesk"))
    (path / "blobs" / "a1").write_bytes(bytes(range(256)) * 300)
    (path / "blobs" / "b2").write_bytes(b"")
    with open_vault(path, made.recovery, state_dir=folder / "state") as vault:
        return make(vault)


def test_a_backup_is_one_private_file_named_by_vault_and_moment(backup: Path) -> None:
    assert left_in(backup.parent) == ["team 2026-11-22 183553Z.coachdesk-backup"]
    assert backup.parent.name == "team backups"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    assert compare_bytes(backup, quiet, "").made_at == NOW


def test_it_restores_with_either_secret_and_all_attachments(backup: Path, made: Place, tmp_path: Path) -> None:
    for number, secret in enumerate((made.recovery, Passphrase(made.passphrase))):
        target = tmp_path / f"{number}.coachdesk"
        done = restore_backup(backup, secret, target, now=NOW, report=quiet)
        assert (done.path, done.made_at, done.set_aside) == (target, NOW, None)
        assert read_notes(target, made, tmp_path / f"state{number}") == [made.sentence]
        assert (target / "blobs" / "a1").read_bytes() == bytes(range(256)) * 300
        assert (target / "blobs" / "b2").read_bytes() == b""
        assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in target.rglob("*") if each.is_file())


def test_a_wrong_secret_restores_nothing(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongSecret):
        restore_backup(backup, Passphrase("another one entirely"), tmp_path / "x", now=NOW, report=quiet)
    assert left_in(tmp_path) == []


def _refuses(copy: Path, content: bytes, made: Place) -> None:
    """Every reader's way in: the beginning, the signature, each byte."""
    copy.write_bytes(content)
    with pytest.raises((DamagedBackup, NotABackup, VaultError)):
        keys = unlock_backup(copy, read_beginning(copy), made.recovery)
        keys.zero()
        compare_bytes(copy, quiet, "")


def test_a_thousand_flipped_bits_are_all_noticed(backup: Path, made: Place, tmp_path: Path) -> None:
    content, chance = backup.read_bytes(), random.Random(7)
    start = len(read_beginning(backup).octets)
    for number in range(1000):
        place = chance.randrange(start if number % 2 else len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        _refuses(tmp_path / "flipped", bytes(flipped), made)


def test_every_truncation_and_addition_is_noticed(backup: Path, made: Place, tmp_path: Path) -> None:
    content = backup.read_bytes()
    lengths = [*range(60), *range(60, len(content), 4096), len(content) - 1]
    for length in lengths:
        _refuses(tmp_path / "short", content[:length], made)
    _refuses(tmp_path / "long", content + b"\0", made)


def test_a_beginning_of_another_vault_is_not_believed(backup: Path, place: Place) -> None:
    beginning = read_beginning(backup)
    with place.open() as vault:
        refuse_unsigned(beginning, vault.keys)  # the same vault's
        vault.keys.use("backup")[0] ^= 1
        with pytest.raises(DamagedBackup):
            refuse_unsigned(beginning, vault.keys)


def test_damage_found_while_restoring_changes_nothing(backup: Path, made: Place, place: Place, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[-1000] ^= 1
    broken = tmp_path / "broken"
    broken.write_bytes(content)
    before, names = place.content(), left_in(tmp_path)
    with pytest.raises(DamagedBackup):
        restored(broken, made, place.path, in_place=True)
    with pytest.raises(DamagedBackup):
        restored(broken, made, tmp_path / "new")
    assert place.content() == before
    assert left_in(tmp_path) == names


def test_in_place_sets_the_present_vault_aside(backup: Path, place: Place, tmp_path: Path) -> None:
    with place.open() as vault:
        place.write(vault, "written after the backup")
    with pytest.raises(VaultExists):
        restored(backup, place, place.path)
    done = restored(backup, place, place.path, in_place=True)
    assert done.set_aside == tmp_path / "vault (set aside 2026-11-22 183553Z).coachdesk"
    assert read_notes(place.path, place, tmp_path / "s1") == [place.sentence]
    assert read_notes(done.set_aside, place, tmp_path / "s2") == [place.sentence, "written after the backup"]


def test_a_vault_in_use_is_not_replaced(backup: Path, place: Place, tmp_path: Path) -> None:
    with place.open(), pytest.raises(VaultInUse):
        restored(backup, place, place.path, in_place=True)
    assert [name for name in left_in(tmp_path) if name.startswith(".") or "aside" in name] == []


def test_swapping_works_where_the_system_cannot_do_it_at_once(
    backup: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coachdesk.vault.backups.exchange._exchange_at_once", lambda _new, _present: False)
    done = restored(backup, place, place.path, in_place=True)
    assert done.set_aside is not None and done.set_aside.is_dir()
    assert read_notes(place.path, place, tmp_path / "s1") == [place.sentence]


def test_a_backup_beside_writing_holds_one_moment(place: Place) -> None:
    written = iter(range(1000))

    with place.open() as vault:

        def write_once(fraction: float, _words: str) -> None:
            if next(written) == 0:
                place.write(vault, "written while the copy begins")

        backup = make(vault, report=write_once)
        compare_bytes(backup, quiet, "")


def _steps(place: Place) -> int:
    """Return how often a whole backup and restore report."""
    seen: list[float] = []
    with place.open() as vault:
        make(vault, report=lambda fraction, _words: seen.append(fraction))
    assert seen == sorted(seen) and seen[0] >= 0 and seen[-1] <= 1
    shutil.rmtree(backup_folder(place.path))
    return len(seen)


def test_cancelling_at_any_report_leaves_nothing(place: Place) -> None:
    steps = _steps(place)
    for last in range(steps):
        left = [last]

        def cancel(_fraction: float, _words: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Stopped

        with place.open() as vault, pytest.raises(Stopped):
            make(vault, report=cancel)
        assert left_in(backup_folder(place.path)) == []


def test_a_full_disk_leaves_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with place.open() as vault:
        monkeypatch.setattr(making, "sync_descriptor", no_room)
        with pytest.raises(DiskFull):
            make(vault)
        assert left_in(backup_folder(place.path)) == []
        monkeypatch.setattr(making, "sync_descriptor", files.sync_descriptor)
        place.write(vault, "and it goes on")


def test_a_damaged_vault_makes_no_backup_and_removes_none(place: Place) -> None:
    with place.open() as vault:
        first = make(vault)
    content = first.read_bytes()
    with place.open(rescue=True) as vault, place.path.joinpath("vault.db").open("r+b") as file:
        file.seek(5 * 4096 + 100)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
        file.flush()
        with pytest.raises(VaultError):
            make(vault, NOW + timedelta(hours=1))
    assert left_in(first.parent) == [first.name]
    assert first.read_bytes() == content


def test_what_the_layer_above_finds_fails_the_backup(place: Place) -> None:
    folder = backup_folder(place.path)
    with place.open() as vault, pytest.raises(BackupFailed) as raised:
        make_backup(vault, folder, now=NOW, check_content=lambda _c: ("a text can't be found",), report=quiet)
    assert raised.value.problems == ("a text can't be found",)
    assert left_in(folder) == []


def test_what_a_killed_run_left_is_removed_by_the_next(place: Place) -> None:
    folder = backup_folder(place.path)
    with place.open() as vault:
        left = folder / f".{vault.vault_id[:8]}-0123.part"
        left.mkdir(parents=True)
        (left / "vault.db").write_bytes(b"half")
        make(vault)
    assert not left.exists()


def test_two_backups_of_one_second_are_two_files(place: Place) -> None:
    with place.open() as vault:
        assert len({make(vault), make(vault)}) == 2


def test_the_list_tells_the_damaged_from_the_rest(place: Place, tmp_path: Path) -> None:
    folder = backup_folder(place.path)
    assert list_backups(folder) == ()
    with place.open() as vault:
        first, second = make(vault), make(vault, NOW + timedelta(hours=1))
        vault_id = vault.vault_id
    third = folder / "torn.coachdesk-backup"
    third.write_bytes(first.read_bytes()[:-5])
    rows = list_backups(folder, state_dir=tmp_path)
    assert {row.path: row.state for row in rows} == {
        third: BackupState.DAMAGED,
        second: BackupState.UNKNOWN,
        first: BackupState.UNKNOWN,
    }
    good = newest_good(rows)
    assert good is not None and (good.path, good.size) == (second, second.stat().st_size)
    assert [row.path for row in list_backups(folder, vault_id=vault_id, state_dir=tmp_path)] == [second, first]


def test_at_lock_it_is_begun_with_keys_and_finished_without(place: Place, tmp_path: Path) -> None:
    folder = backup_folder(place.path)
    with place.open() as vault:
        place.write(vault, "the last words")
        vault.seal()
        begin_sealed_copy(vault, folder, NOW)
    done = finish_sealed_copy(place.path, folder, quiet)
    assert done is not None and left_in(folder) == [done.name]
    assert finish_sealed_copy(place.path, folder, quiet) is None
    restored(done, place, tmp_path / "back.coachdesk")
    assert read_notes(tmp_path / "back.coachdesk", place, tmp_path / "s") == [place.sentence, "the last words"]


def test_a_vault_that_moved_on_drops_the_copy_begun_at_lock(place: Place) -> None:
    folder = backup_folder(place.path)
    with place.open() as vault:
        begin_sealed_copy(vault, folder, NOW)
    with place.open() as vault:
        place.write(vault, "written since")
    assert finish_sealed_copy(place.path, folder, quiet) is None
    assert left_in(folder) == []


def test_stopping_the_copy_at_lock_keeps_it_begun(place: Place) -> None:
    folder = backup_folder(place.path)
    with place.open() as vault:
        begin_sealed_copy(vault, folder, NOW)

    def stop(_fraction: float, _words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        finish_sealed_copy(place.path, folder, stop)
    assert finish_sealed_copy(place.path, folder, quiet) is not None


def test_other_files_are_no_backups(tmp_path: Path, copy_of: Callable[[str], Place]) -> None:
    (tmp_path / "letter").write_text("Dear Sir", encoding="utf-8")
    for path in (tmp_path / "letter", copy_of("other").path):
        with pytest.raises(NotABackup):
            read_beginning(path)
