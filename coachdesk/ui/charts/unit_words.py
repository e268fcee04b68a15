"""Who gets the chances, in words: the figure's labels, its table, and its sentences for those who listen."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from coachdesk.growth.balance import OfferState
from coachdesk.model.person import first_name
from coachdesk.services.access import AccessPage, PersonAccess
from coachdesk.ui.charts.growth_words import length_words
from coachdesk.ui.charts.unit_chart import UnitFigure, UnitRow
from coachdesk.ui.words import count_words

_NAMED = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("access", text)


def state_words(state: OfferState) -> str:
    """Return what became of an offer, `Landed`."""
    return {
        OfferState.LANDED: _tr("Landed"),
        OfferState.ACTIVE: _tr("Active"),
        OfferState.STOPPED: _tr("Stopped"),
        OfferState.OFFERED: _tr("Offered"),
        OfferState.DECLINED: _tr("Declined"),
    }[state]


def list_states(page: AccessPage) -> tuple[OfferState, ...]:
    """Return the states to explain, in drawing order: all, but stopped only where something was."""
    shown = {state for one in page.people for state in one.units}
    return tuple(state for state in OfferState if state in shown or state is not OfferState.STOPPED)


def last_words(days: int | None) -> str:
    """Return how long ago the last offer was: `none yet`, `today`, `5 days`, `8 months`."""
    return _tr("none yet") if days is None else length_words(days)


def median_words(median: float) -> str:
    """Return `median 3` or `median 2.5`."""
    return _tr("median {count}").format(count=f"{median:g}")


def build_unit_figure(page: AccessPage) -> UnitFigure:
    """Return the rows to draw, in the order of the page."""
    rows = tuple(UnitRow(one.name, one.units, last_words(one.days_since), one.is_behind) for one in page.people)
    return UnitFigure(rows, page.median_offers, median_words(page.median_offers), _tr("Last offer"))


def units_table(page: AccessPage) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the same as headings and rows of words."""
    states = list_states(page)
    heads = (_tr("Person"), _tr("Offers"), *(state_words(state) for state in states), _tr("Last offer"))
    rows = []
    for one in page.people:
        counts = Counter(one.units)
        numbers = (str(counts[state]) if counts[state] else "" for state in states)
        rows.append((one.name, str(len(one.units)), *numbers, last_words(one.days_since)))
    return heads, tuple(rows)


def row_words(one: PersonAccess) -> str:
    """Return one row as a sentence: `Sofia Rinaldi: 1 offer, 1 landed. The last one 8 months ago`."""
    counts = Counter(one.units)
    parts = [f"{counts[state]} {state_words(state).casefold()}" for state in OfferState if counts[state]]
    words = ", ".join([count_words(len(one.units), _tr("offer"), _tr("offers")), *parts])
    return f"{one.name}: {words}. {_since_words(one.days_since)}"


def units_summary(page: AccessPage) -> str:
    """Return the figure in two or three sentences."""
    people = count_words(len(page.people), _tr("person"), _tr("people"))
    median = _tr("the median is {count} offers in 12 months").format(count=f"{page.median_offers:g}")
    return f"{people}, {median}. {behind_words(page)}"


def behind_words(page: AccessPage) -> str:
    """Return who was offered little, in one plain sentence each: `Diego: none yet. Sofia: one, 8 months ago.`"""
    behind = [one for one in page.people if one.is_behind]
    if not any(one.units for one in page.people):
        return _tr("No offers in 12 months.")
    if not behind:
        return _tr("Nobody is far below the median.")
    words = [f"{first_name(one.name)}: {_few_words(one)}." for one in behind[:_NAMED]]
    if len(behind) > _NAMED:
        words.append(_tr("{count} more below half of the median.").format(count=len(behind) - _NAMED))
    return " ".join(words)


def _few_words(one: PersonAccess) -> str:
    if one.days_since is None:
        return _tr("none yet")
    numbers = {0: _tr("none in 12 months"), 1: _tr("one"), 2: _tr("two"), 3: _tr("three")}
    words = _tr("{count}, the last {age} ago") if len(one.units) != 1 else _tr("{count}, {age} ago")
    count = numbers.get(len(one.units), str(len(one.units)))
    return words.format(count=count, age=length_words(max(1, one.days_since)))


def _since_words(days: int | None) -> str:
    if days is None:
        return _tr("Not offered anything yet")
    if days == 0:
        return _tr("The last one today")
    return _tr("The last one {age} ago").format(age=length_words(days))
