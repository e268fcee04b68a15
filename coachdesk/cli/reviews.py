"""The self-assessment round trip on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.passphrases import read_passphrase
from coachdesk.cli.reading import find_person
from coachdesk.cli.terminal import say, say_json, tell
from coachdesk.exchange.self_form import build_form, read_answer
from coachdesk.exchange.self_form.answer import MOST_BYTES
from coachdesk.services.ladders import PlacementDraft, find_placement, get_ladder, place_person
from coachdesk.services.reviews import ReviewDraft, begin_review
from coachdesk.services.self_assessment import (
    AnswerPreview,
    check_answer,
    ensure_form_key,
    find_open_review,
    get_form_content,
    take_answer,
)
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.files import create_file

FormPassphrase = Annotated[
    Path | None,
    typer.Option("--form-passphrase-file", metavar="PATH", help="Seal form and answer with the passphrase in a file."),
]


def form(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person, by full name or id.")],
    out: Annotated[Path, typer.Option("--out", metavar="F.html", help="A file that does not exist yet.")],
    vault: VaultPath,
    ladder: Annotated[
        str | None, typer.Option(metavar="LADDER@VERSION", help="By which ladder, for someone placed on none.")
    ] = None,
    level: Annotated[str | None, typer.Option(metavar="LEVEL", help="At which level of that ladder.")] = None,
    target: Annotated[str | None, typer.Option(metavar="LEVEL", help="Towards which level.")] = None,
    form_passphrase_file: FormPassphrase = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Write the self-assessment form of a review, and begin the review if none is open."""
    if out.exists():
        raise CommandFailed(f"{out} exists. Nothing was written. Choose another name.")
    secret = secret_for(vault, passphrase_file, key_file)
    sealing = None if form_passphrase_file is None else read_passphrase(form_passphrase_file)
    with opened_store(vault, secret, read_only=False) as store:
        person_id = find_person(store, name)
        _place(store, person_id, ladder, level, target)
        review_id = store.write(lambda unit: _ensure_review(unit, person_id)).result
        content = store.read(lambda session: get_form_content(session, review_id))
        create_file(out, build_form(content, sealing).encode())
    if as_json:
        say_json({"file": str(out), "review_id": review_id, "ladder": content.ladder_pin, "sealed": bool(sealing)})
    else:
        say(f"Wrote {out}: {len(content.competencies)} lines of {content.ladder_pin}.")
        tell("Send it to the person; any browser opens it. Read the file they send back with coachdesk review read.")
    return ExitCode.DONE


def read(
    answer: Annotated[Path, typer.Argument(metavar="ANSWER", help="The file that the form's page downloaded.")],
    vault: VaultPath,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the answer without taking it in.")] = False,
    form_passphrase_file: FormPassphrase = None,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Check that an answer belongs, show it, and take it in as the person's own marks."""
    sealing = None if form_passphrase_file is None else read_passphrase(form_passphrase_file)
    with answer.open("rb") as file:
        given = read_answer(file.read(MOST_BYTES + 1), sealing)
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=dry_run) as store:
        preview = store.read(lambda session: check_answer(session, given))
        if not dry_run:
            store.write(lambda unit: take_answer(unit, given))
    _say_preview(preview, is_taken=not dry_run, as_json=as_json)
    return ExitCode.DONE


def _place(store: Store, person_id: str, ladder: str | None, level: str | None, target: str | None) -> None:
    today = store.clock().date()
    placed = store.read(lambda session: find_placement(session, person_id, today))
    if ladder is None and level is None:
        if placed is None:
            raise CommandFailed("This person is placed on no ladder yet. Say --ladder and --level.")
        return
    if ladder is None or level is None:
        raise CommandFailed("--ladder and --level go together.")
    levels = [one.id for one in store.read(lambda session: get_ladder(session, ladder)).levels]
    for given in (level, target):
        if given is not None and given.lower() not in levels:
            raise CommandFailed(f"{ladder} has no level {given}. It has: {', '.join(levels)}.")
    draft = PlacementDraft(person_id, ladder, level.lower(), (target or "").lower(), today)
    store.write(lambda unit: place_person(unit, draft))


def _ensure_review(unit: UnitOfWork, person_id: str) -> str:
    review_id = find_open_review(unit.session, person_id)
    if review_id is None:
        today = unit.now.date()
        placed = find_placement(unit.session, person_id, today)
        assert placed is not None
        review_id = begin_review(
            unit,
            ReviewDraft(
                person_id, placed.ladder_pin, placed.level_id, today, placed.target_level_id, placed.shape_id
            ),
        )  # fmt: skip
        unit.session.flush()
    ensure_form_key(unit, review_id)
    return review_id


def _say_preview(preview: AnswerPreview, *, is_taken: bool, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "review_id": preview.review_id,
                "person": preview.person_name,
                "written_at": preview.written_at.isoformat(),
                "given": preview.given,
                "asked": preview.asked,
                "taken": is_taken,
                "answers": [
                    {"competency": line.competency, "mark": line.mark, "comment": line.comment}
                    for line in preview.lines
                ],
            }
        )
        return
    say(f"{preview.person_name}, {preview.written_at:%Y-%m-%d}: {preview.given} of {preview.asked} answered.")
    for line in preview.lines:
        say(f"  {line.competency}: {line.mark or 'open'}{f' ({line.comment})' if line.comment else ''}")
    tell("Taken in." if is_taken else "Nothing was changed.")
