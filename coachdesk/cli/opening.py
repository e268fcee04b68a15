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
from coachdesk.vault.key_file import key_file_to_try

NO_KEY_FILE_HERE = (
    "This vault opens with a key file too, which this command does not take. Open it in the window, "
    "or take the key file away first with coachdesk vault key-file remove."
)


def passphrase_for(path: Path, file: Path | None) -> str:
    """Return the passphrase for a vault, asked for only if there is one at `path`. Raises VaultError, CommandFailed."""
    peek_vault(path)
    return read_passphrase(file)


def secret_for(path: Path, passphrase_file: Path | None, key_file: Path | None) -> Passphrase:
    """Return what opens a vault; its key file counts only where it asks for one. Raises VaultError, CommandFailed."""
    return with_key_file(passphrase_for(path, passphrase_file), peek_vault(path).uses_key_file, key_file)


def with_key_file(passphrase: str, is_needed: bool, key_file: Path | None) -> Passphrase:
    """Return a passphrase with its key file where one is needed. Raises CommandFailed when none was named."""
    if not is_needed:
        return Passphrase(passphrase)
    if key_file is None:
        raise CommandFailed("This opens with a key file too. Name it with --key-file.")
    return Passphrase(passphrase, key_file_to_try(key_file))


@contextmanager
def opened_vault(path: Path, secret: str | Passphrase, *, read_only: bool = False) -> Iterator[OpenVault]:
    """Give an open vault and seal it afterwards. Raises VaultError, and CommandFailed when a key file is missing."""
    if isinstance(secret, str):
        if peek_vault(path).uses_key_file:
            raise CommandFailed(NO_KEY_FILE_HERE)
        secret = Passphrase(secret)
    vault = open_vault(path, secret, read_only=read_only)
    with vault:
        yield vault


@contextmanager
def opened_store(path: Path, secret: str | Passphrase, *, read_only: bool) -> Iterator[Store]:
    """Give the store of a vault; what its owner should know goes to standard error. Raises VaultError, StoreFailure."""
    with opened_vault(path, secret, read_only=read_only) as vault, stored(vault) as store:
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
