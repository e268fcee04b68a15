"""Restoring: a whole vault out of a backup, at a new place or in place of the present one, which is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import PlaceNotWritable, VaultExists
from ..files import environment_errors, sync_folder
from ..place import Bundle, bundle_path
from ..process_lock import acquire_lock
from ..slots import Secret
from .container import Beginning, DamagedBackup, Report, read_beginning
from .exchange import exchange_folders
from .opening import ContentCheck, between, find_problems, lay_out, unlock_backup
from .places import scratch_folder, set_aside_path


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the vault lies now, when its backup was made, and where the former vault went, if there was one."""

    path: Path
    made_at: datetime
    set_aside: Path | None


@environment_errors()
def restore_backup(
    backup: Path,
    secret: Secret,
    target: Path,
    *,
    now: datetime,
    report: Report,
    check_content: ContentCheck | None = None,
    in_place: bool = False,
) -> Restored:
    """Lay out the vault of a backup beside `target`, test it, and only then give it that name.

    With `in_place` a vault at `target` is set aside, never overwritten; without, nothing may be there (VaultExists).
    Raises NotABackup, DamagedBackup, WrongSecret, VaultInUse and the disk's errors; nothing was changed then.
    """
    target = bundle_path(target)
    is_taken = target.is_symlink() or target.exists()
    if is_taken and not (in_place and target.is_dir()):
        raise VaultExists
    if not target.parent.is_dir():
        raise PlaceNotWritable("There is no such folder to put the vault in. Nothing was made; choose another.")
    beginning = read_beginning(backup)
    with _built_aside(backup, beginning, secret, target, report, check_content) as aside:
        report(1.0, "Putting the vault in its place")
        set_aside = _replace(aside, target, now) if is_taken else None
        if not is_taken:
            aside.rename(target)
        sync_folder(target.parent)
    return Restored(target, beginning.made_at, set_aside)


@contextmanager
def _built_aside(
    backup: Path, beginning: Beginning, secret: Secret, target: Path, report: Report, check_content: ContentCheck | None
) -> Iterator[Path]:
    """Give a complete, tested vault under a hidden name; it is removed unless it was moved."""
    report(0.0, "Unlocking the backup")
    keys = unlock_backup(backup, beginning, secret)
    try:
        with scratch_folder(target.parent, beginning.header.vault_id) as scratch:
            bundle = Bundle(scratch / target.name)
            bundle.path.mkdir(mode=0o700)
            lay_out(backup, beginning, bundle, keys, between(report, 0.05, 0.5))
            problems = find_problems(bundle.database, keys, check_content, between(report, 0.5, 1.0))
            if problems:
                raise DamagedBackup(problems=problems)
            yield bundle.path
    finally:
        keys.zero()


def _replace(aside: Path, target: Path, now: datetime) -> Path:
    """Swap the restored vault with the present one, whose new name is given before the swap: no moment without both."""
    lock = acquire_lock(Bundle(target).lock, shared=False)
    lock.release()  # a folder with an open file can't be renamed on Windows
    set_aside = set_aside_path(target, now)
    aside.rename(set_aside)
    try:
        exchange_folders(set_aside, target)
    except BaseException:
        set_aside.rename(aside)
        raise
    return set_aside
