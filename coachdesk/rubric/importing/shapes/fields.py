"""Knows what the fields of objects are usually called, and reads the behaviours that an object carries."""

from __future__ import annotations

import re

from coachdesk.rubric.importing.cells import Behaviour, CellState, behaviour, is_requirement, read_cell, state_of
from coachdesk.rubric.importing.neutral import Tree
from coachdesk.rubric.importing.words import column_word, fold

NAME_FIELDS = (
    "title",
    "displayName",
    "display_name",
    "name",
    "label",
    "heading",
    "competency",
    "skill",
    "level",
    "id",
    "key",
)
_META = frozenset(
    [
        "id",
        "key",
        "slug",
        "icon",
        "color",
        "colour",
        "order",
        "url",
        "path",
        "image",
        "img",
        "sidebartitle",
        "sidebargroup",
        "homepage",
        "version",
        "date",
        "updated",
        "created",
        "author",
        "type",
        "weight",
        "points",
        "abbreviation",
        "abbr",
        "position",
        "index",
        "rank",
        "yaml",
        "googlesheetid",
        "islegacy",
        "lang",
        "locale",
        "salary",
        "pay",
        "compensation",
        "experience",
        "years",
        "category",
        "group",
        "area",
        "section",
        "domain",
        "cssclass",
        "classname",
        "href",
        "link",
        "links",
        "tags",
        "supportingurls",
        "proficiency",
        "salaryrange",
        "email",
        "status",
        "draft",
        "theme",
        "parent",
        "discipline",
        "track",
        "tracktype",
        "schema",
    ]
)
_CONTAINERS = frozenset(
    [
        "topics",
        "content",
        "contents",
        "competencies",
        "competency",
        "skills",
        "levels",
        "level",
        "milestones",
        "areas",
        "categories",
        "items",
        "children",
        "values",
        "tracks",
        "groups",
        "sections",
        "data",
        "matrix",
        "framework",
        "frameworks",
        "roles",
        "positions",
        "grades",
        "stages",
        "steps",
        "ladder",
        "ladders",
        "dimensions",
        "attributes",
        "capabilities",
        "themes",
        "pillars",
        "axes",
        "expectations",
        "requirements",
        "behaviours",
        "behaviors",
        "default",
        "definitions",
        "entries",
        "list",
        "nodes",
        "rows",
        "responsibilities",
        "cells",
        "rubric",
        "domains",
        "subcategories",
    ]
)
_TEXT = re.compile(
    r"descri|summar|text|signal|criteri|behavio|expectation|indicator|statement|detail|^content$|requirement|bullet|"
    r"responsibilit|points$|looks like|definition|anti|red flag|nice to have|optional|objective|body|markdown|outcome"
)
_EXAMPLES = re.compile(r"example|evidence|^e g$|sample")


def words_of(key: str) -> str:
    """Return a key as folded words: `exampleCriteria` becomes `example criteria`."""
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key.replace("_", " ").replace("-", " ")))


def is_meta(key: str) -> bool:
    """Return whether a field is about presentation or bookkeeping."""
    return words_of(key).replace(" ", "") in _META or column_word(key) in ("pay", "person", "weight")


def is_container(key: str) -> bool:
    """Return whether a key only holds things together and names nothing."""
    return words_of(key) in _CONTAINERS or column_word(key) == "level"


def is_text_field(key: str) -> bool:
    """Return whether a field holds what is expected, so its key names no level and no competency."""
    words = words_of(key)
    return column_word(key) in ("text", "example") or bool(_TEXT.search(words)) or bool(_EXAMPLES.search(words))


def name_of(row: dict[str, Tree]) -> str:
    """Return what an object is called, empty when nothing says it."""
    for key in NAME_FIELDS:
        value = row.get(key)
        if isinstance(value, str) and value.strip() and len(value) <= 120:
            return value.strip()
    return ""


def content_of(row: dict[str, Tree], *, whole: bool = False) -> tuple[Behaviour, ...]:
    """Return the behaviours in the text fields of an object, with examples and addresses kept beside them.

    `whole`: the object is a record, so its text is one behaviour however it is set out.
    """
    found: list[Behaviour] = []
    examples: list[str] = []
    links: list[str] = []
    for key, value in row.items():
        words = words_of(key)
        if isinstance(value, list) and ("url" in words or "link" in words):
            links.extend(one for one in value if isinstance(one, str))
        elif not is_text_field(key):
            continue
        elif _EXAMPLES.search(words) and not _holds_objects(value):
            examples.extend(one.text for one in behaviours_of(value))
        elif whole and isinstance(value, str):
            if state_of(value) is CellState.BEHAVIOURS:
                found.append(behaviour(value, kind_of(words)))
        else:
            found.extend(behaviours_of(value, kind_of(words)))
    if found and (examples or links):
        first = found[0]
        found[0] = Behaviour(first.text, first.kind, (*first.examples, *examples), (*first.links, *links), first.tag)
    elif examples:
        found.extend(behaviour(text, "signal") for text in examples)
    return tuple(found)


def unwrapped(text: str) -> str:
    """Return text whose lines were only wrapped by an editor as whole paragraphs; other lines stay apart."""
    lines = text.strip().split("\n")
    wrapped = any(len(line) > 60 and line.rstrip()[-1:].isalnum() for line in lines[:-1])
    return re.sub(r"(?<=[\w,;])\n(?=[a-z(&])", " ", text.strip()) if wrapped else text


def _holds_objects(value: Tree) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def kind_of(words: str) -> str:
    """Return the kind of behaviour that a field's name promises."""
    if re.search(r"\banti|red flag|negative|not yet|avoid", words):
        return "anti"
    if re.search(r"optional|nice to have|bonus|stretch", words):
        return "optional"
    return "signal" if re.search(r"signal|indicator", words) else "expect"


def behaviours_of(value: Tree, kind: str = "expect") -> list[Behaviour]:
    """Return the behaviours in text, in a list of texts, or in a list of objects with texts and examples."""
    if isinstance(value, str):
        return list(read_cell(unwrapped(value), kind).behaviours)
    if isinstance(value, dict):
        own = content_of(value)
        return [Behaviour(one.text, kind, one.examples, one.links, one.tag) for one in own] if own else []
    found: list[Behaviour] = []
    for one in value or []:
        if isinstance(one, str):
            if state_of(one) is CellState.BEHAVIOURS and not is_requirement(one) and len(one.strip()) > 3:
                found.append(behaviour(one, kind))
        elif isinstance(one, dict):
            found.extend(behaviours_of(one, kind) or _named_behaviour(one, kind))
    return found


def _named_behaviour(row: dict[str, Tree], kind: str) -> list[Behaviour]:
    name = name_of(row)
    return [behaviour(name, kind)] if " " in name else []


def titles_of(tree: Tree) -> dict[str, str]:
    """Return the titles that objects give to their ids, so that what only names an id elsewhere can be called by it."""
    titles: dict[str, str] = {}
    waiting: list[Tree] = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            key, title = value.get("id"), value.get("title") or value.get("name")
            if isinstance(key, str) and isinstance(title, str) and len(title) <= 120:
                titles[key] = title if titles.get(key, title) == title else key
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return titles
