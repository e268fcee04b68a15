"""The ways into a locked vault, whole or damaged, as plain functions for a worker. Heavy imports stay inside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachdesk.desk.settings import Settings
    from coachdesk.exchange.salvage import SalvageReport
    from coachdesk.store.store import Store
    from coachdesk.vault.backups.listing import BackupRow
    from coachdesk.vault.backups.restoring import Restored
    from coachdesk.vault.bundle import OpenVault
    from coachdesk.vault.damage import DamageReport
    from coachdesk.vault.keychain import Keychain
    from coachdesk.vault.slots import Secret

PASSPHRASE, RECOVERY, QUICK = "passphrase", "recovery", "quick"
Report = Callable[[float, str], None]
"""Called with a fraction and a phrase; what it raises cancels."""


class KeyFileWanted(Exception):
    """The vault also asks for its key file, and none was named. No try was made."""


@dataclass(frozen=True, slots=True, repr=False)
class WayIn:
    """How somebody wants to get in: the kind, what was typed, and where the key file is."""

    kind: str
    text: str = ""
    key_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What the unlock window may offer for a vault: a key file's row, and quick unlock until a moment."""

    uses_key_file: bool = False
    quick_until: datetime | None = None


def look_at(path: Path) -> Offered:
    """Return what a vault asks for; nothing when it can't be read, as opening it then says why."""
    from coachdesk.vault.bundle import peek_vault
    from coachdesk.vault.errors import VaultError

    try:
        peek = peek_vault(path)
    except VaultError:
        return Offered()
    until = peek.quick_unlock_until
    return Offered(peek.uses_key_file, until if until is not None and until > datetime.now(UTC) else None)


def open_by(
    path: Path, way: WayIn, *, rescue: bool = False, keychain: Keychain | None = None
) -> tuple[OpenVault, Store]:
    """Open a vault and its store. Raises VaultError, StoreFailure, KeyFileWanted, and QuickUnlockGone for that way."""
    from coachdesk.store.schema import open_store
    from coachdesk.vault.bundle import open_vault
    from coachdesk.vault.files import environment_errors
    from coachdesk.vault.keychain import open_quickly

    if way.kind == QUICK:
        vault = open_quickly(path, keychain=keychain)
    else:
        vault = open_vault(path, _secret_of(path, way), rescue=rescue)
    try:
        with environment_errors():
            return vault, open_store(vault)
    except BaseException:
        vault.close()
        raise


def open_damaged(path: Path, way: WayIn) -> tuple[OpenVault, Store]:
    """Open a damaged vault for reading by a passphrase or a recovery code, whichever was typed. Raises as `open_by`."""
    from coachdesk.vault.recovery import BadRecoveryCode, parse_code

    try:
        parse_code(way.text)
    except BadRecoveryCode:
        return open_by(path, way, rescue=True)
    return open_by(path, WayIn(RECOVERY, way.text), rescue=True)


def drop_quick_unlock(vault: OpenVault, keychain: Keychain | None = None) -> None:
    """Turn quick unlock off after the passphrase opened a vault whose keychain entry is gone for good."""
    from coachdesk.vault.keychain import turn_off_quick_unlock

    if not vault.read_only:
        turn_off_quick_unlock(vault, keychain=keychain)


def describe(path: Path, way: WayIn, error: Exception, settings: Settings) -> DamageReport:
    """Say what is damaged and what is safe, in full when the secret still opens the header. Nothing is touched."""
    from coachdesk.store.attachment_rows import list_readable_entries
    from coachdesk.vault.bundle import open_vault
    from coachdesk.vault.damage import describe_damage
    from coachdesk.vault.errors import DamagedVault, VaultError

    def newest() -> Path | None:
        return find_newest_backup(path, settings)

    try:
        with open_vault(path, _secret_of(path, way), rescue=True) as vault:
            return describe_damage(path, vault, find_backup=newest, entries=list_readable_entries(vault))
    except (VaultError, KeyFileWanted):
        found = error if isinstance(error, VaultError) else DamagedVault()
        return describe_damage(path, found, find_backup=newest)


def list_known_backups(path: Path, settings: Settings) -> tuple[BackupRow, ...]:
    """Return the backups in the vault's folder for them and in the second place, newest first, each once."""
    from coachdesk.desk.backing_up import folder_for
    from coachdesk.desk.settings import SECOND_BACKUP_FOLDER
    from coachdesk.vault.backups.listing import list_backups
    from coachdesk.vault.errors import VaultError

    second = settings.get(SECOND_BACKUP_FOLDER)
    rows: dict[str, BackupRow] = {}
    for folder in (folder_for(path, settings), *([Path(second)] if second else [])):
        try:
            found = list_backups(folder)
        except VaultError:
            continue
        for row in found:
            rows.setdefault(row.mark or str(row.path), row)
    name = path.name.removesuffix(".coachdesk")
    own = [row for row in rows.values() if row.path.name.startswith(f"{name} ")]
    return tuple(sorted(own or rows.values(), key=lambda row: row.made_at, reverse=True))


def find_newest_backup(path: Path, settings: Settings) -> Path | None:
    """Return the newest good backup of the vault at `path`, or None."""
    from coachdesk.vault.backups.listing import newest_good

    row = newest_good(list_known_backups(path, settings))
    return None if row is None else row.path


def restore_by(backup: Path, way: WayIn, target: Path, *, in_place: bool, report: Report) -> Restored:
    """Restore a backup; a vault at `target` is set aside with `in_place`. Raises VaultError, KeyFileWanted."""
    from coachdesk.store.backup import restore
    from coachdesk.vault.backups.container import read_beginning

    types = {slot.slot_type for slot in read_beginning(backup).header.slots}
    return restore(backup, _typed_secret(way, types), target, now=datetime.now(UTC), report=report, in_place=in_place)


def salvage_by(path: Path, way: WayIn, out: Path, report: Report) -> SalvageReport:
    """Write what can be read of a damaged vault to the new folder `out`. Raises VaultError, ExportRefused."""
    from coachdesk.exchange.salvage import salvage_vault
    from coachdesk.vault.rescue import find_copies

    types = {slot.slot_type for copy in find_copies(path).copies for slot in copy.header.slots}

    def progress(done: int, total: int) -> None:
        report(done / total if total else 0.0, "")

    return salvage_vault(path, _typed_secret(way, types), out, progress)


def _secret_of(path: Path, way: WayIn) -> Secret:
    from coachdesk.vault.bundle import peek_vault
    from coachdesk.vault.slot_secrets import PASSPHRASE_FILE, RecoveryCode

    if way.kind == RECOVERY:
        return RecoveryCode(way.text)
    types = {PASSPHRASE_FILE} if peek_vault(path).uses_key_file else set()
    return _passphrase(way, types)


def _typed_secret(way: WayIn, slot_types: set[str]) -> Secret:
    """Tell a recovery code from a passphrase by its check characters, where one field takes either."""
    from coachdesk.vault.recovery import BadRecoveryCode, parse_code
    from coachdesk.vault.slot_secrets import RecoveryCode

    try:
        parse_code(way.text)
    except BadRecoveryCode:
        return _passphrase(way, slot_types)
    return RecoveryCode(way.text)


def _passphrase(way: WayIn, slot_types: set[str]) -> Secret:
    from coachdesk.vault.key_file import key_file_to_try
    from coachdesk.vault.slot_secrets import PASSPHRASE_FILE, Passphrase

    if PASSPHRASE_FILE not in slot_types:
        return Passphrase(way.text)
    if way.key_file is None:
        raise KeyFileWanted
    return Passphrase(way.text, key_file_to_try(way.key_file))
