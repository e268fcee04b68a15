"""Where backups lie and what their files are called."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..files import sync_folder
from ..place import SUFFIX

BACKUP_SUFFIX = ".coachdesk-backup"
BEGUN_SUFFIX = ".coachdesk-begun"
_STAMP = "%Y-%m-%d %H%M%SZ"


def backup_folder(bundle: Path) -> Path:
    """Return the folder that backups of a vault go to unless its owner names another: `Name backups` beside it."""
    return bundle.with_name(f"{bundle.name.removesuffix(SUFFIX)} backups")


def prepare_folder(folder: Path) -> None:
    """Make the folder, private, when it isn't there; its parent must be, so that an unplugged disk isn't invented."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)


def backup_path(folder: Path, name: str, made_at: datetime) -> Path:
    """Return `Name 2026-11-22 183553Z.coachdesk-backup` in a folder."""
    return folder / f"{name} {made_at.astimezone(UTC).strftime(_STAMP)}{BACKUP_SUFFIX}"


def free_moment(folder: Path, name: str, made_at: datetime) -> datetime:
    """Return the moment, or the first second after it, under which there is no backup yet."""
    while backup_path(folder, name, made_at).exists():
        made_at += timedelta(seconds=1)
    return made_at


def set_aside_path(bundle: Path, now: datetime) -> Path:
    """Return `Name (set aside 2026-11-22 183553Z).coachdesk`, where a restored vault's predecessor stays."""
    while True:
        stamp = now.astimezone(UTC).strftime(_STAMP)
        path = bundle.with_name(f"{bundle.name.removesuffix(SUFFIX)} (set aside {stamp}){SUFFIX}")
        if not path.exists():
            return path
        now += timedelta(seconds=1)


@contextmanager
def scratch_folder(folder: Path, vault_id: str) -> Iterator[Path]:
    """Give a private folder on the same disk for files on their way; it is removed whatever happens.

    What a killed process left of the same vault is removed first.
    """
    for left in folder.glob(f".{vault_id[:8]}-*.part"):
        shutil.rmtree(left, ignore_errors=True)
    scratch = folder / f".{vault_id[:8]}-{secrets.token_hex(6)}.part"
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
