"""Attachments: sealed, named by nothing, capped, collected, and never given out when a byte is another."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.assets import resource_path
from coachdesk.vault import attachments, chunks, errors
from coachdesk.vault.attachments import AttachmentDamaged, AttachmentTooLarge, BlobStore, attachments_of
from coachdesk.vault.keys import random_key

SENTENCE = b"a whiteboard that nobody else should see"
CHUNK, TAG = 64 * 1024, 16
KEY, IDENTITY = bytearray(range(32)), bytes(16)


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path, random_key())


def path_of(store: BlobStore, content_id: str, folder: Path) -> Path:
    return folder / "blobs" / store.name_of(content_id)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_attached_comes_back_from_bytes_and_from_streams(store, tmp_path, size):
    content = bytes(number % 251 for number in range(size))
    for source in (content, io.BytesIO(content)):
        receipt = store.write(source)
        assert receipt.size_bytes == size
        assert store.read(receipt.content_id, receipt.wrapped_key) == content
        assert store.open_stream(receipt.content_id, receipt.wrapped_key).read() == content
        assert path_of(store, receipt.content_id, tmp_path).stat().st_size == chunks.sealed_size(size)


def test_files_are_private_and_tell_neither_content_nor_identity(store, tmp_path):
    receipts = [store.write(SENTENCE) for _ in range(2)]
    files = sorted((tmp_path / "blobs").iterdir())
    assert tuple(path.name for path in files) == store.list_names()
    assert len({path.read_bytes() for path in files}) == 2
    for path in files:
        assert SENTENCE not in path.read_bytes()
        assert all(each.content_id not in path.name for each in receipts)
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert repr(receipts[0]).count(receipts[0].content_id) == 0


def test_a_file_above_the_cap_is_refused_before_anything_is_written(store, tmp_path):
    assert attachments.MOST_BYTES == 25_000_000
    for source in (bytes(101), io.BytesIO(bytes(101))):
        with pytest.raises(AttachmentTooLarge, match="25 MB"):
            store.write(source, limit=100)
    assert not (tmp_path / "blobs").exists()
    store.write(bytes(100), limit=100)


def test_a_failed_write_leaves_nothing(store, tmp_path, monkeypatch):
    def fail(self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(errors.DiskFull):
        store.write(SENTENCE)
    assert list((tmp_path / "blobs").iterdir()) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_flip_truncation_and_addition_is_noticed(data):
    content = data.draw(st.binary(max_size=300))
    sealed = bytearray(chunks.seal_chunks(content, KEY, IDENTITY, b"prefix1"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    for changed in (bytes(flipped), bytes(sealed[:at]), bytes(sealed) + data.draw(st.binary(min_size=1, max_size=40))):
        with pytest.raises(chunks.ChunksDamaged):
            chunks.open_chunks(changed, KEY, IDENTITY)
    assert chunks.open_chunks(bytes(sealed), KEY, IDENTITY) == content


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(3)), st.integers(0, 3))
def test_chunks_moved_dropped_or_doubled_are_noticed(order, kept):
    sealed = chunks.seal_chunks(bytes(2 * CHUNK + 5), KEY, IDENTITY, b"prefix1")
    head, body = sealed[:16], sealed[16:]
    pieces = [body[at : at + CHUNK + TAG] for at in range(0, len(body), CHUNK + TAG)]
    changed = head + b"".join([pieces[number] for number in order][:kept])
    if changed == sealed:
        changed += pieces[-1]
    with pytest.raises(chunks.ChunksDamaged):
        chunks.open_chunks(changed, KEY, IDENTITY)


def test_pieces_and_files_of_other_attachments_are_noticed(store, tmp_path):
    one, two = store.write(bytes(CHUNK + 9)), store.write(bytes(CHUNK + 9))
    first, second = (path_of(store, each.content_id, tmp_path) for each in (one, two))
    sealed, other = first.read_bytes(), second.read_bytes()
    for spliced in (other, sealed[:16] + other[16:], sealed[: 16 + CHUNK + TAG] + other[16 + CHUNK + TAG :]):
        first.write_bytes(spliced)
        with pytest.raises(AttachmentDamaged):
            store.read(one.content_id, one.wrapped_key)
    with pytest.raises(AttachmentDamaged):
        store.read(two.content_id, one.wrapped_key)
    first.unlink()
    assert store.list_damaged([(each.content_id, each.wrapped_key) for each in (one, two)]) == (one.content_id,)


def test_a_key_of_another_vault_or_after_the_lock_opens_nothing(store, tmp_path):
    receipt = store.write(SENTENCE)
    other = BlobStore(tmp_path, random_key())
    with pytest.raises(AttachmentDamaged):
        other.read(receipt.content_id, receipt.wrapped_key)
    key = random_key()
    locked = BlobStore(tmp_path, key)
    key[:] = bytes(32)
    with pytest.raises(ValueError, match="dropped"):
        locked.write(SENTENCE)


def test_collecting_removes_what_no_row_keeps_and_leftovers_alone(store, tmp_path):
    kept, dropped = store.write(b"kept"), store.write(b"dropped")
    leftover = tmp_path / "blobs" / f"{'0' * 64}.00ff00ff.new"
    stranger = tmp_path / "blobs" / "readme.txt"
    for path in (leftover, stranger):
        path.write_bytes(b"")
    gone = store.name_of(dropped.content_id)
    assert set(store.collect({kept.content_id})) == {gone, leftover.name}
    assert store.read(kept.content_id, kept.wrapped_key) == b"kept"
    assert stranger.exists()
    assert store.remove(kept.content_id)
    assert not store.remove(kept.content_id)
    assert store.list_names() == ()


def test_rotation_gives_each_a_new_key_id_and_name_and_loses_none(store, tmp_path):
    target = BlobStore(tmp_path / "new", random_key())
    (tmp_path / "new").mkdir()
    receipts = {content: store.write(content) for content in (b"", b"one", bytes(CHUNK))}
    entries = [(each.content_id, each.wrapped_key) for each in receipts.values()]
    seen: list[tuple[int, int]] = []
    renewed = attachments.re_encrypt_blobs(store, target, entries, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    for content, old in receipts.items():
        content_id, wrapped_key = renewed[old.content_id]
        assert target.read(content_id, wrapped_key) == content
        assert (content_id, wrapped_key) != (old.content_id, old.wrapped_key)
        assert store.read(old.content_id, old.wrapped_key) == content
    path_of(store, receipts[b"one"].content_id, tmp_path).write_bytes(b"spoiled")
    with pytest.raises(AttachmentDamaged):
        attachments.re_encrypt_blobs(store, target, entries)


def test_a_vault_opened_for_reading_gives_attachments_and_takes_none(place):
    with place.open() as vault:
        receipt = attachments_of(vault).write(SENTENCE)
    with place.open(read_only=True) as vault:
        blobs = attachments_of(vault)
        assert blobs.read(receipt.content_id, receipt.wrapped_key) == SENTENCE
        for change in (lambda: blobs.write(b"x"), lambda: blobs.remove(receipt.content_id), lambda: blobs.collect(())):
            with pytest.raises(errors.PlaceNotWritable):
                change()


def hkdf(key: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(key)


def read_attachment(blob_key: bytes, folder: Path, content_id: bytes, wrapped: bytes) -> bytes:
    """Open an attachment as `vault-format.md` says, with `cryptography` alone."""
    name = hmac.digest(hkdf(blob_key, "coachdesk/1/blob/names"), content_id, "sha256").hex()
    key = AESGCM(hkdf(blob_key, "coachdesk/1/blob/wrap")).decrypt(wrapped[:12], wrapped[12:], content_id)
    sealed = (folder / name).read_bytes()
    assert sealed[:9] == b"COACHBLB\x01"
    prefix, body, content, number = sealed[9:16], sealed[16:], b"", 0
    while body:
        chunk, body = body[: CHUNK + TAG], body[CHUNK + TAG :]
        nonce = prefix + number.to_bytes(4, "big") + (b"\0" if body else b"\1")
        content += AESGCM(key).decrypt(nonce, chunk, content_id + b"\1")
        number += 1
    return content


def test_an_independent_reader_opens_an_attachment(tmp_path):
    key = random_key()
    store = BlobStore(tmp_path, key)
    for content in (b"", SENTENCE, bytes(2 * CHUNK)):
        receipt = store.write(content)
        identity = bytes.fromhex(receipt.content_id)
        assert read_attachment(bytes(key), tmp_path / "blobs", identity, receipt.wrapped_key) == content


def test_the_published_attachment_holds_for_the_reader_and_the_vault(tmp_path):
    page = resource_path("help", "vault-format.md").read_text(encoding="utf-8")
    known = json.loads(page.split("```json attachment\n")[1].split("```")[0])
    uses = json.loads(page.split("```json vectors\n")[1].split("```")[0])["uses"]
    blob_key, identity = bytes.fromhex(uses["blob"]), bytes.fromhex(known["content_id"])
    store = BlobStore(tmp_path, bytearray(blob_key))
    assert store.name_of(known["content_id"]) == known["name"]
    path = tmp_path / "blobs" / known["name"]
    path.parent.mkdir()
    path.write_bytes(bytes.fromhex(known["sealed"]))
    wrapped = bytes.fromhex(known["wrapped_key"])
    assert store.read(known["content_id"], wrapped) == known["text"].encode()
    assert read_attachment(blob_key, path.parent, identity, wrapped) == known["text"].encode()
    content, prefix = bytes(CHUNK) + b"end", bytes.fromhex(known["two_chunks_prefix"])
    sealed = chunks.seal_chunks(content, bytearray.fromhex(known["key"]), identity, prefix)
    assert hashlib.sha256(sealed).hexdigest() == known["two_chunks_sha256"]
