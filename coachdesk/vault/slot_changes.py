"""What becomes of a header's slots when a way to unlock is added, replaced or taken away.

All of it is computed from one header and returned; writing is the open vault's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from . import kdf
from .errors import LastWayIn, SecretRefused, WrongSecret
from .header import Header
from .header_copies import WrappingKeys, find_key
from .keys import zero
from .slot_secrets import KEYCHAIN, RECOVERY, TYPED, KeychainKey, Passphrase, Secret, is_expired
from .slots import HOLDS_GROUPS, HOLDS_VAULT, Slot, wrap_keys

LASTING = TYPED | {RECOVERY}
"""The types of slots that work without this computer's keychain: one of them must always be there."""


@contextmanager
def proven(header: Header, by: Secret) -> Iterator[bytearray | None]:
    """Give the groups key if `by` holds it, once `by` opened the vault; it is overwritten afterwards.

    Raises WrongSecret.
    """
    typed = by.octets()
    if typed is None:
        raise WrongSecret
    wrapping = WrappingKeys(typed)
    try:
        vault_key = find_key(header, by, wrapping)
        if vault_key is None:
            raise WrongSecret
        zero([vault_key])
        groups = find_key(header, by, wrapping, HOLDS_GROUPS)
    finally:
        wrapping.zero()
    try:
        yield groups
    finally:
        zero([] if groups is None else [groups])


def replace_way(header: Header, vault_key: bytearray, by: Secret, new: Secret) -> tuple[Slot, ...]:
    """Return the slots with those for `new` in place of all of its family, if `by` opens the vault.

    The groups key goes along when `by` holds it. If it doesn't, its slots stay as they are rather than be lost.
    Raises WrongSecret, SecretRefused.
    """
    if new.octets() is None:
        raise SecretRefused
    with proven(header, by) as groups:
        added = wrap_way(header, vault_key, groups, new)
    family = TYPED if new.slot_type in TYPED else {new.slot_type}
    replaced = {HOLDS_VAULT} if groups is None else {HOLDS_VAULT, HOLDS_GROUPS}
    kept = (slot for slot in header.slots if slot.slot_type not in family or slot.holds not in replaced)
    return (*kept, *added)


def wrap_way(header: Header, vault_key: bytearray, groups: bytearray | None, new: Secret) -> tuple[Slot, ...]:
    """Return fresh slots by which `new` opens the vault, and the groups key too when there is one."""
    keys = {HOLDS_VAULT: vault_key}
    if groups is not None:
        keys[HOLDS_GROUPS] = groups
    return wrap_keys(keys, new, header.vault_id, made_on=date.today(), cost=cost_of(header, new))


def cost_of(header: Header, secret: Secret) -> kdf.KdfParams | None:
    """Return the cost of the present passphrase slot, raised to the floor; a random secret needs none."""
    if not isinstance(secret, Passphrase):
        return None
    for slot in header.slots:
        if slot.slot_type in TYPED and slot.kdf.cost is not None:
            return kdf.at_least_floor(slot.kdf.cost)
    return kdf.DEFAULT


def add_keychain(
    header: Header, vault_key: bytearray, by: Secret, kept: KeychainKey, expires_at: int
) -> tuple[Slot, ...]:
    """Return the slots with one for quick unlock, in place of any before. It never holds the groups key."""
    with proven(header, by):
        added = wrap_keys(
            {HOLDS_VAULT: vault_key},
            kept,
            header.vault_id,
            made_on=kept.now.date(),
            cost=None,
            expires_at=expires_at,
        )
    return (*without_keychain(header), *added)


def without_keychain(header: Header) -> tuple[Slot, ...]:
    """Return the slots without quick unlock."""
    return tuple(slot for slot in header.slots if slot.slot_type != KEYCHAIN)


def without_expired(header: Header, now: datetime) -> tuple[Slot, ...]:
    """Return the slots without a quick unlock whose time is over."""
    return tuple(slot for slot in header.slots if slot.slot_type != KEYCHAIN or not is_expired(slot, now))


def without_way(header: Header, slot_id: str, by: Secret) -> tuple[Slot, ...]:
    """Return the slots without one of the vault's, and without what else its secret opens, if `by` opens the vault.

    Raises WrongSecret, LastWayIn, and ValueError when there is no such slot.
    """
    gone = next((slot for slot in header.slots if slot.slot_id == slot_id and slot.holds == HOLDS_VAULT), None)
    if gone is None:
        raise ValueError("no such slot")
    kept = tuple(slot for slot in header.slots if slot is not gone and slot.kdf != gone.kdf)
    refuse_last_way(kept)
    with proven(header, by):
        return kept


def refuse_last_way(slots: Iterable[Slot]) -> None:
    """Raise LastWayIn unless a passphrase or a recovery code still opens the vault.

    Either is enough: who gave up the passphrase and keeps the code on paper has a way in. Quick unlock is none, as a
    keychain is lost with its computer.
    """
    if not any(slot.slot_type in LASTING and slot.holds == HOLDS_VAULT for slot in slots):
        raise LastWayIn
