"""Calibration in words: the figure of the dot plot, its table, and its sentences."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QCoreApplication

from coachdesk.model.person import first_name
from coachdesk.services.calibration import CalibrationPage, CalibrationRow, InversionRow, Standing
from coachdesk.ui.charts.dot_plot import Dot, DotFigure, DotLine, DotPanel
from coachdesk.ui.widgets.marks import initials
from coachdesk.ui.words import count_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("calibration", text)


def build_figure(page: CalibrationPage) -> DotFigure:
    """Return the dot plot of a page: a panel wherever the level or the steps change."""
    groups = groupby(page.rows, key=lambda row: (row.level, row.steps))
    panels = tuple(
        DotPanel(level, tuple(_split(step) for step in steps), tuple(_line(row) for row in rows))
        for (level, steps), rows in groups
    )
    return DotFigure(panels, _tr("Not assessed"))


def build_table(page: CalibrationPage) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the same as headings and rows of words: a row for each competency and person."""
    heads = (_tr("Competency"), _tr("Level"), _tr("Person"), _tr("Mark"), _tr("Behaviours with evidence"))
    rows = tuple(
        (row.competency, row.level, one.name, mark_words(one), str(len(one.covered)))
        for row in page.rows
        for one in row.people
    )
    return heads, rows


def summary_words(page: CalibrationPage) -> str:
    """Return the page as a sentence or two for those who listen."""
    counts = _tr("{people} in {rows}.").format(
        people=count_words(page.people, _tr("person"), _tr("people")),
        rows=count_words(len(page.rows), _tr("row"), _tr("rows")),
    )
    if not page.inversions:
        return f"{counts} {_tr('No pair to discuss.')}"
    pairs = count_words(len(page.inversions), _tr("pair to discuss"), _tr("pairs to discuss"))
    return f"{counts} {pairs}: " + "; ".join(pair_words(one) for one in page.inversions) + "."


def mark_words(one: Standing) -> str:
    """Return a mark in the words of its ladder, and that it is not agreed."""
    if one.rating is None:
        return _tr("Not assessed")
    return one.step if one.is_agreed else _tr("{step} (yours)").format(step=one.step)


def pair_words(pair: InversionRow) -> str:
    """Return `Growing others: Tomasz is marked 1 step above Amara`."""
    return _tr("{competency}: {higher} is marked {steps} above {lower}").format(
        competency=pair.competency,
        higher=first_name(pair.higher.name),
        lower=first_name(pair.lower.name),
        steps=count_words(pair.steps, _tr("step"), _tr("steps")),
    )


def behaviours_words(count: int) -> str:
    """Return how many behaviours have evidence."""
    if not count:
        return _tr("No behaviour has evidence yet")
    return count_words(count, _tr("behaviour has evidence"), _tr("behaviours have evidence"))


def _line(row: CalibrationRow) -> DotLine:
    expected = (row.expected.low, row.expected.high) if row.expected else None
    dots = tuple(Dot(initials(one.name), one.rating, one.is_agreed) for one in row.people)
    return DotLine(row.competency, "", expected, dots)


def _split(step: str) -> tuple[str, str]:
    """Part `Senior Engineer, solid` into its level and how firmly; a stage is one word."""
    long, comma, short = step.rpartition(", ")
    return (long, short) if comma else (step, "")
