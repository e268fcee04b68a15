"""An export that lasts: Markdown for people and JSON for programs, readable without CoachDesk.

The folder is written aside and renamed when it is complete, so that an export is whole or not there.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from coachdesk.exchange.archive_markdown import file_name, person_markdown
from coachdesk.exchange.sponsorship_export import MARKDOWN_NAME as SPONSORSHIP_NAME
from coachdesk.exchange.sponsorship_export import encode_sponsorship, sponsorship_markdown
from coachdesk.exchange.themes_export import MARKDOWN_NAME, encode_themes, themes_markdown
from coachdesk.model.visibility import Visibility
from coachdesk.services.archive import (
    PrivatePersonRecord,
    SharedPersonRecord,
    count_private,
    list_everyone,
    read_private,
    read_shared,
)
from coachdesk.services.archive_sponsorship import SponsorshipRecord, read_sponsorship
from coachdesk.services.blocks import Block, SharedNote
from coachdesk.services.theme_book import list_named_mentions
from coachdesk.services.themes import get_themes_record
from coachdesk.store.store import Store
from coachdesk.vault.files import create_file, environment_errors, sync_folder

FORMAT = "coachdesk-archive"
VERSION = 1
JSON_NAME = "archive.json"
PersonRecord = SharedPersonRecord | PrivatePersonRecord
Progress = Callable[[int, int], None]


class ExportRefused(Exception):
    """The place for an export won't do. The text says why; nothing was written."""


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How many people and notes were written, and how many private items were left out."""

    people: int
    notes: int
    left_out: int


def export_archive(
    store: Store,
    out: Path,
    *,
    person_id: str | None = None,
    include_private: bool = False,
    progress: Progress | None = None,
) -> ExportSummary:
    """Write everyone, or one person, to the folder `out`, which must not exist yet or be empty.

    Private content is written only if asked for, and then marked. The folder is for its owner alone (0700). Raises
    ExportRefused, NotFound, StoreFailure and the disk's VaultErrors; whatever was written until then is removed.
    """
    with environment_errors():
        refuse_place(out)
        aside = out.with_name(f".{secrets.token_hex(6)}.new")
        aside.mkdir(mode=0o700)
        try:
            summary = _write_all(store, aside, person_id, include_private, progress)
            _rename_new(aside, out)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        sync_folder(out.parent)
    return summary


def refuse_place(out: Path) -> None:
    """Raise ExportRefused unless a new folder can take the name `out`."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise ExportRefused("There is already something at this place. It was left as it is; choose another name.")
    if out.is_dir() and any(out.iterdir()):
        raise ExportRefused("This folder is not empty. It was left as it is; choose a new one.")
    if not out.absolute().parent.is_dir():
        raise ExportRefused("There is no folder to put the export in. Nothing was written; choose another place.")


def _write_all(
    store: Store, folder: Path, person_id: str | None, include_private: bool, progress: Progress | None
) -> ExportSummary:
    ids = store.read(list_everyone) if person_id is None else (person_id,)
    people: list[dict[str, Any]] = []
    taken = {Path(MARKDOWN_NAME).stem, Path(SPONSORSHIP_NAME).stem}
    notes = left_out = 0
    for done, one in enumerate(ids, start=1):
        record = _read(store, one, include_private)
        name = file_name(record.facts.name, taken)
        create_file(folder / name, person_markdown(record).encode())
        people.append({"file": name, **encode_person(record)})
        notes += len(record.notes) + sum(len(meeting.notes) for meeting in record.meetings)
        left_out += 0 if include_private else store.read(partial(count_private, person_id=one))
        if progress is not None:
            progress(done, len(ids))
    themes = _write_themes(store, folder, include_private) if person_id is None else {}
    chances = store.read(partial(read_sponsorship, person_id=person_id))
    left_out += 0 if include_private else chances.pieces
    sponsorship = _write_sponsorship(chances, folder) if include_private and chances.pieces else {}
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": store.clock().isoformat(),
        "includes_private": include_private,
        "people": people,
        **themes,
        **sponsorship,
    }
    create_file(folder / JSON_NAME, (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())
    sync_folder(folder)
    return ExportSummary(len(people), notes, left_out)


def _write_themes(store: Store, folder: Path, include_private: bool) -> dict[str, Any]:
    """Write the themes of skip-levels, if there are any, and return them as the part of the JSON that they are."""
    record = store.read(lambda session: get_themes_record(session, store.clock()))
    named = store.read(list_named_mentions) if include_private else None
    if not (record.themes or record.held_back or named):
        return {}
    create_file(folder / MARKDOWN_NAME, themes_markdown(record, named).encode())
    return {"themes": encode_themes(record, named)}


def _write_sponsorship(record: SponsorshipRecord, folder: Path) -> dict[str, Any]:
    """Write sponsorship and return it as the part of the JSON that it is."""
    create_file(folder / SPONSORSHIP_NAME, sponsorship_markdown(record).encode())
    return encode_sponsorship(record)


def _read(store: Store, person_id: str, include_private: bool) -> PersonRecord:
    if include_private:
        return store.read(partial(read_private, person_id=person_id))
    return store.read(partial(read_shared, person_id=person_id))


def encode_person(record: PersonRecord) -> dict[str, Any]:
    """Return a person as JSON values; what only the manager may see stands under keys that begin with `only_you`."""
    encoded: dict[str, Any] = {
        **_plain(asdict(record.facts)),
        "roles": [_plain(asdict(step)) for step in record.roles],
        "agenda": [_plain(asdict(item)) for item in record.agenda],
        "promises": [_plain(asdict(promise)) for promise in record.promises],
        "notes": [{"written_at": at.isoformat(), **_note(note)} for at, note in record.notes],
    }
    if isinstance(record, SharedPersonRecord):
        encoded["meetings"] = [
            {**_plain(asdict(meeting.facts)), "notes": [_note(note) for note in meeting.notes]}
            for meeting in record.meetings
        ]
        return encoded
    encoded["meetings"] = [
        {
            **_plain(asdict(meeting.facts)),
            "notes": [_note(note) for note in meeting.notes],
            "only_you_pulse": meeting.pulse,
        }
        for meeting in record.meetings
    ]
    encoded["only_you_about"] = record.about
    encoded["only_you_promises"] = [_plain(asdict(promise)) for promise in record.private_promises]
    encoded["only_you_agenda"] = [_plain(asdict(item)) for item in record.private_agenda]
    return encoded


def _note(note: SharedNote | tuple[Block, ...]) -> dict[str, Any]:
    """Return a note: shared Markdown alone, or blocks in order, each under the name of who may see it."""
    if isinstance(note, SharedNote):
        return {"blocks": [{"shared": text} for text in note.paragraphs]}
    keys = {Visibility.SHARED: "shared", Visibility.ONLY_YOU: "only_you"}
    return {"blocks": [{keys[block.visibility]: block.text} for block in note]}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _rename_new(aside: Path, out: Path) -> None:
    if out.is_dir():
        out.rmdir()  # empty, as was seen; if it is so no longer, this fails and nothing is lost
    aside.rename(out)
