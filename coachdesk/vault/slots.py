"""Slots: each wraps a key of the vault for one way to unlock it.

AES-256-GCM with the vault id, slot id, type, what it holds and the KDF parameters as associated data, so that a slot
can't be moved to another vault, retyped or made cheaper. GCM alone doesn't commit to a key: the header's HMAC does.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import kdf
from .errors import SecretRefused
from .keys import KEY_BYTES, zero
from .slot_secrets import KEYCHAIN, PASSPHRASE, PASSPHRASE_FILE, RECOVERY, Passphrase, RecoveryCode, Secret
from .strict_json import NotCanonical, encode_canonical, fields_of, octets, text, whole

__all__ = [
    "HOLDS_GROUPS",
    "HOLDS_VAULT",
    "KEYCHAIN",
    "PASSPHRASE",
    "PASSPHRASE_FILE",
    "RECOVERY",
    "Passphrase",
    "RecoveryCode",
    "Secret",
    "Slot",
    "SlotKdf",
    "SlotSummary",
    "decode_slot",
    "oldest_reader",
    "summarise_slot",
    "unwrap_key",
    "wrap_key",
    "wrap_keys",
]
HOLDS_VAULT = "vault"
HOLDS_GROUPS = "groups"
ID_BYTES = 8
NONCE_BYTES = 12
WRAPPED_BYTES = KEY_BYTES + 16
_ARGON2ID = "argon2id"
_HKDF = "hkdf-sha256"
_NAME = re.compile(r"[a-z][a-z0-9+-]{0,31}")
_FIELDS = frozenset({"holds", "id", "kdf", "made_on", "nonce", "type", "wrapped"})
_READS_KEY_FILES = 2
_LATEST = 253_402_300_799  # the last second of the year 9999


@dataclass(frozen=True, slots=True)
class SlotKdf:
    """How a slot stretches its secret: Argon2id at a cost, or HKDF alone for a random 160-bit code."""

    salt: bytes
    cost: kdf.KdfParams | None

    def as_json(self) -> dict[str, Any]:
        """Return the object in the header, which is also part of the associated data."""
        if self.cost is None:
            return {"name": _HKDF, "salt": self.salt.hex()}
        return {
            "name": _ARGON2ID,
            "salt": self.salt.hex(),
            "memory_kib": self.cost.memory_kib,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
        }

    def derive(self, secret: bytes) -> bytearray:
        """Return the 32-byte key that wraps; the caller zeroes it."""
        if self.cost is not None:
            return kdf.derive_key(secret, self.salt, self.cost)
        key = bytearray(KEY_BYTES)
        HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=self.salt, info=b"coachdesk/1/slot").derive_into(secret, key)
        return key


@dataclass(frozen=True, slots=True, repr=False)
class Slot:
    """One wrapped key as it stands in the header."""

    slot_id: str
    slot_type: str
    holds: str
    made_on: str
    kdf: SlotKdf
    nonce: bytes
    wrapped: bytes
    expires_at: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object in the header."""
        return self._expiry() | {
            "id": self.slot_id,
            "type": self.slot_type,
            "holds": self.holds,
            "made_on": self.made_on,
            "kdf": self.kdf.as_json(),
            "nonce": self.nonce.hex(),
            "wrapped": self.wrapped.hex(),
        }

    def associated_octets(self, vault_id: str) -> bytes:
        """Return the associated data that binds a wrap to its vault, place, type, cost and expiry."""
        return encode_canonical(
            self._expiry()
            | {
                "vault": vault_id,
                "slot": self.slot_id,
                "type": self.slot_type,
                "holds": self.holds,
                "kdf": self.kdf.as_json(),
            }
        )

    def _expiry(self) -> dict[str, Any]:
        return {} if self.expires_at is None else {"expires_at": self.expires_at}


@dataclass(frozen=True, slots=True)
class SlotSummary:
    """What may be shown of a slot; `expires_at` None when it stays."""

    slot_id: str
    slot_type: str
    made_on: date
    kdf: kdf.KdfParams | None
    expires_at: datetime | None = None


def summarise_slot(slot: Slot) -> SlotSummary:
    """Return the showable part of a slot."""
    expires_at = None if slot.expires_at is None else datetime.fromtimestamp(slot.expires_at, tz=UTC)
    return SlotSummary(slot.slot_id, slot.slot_type, date.fromisoformat(slot.made_on), slot.kdf.cost, expires_at)


def oldest_reader(slots: Iterable[Slot]) -> int:
    """Return the oldest format whose readers make sense of these slots: before 2 none knew of key files."""
    return _READS_KEY_FILES if any(slot.slot_type == PASSPHRASE_FILE for slot in slots) else 1


