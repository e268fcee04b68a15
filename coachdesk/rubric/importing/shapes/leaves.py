"""Flattens outlines and trees into leaves: some behaviours, and the names that lead to them from outside in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from coachdesk.rubric.importing.cells import Behaviour, CellState, CellValue, behaviour, read_cell, state_of
from coachdesk.rubric.importing.neutral import Item, Place, Section, Source, Tree
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.fields import (
    NAME_FIELDS,
    behaviours_of,
    content_of,
    is_container,
    is_meta,
    is_text_field,
    kind_of,
    name_of,
    titles_of,
    unwrapped,
    words_of,
)
from coachdesk.rubric.importing.words import (
    Strength,
    column_word,
    display_name,
    fold,
    level_code,
    level_strength,
    plain_text,
)

_LABEL = re.compile(r"^(?:\*\*|__)(?P<bold>[^*_]{1,80}?)\s*:?(?:\*\*|__)\s*[:–—-]?\s*(?P<rest>.*)$", re.DOTALL)
_TAG = re.compile(r"^\[?(?P<tag>[A-Za-z]{1,6}[ -]?\d{1,2})\]?\s*[:–—-]\s+(?P<rest>\S.*)$", re.DOTALL)
_LEVEL_LISTS = frozenset(("levels", "grades", "stages", "steps", "positions", "roles", "job levels"))
_STEP_WORDS = 9
_NUMBERING = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2}){0,4}[.)]\s+(?=[^\W\d])|^\s*\d{1,2}\.\d{1,2}\s+(?=[^\W\d])")
_ASIDES = frozenset(("note", "notes", "nb", "tip", "important", "warning", "caution", "example", "summary"))
_LEVEL_HEADINGS = frozenset(
    ("levels", "level expectations", "expectations by level", "by level", "proficiency levels", "milestones", "stages")
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A cell's content under the names that lead to it; `summaries` are texts said of those names, by position."""

    path: tuple[str, ...]
    value: CellValue
    place: Place
    area: str = ""
    ordinals: frozenset[int] = frozenset()
    structure: tuple[str, ...] = ()


@dataclass(slots=True)
class Forest:
    """All leaves of several files of one kind, and what was said of names on the way."""

    leaves: list[Leaf] = field(default_factory=list)
    summaries: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    weights: dict[str, str] = field(default_factory=dict)
    left: list[tuple[Place, str]] = field(default_factory=list)


def outline_leaves(source: Source, recipe: Recipe, forest: Forest) -> None:
    """Add the lists and paragraphs of a document; bold lines and labelled items count as headings."""
    if source.outline is None:
        return
    root = source.outline
    tops = [section for section in root.children if section.depth == 1]
    title = source.title or (tops[0].title if tops else "") or stem(source.file)
    inner = len(tops) == 1 or (bool(tops) and _says_nothing(tops, recipe))
    labels = _repeated_labels(root, recipe)
    waiting: list[tuple[Section, tuple[str, ...]]] = [(root, (display_name(title),))]
    while waiting:
        section, path = waiting.pop(0)
        own = section is root or (inner and section.depth == 1) or _only_introduces_levels(section)
        here = path if own else (*path, display_name(_NUMBERING.sub("", section.title.lstrip("\u200b"))))
        _add_items(source, section, here, recipe, labels, forest)
        waiting = [(child, here) for child in section.children] + waiting


def stem(file_name: str) -> str:
    """Return a file's name without folder and ending, as words."""
    return re.sub(r"[_-]+", " ", file_name.rsplit("/", 1)[-1].split(".", 1)[0]).strip()


def _only_introduces_levels(section: Section) -> bool:
    """Return whether a heading such as “Levels:” stands before a list of levels, so that it names nothing itself."""
    return not section.children and bool(section.items) and fold(section.title) in _LEVEL_HEADINGS


def _says_nothing(tops: list[Section], recipe: Recipe) -> bool:
    return sum(bool(recipe.strength(section.title)) for section in tops) < 2 and len(tops) < 3


