"""Unlocking a bundle that is too damaged to open: the key, a lock against writers, and nothing is changed.

The seal is not looked at and no connection is made. Either header copy is enough, even one whose fields were changed,
as the wrap of the vault key in a slot is authenticated by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .errors import DamagedVault, NotAVault, VaultMissing, WrongSecret
from .files import environment_errors
from .header_copies import FoundCopies, FoundCopy, WrappingKeys, find_key, read_copies
from .keys import KeyRing
from .place import Bundle
from .process_lock import acquire_lock
from .slots import Secret

HEADERS_LOST = (
    "Both copies of this vault's header are damaged, and without one no secret can open the database. "
    "Nothing was changed. A backup is needed; each holds a header of its own."
)


@dataclass(frozen=True, slots=True, repr=False)
class RescuedBundle:
    """A damaged bundle, its keys, and which header copies are not as they were written (`header.a`, `header.b`)."""

    bundle: Bundle
    keys: KeyRing
    damaged_headers: tuple[str, ...]


@contextmanager
def rescued_bundle(path: Path, secret: Secret) -> Iterator[RescuedBundle]:
    """Give the keys of a damaged vault and zero them afterwards; no writer can have it meanwhile.

    Raises WrongSecret, VaultInUse, VaultMissing, NotAVault, NewerFormat, and DamagedVault when both headers are lost.
    """
    find_copies(path)
    bundle = Bundle(path)
    with environment_errors():
        lock = acquire_lock(bundle.lock, shared=True)
    try:
        keys, damaged = _unlock(bundle, find_copies(path), secret)
        try:
            yield RescuedBundle(bundle, keys, damaged)
        finally:
            keys.zero()
    finally:
        lock.release()


def find_copies(path: Path) -> FoundCopies:
    """Return what is left of the header, before any secret is asked for. Raises as `rescued_bundle`."""
    if not path.exists():
        raise VaultMissing
    if not path.is_dir():
        raise NotAVault
    try:
        return read_copies(Bundle(path))
    except DamagedVault:
        raise DamagedVault(HEADERS_LOST) from None


def list_unreadable_headers(bundle: Bundle) -> tuple[str, ...]:
    """Return the names of the header copies that can't even be parsed; without a secret no more can be told."""
    try:
        readable = {each.path for each in read_copies(bundle).copies}
    except DamagedVault:
        readable = set()
    return tuple(path.name for path in bundle.headers if path not in readable)


def _unlock(bundle: Bundle, found: FoundCopies, secret: Secret) -> tuple[KeyRing, tuple[str, ...]]:
    octets = secret.octets()
    if octets is None:
        raise WrongSecret
    wrapping = WrappingKeys(octets)
    try:
        for each in found.copies:
            key = find_key(each.header, secret, wrapping)
            if key is not None:
                return _accept(bundle, found, each, KeyRing(key, each.header.vault_id))
    finally:
        wrapping.zero()
    raise WrongSecret


def _accept(bundle: Bundle, found: FoundCopies, opened: FoundCopy, keys: KeyRing) -> tuple[KeyRing, tuple[str, ...]]:
    """Return the keys and the damaged copies; a secret that a newer, authentic copy no longer takes was replaced."""
    authentic = [each for each in found.copies if each.copy.is_signed_by(keys.use("header"))]
    if authentic and authentic[0].header.generation > opened.header.generation:
        keys.zero()
        raise WrongSecret
    kept = {each.path for each in authentic}
    return keys, tuple(path.name for path in bundle.headers if path not in kept)
