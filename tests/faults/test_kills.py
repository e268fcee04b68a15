"""The writing process dies at any moment; and two processes never have one vault."""

from __future__ import annotations

import pytest

from coachdesk.vault import errors
from tests.faults.kill9 import run_kill9, start_writer


def test_nothing_acknowledged_is_lost_in_ten_kills(tmp_path):
    outcome = run_kill9(10, tmp_path)
    assert outcome.faults == ()
    assert outcome.acknowledged >= 10


def test_a_second_process_is_refused_until_the_first_is_gone(scene):
    process = start_writer(scene, "plain", 31)
    try:
        assert process.stdout.readline() == "31\n"
        with pytest.raises(errors.VaultInUse):
            scene.open()
        with pytest.raises(errors.VaultInUse):
            scene.open(read_only=True)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    scene.open().close()