def _repeated_labels(root: Section, recipe: Recipe) -> set[str]:
    """Return bold labels, and level words before a colon, that stand at least twice."""
    counted: Counter[str] = Counter()
    for section in root.walk():
        texts = [item.text for item in section.items] + [text for text, _ in section.paragraphs]
        counted.update({fold(found["bold"]) for text in texts if (found := _LABEL.match(text))})
        heads = [plain_text(item.text).partition(":")[0] for item in section.items if ":" in item.text]
        counted.update({fold(head) for head in heads if recipe.strength(head)})
    return {label for label, times in counted.items() if times >= 2}


def _add_items(
    source: Source, section: Section, path: tuple[str, ...], recipe: Recipe, labels: set[str], forest: Forest
) -> None:
    plain: list[Behaviour] = []
    labelled = [Item(text, line) for text, line in section.paragraphs if _is_labelled(text, recipe, labels)]
    for item in [*labelled, *section.items]:
        plain.extend(_item_leaves(source, item, path, recipe, labels, forest))
    said = [text for text, _ in section.paragraphs if not _is_labelled(text, recipe, labels)]
    texts = [text for text in said if text.strip() and not text.startswith(("_", "[", "<", "!["))]
    if plain:
        place = Place(source.file, line=section.items[0].line if section.items else section.line)
        forest.leaves.append(Leaf(path, CellValue(CellState.BEHAVIOURS, tuple(plain)), place))
        _summarise(forest, path, texts)
    elif texts and not labelled and not section.items and not section.children:
        place = Place(source.file, line=section.paragraphs[0][1])
        value = read_cell("\n\n".join(texts))
        forest.leaves.append(Leaf(path, value, place))
    else:
        _summarise(forest, path, texts)


def _is_labelled(text: str, recipe: Recipe, labels: set[str]) -> bool:
    """Return whether a paragraph begins with a bold level, or with a bold name that other sections repeat."""
    found = _LABEL.match(text)
    if found is None or not found["rest"]:
        return False
    return recipe.strength(found["bold"]) is Strength.STRONG or fold(found["bold"]) in labels - _ASIDES


def _summarise(forest: Forest, path: tuple[str, ...], texts: list[str]) -> None:
    if texts and len(path) > 1:
        forest.summaries.setdefault(fold(path[-1]), plain_text(texts[0])[:600])


def _item_leaves(
    source: Source, item: Item, path: tuple[str, ...], recipe: Recipe, labels: set[str], forest: Forest
) -> Iterator[Behaviour]:
    """Add a list item as leaves of its own if it names something, else yield it as a behaviour of its section."""
    label, rest = _label_of(item, recipe, labels)
    place = Place(source.file, line=item.line)
    if label and len(path) < 12:
        inner = (*path, label)
        own = [behaviour(rest)] if rest and state_of(rest) is CellState.BEHAVIOURS else []
        for child in item.children:
            own.extend(_item_leaves(source, child, inner, recipe, labels, forest))
        if own:
            forest.leaves.append(Leaf(inner, CellValue(CellState.BEHAVIOURS, tuple(own)), place))
        return
    state = state_of(plain_text(item.text))
    if state is CellState.BEHAVIOURS:
        yield behaviour(item.text, examples=tuple(_texts(item)))
    elif state is not CellState.EMPTY:
        forest.leaves.append(Leaf(path, CellValue(state), place))


def _texts(item: Item) -> Iterator[str]:
    for child in item.children:
        yield plain_text(child.text)
        yield from _texts(child)


