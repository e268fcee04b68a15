"""A second reader of backups, written from the page alone, with nothing of `coachdesk.vault.backups`."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import struct
from datetime import UTC, datetime
from pathlib import Path

from coachdesk.vault.backups.making import make_backup

from .conftest import Place
from .test_format import code_octets, decrypt_database, hkdf, read_header

BLOB = bytes(range(256)) * 9


def read_backup(path: Path, slot_type: str, secret: bytes) -> tuple[sqlite3.Connection, dict[str, bytes], str]:
    content = path.read_bytes()
    magic, version, header_length = struct.unpack_from(">8sHI", content)
    assert (magic, version) == (b"COACHBAK", 1)
    at = 14 + header_length
    fields, vault_key = read_header(content[14:at], slot_type, secret)
    salt = bytes.fromhex(fields["vault"])
    (length,) = struct.unpack_from(">I", content, at)
    manifest = json.loads(content[at + 4 : at + 4 + length])
    at += 4 + length
    mac = hmac.digest(hkdf(vault_key, salt, "coachdesk/1/backup"), content[:at], "sha256")
    assert content[at : at + 32] == mac
    at += 32
    assert fields["state"] == "sealed"
    parts = {}
    for name, part in [("vault.db", fields["seal"]), *((each["name"], each) for each in manifest["blobs"])]:
        parts[name] = content[at : at + part["size"]]
        assert hashlib.sha256(parts[name]).hexdigest() == part["sha256"]
        at += part["size"]
    assert at == len(content)
    database = sqlite3.connect(":memory:")
    database.deserialize(decrypt_database(parts.pop("vault.db"), hkdf(vault_key, salt, "coachdesk/1/database")))
    return database, parts, manifest["made_at"]


def test_the_page_is_enough_to_read_a_backup(place: Place) -> None:
    (place.path / "blobs" / "0f").write_bytes(BLOB)
    now = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    with place.open() as vault:
        backup = make_backup(vault, place.path.parent, now=now, check_content=None, report=lambda _f, _w: None)
    for slot_type, secret in (("passphrase", place.passphrase.encode()), ("recovery", code_octets(place.code))):
        database, blobs, made_at = read_backup(backup, slot_type, secret)
        assert database.execute("SELECT body FROM note").fetchall() == [(place.sentence,)]
        assert database.execute("SELECT commits FROM vault_meta").fetchall() == [(1,)]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert blobs == {"0f": BLOB}
        assert made_at == "2026-03-04T05:06:07Z"
        database.close()
