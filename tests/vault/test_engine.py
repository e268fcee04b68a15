"""The engine's version, pragmas and key; and what its errors and the disk's turn into."""

from __future__ import annotations

import errno
import sys
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from coachdesk.vault import engine, errors
from coachdesk.vault.commits import read_commits
from coachdesk.vault.engine import assert_engine, checkpoint, connect_database, verify_pragmas
from coachdesk.vault.files import environment_errors, replace_file

SENTINEL = "heliotrope-quagga"


def test_the_installed_engine_is_fit():
    assert_engine()


@pytest.mark.parametrize("version", [(3, 51, 1), (3, 46, 0)])
def test_an_engine_with_the_wal_reset_bug_is_refused(monkeypatch, version):
    monkeypatch.setattr(engine.dbapi2, "sqlite_version_info", version)
    with pytest.raises(errors.EngineUnfit):
        assert_engine.__wrapped__()


def test_every_connection_has_the_pragmas(place):
    with place.open() as vault:
        writer = vault.connect()
        expected = {
            "journal_mode": "wal",
            "synchronous": 2,
            "secure_delete": 1,
            "temp_store": 2,
            "mmap_size": 0,
            "trusted_schema": 0,
            "wal_autocheckpoint": 0,
            "cipher_log_level": "NONE",
            "cipher_memory_security": "0",
            "cipher_page_size": "4096",
        }
        assert {name: writer.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected
        verify_pragmas(vault.connect(read_only=True), "read")


@pytest.mark.parametrize(
    "mutant", ["temp_store = FILE", "synchronous = NORMAL", "secure_delete = OFF", "trusted_schema = ON"]
)
def test_a_connection_without_one_of_them_is_refused(place, mutant):
    with place.open() as vault:
        connection = vault.connect()
        connection.execute(f"PRAGMA {mutant}")
        with pytest.raises(errors.EngineUnfit):
            verify_pragmas(connection)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc to look into unnamed temporary files")
@pytest.mark.parametrize(("store", "leaks"), [("MEMORY", False), ("FILE", True)])
def test_sorting_leaves_nothing_in_temporary_files(place, store, leaks):
    """The FILE mutant leaks, which shows that this test would notice if the vault's own setting did."""
    with place.open() as vault:
        connection = vault.connect()
        connection.execute(f"PRAGMA temp_store = {store}")
        connection.execute("PRAGMA cache_size = 10")
        connection.execute("PRAGMA temp.cache_size = 10")
        connection.execute("CREATE TEMP TABLE heap (body TEXT)")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
            "INSERT INTO heap SELECT ? || hex(randomblob(40)) || i FROM n",
            (SENTINEL,),
        )
        sorting = connection.execute("SELECT body FROM heap ORDER BY substr(body, 30)")
        assert sorting.fetchone()[0].startswith(SENTINEL)
        assert _is_in_unnamed_file() is leaks
        sorting.close()


def _is_in_unnamed_file():
    for link in Path("/proc/self/fd").iterdir():
        try:
            if "etilqs" in str(link.readlink()) and SENTINEL.encode() in link.read_bytes():
                return True
        except OSError:
            continue
    return False


def test_a_wrong_key_is_damage_and_makes_no_file(place, tmp_path):
    with pytest.raises(errors.DamagedVault):
        connect_database(place.path / "vault.db", bytearray(32), "write")
    with pytest.raises(errors.DamagedVault):
        connect_database(tmp_path / "gone.db", bytearray(32), "write")
    assert not (tmp_path / "gone.db").exists()


def test_the_idle_checkpoint_empties_the_log(place):
    with place.open() as vault:
        connection = vault.connect()
        connection.execute("INSERT INTO note (body) VALUES ('x')")
        assert vault.bundle.has_wal()
        assert checkpoint(connection, truncate=True)
        assert not vault.bundle.has_wal()


def test_a_connection_works_on_another_thread(place):
    with place.open() as vault:
        connection, found = vault.connect(), []
        thread = threading.Thread(target=lambda: found.append(read_commits(connection)))
        thread.start()
        thread.join()
        assert found == [1]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, errors.DiskFull),
        (errno.EDQUOT, errors.DiskFull),
        (errno.EROFS, errors.PlaceNotWritable),
        (errno.EACCES, errors.PlaceNotWritable),
        (errno.ENOENT, errors.VaultMissing),
        (errno.EIO, errors.StorageFailed),
    ],
)
def test_errors_of_the_disk_become_plain_sentences_without_its_names(number, kind):
    with pytest.raises(kind) as raised, environment_errors():
        raise OSError(number, "reason", "/home/someone/secret-name")
    assert "secret-name" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_file_that_the_engine_cannot_open_is_no_matter_of_permission_alone(tmp_path):
    with pytest.raises(errors.StorageFailed, match="full or failing, or the folder") as raised, environment_errors():
        dbapi2.connect(str(tmp_path / "secret-name" / "vault.db")).execute("SELECT 1")
    assert "secret-name" not in str(raised.value)


def test_a_full_disk_is_known_by_its_words_where_a_function_loses_the_code():
    with pytest.raises(errors.StorageFailed), environment_errors():
        failed = dbapi2.OperationalError("disk I/O error")
        failed.sqlite_errorcode = 1
        raise failed


def test_bugs_are_let_through():
    with pytest.raises(dbapi2.OperationalError), environment_errors():
        dbapi2.connect(":memory:").execute("SELECT nonsense")
    with pytest.raises(KeyError), environment_errors():
        raise KeyError("bug")


def test_a_replacement_that_fails_keeps_the_old_content(tmp_path, monkeypatch):
    path = tmp_path / "file"
    replace_file(path, b"old")

    def fail(*_arguments):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("coachdesk.vault.files.os.fsync", fail)
    with pytest.raises(OSError, match="full"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
