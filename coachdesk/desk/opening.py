"""Opening, making and sealing a vault, as plain functions for a worker thread. Heavy imports stay inside them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachdesk.desk.desk import Desk
    from coachdesk.desk.settings import Settings
    from coachdesk.store.store import Store
    from coachdesk.vault.bundle import OpenVault
    from coachdesk.vault.passphrase import PassphraseRating

Replace = Callable[[list[str], dict[str, str]], None]


def open_with(path: Path, kind: str, secret: str) -> tuple[OpenVault, Store]:
    """Open a vault and its store by a secret of a kind (passphrase or recovery). Raises VaultError or StoreFailure."""
    from coachdesk.store.schema import open_store
    from coachdesk.vault.bundle import open_vault
    from coachdesk.vault.slots import Passphrase, RecoveryCode

    vault = open_vault(path, RecoveryCode(secret) if kind == "recovery" else Passphrase(secret))
    try:
        return vault, open_store(vault)
    except BaseException:
        vault.close()
        raise


def create_with(path: Path, passphrase: str) -> tuple[OpenVault, Store, str]:
    """Make a vault with its store and owner; return both and the recovery code. Raises VaultError."""
    from coachdesk.services.people import ensure_owner
    from coachdesk.store.schema import open_store
    from coachdesk.vault.bundle import create_vault

    made = create_vault(path, passphrase)
    store = open_store(made.vault)
    store.write(lambda unit: ensure_owner(unit, ""))
    return made.vault, store, made.recovery_code


def seal(desk: Desk, vault: OpenVault) -> None:
    """Finish what is queued, close the store, seal the vault and begin its backup, which needs no key to end."""
    desk.close()
    try:
        vault.seal()
        desk.backups.begin_at_lock()
    finally:
        vault.close()


def seal_and_back_up(desk: Desk, vault: OpenVault) -> None:
    """Do the same and finish the backup at once, as no process follows; the keys are gone meanwhile."""
    seal(desk, vault)
    finish_backup(vault.path, desk.settings, threading.Event())


def has_unfinished_backup(path: Path, settings: Settings) -> bool:
    """Return whether a backup was begun when the vault was locked and waits to be finished."""
    from coachdesk.desk.backing_up import has_unfinished

    return has_unfinished(path, settings)


def finish_backup(path: Path, settings: Settings, stopped: threading.Event) -> None:
    """Finish the backup of a vault that was begun when it was locked, if there is one and until `stopped` is set."""
    from coachdesk.desk.backing_up import finish_begun

    finish_begun(path, settings, stopped)


def is_store_failure(error: Exception) -> bool:
    """Return whether the world failed in the store."""
    from coachdesk.store.failures import StoreFailure

    return isinstance(error, StoreFailure)


def rate(text: str, names: tuple[str, ...] = ()) -> PassphraseRating:
    """Rate a passphrase; `names` are words that it should not contain."""
    from coachdesk.vault.passphrase import rate_passphrase

    return rate_passphrase(text, also=names)


def suggest() -> str:
    """Suggest a passphrase of four random words."""
    from coachdesk.vault.passphrase import suggest_words

    return suggest_words()


def harden() -> None:
    """No core file and no tracing by other processes of this user; where the system has no such switch, go on."""
    if sys.platform != "linux":
        return
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)


def replace_process(command: list[str], environment: dict[str, str]) -> None:
    """Become a fresh process, because only that leaves no sentence in memory. Does not return."""
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(command, env=environment)
        os._exit(0)
    os.execve(command[0], command, environment)  # noqa: S606 - our own interpreter
