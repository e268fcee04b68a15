"""The commands at the end of a record: take names out of texts, and destroy a person's rows and say what remains."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_vault, secret_for, stored
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json
from coachdesk.services.archive import find_people_named
from coachdesk.services.retention import COLLEAGUE, Destroyed, Mention, destroy_person, redact
from coachdesk.services.retention_page import get_records_page
from coachdesk.store.destruction import Remains, destroy_remains
from coachdesk.store.folding import fold
from coachdesk.store.store import Store
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
            person_id = _find_one(store, name)
            done = store.write(lambda unit: destroy_person(unit, person_id)).result
        backups = [row.path for row in list_backups(backup_folder(opened.path), vault_id=opened.vault_id)]
        remains = destroy_remains(opened, done.content_ids, backups=backups)
    _say(vault, done, remains, as_json)
    return ExitCode.DONE


def take_out(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's full name, or their id.")],
    vault: VaultPath,
    places: Annotated[
        list[int] | None, typer.Option("--place", metavar="NUMBER", help="A place of the list; may be repeated.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every place of the list.")] = False,
    within: Annotated[
        bool,
        typer.Option("--within", help="Other people's names in this person's records, before a hand-over."),
    ] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """List the places that name a person in other records, and put "[a colleague]" at those you choose."""
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_vault(vault, secret) as opened, stored(opened) as store:
        person_id = _find_one(store, name)
        page = store.read(lambda session: get_records_page(session, person_id))
        found, names = (page.within, page.within_names) if within else (page.elsewhere, page.elsewhere_names)
        numbers = set(range(1, len(found) + 1)) if every else set(places or ())
        if not numbers <= set(range(1, len(found) + 1)):
            raise CommandFailed(f"There are {len(found)} places, counted from 1. Nothing was changed.")
        chosen = [found[number - 1] for number in sorted(numbers)]
        changed = store.write(lambda unit: redact(unit, chosen, names)).result if chosen else 0
    _say_places(found, changed, as_json)
    return ExitCode.DONE


def _say_places(found: tuple[Mention, ...], changed: int, as_json: bool) -> None:
    if as_json:
        rows = [{"place": n, "record_of": one.person_name, "text": one.excerpt} for n, one in enumerate(found, start=1)]
        say_json({"places": rows, "changed": changed})
        return
    for number, one in enumerate(found, start=1):
        say(f"{number}. {one.person_name}: {one.excerpt}")
    if changed:
        say(f"{changed} places now say {COLLEAGUE}; earlier versions of those notes are removed. Backups keep them.")
    else:
        say("Nothing was changed. Choose places with --place or --all." if found else "No place was found.")


def _find_one(store: Store, name: str) -> str:
    found = store.read(lambda session: find_people_named(session, name))
    if len(found) != 1:
        known = "Nobody" if not found else "More than one person"
        raise CommandFailed(f"{known} has this name. Nothing was changed.", ExitCode.FOUND_A_PROBLEM)
    return found[0]


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
