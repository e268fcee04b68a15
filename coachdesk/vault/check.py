"""The whole check that the owner can ask for, with a plain answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlcipher3 import dbapi2

from .attachments import Entry, attachments_of
from .commits import read_commits
from .engine import Access, Connection, checkpoint, connect_database
from .errors import VaultError
from .files import environment_errors
from .header import LONGEST_COPY, decode_header
from .sealing import check_pages, wal_path
from .unlocked import OpenVault

IN_USE = "The pages were not all checked, because something was being written or read meanwhile. Try again."
HEADER = "One of the two copies of the header is damaged; it is written anew when the vault is next closed."

ListEntries = Callable[[Connection], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The answer: `problems` are sentences or lines of the engine, none with content of the vault.

    `damaged_attachments` are content ids; what the files are called is for an unlocked window alone.
    """

    ok: bool
    problems: tuple[str, ...]
    size_bytes: int
    commits: int
    generation: int
    damaged_attachments: tuple[str, ...] = ()


@environment_errors()
def check_vault(vault: OpenVault, list_entries: ListEntries | None = None) -> CheckReport:
    """Check every page's authenticity, the tables' structure, references and both header copies.

    With `list_entries`, which knows the table of attachments, each of their files is read as well.

    Takes about as long as reading the file; call it on a worker. Raises only errors of the disk.
    """
    access: Access = "frozen" if vault.is_frozen else "read"
    key = vault.keys.use("database")
    whole = vault.is_frozen or _bring_in_wal(vault)
    problems = [] if whole else [IN_USE]
    problems += check_pages(vault.database, key, access, authenticity=whole)
    problems += _check_headers(vault)
    commits, damaged = -1, tuple[str, ...]()
    if not problems:
        commits, found = _check_references(vault, access)
        problems += found
        if list_entries is not None and not found:
            damaged, count = _check_attachments(vault, access, list_entries)
            problems += (
                [f"{len(damaged)} of {count} attachments can't be read; their notes are whole"] if damaged else []
            )
    with environment_errors():
        size = vault.database.stat().st_size
    return CheckReport(not problems, tuple(problems), size, commits, vault.generation, damaged)


def _bring_in_wal(vault: OpenVault) -> bool:
    """Move the WAL into the file first: the page check reads the file alone and would raise false alarms."""
    if wal_path(vault.database).exists():
        connection = connect_database(vault.database, vault.keys.use("database"), "write")
        try:
            return checkpoint(connection, truncate=True)
        finally:
            connection.close()
    return True


def _check_headers(vault: OpenVault) -> list[str]:
    for path in vault.bundle.headers:
        try:
            copy = decode_header(path.read_bytes()[: LONGEST_COPY + 1])
        except (VaultError, OSError):
            return [HEADER]
        if not copy.is_signed_by(vault.keys.use("header")):
            return [HEADER]
    return []


def _check_attachments(vault: OpenVault, access: Access, list_entries: ListEntries) -> tuple[tuple[str, ...], int]:
    """Return the content ids of those that can't be read, and how many there are."""
    connection = connect_database(vault.database, vault.keys.use("database"), access)
    try:
        entries = list(list_entries(connection))
    except dbapi2.DatabaseError:
        return (), 0
    finally:
        connection.close()
    return attachments_of(vault).list_damaged(entries), len(entries)


def _check_references(vault: OpenVault, access: Access) -> tuple[int, list[str]]:
    connection = connect_database(vault.database, vault.keys.use("database"), access)
    try:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        problems = [f"a row of {row[0]} refers to one of {row[2]} that is missing" for row in broken[:100]]
        return read_commits(connection), problems
    except dbapi2.DatabaseError:
        return -1, ["the tables could not be read"]
    finally:
        connection.close()
