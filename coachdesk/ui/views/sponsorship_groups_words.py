"""Shares by group in words: the figure of the chart, its table, its summary, and what stands under it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from coachdesk.growth.suppression import STEP_PERCENT, THRESHOLD
from coachdesk.services.group_figures import GroupFigures, GroupLine
from coachdesk.ui.charts.share_chart import ShareFigure, ShareLine
from coachdesk.ui.words import count_words, day_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("groups", text)


def build_figure(figures: GroupFigures) -> ShareFigure:
    """Return the chart; a group whose share of offers is clearly lower is strong."""
    lines = tuple(
        ShareLine(one.name, one.people_share, one.offered_share, one.is_lower, _shares_words(one))
        for one in figures.lines
    )
    return ShareFigure(lines, withheld_words(figures), _tr("not shown") if figures.withheld else "")


def build_table(figures: GroupFigures) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the same as headings and rows of words."""
    heads = (_tr("Group"), _tr("Of people"), _tr("Of those offered"))
    rows = tuple(
        (one.name, _percent(one.people_share), _tr("not shown") if one.offered_share is None
         else _percent(one.offered_share) + (f", {_tr('clearly lower')}" if one.is_lower else ""))
        for one in figures.lines
    )  # fmt: skip
    if figures.withheld:
        rows = (*rows, (withheld_words(figures), _tr("not shown"), _tr("not shown")))
    return heads, rows


def withheld_words(figures: GroupFigures) -> str:
    """Return `2 more groups`, empty when none is withheld."""
    if not figures.withheld:
        return ""
    if not figures.lines:
        return count_words(figures.withheld, _tr("group"), _tr("groups"))
    return count_words(figures.withheld, _tr("more group"), _tr("more groups"))


def summary_words(figures: GroupFigures, today: date) -> str:
    """Return the page in sentences for those who listen."""
    parts = [_line_words(one) for one in figures.lines]
    if figures.withheld:
        parts.append(_tr("{groups} not shown.").format(groups=withheld_words(figures)))
    return " ".join((*parts, note_words(figures, today)))


def note_words(figures: GroupFigures, today: date) -> str:
    """Return what the shares are of, with the days of both lists, and until when they hold; no count of a group.

    How many people described themselves is not said: compared over time, that number tells who did.
    """
    if figures.people_on is None:
        return _tr(
            "There are no figures yet. They need a list of at least {least} people: groups of at least {few}, which "
            "leave at least {few} outside."
        ).format(least=2 * THRESHOLD, few=THRESHOLD)
    people = count_words(figures.people, _tr("person"), _tr("people"))
    said = [_tr("Of {people} on {day}.").format(people=people, day=day_words(figures.people_on, today))]
    if figures.offered_on is None:
        said.append(_tr("Too few people had an offer for shares of those with one."))
    else:
        day = day_words(figures.offered_on, today)
        said.append(_tr("Offers of twelve months until {day}.").format(day=day))
    until = day_words(figures.holds_until, today)
    said.append(_tr("Figures stay the same until {day}, whatever changes.").format(day=until))
    return " ".join(said)


def rule_words() -> str:
    """Return the rule in a sentence or two; it is the same whatever people said."""
    return _tr(
        "Groups under {least} stay hidden, shares are rounded to {step}\u00a0%, and no group can be worked out from "
        "the others. Whoever said nothing is in no group."
    ).format(least=THRESHOLD, step=STEP_PERCENT)


def _line_words(one: GroupLine) -> str:
    if one.offered_share is None:
        return _tr("{name}: {people} of people.").format(name=one.name, people=_percent(one.people_share))
    words = _tr("{name}: {people} of people, {offered} of those with an offer, clearly lower.") if one.is_lower else (
        _tr("{name}: {people} of people, {offered} of those with an offer.")
    )  # fmt: skip
    return words.format(name=one.name, people=_percent(one.people_share), offered=_percent(one.offered_share))


def _shares_words(one: GroupLine) -> str:
    offered = "–" if one.offered_share is None else _percent(one.offered_share)
    return f"{_percent(one.people_share)} · {offered}"


def _percent(share: int) -> str:
    return f"{share}\u00a0%"
