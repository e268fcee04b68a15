"""Opening a vault for one command, and closing it whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coachdesk.cli.outcome import CommandFailed
from coachdesk.cli.passphrases import read_passphrase
from coachdesk.cli.terminal import tell
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.vault.bundle import OpenVault, Passphrase, open_vault, peek_vault


def passphrase_for(path: Path, file: Path | None) -> str:
    """Return the passphrase for a vault, asked for only if there is one at `path`. Raises VaultError, CommandFailed."""
    peek_vault(path)
    return read_passphrase(file)


@contextmanager
def opened_vault(path: Path, passphrase: str, *, read_only: bool = False) -> Iterator[OpenVault]:
    """Give an open vault and seal it afterwards. Raises VaultError, and CommandFailed for one with a key file."""
    if peek_vault(path).uses_key_file:
        raise CommandFailed(
            "This vault opens with a key file too, which this command does not take. Open it in the window, "
            "or take the key file away first with coachdesk vault key-file remove."
        )
    vault = open_vault(path, Passphrase(passphrase), read_only=read_only)
    with vault:
        yield vault


@contextmanager
def opened_store(path: Path, passphrase: str, *, read_only: bool) -> Iterator[Store]:
    """Give the store of a vault; what its owner should know goes to standard error. Raises VaultError, StoreFailure."""
    with opened_vault(path, passphrase, read_only=read_only) as vault, stored(vault) as store:
        for notice in vault.notices:
            tell(notice)
        yield store


@contextmanager
def stored(vault: OpenVault) -> Iterator[Store]:
    """Give the store over an open vault and close its connections afterwards. Raises StoreFailure."""
    store = open_store(vault)
    try:
        yield store
    finally:
        store.close()
