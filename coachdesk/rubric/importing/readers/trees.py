"""Reads JSON and YAML into plain trees: everything stays text, aliases and depth are limited."""

from __future__ import annotations

import json
from typing import Any

import yaml

from coachdesk.rubric.importing.failures import MAX_CELL_CHARS, MAX_DEPTH, MAX_NODES, LadderUnreadable, too_big
from coachdesk.rubric.importing.neutral import Source, Tree
from coachdesk.rubric.importing.readers.text import decode_text

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_DEEP = "Its values are nested deeper than any ladder."


def read_json(file_name: str, content: bytes) -> Source:
    """Return the tree of a JSON file. Raises LadderUnreadable with the line of the first mistake."""
    text, notes = decode_text(file_name, content)
    return Source(file_name, "json", tree=parse_json(file_name, text), notes=notes)


def parse_json(file_name: str, text: str) -> Tree:
    """Return the tree of JSON text; numbers stay text, so huge ones cost nothing."""
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        reason = f"This is not JSON: {error.msg[0].lower()}{error.msg[1:]}."
        raise LadderUnreadable(file_name, reason, "Mend it and try again.", line=error.lineno) from None
    except RecursionError:
        raise LadderUnreadable(file_name, _DEEP, "Keep only the ladder in it.") from None
    return _plain(file_name, value, 0, [0])


def _plain(file_name: str, value: Any, depth: int, seen: list[int]) -> Tree:
    seen[0] += 1
    if depth > MAX_DEPTH:
        raise LadderUnreadable(file_name, _DEEP, "Keep only the ladder in it.")
    if seen[0] > MAX_NODES:
        raise too_big(file_name, f"more than {MAX_NODES:,} values")
    if isinstance(value, dict):
        return {str(key): _plain(file_name, inner, depth + 1, seen) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(file_name, inner, depth + 1, seen) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value[:MAX_CELL_CHARS] if isinstance(value, str) else None


def read_yaml(file_name: str, content: bytes) -> Source:
    """Return the tree of a YAML file; several documents become a list. Raises LadderUnreadable with the line."""
    text, notes = decode_text(file_name, content)
    return Source(file_name, "yaml", tree=parse_yaml(file_name, text), notes=notes)


def parse_yaml(file_name: str, text: str) -> Tree:
    """Return the tree of YAML text: strings only, no tags, and an alias costs as much as what it repeats."""
    try:
        documents = _TreeBuilder(file_name).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"This is not YAML: {error.problem or 'it cannot be understood'}."
        raise LadderUnreadable(
            file_name, reason, "Mend it and try again.", line=mark.line + 1 if mark else None
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise LadderUnreadable(file_name, "This is not YAML.", "Mend it and try again.") from None
    return documents[0] if len(documents) == 1 else list(documents)


class _TreeBuilder:
    """Builds trees from parser events without recursion, counting what it makes."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._seen = 0
        self._anchors: dict[str, tuple[Tree, int]] = {}
        self._stack: list[tuple[Any, str | None, int, list[Tree]]] = []
        self._documents: list[Tree] = []

    def build(self, events: Any) -> list[Tree]:
        """Return the documents of the stream."""
        for event in events:
            if isinstance(event, yaml.AliasEvent):
                value, cost = self._anchors.get(event.anchor or "", (None, 1))
                self._count(cost, event)
                self._add(value)
            elif isinstance(event, yaml.ScalarEvent):
                self._count(1, event)
                self._add(self._scalar(event), event.anchor, 1)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._count(1, event)
                if len(self._stack) >= MAX_DEPTH:
                    raise LadderUnreadable(self._file_name, _DEEP, "Keep only the ladder in it.", line=_line(event))
                self._stack.append((type(event), event.anchor, self._seen, []))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close()
            elif isinstance(event, yaml.DocumentEndEvent):
                self._anchors.clear()
        return self._documents

    def _scalar(self, event: Any) -> Tree:
        if event.style is None and event.value in _NULLS:
            return None
        return str(event.value)[:MAX_CELL_CHARS]

    def _count(self, cost: int, event: Any) -> None:
        self._seen += cost
        if self._seen > MAX_NODES:
            reason = f"It holds more than {MAX_NODES:,} values once its aliases are followed."
            raise LadderUnreadable(self._file_name, reason, "Write it without aliases.", line=_line(event))

    def _close(self) -> None:
        kind, anchor, began, parts = self._stack.pop()
        value: Tree = parts
        if kind is yaml.MappingStartEvent:
            value = {}
            for key, inner in zip(parts[0::2], parts[1::2], strict=False):
                if key == "<<" and isinstance(inner, dict):
                    value = {**inner, **value}
                else:
                    value[key if isinstance(key, str) else ""] = inner
        self._add(value, anchor, self._seen - began + 1)

    def _add(self, value: Tree, anchor: str | None = None, cost: int = 1) -> None:
        if anchor:
            self._anchors[anchor] = (value, cost)
        if self._stack:
            self._stack[-1][3].append(value)
        else:
            self._documents.append(value)


def _line(event: Any) -> int | None:
    return event.start_mark.line + 1 if event.start_mark else None
