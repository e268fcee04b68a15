"""The cipher of attachments: 64 KiB chunks of AES-256-GCM in the STREAM construction.

STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance,
2015) puts a counter and a final flag into each chunk's nonce, so that no chunk can be moved, dropped or cut off unseen.
A file is `COACHBLB`, a version byte, a 7-byte random nonce prefix, then the chunks; all but the last are full.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"COACHBLB"
VERSION = 1
PREFIX_BYTES = 7
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
_HEAD = struct.Struct(f">{len(MAGIC)}sB{PREFIX_BYTES}s")
_NONCE = struct.Struct(f">{PREFIX_BYTES}sIB")


class ChunksDamaged(Exception):
    """The bytes are not, or not all, those that this key sealed under this content id."""


def sealed_size(size: int) -> int:
    """Return how many bytes `size` plain bytes take when sealed."""
    chunks = max(1, -(-size // CHUNK_BYTES))
    return _HEAD.size + size + chunks * TAG_BYTES


def seal_chunks(content: bytes, key: bytearray, content_id: bytes, prefix: bytes) -> bytes:
    """Return the whole file for `content`. The key and the prefix must not have sealed anything else."""
    cipher, associated = AESGCM(key), _associated(content_id)
    pieces = [_HEAD.pack(MAGIC, VERSION, prefix)]
    view = memoryview(content)
    last = max(0, len(content) - 1) // CHUNK_BYTES
    for number in range(last + 1):
        chunk = view[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
        pieces.append(cipher.encrypt(_NONCE.pack(prefix, number, number == last), chunk, associated))
    return b"".join(pieces)


def open_chunks(sealed: bytes, key: bytearray, content_id: bytes) -> bytes:
    """Return the content, once every chunk and the end are proved. Raises ChunksDamaged."""
    if len(sealed) < _HEAD.size + TAG_BYTES:
        raise ChunksDamaged
    magic, version, prefix = _HEAD.unpack_from(sealed)
    if (magic, version) != (MAGIC, VERSION):
        raise ChunksDamaged
    try:
        return b"".join(_open_each(memoryview(sealed)[_HEAD.size :], AESGCM(key), prefix, _associated(content_id)))
    except (InvalidTag, ValueError):
        raise ChunksDamaged from None


def _open_each(chunks: memoryview, cipher: AESGCM, prefix: bytes, associated: bytes) -> Iterator[bytes]:
    step = CHUNK_BYTES + TAG_BYTES
    last = (len(chunks) - 1) // step
    for number in range(last + 1):
        chunk = chunks[number * step : (number + 1) * step]
        yield cipher.decrypt(_NONCE.pack(prefix, number, number == last), chunk, associated)


def _associated(content_id: bytes) -> bytes:
    return content_id + bytes([VERSION])
