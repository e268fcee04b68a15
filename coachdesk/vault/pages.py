"""A damaged database page by page: each is decrypted in memory and given only if it is authentic.

The engine stops at the first page that isn't. This reads the file and its write-ahead log as `vault-format.md` and
SQLite's file format (https://www.sqlite.org/fileformat2.html, section 4) describe them, and writes nothing anywhere.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from .engine import PAGE_BYTES
from .sealing import wal_path

SALT_BYTES = 16
IV_BYTES = 16
MAC_BYTES = 64
USABLE_BYTES = PAGE_BYTES - IV_BYTES - MAC_BYTES
SQLITE_MAGIC = b"SQLite format 3\0"
_SALT_MASK = 0x3A
_MAC_ROUNDS = 2
_PAGE_COUNT_AT = 28
_WAL_HEAD = struct.Struct(">8I")
_FRAME_HEAD = struct.Struct(">6I")
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_TRIED_FOR_SALT = 3
_MASK32 = 0xFFFFFFFF


class Pages:
    """The authentic pages of a database, newest committed version first; close it, or use it in a `with`.

    `is_verified` is False when the salt is lost: then no page can be authenticated, and what decrypts into garbage
    has to be told by its shape. `log_broke` says that the log holds something behind the last commit that counts.
    """

    def __init__(self, database: Path, key: bytearray) -> None:
        self._key = bytes(key)
        self._file = database.open("rb")
        self._in_file = -(-database.stat().st_size // PAGE_BYTES)
        self._logged: dict[int, bytes] = {}
        self._logged_count = 0
        self.log_broke = False
        try:
            self._mac_key, self.is_verified = self._find_mac_key()
            self._read_log(wal_path(database))
            self.count = self._find_count()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Pages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def find(self, number: int) -> bytes | None:
        """Return the decrypted page `number`, counted from 1, or None when it is damaged or not there."""
        raw = self._authentic(number)
        return None if raw is None else self._decrypt(number, raw)

    def list_damaged(self) -> tuple[int, ...]:
        """Return the numbers of the pages that can't be authenticated; empty when none can be."""
        return tuple(number for number in range(1, self.count + 1) if self._authentic(number) is None)

    def _authentic(self, number: int) -> bytes | None:
        raw = self._logged.get(number) or self._raw(number)
        return raw if raw is not None and self._is_authentic(number, raw, self._mac_key) else None

    def _raw(self, number: int) -> bytes | None:
        if not 1 <= number <= self._in_file:
            return None
        self._file.seek((number - 1) * PAGE_BYTES)
        raw = self._file.read(PAGE_BYTES)
        return raw if len(raw) == PAGE_BYTES else None

    def _is_authentic(self, number: int, raw: bytes, mac_key: bytes | None) -> bool:
        if mac_key is None:
            return True
        covered = raw[SALT_BYTES if number == 1 else 0 : -MAC_BYTES] + struct.pack("<I", number)
        return hmac.compare_digest(hmac.digest(mac_key, covered, "sha512"), raw[-MAC_BYTES:])

    def _decrypt(self, number: int, raw: bytes) -> bytes:
        start = SALT_BYTES if number == 1 else 0
        decryptor = Cipher(AES256(self._key), CBC(raw[USABLE_BYTES : USABLE_BYTES + IV_BYTES])).decryptor()
        clear = decryptor.update(raw[start:USABLE_BYTES]) + decryptor.finalize()
        return (SQLITE_MAGIC if number == 1 else b"") + clear

    def _find_mac_key(self) -> tuple[bytes | None, bool]:
        """Return the key of the pages' HMACs; it is made with the salt, which stands at the beginning of page 1.

        A salt with one wrong byte is found by trying; a lost one can't be, and then no page can be authenticated.
        """
        self._file.seek(0)
        salt = self._file.read(SALT_BYTES)
        sampled = [(number, raw) for number in self._sample() if (raw := self._raw(number)) is not None]
        for tried in _near_salts(salt):
            mac_key = self._mac_key_of(tried)
            proofs = sampled if tried == salt else sampled[:_TRIED_FOR_SALT]
            if any(self._is_authentic(number, raw, mac_key) for number, raw in proofs):
                return mac_key, True
        return None, False

    def _sample(self) -> Iterator[int]:
        step = max(1, self._in_file // 64)
        yield from range(2, self._in_file + 1, step)
        yield 1

    def _mac_key_of(self, salt: bytes) -> bytes:
        masked = bytes(octet ^ _SALT_MASK for octet in salt)
        return hashlib.pbkdf2_hmac("sha512", self._key, masked, _MAC_ROUNDS, 32)

    def _find_count(self) -> int:
        first = self.find(1)
        said = struct.unpack_from(">I", first, _PAGE_COUNT_AT)[0] if first is not None and self.is_verified else 0
        return self._logged_count or said or self._in_file

    def _read_log(self, wal: Path) -> None:
        """Take the pages of each whole transaction, up to the first frame that isn't as it was written.

        Later ones are left out as the engine does: a mixture of versions could make a text that nobody wrote.
        """
        if not wal.exists():
            return
        with wal.open("rb") as log:
            head = log.read(_WAL_HEAD.size)
            if len(head) < _WAL_HEAD.size:
                return
            magic, _, page_bytes, _, *salts = _WAL_HEAD.unpack(head)[:6]
            order = ">" if magic & 1 else "<"
            sums = _checksum(head[:24], (0, 0), order)
            if magic not in _WAL_MAGIC or page_bytes != PAGE_BYTES or sums != _WAL_HEAD.unpack(head)[6:]:
                self.log_broke = True
                return
            pending: dict[int, bytes] = {}
            while frame := log.read(_FRAME_HEAD.size + PAGE_BYTES):
                if len(frame) < _FRAME_HEAD.size + PAGE_BYTES:
                    self.log_broke = True
                    return
                number, committed, *rest = _FRAME_HEAD.unpack_from(frame)
                page = frame[_FRAME_HEAD.size :]
                if rest[:2] != salts:
                    break  # what is left of an earlier use of the file
                sums = _checksum(page, _checksum(frame[:8], sums, order), order)
                if tuple(rest[2:]) != sums or not self._is_authentic(number, page, self._mac_key):
                    self.log_broke = True
                    return
                pending[number] = page
                if committed:
                    self._logged |= pending
                    self._logged_count, pending = committed, {}


def _near_salts(salt: bytes) -> Iterator[bytes]:
    yield salt
    for at in range(len(salt)):
        for octet in range(256):
            if octet != salt[at]:
                yield salt[:at] + bytes([octet]) + salt[at + 1 :]


def _checksum(content: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    """Return SQLite's checksum of a log, carried on from `start`; `content` is a whole number of 8 bytes."""
    first, second = start
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for at in range(0, len(words), 2):
        first = (first + words[at] + second) & _MASK32
        second = (second + words[at + 1] + first) & _MASK32
    return first, second
