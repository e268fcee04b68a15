"""A second place for backups, named by the owner: a USB disk or another folder, which may be away at times."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ..errors import VaultError
from ..files import environment_errors, sync_folder
from .container import Report, compare_bytes, read_beginning
from .listing import BackupRow, BackupState, list_backups
from .making import copy_file
from .opening import between
from .places import scratch_folder
from .retention import choose_kept


class SecondPlaceAway(VaultError):
    """The second place isn't there now."""

    text = (
        "The second place for backups is not there at present, so nothing was copied to it. The backup itself is "
        "safe. It is tried again with the next backup."
    )


@environment_errors()
def copy_to_second_place(
    rows: tuple[BackupRow, ...], second: Path, *, vault_id: str, now: datetime, state_dir: Path | None, report: Report
) -> tuple[Path, ...]:
    """Copy verified backups of a vault that are missing at the second place, newest first; return the copies.

    Each is read back and compared before it gets its name. What retention would remove at once isn't copied.
    Raises SecondPlaceAway and the disk's errors; the folder itself is never made.
    """
    if not second.is_dir():
        raise SecondPlaceAway
    there = list_backups(second, vault_id=vault_id, state_dir=state_dir)
    present = {row.mark for row in there}
    good = [row for row in rows if row.state is BackupState.VERIFIED]
    kept = choose_kept({row.made_at for row in (*good, *there) if row.state is BackupState.VERIFIED}, now)
    missing = [row for row in good if row.mark not in present and row.made_at in kept]
    copied = []
    for number, row in enumerate(missing):
        step = between(report, number / len(missing), (number + 1) / len(missing))
        copied.append(_copy(row, second, vault_id, step))
    return tuple(copied)


def _copy(row: BackupRow, second: Path, vault_id: str, report: Report) -> Path:
    with scratch_folder(second, vault_id) as scratch:
        package = scratch / "package"
        copy_file(row.path, package, read_beginning(row.path), between(report, 0.0, 0.6))
        compare_bytes(package, between(report, 0.6, 1.0), "Reading the copy back")
        path = second / row.path.name
        package.replace(path)
        sync_folder(second)
    return path
