"""Quick unlock: the system's keychain keeps a random key that opens one slot of the vault, for some days.

It is off until the owner turns it on. Losing the keychain's entry loses a convenience and nothing else. Whoever can
read the keychain can open the vault until it expires, which is why it asks for the passphrase and ends by itself.
`keyring` is imported only when quick unlock is used.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .bundle import open_vault
from .errors import KeychainRefused, QuickUnlockGone, WrongSecret
from .files import environment_errors
from .header_copies import read_copies
from .keys import KEY_BYTES
from .place import Bundle
from .slot_changes import add_keychain, without_keychain
from .slot_secrets import KEYCHAIN, KeychainKey, Passphrase, is_expired
from .slots import Slot
from .unlocked import OpenVault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "CoachDesk"
CHOICES_DAYS = (1, 7, 30)
DEFAULT_DAYS = 7
SAFE_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
    }
)
"""The modules of `keyring` that hand the key to the system. All others are refused: plain text, or nothing kept."""
NO_KEYCHAIN = (
    "This computer has no keychain that would keep the key encrypted, so quick unlock can't be turned on. "
    "Nothing was changed; the passphrase opens the vault as before."
)
LOCKED = "The keychain of this computer is locked or did not answer. Unlock with the passphrase."
EXPIRED = "Quick unlock has expired. Unlock with the passphrase; you can turn it on again in the settings."
LOST = (
    "This computer's keychain no longer has the key for quick unlock. The vault is safe; unlock with the passphrase. "
    "Quick unlock is then turned off, and can be turned on again."
)
NOT_SET_UP = "Quick unlock is not turned on for this vault. Unlock with the passphrase."


class Keychain(Protocol):
    """What quick unlock asks of a keychain; every method may raise KeychainRefused."""

    def find(self, vault_id: str) -> str | None:
        """Return what is kept for a vault, or None."""

    def save(self, vault_id: str, kept: str) -> None:
        """Keep something for a vault in place of what was there."""

    def remove(self, vault_id: str) -> None:
        """Keep nothing for a vault any more; nothing happens when there was nothing."""


class SystemKeychain:
    """The keychain of the system, through `keyring`, as service CoachDesk and the vault's id as user."""

    def find(self, vault_id: str) -> str | None:
        """Return what is kept for a vault, or None. Raises KeychainRefused."""
        with _keychain_errors():
            return _system_backend().get_password(SERVICE, vault_id)

    def save(self, vault_id: str, kept: str) -> None:
        """Keep something for a vault. Raises KeychainRefused."""
        with _keychain_errors():
            _system_backend().set_password(SERVICE, vault_id, kept)

    def remove(self, vault_id: str) -> None:
        """Keep nothing for a vault any more. Raises KeychainRefused."""
        with _keychain_errors():
            backend = _system_backend()
            if backend.get_password(SERVICE, vault_id) is not None:
                backend.delete_password(SERVICE, vault_id)


def choose_backend(backend: KeyringBackend) -> KeyringBackend:
    """Return the backend to use: the given one, or of several behind one another the first, if it is a safe one.

    It is used by itself, so that nothing falls through to a less safe one. Raises KeychainRefused with a plain reason.
    """
    chain = list(getattr(backend, "backends", ()))
    first = chain[0] if chain else backend
    if type(first).__module__ not in SAFE_BACKENDS:
        raise KeychainRefused(NO_KEYCHAIN)
    return first


def turn_on_quick_unlock(
    vault: OpenVault,
    passphrase: str | Passphrase,
    *,
    days: int = DEFAULT_DAYS,
    keychain: Keychain | None = None,
    now: datetime | None = None,
) -> datetime:
    """Let this computer's keychain open the vault for some days and return when that ends.

    `days` is one of CHOICES_DAYS. Raises WrongSecret, KeychainRefused, PlaceNotWritable; then it is off.
    """
    if days not in CHOICES_DAYS:
        raise ValueError("not a choice of days")
    keychain, now = keychain or SystemKeychain(), now or datetime.now(UTC)
    by = Passphrase(passphrase) if isinstance(passphrase, str) else passphrase
    kept = KeychainKey(secrets.token_bytes(KEY_BYTES), now)
    ends_at = (now + timedelta(days=days)).replace(microsecond=0)
    vault.change_slots(
        lambda header: add_keychain(header, vault.keys.vault, by, kept, int(ends_at.timestamp())),
    )
    try:
        keychain.save(vault.vault_id, kept.key.hex())
        if keychain.find(vault.vault_id) != kept.key.hex():
            raise KeychainRefused
    except BaseException:
        turn_off_quick_unlock(vault, keychain=keychain)
        raise
    return ends_at


def open_quickly(
    path: Path,
    *,
    keychain: Keychain | None = None,
    now: datetime | None = None,
    state_dir: Path | None = None,
) -> OpenVault:
    """Open a vault by the keychain; blocks, and the system may ask its user, so call it on a worker.

    Raises QuickUnlockGone with a plain notice when the passphrase is needed; when that says `is_dead`, call
    `turn_off_quick_unlock` after the passphrase opened the vault. Other errors are those of `open_vault`.
    """
    keychain, now = keychain or SystemKeychain(), now or datetime.now(UTC)
    vault_id, slot = _find_slot(path)
    if slot is None:
        raise QuickUnlockGone(NOT_SET_UP)
    if is_expired(slot, now):
        with contextlib.suppress(KeychainRefused):
            keychain.remove(vault_id)
        raise QuickUnlockGone(EXPIRED, is_dead=True)
    try:
        kept = keychain.find(vault_id)
    except KeychainRefused:
        raise QuickUnlockGone(LOCKED) from None
    key = _decode(kept)
    if key is None:
        raise QuickUnlockGone(LOST, is_dead=True)
    try:
        return open_vault(path, KeychainKey(key, now), state_dir=state_dir)
    except WrongSecret:
        raise QuickUnlockGone(LOST, is_dead=True) from None


def turn_off_quick_unlock(vault: OpenVault, *, keychain: Keychain | None = None) -> None:
    """Take the slot away and delete the keychain's entry. The slot goes first: a keychain may be gone for good."""
    vault.change_slots(without_keychain)
    with contextlib.suppress(KeychainRefused):
        (keychain or SystemKeychain()).remove(vault.vault_id)


def _find_slot(path: Path) -> tuple[str, Slot | None]:
    with environment_errors():
        header = read_copies(Bundle(path)).copies[0].header
    return header.vault_id, next((slot for slot in header.slots if slot.slot_type == KEYCHAIN), None)


def _decode(kept: str | None) -> bytes | None:
    try:
        key = bytes.fromhex(kept or "")
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _system_backend() -> KeyringBackend:
    import keyring

    return choose_backend(keyring.get_keyring())


@contextlib.contextmanager
def _keychain_errors() -> Iterator[None]:
    """Turn whatever a backend raises into one error without its text, which may hold a name of the system's user."""
    try:
        yield
    except KeychainRefused:
        raise
    except Exception:
        raise KeychainRefused from None
