"""The one way by which themes of skip-level talks leave their owner's eyes: counted, and without anyone's name.

Every exit that others may see (a shared page, search while presenting, the archive without private content, the
command line) shows `SharedTheme` and nothing else. The type has no field for a person, a day, a talk or a wording of
theirs, so no mistake in an exit can let one out. What the owner alone sees is in `services.theme_book`.

**The rule.** In a period, a theme is shown once at least `MIN_PEOPLE` different people from at least `MIN_TEAMS` teams
have raised it, or if everyone counted for it agreed to be named with it. Until then it is only part of a number.

- A person counts once, however often they raise it, and for one team: that of their first mention in the period. So
  nobody makes two teams by changing theirs. The team is the one recorded on the day; a missing one is no team.
- Archived people stay counted. Leaving them out would tell that it was they.
- *Differencing.* Were each talk counted at once, a theme that appears after Tuesday's only talk would name its person.
  Therefore talks count in batches: a batch is complete at the end of the day by which at least `MIN_PEOPLE` people from
  `MIN_TEAMS` teams were talked to since the last one, and mentions after the last complete batch are not counted yet
  (but those whose person agreed to be named).
  Where a batch ends depends on who was met and when, which is known anyway, not on what was said (a mention without a
  talk counts as one). What is left over at the end of a period is never counted.
- The comparison with the period before is given only where that one was shown by the same rule; otherwise the theme is
  called new. The number of topics held back follows the same batches.
- A title or an action that contains any part of the name of anyone in the vault, archived people and the owner
  included, is held back whatever its count. Parts of one or two letters count only as written in the name, since *an*
  and *de* are words too.

**It guarantees** that no figure here follows from fewer than `MIN_PEOPLE` people from `MIN_TEAMS` teams, unless all of
them agreed; that a figure never changes because of one talk alone; and that no name of the vault's people leaves.

**It does not guarantee** anything against a reader who was told by people what they raised (who knows that two of three
raised it knows that the third is someone else who was met), against everybody of a batch raising the same, against a
title or action that tells who it was without a name ("the two in the night shift"), or against a correction: when the
owner removes a mention, moves a talk, or destroys what is kept about a person, a figure may change by one. Counts are
exact; readers who compare them over time learn how many of a batch raised a theme, never which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.person import Person
from coachdesk.model.theme import Theme, ThemeMention, ThemeState
from coachdesk.services.skip_rotation import Period, quarter_of
from coachdesk.store.folding import fold

MIN_PEOPLE = 3
MIN_TEAMS = 2
_SHORT_PART = 2
_WORDLESS_SCRIPTS_FROM = "\u2e80"
"""Scripts from here on write without spaces, so that a name is found within a run of letters."""


@dataclass(frozen=True, slots=True)
class SharedTheme:
    """A theme as others may see it. `change` is in people against the period before, None for a new theme."""

    title: str
    people: int
    teams: int
    change: int | None
    state: ThemeState
    action: str


@dataclass(frozen=True, slots=True)
class ThemesRecord:
    """The themes of a period as others may see them, and how many topics are held back."""

    period: Period
    themes: tuple[SharedTheme, ...]
    held_back: int


@dataclass(frozen=True, slots=True)
class Mention:
    """That a person raised a theme, with the team of that day."""

    theme_id: str
    person_id: str
    team: str
    has_consent: bool
    on: date


@dataclass(frozen=True, slots=True)
class Talk:
    """That a person was talked to, which others may know."""

    person_id: str
    team: str
    on: date


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people from how many teams raised a theme."""

    people: int
    teams: int
    all_consent: bool

    @property
    def is_shareable(self) -> bool:
        """Whether the number is large enough, or everyone agreed."""
        return self.people > 0 and (self.all_consent or (self.people >= MIN_PEOPLE and self.teams >= MIN_TEAMS))


NOBODY = Tally(0, 0, all_consent=False)


def list_shareable_themes(session: Session, period: Period, now: datetime) -> tuple[SharedTheme, ...]:
    """Return the themes of a period that others may see, the most raised first, by a fixed number of queries.

    `now` bounds what has happened; what is dated later is not counted.
    """
    return _release(session, period, now)[0]


def count_held_back(session: Session, period: Period, now: datetime) -> int:
    """Return how many topics others may know to be held back: raised, counted, and not shareable."""
    return _release(session, period, now)[1]


def get_themes_record(session: Session, now: datetime) -> ThemesRecord:
    """Return the themes of the present quarter as others may see them; what exports are written from."""
    period = quarter_of(now.date())
    return ThemesRecord(period, *_release(session, period, now))


