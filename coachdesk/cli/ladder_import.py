"""`ladder import`: reads a ladder from other files, says what it found, and writes a draft only where it is told to."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from coachdesk.cli.options import AsJson
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import progress, say, say_json
from coachdesk.rubric.importing import (
    ImportReport,
    LadderUnreadable,
    Proposal,
    Recipe,
    build_ladder,
    dry_run,
    guess,
    ladder_yaml,
    parse_recipe,
    read_sources,
)
from coachdesk.rubric.importing.readers import read_bytes
from coachdesk.rubric.load import load_ladder
from coachdesk.rubric.problems import LadderProblems

_SHOWN = 40


def import_ladder(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX, Markdown, HTML, JSON, YAML, JS or TS.")
    ],
    recipe: Annotated[
        Path | None, typer.Option(metavar="RECIPE", help="Decisions kept from an earlier import.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="LADDER.yaml", help="Write the draft; without it, a dry run.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Bring in a ladder from other files: what it holds, what to look at, and what stays behind."""
    chosen = _read_recipe(recipe)
    with progress("Reading the files"):
        proposal = guess(read_sources(files), chosen)
    report = dry_run(proposal)
    if out is not None and report.refused is None:
        _write(proposal, out, files)
    if as_json:
        say_json(_as_json(report))
    else:
        _say(report, out)
    return ExitCode.DONE if report.refused is None else ExitCode.FOUND_A_PROBLEM


def _read_recipe(path: Path | None) -> Recipe | None:
    if path is None:
        return None
    try:
        return parse_recipe(path.name, read_bytes(path).decode("utf-8"))
    except UnicodeDecodeError:
        raise CommandFailed("The recipe is not UTF-8 text. Save it as UTF-8 and try again.") from None
    except LadderUnreadable as error:
        raise CommandFailed(str(error)) from None


def _write(proposal: Proposal, out: Path, files: list[Path]) -> None:
    """Write the draft whole or not at all; a file that is there, and so a source, is never written over."""
    if out.exists() or out.is_symlink():
        raise CommandFailed("The file to write is there already. Choose another name; nothing was changed.")
    text = ladder_yaml(build_ladder(proposal, files[0].stem, str(date.today().year)))
    try:
        load_ladder(text, out.name)
    except LadderProblems as error:
        first = next(iter(error.problems), None)
        what = f"The draft would not be a valid ladder ({first}). Nothing was written."
        raise CommandFailed(what, ExitCode.FOUND_A_PROBLEM) from None
    handle, name = tempfile.mkstemp(prefix=".ladder-", suffix=".yaml", dir=out.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(out)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _say(report: ImportReport, out: Path | None) -> None:
    say(f"{report.summary}.".replace("..", "."))
    for title, lines in (("Please look at", report.warnings), ("Not imported", report.not_imported)):
        if lines:
            say(f"{title}:")
        for line in lines[:_SHOWN]:
            say(f"  {line}")
        if len(lines) > _SHOWN:
            say(f"  and {len(lines) - _SHOWN} more; --json lists them all")
    for note in report.notes:
        say(note)
    if report.refused is None:
        say("A dry run: nothing was written." if out is None else "The draft was written.")


def _as_json(report: ImportReport) -> dict[str, Any]:
    return {
        "levels": report.levels,
        "competencies": report.competencies,
        "areas": report.areas,
        "tracks": report.tracks,
        "cells": report.filled,
        "behaviours": report.behaviours,
        "warnings": [*map(str, report.warnings), *map(str, report.not_imported), *report.notes],
        "refused": report.refused,
    }
