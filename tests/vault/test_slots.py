"""Key files, the second key, and which ways to unlock may go."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from coachdesk.vault import errors
from coachdesk.vault.bundle import Passphrase, RecoveryCode, open_vault, peek_vault
from coachdesk.vault.header import Header, decode_header
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.key_file import MOST_BYTES, key_file_to_try, make_key_file, read_key_file
from coachdesk.vault.rotation import rotate_keys
from coachdesk.vault.slots import HOLDS_GROUPS, HOLDS_VAULT, oldest_reader, wrap_key
from tests.vault.slot_kills import run_slot_kills

WORDS = "in my own words"
RECORD = "0198c0de"


def _headers(place) -> list[Header]:
    return [decode_header((place.path / name).read_bytes()).header for name in ("header.a", "header.b")]


def test_a_key_file_and_the_passphrase_open_the_vault_together_and_neither_alone(place, tmp_path):
    key_file = make_key_file(tmp_path / "team.key")
    with place.open() as vault:
        vault.add_key_file(place.passphrase, key_file)
    assert peek_vault(place.path).uses_key_file
    open_vault(place.path, Passphrase(place.passphrase, key_file), state_dir=place.state_dir).close()
    (tmp_path / "other.key").write_bytes(b"another")
    said = set()
    for secret in (
        Passphrase("wrong", key_file),
        Passphrase(place.passphrase, key_file_to_try(tmp_path / "other.key")),
        Passphrase(place.passphrase, key_file_to_try(tmp_path / "no such file")),
        Passphrase(place.passphrase),
    ):
        with pytest.raises(errors.WrongSecret) as refused:
            open_vault(place.path, secret, state_dir=place.state_dir)
        said.add(str(refused.value))
    assert len(said) == 1
    assert {header.min_reader for header in _headers(place)} == {2}  # an older app says so instead of "wrong"


def test_the_key_file_stays_with_a_new_passphrase_and_goes_when_asked_or_when_all_is_forgotten(place, tmp_path):
    (tmp_path / "picture").write_bytes(bytes(range(256)) * 100)
    key_file = read_key_file(tmp_path / "picture")
    with place.open() as vault:
        vault.add_key_file(place.passphrase, key_file)
        vault.change_passphrase(Passphrase(place.passphrase, key_file), "the second one")
        assert [slot.slot_type for slot in vault.slots()] == ["recovery", "passphrase+file"]
        vault.remove_key_file(Passphrase("the second one", key_file))
        assert [slot.slot_type for slot in vault.slots()] == ["recovery", "passphrase"]
        vault.add_key_file("the second one", key_file)
        vault.reset_passphrase(place.code, "the third one")
    assert not peek_vault(place.path).uses_key_file
    open_vault(place.path, Passphrase("the third one"), state_dir=place.state_dir).close()


def test_what_can_be_no_key_file_is_refused_and_none_is_overwritten(tmp_path):
    (tmp_path / "empty").touch()
    with (tmp_path / "long").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name in ("empty", "long", "none", "."):
        with pytest.raises(errors.KeyFileRefused):
            read_key_file(tmp_path / name)
    made = make_key_file(tmp_path / "made")
    with pytest.raises(errors.VaultExists):
        make_key_file(tmp_path / "made")
    assert read_key_file(tmp_path / "made") == made


def test_a_passphrase_or_the_code_may_go_but_not_both(place):
    with place.open() as vault:
        passphrase, recovery = vault.slots()
        with pytest.raises(errors.WrongSecret):
            vault.remove_slot(passphrase.slot_id, Passphrase("wrong"))
        vault.remove_slot(passphrase.slot_id, place.recovery)
        before = place.content()
        with pytest.raises(errors.LastWayIn):
            vault.remove_slot(recovery.slot_id, place.recovery)
        with pytest.raises(errors.LastWayIn):
            vault.change_slots(lambda header: tuple(slot for slot in header.slots if slot.holds == HOLDS_GROUPS))
        assert place.content() == before
    with pytest.raises(errors.WrongSecret):
        open_vault(place.path, Passphrase(place.passphrase), state_dir=place.state_dir)
    place.open().close()


def test_words_locked_apart_need_the_passphrase_again_and_survive_every_change(place):
    with place.open() as vault:
        with pytest.raises(errors.WrongSecret):
            vault.groups_key("wrong")
        key = vault.groups_key(place.passphrase)
        sealed = key.seal(WORDS, RECORD)
        assert key.seal(WORDS, RECORD) != sealed
        vault.change_passphrase(place.passphrase, "the second one")
        code = vault.replace_recovery_code("the second one")
        vault.reset_passphrase(code, "the third one")
        assert vault.groups_key("the third one").open(sealed, RECORD) == WORDS
        with pytest.raises(errors.WrongSecret):
            vault.groups_key("the second one")
        key.forget()
        with pytest.raises(ValueError, match="forgotten"):
            key.open(sealed, RECORD)


def test_sealed_words_are_bound_to_their_record_and_to_every_bit(place):
    with place.open() as vault:
        key = vault.groups_key(place.passphrase)
    sealed = key.seal(WORDS, RECORD)
    wrong = [(sealed, "another record"), (sealed[:20], RECORD), (b"", RECORD)]
    wrong += [(bytes([*sealed[:at], sealed[at] ^ 1, *sealed[at + 1 :]]), RECORD) for at in range(len(sealed))]
    for content, record in wrong:
        with pytest.raises(errors.DamagedVault):
            key.open(content, record)


def test_a_vault_from_before_gets_the_second_key_at_first_use_and_the_code_learns_it_when_renewed(place):
    with place.open() as vault:
        vault.change_slots(lambda header: tuple(slot for slot in header.slots if slot.holds == HOLDS_VAULT))
        sealed = vault.groups_key(place.passphrase).seal(WORDS, RECORD)
        code = vault.replace_recovery_code(place.passphrase)
        vault.reset_passphrase(code, "the second one")
        assert vault.groups_key("the second one").open(sealed, RECORD) == WORDS


def test_a_second_key_that_the_code_does_not_hold_is_kept_for_its_passphrase_and_never_made_anew(place):
    with place.open() as vault:
        vault.change_slots(lambda header: tuple(slot for slot in header.slots if slot.holds == HOLDS_VAULT))
        vault.groups_key(place.passphrase)
        apart = [slot for slot in vault._header.slots if slot.holds == HOLDS_GROUPS]
        vault.reset_passphrase(place.code, "the second one")
        with pytest.raises(errors.GroupsLocked):
            vault.groups_key("the second one")
        rotate_keys(vault, Passphrase("the second one"))
        kept = [slot for slot in vault._header.slots if slot.holds == HOLDS_GROUPS]
        assert [slot.as_json() for slot in kept] == [slot.as_json() for slot in apart]


def test_only_what_older_readers_can_use_is_open_to_them(place):
    now = datetime(2026, 5, 12, tzinfo=UTC)
    plain = wrap_key(bytearray(32), RecoveryCode(place.code), "00" * 16, made_on=now.date(), cost=None)
    assert oldest_reader((plain,)) == 1
    assert {header.min_reader for header in _headers(place)} == {1}
    with pytest.raises(ValueError, match="cost"):
        wrap_key(bytearray(32), RecoveryCode(place.code), "00" * 16, made_on=date.today(), cost=FLOOR)


def test_killed_while_slots_change_the_old_or_the_new_secret_opens_the_vault(tmp_path):
    assert run_slot_kills(4, tmp_path).faults == ()
