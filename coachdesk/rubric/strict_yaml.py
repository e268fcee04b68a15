"""YAML as a stranger may have written it: text only, each value with its line, and nothing that can explode.

Every scalar stays the text that stands in the file: `2026.1` is not a number, `yes` not a truth value and
`2026-04-01` not a date. Only an empty value, `~` and `null`, unquoted, mean nothing (None).
Refused with a line: duplicate keys, tags, several documents, keys that aren't text, many or cyclic aliases, deep
nesting and large files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 24
MAX_ALIASES = 100
MAX_NODES = 400_000
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A value with the line it starts at: text, nothing, a list of nodes, or a mapping from text to nodes.

    `weight` counts the values in it, those behind aliases each time they are used.
    """

    line: int
    value: str | list[Node] | dict[str, Node] | None
    weight: int = 1
    keys: dict[str, int] = field(default_factory=dict)

    def plain(self) -> Any:
        """Return the value as plain lists, dictionaries, text and None."""
        if isinstance(self.value, list):
            return [one.plain() for one in self.value]
        if isinstance(self.value, dict):
            return {key: one.plain() for key, one in self.value.items()}
        return self.value

    def line_of(self, path: Iterable[str | int]) -> int:
        """Return the line of the value at `path`, or of the nearest one around it that is there."""
        node, line = self, self.line
        for step in path:
            if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.line
            elif isinstance(node.value, dict) and str(step) in node.value:
                line = node.keys[str(step)]
                node = node.value[str(step)]
        return line


class YamlRefused(ValueError):
    """The text isn't YAML that CoachDesk takes; `line` counts from 1."""

    def __init__(self, line: int, what: str, what_to_do: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.what_to_do = what_to_do


def read_strict_yaml(content: bytes | str) -> Node:
    """Return the one document in `content`. Raises YamlRefused."""
    text = _text_of(content)
    try:
        return _Builder().build(yaml.parse(text, Loader=_PARSER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"this is not YAML: {error.problem or 'it cannot be read'}"
        raise YamlRefused(mark.line + 1 if mark else 0, what, "look at the indent, quotes and colons here") from None
    except yaml.YAMLError:
        raise YamlRefused(0, "the file holds characters that YAML does not allow", "save it as UTF-8 text") from None


def _text_of(content: bytes | str) -> str:
    if len(content) > MAX_BYTES:
        raise YamlRefused(0, "the file is larger than 4 MiB", "split it; a ladder is rarely above 1 MiB")
    try:
        if isinstance(content, bytes):
            return content.decode("utf-8-sig")
        content.encode("utf-8")
    except UnicodeError:
        raise YamlRefused(0, "the file is not UTF-8 text", "save it as UTF-8") from None
    return content.removeprefix("\ufeff")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end hasn't come yet."""

    node: Node
    anchor: str | None
    key: str | None = None
    key_line: int = 0


class _Builder:
    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._aliases = 0
        self._nodes = 0
        self._root: Node | None = None

    def build(self, events: Iterable[Any]) -> Node:
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.NodeEvent):
                self._take_node(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                _refuse(line, "there is a second document", "keep one ladder in a file, without a line of ---")
        if self._root is None:
            _refuse(1, "the file is empty", "start with: format: coachdesk-ladder/1")
        return self._root

    def _take_node(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._place(self._follow(event.anchor, line), line)
            return
        if event.tag is not None:
            _refuse(line, "tags such as !!int are not allowed", "remove the word with the exclamation mark")
        if isinstance(event, yaml.ScalarEvent):
            is_nothing = event.style in (None, "") and event.value in _NOTHING
            node = Node(line, None if is_nothing else event.value)
            if event.anchor:
                self._anchors[event.anchor] = node
            self._place(node, line)
            return
        if len(self._open) >= MAX_DEPTH:
            _refuse(line, "the lists and mappings are nested too deeply", f"use at most {MAX_DEPTH} levels")
        if event.anchor:
            self._anchors[event.anchor] = None
        node = Node(line, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        self._open.append(_Open(node, event.anchor))

    def _close(self) -> None:
        done = self._open.pop()
        if done.anchor:
            self._anchors[done.anchor] = done.node
        self._place(done.node, done.node.line)

    def _follow(self, name: str | None, line: int) -> Node:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            _refuse(line, f"there are more than {MAX_ALIASES} aliases", "write the values out")
        node = self._anchors.get(name or "")
        if node is None:
            what = "contains itself" if name in self._anchors else "has no anchor"
            _refuse(line, f"the alias *{name} {what}", "write the value out")
        return node

    def _place(self, node: Node, line: int) -> None:
        self._nodes += 1
        if not self._open:
            self._root = node
            return
        top = self._open[-1]
        top.node.weight += node.weight
        if max(top.node.weight, self._nodes) > MAX_NODES:
            _refuse(line, "the file holds too many values", "write fewer aliases, or split the ladder")
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict):
            self._place_in_mapping(top, top.node.value, node, line)

    def _place_in_mapping(self, top: _Open, values: dict[str, Node], node: Node, line: int) -> None:
        if top.key is not None:
            values[top.key] = node
            top.node.keys[top.key] = top.key_line
            top.key = None
            return
        if not isinstance(node.value, str):
            _refuse(line, "a key is not text", "put it into quotes")
        if node.value in values:
            first = top.node.keys[node.value]
            _refuse(
                line, f"the key {node.value} stands here a second time", f"keep this one or the one in line {first}"
            )
        top.key, top.key_line = node.value, line


def _refuse(line: int, what: str, what_to_do: str) -> NoReturn:
    raise YamlRefused(line, what, what_to_do)