def tally(mentions: Iterable[Mention], period: Period) -> Mapping[str, Tally]:
    """Return for each theme how many people from how many teams raised it in a period."""
    first: dict[tuple[str, str], Mention] = {}
    consents: dict[tuple[str, str], bool] = {}
    for mention in sorted(mentions, key=lambda one: one.on):
        if period.holds(mention.on):
            key = mention.theme_id, mention.person_id
            first.setdefault(key, mention)
            consents[key] = consents.get(key, True) and mention.has_consent
    found: dict[str, Tally] = {}
    for theme_id in dict.fromkeys(theme_id for theme_id, _ in first):
        own = [(key, mention) for key, mention in first.items() if key[0] == theme_id]
        teams = {folded for _, mention in own if (folded := fold_team(mention.team))}
        found[theme_id] = Tally(len(own), len(teams), all(consents[key] for key, _ in own))
    return found


def find_cut_off(talks: Iterable[Talk], period: Period) -> date | None:
    """Return the day of the last complete batch of talks in a period, None before the first is complete."""
    cut_off: date | None = None
    people: dict[str, str] = {}
    ordered = sorted((talk for talk in talks if period.holds(talk.on)), key=lambda talk: talk.on)
    for at, talk in enumerate(ordered):
        people.setdefault(talk.person_id, fold_team(talk.team))
        ends_day = at + 1 == len(ordered) or ordered[at + 1].on != talk.on
        if ends_day and len(people) >= MIN_PEOPLE and len({*people.values()} - {""}) >= MIN_TEAMS:
            cut_off, people = talk.on, {}
    return cut_off


def release(mentions: Iterable[Mention], talks: Iterable[Talk], period: Period) -> Mapping[str, Tally]:
    """Return what may be counted in a period: mentions of complete batches, and those whose person agreed."""
    known, met = tuple(mentions), tuple(talks)
    cut_off = find_cut_off((*met, *(Talk(one.person_id, one.team, one.on) for one in known)), period)
    return tally((one for one in known if one.has_consent or (cut_off is not None and one.on <= cut_off)), period)


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """Return the words that names are made of, as they are written."""
    return frozenset(part for name in names for part in re.findall(r"[^\W_]+", name))


def names_someone(text: str, parts: frozenset[str]) -> bool:
    """Return whether a text contains a part of a name: whole words, whatever their case and accents.

    >>> names_someone("Hannah’s stand-ups are long", name_parts(["Hannah Lindqvist"]))
    True
    >>> names_someone("An alert wakes two teams", name_parts(["an Nguyen"]))
    False
    """
    written = frozenset(re.findall(r"[^\W_]+", text))
    folded = frozenset(fold(word) for word in written) | frozenset(re.findall(r"[^\W_]+", fold(text)))
    whole = fold(text)
    for part in parts:
        plain = fold(part)
        if part[0] >= _WORDLESS_SCRIPTS_FROM:
            if plain in whole:
                return True
        elif part in written or (len(plain) > _SHORT_PART and plain in folded):
            return True
    return False


def list_name_parts(session: Session) -> frozenset[str]:
    """Return the parts of the names of everyone in the vault, archived people and the owner included."""
    return name_parts(session.exec(select(Person.name)))


def read_mentions(session: Session, first: date, last: date) -> tuple[Mention, ...]:
    """Return the mentions between two days."""
    statement = select(ThemeMention).where(ThemeMention.mentioned_on >= first, ThemeMention.mentioned_on <= last)
    return tuple(
        Mention(row.theme_id, row.person_id, row.team, row.has_consent, row.mentioned_on)
        for row in session.exec(statement)
    )


def fold_team(team: str) -> str:
    """Return a team's name for comparison."""
    return fold(" ".join(team.split()))


def _release(session: Session, period: Period, now: datetime) -> tuple[tuple[SharedTheme, ...], int]:
    before = period.shift(-1)
    today = now.astimezone(UTC).date() + timedelta(days=1)  # a zone ahead of UTC may be a day further
    mentions = read_mentions(session, before.first, min(period.last, today))
    talks = _read_talks(session, before.first, min(period.last, today))
    current, earlier = release(mentions, talks, period), release(mentions, talks, before)
    parts = list_name_parts(session)
    shared, held = [], 0
    for theme in session.exec(select(Theme).order_by(Theme.title)):
        found, old = current.get(theme.id, NOBODY), earlier.get(theme.id, NOBODY)
        if not found.people:
            continue
        if not found.is_shareable or names_someone(theme.title, parts):
            held += 1
            continue
        change = found.people - old.people if old.is_shareable else None
        action = "" if names_someone(theme.action, parts) else theme.action
        shared.append(SharedTheme(theme.title, found.people, found.teams, change, theme.state, action))
    return tuple(sorted(shared, key=lambda one: -one.people)), held


def _read_talks(session: Session, first: date, last: date) -> tuple[Talk, ...]:
    """Return the skip-level talks that were held between two days, with the present team of each person."""
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    statement = (
        select(Meeting.person_id, Person.team, Meeting.starts_at)
        .join(Person, col(Person.id) == col(Meeting.person_id))
        .where(
            Meeting.kind == MeetingKind.SKIP_LEVEL,
            Meeting.state == MeetingState.HELD,
            col(Meeting.starts_at) >= start,
            col(Meeting.starts_at) < end,
        )
    )
    return tuple(Talk(person_id, team, starts_at.date()) for person_id, team, starts_at in session.exec(statement))
