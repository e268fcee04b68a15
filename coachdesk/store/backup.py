"""Backups as the owner knows them: what is checked beyond pages, what follows a good one, and the drill.

The vault's room knows files and keys; here is what knows rows and the search index.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from coachdesk.store.index import check_index
from coachdesk.vault.backups.container import DamagedBackup, Report, read_beginning
from coachdesk.vault.backups.listing import (
    BackupRecord,
    BackupRow,
    BackupState,
    choose_removed,
    is_covered,
    list_backups,
    read_record,
    write_record,
)
from coachdesk.vault.backups.making import make_backup
from coachdesk.vault.backups.opening import OtherKeys, between, find_problems, lay_out, refuse_other_keys, unlock_backup
from coachdesk.vault.backups.restoring import Restored, restore_backup
from coachdesk.vault.backups.second_place import copy_to_second_place
from coachdesk.vault.bundle import OpenVault
from coachdesk.vault.commits import read_commits
from coachdesk.vault.engine import connect_database
from coachdesk.vault.errors import VaultError
from coachdesk.vault.files import environment_errors
from coachdesk.vault.keys import KeyRing
from coachdesk.vault.place import Bundle
from coachdesk.vault.slots import Secret

DRILL_EVERY = timedelta(days=30)
_OWN_TABLES = ("search_", "alembic_", "vault_meta", "sqlite_")


@dataclass(frozen=True, slots=True)
class Places:
    """Where backups go: a folder, and a second one when the owner named it."""

    folder: Path
    second: Path | None = None


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What came of it: the new backup, or None when nothing had changed; sentences that the owner should see."""

    path: Path | None
    copies: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What a restore drill found: rows by noun, in the order of the words, and how long it took in seconds."""

    made_at: datetime
    counts: tuple[tuple[str, int], ...]
    seconds: float
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the backup would restore whole."""
        return not self.problems


