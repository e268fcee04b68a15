"""Making, looking at and opening a vault bundle: the only ways in.

A wrong secret or an unreadable file raises. None of them ever ends in a new, empty vault: a new one is made only at a
path where nothing is, in a folder aside that is renamed when it is complete.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from . import kdf
from .check import CheckReport, check_vault
from .commits import create_counter
from .engine import assert_engine, connect_database
from .errors import DamagedVault, NotAVault, PlaceNotWritable, VaultError, VaultExists, VaultMissing, translate_error
from .files import create_file, environment_errors, sync_folder
from .header import FORMAT, ID_BYTES, Header, Seal, State, encode_header
from .header_copies import FoundCopies, Unlocked, read_copies, remove_leftovers, unlock_copies
from .keys import KeyRing, random_key, zero
from .last_seen import OLDER, LastSeen, default_state_dir, rollback_notice
from .passphrase import normalise
from .place import (
    READ_ONLY_ASKED,
    READ_ONLY_FOLDER,
    READ_ONLY_NEWER,
    READ_ONLY_RESCUE,
    Bundle,
    bundle_path,
    find_read_only_reason,
)
from .process_lock import ProcessLock, acquire_lock
from .recovery import make_code
from .rotation_swap import discard_staged, finish_swap_of
from .sealing import DigestAhead, recover_database, seal_database
from .slot_secrets import KEYCHAIN, PASSPHRASE_FILE, Passphrase, RecoveryCode, Secret
from .slots import HOLDS_GROUPS, HOLDS_VAULT, wrap_keys
from .unlocked import Opening, OpenVault

__all__ = [
    "CheckReport",
    "NewVault",
    "OpenVault",
    "Passphrase",
    "RecoveryCode",
    "Secret",
    "VaultPeek",
    "bundle_path",
    "check_vault",
    "create_vault",
    "open_vault",
    "peek_vault",
]

HALF_HEADER = (
    "One of the two copies of this vault's header was damaged. The other one was used and everything was checked."
)
ROTATED = (
    "The keys of this vault were changed, but CoachDesk stopped before it could show the new recovery code. "
    "The code before no longer opens it: make a new one."
)
RECOVERED = "CoachDesk did not close this vault last time. Everything in it was checked and is in order."


@dataclass(frozen=True, slots=True, repr=False)
class NewVault:
    """A vault just made, open, and the recovery code that is shown this once."""

    vault: OpenVault
    recovery_code: str


@dataclass(frozen=True, slots=True)
class VaultPeek:
    """What can be told of a vault without a secret; none of it is authenticated yet."""

    name: str
    format: int
    state: State
    last_opened_at: datetime
    readable: bool
    uses_key_file: bool = False
    quick_unlock_until: datetime | None = None


@environment_errors()
def create_vault(
    path: Path, passphrase: str, *, kdf: kdf.KdfParams | None = None, state_dir: Path | None = None
) -> NewVault:
    """Make a new vault at `path` (the suffix is added when missing) and return it open, with its recovery code.

    `kdf` None measures the machine for a cost of 0.5 to 1 s. Raises VaultExists, SecretRefused, PlaceNotWritable,
    DiskFull; whatever was made until then is removed.
    """
    assert_engine()
    normalise(passphrase)
    path = bundle_path(path)
    code = make_code()
    with environment_errors():
        if path.is_symlink() or path.exists():
            raise VaultExists
        if not path.parent.is_dir():
            raise PlaceNotWritable("There is no such folder to put the vault in. Nothing was made; choose another.")
        aside = path.with_name(f".{secrets.token_hex(6)}.new{path.suffix}")
        aside.mkdir(mode=0o700)
        try:
            header, keys = _fill(Bundle(aside), Passphrase(passphrase), RecoveryCode(code), kdf)
            _rename_new(aside, path)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        sync_folder(path.parent)
        lock = acquire_lock(Bundle(path).lock, shared=False)
    unlocked = Unlocked(header, Bundle(path).headers[1], keys, is_whole=True)
    return NewVault(OpenVault(Bundle(path), unlocked, lock, Opening(state_dir or default_state_dir())), code)


@environment_errors()
def peek_vault(path: Path) -> VaultPeek:
    """Return what can be told without a secret. Raises VaultMissing, NotAVault, DamagedVault, NewerFormat."""
    bundle = _find_bundle(path)
    newest = read_copies(bundle).copies[0]
    with environment_errors():
        changed = datetime.fromtimestamp(newest.path.stat().st_mtime, tz=UTC)
        readable = bundle.database.is_file()
    return VaultPeek(
        bundle.name,
        newest.header.format,
        newest.header.state,
        changed,
        readable,
        uses_key_file=any(slot.slot_type == PASSPHRASE_FILE for slot in newest.header.slots),
        quick_unlock_until=_quick_unlock_until(newest.header),
    )


@environment_errors()
def open_vault(
    path: Path,
    secret: Secret,
    *,
    read_only: bool = False,
    rescue: bool = False,
    state_dir: Path | None = None,
    probe_place: Callable[[Path], str | None] = find_read_only_reason,
) -> OpenVault:
    """Open the vault at `path`; blocks for the KDF, so call it on a worker.

    `rescue` opens a damaged one for reading, unchecked. `probe_place` says why a place must not be written to.
    Raises VaultMissing, NotAVault, NewerFormat, VaultInUse, WrongSecret, DamagedVault and the disk's errors.
    """
    assert_engine()
    bundle = _find_bundle(path)
    was_rotated = finish_swap_of(bundle)
    found = read_copies(bundle)
    if not bundle.database.is_file():
        raise DamagedVault
    reason = _find_reason(bundle, found, read_only, rescue, probe_place)
    lock, reason = _acquire(bundle, reason)
    try:  # read again under the lock: whoever had it may have written
        unlocked, seal_holds = _unlock(bundle, read_copies(bundle), secret)
        try:
            reason = reason or (READ_ONLY_NEWER if unlocked.header.format > FORMAT else None)
            opening = _examine(bundle, unlocked, seal_holds, reason, rescue, state_dir or default_state_dir())
        except BaseException:
            unlocked.keys.zero()
            raise
    except BaseException:
        lock.release()
        raise
    if not seal_holds:  # also when a damaged copy left only one with an earlier seal: closing makes a new one
        unlocked = replace(unlocked, header=replace(unlocked.header, state="open"))
    notices = (*([ROTATED] if was_rotated else []), *opening.notices)
    return _without_expired(OpenVault(bundle, unlocked, lock, replace(opening, notices=notices)))


def _without_expired(vault: OpenVault) -> OpenVault:
    """Clean an expired quick unlock away; one that can't be, opens nothing all the same."""
    with suppress(VaultError):
        vault.drop_expired(datetime.now(UTC))
    return vault


