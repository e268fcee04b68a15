"""The format is documented well enough to write a reader: this is one, with `cryptography` and Python alone.

It follows `resources/help/vault-format.md` and uses nothing of `coachdesk.vault`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coachdesk.assets import resource_path
from coachdesk.vault.groups_key import GroupsKey
from coachdesk.vault.key_file import read_key_file
from coachdesk.vault.keys import KeyRing
from coachdesk.vault.rotation import rotate_keys
from coachdesk.vault.slot_secrets import KeychainKey
from coachdesk.vault.slots import Passphrase, RecoveryCode, decode_slot, unwrap_key

KEPT = Path(__file__).parents[1] / "fixtures" / "vaults"
PAGE, RESERVED, IV = 4096, 80, 16
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def hkdf(key: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info.encode()).derive(key)


def stretch(kdf: dict, secret: bytes) -> bytes:
    salt = bytes.fromhex(kdf["salt"])
    if kdf["name"] == "hkdf-sha256":
        return hkdf(secret, salt, "coachdesk/1/slot")
    cost = {"iterations": kdf["passes"], "lanes": kdf["lanes"], "memory_cost": kdf["memory_kib"]}
    return Argon2id(salt=salt, length=32, **cost).derive(secret)


def unwrap(slot: dict, vault_id: str, secret: bytes) -> bytes:
    names = ("expires_at", "holds", "kdf", "type")
    bound = {name: slot[name] for name in names if name in slot} | {"slot": slot["id"], "vault": vault_id}
    associated = json.dumps(bound, sort_keys=True, separators=(",", ":")).encode()
    wrapping = AESGCM(stretch(slot["kdf"], secret))
    return wrapping.decrypt(bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), associated)


def read_header(content: bytes, slot_type: str, secret: bytes) -> tuple[dict, bytes]:
    magic, version, length = struct.unpack_from(">8sHI", content)
    assert (magic, version) == (b"COACHDSK", 1)
    fields = json.loads(content[14 : 14 + length])
    slot = next(each for each in fields["slots"] if (each["type"], each["holds"]) == (slot_type, "vault"))
    vault_key = unwrap(slot, fields["vault"], secret)
    header_key = hkdf(vault_key, bytes.fromhex(fields["vault"]), "coachdesk/1/header")
    signed, mac = content[: 14 + length], content[14 + length :]
    assert hmac.digest(header_key, signed, "sha256") == mac
    return fields, vault_key


def decrypt_database(content: bytes, key: bytes) -> bytes:
    salt = content[:16]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(octet ^ 0x3A for octet in salt), 2, 32)
    pages = []
    for number, at in enumerate(range(0, len(content), PAGE), start=1):
        page = content[at : at + PAGE]
        start = 16 if number == 1 else 0
        body, iv, mac = page[start:-RESERVED], page[-RESERVED : IV - RESERVED], page[IV - RESERVED :]
        assert hmac.digest(mac_key, body + iv + struct.pack("<I", number), "sha512") == mac
        decryptor = Cipher(AES256(key), CBC(iv)).decryptor()
        clear = decryptor.update(body) + decryptor.finalize()
        pages.append((b"SQLite format 3\0" if number == 1 else b"") + clear + bytes(RESERVED))
    whole = bytearray(b"".join(pages))
    whole[18:20] = b"\x01\x01"
    return bytes(whole)


def read_vault(path: Path, slot_type: str, secret: bytes) -> sqlite3.Connection:
    found = []
    for name in ("header.a", "header.b"):
        found.append(read_header((path / name).read_bytes(), slot_type, secret))
    fields, vault_key = max(found, key=lambda each: each[0]["generation"])
    content = (path / "vault.db").read_bytes()
    assert fields["state"] == "sealed"
    assert (fields["seal"]["size"], fields["seal"]["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    database = sqlite3.connect(":memory:")
    key = hkdf(vault_key, bytes.fromhex(fields["vault"]), "coachdesk/1/database")
    database.deserialize(decrypt_database(content, key))
    return database


def code_octets(code: str) -> bytes:
    number = 0
    for letter in code:
        number = number * 32 + ALPHABET.index(letter)
    return number.to_bytes(20, "big")


def with_key_file(passphrase: bytes, content: bytes) -> bytes:
    return hmac.digest(hashlib.sha256(content).digest(), b"coachdesk/1/key-file\0" + passphrase, "sha256")


def open_words(key: bytes, sealed: bytes, record: str) -> str:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], b"coachdesk/1/groups:" + record.encode()).decode()


def groups_slot(path: Path, slot_type: str) -> tuple[dict, str]:
    content = max(((path / name).read_bytes() for name in ("header.a", "header.b")), key=_generation)
    fields = json.loads(content[14:-32])
    wanted = (slot_type, "groups")
    return next(each for each in fields["slots"] if (each["type"], each["holds"]) == wanted), fields["vault"]


def _generation(content: bytes) -> int:
    return json.loads(content[14:-32])["generation"]


def test_the_reader_opens_a_vault_by_passphrase_and_by_recovery_code(made):
    for slot_type, secret in (("passphrase", made.passphrase.encode()), ("recovery", code_octets(made.code))):
        database = read_vault(made.path, slot_type, secret)
        assert database.execute("SELECT body FROM note").fetchall() == [(made.sentence,)]
        assert database.execute("SELECT commits FROM vault_meta").fetchall() == [(1,)]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()


def test_the_reader_opens_a_vault_by_passphrase_and_key_file_and_after_a_rotation(place, tmp_path):
    (tmp_path / "team.key").write_bytes(b"any file")
    with place.open() as vault:
        vault.add_key_file(place.passphrase, read_key_file(tmp_path / "team.key"))
        secret = Passphrase(place.passphrase, read_key_file(tmp_path / "team.key"))
        rotated = rotate_keys(vault, secret)
        key = vault.groups_key(secret)
        sealed = key.seal("In my own words", "0198c0de")
    both = with_key_file(place.passphrase.encode(), b"any file")
    for slot_type, octets in (("passphrase+file", both), ("recovery", code_octets(rotated.recovery_code))):
        database = read_vault(place.path, slot_type, octets)
        assert database.execute("SELECT body FROM note").fetchall() == [(place.sentence,)]
        database.close()
        apart = unwrap(*groups_slot(place.path, slot_type), octets)
        assert open_words(apart, sealed, "0198c0de") == "In my own words"


@pytest.mark.parametrize("version", sorted(json.loads((KEPT / "secrets.json").read_text("utf-8"))))
def test_the_reader_opens_every_kept_vault(version):
    secrets = json.loads((KEPT / "secrets.json").read_text("utf-8"))[version]
    path = KEPT / f"{version}.coachdesk"
    ways = {"passphrase": secrets["passphrase"].encode(), "recovery": code_octets(secrets["recovery_code"])}
    for slot_type, octets in ways.items():
        database = read_vault(path, slot_type, octets)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        texts = " ".join(row[0] for row in database.execute("SELECT text FROM note_block ORDER BY position"))
        assert "worn out" in texts
        database.close()


def _published() -> dict:
    text = resource_path("help", "vault-format.md").read_text(encoding="utf-8")
    return json.loads(text.split("```json vectors\n")[1].split("```")[0])


def test_the_published_vectors_hold_for_the_reader():
    known = _published()
    passphrase = known["passphrase"]["text"].encode()
    vault_key = unwrap(known["passphrase"]["slot"], known["vault"], passphrase)
    assert stretch(known["passphrase"]["slot"]["kdf"], passphrase).hex() == known["passphrase"]["wrapping_key"]
    assert vault_key.hex() == known["vault_key"]
    assert unwrap(known["recovery"]["slot"], known["vault"], code_octets(known["recovery"]["code"])) == vault_key
    uses = {use: hkdf(vault_key, bytes.fromhex(known["vault"]), f"coachdesk/1/{use}").hex() for use in known["uses"]}
    assert uses == known["uses"]


def test_the_published_vectors_of_the_other_ways_in_hold_for_the_reader():
    known = _published()
    passphrase = known["passphrase"]["text"].encode()
    secret = with_key_file(passphrase, bytes.fromhex(known["key_file"]["file"]))
    assert secret.hex() == known["key_file"]["secret"]
    assert stretch(known["key_file"]["slot"]["kdf"], secret).hex() == known["key_file"]["wrapping_key"]
    assert unwrap(known["key_file"]["slot"], known["vault"], secret).hex() == known["vault_key"]
    kept = bytes.fromhex(known["keychain"]["key"])
    assert unwrap(known["keychain"]["slot"], known["vault"], kept).hex() == known["vault_key"]
    groups = known["groups"]
    key = unwrap(groups["slot"], known["vault"], passphrase)
    assert key.hex() == groups["key"]
    assert open_words(key, bytes.fromhex(groups["sealed"]), groups["record"]) == groups["text"]


def test_the_published_vectors_of_the_other_ways_in_hold_for_the_vault(tmp_path):
    known = _published()
    (tmp_path / "file").write_bytes(bytes.fromhex(known["key_file"]["file"]))
    passphrase = known["passphrase"]["text"]
    ways = {
        "key_file": (Passphrase(passphrase, read_key_file(tmp_path / "file")), known["vault_key"]),
        "keychain": (KeychainKey(bytes.fromhex(known["keychain"]["key"])), known["vault_key"]),
        "groups": (Passphrase(passphrase), known["groups"]["key"]),
    }
    for name, (secret, expected) in ways.items():
        slot = decode_slot(known[name]["slot"])
        assert slot.as_json() == known[name]["slot"]
        assert slot.slot_type == secret.slot_type
        assert unwrap_key(slot, slot.kdf.derive(secret.octets()), known["vault"]).hex() == expected
    groups = known["groups"]
    key = GroupsKey(bytearray.fromhex(groups["key"]))
    assert key.open(bytes.fromhex(groups["sealed"]), groups["record"]) == groups["text"]


def test_the_published_vectors_hold_for_the_vault():
    known = _published()
    secrets = {
        "passphrase": Passphrase(known["passphrase"]["text"]),
        "recovery": RecoveryCode(known["recovery"]["code"]),
    }
    for name, secret in secrets.items():
        slot = decode_slot(known[name]["slot"])
        key = unwrap_key(slot, slot.kdf.derive(secret.octets()), known["vault"])
        assert key.hex() == known["vault_key"]
        ring = KeyRing(key, known["vault"])
        assert {use: ring.use(use).hex() for use in known["uses"]} == known["uses"]


def test_argon2id_is_that_of_rfc_9106():
    """The RFC's own vector has a secret and associated data, to which nothing else in the vault can be compared."""
    found = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    ).derive(b"\x01" * 32)
    assert found.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
