"""Reads and writes ladder files, and gives a ladder the hash by which a review knows its text again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from coachdesk.rubric.format import FORMAT, Ladder, automatic_id
from coachdesk.rubric.problems import LadderProblems, Problem
from coachdesk.rubric.references import check_references
from coachdesk.rubric.strict_yaml import MAX_BYTES, Node, YamlRefused, read_strict_yaml
from coachdesk.rubric.wording import say_field, say_problem, without_echoes

if TYPE_CHECKING:
    from collections.abc import Mapping

_Model = TypeVar("_Model", bound=BaseModel)
_LIFE = frozenset({"status", "retired"})


def load_ladder(source: Path | str | bytes, name: str = "") -> Ladder:
    """Return the ladder in a file (a Path) or in a text; problems call it `name`.

    Raises LadderProblems with all that is wrong: first the YAML, then the fields, then the references.
    Raises OSError when the file can't be read.
    """
    return read_ladder(source, name)[0]


def read_ladder(source: Path | str | bytes, name: str = "") -> tuple[Ladder, Node, str]:
    """Like `load_ladder`, with the lines of the file and the name that problems call it."""
    tree, called = read_tree(source, name)
    ladder = validate(Ladder, tree, called, FORMAT)
    problems = [
        Problem(called, tree.line_of(found.path), say_field(tree, found.path), found.what, found.what_to_do)
        for found in check_references(ladder)
    ]
    if problems:
        raise LadderProblems(problems)
    return ladder, tree, called


def read_tree(source: Path | str | bytes, name: str) -> tuple[Node, str]:
    """Return the YAML of a file or a text with its lines. Raises LadderProblems, OSError."""
    called = name or (source.name if isinstance(source, Path) else "ladder.yaml")
    content = source
    if isinstance(source, Path):
        with source.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    assert not isinstance(content, Path)
    try:
        return read_strict_yaml(content), called
    except YamlRefused as refused:
        raise LadderProblems([Problem(called, refused.line, "", refused.what, refused.what_to_do)]) from None


def validate(model: type[_Model], tree: Node, name: str, wanted_format: str) -> _Model:
    """Return the tree as a model. Raises LadderProblems with each field that doesn't fit."""
    if not isinstance(tree.value, dict):
        what, to_do = "this is not a mapping of fields", f"start with: format: {wanted_format}"
        raise LadderProblems([Problem(name, tree.line, "", what, to_do)])
    try:
        return model.model_validate(tree.plain())
    except ValidationError as error:
        found = [say_problem(tree, name, one) for one in without_echoes(error.errors(include_url=False))]
        raise LadderProblems(dict.fromkeys(found)) from None


def content_hash(ladder: Ladder) -> str:
    """Return a SHA-256 in hexadecimal that stays the same for the same content.

    Neither comments, the order of keys nor the spelling of a value change it, nor do `status`, `retired` and fields
    that start with x-: a version can be retired without becoming another one. It is taken over canonical JSON
    (sorted keys, no spaces, ASCII) of all that differs from the defaults of the format, with the ids of behaviours.
    """
    content = json.dumps(_with_ids(ladder), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def dump_ladder(ladder: Ladder) -> str:
    """Return the ladder as YAML that `load_ladder` reads back as an equal one. Behaviours of text only stay text."""
    fields = ladder.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    shortened = {key: _shorten(value, key in ("competencies", "overlays")) for key, value in fields.items()}
    return dump_yaml({"format": FORMAT, **shortened, **ladder.extras})


def dump_yaml(fields: Mapping[str, Any]) -> str:
    """Return plain values as block YAML in the given order, each text quoted where YAML would read it otherwise."""
    return yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, since few readers expect them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Escape the rare line breaks that YAML would fold into common ones."""
    style = '"' if any(one in text for one in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def _with_ids(ladder: Ladder) -> dict[str, Any]:
    fields = ladder.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=set(_LIFE))
    owners = [
        (one.id, one.at, kept.get("at", {}))
        for one, kept in zip(ladder.competencies, fields["competencies"], strict=True)
    ]
    for overlay, kept in zip(ladder.overlays, fields.get("overlays", ()), strict=True):
        owners += [(name, cells, kept["at"][name]) for name, cells in overlay.at.items()]
    for competency, cells, kept in owners:
        for key, cell in cells.items():
            for behaviour, one in zip(cell if isinstance(cell, tuple) else (), kept[key] or (), strict=False):
                one["id"] = behaviour.id or automatic_id(competency, behaviour.text)
    return fields


def _shorten(value: Any, has_behaviours: bool) -> Any:
    """Write a behaviour that is nothing but text as text, and a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        is_text = has_behaviours and value.keys() == {"text"}
        return value["text"] if is_text else {key: _shorten(one, has_behaviours) for key, one in value.items()}
    return [_shorten(one, has_behaviours) for one in value] if isinstance(value, list) else value
