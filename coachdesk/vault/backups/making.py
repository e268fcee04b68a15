"""Making a backup of an open vault: copy, open the copy afresh, check it, package it, read it back, name it.

The copy is made with `VACUUM INTO` through a reading connection, in the same encryption, so writing goes on beside it.
Everything lies in a hidden folder beside the result until the one rename that makes it a backup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from ..commits import read_commits
from ..engine import connect_database
from ..errors import DamagedVault
from ..files import create_file, environment_errors, sync_descriptor, sync_folder
from ..sealing import seal_database
from ..unlocked import OpenVault
from .container import CHUNK, Beginning, Part, Report, compare_bytes, encode_beginning, is_blob_name, read_part
from .opening import ContentCheck, between, find_problems
from .places import backup_path, free_moment, prepare_folder, scratch_folder

_STEPS = 2_000
_TRIES = 3
_COPYING = "Copying the vault"


class BackupFailed(DamagedVault):
    """The copy did not pass its checks, so there is no new backup."""

    text = (
        "The backup did not pass its checks, so it was not kept. Earlier backups are untouched. "
        "Check the vault, and keep the backups that you have."
    )


@environment_errors()
def make_backup(
    vault: OpenVault, folder: Path, *, now: datetime, check_content: ContentCheck | None, report: Report
) -> Path:
    """Return the path of a new backup of an open vault in `folder`, which was opened and checked before it counts.

    Takes a few seconds for 200 MB; call it on a worker. Raises BackupFailed, DamagedVault and the disk's errors; after
    those, or what `report` raises, nothing of it stays.
    """
    prepare_folder(folder)
    now = free_moment(folder, vault.name, now)
    with scratch_folder(folder, vault.vault_id) as scratch:
        copy = scratch / "vault.db"
        _copy_matching(vault, copy, between(report, 0.0, 0.35))
        problems = find_problems(copy, vault.keys, check_content, between(report, 0.35, 0.75))
        if problems:
            raise BackupFailed(problems=problems)
        seal = seal_database(copy, vault.keys.use("database"))
        blobs = list_blobs(vault.bundle.blobs)
        beginning = encode_beginning(vault.header_for_copy(seal), now, blobs, vault.keys.use("backup"))
        package = scratch / "package"
        write_package(package, beginning, copy, vault.bundle.blobs, blobs, between(report, 0.75, 0.9))
        compare_bytes(package, between(report, 0.9, 1.0), "Reading the backup back")
        return publish(package, folder, vault.name, now)


def list_blobs(folder: Path) -> tuple[Part, ...]:
    """Return the attachments of a vault in the order of their names; they never change, only come and go."""
    parts = []
    for path in sorted(folder.iterdir(), key=lambda each: each.name) if folder.is_dir() else ():
        if is_blob_name(path.name) and path.is_file():
            digest, size = hashlib.sha256(), 0
            for chunk in _chunks(path):
                digest.update(chunk)
                size += len(chunk)
            parts.append(Part(path.name, size, digest.digest()))
    return tuple(parts)


def write_package(
    package: Path, beginning: bytes, database: Path, blob_folder: Path, blobs: tuple[Part, ...], report: Report
) -> None:
    """Write a backup's bytes in order into a new private file and sync it."""
    create_file(package)
    sources = [database, *(blob_folder / blob.name for blob in blobs)]
    total = sum(source.stat().st_size for source in sources)
    with package.open("r+b") as file:
        file.write(beginning)
        for source in sources:
            for chunk in _chunks(source):
                file.write(chunk)
                report(file.tell() / max(1, total), "Packing the backup")
        file.flush()
        sync_descriptor(file.fileno())


def publish(package: Path, folder: Path, name: str, made_at: datetime) -> Path:
    """Give a complete package its name in the folder: from here on it is a backup."""
    path = backup_path(folder, name, free_moment(folder, name, made_at))
    package.rename(path)
    sync_folder(folder)
    return path


def copy_file(source: Path, package: Path, beginning: Beginning, report: Report) -> None:
    """Copy a whole backup into a new private file, synced; every byte is compared on the way."""
    create_file(package)
    with source.open("rb") as reading, package.open("r+b") as writing:
        writing.write(reading.read(len(beginning.octets)))
        for part in (beginning.database, *beginning.blobs):
            for chunk in read_part(reading, part):
                writing.write(chunk)
                report(writing.tell() / max(1, beginning.size), "Copying to the second place")
        writing.flush()
        sync_descriptor(writing.fileno())


def _copy_matching(vault: OpenVault, copy: Path, report: Report) -> None:
    """Copy the database and compare the rows of each table with the vault's at the same count of commits.

    When something was written on both sides of the copy at once, there is nothing to compare with: it's made again.
    """
    for _ in range(_TRIES):
        copy.unlink(missing_ok=True)
        connection = vault.connect(read_only=True)
        try:
            before = _count_rows(connection)
            _vacuum_into(connection, copy, report)
            after = _count_rows(connection)
        finally:
            connection.close()
        copied = _count_copied(copy, vault)
        if copied in (before, after):
            return
        if copied[0] in (before[0], after[0]):
            break
    raise BackupFailed


def _vacuum_into(connection: dbapi2.Connection, copy: Path, report: Report) -> None:
    """Copy while reporting; what the report raises interrupts the copy and is raised from here."""
    total = _number(connection, "page_count") * _number(connection, "page_size")
    create_file(copy)
    raised: list[BaseException] = []

    def on_steps() -> int:
        try:
            report(copy.stat().st_size / max(1, total), _COPYING)
        except BaseException as error:
            raised.append(error)
        return len(raised)

    report(0.0, _COPYING)
    connection.execute("PRAGMA query_only = OFF")
    connection.set_progress_handler(on_steps, _STEPS)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    except dbapi2.Error:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
        connection.execute("PRAGMA query_only = ON")


def _count_copied(copy: Path, vault: OpenVault) -> tuple[int, dict[str, int]]:
    connection = connect_database(copy, vault.keys.use("database"), "frozen")
    try:
        return _count_rows(connection)
    finally:
        connection.close()


def _count_rows(connection: dbapi2.Connection) -> tuple[int, dict[str, int]]:
    """Return the count of commits and the rows of each table, all of one moment; virtual tables hold none."""
    with _one_moment(connection):
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
        rows = {}
        for (name,) in tables:
            quoted = str(name).replace('"', '""')
            rows[str(name)] = int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
        return read_commits(connection), rows


@contextmanager
def _one_moment(connection: dbapi2.Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _number(connection: dbapi2.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
