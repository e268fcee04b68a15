"""Commands that only read a vault: search it, export it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json, tell
from coachdesk.exchange.archive import ExportSummary, export_archive, refuse_place
from coachdesk.services.archive import find_people_named
from coachdesk.services.search import SearchHit, match_expression, search_ranked
from coachdesk.store.store import Store

_KINDS = {"note_block": "note", "agenda_item": "agenda", "sponsorship_act": "act", "glue_work": "glue"}


def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, or their beginnings.")],
    vault: VaultPath,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many hits at most.")] = 50,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Find words in everything written, best first. Private hits are marked."""
    words = " ".join(query)
    if match_expression(words) is None:
        raise CommandFailed("A search needs a word of two letters or more.")
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store:
        hits = store.read(lambda session: search_ranked(session, words, limit))
    if as_json:
        say_json({"hits": [_hit_as_json(hit) for hit in hits]})
    else:
        for hit in hits:
            say(_line(hit))
        tell("Nothing was found." if not hits else f"{len(hits)} found.")
    return ExitCode.DONE


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that does not exist yet.")],
    vault: VaultPath,
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Only this person, by full name or id.")] = None,
    include_private: Annotated[bool, typer.Option("--include-private", help="Also what only you see, marked.")] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Write Markdown and JSON that can be read without CoachDesk. The files are not encrypted."""
    refuse_place(out)
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store, progress("Exporting") as shown:
        person_id = None if person is None else find_person(store, person)
        done = export_archive(store, out, person_id=person_id, include_private=include_private, progress=shown)
    if as_json:
        say_json({"folder": str(out), "people": done.people, "notes": done.notes, "left_out": done.left_out})
    else:
        _say_export(done, out)
    return ExitCode.DONE


def find_person(store: Store, name: str) -> str:
    """Return the identity of the one person of a name. Raises CommandFailed for nobody, or for several."""
    found = store.read(lambda session: find_people_named(session, name))
    if not found:
        raise CommandFailed("Nobody in the vault has that name. Give the whole name.")
    if len(found) > 1:
        raise CommandFailed(f"{len(found)} people have that name. Give an id: {', '.join(found)}.")
    return found[0]


def _say_export(done: ExportSummary, out: Path) -> None:
    say(f"Exported to {out}: {done.people} people, {done.notes} notes.")
    if done.left_out:
        say(f"{done.left_out} private items were left out. --include-private brings them along, marked.")
    tell("These files are not encrypted. Anyone who can read the folder can read them.")


def _line(hit: SearchHit) -> str:
    words = " · ".join(part for part in (hit.title, hit.snippet) if part and part != hit.person_name)
    marks = "only you, " if hit.is_private else ""
    return f"{hit.occurred_at:%Y-%m-%d}  {hit.person_name} ({marks}{_KINDS.get(hit.noun, hit.noun)}): {words}"


def _hit_as_json(hit: SearchHit) -> dict[str, object]:
    return {
        "kind": _KINDS.get(hit.noun, hit.noun),
        "id": hit.noun_id,
        "opens": hit.parent_id,
        "person": hit.person_name,
        "person_id": hit.person_id,
        "meeting_id": hit.meeting_id,
        "occurred_at": hit.occurred_at.isoformat(),
        "only_you": hit.is_private,
        "title": hit.title,
        "title_spans": [list(span) for span in hit.title_spans],
        "snippet": hit.snippet,
        "snippet_spans": [list(span) for span in hit.snippet_spans],
    }
