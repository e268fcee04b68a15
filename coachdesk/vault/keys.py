"""The key hierarchy: one random vault key, and a key for each use made from it with HKDF-SHA256.

Keys live in bytearrays only, so that they can be overwritten. What the libraries copy is out of reach;
that is why locking also replaces the process.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
USES = ("database", "header", "blob", "backup", "state")


def zero(buffers: Iterable[bytearray]) -> None:
    """Overwrite each buffer with zeros in place."""
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


def random_key() -> bytearray:
    """Return 256 random bits."""
    return bytearray(secrets.token_bytes(KEY_BYTES))


def derive_use_key(vault_key: bytearray, vault_id: str, use: str) -> bytearray:
    """Return the 32-byte key of one use: HKDF-SHA256, salt = the vault id's 16 bytes, info = `coachdesk/1/USE`."""
    key = bytearray(KEY_BYTES)
    HKDF(
        algorithm=SHA256(),
        length=KEY_BYTES,
        salt=bytes.fromhex(vault_id),
        info=f"coachdesk/1/{use}".encode("ascii"),
    ).derive_into(vault_key, key)
    return key


class KeyRing:
    """The keys of an unlocked vault, until `zero()`."""

    def __init__(self, vault_key: bytearray, vault_id: str) -> None:
        self.vault = vault_key
        self._uses = {use: derive_use_key(vault_key, vault_id, use) for use in USES}
        self.is_zeroed = False

    def __repr__(self) -> str:
        return "<KeyRing>"

    def use(self, name: str) -> bytearray:
        """Return the key of one of `USES`. Raises ValueError after `zero()`, when there are only zeros left."""
        if self.is_zeroed:
            raise ValueError("the keys were dropped")
        return self._uses[name]

    def zero(self) -> None:
        """Overwrite every key; safe to call twice."""
        zero((self.vault, *self._uses.values()))
        self.is_zeroed = True
