"""Attachments: files in `blobs/`, each sealed with a key of its own, under a name that tells nothing.

The row in the database holds the content id and the wrapped key; without the row a file can't be opened, nor without
the vault told apart from any other. Nothing decrypted is ever written: content is given in memory, proved as a whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .chunks import PREFIX_BYTES, ChunksDamaged, open_chunks, seal_chunks, sealed_size
from .errors import PlaceNotWritable, VaultError
from .files import environment_errors, replace_file, sync_folder
from .keys import KEY_BYTES, random_key, zero
from .unlocked import OpenVault

MOST_BYTES = 25_000_000
CONTENT_ID_BYTES = 16
_FOLDER = "blobs"
_NONCE_BYTES = 12
_NAME = re.compile(r"[0-9a-f]{64}")
_LEFTOVER = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{8}\.new")
Entry = tuple[str, bytes]
"""A content id and the wrapped key, as the database keeps them."""


class AttachmentTooLarge(VaultError):
    """The file is above the cap; nothing was written."""

    text = "This file is larger than 25 MB and was not attached. Nothing was changed; attach a smaller one."


class AttachmentDamaged(VaultError):
    """The file of an attachment is gone, or its bytes are not those that were written."""

    text = "This attachment is damaged or gone and can't be opened. Everything else is safe; look for it in a backup."


@dataclass(frozen=True, slots=True, repr=False)
class BlobReceipt:
    """What the database must keep to find and open an attachment: 32 hexadecimal digits, 60 bytes, the plain size."""

    content_id: str
    wrapped_key: bytes
    size_bytes: int


class BlobStore:
    """The attachments of one bundle. Works with the vault's own key buffer, so that locking takes the key away."""

    def __init__(self, bundle_dir: Path, blob_key: bytearray, *, read_only_reason: str | None = None) -> None:
        self._folder = bundle_dir / _FOLDER
        self._blob_key = blob_key
        self._read_only_reason = read_only_reason

    def __repr__(self) -> str:
        return "<BlobStore>"

    @environment_errors()
    def write(self, source: BinaryIO | bytes, limit: int = MOST_BYTES) -> BlobReceipt:
        """Seal a file and put it in place, synced, before the row that names it is written.

        Raises AttachmentTooLarge before anything is written, PlaceNotWritable, DiskFull and their like.
        """
        self._refuse_read_only()
        content = source if isinstance(source, bytes) else _read_bounded(source, limit)
        if len(content) > limit:
            raise AttachmentTooLarge
        content_id, key = secrets.token_bytes(CONTENT_ID_BYTES), random_key()
        try:
            sealed = seal_chunks(content, key, content_id, secrets.token_bytes(PREFIX_BYTES))
            wrapped = self._wrap(key, content_id)
        finally:
            zero([key])
        self._folder.mkdir(mode=0o700, exist_ok=True)
        replace_file(self._path(content_id.hex()), sealed)
        return BlobReceipt(content_id.hex(), wrapped, len(content))

    @environment_errors()
    def read(self, content_id: str, wrapped_key: bytes) -> bytes:
        """Return the whole content, every chunk proved. Raises AttachmentDamaged."""
        identity = bytes.fromhex(content_id)
        try:
            with self._path(content_id).open("rb") as file:
                sealed = file.read(sealed_size(MOST_BYTES) + 1)
        except FileNotFoundError:
            raise AttachmentDamaged from None
        if len(sealed) > sealed_size(MOST_BYTES):
            raise AttachmentDamaged
        key = self._unwrap(wrapped_key, identity)
        try:
            return open_chunks(sealed, key, identity)
        except ChunksDamaged:
            raise AttachmentDamaged from None
        finally:
            zero([key])

    def open_stream(self, content_id: str, wrapped_key: bytes) -> BinaryIO:
        """Return the content as a stream in memory, proved before its first byte. Raises AttachmentDamaged."""
        return io.BytesIO(self.read(content_id, wrapped_key))

    @environment_errors()
    def remove(self, content_id: str) -> bool:
        """Remove an attachment's file; False when there was none."""
        self._refuse_read_only()
        try:
            self._path(content_id).unlink()
        except FileNotFoundError:
            return False
        sync_folder(self._folder)
        return True

    @environment_errors()
    def list_names(self) -> tuple[str, ...]:
        """Return the names of all attachments' files, in order; which is which only `name_of` tells."""
        return tuple(sorted(path.name for path in self._files() if _NAME.fullmatch(path.name)))

    def name_of(self, content_id: str) -> str:
        """Return the name of an attachment's file: HMAC-SHA256 of the content id in hexadecimal."""
        with self._subkey("names") as key:
            return hmac.new(key, bytes.fromhex(content_id), hashlib.sha256).hexdigest()

    @environment_errors()
    def collect(self, keep: Iterable[str]) -> tuple[str, ...]:
        """Remove the files that no row refers to, and half-written ones; return the names removed.

        Call it only after a verified backup and on the lane that writes: a file just written has no row yet.
        """
        self._refuse_read_only()
        kept = {self.name_of(content_id) for content_id in keep}
        removed = []
        for path in self._files():
            if _LEFTOVER.fullmatch(path.name) or (_NAME.fullmatch(path.name) and path.name not in kept):
                path.unlink(missing_ok=True)
                removed.append(path.name)
        if removed:
            sync_folder(self._folder)
        return tuple(sorted(removed))

    def list_damaged(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Return the content ids whose file is damaged or gone; reads each file wholly."""
        damaged = []
        for content_id, wrapped_key in entries:
            try:
                self.read(content_id, wrapped_key)
            except VaultError:
                damaged.append(content_id)
        return tuple(damaged)

    def _files(self) -> list[Path]:
        return sorted(self._folder.iterdir()) if self._folder.is_dir() else []

    def _path(self, content_id: str) -> Path:
        return self._folder / self.name_of(content_id)

    def _wrap(self, key: bytearray, content_id: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        with self._subkey("wrap") as wrapping_key:
            return nonce + AESGCM(wrapping_key).encrypt(nonce, key, content_id)

    def _unwrap(self, wrapped: bytes, content_id: bytes) -> bytearray:
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        with self._subkey("wrap") as wrapping_key:
            try:
                return bytearray(AESGCM(wrapping_key).decrypt(nonce, sealed, content_id))
            except (InvalidTag, ValueError):
                raise AttachmentDamaged from None

    @contextlib.contextmanager
    def _subkey(self, use: str) -> Iterator[bytearray]:
        """Give the key of one use, made anew each time, so that none outlives the lock of the vault."""
        if not any(self._blob_key):
            raise ValueError("the keys were dropped")
        key = bytearray(KEY_BYTES)
        info = f"coachdesk/1/blob/{use}".encode("ascii")
        HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive_into(self._blob_key, key)
        try:
            yield key
        finally:
            zero([key])

    def _refuse_read_only(self) -> None:
        if self._read_only_reason is not None:
            raise PlaceNotWritable(self._read_only_reason)


def attachments_of(vault: OpenVault) -> BlobStore:
    """Return the attachments of an open vault; for a read-only one, writing raises PlaceNotWritable."""
    return BlobStore(vault.path, vault.keys.use("blob"), read_only_reason=vault.read_only_reason)


def re_encrypt_blobs(
    source: BlobStore,
    target: BlobStore,
    entries: Iterable[Entry],
    progress: Callable[[int, int], None] | None = None,
) -> Mapping[str, Entry]:
    """Seal each attachment anew, under new ids, keys and names, and return content id → the new pair.

    `source` is only read. Each copy is read back and compared before it counts. Raises AttachmentDamaged for a file
    that can't be read: rotating keys must not lose one quietly.
    """
    listed = tuple(entries)
    renewed: dict[str, Entry] = {}
    for done, (content_id, wrapped_key) in enumerate(listed, start=1):
        content = source.read(content_id, wrapped_key)
        receipt = target.write(content)
        if target.read(receipt.content_id, receipt.wrapped_key) != content:
            raise AttachmentDamaged
        renewed[content_id] = (receipt.content_id, receipt.wrapped_key)
        if progress is not None:
            progress(done, len(listed))
    return renewed


def _read_bounded(source: BinaryIO, limit: int) -> bytes:
    """Return what a stream holds, one byte more than the limit at most; a raw stream may give less than asked."""
    pieces: list[bytes] = []
    left = limit + 1
    while left and (piece := source.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
