"""The disk is full or broken at any moment: what was saved stays, and saving works again when there is room."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coachdesk.vault import errors, files
from coachdesk.vault.bundle import check_vault, create_vault
from coachdesk.vault.errors import DiskFull, StorageFailed, translate_error
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.place import READ_ONLY_FOLDER
from tests.faults.flips import NOTES
from tests.faults.kill9 import start_writer
from tests.faults.scene import add_note, judge_notes


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 3 MB, where the test may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True)
    if made.returncode:
        pytest.skip("only root may mount a small disk; the test with a file limit covers the rest")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
def test_a_full_disk_keeps_what_was_saved_and_takes_the_rest_when_there_is_room(sealed, small_disk):
    scene = sealed.copy(small_disk)
    filling = small_disk / "filling"
    filling.write_bytes(bytes(1_000_000))
    with scene.open() as vault:
        connection = vault.connect()
        number = NOTES + 1
        with pytest.raises(Exception, match="full") as raised:
            while True:
                add_note(connection, number)
                number += 1
        assert isinstance(translate_error(raised.value), DiskFull)
        filling.unlink()
        add_note(connection, number)
        connection.close()
    with scene.open() as vault:
        assert judge_notes(vault) == (number, ())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
@pytest.mark.parametrize("sealed_first", [True, False])
def test_a_disk_that_takes_no_changes_is_read_only_with_the_reason(sealed, small_disk, sealed_first):
    scene = sealed.copy(small_disk)
    if not sealed_first:
        vault = scene.open()
        vault.connect()
        vault.abandon()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = scene.content()
    with scene.open() as vault:
        assert vault.read_only_reason == READ_ONLY_FOLDER
        connection = vault.connect(read_only=True)
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (NOTES,)
        connection.close()
        assert check_vault(vault).ok
        with pytest.raises(errors.PlaceNotWritable):
            vault.connect()
    with pytest.raises(errors.PlaceNotWritable):
        create_vault(small_disk / "new", "some passphrase", kdf=FLOOR)
    assert scene.content() == before


@pytest.mark.skipif(sys.platform == "win32", reason="file limits are of Unix")
def test_a_file_that_may_not_grow_loses_nothing_acknowledged(scene):
    process = start_writer(scene, "checkpoint", NOTES + 1, 400_000)
    said = process.communicate()[0].split("\n")
    assert process.returncode == 0
    assert said[-2] in ("stopped DiskFull", "stopped StorageFailed")
    last = int(said[-3])
    assert last > NOTES
    with scene.open() as vault:
        count, faults = judge_notes(vault)
    assert faults == ()
    assert count in (last, last + 1)


class _FailingDisk:
    """Fails the n-th write, sync or rename with an error of the disk, and all after it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int, fail_at: int) -> None:
        self.left, self.number = fail_at, number
        for owner, name in ((files.os, "write"), (files.os, "fsync"), (Path, "replace")):
            monkeypatch.setattr(owner, name, self._failing(getattr(owner, name)))

    def _failing(self, real):
        def call(*arguments):
            self.left -= 1
            if self.left < 0:
                raise OSError(self.number, os.strerror(self.number), "/a/private/name")
            return real(*arguments)

        return call


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EIO, StorageFailed)])
def test_an_error_at_every_step_of_breaking_and_making_the_seal_loses_nothing(sealed, tmp_path, number, kind):
    reached_end = False
    for fail_at in range(40):
        scene = sealed.copy(tmp_path / f"{number}-{fail_at}")
        with pytest.MonkeyPatch.context() as patch:
            _FailingDisk(patch, number, fail_at)
            saved, reached_end = _save_and_close(scene, kind)
        with scene.open() as vault:
            assert judge_notes(vault) == (NOTES + saved, ())
        if reached_end:
            break
    assert reached_end


def _save_and_close(scene, kind):
    """Return how many notes were saved, and whether even closing went well."""
    vault, saved = scene.open(), 0
    try:
        connection = vault.connect()
        add_note(connection, NOTES + 1)
        saved = 1
        vault.close()
    except errors.VaultError as error:
        assert type(error) is kind
        assert "private" not in str(error)
        vault.abandon()
        assert not any(vault.keys.vault)
        return saved, False
    return saved, True
