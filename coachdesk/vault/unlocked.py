"""An open vault: its keys, its connections, its header, until it is closed."""

from __future__ import annotations

import contextlib
import shutil
import threading
import weakref
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import kdf
from .engine import Access, Connection, connect_database
from .errors import PlaceNotWritable, SecretRefused, WrongSecret
from .files import environment_errors
from .header import Header
from .header_copies import Unlocked, WrappingKeys, find_vault_key, write_header
from .keys import KeyRing, zero
from .last_seen import LastSeen, record_last_seen
from .place import Bundle
from .process_lock import ProcessLock
from .recovery import make_code
from .sealing import seal_database
from .slots import (
    HOLDS_VAULT,
    Passphrase,
    RecoveryCode,
    Secret,
    Slot,
    SlotSummary,
    summarise_slot,
    wrap_key,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found out while opening: how it may be used, and what to tell the owner."""

    state_dir: Path
    read_only_reason: str | None = None
    notices: tuple[str, ...] = ()
    snapshot: Path | None = None


class OpenVault:
    """An unlocked vault. Thread-safe; its connections aren't shared between threads at the same time by it."""

    def __init__(self, bundle: Bundle, unlocked: Unlocked, lock: ProcessLock, opening: Opening) -> None:
        self._bundle = bundle
        self._header = unlocked.header
        self._header_path = unlocked.path
        self._keys = unlocked.keys
        self._lock = lock
        self._opening = opening
        self._guard = threading.RLock()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._is_closed = False

    def __enter__(self) -> OpenVault:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<OpenVault {'closed' if self._is_closed else 'open'}>"

    @property
    def path(self) -> Path:
        """The bundle's folder."""
        return self._bundle.path

    @property
    def name(self) -> str:
        """The vault's name as its owner sees it."""
        return self._bundle.name

    @property
    def vault_id(self) -> str:
        """The vault's own 128-bit id in hexadecimal; copies share it."""
        return self._header.vault_id

    @property
    def read_only(self) -> bool:
        """Whether only reading is possible."""
        return self._opening.read_only_reason is not None

    @property
    def read_only_reason(self) -> str | None:
        """A plain sentence on why only reading is possible, or None."""
        return self._opening.read_only_reason

    @property
    def notices(self) -> tuple[str, ...]:
        """Plain sentences that the owner should see once after unlocking."""
        return self._opening.notices

    @property
    def generation(self) -> int:
        """How many times the header was written."""
        return self._header.generation

    @property
    def keys(self) -> KeyRing:
        """The keys of each use, for the rooms of this layer (blobs, backups)."""
        return self._keys

    @property
    def bundle(self) -> Bundle:
        """The paths in the bundle."""
        return self._bundle

    @property
    def database(self) -> Path:
        """The database that connections read: the bundle's, or a private encrypted copy of it when reading only."""
        return self._opening.snapshot or self._bundle.database

    @property
    def is_frozen(self) -> bool:
        """Whether connections read the sealed file where it lies, which nobody can change meanwhile."""
        return self.read_only and self._opening.snapshot is None

    @environment_errors()
    def connect(self, *, read_only: bool = False) -> Connection:
        """Return a new keyed connection with all pragmas set; the caller closes it, or `close()` does.

        A writing one breaks the seal first. Raises PlaceNotWritable for writing in a read-only vault.
        """
        with self._guard:
            self._refuse_closed()
            if self.read_only and not read_only:
                raise PlaceNotWritable(self.read_only_reason)
            if not read_only:
                self._break_seal()
            connection = connect_database(self.database, self._keys.use("database"), self._access(read_only))
            self._connections.add(connection)
            return connection

    def slots(self) -> tuple[SlotSummary, ...]:
        """Return what may be shown of the ways to unlock."""
        return tuple(summarise_slot(slot) for slot in self._header.slots if slot.holds == HOLDS_VAULT)

    def change_passphrase(self, current: str, new: str) -> None:
        """Replace the passphrase. Earlier backups still open with the old one.

        Raises WrongSecret when `current` is wrong and SecretRefused when `new` is empty; then nothing changes.
        """
        self._replace_slot(Passphrase(current), Passphrase(new))

    def reset_passphrase(self, recovery_code: str, new: str) -> None:
        """Set a new passphrase by the recovery code, for an owner who forgot the old one. Raises as above."""
        self._replace_slot(RecoveryCode(recovery_code), Passphrase(new))

    def replace_recovery_code(self, current_passphrase: str) -> str:
        """Make and return a new recovery code; the old one opens only earlier backups. Raises WrongSecret."""
        code = make_code()
        self._replace_slot(Passphrase(current_passphrase), RecoveryCode(code))
        return code

    @environment_errors()
    def seal(self) -> None:
        """Close every connection, bring all commits into one file, and write its seal. Connecting again breaks it.

        Nothing is done when nothing was written. Raises DiskFull and its like; the vault then stays unsealed, loses
        nothing, and is checked as after a crash when it is opened next.
        """
        with self._guard:
            self._refuse_closed()
            self._close_connections()
            if self.read_only or self._header.state == "sealed":
                return
            seal = seal_database(self._bundle.database, self._keys.use("database"))
            self._write(self._header.following(state="sealed", seal=seal))
            self._record_last_seen()

    def close(self) -> None:
        """Seal, drop the keys and give the process lock back; safe to call twice.

        Keys and lock go even when sealing fails; that error is raised afterwards.
        """
        with self._guard:
            if self._is_closed:
                return
            try:
                self.seal()
            finally:
                self.abandon()

    def abandon(self) -> None:
        """Drop connections, keys and lock at once, without sealing. Loses no commit; the next opening checks all."""
        with self._guard:
            self._is_closed = True
            self._close_connections()
            self._keys.zero()
            if self._opening.snapshot is not None:
                shutil.rmtree(self._opening.snapshot.parent, ignore_errors=True)
            self._lock.release()

    def _access(self, read_only: bool) -> Access:
        if self.is_frozen:
            return "frozen"
        return "read" if read_only else "write"

    def _refuse_closed(self) -> None:
        if self._is_closed:
            raise ValueError("the vault is closed")

    def _close_connections(self) -> None:
        for connection in tuple(self._connections):
            with contextlib.suppress(Exception):
                connection.close()
        self._connections.clear()

    def _break_seal(self) -> None:
        """Say on disk that the seal no longer holds, before the first byte of the database can change."""
        if self._header.state == "sealed":
            self._write(self._header.following(state="open"))
            self._record_last_seen()

    def _write(self, header: Header) -> None:
        self._header_path = write_header(self._bundle, header, self._header_path, self._keys)
        self._header = header

    def _record_last_seen(self) -> None:
        seen = LastSeen(self._header.generation, self._header.seal.commits)
        record_last_seen(self._opening.state_dir, self.vault_id, self._keys.use("state"), seen)

    @environment_errors()
    def _replace_slot(self, by: Secret, new: Secret) -> None:
        """Put a slot for `new` in place of those of its type, in both header copies, if `by` opens this vault."""
        with self._guard:
            self._refuse_closed()
            if self.read_only:
                raise PlaceNotWritable(self.read_only_reason)
            if new.octets() is None:
                raise SecretRefused
            self._prove(by)
            added = wrap_key(self._keys.vault, new, self.vault_id, made_on=date.today(), cost=self._cost_of(new))
            kept = tuple(
                slot for slot in self._header.slots if slot.slot_type != new.slot_type or slot.holds != HOLDS_VAULT
            )
            self._write_twice((*kept, added))

    def _write_twice(self, slots: tuple[Slot, ...]) -> None:
        self._write(self._header.following(slots=slots))
        self._write(self._header.following())
        self._record_last_seen()

    def _prove(self, secret: Secret) -> None:
        octets = secret.octets()
        if octets is None:
            raise WrongSecret
        wrapping = WrappingKeys(octets)
        key = find_vault_key(self._header, secret, wrapping)
        wrapping.zero()
        if key is None:
            raise WrongSecret
        zero([key])

    def _cost_of(self, secret: Secret) -> kdf.KdfParams | None:
        """Return the cost of the present passphrase slot, raised to the floor; a random code needs none."""
        if isinstance(secret, RecoveryCode):
            return None
        for slot in self._header.slots:
            if slot.slot_type == secret.slot_type and slot.kdf.cost is not None:
                return kdf.at_least_floor(slot.kdf.cost)
        return kdf.DEFAULT