def _label_of(item: Item, recipe: Recipe, labels: set[str]) -> tuple[str, str]:
    found = _LABEL.match(item.text)
    if found:
        name, rest = display_name(found["bold"]).rstrip("."), found["rest"].strip()
        if recipe.strength(name) is Strength.STRONG or item.children or (fold(name) in labels and rest):
            return name, rest
    tag = _TAG.match(item.text)
    if tag and recipe.strength(tag["tag"]) is Strength.STRONG:
        return display_name(tag["tag"]), tag["rest"]
    text = plain_text(item.text)
    head, colon, rest = text.partition(":")
    strength = recipe.strength(head) if colon and rest.strip() and len(head) <= 60 else Strength.NONE
    if strength is Strength.STRONG or (strength and fold(head) in labels):
        return display_name(head), rest.strip()
    if item.children and len(text.split()) <= _STEP_WORDS and not text.endswith((".", ";", ",")):
        return display_name(text), ""
    return "", ""


def tree_leaves(source: Source, forest: Forest) -> None:
    """Add the texts of a tree. Keys that only hold things together name nothing; lists are named or numbered."""
    title = stem(source.file)
    if isinstance(source.tree, dict):
        title = (
            name_of({key: value for key, value in source.tree.items() if key in ("title", "name", "level")}) or title
        )
        category = source.tree.get("category")
        if isinstance(category, dict):
            title = name_of(category) or title
    _TreeWalker(source.file, forest, titles_of(source.tree)).walk(source.tree, (display_name(title),))


class _TreeWalker:
    """Walks one tree. Depth is limited by the readers, so recursion is safe."""

    def __init__(self, file_name: str, forest: Forest, titles: dict[str, str]) -> None:
        self._file = file_name
        self._titles = titles
        self._forest = forest

    def walk(self, value: Tree, path: tuple[str, ...]) -> bool:
        """Add the leaves below a value; returns whether there were any."""
        return self._walk(value, path, "", "", frozenset(), ())

    def _walk(
        self,
        value: Tree,
        path: tuple[str, ...],
        where: str,
        area: str,
        ordinals: frozenset[int],
        structure: tuple[str, ...],
    ) -> bool:
        if isinstance(value, dict):
            return self._object(value, path, where, area, ordinals, structure)
        if isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value):
            return self._list(value, path, where, area, ordinals, structure)
        return False

    def _list(
        self,
        value: list[Tree],
        path: tuple[str, ...],
        where: str,
        area: str,
        ordinals: frozenset[int],
        structure: tuple[str, ...],
    ) -> bool:
        found = False
        for at, one in enumerate(value):
            if isinstance(one, dict):
                name = self._code(one, structure) or _list_name(one)
                name = self._titles.get(name, name)
                numbered = ordinals if name else ordinals | {len(path)}
                group = one.get("category") or one.get("area") or one.get("group")
                step = display_name(name) if name else str(at + 1)
                inner_area = group if isinstance(group, str) and fold(group) != fold(step) else area
                found |= self._object(one, (*path, step), f"{where}[{at}]", inner_area, numbered, structure)
            elif isinstance(one, list):
                found |= self._add(
                    (*path, str(at + 1)), one, "expect", f"{where}[{at}]", area, ordinals | {len(path)}, structure
                )
        return found

    def _code(self, row: dict[str, Tree], structure: tuple[str, ...]) -> str:
        """Return the code of a level in a list of levels, and keep its own name as a title."""
        code, name = row.get("code") or row.get("grade"), row.get("name") or row.get("title")
        if not isinstance(code, str) or not isinstance(name, str) or level_code(code) is None:
            return ""
        self._forest.titles.setdefault(fold(code), display_name(name)[:120])
        return code if structure and structure[-1] in _LEVEL_LISTS else ""

    def _object(
        self,
        row: dict[str, Tree],
        path: tuple[str, ...],
        where: str,
        area: str,
        ordinals: frozenset[int],
        structure: tuple[str, ...],
    ) -> bool:
        found = False
        for key, value in row.items():
            place = f"{where}.{key}" if where else key
            if key in NAME_FIELDS and isinstance(value, (str, type(None))):
                continue
            if is_meta(key) and not isinstance(value, dict):
                continue
            if is_text_field(key) and not isinstance(value, dict) and not _nested_containers(value):
                continue
            found |= self._field(key, value, path, place, area, ordinals, structure)
        if found:
            text = row.get("summary") or row.get("description")
            if isinstance(text, str):
                self._forest.summaries.setdefault(fold(path[-1]), " ".join(text.split())[:600])
            return True
        content = content_of(row)
        if content and len(path) > 1:
            self._leaf(path, CellValue(CellState.BEHAVIOURS, content), where, area, ordinals, structure)
        return bool(content)

    def _field(
        self,
        key: str,
        value: Tree,
        path: tuple[str, ...],
        where: str,
        area: str,
        ordinals: frozenset[int],
        structure: tuple[str, ...],
    ) -> bool:
        nested = isinstance(value, dict) or (
            isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value)
        )
        if nested and (is_container(key) or is_text_field(key)):
            return self._walk(value, path, where, area, ordinals, (*structure, words_of(key)))
        name = _keyed_name(key, value) if isinstance(value, dict) and _is_named(value) else display_name(_spaced(key))
        if nested:
            group = value.get("category") if isinstance(value, dict) else None
            inner = group if isinstance(group, str) else area
            ordinals = ordinals | {len(path)} if key.isdigit() else ordinals
            return self._walk(value, (*path, name), where, inner, ordinals, structure)
        return self._add((*path, name), value, "expect", where, area, ordinals, structure)

    def _add(
        self,
        path: tuple[str, ...],
        value: Tree,
        kind: str,
        where: str,
        area: str,
        ordinals: frozenset[int],
        structure: tuple[str, ...],
    ) -> bool:
        if isinstance(value, str):
            cell = read_cell(unwrapped(value), kind)
            if cell.state is CellState.BEHAVIOURS and " " not in value.strip():
                return False
        elif isinstance(value, list):
            texts = behaviours_of(value, kind_of(words_of(path[-1])))
            if not texts:
                return False
            cell = CellValue(CellState.BEHAVIOURS, tuple(texts))
        else:
            return False
        self._leaf(path, cell, where, area, ordinals, structure)
        return True

    def _leaf(
        self,
        path: tuple[str, ...],
        value: CellValue,
        where: str,
        area: str,
        ordinals: frozenset[int],
        structure: tuple[str, ...],
    ) -> None:
        self._forest.leaves.append(Leaf(path, value, Place(self._file, where), area, ordinals, structure))


