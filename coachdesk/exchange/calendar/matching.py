"""Whose one-on-one an event is: by address, by the invited name, or by a name in a title that says so.

Nobody is guessed. Where a name fits several people, all of them are shown to choose from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coachdesk.exchange.calendar.draft import Attendee, CalendarEvent
from coachdesk.exchange.roster.values import fold_email, fold_name

_MARK = re.compile(
    r"(?i)(?<!\w)(?:(?:1|one)\s*(?::|-|–|on|to|-on-|-to-|/|\s)\s*(?:1|one)s?|1on1|o3|skip[\s-]?level|catch[\s-]?up)(?!\w)"
)
_BETWEEN = re.compile(r"\s*(?:<+-*>+|↔|⇄|\||/|&|\+)\s*|\s+(?:x|and|[-–—])\s+")
_MAX_SIDE_WORDS = 4


class MatchedBy(StrEnum):
    """How a person was found."""

    ADDRESS = "address"
    NAME = "name"
    TITLE = "title"
    SEVERAL = "several"
    NONE = "none"


class EventKind(StrEnum):
    """What an event is for the import: only one-on-ones are taken."""

    ONE_ON_ONE = "one_on_one"
    LARGER = "larger"
    ALL_DAY = "all_day"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A person of the vault as events may name them; the owner is not among them."""

    person_id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An event and whose it is. `candidates` are the people to choose from when the name fits several."""

    event: CalendarEvent
    person_id: str | None
    how: MatchedBy
    kind: EventKind
    candidates: tuple[str, ...] = ()


def match_people(
    events: Iterable[CalendarEvent],
    people: Sequence[PersonKey],
    owner_emails: Collection[str],
    owner_name: str = "",
) -> tuple[Match, ...]:
    """Return a match for each event, in their order. `owner_name` tells the owner in titles and invitations."""
    matcher = _Matcher(people, owner_emails, owner_name)
    return tuple(matcher.match(event) for event in events)


class _Matcher:
    """People by folded address and name."""

    def __init__(self, people: Sequence[PersonKey], owner_emails: Collection[str], owner_name: str) -> None:
        self._owner_emails = {folded for email in owner_emails if (folded := fold_email(email))}
        self._owner_name = fold_name(owner_name)
        self._by_email: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_first_name: dict[str, list[str]] = defaultdict(list)
        for person in people:
            name = fold_name(person.name)
            if email := fold_email(person.email):
                self._by_email[email].append(person.person_id)
            if name:
                self._by_name[name].append(person.person_id)
                self._by_first_name[name.split()[0]].append(person.person_id)

    def match(self, event: CalendarEvent) -> Match:
        """Return whose an event is."""
        if event.is_all_day:
            return Match(event, None, MatchedBy.NONE, EventKind.ALL_DAY)
        others = [attendee for attendee in event.attendees if not self._is_owner(attendee)]
        if not others:
            return self._by_title(event)
        found = [self._find(attendee) for attendee in others]
        if len(others) == 1:
            return self._alone(event, *found[0])
        known = [match for match in found if match[1]]
        if len(others) == 2 and len(known) == 1 and not self._knows_owner(event):
            return self._alone(event, *known[0])
        return Match(event, None, MatchedBy.NONE, EventKind.LARGER)

    def _alone(self, event: CalendarEvent, how: MatchedBy, ids: tuple[str, ...]) -> Match:
        if not ids:
            return Match(event, None, MatchedBy.NONE, EventKind.OTHER)
        if len(ids) > 1:
            return Match(event, None, MatchedBy.SEVERAL, EventKind.ONE_ON_ONE, ids)
        return Match(event, ids[0], how, EventKind.ONE_ON_ONE)

    def _is_owner(self, attendee: Attendee) -> bool:
        if attendee.address in self._owner_emails:
            return True
        is_known = attendee.address in self._by_email
        return bool(self._owner_name) and not is_known and fold_name(attendee.name) == self._owner_name

    def _knows_owner(self, event: CalendarEvent) -> bool:
        """Return whether one of the invited is the owner; if not, one unknown address may be the owner's."""
        return any(self._is_owner(attendee) for attendee in event.attendees)

    def _find(self, attendee: Attendee) -> tuple[MatchedBy, tuple[str, ...]]:
        if ids := self._by_email.get(attendee.address):
            return MatchedBy.ADDRESS, tuple(ids)
        if ids := self._by_name.get(fold_name(attendee.name)):
            return MatchedBy.NAME, tuple(ids)
        return MatchedBy.NONE, ()

    def _by_title(self, event: CalendarEvent) -> Match:
        ids = self._named(event.title)
        if not ids:
            return Match(event, None, MatchedBy.NONE, EventKind.OTHER)
        return self._alone(event, MatchedBy.TITLE, ids)

    def _named(self, title: str) -> tuple[str, ...]:
        """Return the people that a title such as `Sam / Priya` or `1:1 Sam` names, nobody for any other title."""
        marked = _MARK.search(title) is not None
        sides = [side for side in _BETWEEN.split(_MARK.sub(" / ", title)) if fold_name(side)]
        if not marked and len(sides) != 2:
            return ()
        named: dict[str, None] = {}
        for side in sides:
            named.update(dict.fromkeys(self._on_side(side)))
        return tuple(named)

    def _on_side(self, side: str) -> tuple[str, ...]:
        words = [word for word in fold_name(side).split() if word not in ("with", "w", "meeting", "s", "sync")]
        name = " ".join(words)
        if not words or len(words) > _MAX_SIDE_WORDS or self._names_owner(name):
            return ()
        if ids := self._by_name.get(name):
            return tuple(ids)
        return tuple(self._by_first_name.get(name, ()))

    def _names_owner(self, name: str) -> bool:
        """Return whether a side of the title is the owner; a first name only when no one else has it."""
        if not self._owner_name:
            return False
        is_first = name == self._owner_name.split()[0] and name not in self._by_first_name
        return name == self._owner_name or is_first
