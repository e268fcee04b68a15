"""Nothing that was written, and no secret, is readable in any file, text or log."""

from __future__ import annotations

import logging
import tempfile

import pytest

from coachdesk.vault.bundle import Passphrase, create_vault, open_vault
from coachdesk.vault.errors import VaultError
from coachdesk.vault.kdf import FLOOR
from tests.faults.scene import make_scene

SENTINEL = "zephyr-okapi-marzipan"
PASSPHRASE = "obsidian walrus teacup"


def _spellings(text):
    return [text.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-32-le")] + [text.encode().hex().encode()]


def _find(places, texts):
    wanted = [spelling for text in texts for spelling in _spellings(text)]
    contents = (path.read_bytes() for place in places for path in place.rglob("*") if path.is_file())
    return [spelling for content in contents for spelling in wanted if spelling in content]


def test_no_file_holds_what_was_written_or_any_secret(tmp_path, home, monkeypatch, caplog, capfd):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    new = create_vault(tmp_path / "team", PASSPHRASE, kdf=FLOOR, state_dir=home / "state")
    vault, secrets = new.vault, [SENTINEL, PASSPHRASE, new.recovery_code]
    keys = [vault.keys.use(use).hex() for use in ("database", "header", "state")]
    writer, reader = vault.connect(), vault.connect(read_only=True)
    writer.execute("CREATE VIRTUAL TABLE words USING fts5(body)")
    writer.executemany("INSERT INTO words VALUES (?)", ((f"{SENTINEL} {n} " * 50,) for n in range(100)))
    reader.execute("SELECT body FROM words WHERE words MATCH 'okapi' ORDER BY body DESC").fetchall()
    writer.execute("DELETE FROM words WHERE rowid < 50")
    assert _find([tmp_path, home], [*secrets, *keys]) == []
    vault.close()
    assert _find([tmp_path, home], [*secrets, *keys]) == []
    raw = [bytes.fromhex(key) for key in keys]
    assert not any(key in path.read_bytes() for key in raw for path in tmp_path.rglob("*") if path.is_file())
    said = caplog.text + "".join(capfd.readouterr())
    assert not any(text in said for text in (*secrets, *keys, "team"))
    assert list(temporary.iterdir()) == []


def test_no_error_text_or_repr_holds_a_secret_or_a_name(tmp_path):
    scene = make_scene(tmp_path)
    for secret in (Passphrase(SENTINEL), Passphrase(SENTINEL + "\ud800")):
        with pytest.raises(VaultError) as raised:
            open_vault(scene.path, secret, state_dir=tmp_path / "state")
        shown = str(raised.value) + repr(raised.value) + repr(secret)
        assert SENTINEL not in shown
        assert "fault.coachdesk" not in shown
        assert raised.value.__cause__ is None
    with scene.open() as vault:
        shown = repr(vault) + repr(vault.keys) + repr(vault.slots())
        assert vault.keys.vault.hex() not in shown
        assert scene.code not in shown
