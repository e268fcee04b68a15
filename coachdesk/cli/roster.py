"""`import roster`: shows what a file would change, and changes it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json
from coachdesk.exchange.roster.check import CheckedRow, RosterCheck, check_roster
from coachdesk.exchange.roster.mapping import Mapping, guess_mapping, parse_mapping
from coachdesk.exchange.roster.readers import read_roster
from coachdesk.exchange.roster.table import Table
from coachdesk.services.people import find_owner
from coachdesk.services.roster import ImportResult, import_roster, list_known_people
from coachdesk.store.store import Store

_PREVIEW_ROWS = 200


def roster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file.")],
    vault: VaultPath,
    mapping: Annotated[str, typer.Option("--map", metavar="FIELD=COLUMN,…", help="Columns that are not guessed.")] = "",
    owner: Annotated[str, typer.Option(metavar="NAME", help="Your name or address in the file.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Bring in people from a roster; those who need a look are left out and said."""
    table = _read_table(file)
    columns = parse_mapping(mapping, table) if mapping else guess_mapping(table)
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=dry_run) as store:
        with progress("Checking the file"):
            check = _check(store, table, columns, owner)
        result = None if dry_run else _import(store, check)
    if as_json:
        say_json(_as_json(table, columns, check, result))
    else:
        _say(table, columns, check, result)
    is_clean = not check.counts.need_look and not check.questions and columns.names_people()
    return ExitCode.DONE if is_clean else ExitCode.FOUND_A_PROBLEM


def _read_table(file: Path) -> Table:
    """Read the file; a missing one is a slip of the command, one that can't be read is the disk's affair."""
    if not file.is_file():
        raise CommandFailed("There is no such file to import." if not file.exists() else "This is not a file.")
    with file.open("rb"):
        pass
    with progress("Reading the file"):
        return read_roster(file)


def _check(store: Store, table: Table, columns: Mapping, owner: str) -> RosterCheck:
    own = store.read(find_owner)
    name = owner or (own.name if own else "")
    return check_roster(table, columns, known=store.read(list_known_people), owner=name)


def _import(store: Store, check: RosterCheck) -> ImportResult:
    with progress("Importing"):
        return store.write(lambda unit: import_roster(unit, check.to_plan())).result


def _say(table: Table, columns: Mapping, check: RosterCheck, result: ImportResult | None) -> None:
    say("Columns: " + ", ".join(f"{field.value} = {table.header[at]}" for field, at in columns.columns))
    for note in check.notes:
        say(note)
    for question in check.questions:
        say(question.message)
    troubled = [row for row in check.rows if row.problems]
    for row in troubled[:_PREVIEW_ROWS]:
        for problem in row.problems:
            left = "left out: " if not row.included else ""
            say(f"  row {row.row_number}, {row.name or 'no name'}: {left}{problem.message}")
    if len(troubled) > _PREVIEW_ROWS:
        say(f"  and {len(troubled) - _PREVIEW_ROWS} more rows; --json lists them all")
    counts = check.counts
    say(f"{check.summary}. {counts.new} new, {counts.updated} changed, {counts.same} as they were.")
    if counts.need_look:
        say(f"{check.look_summary}, so they are left out. Mend the file, or import it in the window.")
    if counts.left_out:
        say(f"{counts.left_out} not in your reporting tree and left out.")
    say(_outcome(result))


def _outcome(result: ImportResult | None) -> str:
    if result is None:
        return "A dry run: nothing was written."
    return f"Imported: {result.added} added, {result.updated} changed."


def _as_json(table: Table, columns: Mapping, check: RosterCheck, result: ImportResult | None) -> dict[str, Any]:
    counts = check.counts
    return {
        "dry_run": result is None,
        "columns": {field.value: table.header[at] for field, at in columns.columns},
        "notes": list(check.notes),
        "questions": [{"code": one.code.value, "message": one.message} for one in check.questions],
        "counts": {name: getattr(counts, name) for name in type(counts).__slots__},
        "rows": [_row_as_json(row) for row in check.rows],
        "imported": None if result is None else {"added": result.added, "updated": result.updated},
    }


def _row_as_json(row: CheckedRow) -> dict[str, Any]:
    return {
        "row": row.row_number,
        "name": row.name,
        "manager": row.manager_name,
        "relation": row.relation.value,
        "result": row.result.value,
        "changed": list(row.changed),
        "included": row.included,
        "needs_look": row.needs_look,
        "problems": [{"code": one.code.value, "message": one.message} for one in row.problems],
    }
