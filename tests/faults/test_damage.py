"""Flips, truncations, splices and rollbacks: refused untouched, noticed, or harmless; never taken for the truth."""

from __future__ import annotations

import shutil

import pytest

from coachdesk.vault import bundle as bundles
from coachdesk.vault import errors, last_seen
from coachdesk.vault.bundle import check_vault
from tests.faults.flips import BOTH_COPIES, NOTES, SEALED, UNSEALED, make_unsealed, run_flips
from tests.faults.scene import add_note, judge_notes

PAGE = 4096


def _refuse(scene, kind=errors.DamagedVault):
    before = scene.content()
    with pytest.raises(kind) as raised:
        scene.open()
    assert scene.content() == before
    return raised.value


def _add(scene, *numbers):
    with scene.open() as vault:
        connection = vault.connect()
        for number in numbers:
            add_note(connection, number)


@pytest.mark.parametrize("name", SEALED)
def test_flips_in_a_closed_vault(sealed, tmp_path, name):
    outcome = run_flips(sealed, name, 40, tmp_path)
    assert outcome.faults == ()
    if name == "vault.db":
        assert outcome.harmless == 0
    elif name != BOTH_COPIES:
        assert outcome.harmless == 40


@pytest.mark.parametrize("name", UNSEALED)
def test_flips_after_a_crash(sealed, tmp_path, name):
    unsealed = make_unsealed(sealed, tmp_path / "unsealed")
    assert run_flips(unsealed, name, 20, tmp_path).faults == ()


def test_flips_in_both_header_copies_are_refused(scene):
    for path in scene.path.glob("header.*"):
        octets = bytearray(path.read_bytes())
        octets[-1] ^= 1
        path.write_bytes(octets)
    _refuse(scene)


def test_one_damaged_header_is_told_and_mended(scene):
    for name in ("header.a", "header.b"):
        (scene.path / name).write_bytes(b"\0" * 500)
        with scene.open() as vault:
            assert vault.notices[-1] == bundles.HALF_HEADER
            assert judge_notes(vault) == (NOTES, ())
        with scene.open() as vault:
            assert vault.notices == ()
            assert check_vault(vault).ok


def test_the_check_finds_a_damaged_header_copy(scene):
    with scene.open() as vault:
        assert check_vault(vault).ok
        (scene.path / "header.a").write_bytes(b"")
        assert not check_vault(vault).ok


def test_every_truncation_at_a_page_and_beside_it(scene):
    whole = (scene.path / "vault.db").read_bytes()
    for boundary in range(0, len(whole), PAGE):
        for length in {boundary, boundary + 1, max(0, boundary - 1)}:
            (scene.path / "vault.db").write_bytes(whole[:length])
            _refuse(scene)
    (scene.path / "vault.db").write_bytes(whole + bytes(PAGE))
    _refuse(scene)
    (scene.path / "vault.db").write_bytes(whole)
    scene.open().close()


def test_every_page_of_an_earlier_version_put_back_is_found_by_the_seal(scene):
    old = (scene.path / "vault.db").read_bytes()
    _add(scene, NOTES + 1)
    new = (scene.path / "vault.db").read_bytes()
    spliced = 0
    for at in range(0, min(len(old), len(new)), PAGE):
        if old[at : at + PAGE] != new[at : at + PAGE]:
            (scene.path / "vault.db").write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
            _refuse(scene)
            spliced += 1
    assert spliced >= 3


def test_an_earlier_database_under_the_present_header_is_refused(scene):
    old = (scene.path / "vault.db").read_bytes()
    _add(scene, NOTES + 1)
    (scene.path / "vault.db").write_bytes(old)
    _refuse(scene)


def test_earlier_headers_over_the_present_database_are_refused(scene):
    old = {path: path.read_bytes() for path in scene.path.glob("header.*")}
    _add(scene, NOTES + 1)
    for path, octets in old.items():
        path.write_bytes(octets)
    _refuse(scene)


def test_a_log_put_beside_a_sealed_database_is_refused(sealed, scene, tmp_path):
    unsealed = make_unsealed(sealed, tmp_path / "unsealed")
    shutil.copy(unsealed.path / "vault.db-wal", scene.path / "vault.db-wal")
    _refuse(scene)


def test_an_earlier_database_after_a_crash_is_told(scene):
    old = (scene.path / "vault.db").read_bytes()
    _add(scene, NOTES + 1)
    vault = scene.open()
    vault.connect()
    vault.abandon()
    (scene.path / "vault.db").write_bytes(old)
    shutil.rmtree(scene.state_dir)
    with scene.open() as vault:
        assert last_seen.OLDER in vault.notices
        assert judge_notes(vault) == (NOTES, ())


def test_the_whole_folder_put_back_is_told_once_on_this_device(scene, tmp_path):
    shutil.copytree(scene.path, tmp_path / "old")
    _add(scene, NOTES + 1)
    shutil.rmtree(scene.path)
    shutil.copytree(tmp_path / "old", scene.path)
    with scene.open() as vault:
        assert vault.notices == (last_seen.OLDER,)


def test_damage_after_a_crash_names_each_problem_and_no_content(sealed, tmp_path):
    scene = sealed.copy(tmp_path / "crashed")
    vault = scene.open()
    vault.connect()
    vault.abandon()
    octets = bytearray((scene.path / "vault.db").read_bytes())
    for page in (3, 5):
        octets[page * PAGE + 100] ^= 1
    (scene.path / "vault.db").write_bytes(octets)
    problems = _refuse(scene).problems
    assert problems
    assert not any("perihelion" in each for each in problems)


def test_a_damaged_vault_can_be_opened_to_rescue_what_is_left(scene):
    octets = bytearray((scene.path / "vault.db").read_bytes())
    octets[-PAGE + 100] ^= 1
    (scene.path / "vault.db").write_bytes(octets)
    before = scene.content()
    with scene.open(rescue=True) as vault:
        assert vault.read_only
        connection = vault.connect(read_only=True)
        assert connection.execute("SELECT body FROM note WHERE id = 1").fetchone()[0].startswith("1 ")
        report = check_vault(vault)
        assert not report.ok
        assert any("HMAC" in each for each in report.problems)
    assert scene.content() == before
