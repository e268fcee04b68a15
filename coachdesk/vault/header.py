"""The header: what has to be known before the database can be opened, in two authenticated copies.

A copy is magic, version, length, canonical JSON and an HMAC. The HMAC's key comes from the vault key, so the header
also says which vault key is the right one, and nobody without it can change a field unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass, replace
from typing import Any, Literal

from .errors import DamagedVault, NewerFormat, NotAVault
from .kdf import is_readable
from .slot_secrets import TYPED
from .slots import Slot, decode_slot, oldest_reader
from .strict_json import NotCanonical, decode_canonical, encode_canonical, fields_of, octets, text, whole

MAGIC = b"COACHDSK"
ENVELOPE = 1
FORMAT = 2
CIPHER = "sqlcipher4-aes256cbc-hmacsha512-4096"
LONGEST_JSON = 64 * 1024
MAC_BYTES = 32
MOST_SLOTS = 16
MOST_PASSPHRASES = 4
ID_BYTES = 16
_PREFIX = struct.Struct(">8sHI")
LONGEST_COPY = _PREFIX.size + LONGEST_JSON + MAC_BYTES
_FIELDS = frozenset({"cipher", "format", "generation", "min_reader", "seal", "slots", "state", "vault"})
State = Literal["open", "sealed"]


@dataclass(frozen=True, slots=True)
class Seal:
    """What `vault.db` was when it was last closed: size in bytes, SHA-256, and the count of commits in it."""

    size: int
    sha256: bytes
    commits: int

    def as_json(self) -> dict[str, Any]:
        """Return the object in the header."""
        return {"size": self.size, "sha256": self.sha256.hex(), "commits": self.commits}


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of one header copy. In state `open` the seal is the one before, and no longer holds."""

    vault_id: str
    generation: int
    state: State
    seal: Seal
    slots: tuple[Slot, ...]
    format: int = FORMAT
    min_reader: int = 1
    cipher: str = CIPHER

    def following(self, **changes: Any) -> Header:
        """Return the next generation with these changes."""
        return replace(self, generation=self.generation + 1, **changes)

    def following_slots(self, slots: tuple[Slot, ...]) -> Header:
        """Return the next generation with these slots, in this version's format, closed to readers that lack them."""
        return self.following(slots=slots, format=FORMAT, min_reader=oldest_reader(slots))


@dataclass(frozen=True, slots=True)
class HeaderCopy:
    """One copy as read, not yet believed: its fields, the signed bytes and the HMAC that came with them."""

    header: Header
    signed: bytes
    mac: bytes

    def is_signed_by(self, header_key: bytearray) -> bool:
        """Tell whether whoever wrote it had the vault key."""
        return hmac.compare_digest(_mac(header_key, self.signed), self.mac)


def encode_header(header: Header, header_key: bytearray) -> bytes:
    """Return the bytes of a copy, ready to be written."""
    body = encode_canonical(
        {
            "format": header.format,
            "min_reader": header.min_reader,
            "vault": header.vault_id,
            "generation": header.generation,
            "state": header.state,
            "cipher": header.cipher,
            "slots": [slot.as_json() for slot in header.slots],
            "seal": header.seal.as_json(),
        }
    )
    if len(body) > LONGEST_JSON:
        raise ValueError("header too long")
    signed = _PREFIX.pack(MAGIC, ENVELOPE, len(body)) + body
    return signed + _mac(header_key, signed)


def decode_header(content: bytes) -> HeaderCopy:
    """Return the copy that the bytes spell, still to be authenticated.

    Raises NotAVault without the magic, NewerFormat when this version may not read it, DamagedVault otherwise.
    """
    if content[: len(MAGIC)] != MAGIC:
        raise NotAVault
    if len(content) < _PREFIX.size + MAC_BYTES or len(content) > LONGEST_COPY:
        raise DamagedVault
    _, envelope, length = _PREFIX.unpack_from(content)
    if envelope > ENVELOPE:
        raise NewerFormat
    if envelope != ENVELOPE or len(content) != _PREFIX.size + length + MAC_BYTES:
        raise DamagedVault
    try:
        header = _decode_fields(decode_canonical(content[_PREFIX.size : -MAC_BYTES]))
    except NotCanonical:
        raise DamagedVault from None
    return HeaderCopy(header, content[:-MAC_BYTES], content[-MAC_BYTES:])


def _decode_fields(value: dict[str, Any]) -> Header:
    written = whole(value, "format", least=1)
    min_reader = whole(value, "min_reader", least=1, most=written)
    if min_reader > FORMAT:
        raise NewerFormat
    newer = written > FORMAT
    fields = fields_of(value, _FIELDS, more_allowed=newer)
    state = text(fields, "state")
    if state not in ("open", "sealed") or text(fields, "cipher") != CIPHER:
        raise NotCanonical("header")
    return Header(
        vault_id=octets(fields, "vault", ID_BYTES).hex(),
        generation=whole(fields, "generation", least=1),
        state="sealed" if state == "sealed" else "open",
        seal=_decode_seal(fields["seal"], more_allowed=newer),
        slots=_decode_slots(fields["slots"], more_allowed=newer),
        format=written,
        min_reader=min_reader,
    )


def _decode_seal(value: object, *, more_allowed: bool) -> Seal:
    fields = fields_of(value, frozenset({"commits", "sha256", "size"}), more_allowed=more_allowed)
    return Seal(whole(fields, "size"), octets(fields, "sha256", 32), whole(fields, "commits"))


def _decode_slots(value: object, *, more_allowed: bool) -> tuple[Slot, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_SLOTS:
        raise NotCanonical("slots")
    slots = tuple(decode_slot(each, more_allowed=more_allowed) for each in value)
    if len({slot.slot_id for slot in slots}) != len(slots) or not _is_cost_bounded(slots):
        raise NotCanonical("slots")
    return slots


def _is_cost_bounded(slots: tuple[Slot, ...]) -> bool:
    """Bound what one attempt can be made to cost over all slots; each cost alone was checked before."""
    costs = [slot.kdf.cost for slot in slots if slot.slot_type in TYPED and slot.kdf.cost is not None]
    return len(costs) <= MOST_PASSPHRASES and all(is_readable(cost) for cost in costs)


def _mac(header_key: bytearray, signed: bytes) -> bytes:
    return hmac.new(header_key, signed, hashlib.sha256).digest()
