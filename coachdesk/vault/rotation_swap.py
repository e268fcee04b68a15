"""Putting a re-keyed vault in place of the old one, so that a kill at any instant leaves one of the two whole.

The new files are made in `rotation/` inside the bundle, which one rename turns into `rotated/`. Before it the old vault
counts and `rotation/` is rubbish; after it the new one does, and moving its files up is repeated until it is done: by
whoever opens the vault next, if need be. The bundle's folder and its lock stay in place meanwhile.
"""

from __future__ import annotations

import shutil

from .files import environment_errors, sync_folder
from .place import Bundle
from .process_lock import acquire_lock

STAGED = "rotation"
COMMITTED = "rotated"
_OLD_BLOBS = "blobs.old"


def stage_bundle(bundle: Bundle) -> Bundle:
    """Return the empty place for the new files."""
    discard_staged(bundle)
    staged = Bundle(bundle.path / STAGED)
    with environment_errors():
        staged.path.mkdir(mode=0o700)
    return staged


def discard_staged(bundle: Bundle) -> None:
    """Remove what a rotation left that didn't come to its end; only the holder of the lock may."""
    shutil.rmtree(bundle.path / STAGED, ignore_errors=True)


def commit_swap(bundle: Bundle) -> None:
    """Make the new vault count: the one instant at which old becomes new. All its files must be synced by now."""
    with environment_errors():
        sync_folder(bundle.path / STAGED)
        (bundle.path / STAGED).rename(bundle.path / COMMITTED)
        sync_folder(bundle.path)


def finish_swap(bundle: Bundle) -> None:
    """Move the new files up and remove the old blobs; may be cut short and begun again at will.

    No connection may be open. The write-ahead log goes first: it belongs to the old database.
    """
    new = Bundle(bundle.path / COMMITTED)
    with environment_errors():
        if new.database.exists():
            for suffix in ("-wal", "-shm"):
                bundle.database.with_name(bundle.database.name + suffix).unlink(missing_ok=True)
        if new.blobs.exists():
            if bundle.blobs.exists():
                bundle.blobs.rename(new.path / _OLD_BLOBS)
            new.blobs.rename(bundle.blobs)
        for source, target in zip((new.database, *new.headers), (bundle.database, *bundle.headers), strict=True):
            if source.exists():
                source.replace(target)
        sync_folder(bundle.path)
        shutil.rmtree(new.path)
        sync_folder(bundle.path)


def finish_swap_of(bundle: Bundle) -> bool:
    """Finish a swap that was cut short, and tell whether there was one.

    Raises VaultInUse while it is still going on elsewhere, and PlaceNotWritable where it can't be finished.
    """
    if not (bundle.path / COMMITTED).is_dir():
        return False
    with environment_errors():
        lock = acquire_lock(bundle.lock, shared=False)
        try:
            if not (bundle.path / COMMITTED).is_dir():
                return False
            finish_swap(bundle)
        finally:
            lock.release()
    return True
