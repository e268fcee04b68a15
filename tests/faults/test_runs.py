"""The other fault runs at a few cases each, and the controls that show that faults would be seen."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.faults import damage, disk_errors, kills, leaks, power_cut
from tests.faults.table import Row, format_table

TRACED = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("strace") is None, reason="strace is of Linux"
)


@TRACED
@pytest.mark.long
@pytest.mark.parametrize(
    ("run", "count"),
    [
        (power_cut.run_power_cuts, 25),
        (power_cut.run_lying_disk, 25),
        (disk_errors.run_disk_errors, 4),
        (disk_errors.run_rare_disk_errors, 9),
        (leaks.run_leak, 1),
        (leaks.run_leak_control, 1),
    ],
)
def test_traced_runs_pass_and_their_controls_find(run, count: int, tmp_path: Path) -> None:
    row = run(count, tmp_path)
    assert row.verdict == "pass", row.faults


@pytest.mark.long
@pytest.mark.parametrize(
    ("run", "count"),
    [
        (damage.flip_blob, 30),
        (damage.splice_pages, 10),
        (damage.roll_back, 3),
        (kills.kill_migration, 2),
    ],
)
def test_damage_and_updates(run, count: int, tmp_path: Path) -> None:
    row = run(count, tmp_path)
    assert row.faults == ()
    assert row.verdict == "pass"


def test_the_table_fails_a_fault_a_blind_detector_and_a_run_of_nothing() -> None:
    rows = [Row("a", 5, "kills"), Row("b", 5, "kills", ("torn",)), Row("c", 5, "states", wanted=1), Row("d", 0, "x")]
    assert [row.verdict for row in rows] == ["pass", "FAIL", "FAIL", "FAIL"]
    assert Row("e", 0, "states", skipped="no strace").verdict == "skipped"
    assert "at least 1" in format_table(rows)
