"""Slots: each wraps a key of the vault for one way to unlock it.

AES-256-GCM with the vault id, slot id, type, what it holds and the KDF parameters as associated data, so that a slot
can't be moved to another vault, retyped or made cheaper. GCM alone doesn't commit to a key: the header's HMAC does.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import kdf
from .errors import SecretRefused
from .keys import KEY_BYTES, zero
from .passphrase import normalise
from .recovery import BadRecoveryCode, parse_code
from .strict_json import NotCanonical, encode_canonical, fields_of, octets, text, whole

PASSPHRASE = "passphrase"  # noqa: S105
RECOVERY = "recovery"
HOLDS_VAULT = "vault"
HOLDS_GROUPS = "groups"
ID_BYTES = 8
NONCE_BYTES = 12
WRAPPED_BYTES = KEY_BYTES + 16
_ARGON2ID = "argon2id"
_HKDF = "hkdf-sha256"
_NAME = re.compile(r"[a-z][a-z0-9+-]{0,31}")
_FIELDS = frozenset({"holds", "id", "kdf", "made_on", "nonce", "type", "wrapped"})


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """A typed passphrase as a way to unlock."""

    text: str
    slot_type = PASSPHRASE

    def octets(self) -> bytes | None:
        """Return what goes into the KDF, or None when nothing was typed."""
        try:
            return normalise(self.text)
        except SecretRefused:
            return None


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


Secret = Passphrase | RecoveryCode


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

    def as_json(self) -> dict[str, Any]:
        """Return the object in the header."""
        return {
            "id": self.slot_id,
            "type": self.slot_type,
            "holds": self.holds,
            "made_on": self.made_on,
            "kdf": self.kdf.as_json(),
            "nonce": self.nonce.hex(),
            "wrapped": self.wrapped.hex(),
        }


@dataclass(frozen=True, slots=True)
class SlotSummary:
    """What may be shown of a slot."""

    slot_id: str
    slot_type: str
    made_on: date
    kdf: kdf.KdfParams | None


def summarise_slot(slot: Slot) -> SlotSummary:
    """Return the showable part of a slot."""
    return SlotSummary(slot.slot_id, slot.slot_type, date.fromisoformat(slot.made_on), slot.kdf.cost)


def wrap_key(
    key: bytearray,
    secret: Secret,
    vault_id: str,
    *,
    made_on: date,
    cost: kdf.KdfParams | None,
    holds: str = HOLDS_VAULT,
) -> Slot:
    """Return a new slot that opens `key` with `secret`; `cost` None only for a recovery code.

    Raises SecretRefused for an empty passphrase, and ValueError for a cost below the floor: a bug of the caller.
    """
    if cost is None and isinstance(secret, Passphrase):
        raise ValueError("a passphrase needs a KDF cost")
    if cost is not None:
        kdf.refuse_unwritable(cost)
    slot = Slot(
        slot_id=secrets.token_hex(ID_BYTES),
        slot_type=secret.slot_type,
        holds=holds,
        made_on=made_on.isoformat(),
        kdf=SlotKdf(secrets.token_bytes(kdf.SALT_BYTES), cost),
        nonce=secrets.token_bytes(NONCE_BYTES),
        wrapped=bytes(WRAPPED_BYTES),
    )
    typed = secret.octets()
    if typed is None:
        raise SecretRefused
    return _wrapped(slot, key, typed, vault_id)


def unwrap_key(slot: Slot, wrapping_key: bytearray, vault_id: str) -> bytearray | None:
    """Return the key that a slot holds, or None when the wrapping key or any associated field is another."""
    key = bytearray(KEY_BYTES)
    try:
        AESGCM(wrapping_key).decrypt_into(slot.nonce, slot.wrapped, associated_octets(slot, vault_id), key)
    except InvalidTag:
        zero([key])
        return None
    return key


def associated_octets(slot: Slot, vault_id: str) -> bytes:
    """Return the associated data that binds a wrap to its vault, place, type and cost."""
    return encode_canonical(
        {
            "vault": vault_id,
            "slot": slot.slot_id,
            "type": slot.slot_type,
            "holds": slot.holds,
            "kdf": slot.kdf.as_json(),
        }
    )


def decode_slot(value: object, *, more_allowed: bool = False) -> Slot:
    """Return the slot that a header's object spells. Raises NotCanonical; a type it doesn't know is kept as it is."""
    fields = fields_of(value, _FIELDS, more_allowed=more_allowed)
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


def _wrapped(slot: Slot, key: bytearray, secret: bytes, vault_id: str) -> Slot:
    wrapping_key = slot.kdf.derive(secret)
    try:
        wrapped = AESGCM(wrapping_key).encrypt(slot.nonce, key, associated_octets(slot, vault_id))
    finally:
        zero([wrapping_key])
    return Slot(slot.slot_id, slot.slot_type, slot.holds, slot.made_on, slot.kdf, slot.nonce, wrapped)