def _keyed_name(key: str, value: dict[str, Tree]) -> str:
    """Return what an object under a key is called, with the key before it where that is the code of a level."""
    name = display_name(name_of(value) or key)
    is_code = level_strength(key) is Strength.STRONG and any(char.isdigit() for char in key)
    return f"{key}: {name}" if is_code and fold(key) not in fold(name).split() else name


def _is_named(value: dict[str, Tree]) -> bool:
    return any(isinstance(value.get(key), str) for key in ("displayName", "title", "name", "label"))


def _list_name(row: dict[str, Tree]) -> str:
    for key in ("title", "displayName", "display_name", "name", "label", "heading"):
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()[:120]
    for key, value in row.items():
        if column_word(key) in ("area", "competency") and isinstance(value, str) and 0 < len(value) <= 120:
            return value.strip()
    level = row.get("level") or row.get("grade") or row.get("stage")
    return level if isinstance(level, str) and len(level) <= 80 else name_of(row)


def _spaced(key: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " ")
    return spaced if " " in key else re.sub(r"(?<=[a-z])-(?=[a-z])", " ", spaced)


def _nested_containers(value: Tree) -> bool:
    """Return whether a list of objects holds more than texts and examples, so that its key is a container."""
    if not isinstance(value, list) or not any(isinstance(one, dict) for one in value):
        return False
    return any(isinstance(one, dict) and any(_leads_on(key, inner) for key, inner in one.items()) for one in value)


def _leads_on(key: str, value: Tree) -> bool:
    if isinstance(value, (dict, list)):
        return not is_text_field(key)
    return bool(value) and (key in ("name", "title", "level") or column_word(key) in ("area", "competency", "level"))
