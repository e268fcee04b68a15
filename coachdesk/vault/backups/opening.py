"""Reading a backup back: proving a secret, laying its vault out in a folder, and testing what lies there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from sqlcipher3 import dbapi2

from ..engine import connect_database
from ..errors import DamagedVault, VaultError
from ..files import create_file, environment_errors, sync_descriptor, sync_folder
from ..header import encode_header
from ..header_copies import FoundCopies, FoundCopy, unlock_copies
from ..keys import KeyRing
from ..place import Bundle
from ..sealing import check_pages
from ..slots import Secret
from .container import Beginning, DamagedBackup, Part, Report, decode_beginning, read_part

ContentCheck = Callable[[dbapi2.Connection], tuple[str, ...]]
"""What a layer above knows to check: called with a writing connection to a copy, returns problems without content."""


def between(report: Report, low: float, high: float) -> Report:
    """Return a report for one step of a longer work, from `low` to `high`."""

    def scaled(fraction: float, words: str) -> None:
        report(low + (high - low) * min(1.0, fraction), words)

    return scaled


def unlock_backup(path: Path, beginning: Beginning, secret: Secret) -> KeyRing:
    """Return the keys that a secret of the header inside opens; the caller zeroes them; blocks for the KDF.

    Raises WrongSecret, or DamagedBackup when the secret is right and the beginning isn't authentic.
    """
    try:
        keys = unlock_copies(FoundCopies((FoundCopy(path, beginning.copy),), is_complete=True), secret).keys
    except DamagedVault:
        raise DamagedBackup from None
    try:
        refuse_unsigned(beginning, keys)
    except BaseException:
        keys.zero()
        raise
    return keys


class OtherKeys(VaultError):
    """The backup was made under other keys of the same vault, or not by its owner: these keys can't tell."""

    text = (
        "This backup was made before the keys of the vault were changed, or by something else. It was left as it is. "
        "Open it with the passphrase or the recovery code of that time."
    )


def refuse_other_keys(beginning: Beginning, keys: KeyRing) -> None:
    """Raise OtherKeys when neither signature is by these keys, DamagedBackup when only one is."""
    if not beginning.is_signed_by(keys.use("backup")) and not beginning.copy.is_signed_by(keys.use("header")):
        raise OtherKeys
    refuse_unsigned(beginning, keys)


def refuse_unsigned(beginning: Beginning, keys: KeyRing) -> None:
    """Raise DamagedBackup unless both the beginning and the header inside come from whoever had these keys."""
    is_authentic = beginning.is_signed_by(keys.use("backup")) and beginning.copy.is_signed_by(keys.use("header"))
    if not is_authentic:
        raise DamagedBackup


@environment_errors()
def lay_out(path: Path, expected: Beginning, bundle: Bundle, keys: KeyRing, report: Report) -> None:
    """Write the vault of an authenticated backup into an empty folder, synced and still encrypted.

    Raises DamagedBackup when a byte isn't what the beginning promises; the caller removes the folder then.
    """
    with path.open("rb") as file:
        beginning = decode_beginning(file)
        if beginning.octets != expected.octets:
            raise DamagedBackup
        counted = _counting(file, beginning, report)
        _write_part(bundle.database, counted(beginning.database))
        bundle.blobs.mkdir(mode=0o700)
        for blob in beginning.blobs:
            _write_part(bundle.blobs / blob.name, counted(blob))
        if file.read(1):
            raise DamagedBackup
    header = beginning.header
    create_file(bundle.headers[0], beginning.copy.signed + beginning.copy.mac)
    create_file(bundle.headers[1], encode_header(header.following(), keys.use("header")))
    create_file(bundle.lock)
    sync_folder(bundle.blobs)
    sync_folder(bundle.path)


@environment_errors()
def find_problems(database: Path, keys: KeyRing, check_content: ContentCheck | None, report: Report) -> tuple[str, ...]:
    """Open a copy of a database afresh and return what is wrong: pages, structure, then what `check_content` knows.

    The bytes of the file stay as they are.
    """
    key = keys.use("database")
    report(0.0, "Checking every page")
    problems = check_pages(database, key, "frozen")
    if problems or check_content is None:
        return problems
    report(0.5, "Checking the search index")
    connection = connect_database(database, key, "write")
    try:
        return check_content(connection)
    except dbapi2.DatabaseError:
        return ("the search index can't be read",)
    finally:
        connection.close()


def _counting(file: BinaryIO, beginning: Beginning, report: Report) -> Callable[[Part], Iterator[bytes]]:
    def counted(part: Part) -> Iterator[bytes]:
        for chunk in read_part(file, part):
            report(file.tell() / max(1, beginning.size), "Reading the backup")
            yield chunk

    return counted


def _write_part(path: Path, chunks: Iterator[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        sync_descriptor(file.fileno())
