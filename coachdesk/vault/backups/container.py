"""The backup file: a signed beginning that names everything after it by length and SHA-256, then the bytes themselves.

The beginning is small and holds a whole header, so whoever has a secret of that header can read the file in one pass,
in bounded memory; and whoever has no key can still compare every byte with what the beginning promises. The source of
the format is `resources/help/vault-format.md`, section "Backups".
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from ..errors import DamagedVault, NewerFormat, NotAVault
from ..files import environment_errors
from ..header import LONGEST_COPY, Header, HeaderCopy, decode_header
from ..strict_json import NotCanonical, decode_canonical, encode_canonical, fields_of, octets, text, whole

MAGIC = b"COACHBAK"
VERSION = 1
CHUNK = 1 << 20
_START = struct.Struct(">8sHI")
_LENGTH = struct.Struct(">I")
_LONGEST_MANIFEST = 16 << 20
_MAC_BYTES = 32
_STAMP = "%Y-%m-%dT%H:%M:%SZ"
_BLOB_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")
_FIELDS = frozenset({"blobs", "made_at"})
_BLOB_FIELDS = frozenset({"name", "sha256", "size"})

Report = Callable[[float, str], None]
"""Called with a fraction from 0 to 1 and a plain phrase; what it raises cancels, and nothing half-written stays."""


class NotABackup(NotAVault):
    """The path leads to something else."""

    text = "This is not a CoachDesk backup. Nothing was changed; choose a file whose name ends in .coachdesk-backup."


class DamagedBackup(DamagedVault):
    """The bytes are not those that CoachDesk wrote."""

    text = (
        "This backup is damaged or was changed by something else. It was left exactly as it is, and nothing was "
        "restored from it; choose another backup."
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One run of bytes after the beginning: the database or a blob."""

    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Beginning:
    """The signed beginning of a backup: the header inside, when it was made, and the blobs in their order."""

    copy: HeaderCopy
    made_at: datetime
    blobs: tuple[Part, ...]
    octets: bytes

    @property
    def header(self) -> Header:
        """The header inside, which seals the database."""
        return self.copy.header

    @property
    def database(self) -> Part:
        """The database, as the header's seal names it."""
        return Part("vault.db", self.header.seal.size, self.header.seal.sha256)

    @property
    def size(self) -> int:
        """The length that the whole file must have, in bytes."""
        return len(self.octets) + self.database.size + sum(blob.size for blob in self.blobs)

    @property
    def mark(self) -> str:
        """The HMAC in hexadecimal: it differs for each backup and names none, so records are kept under it."""
        return self.octets[-_MAC_BYTES:].hex()

    def is_signed_by(self, backup_key: bytearray) -> bool:
        """Tell whether whoever wrote it had the vault key."""
        return hmac.compare_digest(_mac(backup_key, self.octets[:-_MAC_BYTES]), self.octets[-_MAC_BYTES:])


def encode_beginning(header_copy: bytes, made_at: datetime, blobs: tuple[Part, ...], backup_key: bytearray) -> bytes:
    """Return the signed beginning; `header_copy` must be sealed with the database's size and SHA-256."""
    manifest = encode_canonical(
        {
            "made_at": made_at.astimezone(UTC).strftime(_STAMP),
            "blobs": [{"name": each.name, "size": each.size, "sha256": each.sha256.hex()} for each in blobs],
        }
    )
    if len(manifest) > _LONGEST_MANIFEST:
        raise ValueError("manifest too long")
    signed = _START.pack(MAGIC, VERSION, len(header_copy)) + header_copy + _LENGTH.pack(len(manifest)) + manifest
    return signed + _mac(backup_key, signed)


@environment_errors()
def read_beginning(path: Path) -> Beginning:
    """Return the beginning of the backup at `path`, still to be authenticated; the file's length is compared.

    Raises NotABackup, DamagedBackup, NewerFormat, VaultMissing and the disk's errors.
    """
    if path.is_dir():
        raise NotABackup
    with path.open("rb") as file:
        beginning = decode_beginning(file)
    if path.stat().st_size != beginning.size:
        raise DamagedBackup
    return beginning


def decode_beginning(file: BinaryIO) -> Beginning:
    """Read the beginning from a file at its start and leave it at the database. Raises as `read_beginning`."""
    start = file.read(_START.size)
    if start[: len(MAGIC)] != MAGIC:
        raise NotABackup
    if len(start) < _START.size:
        raise DamagedBackup
    _, version, header_length = _START.unpack(start)
    if version > VERSION:
        raise NewerFormat
    if version != VERSION or header_length > LONGEST_COPY:
        raise DamagedBackup
    header_octets = _exactly(file, header_length)
    length = _exactly(file, _LENGTH.size)
    if _LENGTH.unpack(length)[0] > _LONGEST_MANIFEST:
        raise DamagedBackup
    manifest = _exactly(file, _LENGTH.unpack(length)[0])
    octets_read = start + header_octets + length + manifest + _exactly(file, _MAC_BYTES)
    try:
        copy = decode_header(header_octets)
        made_at, blobs = _decode_manifest(manifest)
    except (NotAVault, DamagedVault, NotCanonical):
        raise DamagedBackup from None
    if copy.header.state != "sealed":
        raise DamagedBackup
    return Beginning(copy, made_at, blobs, octets_read)


def read_part(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """Yield a part in chunks. Raises DamagedBackup after the last one when they weren't what was promised."""
    digest, left = hashlib.sha256(), part.size
    while left:
        chunk = file.read(min(left, CHUNK))
        if not chunk:
            raise DamagedBackup
        digest.update(chunk)
        left -= len(chunk)
        yield chunk
    if not hmac.compare_digest(digest.digest(), part.sha256):
        raise DamagedBackup


@environment_errors()
def compare_bytes(path: Path, report: Report, words: str) -> Beginning:
    """Read a whole backup and compare each byte with its beginning, which needs no key. Raises DamagedBackup."""
    with path.open("rb") as file:
        beginning = decode_beginning(file)
        for part in (beginning.database, *beginning.blobs):
            for _chunk in read_part(file, part):
                report(file.tell() / max(1, beginning.size), words)
        if file.read(1):
            raise DamagedBackup
    return beginning


def _decode_manifest(content: bytes) -> tuple[datetime, tuple[Part, ...]]:
    fields = fields_of(decode_canonical(content), _FIELDS)
    made = text(fields, "made_at", longest=20)
    try:
        made_at = datetime.strptime(made, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise NotCanonical("made_at") from None
    blobs = fields["blobs"]
    if not isinstance(blobs, list):
        raise NotCanonical("blobs")
    parts = tuple(_decode_part(each) for each in blobs)
    if [part.name for part in parts] != sorted({part.name for part in parts}):
        raise NotCanonical("blobs")
    return made_at, parts


def _decode_part(value: object) -> Part:
    fields = fields_of(value, _BLOB_FIELDS)
    name = text(fields, "name", longest=128)
    if not is_blob_name(name):
        raise NotCanonical("name")
    return Part(name, whole(fields, "size"), octets(fields, "sha256", 32))


def is_blob_name(name: str) -> bool:
    """Tell whether a file in `blobs/` is one that a backup holds: a plain name that leads nowhere else."""
    return _BLOB_NAME.fullmatch(name) is not None


def _exactly(file: BinaryIO, count: int) -> bytes:
    content = file.read(count)
    if len(content) != count:
        raise DamagedBackup
    return content


def _mac(backup_key: bytearray, signed: bytes) -> bytes:
    return hmac.new(backup_key, signed, hashlib.sha256).digest()
