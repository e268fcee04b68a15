"""The command that destroys a person's records, and says where copies may remain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_vault, secret_for, stored
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json
from coachdesk.services.archive import find_people_named
from coachdesk.services.retention import Destroyed, destroy_person
from coachdesk.store.destruction import Remains, destroy_remains
from coachdesk.store.folding import fold
from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.backups.places import backup_folder


def destroy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's full name, or their id.")],
    vault: VaultPath,
    confirm: Annotated[str, typer.Option("--confirm", metavar="NAME", help="The name once more.")],
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Destroy everything about a person for good. It can't be undone; copies that may remain are listed."""
    if fold(confirm) != fold(name):
        raise CommandFailed("The name after --confirm is not the same. Nothing was changed.")
    secret = secret_for(vault, passphrase_file, key_file)
    with progress("Destroying"), opened_vault(vault, secret) as opened:
        with stored(opened) as store:
            found = store.read(lambda session: find_people_named(session, name))
            if len(found) != 1:
                known = "Nobody" if not found else "More than one person"
                raise CommandFailed(f"{known} has this name. Nothing was changed.", ExitCode.FOUND_A_PROBLEM)
            done = store.write(lambda unit: destroy_person(unit, found[0])).result
        backups = [row.path for row in list_backups(backup_folder(opened.path), vault_id=opened.vault_id)]
        remains = destroy_remains(opened, done.content_ids, backups=backups)
    _say(vault, done, remains, as_json)
    return ExitCode.DONE


def _say(vault: Path, done: Destroyed, remains: Remains, as_json: bool) -> None:
    known = (*remains.backups, *remains.copies_before_updates, *remains.other_bundles)
    if as_json:
        say_json(
            {
                "vault": str(vault),
                "removed": dict(done.counts),
                "attachments": len(done.content_ids),
                "backups": list(map(str, remains.backups)),
                "copies_before_updates": list(map(str, remains.copies_before_updates)),
                "other_vaults": list(map(str, remains.other_bundles)),
                "elsewhere": list(remains.elsewhere),
            }
        )
        return
    say("Everything about this person is destroyed in the vault.")
    say(", ".join(f"{noun.replace('_', ' ')}: {count}" for noun, count in done.counts))
    for path in known:
        say(f"Still holds it: {path}")
    for sentence in remains.elsewhere:
        say(sentence)
