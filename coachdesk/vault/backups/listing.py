"""Which backups there are and how far each can be trusted.

What is known of a backup (test-opened, or found damaged) is kept in the state folder under its mark, which names
nothing; so is the day of the last drill. Losing that file makes backups unknown again, and no backup bad.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from ..errors import VaultError
from ..files import environment_errors, replace_file
from ..header import decode_header
from ..last_seen import default_state_dir
from ..unlocked import OpenVault
from .container import read_beginning
from .places import BACKUP_SUFFIX
from .retention import choose_kept

_LONGEST = 1 << 20
_MOST_MARKS = 1_000


class BackupState(StrEnum):
    """How far a backup can be trusted."""

    VERIFIED = "verified"
    """It was opened and checked on this computer."""
    UNKNOWN = "unknown"
    """It has the right length, and nobody has opened it on this computer yet."""
    DAMAGED = "damaged"
    """Its beginning can't be read, its length is wrong, or opening it found damage."""


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup for a list; `vault_id` and `mark` are empty and `commits` is -1 when its beginning can't be read."""

    path: Path
    made_at: datetime
    size: int
    state: BackupState
    vault_id: str = ""
    commits: int = -1
    mark: str = ""
    slot_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """What this computer knows of a vault's backups: marks by verdict, and the last drill."""

    verified: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    last_drill_at: datetime | None = None

    def with_verdict(self, mark: str, *, is_good: bool) -> BackupRecord:
        """Return the record with a backup moved to where its last test put it."""
        verified = tuple(each for each in self.verified if each != mark)[-_MOST_MARKS:]
        damaged = tuple(each for each in self.damaged if each != mark)[-_MOST_MARKS:]
        if is_good:
            return replace(self, verified=(*verified, mark), damaged=damaged)
        return replace(self, verified=verified, damaged=(*damaged, mark))


def read_record(vault_id: str, state_dir: Path | None = None) -> BackupRecord:
    """Return what is known; an unreadable record knows nothing."""
    try:
        fields = json.loads(_path(vault_id, state_dir).read_bytes()[:_LONGEST])
        drill = fields["last_drill_at"]
        return BackupRecord(
            tuple(map(str, fields["verified"])),
            tuple(map(str, fields["damaged"])),
            None if drill is None else datetime.fromtimestamp(int(drill), tz=UTC),
        )
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return BackupRecord()


def write_record(vault_id: str, record: BackupRecord, state_dir: Path | None = None) -> None:
    """Keep what is known. A state folder that can't be written makes backups unknown later, no more."""
    drill = None if record.last_drill_at is None else int(record.last_drill_at.timestamp())
    content = json.dumps(
        {"verified": list(record.verified), "damaged": list(record.damaged), "last_drill_at": drill}, indent=1
    )
    path = _path(vault_id, state_dir)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, content.encode("ascii"))
    except OSError:
        return


@environment_errors()
def list_backups(folder: Path, *, vault_id: str | None = None, state_dir: Path | None = None) -> tuple[BackupRow, ...]:
    """Return the backups in a folder, newest first; of one vault when `vault_id` is given. Reads beginnings only."""
    if not folder.is_dir():
        return ()
    known = _Known(state_dir)
    rows = [known.row(path) for path in folder.glob(f"*{BACKUP_SUFFIX}") if path.is_file()]
    wanted = [row for row in rows if vault_id is None or row.vault_id == vault_id]
    return tuple(sorted(wanted, key=lambda row: (row.made_at, row.path.name), reverse=True))


def newest_good(rows: tuple[BackupRow, ...]) -> BackupRow | None:
    """Return the newest verified backup, else the newest that isn't known to be damaged, else None."""
    for state in (BackupState.VERIFIED, BackupState.UNKNOWN):
        found = [row for row in rows if row.state is state]
        if found:
            return max(found, key=lambda row: row.made_at)
    return None


def is_covered(vault: OpenVault, rows: tuple[BackupRow, ...], commits: int) -> bool:
    """Tell whether a backup that isn't known to be damaged has these commits and opens with today's secrets.

    A new passphrase, recovery code or key is a change too: without a new backup only the old ones would open any.
    """
    slot_ids = frozenset(slot.slot_id for slot in decode_header(vault.header_for_copy(vault.sealed_as)).header.slots)
    good = [row for row in rows if row.state is not BackupState.DAMAGED]
    return any(row.commits == commits and row.slot_ids == slot_ids for row in good)


def choose_removed(rows: tuple[BackupRow, ...], now: datetime) -> tuple[BackupRow, ...]:
    """Return the backups of one vault that its retention lets go.

    A backup that nobody has tested never pushes a verified one out, and a damaged one counts for nothing; neither is a
    damaged one removed, as its owner may want to know of it.
    """
    verified = {row.made_at for row in rows if row.state is BackupState.VERIFIED}
    kept = choose_kept(verified, now)
    kept_with_unknown = choose_kept(verified | {row.made_at for row in rows if row.state is BackupState.UNKNOWN}, now)
    return tuple(
        row
        for row in rows
        if (row.state is BackupState.VERIFIED and row.made_at not in kept)
        or (row.state is BackupState.UNKNOWN and row.made_at not in kept_with_unknown)
    )


@dataclass(slots=True)
class _Known:
    """The records of the vaults met so far."""

    state_dir: Path | None
    records: dict[str, BackupRecord] = field(default_factory=dict)

    def row(self, path: Path) -> BackupRow:
        status = path.stat()
        try:
            beginning = read_beginning(path)
        except VaultError:
            made_at = datetime.fromtimestamp(int(status.st_mtime), tz=UTC)
            return BackupRow(path, made_at, status.st_size, BackupState.DAMAGED)
        vault_id, mark = beginning.header.vault_id, beginning.mark
        record = self.records.setdefault(vault_id, read_record(vault_id, self.state_dir))
        state = BackupState.VERIFIED if mark in record.verified else BackupState.UNKNOWN
        if mark in record.damaged:
            state = BackupState.DAMAGED
        commits = beginning.header.seal.commits
        slot_ids = frozenset(slot.slot_id for slot in beginning.header.slots)
        return BackupRow(path, beginning.made_at, status.st_size, state, vault_id, commits, mark, slot_ids)


def _path(vault_id: str, state_dir: Path | None) -> Path:
    return (state_dir or default_state_dir()) / "backups" / f"{vault_id}.json"
