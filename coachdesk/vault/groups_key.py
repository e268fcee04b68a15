"""The groups key: a second random key for what a person said of themselves, locked apart from the vault.

Its slots are made with the vault's own, under the same passphrase and the same recovery code. It isn't unwrapped when
the vault is opened: the passphrase must be typed once more. Quick unlock never holds it.
"""

from __future__ import annotations

import secrets
import threading
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import DamagedVault, GroupsLocked
from .header import Header
from .keys import random_key, zero
from .slot_changes import cost_of, proven
from .slots import HOLDS_GROUPS, NONCE_BYTES, Passphrase, Slot, wrap_keys

_LABEL = "coachdesk/1/groups:"
_TAG_BYTES = 16


class GroupsKey:
    """The key while it is needed: seals and opens small texts, each bound to the record that it belongs to.

    Thread-safe: a key that is forgotten while another thread seals never seals with what was overwritten.
    """

    def __init__(self, key: bytearray) -> None:
        self._key = key
        self._guard = threading.Lock()
        self._is_forgotten = False

    def __repr__(self) -> str:
        return "<GroupsKey>"

    def seal(self, text: str, record_id: str) -> bytes:
        """Return nonce (12 bytes), AES-256-GCM of the text in UTF-8, and tag (16 bytes)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        with self._guard:
            return nonce + self._cipher().encrypt(nonce, text.encode("utf-8"), _bound_to(record_id))

    def open(self, sealed: bytes, record_id: str) -> str:
        """Return the text. Raises DamagedVault when it was changed, or sealed for another record or key."""
        if len(sealed) < NONCE_BYTES + _TAG_BYTES:
            raise DamagedVault
        try:
            with self._guard:
                clear = self._cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(record_id))
            return clear.decode("utf-8")
        except (InvalidTag, UnicodeDecodeError):
            raise DamagedVault from None

    def forget(self) -> None:
        """Overwrite the key; safe to call twice."""
        with self._guard:
            zero([self._key])
            self._is_forgotten = True

    def _cipher(self) -> AESGCM:
        if self._is_forgotten:
            raise ValueError("the key was forgotten")
        return AESGCM(self._key)


def open_groups(header: Header, passphrase: Passphrase) -> tuple[GroupsKey, tuple[Slot, ...]]:
    """Return the groups key, and the slot to be added when it had to be made: only in a vault from before.

    That slot is for the passphrase alone, as the recovery code isn't known here; it joins when the code is renewed.
    Raises WrongSecret, GroupsLocked.
    """
    with proven(header, passphrase) as found:
        if found is not None:
            return GroupsKey(bytearray(found)), ()
    if any(slot.holds == HOLDS_GROUPS for slot in header.slots):
        raise GroupsLocked
    key = random_key()
    made_on = date.today()
    cost = cost_of(header, passphrase)
    return GroupsKey(key), wrap_keys({HOLDS_GROUPS: key}, passphrase, header.vault_id, made_on=made_on, cost=cost)


def _bound_to(record_id: str) -> bytes:
    return f"{_LABEL}{record_id}".encode()