def wrap_key(
    key: bytearray,
    secret: Secret,
    vault_id: str,
    *,
    made_on: date,
    cost: kdf.KdfParams | None,
    holds: str = HOLDS_VAULT,
    expires_at: int | None = None,
) -> Slot:
    """Return a new slot that opens `key` with `secret`; see `wrap_keys`."""
    return wrap_keys({holds: key}, secret, vault_id, made_on=made_on, cost=cost, expires_at=expires_at)[0]


def wrap_keys(
    keys: Mapping[str, bytearray],
    secret: Secret,
    vault_id: str,
    *,
    made_on: date,
    cost: kdf.KdfParams | None,
    expires_at: int | None = None,
) -> tuple[Slot, ...]:
    """Return a new slot for each key, by what it holds. They share a salt, so that the secret is stretched once.

    `cost` is None for random secrets only. Raises SecretRefused for an empty passphrase, and ValueError for a cost
    below the floor: a bug of the caller.
    """
    _refuse_cost(secret, cost)
    typed = secret.octets()
    if typed is None:
        raise SecretRefused
    stretch = SlotKdf(secrets.token_bytes(kdf.SALT_BYTES), cost)
    wrapping_key = stretch.derive(typed)
    try:
        slots = tuple(
            Slot(
                slot_id=secrets.token_hex(ID_BYTES),
                slot_type=secret.slot_type,
                holds=holds,
                made_on=made_on.isoformat(),
                kdf=stretch,
                nonce=secrets.token_bytes(NONCE_BYTES),
                wrapped=bytes(WRAPPED_BYTES),
                expires_at=expires_at,
            )
            for holds in keys
        )
        return tuple(
            replace(slot, wrapped=_wrapped(slot, key, wrapping_key, vault_id))
            for slot, key in zip(slots, keys.values(), strict=True)
        )
    finally:
        zero([wrapping_key])


def unwrap_key(slot: Slot, wrapping_key: bytearray, vault_id: str) -> bytearray | None:
    """Return the key that a slot holds, or None when the wrapping key or any associated field is another."""
    key = bytearray(KEY_BYTES)
    try:
        AESGCM(wrapping_key).decrypt_into(slot.nonce, slot.wrapped, slot.associated_octets(vault_id), key)
    except InvalidTag:
        zero([key])
        return None
    return key


def decode_slot(value: object, *, more_allowed: bool = False) -> Slot:
    """Return the slot that a header's object spells. Raises NotCanonical; a type it doesn't know is kept as it is."""
    expires = isinstance(value, dict) and value.get("type") == KEYCHAIN
    fields = fields_of(value, _FIELDS | {"expires_at"} if expires else _FIELDS, more_allowed=more_allowed)
    slot_type, holds = text(fields, "type"), text(fields, "holds")
    if not _NAME.fullmatch(slot_type) or holds not in (HOLDS_VAULT, HOLDS_GROUPS):
        raise NotCanonical("slot")
    made_on = text(fields, "made_on", longest=10)
    try:
        canonical = date.fromisoformat(made_on).isoformat() == made_on
    except ValueError:
        canonical = False
    if not canonical:
        raise NotCanonical("made_on")
    return Slot(
        slot_id=octets(fields, "id", ID_BYTES).hex(),
        slot_type=slot_type,
        holds=holds,
        made_on=made_on,
        kdf=_decode_kdf(fields["kdf"]),
        nonce=octets(fields, "nonce", NONCE_BYTES),
        wrapped=octets(fields, "wrapped", WRAPPED_BYTES),
        expires_at=whole(fields, "expires_at", most=_LATEST) if expires else None,
    )


def _decode_kdf(value: object) -> SlotKdf:
    if not isinstance(value, dict):
        raise NotCanonical("kdf")
    name = text(value, "name")
    salt = octets(value, "salt", kdf.SALT_BYTES)
    if name == _HKDF:
        fields_of(value, frozenset({"name", "salt"}))
        return SlotKdf(salt, None)
    if name != _ARGON2ID:
        raise NotCanonical("kdf")
    fields_of(value, frozenset({"name", "salt", "memory_kib", "passes", "lanes"}))
    cost = kdf.KdfParams(whole(value, "memory_kib"), whole(value, "passes"), whole(value, "lanes"))
    if not kdf.is_readable(cost):
        raise NotCanonical("kdf")
    return SlotKdf(salt, cost)


def _refuse_cost(secret: Secret, cost: kdf.KdfParams | None) -> None:
    if (cost is None) == isinstance(secret, Passphrase):
        raise ValueError("a passphrase needs a KDF cost, and nothing else does")
    if cost is not None:
        kdf.refuse_unwritable(cost)


def _wrapped(slot: Slot, key: bytearray, wrapping_key: bytearray, vault_id: str) -> bytes:
    return AESGCM(wrapping_key).encrypt(slot.nonce, key, slot.associated_octets(vault_id))
