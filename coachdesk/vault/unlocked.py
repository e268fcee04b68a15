"""An open vault: its keys, its connections, its header, until it is closed."""

from __future__ import annotations

import contextlib
import shutil
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .engine import Access, Connection, connect_database
from .errors import NewerFormat, PlaceNotWritable
from .files import environment_errors
from .groups_key import GroupsKey, open_groups
from .header import FORMAT, Header, Seal, encode_header
from .header_copies import Unlocked, write_header
from .key_file import KeyFile
from .keys import KeyRing
from .last_seen import LastSeen, record_last_seen
from .place import Bundle
from .process_lock import ProcessLock
from .recovery import make_code
from .sealing import seal_database
from .slot_changes import refuse_last_way, replace_way, without_expired, without_way
from .slot_secrets import KEYCHAIN
from .slots import HOLDS_VAULT, Passphrase, RecoveryCode, Secret, Slot, SlotSummary, summarise_slot

Typed = str | Passphrase
"""A passphrase as typed, or one that comes with its key file."""


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
    def state_dir(self) -> Path:
        """The folder where this computer keeps what it knows of the vault."""
        return self._opening.state_dir

    @property
    def sealed_as(self) -> Seal:
        """The seal of the last closing; it holds until something is written."""
        return self._header.seal

    def header_for_copy(self, seal: Seal) -> bytes:
        """Return a signed header that seals a copy of the database, for a backup.

        Ways to unlock that only make sense on this computer are left out. Raises NewerFormat for a vault whose header
        this version can't write whole.
        """
        if self._header.format > FORMAT:
            raise NewerFormat
        slots = tuple(slot for slot in self._header.slots if slot.slot_type != KEYCHAIN)
        return encode_header(replace(self._header, state="sealed", seal=seal, slots=slots), self._keys.use("header"))

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

    def change_passphrase(self, current: Typed, new: str) -> None:
        """Replace the passphrase; a key file stays in use. Earlier backups still open with the old passphrase.

        Raises WrongSecret when `current` is wrong and SecretRefused when `new` is empty; then nothing changes.
        """
        by = _typed(current)
        self._replace_way(by, Passphrase(new, by.key_file))

    def reset_passphrase(self, recovery_code: str, new: str) -> None:
        """Set a new passphrase by the recovery code, for an owner who forgot the old one. Raises as above.

        A key file is no longer asked for afterwards: it may be what was lost.
        """
        self._replace_way(RecoveryCode(recovery_code), Passphrase(new))

    def replace_recovery_code(self, current_passphrase: Typed) -> str:
        """Make and return a new recovery code; the old one opens only earlier backups. Raises WrongSecret."""
        code = make_code()
        self._replace_way(_typed(current_passphrase), RecoveryCode(code))
        return code

    def add_key_file(self, passphrase: Typed, key_file: KeyFile) -> None:
        """Ask for this key file beside the passphrase from now on, in place of any before. Raises WrongSecret."""
        by = _typed(passphrase)
        self._replace_way(by, Passphrase(by.text, key_file))

    def remove_key_file(self, passphrase: Passphrase) -> None:
        """Ask for the passphrase alone from now on. Raises WrongSecret unless passphrase and key file are right."""
        self._replace_way(passphrase, Passphrase(passphrase.text))

    def remove_slot(self, slot_id: str, by: Secret) -> None:
        """Take one way to unlock away, once `by` opened the vault.

        A passphrase or a recovery code must stay, either will do; quick unlock does not count as one.
        Raises LastWayIn, WrongSecret, and ValueError when there is no such slot.
        """
        self.change_slots(lambda header: without_way(header, slot_id, by))

    def drop_expired(self, now: datetime) -> None:
        """Clean away quick unlock when its time is over; does nothing where only reading is possible."""
        if not self.read_only and without_expired(self._header, now) != self._header.slots:
            self.change_slots(lambda header: without_expired(header, now))

    def groups_key(self, passphrase: Typed) -> GroupsKey:
        """Return the key of what is locked apart, for the passphrase typed once more; `forget()` it soon.

        A vault made before there were groups gets one now. Raises WrongSecret, and GroupsLocked when that key is
        still wrapped for an earlier passphrase.
        """
        with self._guard:
            self._refuse_closed()
            groups, added = open_groups(self._header, _typed(passphrase))
            if added:
                self.change_slots(lambda header: (*header.slots, *added))
            return groups

    @environment_errors()
    def change_slots(self, change: Callable[[Header], tuple[Slot, ...]]) -> None:
        """Write the slots that `change` makes of the present header into both copies. Raises LastWayIn.

        Killed at any moment, the vault opens with the slots before or those after.
        """
        with self._guard:
            self._refuse_closed()
            if self.read_only:
                raise PlaceNotWritable(self.read_only_reason)
            slots = change(self._header)
            refuse_last_way(slots)
            if slots != self._header.slots:
                self._write_twice(slots)

    @contextlib.contextmanager
    def exclusively(self) -> Iterator[Header]:
        """Seal, and keep every other thread waiting while the block works on the files. Raises PlaceNotWritable."""
        with self._guard:
            self._refuse_closed()
            if self.read_only:
                raise PlaceNotWritable(self.read_only_reason)
            self.seal()
            yield self._header

    def adopt(self, unlocked: Unlocked) -> None:
        """Go on with other keys after a rotation; the old ones are overwritten."""
        with self._guard:
            self._keys.zero()
            self._header, self._header_path, self._keys = unlocked.header, unlocked.path, unlocked.keys

    def record_seen(self, header: Header, keys: KeyRing) -> None:
        """Note how far the vault has come on this device, signed with the keys that it will have."""
        seen = LastSeen(header.generation, header.seal.commits)
        record_last_seen(self._opening.state_dir, header.vault_id, keys.use("state"), seen)

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
            self.record_seen(self._header, self._keys)

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
            self.record_seen(self._header, self._keys)

    def _write(self, header: Header) -> None:
        self._header_path = write_header(self._bundle, header, self._header_path, self._keys)
        self._header = header

    def _replace_way(self, by: Secret, new: Secret) -> None:
        self.change_slots(lambda header: replace_way(header, self._keys.vault, by, new))

    def _write_twice(self, slots: tuple[Slot, ...]) -> None:
        self._write(self._header.following_slots(slots))
        self._write(self._header.following())
        self.record_seen(self._header, self._keys)


def _typed(passphrase: Typed) -> Passphrase:
    return Passphrase(passphrase) if isinstance(passphrase, str) else passphrase
