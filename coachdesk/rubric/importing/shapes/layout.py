"""Finds where a table keeps its levels: the header row, the level columns and what the other columns are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from coachdesk.rubric.importing.finding import part_key
from coachdesk.rubric.importing.neutral import Cell
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.words import Strength, column_word, display_name, fold, is_pay_word

Rows = tuple[tuple[Cell, ...], ...]
_COUNTED = re.compile(r"(?:(?P<first>\d{1,2})\s*[.):–-]\s*\S.*|.*\S\s*\(\s*(?P<last>\d{1,2})\s*\))$", re.DOTALL)
_HEADER_ROWS = 12
_LABEL_CHARS = 70
_MAX_LEVELS = 80
_MAX_TURNED_ROWS = 2_000


@dataclass(slots=True)
class Layout:
    """The roles of a table's columns, by index; `header` is the index of its header row."""

    header: int
    levels: list[int]
    competency: int | None = None
    areas: list[int] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    score: float = 0.0


def transpose(rows: Rows) -> Rows:
    """Return the table turned on its side; every cell keeps its place."""
    return tuple(zip(*rows, strict=True))


def find_layout(rows: Rows, recipe: Recipe, kind: str) -> Layout | None:
    """Return the layout with levels across the top, None when no row names at least two levels.

    `kind` is what a column is called in the source: `row` for a table that was turned on its side.
    """
    if kind == "row" and len(rows[0]) > _MAX_TURNED_ROWS:
        return None
    best: Layout | None = None
    limit = _HEADER_ROWS if kind == "column" else 4
    for at, row in enumerate(rows[:limit]):
        columns, score = _level_columns(row, rows, at, recipe, kind)
        if len(columns) >= 2 and (best is None or score > best.score):
            best = Layout(at, columns, score=score)
    if best is not None:
        _name_columns(best, rows, recipe, kind)
    return best


def _level_columns(row: tuple[Cell, ...], rows: Rows, at: int, recipe: Recipe, kind: str) -> tuple[list[int], float]:
    strengths: dict[int, Strength] = {}
    filled = 0
    for index, cell in enumerate(row):
        if not cell.text.strip():
            continue
        filled += 1
        chosen = recipe.role_of(part_key(kind, cell.text))
        strength = (
            Strength.STRONG if chosen == "level" else recipe.strength(cell.text) if chosen is None else Strength.NONE
        )
        if strength and "\n- " not in cell.text and (chosen or column_word(cell.text) is None):
            strengths[index] = strength
    if kind == "column" and len(strengths) < 2:
        strengths = dict.fromkeys(_numbered(row), Strength.WEAK)
    names = {fold(row[index].text) for index in strengths}
    if not 2 <= len(names) <= _MAX_LEVELS or at + 1 >= len(rows):
        return [], 0.0
    strong = sum(one is Strength.STRONG for one in strengths.values())
    if not strong and not _weak_names_convince(row, strengths):
        return [], 0.0
    first, last = min(strengths), max(strengths)
    between = sum(bool(row[index].text.strip()) for index in range(first, last + 1))
    if len(strengths) / between < 0.4:
        return [], 0.0
    columns = [
        index
        for index in range(first, last + 1)
        if index in strengths or _is_between(row, rows, at, index, recipe, kind)
    ]
    columns = [
        index
        for index in range(first, len(row))
        if index in columns or (kind == "row" and _goes_on(row, rows, at, index, columns))
    ]
    score = 2.0 * strong + (len(strengths) - strong) + 3.0 * len(strengths) / max(filled, 1)
    return columns, score


def _numbered(row: tuple[Cell, ...]) -> list[int]:
    """Return columns side by side whose heads count on from 1, such as “Starting out (1)”; at least three of them."""
    found: list[int] = []
    for index, cell in enumerate(row):
        number = _COUNTED.match(cell.text.strip()) if len(cell.text) <= _LABEL_CHARS else None
        if (
            number
            and int(number["first"] or number["last"]) == len(found) + 1
            and found in ([], [*found[:-1], index - 1])
        ):
            found.append(index)
    return found if len(found) >= 3 else []


