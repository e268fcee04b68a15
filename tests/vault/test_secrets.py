"""Changing passphrases, renewing recovery codes, and what an interrupted change leaves."""

from __future__ import annotations

from datetime import date

import pytest

from coachdesk.vault import errors, header_copies, unlocked
from coachdesk.vault.bundle import Passphrase, RecoveryCode, open_vault, peek_vault
from coachdesk.vault.header import decode_header


def _opens(place, secret):
    try:
        open_vault(place.path, secret, state_dir=place.state_dir).close()
    except errors.WrongSecret:
        return False
    return True


def test_a_changed_passphrase_replaces_the_old_one_in_both_copies(place):
    with place.open() as vault:
        place.write(vault, "before")
        vault.change_passphrase(place.passphrase, "quite another one")
        place.write(vault, "after")
    assert not _opens(place, Passphrase(place.passphrase))
    assert _opens(place, Passphrase("quite another one"))
    assert _opens(place, place.recovery)
    for kept in ("header.a", "header.b"):
        other = {"header.a": "header.b", "header.b": "header.a"}[kept]
        content = (place.path / other).read_bytes()
        (place.path / other).unlink()
        assert not _opens(place, Passphrase(place.passphrase))
        (place.path / other).write_bytes(content)


def test_the_recovery_code_sets_a_new_passphrase(place):
    with place.open() as vault:
        vault.reset_passphrase("-".join(place.code), "set by the code")
        assert [slot.slot_type for slot in vault.slots()] == ["recovery", "passphrase"]
        assert vault.slots()[1].made_on == date.today()
    assert _opens(place, Passphrase("set by the code"))
    assert not _opens(place, Passphrase(place.passphrase))


def test_a_renewed_recovery_code_replaces_the_old_one(place):
    with place.open() as vault:
        code = vault.replace_recovery_code(place.passphrase)
    assert _opens(place, RecoveryCode(code))
    assert not _opens(place, place.recovery)
    assert peek_vault(place.path).state == "sealed"


def test_a_wrong_secret_or_an_empty_new_one_changes_no_slot(place):
    before = place.content()
    with place.open() as vault:
        with pytest.raises(errors.WrongSecret):
            vault.change_passphrase("wrong", "new one")
        with pytest.raises(errors.WrongSecret):
            vault.reset_passphrase("not a code", "new one")
        with pytest.raises(errors.WrongSecret):
            vault.replace_recovery_code("wrong")
        with pytest.raises(errors.SecretRefused):
            vault.change_passphrase(place.passphrase, "")
    assert place.content() == before


@pytest.mark.parametrize("written", [0, 1])
def test_a_change_cut_short_leaves_one_way_in(place, monkeypatch, written):
    done = []

    def cut(*arguments):
        if len(done) == written:
            raise errors.DiskFull
        done.append(1)
        return header_copies.write_header(*arguments)

    with place.open() as vault:
        monkeypatch.setattr(unlocked, "write_header", cut)
        with pytest.raises(errors.DiskFull):
            vault.change_passphrase(place.passphrase, "the new one")
        monkeypatch.undo()
        vault.abandon()
    ways = [_opens(place, Passphrase(text)) for text in (place.passphrase, "the new one")]
    assert ways == [written == 0, written == 1]


def test_an_old_header_put_beside_the_new_one_brings_no_old_passphrase_back(place):
    old = (place.path / "header.b").read_bytes()
    with place.open() as vault:
        vault.change_passphrase(place.passphrase, "the new one")
    newest = max(("header.a", "header.b"), key=lambda name: _generation(place, name))
    older = "header.a" if newest == "header.b" else "header.b"
    (place.path / older).write_bytes(old)
    assert not _opens(place, Passphrase(place.passphrase))
    assert _opens(place, Passphrase("the new one"))


def test_the_same_passphrase_typed_in_two_ways_is_one(place):
    with place.open() as vault:
        vault.reset_passphrase(place.code, "caf\u00e9 \ufb01rst ten")
    assert _opens(place, Passphrase("cafe\u0301 first ten"))


def _generation(place, name):
    return decode_header((place.path / name).read_bytes()).header.generation
