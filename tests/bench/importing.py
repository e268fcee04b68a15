"""Import of a workbook with 10,000 cells: reading and proposing, beside openpyxl merely reading its values."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

from coachdesk.services.ladder_import import read_preview
from coachdesk.services.ladder_source import list_sheets

from .figures import Figure, bound
from .processes import Children

NAME = "importing"
_LEVELS = 20
_LIMIT_MS = 5_000
"""What a person waits for with a progress row and a way to cancel."""


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure a whole preview: neutral form, guess, dry run, matrix and the sheets of the source."""
    rows = 50 if quick else 500
    with tempfile.TemporaryDirectory(prefix="cd-bench-") as folder:
        path = _workbook(Path(folder) / "ladder.xlsx", rows)
        floor = [_timed(lambda: _plain(path)) for _ in range(2 if quick else 4)]
        ours = [_timed(lambda: _ours(path)) for _ in range(2 if quick else 4)]
    what = f"preview of a workbook of {rows * _LEVELS:,} cells"
    return [bound(NAME, what, ours, _LIMIT_MS, floor=floor, note="off the UI thread; the floor only reads values")]


def _workbook(path: Path, rows: int) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Ladder")
    sheet.append(["Area", "Skill", *(f"L{number + 1}" for number in range(_LEVELS))])
    for row in range(rows):
        cells = [f"Does part {row} at step {step}\nSays what was done in {row}" for step in range(_LEVELS)]
        sheet.append([f"Area {row // 50}", f"Skill number {row}", *cells])
    book.save(path)
    return path


def _plain(path: Path) -> None:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        tuple(row)
    book.close()


def _ours(path: Path) -> None:
    preview = read_preview((path,), (), _ignore)
    assert preview.grids, "the workbook was not understood"
    list_sheets(preview.proposal.sources, preview.proposal.parts)


def _ignore(done: int, total: int) -> None:
    pass


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
