"""A folder of ladder files, such as the built-in ones: one ladder in each file that ends in .yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachdesk.rubric.load import load_ladder

if TYPE_CHECKING:
    from pathlib import Path

    from coachdesk.rubric.format import Ladder


def list_ladders(folder: Path) -> tuple[Ladder, ...]:
    """Return the ladders of a folder in the order of their ids. Raises LadderProblems, OSError."""
    found = [load_ladder(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.id, one.version)))


def find_ladder(folder: Path, ladder_id: str) -> Ladder | None:
    """Return the ladder with this id or pin (`software-engineer@1`), or None. Raises LadderProblems, OSError."""
    return next((one for one in list_ladders(folder) if ladder_id in (one.id, one.pin)), None)
