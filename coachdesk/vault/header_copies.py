"""The two header copies on disk: read side by side, believed only when signed, written alternately."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from .errors import DamagedVault, NewerFormat, NotAVault, VaultError, VaultMissing, WrongSecret
from .files import environment_errors, read_bounded, replace_file
from .header import LONGEST_COPY, Header, HeaderCopy, decode_header, encode_header
from .keys import KeyRing, zero
from .place import Bundle
from .slots import HOLDS_VAULT, Secret, Slot, unwrap_key


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """A copy that could be parsed, and where it was."""

    path: Path
    copy: HeaderCopy

    @property
    def header(self) -> Header:
        """Its fields, not yet authenticated."""
        return self.copy.header


@dataclass(frozen=True, slots=True)
class FoundCopies:
    """What the two files hold: parsed copies, newest generation first, and whether both could be parsed."""

    copies: tuple[FoundCopy, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The authenticated header, where it lies, the keys, and whether the other copy is authentic too."""

    header: Header
    path: Path
    keys: KeyRing
    is_whole: bool


def read_copies(bundle: Bundle) -> FoundCopies:
    """Read both copies. One readable copy is enough.

    Raises NewerFormat, DamagedVault, or NotAVault when neither file nor a database is there.
    """
    found: list[FoundCopy] = []
    failures: list[VaultError] = []
    for path in bundle.headers:
        try:
            with environment_errors():
                found.append(FoundCopy(path, decode_header(read_bounded(path, LONGEST_COPY))))
        except VaultError as error:
            failures.append(error)
    if found:
        found.sort(key=lambda each: each.header.generation, reverse=True)
        return FoundCopies(tuple(found), is_complete=not failures)
    raise _worst(failures, bundle)


def unlock_copies(found: FoundCopies, secret: Secret) -> Unlocked:
    """Return the newest header that is signed by the key which the secret opens.

    A secret that only an older copy accepts is refused when the newer one is authentic: it was replaced.
    Raises WrongSecret, or DamagedVault when the secret is right and no copy is authentic.
    """
    octets = secret.octets()
    if octets is None:
        raise WrongSecret
    wrapping = WrappingKeys(octets)
    try:
        opened = False
        for each in found.copies:
            key = find_key(each.header, secret, wrapping)
            if key is None:
                continue
            opened = True
            unlocked = _authenticate(found, each, key)
            if unlocked is not None:
                return unlocked
        raise DamagedVault if opened else WrongSecret
    finally:
        wrapping.zero()


class WrappingKeys:
    """The keys that one secret gives, each derived once though both copies hold the same slot."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._derived: dict[str, bytearray] = {}

    def of(self, slot: Slot) -> bytearray:
        """Return the key that would open a slot."""
        place = repr(slot.kdf)
        if place not in self._derived:
            self._derived[place] = slot.kdf.derive(self._secret)
        return self._derived[place]

    def zero(self) -> None:
        """Overwrite them all."""
        zero(self._derived.values())


def find_key(header: Header, secret: Secret, wrapping: WrappingKeys, holds: str = HOLDS_VAULT) -> bytearray | None:
    """Return the key of this kind from the first slot that the secret opens, or None."""
    for slot in header.slots:
        if slot.holds != holds or not secret.fits(slot):
            continue
        key = unwrap_key(slot, wrapping.of(slot), header.vault_id)
        if key is not None:
            return key
    return None


def write_header(bundle: Bundle, header: Header, current: Path, keys: KeyRing) -> Path:
    """Write a header over the other copy than the current one and return where it lies now."""
    first, second = bundle.headers
    other = second if current == first else first
    with environment_errors():
        replace_file(other, encode_header(header, keys.use("header")))
    return other


def remove_leftovers(bundle: Bundle) -> None:
    """Remove header files that a crash left half written under a name of their own."""
    for path in bundle.path.glob("header.[ab].*.new"):
        with contextlib.suppress(OSError):
            path.unlink()


def _authenticate(found: FoundCopies, opened: FoundCopy, key: bytearray) -> Unlocked | None:
    """Return the newest authentic copy, if it is the opened one; None when the opened one isn't authentic."""
    keys = KeyRing(key, opened.header.vault_id)
    header_key = keys.use("header")
    authentic = [each for each in found.copies if each.copy.is_signed_by(header_key)]
    if opened not in authentic:
        keys.zero()
        return None
    if authentic[0] is not opened:
        keys.zero()
        raise WrongSecret
    return Unlocked(opened.header, opened.path, keys, found.is_complete and len(authentic) == len(found.copies))


def _worst(failures: list[VaultError], bundle: Bundle) -> VaultError:
    """Return the failure that says most: a header that is gone beside a database is damage, else no vault at all."""
    for kind in (NewerFormat, DamagedVault):
        for failure in failures:
            if isinstance(failure, kind):
                return failure
    if all(isinstance(failure, VaultMissing | NotAVault) for failure in failures):
        return DamagedVault() if bundle.database.exists() else NotAVault()
    return next(failure for failure in failures if not isinstance(failure, VaultMissing | NotAVault))
