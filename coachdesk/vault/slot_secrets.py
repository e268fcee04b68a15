"""What opens a slot: a passphrase, alone or with a key file, a recovery code, or a key kept by the keychain."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from .errors import SecretRefused
from .key_file import KeyFile
from .passphrase import normalise
from .recovery import BadRecoveryCode, parse_code

PASSPHRASE = "passphrase"  # noqa: S105
PASSPHRASE_FILE = "passphrase+file"  # noqa: S105
RECOVERY = "recovery"
KEYCHAIN = "keychain"
TYPED = frozenset({PASSPHRASE, PASSPHRASE_FILE})
LONGEST_QUICK = timedelta(days=30)
_KEY_FILE_LABEL = b"coachdesk/1/key-file\0"


class Expiring(Protocol):
    """The part of a slot that a secret looks at before it is tried."""

    @property
    def slot_type(self) -> str:
        """Which way to unlock it is."""

    @property
    def expires_at(self) -> int | None:
        """The second, since 1970 in UTC, from which it opens nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """A typed passphrase as a way to unlock, together with a key file where the vault asks for one."""

    text: str
    key_file: KeyFile | None = None

    @property
    def slot_type(self) -> str:
        """Return which slots it may open: those with a key file, or those without."""
        return PASSPHRASE if self.key_file is None else PASSPHRASE_FILE

    def octets(self) -> bytes | None:
        """Return what goes into the KDF, or None when nothing was typed."""
        try:
            typed = normalise(self.text)
        except SecretRefused:
            return None
        if self.key_file is None:
            return typed
        return hmac.digest(self.key_file.key, _KEY_FILE_LABEL + typed, "sha256")

    def fits(self, slot: Expiring) -> bool:
        """Tell whether it is worth trying on a slot."""
        return slot.slot_type == self.slot_type


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryCode:
    """A typed recovery code as a way to unlock; a slip in it is told by `coachdesk.vault.recovery.parse_code`."""

    text: str
    slot_type = RECOVERY

    def octets(self) -> bytes | None:
        """Return what goes into the KDF, or None when it can't be a code and so opens nothing."""
        try:
            return parse_code(self.text)
        except BadRecoveryCode:
            return None

    def fits(self, slot: Expiring) -> bool:
        """Tell whether it is worth trying on a slot."""
        return slot.slot_type == RECOVERY


@dataclass(frozen=True, slots=True, repr=False)
class KeychainKey:
    """The random key that the system's keychain keeps for quick unlock, and the moment at which it is used."""

    key: bytes
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    slot_type = KEYCHAIN

    def octets(self) -> bytes | None:
        """Return what goes into the KDF."""
        return self.key

    def fits(self, slot: Expiring) -> bool:
        """Tell whether it is worth trying on a slot: never on one that has expired."""
        return slot.slot_type == KEYCHAIN and not is_expired(slot, self.now)


Secret = Passphrase | RecoveryCode | KeychainKey


def is_expired(slot: Expiring, now: datetime) -> bool:
    """Tell whether a slot's time is over, or so far ahead that the clock must have been put back since."""
    if slot.expires_at is None:
        return slot.slot_type == KEYCHAIN
    return not now.timestamp() < slot.expires_at <= (now + LONGEST_QUICK).timestamp()
