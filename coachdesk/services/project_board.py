"""The board of stretch projects: every card with the facts of its line, by a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.opportunity import Offer
from coachdesk.model.person import Person
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep
from coachdesk.services.competency_names import name_competencies
from coachdesk.services.people import PersonRow, ReportingTree, get_tree
from coachdesk.services.project_suits import Suit, Suits, read_suits
from coachdesk.services.shared.columns import columns, read
from coachdesk.services.themes import fold_team

COUNTED_DAYS = 365
"""An ended project counts, and stands on the board, for a year."""
_ENDED = frozenset({ProjectState.LANDED, ProjectState.DECLINED, ProjectState.STOPPED})
_ASKED = (ProjectState.IDEA, ProjectState.OFFERED, ProjectState.DECLINED)
_COLUMNS = {state: place for place, state in enumerate(ProjectState)}


@dataclass(frozen=True, slots=True)
class Card:
    """One project. What its second line says depends on the state, and each fact is None where it does not apply:

    - `IDEA`: `suits`, at most two; else whether anybody was asked (`offers_made`, not counted once it was accepted),
    - `OFFERED`: `reply_by_on`, or `since_on` when no day was given,
    - `ACTIVE`: `check_in_on`, the next one planned; it may be past,
    - `LANDED`, `STOPPED`: `since_on`,
    - `DECLINED`: `reason` and `ask_again_on`.

    `since_on` is the day of the newest step. `is_recent`: it is under way, or ended within a year.
    `person_id` and `person_name` are None and empty while it is open. `is_taken_as_evidence` once something of it is.
    """

    project_id: str
    title: str
    state: ProjectState
    person_id: str | None
    person_name: str
    team: str
    competency_id: str
    competency: str
    since_on: date
    is_recent: bool
    offers_made: int = 0
    has_criteria: bool = False
    reply_by_on: date | None = None
    check_in_on: date | None = None
    reason: str = ""
    ask_again_on: date | None = None
    suits: tuple[Suit, ...] = ()
    is_taken_as_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """All cards in the order of columns: what is under way by its day, what ended by the newest.

    `counts` are of recent cards by state, `recent` is their sum. `teams` are the names to filter by.
    """

    today: date
    cards: tuple[Card, ...]
    counts: Mapping[ProjectState, int]
    recent: int
    teams: tuple[str, ...]


def load_board(session: Session, today: date, team: str | None = None) -> Board:
    """Return the board on a day; with a team, its people's projects and all that nobody has yet.

    A fixed number of queries, however many projects there are.
    """
    tree = get_tree(session)
    everyone = {person.person_id: person for person in _flatten(tree)}
    suits = read_suits(session, [one for one in tree.direct if team is None or is_of_team(one.team, team)], today)
    lines = _read_lines(session)
    rows = read(session, _PROJECTS)
    names = name_competencies(session, ((ladder_pin, competency_id) for *_, ladder_pin, competency_id, _ in rows))
    cards = (_card(row, lines, names, suits, today) for row in rows)
    shown = [one for one in cards if team is None or one.person_id is None or is_of_team(one.team, team)]
    shown.sort(key=_place)
    counts = Counter(one.state for one in shown if one.is_recent)
    teams = sorted({person.team for person in everyone.values() if person.team}, key=str.casefold)
    return Board(today, tuple(shown), dict(counts), sum(counts.values()), tuple(teams))


def is_of_team(team: str, wanted: str) -> bool:
    """Return whether two names of teams mean the same."""
    return fold_team(team) == fold_team(wanted)


_PROJECTS = (
    columns(
        Project.id,
        Project.title,
        Project.state,
        Project.person_id,
        col(Person.name).label("name"),
        col(Person.team).label("team"),
        Project.ladder_pin,
        Project.competency_id,
        col(Project.criteria_saved_at).is_not(None),
    )
    .select_from(Project)
    .join(Person, col(Person.id) == col(Project.person_id), isouter=True)
)


@dataclass(frozen=True, slots=True)
class _Lines:
    """What the second lines of cards need, by project."""

    since: Mapping[str, date]
    offers: Mapping[str, list[Any]]
    check_ins: Mapping[str, date]
    taken: frozenset[str]


def _read_lines(session: Session) -> _Lines:
    since = columns(ProjectStep.project_id, func.max(ProjectStep.stepped_on)).group_by(col(ProjectStep.project_id))
    offers = (
        columns(Offer.project_id, Offer.person_id, Offer.reply_by_on, Offer.reason, Offer.ask_again_on)
        .select_from(Offer)
        .join(Project, col(Project.id) == col(Offer.project_id))
        .where(col(Project.state).in_(_ASKED))
    )
    check_ins = columns(CheckIn.project_id, func.min(CheckIn.planned_on)).where(col(CheckIn.held_on).is_(None))
    taken = columns(Evidence.source_id).where(col(Evidence.source) == EvidenceSource.PROJECT).distinct()
    by_project: dict[str, list[Any]] = {}
    for row in read(session, offers.order_by(col(Offer.offered_on), col(Offer.created_at))):
        by_project.setdefault(row.project_id, []).append(row)
    return _Lines(
        dict(read(session, since)),
        by_project,
        dict(read(session, check_ins.group_by(col(CheckIn.project_id)))),
        frozenset(row.source_id for row in read(session, taken)),
    )


def _card(row: Any, lines: _Lines, names: Mapping[tuple[str, str], str], suits: Suits, today: date) -> Card:
    key, title, state, person_id, name, team, ladder_pin, competency_id, has_criteria = row
    offers = lines.offers.get(key, [])
    last: Any = offers[-1] if offers else None
    since_on = lines.since.get(key, today)
    is_declined = state is ProjectState.DECLINED and last is not None
    is_offered = state is ProjectState.OFFERED and last is not None
    return Card(
        key,
        title,
        state,
        person_id,
        name or "",
        team or "",
        competency_id,
        names[ladder_pin, competency_id],
        since_on,
        state not in _ENDED or (today - since_on).days < COUNTED_DAYS,
        len(offers),
        bool(has_criteria),
        last.reply_by_on if is_offered else None,
        lines.check_ins.get(key) if state is ProjectState.ACTIVE else None,
        last.reason if is_declined else "",
        last.ask_again_on if is_declined else None,
        suits.find(competency_id, {one.person_id for one in offers}) if state is ProjectState.IDEA else (),
        key in lines.taken,
    )


def _place(card: Card) -> tuple[int, int, str, str]:
    """Return where a card stands: what is under way by its nearest day, ideas and ends by the newest."""
    next_on = card.reply_by_on or card.check_in_on
    is_under_way = card.state in (ProjectState.OFFERED, ProjectState.ACTIVE)
    day = (next_on or date.max).toordinal() if is_under_way else -card.since_on.toordinal()
    return _COLUMNS[card.state], day, card.title.casefold(), card.project_id


def _flatten(tree: ReportingTree) -> Iterator[PersonRow]:
    yield from tree.direct
    for team in tree.teams:
        yield from team.members
    yield from tree.others
