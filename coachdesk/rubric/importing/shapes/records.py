"""Reads records: one row or object for each behaviour, naming its level and its competency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coachdesk.rubric.importing.cells import EMPTY, CellState, CellValue, behaviour, is_formula, read_cell
from coachdesk.rubric.importing.finding import About, Entry, Finding, Part, part_key
from coachdesk.rubric.importing.neutral import Place, Refusal, Table, Tree
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.fields import content_of, name_of
from coachdesk.rubric.importing.shapes.paths import ordered
from coachdesk.rubric.importing.words import column_word, display_name, fold

_ROLES = ("level", "competency", "area", "text", "example")


@dataclass(frozen=True, slots=True)
class _Record:
    level: str
    competency: str
    area: str
    value: CellValue
    place: Place


def read_record_table(table: Table, recipe: Recipe) -> Finding | None:
    """Return the records of a table with a level, a competency and a text column; None for any other table."""
    if len(table.rows) < 3:
        return None
    header = table.rows[0]
    columns = _columns(table, recipe)
    if columns is None:
        return None
    finding = Finding("records", table.name, table.place)
    for at, cell in enumerate(header):
        role = next((role for role, found in columns.items() if at in found), "ignore")
        finding.parts.append(Part("column", cell.text or f"#{at + 1}", role, cell.place))
        if role == "ignore" and any(row[at].text.strip() for row in table.rows):
            reason = f"the column “{display_name(cell.text) or 'without a name'}” was not imported."
            finding.ignored.append(Refusal(cell.place, reason))
    records = []
    for row in table.rows[1:]:
        texts = {role: [row[at].text.strip() for at in found] for role, found in columns.items()}
        if not texts["level"][0] or not texts["competency"][0]:
            finding.ignored.append(Refusal(row[0].place, "the row names no level or no competency."))
            continue
        place = row[columns["text"][0]].place
        if any(is_formula(text) for text in texts["text"]):
            finding.warnings.append(Refusal(place, "this cell holds a formula and was left out."))
            continue
        area = texts["area"][0] if texts["area"] else ""
        value = _join_texts(texts["text"], texts["example"])
        records.append(_Record(texts["level"][0], texts["competency"][0], area, value, place))
    return _to_finding(finding, records, recipe, {})


def _join_texts(texts: list[str], examples: list[str]) -> CellValue:
    value = read_cell("\n".join(text for text in texts if text))
    shown = tuple(one.text for text in examples for one in read_cell(text).behaviours)
    if shown and value.behaviours:
        first, *rest = value.behaviours
        return CellValue(value.state, (behaviour(first.text, examples=(*first.examples, *shown)), *rest))
    return value


def _columns(table: Table, recipe: Recipe) -> dict[str, list[int]] | None:
    header = table.rows[0]
    found: dict[str, list[int]] = {role: [] for role in _ROLES}
    for at, cell in enumerate(header):
        role = recipe.role_of(part_key("column", cell.text)) or column_word(cell.text)
        if role in found:
            found[role].append(at)
    if not found["competency"] and found["area"]:
        found["competency"] = [found["area"].pop()]
    if not found["text"] and len(found["competency"]) > 1:
        found["text"] = [found["competency"].pop()]
    if len(found["competency"]) > 1:
        found["area"], found["competency"] = found["competency"][:1], found["competency"][-1:]
    if not (found["level"] and found["competency"] and found["text"]):
        return None
    level = found["level"][0]
    names = [row[level].text.strip() for row in table.rows[1:] if row[level].text.strip()]
    distinct = {fold(name) for name in names}
    named = sum(bool(recipe.strength(name)) for name in distinct)
    headers = sum(bool(recipe.strength(cell.text)) for cell in header if column_word(cell.text) is None)
    pairs = len({(fold(row[level].text), fold(row[found["competency"][0]].text)) for row in table.rows[1:]})
    repeats = len(distinct) < 0.9 * len(names) and pairs > len(distinct)
    return found if repeats and headers < 2 and named >= 0.5 * len(distinct) else None


@dataclass(slots=True)
class _Keys:
    level: str
    competency: str
    area: str


def read_record_objects(trees: list[tuple[Place, Tree]], recipe: Recipe) -> list[Finding]:
    """Return a finding for each list of objects that name a level and a competency, joined by id with other lists."""
    lists = [(place, path, rows) for place, tree in trees for path, rows in _object_lists(tree, "")]
    findings: list[Finding] = []
    for place, path, rows in lists:
        keys = _record_keys(rows, recipe)
        if keys is None:
            continue
        known = _lookups([other for _, _, other in lists if other is not rows])
        where = Place(place.file, path)
        finding = Finding("records", path, where)
        for key, role in ((keys.level, "level"), (keys.competency, "competency"), (keys.area, "area")):
            if key:
                finding.parts.append(Part("key", key, role, where))
        for key in dict.fromkeys(key for row in rows for key in row):
            if key not in (keys.level, keys.competency, keys.area, "id") and column_word(key) not in (
                "text",
                "example",
            ):
                finding.ignored.append(Refusal(where, f"the field “{key}” was not imported."))
        records = list(_records(rows, keys, place, path))
        done = _to_finding(finding, records, recipe, known)
        if done is not None:
            findings.append(done)
    return findings


def _records(rows: list[dict[str, Tree]], keys: _Keys, place: Place, path: str) -> Iterator[_Record]:
    taken = {keys.level, keys.competency, keys.area}
    for at, row in enumerate(rows):
        level, competency = row.get(keys.level), row.get(keys.competency)
        if not isinstance(level, str) or not isinstance(competency, str):
            continue
        area = row.get(keys.area) if keys.area else ""
        content = content_of({key: value for key, value in row.items() if key not in taken}, whole=True)
        value = CellValue(CellState.BEHAVIOURS, content) if content else EMPTY
        yield _Record(
            level, competency, area if isinstance(area, str) else "", value, Place(place.file, f"{path}[{at}]")
        )


def _object_lists(tree: Tree, path: str) -> Iterator[tuple[str, list[dict[str, Tree]]]]:
    waiting: list[tuple[str, Tree]] = [(path, tree)]
    while waiting:
        name, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting.extend((f"{name}.{key}" if name else key, inner) for key, inner in value.items())
        elif isinstance(value, list):
            rows = [row for row in value if isinstance(row, dict)]
            if len(rows) >= 2:
                yield name, rows
            waiting.extend(
                (f"{name}[{at}]", inner) for at, inner in enumerate(value) if isinstance(inner, (dict, list))
            )


def _record_keys(rows: list[dict[str, Tree]], recipe: Recipe) -> _Keys | None:
    if len(rows) < 3:
        return None
    texts = {key for row in rows[:200] for key, value in row.items() if isinstance(value, str)}
    by_role: dict[str, list[str]] = {}
    for key in sorted(texts):
        role = recipe.role_of(part_key("key", key)) or column_word(key)
        by_role.setdefault(role or "", []).append(key)
    levels = by_role.get("level", [])
    competencies = by_role.get("competency", []) or by_role.get("area", [])[:1]
    if not levels or not competencies:
        return None
    level, competency = levels[0], competencies[0]
    names = {fold(str(row.get(level))) for row in rows if row.get(level)}
    themes = {fold(str(row.get(competency))) for row in rows if row.get(competency)}
    filled = sum(isinstance(row.get(level), str) and isinstance(row.get(competency), str) for row in rows)
    if len(names) < 2 or len(themes) < 2 or filled < 0.6 * len(rows) or len(names) > 40:
        return None
    if len(themes) >= 0.95 * filled and len(names) * len(themes) > 4 * filled:
        return None
    areas = [key for key in by_role.get("area", []) if key != competency]
    return _Keys(level, competency, areas[0] if areas else "")


def _lookups(lists: list[list[dict[str, Tree]]]) -> dict[str, list[dict[str, About]]]:
    """Return what other lists say of an id, in their order, so that records may be joined by it."""
    found: list[dict[str, About]] = []
    for rows in lists:
        named: dict[str, About] = {}
        for row in rows:
            key = row.get("id") or row.get("key") or row.get("code") or row.get("slug") or row.get("name")
            if isinstance(key, str):
                summary = row.get("summary") or row.get("description")
                about = About(
                    name_of(row) or key, Place(""), id=key, summary=summary if isinstance(summary, str) else ""
                )
                named[fold(key)] = about
        if len(named) >= 2:
            found.append(named)
    return {"lists": found}


def _to_finding(
    finding: Finding, records: list[_Record], recipe: Recipe, known: dict[str, list[dict[str, About]]]
) -> Finding | None:
    if not records:
        return None
    lists = known.get("lists", [])
    levels = _named(list(dict.fromkeys(record.level for record in records)), lists, records[0].place)
    if not any(_join(name, lists) for name in levels):
        levels = _in_order(levels)
    themes = _named(list(dict.fromkeys(record.competency for record in records)), lists, records[0].place)
    for name, about in levels.items():
        about.name = recipe.canonical_level(about.name) if name else about.name
    finding.levels, finding.competencies = list(levels.values()), list(themes.values())
    for record in records:
        level, theme = levels[fold(record.level)], themes[fold(record.competency)]
        theme.area = theme.area or display_name(record.area)
        finding.entries.append(Entry(level.name, theme.name, theme.area, record.value, record.place))
    return finding


def _join(name: str, lists: list[dict[str, About]]) -> bool:
    return any(name in named for named in lists)


def _named(names: list[str], lists: list[dict[str, About]], place: Place) -> dict[str, About]:
    """Return the names in the order and with the titles of the list that knows most of them."""
    folded = list(dict.fromkeys(fold(name) for name in names))
    shown = {fold(name): display_name(name) for name in reversed(names)}
    best = max(lists, key=lambda named: sum(name in named for name in folded), default={})
    if sum(name in best for name in folded) < 0.6 * len(folded):
        best = {}
    order = [name for name in best if name in folded] + [name for name in folded if name not in best]
    result: dict[str, About] = {}
    for name in order:
        about = best.get(name)
        result[name] = About(
            display_name(about.name) if about else shown[name],
            place,
            id=about.id if about else "",
            summary=" ".join(about.summary.split()) if about else "",
        )
    return result


def _in_order(levels: dict[str, About]) -> dict[str, About]:
    """Return levels by their numbers when all have different ones, else in order of appearance."""
    names = {id(about): name for name, about in levels.items()}
    return {names[id(about)]: about for about in ordered(list(levels.values()))}