def _quick_unlock_until(header: Header) -> datetime | None:
    ends = [slot.expires_at for slot in header.slots if slot.slot_type == KEYCHAIN and slot.expires_at is not None]
    return datetime.fromtimestamp(max(ends), tz=UTC) if ends else None


def _find_bundle(path: Path) -> Bundle:
    with environment_errors():
        if not path.exists():
            raise VaultMissing
        if not path.is_dir():
            raise NotAVault
    return Bundle(path)


def _find_reason(
    bundle: Bundle, found: FoundCopies, read_only: bool, rescue: bool, probe_place: Callable[[Path], str | None]
) -> str | None:
    if rescue:
        return READ_ONLY_RESCUE
    if found.copies[0].header.format > FORMAT:
        return READ_ONLY_NEWER
    return READ_ONLY_ASKED if read_only else probe_place(bundle.path)


def _acquire(bundle: Bundle, reason: str | None) -> tuple[ProcessLock, str | None]:
    """Return the lock, and why writing isn't possible; a lock file that can't be written to says so too."""
    with environment_errors():
        if reason is None:
            try:
                return acquire_lock(bundle.lock, shared=False), None
            except OSError as error:
                if not isinstance(translate_error(error), PlaceNotWritable):
                    raise
            reason = READ_ONLY_FOLDER
        return acquire_lock(bundle.lock, shared=True), reason


