"""Small helpers for tests of the import: files in memory, and a whole import in one call."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

from coachdesk.rubric.importing import ImportReport, Proposal, Recipe, dry_run, guess, read_sources

FIXTURES = Path(__file__).parents[2] / "fixtures" / "ladders"


def propose(*names: str | Path, recipe: Recipe | None = None) -> Proposal:
    """Return the proposal for fixtures (by name or pattern) or files."""
    paths = [one for name in names for one in (sorted(FIXTURES.glob(name)) if isinstance(name, str) else [name])]
    return guess(read_sources(paths), recipe)


def report_of(*names: str | Path) -> ImportReport:
    return dry_run(propose(*names))


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Return levels, competencies, filled cells and behaviours."""
    return report.levels, report.competencies, report.filled, report.behaviours


def names(proposal: Proposal) -> tuple[list[str], list[str]]:
    assert proposal.matrix is not None
    return [one.name for one in proposal.matrix.levels], [one.name for one in proposal.matrix.competencies]


def cell_texts(proposal: Proposal, competency: str, level: str) -> list[str]:
    assert proposal.matrix is not None
    columns, themes = [one.name for one in proposal.matrix.columns], names(proposal)[1]
    cell = proposal.matrix.cells[themes.index(competency), columns.index(level)]
    return [one.text for one in cell.value.behaviours] or [cell.value.state.value]


def workbook(*rows: tuple[object, ...], title: str = "Ladder") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def repacked(path: Path, changes: dict[str, bytes], *, link: str = "") -> Path:
    """Write a workbook again with parts replaced or added; `link` becomes a symbolic link in the archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 << 16) if name == link else (0o100644 << 16)
            new.writestr(entry, content)
    path.write_bytes(buffer.getvalue())
    return path
