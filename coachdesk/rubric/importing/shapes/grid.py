"""Reads a table of competencies against levels, in either orientation."""

from __future__ import annotations

from dataclasses import replace

from coachdesk.rubric.importing.cells import (
    CellState,
    CellValue,
    is_figure,
    is_formula,
    is_money,
    is_requirement,
    read_cell,
    state_of,
)
from coachdesk.rubric.importing.finding import About, Demand, Entry, Finding, Part
from coachdesk.rubric.importing.neutral import Cell, Place, Refusal, Table
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.layout import Layout, Rows, find_layout, level_name, transpose
from coachdesk.rubric.importing.words import column_word, display_name, fold, is_pay_word

_TITLE_ROWS = frozenset(
    ("title", "job title", "titles", "role title", "level name", "role", "name", "job titles", "level")
)
_TENURE = (
    "years of experience",
    "years",
    "experience years",
    "tenure",
    "typical experience",
    "yoe",
    "time in role",
    "typical time in role",
    "typical years",
    "typical tenure",
    "experience",
)
_NAMES_SHARE = 0.6
_PEOPLE = frozenset(("name", "who"))
_POSTS = frozenset(("role", "title", "position", "job title", "job"))
_MAX_EXAMPLES = 200


def read_grid(table: Table, recipe: Recipe) -> Finding | Refusal | None:
    """Return what the table holds, a refusal if it is a table of something else, None if it names no levels."""
    upright = find_layout(table.rows, recipe, "column")
    turned_rows = transpose(table.rows) if table.rows else ()
    turned = find_layout(turned_rows, recipe, "row") if turned_rows else None
    if upright is None and turned is None:
        return None
    is_turned = upright is None or (turned is not None and turned.score > upright.score + 1e-9)
    layout, rows = (turned, turned_rows) if is_turned else (upright, table.rows)
    if layout is None:
        return None
    reason = _not_a_ladder(rows, layout, recipe) or (_list_of_people(table, recipe) if is_turned else None)
    if reason:
        return Refusal(table.place, reason)
    finding = _GridReader(table, rows, layout, recipe, is_turned).read()
    if not finding.entries and not finding.demands:
        return Refusal(table.place, "its rows and columns hold no text about competencies, so it is not a ladder.")
    return finding


def _not_a_ladder(rows: Rows, layout: Layout, recipe: Recipe) -> str | None:
    texts = [row[at].text.strip() for row in rows[layout.header + 1 :] for at in layout.levels if row[at].text.strip()]
    texts = [text for text in texts if state_of(text) is CellState.BEHAVIOURS]
    if not texts:
        return "all cells under its levels are empty, so there is nothing to take in."
    if sum(is_money(text) for text in texts) > len(texts) / 2:
        return "it holds amounts of pay, not behaviours. A ladder takes in no pay."
    if sum(is_figure(text) for text in texts) > len(texts) / 2:
        return "its cells are figures or spans of time, not behaviours."
    named = sum(bool(recipe.strength(text)) and not is_requirement(text) for text in texts)
    stages = {fold(text) for text in texts}
    if named > _NAMES_SHARE * len(texts) and len(stages) > 0.5 * len(texts):
        return "its cells are names of levels, so it matches levels with titles and describes no competency."
    values = [text for text in texts if len(text) > 15 or not is_requirement(text)]
    short = [text for text in texts if len(text) <= 3 or text.casefold() in ("yes", "no", "true", "false")]
    if not values and any(float(text) > 10 for text in texts if text.isdigit()):
        return "its cells are figures, not behaviours or stages."
    if len(short) == len(texts) and not all(is_requirement(text) for text in texts):
        return "its cells are ticks or marks, not behaviours."
    return None


