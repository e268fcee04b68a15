"""The figures of the growth page as tables of words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from coachdesk.services.growth import GrowthPage
from coachdesk.services.growth_coverage import CoverageMatrix
from coachdesk.ui.charts.growth_words import (
    age_words,
    before_index,
    gap_words,
    mark_words,
    now_index,
    short_step,
    span_words,
)
from coachdesk.ui.charts.time_axis import month_words

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("growth", text)


def radar_table(page: GrowthPage) -> Table:
    """Return what the radar shows: now, six months before, expected, and the gap."""
    heads = (_tr("Competency"), _tr("Now"), _tr("Before"), _tr("Expected"), _tr("Gap"))
    rows = (
        (
            row.axis.name,
            mark_words(row, now_index(row)),
            mark_words(row, before_index(row)),
            mark_words(row, row.axis.expected.low) if row.axis.expected else _tr("Not asked"),
            gap_words(row),
        )
        for row in page.competencies
    )
    return heads, tuple(rows)


def steps_table(page: GrowthPage) -> Table:
    """Return what the lines show: a row for each agreed mark, with the newest evidence; then one for each project."""
    heads = (_tr("Competency"), _tr("Agreed in"), _tr("Mark"), _tr("Newest evidence"))
    rows = []
    for row in page.competencies:
        age = age_words(row, page.on)
        rows += [
            (row.axis.name, month_words(one.from_on), short_step(row.axis.steps[one.mark]), age) for one in row.line
        ] or [(row.axis.name, "", _tr("Not assessed"), age)]
    for span in page.spans:
        rows.append((_tr("Project: {title}").format(title=span.title), span_words(span), "", ""))
    return heads, tuple(rows)


def coverage_table(matrix: CoverageMatrix) -> Table:
    """Return the matrix: counts for, and against where there are any."""
    heads = (_tr("Competency"), *(quarter.label for quarter in matrix.quarters))
    rows = []
    for name, cells in zip(matrix.competencies, matrix.cells, strict=True):
        counts = []
        for one in cells:
            words = str(len(one.supporting))
            if one.countering:
                words = _tr("{for_it}, {against} against").format(for_it=words, against=len(one.countering))
            counts.append(words)
        rows.append((name, *counts))
    return heads, tuple(rows)


def coverage_summary(matrix: CoverageMatrix) -> str:
    """Return the matrix in a sentence."""
    supporting = sum(len(one.supporting) for cells in matrix.cells for one in cells)
    countering = sum(len(one.countering) for cells in matrix.cells for one in cells)
    bare = [name for name, cells in zip(matrix.competencies, matrix.cells, strict=True)
            if not any(one.supporting for one in cells)]  # fmt: skip
    words = _tr("{count} supporting and {against} countering in {quarters} quarters.")
    sentence = words.format(count=supporting, against=countering, quarters=len(matrix.quarters))
    return f"{sentence} {_tr('No support: {names}.').format(names=', '.join(bare))}" if bare else sentence
