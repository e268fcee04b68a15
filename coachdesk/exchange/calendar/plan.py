"""What an import would do: a row for each event, made from the file and what earlier imports left in the vault.

Importing the same file again changes nothing, and a meeting that was held is never touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coachdesk.exchange.calendar.draft import CalendarEvent
from coachdesk.exchange.calendar.matching import EventKind, Match, MatchedBy
from coachdesk.model.meeting import MeetingState
from coachdesk.services.cadence import Window


class PlanAction(StrEnum):
    """What happens to a meeting."""

    ADD = "add"
    MOVE = "move"
    CANCEL = "cancel"
    UNCHANGED = "unchanged"
    SKIP = "skip"


class PlanReason(StrEnum):
    """Why, for the words beside the action."""

    NEW = "new"
    OTHER_TIME = "other_time"
    CANCELLED = "cancelled"
    GONE = "gone"
    SAME = "same"
    PAST_IS_KEPT = "past_is_kept"
    OLDER = "older"
    LARGER = "larger"
    ALL_DAY = "all_day"
    NO_PERSON = "no_person"
    SEVERAL = "several"
    NEVER_TAKEN = "never_taken"


@dataclass(frozen=True, slots=True)
class ExistingLink:
    """A meeting that an earlier import made, with the version of the event that it was made from."""

    uid: str
    recurrence_key: str
    meeting_id: str
    starts_at: datetime
    sequence: int
    state: MeetingState


@dataclass(frozen=True, slots=True)
class CalendarPlanRow:
    """One line of the preview. `meeting_id` names the meeting to change, None for a new one.

    `match` is None for a meeting of the vault that the file's series no longer has; `link` is what it is linked to.
    """

    action: PlanAction
    reason: PlanReason
    match: Match | None
    person_id: str | None
    meeting_id: str | None
    link: ExistingLink | None = None


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """The preview in order of time; `rows` with an action other than unchanged or skip change the vault."""

    rows: tuple[CalendarPlanRow, ...]

    def list_by(self, action: PlanAction) -> tuple[CalendarPlanRow, ...]:
        """Return the rows of one action."""
        return tuple(row for row in self.rows if row.action is action)


def plan_import(
    matches: Sequence[Match], existing: Sequence[ExistingLink], window: Window | None = None
) -> CalendarPlan:
    """Return what an import would do. Events are recognised by UID and key, or by UID and time.

    With the `window` that the file was read for, planned meetings of a series that the file no longer has are
    cancelled; without it they stay. Meetings of a UID that the file doesn't mention always stay.
    """
    links = _Links(existing)
    found = [links.take(match.event) for match in matches]
    found = [link or links.take_at(match.event) for match, link in zip(matches, found, strict=True)]
    for place, match in enumerate(matches):
        if found[place] is None and _is_wanted(match):
            found[place] = links.take_next(match.event, window)
    rows = [_row(match, link) for match, link in zip(matches, found, strict=True)]
    mentioned = {match.event.uid for match in matches}
    rows.extend(_gone(link) for link in links.left(window) if link.uid in mentioned)
    return CalendarPlan(tuple(sorted(rows, key=_moment)))


class _Links:
    """The links that no event has claimed yet."""

    def __init__(self, existing: Sequence[ExistingLink]) -> None:
        self._by_uid: dict[str, dict[str, ExistingLink]] = defaultdict(dict)
        for link in existing:
            self._by_uid[link.uid][link.recurrence_key] = link

    def take(self, event: CalendarEvent) -> ExistingLink | None:
        """Claim the link of an event by its key."""
        return self._by_uid[event.uid].pop(event.recurrence_key, None)

    def take_at(self, event: CalendarEvent) -> ExistingLink | None:
        """Claim a link of the same UID and time, as when a single event has become a series."""
        links = self._by_uid[event.uid]
        key = next((key for key, link in links.items() if link.starts_at == event.starts_at), None)
        return None if key is None else links.pop(key)

    def take_next(self, event: CalendarEvent, window: Window | None) -> ExistingLink | None:
        """Claim the planned meeting nearest to an event, as when a whole series moves to another day."""
        links = self._by_uid[event.uid]
        planned = [link for link in links.values() if _is_open(link, window)]
        if not planned:
            return None
        nearest = min(planned, key=lambda link: abs(link.starts_at - event.starts_at))
        return links.pop(nearest.recurrence_key)

    def left(self, window: Window | None) -> list[ExistingLink]:
        """Return the planned meetings of the window that no event claims."""
        if window is None:
            return []
        return [link for links in self._by_uid.values() for link in links.values() if _is_open(link, window)]


def _is_open(link: ExistingLink, window: Window | None) -> bool:
    return link.state is MeetingState.PLANNED and (window is None or window.holds(link.starts_at))


def _is_wanted(match: Match) -> bool:
    return match.kind is EventKind.ONE_ON_ONE and match.person_id is not None and not match.event.is_cancelled


def _row(match: Match, link: ExistingLink | None) -> CalendarPlanRow:
    action, reason = _new(match) if link is None else _known(match, link)
    return CalendarPlanRow(action, reason, match, match.person_id, link.meeting_id if link else None, link)


def _new(match: Match) -> tuple[PlanAction, PlanReason]:
    if match.kind is EventKind.LARGER:
        return PlanAction.SKIP, PlanReason.LARGER
    if match.kind is EventKind.ALL_DAY:
        return PlanAction.SKIP, PlanReason.ALL_DAY
    if match.event.is_cancelled:
        return PlanAction.SKIP, PlanReason.NEVER_TAKEN
    if match.how is MatchedBy.SEVERAL and match.person_id is None:
        return PlanAction.SKIP, PlanReason.SEVERAL
    if match.person_id is None:
        return PlanAction.SKIP, PlanReason.NO_PERSON
    return PlanAction.ADD, PlanReason.NEW


def _known(match: Match, link: ExistingLink) -> tuple[PlanAction, PlanReason]:
    event = match.event
    if link.state is not MeetingState.PLANNED:
        return PlanAction.UNCHANGED, PlanReason.PAST_IS_KEPT
    if event.sequence < link.sequence:
        return PlanAction.SKIP, PlanReason.OLDER
    if event.is_cancelled:
        return PlanAction.CANCEL, PlanReason.CANCELLED
    if event.starts_at != link.starts_at:
        return PlanAction.MOVE, PlanReason.OTHER_TIME
    return PlanAction.UNCHANGED, PlanReason.SAME


def _gone(link: ExistingLink) -> CalendarPlanRow:
    return CalendarPlanRow(PlanAction.CANCEL, PlanReason.GONE, None, None, link.meeting_id, link)


def _moment(row: CalendarPlanRow) -> datetime:
    if row.match is not None:
        return row.match.event.starts_at
    if row.link is None:
        raise ValueError("a row has an event or a link")
    return row.link.starts_at
