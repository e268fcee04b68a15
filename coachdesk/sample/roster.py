"""Who was there when: the named people, those who held their seats before them, and invented ones beyond them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from coachdesk.sample.names import OWNER, QUARTERLY, REPORTS, SKIPS, Inventor, Member

_TEAMS = ("Ledger", "Checkout", "Payouts", "Platform", "Risk signals", "Reliability", "Identity", "Statements")

_GROWTH = timedelta(days=3 * 365)


def build_roster(first: date, today: date, *, reports: int, skips: int, seed: int) -> tuple[Member, ...]:
    """Return everyone met between two days: leads before those who report to them, present before former ones.

    Each of the `reports` and `skips` seats has one present holder and, as far back as `first`, earlier ones who left.
    A smaller number of reports keeps the first names; skip-levels whose lead is left out go to another report.
    """
    inventor = Inventor(
        Random(f"{seed}/people"),  # noqa: S311 - made-up people, no secret
        {OWNER, *(member.name for member in (*REPORTS, *SKIPS))},
    )
    direct = [*REPORTS[:reports]]
    while len(direct) < reports:
        direct.append(_newcomer(inventor, len(direct), today, lead=None))
    below = _skip_seats(inventor, direct, skips, today)
    seats = [*direct, *below]
    former = [earlier for seat in seats for earlier in _predecessors(inventor, seat, first, seed)]
    return (*seats, *former)


def _skip_seats(inventor: Inventor, direct: list[Member], skips: int, today: date) -> list[Member]:
    leads = [member for member in direct if member.is_lead] or direct
    if not leads:
        return []
    by_name = {lead.name: lead for lead in leads}
    below = [
        member if member.lead in by_name else replace(member, lead=leads[number % len(leads)].name)
        for number, member in enumerate(_in_turn()[:skips])
    ]
    while len(below) < skips:
        lead = leads[len(below) % len(leads)]
        below.append(_newcomer(inventor, len(below), today, lead=lead))
    return below


def _in_turn() -> list[Member]:
    """Return the named skip-levels with their teams in turn, so that a few of them still come from each team."""
    teams: dict[str | None, list[Member]] = {}
    for member in SKIPS:
        teams.setdefault(member.lead, []).append(member)
    ranked = [(place, number, row) for number, rows in enumerate(teams.values()) for place, row in enumerate(rows)]
    return [row for _, _, row in sorted(ranked, key=lambda item: item[:2])]


def _newcomer(inventor: Inventor, number: int, today: date, *, lead: Member | None) -> Member:
    start = today - timedelta(days=400 + number * 37 % 1500)
    if lead is None:
        return inventor.invent(start_on=start, team=_TEAMS[number % len(_TEAMS)], lead=None)
    return inventor.invent(start_on=start, team=lead.team, lead=lead.name, cadence=QUARTERLY)


def _predecessors(inventor: Inventor, seat: Member, first: date, seed: int) -> Iterator[Member]:
    """Return those who held a seat before its present holder, newest first, back to `first`.

    A seat that is younger than the history by less than three years was new: nobody held it before.
    """
    random = Random(f"{seed}/seat/{seat.name}")  # noqa: S311 - made-up people, no secret
    left_on = seat.start_on - timedelta(days=random.randrange(5, 40))
    if left_on - first < _GROWTH:
        return
    while left_on > first:
        start_on = left_on - timedelta(days=random.randrange(700, 2200))
        level = seat.level if seat.is_lead else ""
        earlier = inventor.invent(start_on=start_on, team=seat.team, lead=seat.lead, level=level, cadence=seat.cadence)
        yield replace(earlier, left_on=left_on)
        left_on = start_on - timedelta(days=random.randrange(5, 40))
