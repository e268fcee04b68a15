"""A recipe keeps what a person decided about one file, so that next year's file needs no more clicks.

Format `coachdesk-ladder-recipe/1`, in YAML: `roles` maps a part such as `column:years` to a role, `aliases` a word to
the level that it means, `merges` a name to the name it is to be joined with, `matrix` picks one of several tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import yaml

from coachdesk.rubric.importing.failures import LadderUnreadable
from coachdesk.rubric.importing.readers.trees import parse_yaml
from coachdesk.rubric.importing.words import Strength, fold, level_strength

FORMAT = "coachdesk-ladder-recipe/1"
ROLES = (
    "level",
    "competency",
    "area",
    "text",
    "example",
    "weight",
    "expected",
    "requirement",
    "title",
    "track",
    "note",
    "ignore",
)
_MAX_MATRIX = 1_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """Decisions about a file. All names are kept folded, so case, spaces and emoji may change between years."""

    roles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    merges: Mapping[str, str] = field(default_factory=dict)
    matrix: int = 1

    def role_of(self, key: str) -> str | None:
        """Return the role that was chosen for a part, None when the guess stands."""
        return self.roles.get(key)

    def strength(self, text: str) -> Strength:
        """Return how surely a text names a level, the person's own words included."""
        if self.aliases and fold(text) in self.aliases:
            return Strength.STRONG
        return level_strength(text)

    def canonical_level(self, name: str) -> str:
        """Return the name under which a level is kept."""
        return self.aliases.get(fold(name), name)

    def with_roles(self, changes: Mapping[str, str]) -> Recipe:
        """Return the recipe with more parts decided. Raises ValueError for an unknown role."""
        unknown = sorted(set(changes.values()) - set(ROLES))
        if unknown:
            raise ValueError(f"There is no role “{unknown[0]}”. Roles are {', '.join(ROLES)}.")
        return replace(self, roles={**self.roles, **changes})


def parse_recipe(file_name: str, text: str) -> Recipe:
    """Return the recipe that YAML text holds. Raises LadderUnreadable, naming the field."""
    tree = parse_yaml(file_name, text)
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise LadderUnreadable(file_name, "This is not an import recipe.", f"Its first line must be format: {FORMAT}.")
    unknown = sorted(set(tree) - {"format", "roles", "aliases", "merges", "matrix"})
    if unknown:
        raise LadderUnreadable(file_name, f"There is no field “{unknown[0]}” in a recipe.", "Remove it.")
    maps: dict[str, dict[str, str]] = {}
    for name in ("roles", "aliases", "merges"):
        value = tree.get(name) or {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise LadderUnreadable(file_name, f"The field {name} must map words to words.", "Mend it and try again.")
        maps[name] = {key if name == "roles" else fold(key): str(one) for key, one in value.items()}
    matrix = tree.get("matrix") or "1"
    if (
        not isinstance(matrix, str)
        or not matrix.isascii()
        or not matrix.isdigit()
        or not 0 < int(matrix[:6]) < _MAX_MATRIX
    ):
        raise LadderUnreadable(file_name, "The field matrix must be the number of a table, from 1.", "Mend it.")
    try:
        return Recipe({}, maps["aliases"], maps["merges"], int(matrix)).with_roles(maps["roles"])
    except ValueError as error:
        raise LadderUnreadable(file_name, str(error), "Mend it and try again.") from None


def dump_recipe(recipe: Recipe) -> str:
    """Return the recipe as YAML, readable by `parse_recipe`."""
    parts = {
        "format": FORMAT,
        "roles": dict(sorted(recipe.roles.items())),
        "aliases": dict(sorted(recipe.aliases.items())),
        "merges": dict(sorted(recipe.merges.items())),
        "matrix": str(recipe.matrix),
    }
    return yaml.safe_dump(parts, allow_unicode=True, sort_keys=False)