def check_content(connection: Any) -> tuple[str, ...]:
    """Return what is wrong with the rows of a keyed, writing DB-API connection: references and the search index."""
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    problems = tuple(f"a row of {row[0]} refers to one of {row[2]} that is missing" for row in broken[:100])
    if not _has_index(connection):
        return problems
    engine = create_engine(
        "sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )
    with engine.connect() as wrapped:
        return (*problems, *check_index(wrapped))


def count_nouns(connection: Any) -> tuple[tuple[str, int], ...]:
    """Return the number of rows by noun, of the tables that hold what the owner wrote."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    ).fetchall()
    return tuple(
        (name.replace("_", " "), int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]))  # noqa: S608
        for (name,) in names
        if not name.startswith(_OWN_TABLES)
    )


def is_due(vault: OpenVault, folder: Path) -> bool:
    """Tell whether content or a way to unlock has changed since every backup that isn't damaged."""
    connection = vault.connect(read_only=True)
    try:
        commits = read_commits(connection)
    finally:
        connection.close()
    rows = list_backups(folder, vault_id=vault.vault_id, state_dir=vault.state_dir)
    return not is_covered(vault, rows, commits)


def back_up(vault: OpenVault, places: Places, *, now: datetime, report: Report, force: bool = False) -> BackedUp:
    """Make a verified backup when content changed (or with `force`), copy it to the second place, thin out old ones.

    A backup that fails its test-opening removes nothing: it raises BackupFailed before anything else is looked at.
    Raises VaultError; troubles of the second place are notices.
    """
    path = None
    if force or is_due(vault, places.folder):
        path = make_backup(vault, places.folder, now=now, check_content=check_content, report=between(report, 0.0, 0.9))
        made = read_beginning(path)
        now = max(now, made.made_at)
        _record(vault, made.mark, is_good=True)
    rows = list_backups(places.folder, vault_id=vault.vault_id, state_dir=vault.state_dir)
    copies, notices = _copy_on(vault, rows, places, now, between(report, 0.9, 1.0))
    removed = _thin_out(vault, places.folder, now) if path is not None else ()
    if places.second is not None and copies:
        removed += _thin_out(vault, places.second, now)
    return BackedUp(path, copies, removed, notices)


def verify_newest(vault: OpenVault, folder: Path, *, report: Report) -> DrillReport | None:
    """Test-open the newest backup if nobody has yet, as one made at lock; None when there is nothing to do."""
    rows = [
        row
        for row in list_backups(folder, vault_id=vault.vault_id, state_dir=vault.state_dir)
        if row.state is not BackupState.DAMAGED
    ]
    if not rows or rows[0].state is BackupState.VERIFIED:
        return None
    try:
        return _tested(vault, rows[0], report)
    except OtherKeys:
        return None
    except DamagedBackup as error:
        return DrillReport(rows[0].made_at, (), 0.0, (str(error),))


def drill(vault: OpenVault, row: BackupRow, *, now: datetime, report: Report) -> DrillReport:
    """Open a backup of this vault with the keys at hand and check it fully; the date is kept when it went well.

    Raises DamagedBackup when it isn't what CoachDesk wrote, OtherKeys when the keys were changed since, and the disk's
    errors.
    """
    found = _tested(vault, row, report)
    if found.ok:
        record = read_record(vault.vault_id, vault.state_dir)
        write_record(vault.vault_id, _with_drill(record, now), vault.state_dir)
    return found


def drill_with(backup: Path, secret: Secret, *, now: datetime, report: Report) -> DrillReport:
    """Do the same with a secret of the backup's own header, on any computer. Raises WrongSecret as well."""
    beginning = read_beginning(backup)
    keys = unlock_backup(backup, beginning, secret)
    vault_id = beginning.header.vault_id
    try:
        found = _open_fully(backup, keys, report)
    finally:
        keys.zero()
    record = read_record(vault_id).with_verdict(beginning.mark, is_good=found.ok)
    write_record(vault_id, _with_drill(record, now) if found.ok else record)
    return found


def last_drill_at(vault: OpenVault) -> datetime | None:
    """Return when a backup of this vault was last opened in a drill on this computer."""
    return read_record(vault.vault_id, vault.state_dir).last_drill_at


def drill_due_at(vault: OpenVault, now: datetime) -> datetime:
    """Return when the next drill should be: a month after the last, or now when there was none."""
    last = last_drill_at(vault)
    return now if last is None else last + DRILL_EVERY


def restore(
    backup: Path, secret: Secret, target: Path, *, now: datetime, report: Report, in_place: bool = False
) -> Restored:
    """Restore a backup with everything checked that this layer knows; see `restore_backup`."""
    return restore_backup(
        backup, secret, target, now=now, report=report, check_content=check_content, in_place=in_place
    )


def _tested(vault: OpenVault, row: BackupRow, report: Report) -> DrillReport:
    try:
        found = _open_fully(row.path, vault.keys, report)
    except DamagedBackup:
        if row.mark:
            _record(vault, row.mark, is_good=False)
        raise
    _record(vault, row.mark, is_good=found.ok)
    return found


@environment_errors()
def _open_fully(backup: Path, keys: KeyRing, report: Report) -> DrillReport:
    """Lay a backup out in a private temporary folder, where all of it stays encrypted, and check it."""
    started = time.monotonic()
    beginning = read_beginning(backup)
    refuse_other_keys(beginning, keys)
    with tempfile.TemporaryDirectory(prefix="coachdesk-") as folder:
        bundle = Bundle(Path(folder))
        lay_out(backup, beginning, bundle, keys, between(report, 0.0, 0.4))
        problems = find_problems(bundle.database, keys, check_content, between(report, 0.4, 0.95))
        counts: tuple[tuple[str, int], ...] = ()
        if not problems:
            report(0.95, "Counting")
            connection = connect_database(bundle.database, keys.use("database"), "frozen")
            try:
                counts = count_nouns(connection)
            finally:
                connection.close()
    return DrillReport(beginning.made_at, counts, time.monotonic() - started, problems)


def _copy_on(
    vault: OpenVault, rows: tuple[BackupRow, ...], places: Places, now: datetime, report: Report
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    if places.second is None:
        return (), ()
    try:
        copies = copy_to_second_place(
            rows, places.second, vault_id=vault.vault_id, now=now, state_dir=vault.state_dir, report=report
        )
    except VaultError as error:
        return (), (str(error),)
    return copies, ()


@environment_errors()
def _thin_out(vault: OpenVault, folder: Path, now: datetime) -> tuple[Path, ...]:
    removed = choose_removed(list_backups(folder, vault_id=vault.vault_id, state_dir=vault.state_dir), now)
    for row in removed:
        row.path.unlink(missing_ok=True)
    return tuple(row.path for row in removed)


def _record(vault: OpenVault, mark: str, *, is_good: bool) -> None:
    record = read_record(vault.vault_id, vault.state_dir).with_verdict(mark, is_good=is_good)
    write_record(vault.vault_id, record, vault.state_dir)


def _with_drill(record: BackupRecord, now: datetime) -> BackupRecord:
    return BackupRecord(record.verified, record.damaged, now)


def _has_index(connection: Any) -> bool:
    found = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'search_text'").fetchone()
    return bool(found[0])
