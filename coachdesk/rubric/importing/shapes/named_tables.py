"""Reads tables that hold one level each, with its name on the sheet, in the heading or in the file's name."""

from __future__ import annotations

from coachdesk.rubric.importing.cells import read_cell
from coachdesk.rubric.importing.finding import About, Entry, Finding
from coachdesk.rubric.importing.neutral import Table
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.paths import ordered
from coachdesk.rubric.importing.words import column_word, display_name, fold

_LABEL_CHARS = 70


def read_named_tables(tables: list[Table], recipe: Recipe) -> Finding | None:
    """Return the levels that at least two tables are named after, with a competency in each row."""
    levels = [table for table in tables if recipe.strength(table.name) and table.rows and len(table.rows[0]) > 1]
    if len({fold(table.name) for table in levels}) < 2:
        return None
    finding = Finding("table for each level", "", levels[0].place)
    themes: dict[str, About] = {}
    for table in levels:
        level = recipe.canonical_level(display_name(table.name))
        finding.levels.append(About(level, table.place))
        words = [column_word(cell.text) for cell in table.rows[0]]
        is_header = any(word is not None for word in words)
        area = words.index("area") if "area" in words and "competency" in words else None
        name = ""
        label = words.index("competency") if "competency" in words else words.index("area") if "area" in words else 0
        for row in table.rows[1 if is_header else 0 :]:
            name = display_name(row[label].text) or name
            if not name or len(name) > _LABEL_CHARS:
                continue
            group = display_name(row[area].text) if area is not None else ""
            themes.setdefault(fold(name), About(name, row[label].place, area=group))
            for at, cell in enumerate(row):
                if at not in (label, area) and words[at] in (None, "text") and cell.text.strip() and not cell.spread:
                    entry = Entry(level, name, themes[fold(name)].area, read_cell(cell.text), cell.place)
                    finding.entries.append(entry)
    finding.levels = ordered(finding.levels)
    finding.competencies = list(themes.values())
    return finding if finding.entries else None
