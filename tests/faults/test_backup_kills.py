"""Backups and restores die at any moment: what has a backup's name is whole, and the vault is always there."""

from __future__ import annotations

import pytest

from tests.faults.copier import MODES
from tests.faults.kill_backup import run_backup_kills


@pytest.mark.long
def test_five_kills_of_each_kind_leave_whole_backups_and_vaults(tmp_path):
    outcome = run_backup_kills(5, tmp_path)
    assert outcome.faults == ()
    assert outcome.acknowledged >= 5 * len(MODES)
