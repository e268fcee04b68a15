"""Turns what pydantic says about a field into a plain sentence and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coachdesk.rubric.problems import Problem
from coachdesk.rubric.strict_yaml import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ID = "use lower-case letters, digits, dots, hyphens and underscores"
_SAID: dict[str, tuple[str, str]] = {
    "missing": ("this field is missing", "add it"),
    "extra_forbidden": (
        "the format does not know this field",
        "look for a slip of the keys, or put a text with a comma into quotes",
    ),
    "string_type": ("this must be text", "write words here"),
    "string_too_short": ("this text is empty", "write it, or remove the field"),
    "string_too_long": ("this text is too long", "shorten it"),
    "tuple_type": ("this must be a list", "put each entry on a line of its own after a hyphen"),
    "list_type": ("this must be a list", "put each entry on a line of its own after a hyphen"),
    "dict_type": ("this must be a mapping", "write it as key: value"),
    "model_type": ("this must be a mapping of fields", "write it as key: value"),
    "model_attributes_type": ("this must be a mapping of fields", "write it as key: value"),
    "too_short": ("there are too few entries", "add at least one"),
    "too_long": ("there are too many entries", "split the ladder, or leave some out"),
    "flag": ("this is neither true nor false", "write true or false"),
    "float_parsing": ("this is not a number", "write a number such as 0.5"),
    "float_type": ("this is not a number", "write a number such as 0.5"),
    "finite_number": ("this is not a number", "write a number such as 0.5"),
    "int_parsing": ("this is not a whole number", "write a whole number such as 1"),
    "int_from_float": ("this is not a whole number", "write a whole number such as 1"),
    "int_type": ("this is not a whole number", "write a whole number such as 1"),
    "greater_than_equal": ("this number is too small", "write a larger one"),
    "date_text": ("there is no such day", "write it as 2026-04-01"),
    "one_rule": (
        "a gate has exactly one rule",
        "keep one of meet, count, none_below, points_min and confirm",
    ),
    "empty_target": ("this target names no step", "add min, max or stretch"),
    "value_error": ("this field is reserved", "start the names of your own fields with x-"),
}
_PATTERNS = {
    "version": ("a version holds no spaces and no @", 'write it in quotes, such as "2026.1"'),
    "supersedes": ("this is not a ladder at a version", "write it as acme-eng@2025.2"),
    "effective": ("this is not a date", "write it as 2026-04-01"),
    "retired": ("this is not a date", "write it as 2026-04-01"),
    "on": ("this is not a date", "write it as 2026-04-01"),
    "from": ("this is not a ladder at a version", "write it as acme-eng@2025.2"),
    "to": ("this is not a ladder at a version", "write it as acme-eng@2026.1"),
    "lang": ("this is not a language", "write its short name, such as en or de-AT"),
}


def without_echoes(errors: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out lists that count as too short only because something inside them is wrong."""
    places = [tuple(one["loc"]) for one in errors]

    def is_echo(error: Mapping[str, Any]) -> bool:
        place = tuple(error["loc"])
        return any(len(other) > len(place) and other[: len(place)] == place for other in places)

    return [one for one in errors if one["type"] != "too_short" or not is_echo(one)]


def say_problem(tree: Node, name: str, error: Mapping[str, Any]) -> Problem:
    """Return a pydantic error as a problem with its line and field."""
    path = real_path(tree, error["loc"], is_missing=error["type"] == "missing")
    what, to_do = _say(str(error["type"]), path, error)
    return Problem(name, tree.line_of(path), say_field(tree, path), what, to_do)


def _say(kind: str, path: tuple[str | int, ...], error: Mapping[str, Any]) -> tuple[str, str]:
    last = str(path[-1]) if path else ""
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(last, ("this is not a name that others can refer to", _ID))
    if kind in ("literal_error", "enum"):
        expected = str(error.get("ctx", {}).get("expected", ""))
        if "'n/a'" in expected:
            return "a cell is a list", 'put a hyphen before the text, or write "=" or n/a'
        return "this word is not one that the format knows", f"use {expected}"
    return _SAID.get(kind, ("this value does not fit", "compare it with ladders/README.md"))


def real_path(tree: Node, loc: Iterable[str | int], *, is_missing: bool = False) -> tuple[str | int, ...]:
    """Return `loc` without the names that pydantic gives to the kinds of a value.

    A missing field is the last step and isn't in the tree.
    """
    steps = list(loc)
    missing = steps.pop() if is_missing and steps else None
    path: list[str | int] = []
    node: Node | None = tree
    for step in steps:
        inner = _child(node, step)
        if inner is not None:
            path.append(step)
            node = inner
    return (*path, missing) if missing is not None else tuple(path)


def say_field(tree: Node, path: Iterable[str | int]) -> str:
    """Return a path as text, such as `competencies[2].at.l3[0].text`."""
    said = ""
    node: Node | None = tree
    for step in path:
        in_list = isinstance(step, int) and node is not None and isinstance(node.value, list)
        said += f"[{step}]" if in_list else f"{'.' if said else ''}{step}"
        node = _child(node, step)
    return said


def _child(node: Node | None, step: str | int) -> Node | None:
    if node is None:
        return None
    if isinstance(node.value, list):
        return node.value[step] if isinstance(step, int) and step < len(node.value) else None
    return node.value.get(str(step)) if isinstance(node.value, dict) else None
