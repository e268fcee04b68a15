"""`ladder`: checks a ladder file, lists and shows the built-in ones, prints the schema. Needs no vault."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from coachdesk.assets import ladder_folder
from coachdesk.cli.options import AsJson
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import say, say_json, tell
from coachdesk.rubric.check import LadderCheck, check_ladder
from coachdesk.rubric.format import Competency, Ladder
from coachdesk.rubric.library import find_ladder, list_ladders
from coachdesk.rubric.load import content_hash, load_ladder
from coachdesk.rubric.problems import Problem
from coachdesk.rubric.queries import Cell, CellState, cell, steps_of
from coachdesk.rubric.schema import schema_text
from coachdesk.rubric.translate import translated

_WORDS = {
    CellState.WRITTEN: "",
    CellState.NOTHING_NEW: "nothing new here",
    CellState.NOT_APPLICABLE: "does not apply",
    CellState.NOT_WRITTEN: "not written yet",
}


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A ladder as YAML.")],
    as_json: AsJson = False,
) -> int:
    """Check a ladder file: file, line, what is wrong and what to do. Advice does not fail the check."""
    found = check_ladder(_existing(file), str(file))
    if as_json:
        say_json(_check_as_json(found))
    else:
        for one in found.problems:
            say(str(one))
        for one in found.advice:
            say(f"advice: {one}")
        say(_summary(found))
    return ExitCode.FOUND_A_PROBLEM if found.problems else ExitCode.DONE


def list_(as_json: AsJson = False) -> int:
    """List the built-in ladders."""
    ladders = list_ladders(ladder_folder())
    if as_json:
        say_json([_head(one) for one in ladders])
        return ExitCode.DONE
    for one in ladders:
        say(f"{one.pin}  {one.name}: {_size(one)}")
    return ExitCode.DONE


def show(
    ladder: Annotated[str, typer.Argument(metavar="LADDER", help="The id of a built-in ladder, or a file.")],
    level: Annotated[str, typer.Option(metavar="LEVEL", help="Only this level or stage.")] = "",
    lang: Annotated[str, typer.Option(metavar="LANGUAGE", help="In this language, as far as it is there.")] = "",
    as_json: AsJson = False,
) -> int:
    """Show a ladder, competency by competency."""
    found = _find(ladder)
    if lang:
        answer = translated(found, lang)
        found = answer.ladder
        if answer.missing:
            tell(f"{len(answer.missing)} texts have no translation and are shown as they are.")
    if level and level not in {step for one in found.rated for step in steps_of(found, one)}:
        raise CommandFailed("The ladder has no such level or stage. Without --level, all are shown.")
    if as_json:
        say_json({**_head(found), "cells": _cells_as_json(found, level)})
    else:
        _say_ladder(found, level)
    return ExitCode.DONE


def schema() -> int:
    """Print the JSON Schema of ladder files, for your editor."""
    for line in schema_text().splitlines():
        say(line)
    return ExitCode.DONE


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise CommandFailed("There is no such ladder file." if not file.exists() else "This is not a file.")
    return file


def _find(ladder: str) -> Ladder:
    built_in = find_ladder(ladder_folder(), ladder)
    if built_in is not None:
        return built_in
    if not Path(ladder).is_file():
        raise CommandFailed("There is no such ladder. coachdesk ladder list names the built-in ones.")
    return load_ladder(Path(ladder), ladder)


def _summary(found: LadderCheck) -> str:
    advice = _count(len(found.advice), "piece of advice", "pieces of advice")
    if found.ladder is None or found.problems:
        return f"{_count(len(found.problems), 'problem', 'problems')}, {advice}."
    return f"No problems, {advice}. {found.ladder.name}, version {found.ladder.version}: {_size(found.ladder)}."


def _size(ladder: Ladder) -> str:
    levels = _count(len(ladder.levels), "level", "levels")
    return f"{levels}, {_count(len(ladder.rated), 'competency', 'competencies')}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


def _head(ladder: Ladder) -> dict[str, Any]:
    return {
        "id": ladder.id,
        "version": ladder.version,
        "name": ladder.name,
        "lang": ladder.lang,
        "family": ladder.family.value,
        "levels": [one.id for one in ladder.levels],
        "competencies": [one.id for one in ladder.rated],
        "overlays": [one.id for one in ladder.overlays],
        "content_hash": content_hash(ladder),
    }


def _check_as_json(found: LadderCheck) -> dict[str, Any]:
    return {
        "ladder": None if found.ladder is None else _head(found.ladder),
        "problems": [_problem_as_json(one) for one in found.problems],
        "advice": [_problem_as_json(one) for one in found.advice],
    }


def _problem_as_json(one: Problem) -> dict[str, Any]:
    return {"line": one.line, "field": one.field, "what": one.what, "what_to_do": one.what_to_do}


def _shown(ladder: Ladder, competency: Competency, level: str) -> list[Cell]:
    return [cell(ladder, competency.id, one) for one in steps_of(ladder, competency) if level in ("", one)]


def _cells_as_json(ladder: Ladder, level: str) -> list[dict[str, Any]]:
    return [
        {
            "competency": found.competency,
            "at": found.at,
            "state": found.state.value,
            "reason": found.reason,
            "behaviours": [
                {"id": one.id, "kind": one.behaviour.kind.value, "text": one.behaviour.text} for one in found.own
            ],
        }
        for competency in ladder.rated
        for found in _shown(ladder, competency, level)
    ]


def _say_ladder(ladder: Ladder, level: str) -> None:
    say(f"{ladder.name}, version {ladder.version}: {_size(ladder)}")
    for competency in ladder.rated:
        say()
        say(competency.name + (f": {competency.summary}" if competency.summary else ""))
        for found in _shown(ladder, competency, level):
            words = found.reason or _WORDS[found.state]
            say(f"  {found.at}" + (f"  {words}" if words else ""))
            for one in found.own:
                word = one.behaviour.tag or ("" if one.behaviour.kind == "expect" else one.behaviour.kind)
                say(f"    - {word.replace('-', ' ')}{': ' if word else ''}{one.behaviour.text}")