def _weak_names_convince(row: tuple[Cell, ...], strengths: dict[int, Strength]) -> bool:
    """Bare numbers are levels if they run on, or if the corner says so; stage words if there are three of them."""
    numbers = [cell.text.strip().rstrip("+") for index, cell in enumerate(row) if index in strengths]
    if all(number.replace(".", "").isdigit() for number in numbers):
        corner = column_word(row[0].text) == "level"
        steps = [float(number) for number in numbers]
        rising = all(after - before == 1 for before, after in pairwise(steps))
        return corner or (len(numbers) >= 3 and rising and 0 not in strengths)
    return len(numbers) >= 3 or column_word(row[0].text) == "level"


def _is_between(row: tuple[Cell, ...], rows: Rows, at: int, index: int, recipe: Recipe, kind: str) -> bool:
    """Return whether a column without a level word, between levels, holds text as theirs do."""
    text = row[index].text.strip()
    if not text or column_word(text) or recipe.role_of(part_key(kind, text)) is not None:
        return False
    below = [other[index].text.strip() for other in rows[at + 1 :]]
    return sum(len(one) > 20 for one in below) > len(below) / 3


def _goes_on(row: tuple[Cell, ...], rows: Rows, at: int, index: int, columns: list[int]) -> bool:
    """Return whether a nameless row below a level holds more of it, as when its cell was merged downwards."""
    if row[index].text.strip() or not columns:
        return False
    above = max((column for column in range(index) if row[column].text.strip()), default=-1)
    return above in columns and any(other[index].text.strip() for other in rows[at + 1 :])


def _name_columns(layout: Layout, rows: Rows, recipe: Recipe, kind: str) -> None:
    header, body = rows[layout.header], rows[layout.header + 1 :]
    labels: list[int] = []
    for index, cell in enumerate(header):
        if index in layout.levels:
            continue
        chosen = recipe.role_of(part_key(kind, cell.text))
        word = chosen or ("pay" if is_pay_word(cell.text) else column_word(cell.text))
        if chosen is None and index < layout.levels[0] and word in (None, "area", "competency", "level"):
            if any(row[index].text.strip() for row in body):
                labels.append(index)
            continue
        layout.roles[index] = word or "ignore"
        if chosen == "competency":
            layout.competency = index
        elif chosen == "area":
            layout.areas.append(index)
    if layout.competency is None:
        fallback = [
            index for index in layout.roles if index < layout.levels[0] and layout.roles[index] in ("text", "note")
        ]
        _choose_labels(layout, labels or fallback[:1], header, body)
    else:
        layout.areas.extend(labels)


def _choose_labels(layout: Layout, labels: list[int], header: tuple[Cell, ...], body: Rows) -> None:
    short = [index for index in labels if _mean_length(body, index) <= _LABEL_CHARS and not _all_numbers(body, index)]
    if not short:
        for index in labels:
            layout.roles[index] = "ignore" if _all_numbers(body, index) else "text"
        return
    words = {index: column_word(header[index].text) for index in short}
    named = [index for index in short if words[index] == "competency"]
    layout.competency = named[-1] if named else short[-1]
    if _distinct(body, layout.competency) < 0.5:
        layout.competency = max(short, key=lambda index: (_distinct(body, index), index))
    for index in labels:
        if index == layout.competency:
            layout.roles[index] = "competency"
        elif index in short:
            layout.areas.append(index)
            layout.roles[index] = "area"
        else:
            layout.roles[index] = "ignore" if _all_numbers(body, index) else "text"


def _all_numbers(body: Rows, index: int) -> bool:
    texts = [row[index].text.strip() for row in body if row[index].text.strip()]
    return bool(texts) and all(text.replace(".", "").isdigit() for text in texts)


def _mean_length(body: Rows, index: int) -> float:
    texts = [row[index].text.strip() for row in body if row[index].text.strip()]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _distinct(body: Rows, index: int) -> float:
    texts = [fold(row[index].text) for row in body]
    filled = [text for text in texts if text]
    return len(set(filled)) / len(texts) if filled else 0.0


def level_name(text: str) -> str:
    """Return a level's name as it is shown: the first line of its cell."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return display_name(" ".join(lines)) if lines else ""