def _unlock(bundle: Bundle, found: FoundCopies, secret: Secret) -> tuple[Unlocked, bool]:
    """Return the keys and whether the seal holds; the file is hashed while the passphrase is stretched."""
    digest = DigestAhead(bundle.database)
    try:
        unlocked = unlock_copies(found, secret)
    except BaseException:
        digest.stop()
        raise
    if unlocked.header.state == "open":
        digest.stop()
        return unlocked, False
    return unlocked, digest.matches(unlocked.header.seal) and not bundle.has_wal()


def _examine(
    bundle: Bundle, unlocked: Unlocked, seal_holds: bool, reason: str | None, rescue: bool, state_dir: Path
) -> Opening:
    """Decide from the header's state what has to be checked before the vault may be used."""
    header, key = unlocked.header, unlocked.keys.use("database")
    if header.state == "sealed" and not seal_holds and unlocked.is_whole and not rescue:
        raise DamagedVault
    snapshot: Path | None = None
    commits = header.seal.commits
    notices = [] if unlocked.is_whole else [HALF_HEADER]
    if not seal_holds:
        snapshot = _copy_aside(bundle) if reason is not None else None
        try:
            if not rescue:
                commits = recover_database(snapshot or bundle.database, key)
                notices += [RECOVERED] if unlocked.is_whole else []
        except BaseException:
            if snapshot is not None:
                shutil.rmtree(snapshot.parent, ignore_errors=True)
            raise
    now = LastSeen(header.generation, commits)
    older = rollback_notice(state_dir, header.vault_id, unlocked.keys.use("state"), now)
    if older is None and commits < header.seal.commits:
        older = OLDER
    if reason is None:
        remove_leftovers(bundle)
        discard_staged(bundle)
    return Opening(state_dir, reason, (*([older] if older else []), *notices), snapshot)


def _copy_aside(bundle: Bundle) -> Path:
    """Copy an unsealed database, still encrypted, to a private folder, as reading it would write beside it."""
    with environment_errors():
        folder = Path(tempfile.mkdtemp(prefix="coachdesk-"))
        try:
            for path in (bundle.database, bundle.wal):
                if path.exists():
                    shutil.copyfile(path, folder / path.name)
                    (folder / path.name).chmod(0o600)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return folder / bundle.database.name


def _fill(
    bundle: Bundle, passphrase: Passphrase, recovery: RecoveryCode, cost: kdf.KdfParams | None
) -> tuple[Header, KeyRing]:
    """Write a complete, sealed vault into an empty folder and return its newest header and its keys."""
    vault_id = secrets.token_hex(ID_BYTES)
    keys, groups = KeyRing(random_key(), vault_id), random_key()
    today = date.today()
    try:
        held = {HOLDS_VAULT: keys.vault, HOLDS_GROUPS: groups}
        slots = (
            *wrap_keys(held, passphrase, vault_id, made_on=today, cost=cost or kdf.calibrate_kdf()),
            *wrap_keys(held, recovery, vault_id, made_on=today, cost=None),
        )
        bundle.blobs.mkdir(mode=0o700)
        create_file(bundle.lock)
        seal = _create_database(bundle.database, keys.use("database"))
        header = Header(vault_id, 1, "sealed", seal, slots)
        for path, each in zip(bundle.headers, (header, header.following()), strict=True):
            create_file(path, encode_header(each, keys.use("header")))
        sync_folder(bundle.path)
    except BaseException:
        keys.zero()
        raise
    finally:
        zero([groups])
    return header.following(), keys


def _create_database(database: Path, key: bytearray) -> Seal:
    create_file(database)
    connection = connect_database(database, key, "write")
    try:
        create_counter(connection)
    finally:
        connection.close()
    return seal_database(database, key)


def _rename_new(aside: Path, path: Path) -> None:
    """Give a complete bundle its name; only an empty folder made meanwhile could be in the way on some systems."""
    try:
        aside.rename(path)
    except OSError as error:
        if path.exists():
            raise VaultExists from None
        raise error
