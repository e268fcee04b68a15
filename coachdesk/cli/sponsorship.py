"""The ledger of one opportunity: what was asked for before names appeared, and what came of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import say, say_json, tell
from coachdesk.exchange.ledger_export import encode_ledger, ledger_markdown
from coachdesk.services.ledger import get_ledger
from coachdesk.services.projects import find_projects_titled
from coachdesk.store.store import Store
from coachdesk.vault.files import create_file, environment_errors


def ledger(
    title: Annotated[list[str], typer.Argument(metavar="TITLE", help="The whole title of the project, or an id.")],
    vault: VaultPath,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F", help="Write to a file that does not exist yet.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Say the criteria and the outcome of one opportunity. Private remarks are never part of it."""
    if out is not None:
        _refuse(out)
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store:
        project_id = _find_project(store, " ".join(title))
        found = store.read(lambda session: get_ledger(session, project_id))
    encoded = encode_ledger(found)
    words = ledger_markdown(found, datetime.now(UTC).astimezone().tzinfo or UTC)
    if out is not None:
        written = json.dumps(encoded, ensure_ascii=False, indent=1) + "\n" if as_json else words
        with environment_errors():
            create_file(out, written.encode())
        say(f"Written to {out}.")
        tell("The file is not encrypted. Whoever has it can read it.")
    elif as_json:
        say_json(encoded)
    else:
        for line in words.splitlines():
            say(line)
    return ExitCode.DONE


def _refuse(out: Path) -> None:
    if out.exists() or out.is_symlink():
        raise CommandFailed(f"{out} exists. Nothing was written. Choose another name.")
    if not out.absolute().parent.is_dir():
        raise CommandFailed(f"There is no folder for {out}. Nothing was written. Make it first, or choose another.")


def _find_project(store: Store, title: str) -> str:
    found = store.read(lambda session: find_projects_titled(session, title))
    if not found:
        raise CommandFailed("No project in the vault has that title. Give the whole title.")
    if len(found) > 1:
        raise CommandFailed(f"{len(found)} projects have that title. Give an id: {', '.join(found)}.")
    return found[0]
