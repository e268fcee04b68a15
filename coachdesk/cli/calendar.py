"""`import calendar` and `export-calendar`: one-on-ones from and to the calendars of the world."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from coachdesk.cli.opening import opened_store, secret_for
from coachdesk.cli.options import AsJson, KeyFilePath, PassphraseFile, VaultPath
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json, tell
from coachdesk.exchange.calendar.exporting import export_calendar as write_file
from coachdesk.exchange.calendar.exporting import refuse_file
from coachdesk.exchange.calendar.importing import (
    CalendarChoices,
    CalendarFile,
    CalendarGroup,
    find_person,
    group_plan,
    list_changes,
    plan_file,
    read_file,
)
from coachdesk.services.calendar import CalendarChange, CalendarResult, get_known_calendar
from coachdesk.services.calendar import import_calendar as import_changes
from coachdesk.services.people import find_owner, get_person
from coachdesk.store.store import Store

_PREVIEW_ROWS = 200
Zone = Annotated[str, typer.Option("--zone", metavar="NAME", help="Your time zone, such as Europe/London.")]


def import_calendar(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An .ics file.")],
    vault: VaultPath,
    zone: Zone = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Bring in one-on-ones of the next 8 weeks; importing again updates them."""
    if not file.is_file():
        raise CommandFailed("There is no such file to import." if not file.exists() else "This is not a file.")
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=dry_run) as store:
        with progress("Reading the file") as shown:
            known = store.read(get_known_calendar)
            found = read_file(file, known, zone=_zone(store, zone), now=store.clock(), progress=shown)
        groups = group_plan(plan_file(found, CalendarChoices()))
        changes = list_changes(groups, CalendarChoices())
        result = None if dry_run else store.write(lambda unit: import_changes(unit, changes)).result
    if as_json:
        say_json(_as_json(found, groups, result))
    else:
        _say(found, groups, changes, result)
    is_clean = not found.draft.problems and not any(group.candidates for group in groups if not group.first.person_id)
    return ExitCode.DONE if is_clean else ExitCode.FOUND_A_PROBLEM


def export_calendar(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new .ics file.")],
    vault: VaultPath,
    with_names: Annotated[bool, typer.Option("--with-names", help="Put first names into the titles.")] = False,
    zone: Zone = "",
    passphrase_file: PassphraseFile = None,
    key_file: KeyFilePath = None,
    as_json: AsJson = False,
) -> int:
    """Write planned one-on-ones for another calendar: times, and no note, agenda or topic."""
    refuse_file(out)
    secret = secret_for(vault, passphrase_file, key_file)
    with opened_store(vault, secret, read_only=True) as store, progress("Exporting"):
        count = write_file(store, out, zone=_zone(store, zone), now=datetime.now(UTC), with_names=with_names)
    if as_json:
        say_json({"file": str(out), "events": count, "with_names": with_names})
    else:
        say(f"Written to {out}: {count} series and single meetings.")
        tell("This file is not encrypted. It says when you meet" + (" and whom." if with_names else ", and not whom."))
    return ExitCode.DONE


def _zone(store: Store, name: str) -> ZoneInfo:
    """Return the zone asked for, else the owner's, else this computer's if it has a name."""
    if not name:
        owner = store.read(find_owner)
        name = store.read(lambda session: get_person(session, owner.person_id)).time_zone if owner else ""
    if not name:
        name = Path("/etc/localtime").resolve().as_posix().partition("zoneinfo/")[2] or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise CommandFailed("The time zone is not known. Name one such as Europe/London.") from None


def _say(
    file: CalendarFile,
    groups: tuple[CalendarGroup, ...],
    changes: tuple[CalendarChange, ...],
    result: CalendarResult | None,
) -> None:
    for problem in file.draft.problems:
        say(str(problem))
    if file.draft.more_problems:
        say(f"and {file.draft.more_problems} more problems")
    names = {person.person_id: person.name for person in file.known.people}
    shown = [group for group in groups if group.is_change or group.candidates]
    for group in shown[:_PREVIEW_ROWS]:
        who = names.get(find_person(file, group), "several people")
        count = f", {len(group.rows)} meetings" if len(group.rows) > 1 else ""
        when = f"{group.starts_at:%Y-%m-%d %H:%M} UTC{count}"
        say(f"  {group.first.action.value}: {who}, {when} ({group.first.reason.value})")
    if len(shown) > _PREVIEW_ROWS:
        say(f"  and {len(shown) - _PREVIEW_ROWS} more; --json lists them all")
    if result is None:
        say(f"{len(changes)} meetings would change. A dry run: nothing was written.")
    else:
        say(f"Imported: {result.added} added, {result.moved} moved, {result.cancelled} cancelled.")


def _as_json(file: CalendarFile, groups: tuple[CalendarGroup, ...], result: CalendarResult | None) -> dict[str, Any]:
    return {
        "dry_run": result is None,
        "problems": [
            {"line": one.line, "code": one.code.value, "message": one.message, "left_out": one.is_left_out}
            for one in file.draft.problems
        ],
        "more_problems": file.draft.more_problems,
        "rows": [
            {
                "action": group.first.action.value,
                "reason": group.first.reason.value,
                "person_id": find_person(file, group) or None,
                "candidates": list(group.candidates),
                "starts_at": group.starts_at.isoformat(),
                "meetings": len(group.rows),
            }
            for group in groups
        ],
        "imported": None
        if result is None
        else {"added": result.added, "moved": result.moved, "cancelled": result.cancelled},
    }
