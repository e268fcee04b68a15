"""Themes as their owner keeps them: who raised what in which talk, what is done about it, and whom to tell.

Nothing of this may be shown to anyone else; what others see comes from `services.themes` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting
from coachdesk.model.person import Person
from coachdesk.model.theme import Theme, ThemeMention, ThemeReport, ThemeState
from coachdesk.services.skip_rotation import Period
from coachdesk.services.themes import NOBODY, Tally, list_name_parts, names_someone, read_mentions, tally
from coachdesk.store.failures import NotFound
from coachdesk.store.folding import fold
from coachdesk.store.unit_of_work import UnitOfWork

_TICKED_SHOWN = timedelta(hours=24)
"""How long a report that was ticked stays in the list, to be opened again."""


@dataclass(frozen=True, slots=True)
class OwnTheme:
    """A theme for its owner: exact counts of a period and of the one before it."""

    theme_id: str
    title: str
    people: int
    teams: int
    people_before: int
    is_shareable: bool
    names_someone: bool
    state: ThemeState
    action: str


@dataclass(frozen=True, slots=True)
class ThemeBook:
    """The themes of a period: those that reached the limit, how many have not, and all titles to choose from."""

    themes: tuple[OwnTheme, ...]
    held_back: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkTheme:
    """A theme that was raised in one talk."""

    mention_id: str
    title: str
    has_consent: bool


@dataclass(frozen=True, slots=True)
class NamedMention:
    """Who raised a theme and when; for its owner's own full export."""

    title: str
    person_name: str
    team: str
    mentioned_on: date
    has_consent: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the list *tell people what changed*. `days_late` is 0 while it is not due."""

    report_id: str
    text: str
    due_on: date | None
    is_done: bool
    days_late: int


@dataclass(frozen=True, slots=True)
class ThemeDraft:
    """A theme that a person raised: an existing title, however it is capitalised, or a new one."""

    title: str
    person_id: str
    meeting_id: str | None = None
    has_consent: bool = False


def raise_theme(unit: UnitOfWork, draft: ThemeDraft, zone: tzinfo = UTC) -> str:
    """Record that a person raised a theme, once a talk, and return the theme's identity.

    Raises ValueError when the title is empty, NotFound when the person is gone.
    """
    title = " ".join(draft.title.split())
    if not title:
        raise ValueError("A theme needs a title.")
    session = unit.session
    person = session.get(Person, draft.person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    theme = next((one for one in session.exec(select(Theme)) if fold(one.title) == fold(title)), None)
    if theme is None:
        theme = Theme(title=title, created_at=unit.now)
        unit.add(theme)
        session.flush()
    meeting = session.get(Meeting, draft.meeting_id) if draft.meeting_id else None
    known = session.exec(
        select(ThemeMention).where(
            ThemeMention.theme_id == theme.id,
            ThemeMention.person_id == person.id,
            ThemeMention.meeting_id == draft.meeting_id,
        )
    ).first()
    if known is not None:
        known.has_consent = draft.has_consent
        return theme.id
    unit.add(
        ThemeMention(
            theme_id=theme.id,
            person_id=person.id,
            meeting_id=draft.meeting_id,
            team=_team_of(session, person),
            has_consent=draft.has_consent,
            mentioned_on=min(meeting.starts_at if meeting else unit.now, unit.now).astimezone(zone).date(),
        )
    )
    return theme.id


def take_mention_back(unit: UnitOfWork, mention_id: str) -> None:
    """Remove that a person raised a theme; a theme that nobody raised goes with it."""
    session = unit.session
    mention = session.get(ThemeMention, mention_id)
    if mention is None:
        raise NotFound("The mention is no longer in the vault.")
    theme_id = mention.theme_id
    unit.remove([mention])
    if session.exec(select(ThemeMention).where(ThemeMention.theme_id == theme_id)).first() is None:
        remove_theme(unit, theme_id)


def set_theme_state(unit: UnitOfWork, theme_id: str, state: ThemeState, action: str = "") -> None:
    """Say what has been done about a theme; `action` is kept for acting only."""
    theme = _get(unit.session, theme_id)
    theme.state = state
    theme.action = " ".join(action.split()) if state is ThemeState.ACTING else ""


def rename_theme(unit: UnitOfWork, theme_id: str, title: str) -> None:
    """Give a theme another title. Raises ValueError when it is empty or another theme has it."""
    words = " ".join(title.split())
    if not words:
        raise ValueError("A theme needs a title.")
    others = unit.session.exec(select(Theme).where(Theme.id != theme_id))
    if any(fold(one.title) == fold(words) for one in others):
        raise ValueError("There is a theme of that title already.")
    _get(unit.session, theme_id).title = words


def remove_theme(unit: UnitOfWork, theme_id: str) -> None:
    """Remove a theme and who raised it; undoable. Lines about what to tell stay."""
    session = unit.session
    for report in session.exec(select(ThemeReport).where(ThemeReport.theme_id == theme_id)):
        report.theme_id = None
    session.flush()
    unit.remove(session.exec(select(ThemeMention).where(ThemeMention.theme_id == theme_id)).all())
    unit.remove([_get(session, theme_id)])


def add_report(unit: UnitOfWork, text: str, due_on: date | None = None) -> str:
    """Add a line to what people are to be told. Raises ValueError when it is empty."""
    if not text.strip():
        raise ValueError("Type what people will be told.")
    report = ThemeReport(text=text.strip(), due_on=due_on, created_at=unit.now)
    unit.add(report)
    return report.id


def set_report_done(unit: UnitOfWork, report_id: str, *, is_done: bool) -> None:
    """Tick a line, or open it again."""
    _get_report(unit.session, report_id).done_at = unit.now if is_done else None


def remove_report(unit: UnitOfWork, report_id: str) -> None:
    """Remove a line; undoable."""
    unit.remove([_get_report(unit.session, report_id)])


def list_reports(session: Session, now: datetime, zone: tzinfo) -> tuple[ReportRow, ...]:
    """Return what people are still to be told by day, then what was ticked within a day."""
    today = now.astimezone(zone).date()
    statement = select(ThemeReport).where(
        col(ThemeReport.done_at).is_(None) | (col(ThemeReport.done_at) > now - _TICKED_SHOWN)
    )
    rows = sorted(session.exec(statement), key=lambda row: (row.due_on or date.max, row.created_at, row.id))
    return tuple(
        ReportRow(
            row.id,
            row.text,
            row.due_on,
            row.done_at is not None,
            max(0, (today - row.due_on).days) if row.due_on and row.done_at is None else 0,
        )
        for row in rows
    )


def get_theme_book(session: Session, period: Period) -> ThemeBook:
    """Return the owner's themes of a period, the most raised first, with exact counts."""
    before = period.shift(-1)
    mentions = read_mentions(session, before.first, period.last)
    current, earlier = tally(mentions, period), tally(mentions, before)
    parts = list_name_parts(session)
    known = session.exec(select(Theme).order_by(Theme.title)).all()
    rows = [_own(one, current[one.id], earlier.get(one.id, NOBODY), parts) for one in known if one.id in current]
    shown = sorted((row for row in rows if row.is_shareable), key=lambda row: -row.people)
    return ThemeBook(tuple(shown), len(rows) - len(shown), tuple(one.title for one in known))


