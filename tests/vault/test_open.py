"""Making, opening, refusing and closing a vault."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest

from coachdesk.vault import bundle as bundles
from coachdesk.vault import errors, kdf, last_seen
from coachdesk.vault import place as places
from coachdesk.vault.bundle import Passphrase, RecoveryCode, check_vault, create_vault, open_vault, peek_vault
from coachdesk.vault.kdf import FLOOR, KdfParams
from coachdesk.vault.recovery import make_code
from tests.cheap_keys import REAL_FLOOR


def test_what_was_written_is_there_after_closing_and_opening_with_either_secret(place):
    with place.open() as vault:
        place.write(vault, "second")
    for secret in (Passphrase(place.passphrase), RecoveryCode(place.code.lower())):
        with open_vault(place.path, secret, state_dir=place.state_dir) as vault:
            assert place.read(vault) == [place.sentence, "second"]
            assert vault.notices == ()
            assert not vault.read_only


def test_a_new_vault_shows_its_name_ways_in_and_private_files(made):
    peek = peek_vault(made.path)
    assert (peek.name, peek.format, peek.state, peek.readable) == ("team", 2, "sealed", True)
    assert sorted(each.name for each in made.path.iterdir()) == ["blobs", "header.a", "header.b", "lock", "vault.db"]
    if sys.platform != "win32":
        modes = {stat.S_IMODE(each.stat().st_mode) for each in made.path.rglob("*") if each.is_file()}
        assert modes == {0o600}
        assert {stat.S_IMODE(each.stat().st_mode) for each in (made.path, made.path / "blobs")} == {0o700}


def test_files_beside_the_database_are_private_too(place):
    with place.open() as vault:
        place.write(vault, "x")
        if sys.platform != "win32":
            assert {stat.S_IMODE(each.stat().st_mode) for each in place.path.glob("vault.db*")} == {0o600}


def test_a_vault_never_replaces_what_is_there(place, tmp_path):
    before = place.content()
    with pytest.raises(errors.VaultExists):
        create_vault(place.path, "another one", kdf=FLOOR)
    (tmp_path / "file.coachdesk").write_text("mine")
    with pytest.raises(errors.VaultExists):
        create_vault(tmp_path / "file", "another one", kdf=FLOOR)
    assert place.content() == before
    assert (tmp_path / "file.coachdesk").read_text() == "mine"


def test_a_failed_creation_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundles, "_create_database", fail)
    with pytest.raises(errors.DiskFull):
        create_vault(tmp_path / "team", "some passphrase", kdf=FLOOR)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cost", [KdfParams(32 * 1024, 3, 4), KdfParams(64 * 1024, 2, 4), KdfParams(64 * 1024, 3, 1)])
def test_a_cost_below_the_floor_is_never_written(tmp_path, cost, monkeypatch):
    monkeypatch.setattr(kdf, "FLOOR", REAL_FLOOR)
    with pytest.raises(ValueError, match="KDF cost"):
        create_vault(tmp_path / "team", "some passphrase", kdf=cost)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_passphrase_is_refused_and_opens_nothing(place, tmp_path):
    with pytest.raises(errors.SecretRefused):
        create_vault(tmp_path / "team", "", kdf=FLOOR)
    with pytest.raises(errors.WrongSecret):
        open_vault(place.path, Passphrase(""), state_dir=place.state_dir)


@pytest.mark.parametrize("secret", [Passphrase("not it"), RecoveryCode(make_code()), RecoveryCode("no code at all")])
def test_a_wrong_secret_changes_nothing_and_names_nothing(place, secret):
    before = place.content()
    with pytest.raises(errors.WrongSecret) as raised:
        open_vault(place.path, secret, state_dir=place.state_dir)
    assert secret.text not in str(raised.value)
    assert place.content() == before
    assert not place.state_dir.exists()
    place.open().close()


def test_what_is_no_vault_is_left_alone(tmp_path):
    with pytest.raises(errors.VaultMissing):
        open_vault(tmp_path / "gone.coachdesk", Passphrase("x"))
    assert list(tmp_path.iterdir()) == []
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    (folder / "header.a").write_bytes(b"something else")
    file.write_text("text")
    for path in (folder, file):
        for look in (lambda at: open_vault(at, Passphrase("x")), peek_vault):
            with pytest.raises(errors.NotAVault):
                look(path)
    assert [each.name for each in folder.iterdir()] == ["header.a"]


@pytest.mark.parametrize("lost", ["vault.db", "header.*"])
def test_a_vault_that_lost_a_part_is_damaged_not_new(place, lost):
    for path in place.path.glob(lost):
        path.unlink()
    before = place.content()
    with pytest.raises(errors.DamagedVault):
        place.open()
    assert place.content() == before


def test_closing_twice_and_after_the_connections_were_closed(place):
    vault = place.open()
    writer, reader = vault.connect(), vault.connect(read_only=True)
    writer.close()
    reader.close()
    vault.close()
    vault.close()
    with pytest.raises(ValueError, match="closed"):
        vault.connect()


def test_closing_finds_connections_that_were_left_open(place):
    vault = place.open()
    writer, reader = vault.connect(), vault.connect(read_only=True)
    writer.execute("INSERT INTO note (body) VALUES ('kept')")
    assert len(reader.execute("SELECT * FROM note").fetchall()) == 2
    vault.close()
    with place.open() as again:
        assert place.read(again) == [place.sentence, "kept"]
        assert again.notices == ()


def test_keys_are_overwritten_at_closing(place):
    vault = place.open()
    key = vault.keys.use("database")
    assert any(key)
    vault.close()
    assert not any(key)
    assert not any(vault.keys.vault)
    with pytest.raises(ValueError, match="dropped"):
        vault.keys.use("database")


def test_readers_see_commits_during_a_long_write_but_write_nothing(place):
    with place.open() as vault:
        writer, reader = vault.connect(), vault.connect(read_only=True)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO note (body) VALUES ('not yet')")
        assert reader.execute("SELECT count(*) FROM note").fetchone() == (1,)
        with pytest.raises(Exception, match="readonly"):
            reader.execute("DELETE FROM note")
        writer.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM note").fetchone() == (2,)


def test_sealing_in_between_keeps_the_vault_usable(place):
    with place.open() as vault:
        place.write(vault, "one")
        vault.seal()
        assert peek_vault(place.path).state == "sealed"
        place.write(vault, "two")
        assert peek_vault(place.path).state == "open"
    with place.open() as vault:
        assert place.read(vault)[1:] == ["one", "two"]


def test_opening_to_look_writes_nothing(place):
    before = place.content()
    with place.open() as vault:
        assert place.read(vault) == [place.sentence]
    assert place.content() == before


def test_a_vault_that_was_not_closed_is_checked_and_says_so(place):
    vault = place.open()
    place.write(vault, "acknowledged")
    vault.abandon()
    with place.open() as again:
        assert again.notices == (bundles.RECOVERED,)
        assert place.read(again) == [place.sentence, "acknowledged"]
    with place.open() as third:
        assert third.notices == ()


def test_a_second_opening_is_refused_until_the_first_is_closed(place):
    with place.open():
        for options in ({}, {"read_only": True}):
            with pytest.raises(errors.VaultInUse):
                place.open(**options)
    place.open().close()


def test_two_may_read_while_none_writes(place):
    with place.open(read_only=True) as one, place.open(read_only=True) as two:
        assert place.read(one) == place.read(two)
        with pytest.raises(errors.VaultInUse):
            place.open()


def test_a_place_that_takes_no_changes_is_read_only_with_the_reason(place):
    before = place.content()
    with place.open(probe_place=lambda _path: places.READ_ONLY_FOLDER) as vault:
        assert vault.read_only
        assert vault.read_only_reason == places.READ_ONLY_FOLDER
        assert place.read(vault) == [place.sentence]
        for change in (
            vault.connect,
            lambda: vault.change_passphrase(place.passphrase, "new"),
            lambda: vault.replace_recovery_code(place.passphrase),
        ):
            with pytest.raises(errors.PlaceNotWritable):
                change()
    assert place.content() == before


def test_reading_an_unsealed_vault_works_on_a_private_copy(place, tmp_path):
    vault = place.open()
    last = vault.connect()  # the last connection to close empties the log
    place.write(vault, "in the log only")
    unsealed = place.content()
    last.close()
    vault.abandon()
    for name, octets in unsealed.items():
        (place.path / name).write_bytes(octets)
    assert vault.bundle.has_wal()
    with place.open(read_only=True) as again:
        assert place.read(again) == [place.sentence, "in the log only"]
        copy = again.database
        assert copy.parent != place.path
    assert not copy.exists()
    assert place.content() == unsealed


def test_network_drives_are_known_from_the_mount_table():
    table = (
        "/dev/vda / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n"
        "me@there: /mnt/my\\040share fuse.sshfs rw 0 0\n/dev/sdb /home/local ext4 rw 0 0\n"
    )
    answers = {"/": False, "/home/a": True, "/home/local/a": False, "/mnt/my share/b": True, "/homer": False}
    assert {path: places.is_network_mount(Path(path), table) for path in answers} == answers


def test_an_older_copy_is_noticed_on_this_device(place, copy_of):
    older = copy_of("older")
    with place.open() as vault:
        place.write(vault, "newer")
    shutil.rmtree(place.path)
    shutil.copytree(older.path, place.path)
    with place.open() as vault:
        assert vault.notices == (last_seen.OLDER,)
        assert place.read(vault) == [place.sentence]
    with older.open() as vault:
        assert vault.notices == ()


def test_a_forged_note_of_what_was_seen_is_noticed(place):
    with place.open() as vault:
        place.write(vault, "x")
        note = place.state_dir / "last-seen" / vault.vault_id
    note.write_bytes(note.read_bytes().replace(b'"commits":2', b'"commits":1'))
    with place.open() as vault:
        assert vault.notices == (last_seen.UNREADABLE,)


def test_a_state_folder_that_cannot_be_written_keeps_nothing_closed(place):
    place.state_dir.write_text("a file in the way")
    with place.open() as vault:
        place.write(vault, "x")
    place.open().close()


def test_the_check_answers_plainly(place):
    with place.open() as vault:
        place.write(vault, "x")
        report = check_vault(vault)
        assert (report.ok, report.problems, report.commits) == (True, (), 2)
        connection = vault.connect()
        connection.execute("CREATE TABLE child (note INTEGER REFERENCES note (id))")
        connection.execute("INSERT INTO child VALUES (99)")
        report = check_vault(vault)
        assert not report.ok
        assert report.problems == ("a row of child refers to one of note that is missing",)


def test_half_written_headers_are_cleared(place):
    left = place.path / "header.a.00ff00ff.new"
    left.write_bytes(b"half")
    place.open().close()
    assert not left.exists()
