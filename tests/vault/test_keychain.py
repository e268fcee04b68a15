"""Quick unlock: a convenience that can be lost without losing anything."""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coachdesk.vault import errors
from coachdesk.vault.bundle import Passphrase, open_vault, peek_vault
from coachdesk.vault.keychain import (
    EXPIRED,
    LOST,
    NO_KEYCHAIN,
    choose_backend,
    open_quickly,
    turn_off_quick_unlock,
    turn_on_quick_unlock,
)
from coachdesk.vault.slot_secrets import KeychainKey

ROOT = Path(__file__).resolve().parents[2]


class FakeKeychain:
    """A keychain in memory that can be locked."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.is_locked = False

    def find(self, vault_id: str) -> str | None:
        self._refuse_locked()
        return self.kept.get(vault_id)

    def save(self, vault_id: str, kept: str) -> None:
        self._refuse_locked()
        self.kept[vault_id] = kept

    def remove(self, vault_id: str) -> None:
        self._refuse_locked()
        self.kept.pop(vault_id, None)

    def _refuse_locked(self) -> None:
        if self.is_locked:
            raise errors.KeychainRefused


@pytest.fixture
def keychain() -> FakeKeychain:
    return FakeKeychain()


def _turn_on(place, keychain, now: datetime, days: int = 7) -> None:
    with place.open() as vault:
        turn_on_quick_unlock(vault, place.passphrase, days=days, keychain=keychain, now=now)


def _open(place, keychain, now: datetime):
    return open_quickly(place.path, keychain=keychain, now=now, state_dir=place.state_dir)


def test_it_is_off_until_turned_on_and_the_keychain_never_holds_the_vault_key(place, keychain):
    assert peek_vault(place.path).quick_unlock_until is None
    with pytest.raises(errors.QuickUnlockGone):
        _open(place, keychain, datetime.now(UTC))
    now = datetime.now(UTC)
    with place.open() as vault:
        with pytest.raises(errors.WrongSecret):
            turn_on_quick_unlock(vault, "wrong", keychain=keychain, now=now)
        assert keychain.kept == {}
        ends_at = turn_on_quick_unlock(vault, place.passphrase, keychain=keychain, now=now)
        assert ends_at == (now + timedelta(days=7)).replace(microsecond=0) == peek_vault(place.path).quick_unlock_until
        assert list(keychain.kept) == [vault.vault_id]
        assert keychain.kept[vault.vault_id] != vault.keys.vault.hex()
    with _open(place, keychain, now) as vault:
        assert place.read(vault) == [place.sentence]
        with pytest.raises(errors.WrongSecret):
            vault.groups_key("")


def test_an_expired_one_is_refused_cleaned_up_and_no_header_or_clock_brings_it_back(place, keychain):
    _turn_on(place, keychain, datetime.now(UTC) - timedelta(days=8))  # opened since: the slot is there still
    kept = dict(keychain.kept)
    with pytest.raises(errors.QuickUnlockGone, match="expired") as gone:
        _open(place, keychain, datetime.now(UTC))
    assert (str(gone.value), gone.value.is_dead, keychain.kept) == (EXPIRED, True, {})
    key = bytes.fromhex(next(iter(kept.values())))
    for now in (datetime.now(UTC), datetime.now(UTC) - timedelta(days=60)):
        with pytest.raises(errors.WrongSecret):
            open_vault(place.path, KeychainKey(key, now), state_dir=place.state_dir)
    with place.open() as vault:
        assert [slot.slot_type for slot in vault.slots()] == ["passphrase", "recovery"]


def test_the_expiry_is_bound_to_the_slot(place, keychain):
    _turn_on(place, keychain, datetime.now(UTC), days=1)
    with place.open() as vault:
        vault.change_slots(
            lambda header: tuple(
                replace(slot, expires_at=slot.expires_at + 86_400) if slot.expires_at else slot for slot in header.slots
            )
        )
    with pytest.raises(errors.QuickUnlockGone) as gone:
        _open(place, keychain, datetime.now(UTC))
    assert str(gone.value) == LOST


@pytest.mark.parametrize("kept", [None, "not a key", "00" * 32])
def test_a_lost_or_wrong_entry_is_only_a_lost_convenience(place, keychain, kept):
    _turn_on(place, keychain, datetime.now(UTC))
    vault_id = next(iter(keychain.kept))
    keychain.kept = {} if kept is None else {vault_id: kept}
    with pytest.raises(errors.QuickUnlockGone) as gone:
        _open(place, keychain, datetime.now(UTC))
    assert (str(gone.value), gone.value.is_dead) == (LOST, True)
    with open_vault(place.path, Passphrase(place.passphrase), state_dir=place.state_dir) as vault:
        turn_off_quick_unlock(vault, keychain=keychain)
        assert place.read(vault) == [place.sentence]
    assert (keychain.kept, peek_vault(place.path).quick_unlock_until) == ({}, None)


def test_a_locked_keychain_keeps_quick_unlock_for_later_and_does_not_stop_turning_it_off(place, keychain):
    _turn_on(place, keychain, datetime.now(UTC))
    keychain.is_locked = True
    with pytest.raises(errors.QuickUnlockGone) as gone:
        _open(place, keychain, datetime.now(UTC))
    assert not gone.value.is_dead
    with place.open() as vault:
        turn_off_quick_unlock(vault, keychain=keychain)
        with pytest.raises(errors.KeychainRefused):
            turn_on_quick_unlock(vault, place.passphrase, keychain=keychain)
        assert [slot.slot_type for slot in vault.slots()] == ["passphrase", "recovery"]
        with pytest.raises(ValueError, match="days"):
            turn_on_quick_unlock(vault, place.passphrase, days=365, keychain=keychain)


class PlaintextKeyring:
    """As the one of keyrings.alt, which writes a readable file."""


class Chain:
    """As keyring's chainer: what the first can't do falls to the next."""

    def __init__(self, *backends: object) -> None:
        self.backends = backends


def test_a_keychain_that_stores_plain_text_or_nothing_is_refused_with_the_reason():
    unsafe = [PlaintextKeyring(), Chain(PlaintextKeyring()), Chain()]
    unsafe += [importlib.import_module(f"keyring.backends.{name}").Keyring() for name in ("null", "fail")]
    for backend in unsafe:
        with pytest.raises(errors.KeychainRefused) as refused:
            choose_backend(backend)
        assert str(refused.value) == NO_KEYCHAIN
    safe = importlib.import_module("keyring.backends.SecretService").Keyring()
    assert choose_backend(Chain(safe, PlaintextKeyring())) is safe


def test_no_start_imports_keyring():
    code = "import sys, coachdesk.vault.keychain, coachdesk.vault.rotation; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


_REAL = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from coachdesk.vault import errors
from coachdesk.vault.bundle import RecoveryCode, open_vault
from coachdesk.vault.keychain import SystemKeychain, open_quickly, turn_off_quick_unlock, turn_on_quick_unlock

path, state, passphrase, code = Path(sys.argv[1]), Path(sys.argv[2]), *sys.stdin.read().split("\\n")[:2]
with open_vault(path, RecoveryCode(code), state_dir=state) as vault:
    turn_on_quick_unlock(vault, passphrase, days=1)
    vault_id = vault.vault_id
kept = SystemKeychain().find(vault_id)
assert len(kept) == 64
open_quickly(path, state_dir=state).close()
SystemKeychain().save(vault_id, "00" * 32)
try:
    open_quickly(path, state_dir=state)
except errors.QuickUnlockGone as gone:
    assert gone.is_dead
SystemKeychain().save(vault_id, kept)
try:
    open_quickly(path, state_dir=state, now=datetime.now(UTC) + timedelta(days=2))
except errors.QuickUnlockGone as gone:
    assert gone.is_dead
assert SystemKeychain().find(vault_id) is None
with open_vault(path, RecoveryCode(code), state_dir=state) as vault:
    turn_on_quick_unlock(vault, passphrase)
    turn_off_quick_unlock(vault)
    assert len(vault.slots()) == 2
assert SystemKeychain().find(vault_id) is None
import keyring
print(type(keyring.get_keyring()).__module__)
"""


@pytest.mark.window
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is the keychain of Linux")
def test_a_real_secret_service_keeps_the_key(place, tmp_path):
    """A bus and a home of its own: neither the suite's bus nor anybody's keychain is touched."""
    script = tmp_path / "real.py"
    script.write_text(_REAL, encoding="utf-8")
    unlocked = "printf %s sesame | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
    run = f'{unlocked} && exec "$@"'
    home = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    words = [sys.executable, "-W", "error", str(script), str(place.path), str(place.state_dir)]
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", run, "sh", *words],
        cwd=ROOT,
        env=home,
        input=f"{place.passphrase}\n{place.code}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "keyring.backends.SecretService"), done.stderr
    for other in tmp_path.rglob("*.keyring"):
        assert place.passphrase.encode() not in other.read_bytes()
