"""New keys for a whole vault: nothing lost, nothing of the old left in use, and one whole vault at any instant."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from coachdesk.vault import errors, rotation, rotation_swap
from coachdesk.vault.attachments import BlobStore
from coachdesk.vault.bundle import (
    ROTATED,
    Passphrase,
    RecoveryCode,
    check_vault,
    open_vault,
    peek_vault,
)
from coachdesk.vault.key_file import make_key_file
from coachdesk.vault.keychain import turn_on_quick_unlock
from coachdesk.vault.rotation import KEY_FILE_DROPPED, QUICK_UNLOCK_DROPPED, rotate_keys
from coachdesk.vault.rotation_swap import commit_swap
from tests.vault.slot_kills import ROTATION, run_slot_kills
from tests.vault.test_keychain import FakeKeychain

WORDS, RECORD = "in my own words", "0198c0de"
PICTURE = bytes(range(256)) * 1000


class Killed(BaseException):
    """The process is gone at this point: no handler of an error runs."""


class Rows:
    """The rows of attachments as a layer above would have them."""

    def list_entries(self, connection):
        return connection.execute("SELECT content_id, wrapped_key FROM picture").fetchall()

    def renew_entries(self, connection, renewed):
        for old, (content_id, wrapped) in renewed.items():
            connection.execute(
                "UPDATE picture SET content_id = ?, wrapped_key = ? WHERE content_id = ?", (content_id, wrapped, old)
            )


def _rotate(vault, place, **options):
    return rotate_keys(vault, Passphrase(place.passphrase), **options)


def _opens(place, secret) -> bool:
    try:
        open_vault(place.path, secret, state_dir=place.state_dir).close()
    except errors.WrongSecret:
        return False
    return True


@pytest.fixture
def indexed(place):
    """A vault with full text, a trigger, a sequence and an attachment, as a store would make them."""
    with place.open() as vault:
        connection = vault.connect()
        connection.executescript(
            "CREATE VIRTUAL TABLE words USING fts5(body, content='note', content_rowid='id');"
            "CREATE TRIGGER added AFTER INSERT ON note BEGIN"
            " INSERT INTO words (rowid, body) VALUES (new.id, new.body); END;"
            "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, body ANY) STRICT;"
            "CREATE TABLE picture (content_id TEXT, wrapped_key BLOB) STRICT;"
            "INSERT INTO counted (body) VALUES (x'00ff'), (3.5), (NULL);"
            "PRAGMA user_version = 7;"
        )
        receipt = BlobStore(vault.path, vault.keys.use("blob")).write(PICTURE)
        connection.execute("INSERT INTO picture VALUES (?, ?)", (receipt.content_id, receipt.wrapped_key))
        connection.close()
        place.write(vault, "a searchable heron")
    return place


def _content(vault) -> list[object]:
    connection = vault.connect(read_only=True)
    tables = ("note", "filling", "counted", "sqlite_sequence", "vault_meta")
    rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    rows.append(connection.execute("SELECT rowid FROM words WHERE words MATCH 'heron'").fetchall())
    rows.append(connection.execute("PRAGMA user_version").fetchone())
    rows.append(connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall())
    connection.close()
    return rows


def _text_problems(connection):
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    return ()


def test_everything_is_there_under_other_keys_and_only_new_secrets_open_it(indexed):
    old_header = (indexed.path / "header.a").read_bytes()
    steps = []
    with indexed.open() as vault:
        before, sealed = _content(vault), vault.groups_key(indexed.passphrase).seal(WORDS, RECORD)
        old_key = bytes(vault.keys.vault)
        old_blobs = {path.name: path.read_bytes() for path in vault.bundle.blobs.iterdir()}
        rotated = _rotate(
            vault,
            indexed,
            blob_rows=Rows(),
            check_text=_text_problems,
            progress=lambda done, total: steps.append(done / total),
            list_backups=lambda: [Path("an old one")],
        )
        assert _content(vault) == before
        assert bytes(vault.keys.vault) != old_key
        connection = vault.connect()
        [(content_id, wrapped)] = connection.execute("SELECT * FROM picture").fetchall()
        assert BlobStore(vault.path, vault.keys.use("blob")).read(content_id, wrapped) == PICTURE
        assert not set(old_blobs) & {path.name for path in vault.bundle.blobs.iterdir()}
        indexed.write(vault, "another heron")
        assert connection.execute("SELECT count(*) FROM words WHERE words MATCH 'heron'").fetchone() == (2,)
        connection.close()
        assert vault.groups_key(indexed.passphrase).open(sealed, RECORD) == WORDS
    assert steps == sorted(steps) and steps[-1] == 1 and len(steps) > 3
    assert (rotated.notices, rotated.old_backups) == ((), (Path("an old one"),))
    assert sorted(path.name for path in indexed.path.iterdir()) == ["blobs", "header.a", "header.b", "lock", "vault.db"]
    assert _opens(indexed, Passphrase(indexed.passphrase))
    assert not _opens(indexed, indexed.recovery)
    with open_vault(indexed.path, RecoveryCode(rotated.recovery_code), state_dir=indexed.state_dir) as vault:
        assert check_vault(vault).ok and vault.notices == ()
        vault.reset_passphrase(rotated.recovery_code, "by the code")
        assert vault.groups_key("by the code").open(sealed, RECORD) == WORDS
    (indexed.path / "header.a").write_bytes(old_header)
    with pytest.raises(errors.DamagedVault):  # a header of before doesn't fit the database any more
        open_vault(indexed.path, indexed.recovery, state_dir=indexed.state_dir)


def test_the_key_file_stays_when_it_is_at_hand_and_goes_with_a_notice_when_it_is_not(place, tmp_path):
    key_file, keychain = make_key_file(tmp_path / "team.key"), FakeKeychain()
    secret = Passphrase(place.passphrase, key_file)
    with place.open() as vault:
        vault.add_key_file(place.passphrase, key_file)
        turn_on_quick_unlock(vault, secret, keychain=keychain)
        with pytest.raises(errors.WrongSecret):
            _rotate(vault, place)
        rotated = rotate_keys(vault, secret, keychain=keychain)
        assert (rotated.notices, keychain.kept) == ((QUICK_UNLOCK_DROPPED,), {})
        assert [slot.slot_type for slot in vault.slots()] == ["passphrase+file", "recovery"]
        again = _rotate(vault, place, by=RecoveryCode(rotated.recovery_code))
        assert again.notices == (KEY_FILE_DROPPED,)
    assert not peek_vault(place.path).uses_key_file
    assert _opens(place, Passphrase(place.passphrase))


class Stop(Exception):
    """Raised by a progress that was cancelled."""


@pytest.mark.parametrize("at", [0.0, 0.3, 0.75, 1.0])
def test_a_cancelled_rotation_leaves_every_byte_as_it_was(indexed, at):
    def progress(done, total):
        if done / total >= at:
            raise Stop

    before = indexed.content()
    with indexed.open() as vault:
        with pytest.raises(Stop):
            _rotate(vault, indexed, blob_rows=Rows(), progress=progress)
        assert indexed.content() == before
        assert indexed.sentence in indexed.read(vault)


def test_a_copy_that_is_not_the_old_vault_never_takes_its_place(indexed, monkeypatch):
    before = indexed.content()
    with indexed.open() as vault:
        with pytest.raises(errors.DamagedVault) as refused:
            _rotate(vault, indexed, blob_rows=Rows(), check_text=lambda _connection: ["12 texts can't be found"])
        assert refused.value.problems == ("12 texts can't be found",)
        with pytest.raises(ValueError, match="attachments"):
            _rotate(vault, indexed)
        export = rotation._export

        def lossy(vault, target, key, progress):
            export(vault, target, key, progress)
            with rotation._connected(target, key) as connection:
                connection.execute("DELETE FROM filling WHERE id = 1")

        monkeypatch.setattr(rotation, "_export", lossy)
        with pytest.raises(errors.DamagedVault):
            _rotate(vault, indexed, blob_rows=Rows())
    assert indexed.content() == before


def _kill_at(monkeypatch, place, limit: int) -> None:
    """Let so many changes of names in the bundle happen, then die instead of the next one."""
    done: list[str] = []

    def wrap(owner, name):
        original = getattr(owner, name)

        def called(path, *arguments, **options):
            if Path(path).is_relative_to(place.path):
                if len(done) == limit:
                    raise Killed
                done.append(name)
            return original(path, *arguments, **options)

        monkeypatch.setattr(owner, name, called)

    for name in ("rename", "replace", "unlink"):
        wrap(Path, name)
    wrap(shutil, "rmtree")


def _rotate_and_die(monkeypatch, place, limit: int) -> bytes | None:
    """Rotate and die so many renames after everything is made; return the old key, or None when it came to its end."""
    vault = place.open()
    old = bytes(vault.keys.vault)

    def commit(bundle):
        _kill_at(patch, place, limit)
        commit_swap(bundle)

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "discard_staged", lambda _bundle: None)
        patch.setattr(rotation, "commit_swap", commit)
        try:
            _rotate(vault, place, by=place.recovery, blob_rows=Rows())
        except Killed:
            return old
        finally:
            vault.abandon()
    return None


def test_killed_between_any_two_renames_the_old_or_the_new_vault_opens_whole(indexed, copy_of, monkeypatch):
    """Each instant at which a name changes, one after the other, and once more while the next opening repairs it."""
    limit, was_new = 0, []
    while True:
        place = copy_of(f"cut{limit}")
        shutil.rmtree(place.path)
        shutil.copytree(indexed.path, place.path)
        old = _rotate_and_die(monkeypatch, place, limit)
        if old is None:
            break
        with monkeypatch.context() as patch, contextlib.suppress(Killed, errors.WrongSecret):
            _kill_at(patch, place, 2)
            place.open().abandon()
        with open_vault(place.path, Passphrase(place.passphrase), state_dir=place.state_dir) as opened:
            was_new.append(bytes(opened.keys.vault) != old)
            assert place.read(opened) == [place.sentence, "a searchable heron"]
            assert check_vault(opened).ok
            connection = opened.connect(read_only=True)
            [(content_id, wrapped)] = connection.execute("SELECT * FROM picture").fetchall()
            assert BlobStore(opened.path, opened.keys.use("blob")).read(content_id, wrapped) == PICTURE
            connection.close()
        assert not any((place.path / name).exists() for name in ("rotation", "rotated"))
        limit += 1
    assert (was_new[0], set(was_new[1:])) == (False, {True})
    assert limit > 6


def test_an_interrupted_swap_is_told_and_refused_where_it_can_not_be_finished(place, monkeypatch):
    vault = place.open()
    with monkeypatch.context() as patch:
        patch.setattr(rotation, "finish_swap", _fail)
        with pytest.raises(errors.RotationUnfinished):
            _rotate(vault, place)
    with pytest.raises(ValueError, match="closed"):
        vault.connect()
    with monkeypatch.context() as patch:
        patch.setattr(rotation_swap, "finish_swap", _fail)
        with pytest.raises(errors.PlaceNotWritable):
            open_vault(place.path, Passphrase(place.passphrase), state_dir=place.state_dir, read_only=True)
    with open_vault(place.path, Passphrase(place.passphrase), state_dir=place.state_dir) as opened:
        assert opened.notices == (ROTATED,)
    with open_vault(place.path, Passphrase(place.passphrase), state_dir=place.state_dir) as opened:
        assert opened.notices == ()


def _fail(_bundle):
    raise errors.PlaceNotWritable


def test_killed_while_the_keys_change_a_whole_vault_is_left(tmp_path):
    assert run_slot_kills(2, tmp_path, kinds=ROTATION).faults == ()
