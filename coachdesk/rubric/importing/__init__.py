"""Takes ladders in from the files that companies keep them in: read, guess the shape, map, try, and only then build."""

from __future__ import annotations

from coachdesk.rubric.importing.build import NothingToBuild, build_ladder, ladder_yaml
from coachdesk.rubric.importing.dry_run import ImportReport, dry_run
from coachdesk.rubric.importing.failures import ImportCancelled, LadderUnreadable
from coachdesk.rubric.importing.proposal import Proposal, guess
from coachdesk.rubric.importing.readers import read_sources
from coachdesk.rubric.importing.recipe import Recipe, dump_recipe, parse_recipe

__all__ = [
    "ImportCancelled",
    "ImportReport",
    "LadderUnreadable",
    "NothingToBuild",
    "Proposal",
    "Recipe",
    "build_ladder",
    "dry_run",
    "dump_recipe",
    "guess",
    "ladder_yaml",
    "parse_recipe",
    "read_sources",
]
