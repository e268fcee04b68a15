"""Themes, questions and promises of skip-levels in the sample, told so that the page is full and true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random

from sqlmodel import col, select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.base import Noun
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.person import Person
from coachdesk.model.theme import Theme, ThemeMention, ThemeReport, ThemeState
from coachdesk.sample.story import NOOR
from coachdesk.services.question_bank import Purpose
from coachdesk.services.skip_rotation import quarter_of
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork

_THEMES: tuple[tuple[str, ThemeState, str, int, int, int], ...] = (
    ("Planning changes too late in the quarter", ThemeState.RAISED, "", 8, 3, 5),
    ("Reviews wait for the same two people", ThemeState.ACTING, "reviewer rota", 6, 3, 0),
    ("Unclear what Staff means here", ThemeState.NO_ACTION, "", 5, 2, 5),
    ("On-call is better since March", ThemeState.THANKED, "", 4, 2, 1),
    ("Capacity before the partner launch", ThemeState.NO_ACTION, "", 2, 2, 0),
    ("Too many meetings on Tuesdays", ThemeState.NO_ACTION, "", 2, 1, 0),
    ("Test data is hard to come by", ThemeState.NO_ACTION, "", 1, 1, 0),
)
"""Title, state, action, people and teams of this quarter, people of the quarter before."""

_REPORTS: tuple[tuple[str, int], ...] = (
    ("Report back on reviewer rota", 17),
    ("Answer “what is Staff?” in all-hands", 31),
)
"""What people are to be told, and in how many days."""

_QUESTIONS = (
    "skip-not-reach-me", "skip-could-remove", "skip-not-offered", "skip-more-or-less", "skip-by-autumn",
)  # fmt: skip
"""The questions of the bank that the first talk's agenda comes from, in its order."""


def add_skip_levels(store: Store, today: date, zone: tzinfo, seed: int) -> None:
    """Write themes over the talks that a sample has, and mark the questions of the first one."""
    random = Random(f"{seed}/themes")  # noqa: S311 - made-up themes, no secret

    def write(unit: UnitOfWork) -> None:
        rows = list(_rows(unit, today, zone, random))
        for kind in (Theme, ThemeMention, ThemeReport):
            unit.session.add_all([row for row in rows if isinstance(row, kind)])
            unit.session.flush()
        _mark_questions(unit)

    store.write(write)


def _rows(unit: UnitOfWork, today: date, zone: tzinfo, random: Random) -> Iterator[Noun]:
    begin = datetime.combine(quarter_of(today).first, time(8), zone).astimezone(UTC)
    period = quarter_of(today)
    now, before = _talks(unit, period.first, today, zone), _talks(unit, period.shift(-1).first, period.first, zone)
    teams = sorted({person.team for _, person in now})
    for at, (title, state, action, people, count, earlier) in enumerate(_THEMES):
        theme = Theme(id=_new_id(random), title=title, state=state, action=action, created_at=begin)
        yield theme
        for talks, wanted in ((now, people), (before, earlier)):
            for meeting, person in _pick(
                talks, wanted, [teams[(at + n) % len(teams)] for n in range(count)] if teams else []
            ):
                yield ThemeMention(
                    id=_new_id(random),
                    theme_id=theme.id,
                    person_id=person.id,
                    meeting_id=meeting.id,
                    team=person.team,
                    mentioned_on=meeting.starts_at.astimezone(zone).date(),
                )
    for text, days in _REPORTS:
        yield ThemeReport(id=_new_id(random), text=text, due_on=today + timedelta(days=days), created_at=begin)


def _talks(unit: UnitOfWork, first: date, end: date, zone: tzinfo) -> list[tuple[Meeting, Person]]:
    """Return the first talk of each person between two days, by time."""
    span = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, end))
    start, stop = span
    statement = (
        select(Meeting, Person)
        .join(Person, col(Person.id) == col(Meeting.person_id))
        .where(
            Meeting.kind == MeetingKind.SKIP_LEVEL,
            Meeting.state == MeetingState.HELD,
            col(Meeting.starts_at) >= start,
            col(Meeting.starts_at) < stop,
        )
        .order_by(col(Meeting.starts_at), Meeting.id)
    )
    found: dict[str, tuple[Meeting, Person]] = {}
    for meeting, person in unit.session.exec(statement):
        found.setdefault(person.id, (meeting, person))
    return list(found.values())


def _pick(talks: list[tuple[Meeting, Person]], wanted: int, teams: list[str]) -> list[tuple[Meeting, Person]]:
    """Return talks of the given teams in turn, as many as wanted and there are."""
    by_team = [[talk for talk in talks if talk[1].team == team] for team in teams]
    ranked = [talk for place in range(wanted) for own in by_team for talk in own[place : place + 1]]
    return ranked[:wanted]


def _mark_questions(unit: UnitOfWork) -> None:
    """Tell which questions of the bank the agenda of the first talk came from, and what the talk is for."""
    session = unit.session
    person = session.exec(select(Person).where(Person.name == NOOR)).first()
    if person is None:
        return
    statement = select(AgendaItem).where(AgendaItem.person_id == person.id, AgendaItem.state == AgendaState.OPEN)
    items = session.exec(statement.order_by(col(AgendaItem.position)))
    for item, question_id in zip(items, _QUESTIONS, strict=False):
        item.question_id = question_id
    for meeting in session.exec(select(Meeting).where(Meeting.person_id == person.id)):
        meeting.purpose = Purpose.SKIP_FIRST.value


def _new_id(random: Random) -> str:
    return f"{random.getrandbits(128):032x}"