def _list_of_people(table: Table, recipe: Recipe) -> str | None:
    heads = {fold(cell.text): at for at, cell in enumerate(table.rows[0])}
    names = next((at for head, at in heads.items() if head in _PEOPLE or column_word(head) == "person"), None)
    said = [row[names].text for row in table.rows[1:]] if names is not None else []
    if (
        not all(text.strip() for text in said)
        or not said
        or not heads.keys() & _POSTS
        or any(recipe.strength(text) for text in said)
    ):
        return None
    return "it lists people and their roles, which says nothing about what a role asks for."


def _is_head(label: str) -> bool:
    return not label or column_word(label) in ("level", "competency", "area")


class _GridReader:
    """Walks the rows of one table and keeps the area and competency that they stand under."""

    def __init__(self, table: Table, rows: Rows, layout: Layout, recipe: Recipe, is_turned: bool) -> None:
        self._table = table
        self._rows = rows
        self._layout = layout
        self._recipe = recipe
        self._column_kind, self._row_kind = ("row", "column") if is_turned else ("column", "row")
        self._header = rows[layout.header]
        self._names = self._level_names()
        self._area = ""
        self._competency: About | None = None
        self._has_area_rows = self._starts_with_area_row()
        self._finding = Finding("grid, levels down the side" if is_turned else "grid", table.name, table.place)

    def read(self) -> Finding:
        """Return all that the table holds."""
        finding = self._finding
        finding.levels = [
            About(self._recipe.canonical_level(name), self._header[at].place, track=self._track(at))
            for at, name in self._names.items()
        ]
        finding.tracks = list(dict.fromkeys(level.track for level in finding.levels if level.track))
        self._note_columns()
        if self._layout.competency is not None:
            corner = display_name(self._header[self._layout.competency].text)
            finding.corner = "" if column_word(corner) or self._recipe.strength(corner) else corner
        for row in self._rows[: self._layout.header] if self._row_kind == "column" else ():
            self._read_above(row)
        for row in self._rows[self._layout.header + 1 :]:
            self._read_row(row)
        for number in self._table.ragged[:20]:
            place = Place(self._table.place.file, self._table.place.part, row=number)
            finding.warnings.append(Refusal(place, "this row has more or fewer cells than the others."))
        return finding

    def _read_above(self, row: tuple[Cell, ...]) -> None:
        """Read a column left of the levels: another name for them, their tracks, or a competency like the others."""
        texts = [row[at].text.strip() for at in self._layout.levels]
        is_track = any(self._track(at) for at in self._layout.levels)
        if not is_track and not all(self._recipe.strength(text) or is_requirement(text) for text in texts if text):
            self._read_row(row)

    def _level_names(self) -> dict[int, str]:
        names: dict[int, str] = {}
        last = ""
        for at in self._layout.levels:
            last = names[at] = level_name(self._header[at].text) or last
        seen = [fold(name) for name in names.values()]
        if len(set(seen)) < len(seen):
            names = {at: f"{self._track(at)} {name}".strip() for at, name in names.items()}
        return names

    def _track(self, at: int) -> str:
        if self._layout.header == 0:
            return ""
        above = [row for row in self._rows[: self._layout.header] if any(cell.text.strip() for cell in row)]
        if not above:
            return ""
        texts = [above[-1][index].text.strip() for index in self._layout.levels]
        distinct = len({text for text in texts if text})
        if distinct >= len(texts) or (distinct < 2 and not (0 < sum(map(bool, texts)) < len(texts))):
            return ""
        reached = [text for index, text in zip(self._layout.levels, texts, strict=True) if index <= at and text]
        name = display_name(reached[-1]) if reached else ""
        return name if len(name) <= 40 else ""

    def _note_columns(self) -> None:
        for at, cell in enumerate(self._header):
            role = "level" if at in self._names else self._layout.roles.get(at, "ignore")
            if at == self._layout.competency:
                role = "competency"
            filled = any(row[at].text.strip() for row in self._rows[self._layout.header :])
            if not filled:
                continue
            self._finding.parts.append(Part(self._column_kind, cell.text or f"#{at + 1}", role, cell.place))
            if role in ("ignore", "note", "person", "pay"):
                what = {"pay": "it speaks of pay", "person": "it names people", "note": "it holds notes"}
                reason = what.get(role, "nothing says what it is")
                label = display_name(cell.text) or "without a name"
                self._finding.ignored.append(
                    Refusal(cell.place, f"the {self._column_kind} “{label}” was not imported: {reason}.")
                )

    def _starts_with_area_row(self) -> bool:
        if self._layout.areas:
            return False
        for row in self._rows[self._layout.header + 1 :]:
            if any(cell.text.strip() for cell in row):
                return self._is_bare(row)
        return False

    def _is_bare(self, row: tuple[Cell, ...]) -> bool:
        values = [row[at] for at in self._layout.levels]
        label = self._label(row)
        return bool(label) and all(
            cell.spread or not cell.text.strip() or cell.text.strip() == label for cell in values
        )

    def _label(self, row: tuple[Cell, ...]) -> str:
        first = min(self._layout.levels)
        places = [self._layout.competency, *range(first)]
        for at in places:
            text: str = row[at].text.strip() if at is not None else ""
            if at is not None and text and self._layout.roles.get(at, "competency") in ("competency", "area"):
                return text
        return ""

    def _read_row(self, row: tuple[Cell, ...]) -> None:
        if not any(cell.text.strip() for cell in row):
            return
        filled = [at for at in self._layout.levels if row[at].text.strip()]
        if filled and all(fold(row[at].text) == fold(self._header[at].text) for at in filled):
            return
        label = self._label(row)
        chosen = self._recipe.role_of(f"{self._row_kind}:{fold(label)}") if label else None
        if chosen == "area" or (chosen is None and self._is_bare(row) and self._is_area_row(row)):
            self._area, self._competency = display_name(label), None
            self._part(row, label, "area")
        elif apart := chosen if chosen == "ignore" else "" if chosen else self._apart(row, label):
            self._part(row, label, apart)
        elif chosen in (None, "example") and column_word(label) == "example" and self._competency is not None:
            self._part(row, label, "example")
            self._take_examples(row, self._competency)
        else:
            self._take_names(row)
            self._take_values(row)

    def _is_area_row(self, row: tuple[Cell, ...]) -> bool:
        return self._has_area_rows or any(row[at].spread for at in self._layout.levels)

    def _part(self, row: tuple[Cell, ...], label: str, role: str) -> None:
        self._finding.parts.append(Part(self._row_kind, label, role, row[0].place))

    def _apart(self, row: tuple[Cell, ...], label: str) -> str:
        """Return the role of a row about titles, pay or tenure, empty for any other; titles go to their levels."""
        cells = [(at, row[at].text.strip()) for at in self._layout.levels if row[at].text.strip()]
        texts = [text for _, text in cells]
        named = bool(texts) and all(self._recipe.strength(text) and not is_requirement(text) for text in texts)
        if fold(label) in _TITLE_ROWS and all(len(text) < 80 for text in texts):
            self._take_titles(cells)
            return "title"
        if is_pay_word(label) or (texts and sum(is_money(text) for text in texts) * 2 > len(texts)):
            self._leave(row, label, "it speaks of pay")
            return "ignore"
        if fold(label) in _TENURE:
            self._leave(row, label, "it counts years, which say nothing about behaviour")
            return "ignore"
        if column_word(label) == "person":
            self._leave(row, label, "it names people")
            return "ignore"
        if column_word(label) == "note" and fold(label) != "owner":
            self._leave(row, label, "it holds notes")
            return "ignore"
        if named and len(set(texts)) == len(self._names) and self._competency is None and _is_head(label):
            self._take_titles(cells)
            return "title"
        return ""

    def _take_titles(self, cells: list[tuple[int, str]]) -> None:
        order = list(self._names)
        for at, text in cells:
            self._finding.levels[order.index(at)].title = level_name(text)

    def _leave(self, row: tuple[Cell, ...], label: str, reason: str) -> None:
        self._finding.ignored.append(
            Refusal(row[0].place, f"the {self._row_kind} “{display_name(label)}” was not imported: {reason}.")
        )

    def _take_names(self, row: tuple[Cell, ...]) -> None:
        for at in self._layout.areas:
            name = display_name(row[at].text)
            if name and fold(name) != fold(self._area):
                self._area, self._competency = name, None
        label = self._layout.competency
        name = display_name(row[label].text) if label is not None else ""
        if not name and self._competency is None and not any(row[at].text.strip() for at in self._layout.levels):
            return
        if self._layout.competency is not None and not name and self._competency is not None:
            return
        if label is None or not name or column_word(name) in ("text", "example"):
            name = display_name(self._table.name) or name or self._area
        if name and len(name) > 120:
            name = name[:117].rstrip() + "…"
        if self._competency is not None and fold(self._competency.name) == fold(name):
            return
        place = row[label].place if label is not None else self._table.place
        summary = next((row[index].text.strip() for index, role in self._layout.roles.items() if role == "text"), "")
        self._competency = About(name, place, area=self._area, summary=" ".join(summary.split()))
        self._finding.competencies.append(self._competency)
        self._part(row, name, "competency")

    def _take_values(self, row: tuple[Cell, ...]) -> None:
        competency = self._competency
        if competency is None:
            return
        cells = {at: row[at] for at in self._layout.levels if not row[at].spread and row[at].text.strip()}
        demand = self._are_demands([cell.text for cell in cells.values()])
        for at in self._layout.levels:
            level = self._recipe.canonical_level(self._names[at])
            cell = cells.get(at)
            text = cell.text if cell is not None else ""
            if demand and cell is not None:
                if state_of(text) is CellState.BEHAVIOURS:
                    self._finding.demands.append(
                        Demand(level, competency.name, competency.area, text.strip(), cell.place)
                    )
                continue
            self._finding.entries.append(
                Entry(level, competency.name, competency.area, self._value(text, row[at]), row[at].place)
            )
        for at, role in self._layout.roles.items():
            text = row[at].text.strip()
            if role == "weight" and text:
                self._finding.weights.append((competency.name, text, row[at].place))
            elif role in ("expected", "requirement") and text:
                self._take_expected(at, competency, row[at])

    def _take_examples(self, row: tuple[Cell, ...], competency: About) -> None:
        """Add examples to the first behaviour of the cell that they belong to."""
        for at, name in self._names.items():
            shown = tuple(one.text for one in read_cell(row[at].text).behaviours)
            level = self._recipe.canonical_level(name)
            last = len(self._finding.entries) - 1
            for index in range(last, max(last - 4 * len(self._names), -1), -1):
                entry = self._finding.entries[index]
                if shown and entry.level == level and entry.competency == competency.name and entry.value.behaviours:
                    first, *rest = entry.value.behaviours
                    kept = replace(first, examples=(*first.examples, *shown)[:_MAX_EXAMPLES])
                    value = CellValue(entry.value.state, (kept, *rest))
                    self._finding.entries[index] = replace(entry, value=value)
                    break

    def _value(self, text: str, cell: Cell) -> CellValue:
        if is_formula(text):
            self._finding.warnings.append(Refusal(cell.place, "this cell holds a formula and was left out."))
            return read_cell("")
        return read_cell(text)

    def _take_expected(self, at: int, competency: About, cell: Cell) -> None:
        before = [index for index in self._layout.levels if index < at]
        if before and before[-1] == at - 1 and len(self._layout.levels) > 1:
            level = self._recipe.canonical_level(self._names[before[-1]])
            self._finding.demands.append(Demand(level, competency.name, competency.area, cell.text.strip(), cell.place))

    def _are_demands(self, texts: list[str]) -> bool:
        said = [text.strip() for text in texts if state_of(text) is CellState.BEHAVIOURS]
        if not said:
            return False
        if all(is_requirement(text) for text in said):
            return True
        return len(said) > 1 and all(len(text.split()) <= 2 and bool(self._recipe.strength(text)) for text in said)