def list_talk_themes(session: Session, meeting_id: str) -> tuple[TalkTheme, ...]:
    """Return the themes that were raised in one talk."""
    statement = (
        select(ThemeMention.id, Theme.title, ThemeMention.has_consent)
        .join(Theme, col(Theme.id) == col(ThemeMention.theme_id))
        .where(ThemeMention.meeting_id == meeting_id)
        .order_by(Theme.title)
    )
    return tuple(TalkTheme(*row) for row in session.exec(statement))


def list_words(session: Session) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return all titles to choose from while typing, and the parts of everyone's name to warn of."""
    return tuple(session.exec(select(Theme.title).order_by(Theme.title))), list_name_parts(session)


def list_named_mentions(session: Session) -> tuple[NamedMention, ...]:
    """Return every mention with its name; only for an export that its owner asked to be private."""
    statement = (
        select(Theme.title, Person.name, ThemeMention)
        .join(Theme, col(Theme.id) == col(ThemeMention.theme_id))
        .join(Person, col(Person.id) == col(ThemeMention.person_id))
        .order_by(col(ThemeMention.mentioned_on), Theme.title, Person.name)
    )
    return tuple(
        NamedMention(title, name, mention.team, mention.mentioned_on, mention.has_consent)
        for title, name, mention in session.exec(statement)
    )


def _own(theme: Theme, found: Tally, before: Tally, parts: frozenset[str]) -> OwnTheme:
    return OwnTheme(
        theme.id,
        theme.title,
        found.people,
        found.teams,
        before.people,
        found.is_shareable,
        names_someone(theme.title, parts),
        theme.state,
        theme.action,
    )


def _team_of(session: Session, person: Person) -> str:
    """Return a person’s team, else the identity of the one they report to, so that teams without names still differ."""
    lead = session.get(Person, person.manager_id) if person.manager_id and not person.team.strip() else None
    return person.team.strip() or (lead.id if lead is not None else "")


def _get(session: Session, theme_id: str) -> Theme:
    theme = session.get(Theme, theme_id)
    if theme is None:
        raise NotFound("The theme is no longer in the vault.")
    return theme


def _get_report(session: Session, report_id: str) -> ThemeReport:
    report = session.get(ThemeReport, report_id)
    if report is None:
        raise NotFound("The line is no longer in the vault.")
    return report
