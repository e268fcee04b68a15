"""From a calendar file to the changes of an import, in two steps: read once, then decide as often as the user likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coachdesk.exchange.calendar.draft import DEFAULT_LIMITS, CalendarDraft, CalendarUnreadable
from coachdesk.exchange.calendar.matching import Match, MatchedBy, PersonKey, match_people
from coachdesk.exchange.calendar.plan import (
    CalendarPlan,
    CalendarPlanRow,
    ExistingLink,
    PlanAction,
    plan_import,
)
from coachdesk.exchange.calendar.reader import read_calendar
from coachdesk.services.cadence import Window
from coachdesk.services.calendar import CalendarChange, ChangeKind, KnownCalendar

AHEAD = timedelta(weeks=8)
"""How far ahead meetings are taken from a file, as far as series are planned."""
_KINDS = {
    PlanAction.ADD: ChangeKind.ADD,
    PlanAction.MOVE: ChangeKind.MOVE,
    PlanAction.CANCEL: ChangeKind.CANCEL,
    PlanAction.UNCHANGED: ChangeKind.LINK,
}
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file that was read: what it holds in the window, and what it is compared with."""

    draft: CalendarDraft
    known: KnownCalendar
    window: Window


@dataclass(frozen=True, slots=True)
class CalendarGroup:
    """Rows of the preview that belong together: the meetings of one event to which the same happens, in order.

    `key` names the group while the file is the same. `candidates` are the people to choose from.
    """

    key: str
    rows: tuple[CalendarPlanRow, ...]
    candidates: tuple[str, ...]

    @property
    def first(self) -> CalendarPlanRow:
        """The earliest row."""
        return self.rows[0]

    @property
    def starts_at(self) -> datetime:
        """When its first meeting begins."""
        match, link = self.first.match, self.first.link
        if match is not None:
            return match.event.starts_at
        if link is None:
            raise ValueError("a row has an event or a link")
        return link.starts_at

    @property
    def is_change(self) -> bool:
        """Whether it adds, moves or cancels."""
        return self.first.action in (PlanAction.ADD, PlanAction.MOVE, PlanAction.CANCEL)


@dataclass(frozen=True, slots=True)
class CalendarChoices:
    """What the user decided: whose a group is (`people`, by UID), and which groups stay out."""

    people: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


def read_file(
    path: Path, known: KnownCalendar, *, zone: ZoneInfo, now: datetime, progress: Progress | None = None
) -> CalendarFile:
    """Read a calendar file from today to 8 weeks ahead. Times without a zone are those of `zone`.

    Raises CalendarUnreadable, also for a file that can't be read from the disk.
    """
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    window = Window(today, today + AHEAD)
    try:
        with path.open("rb") as opened:
            content = opened.read(DEFAULT_LIMITS.max_bytes + 1)
    except OSError:
        advice = "Check that it is there and that you may open it, then try again."
        raise CalendarUnreadable(path.name, "The file can't be read.", advice) from None
    if progress is not None:
        progress(1, 2)
    draft = read_calendar(content, path.name, zone=zone, window=window)
    if progress is not None:
        progress(2, 2)
    return CalendarFile(draft, known, window)


def plan_file(file: CalendarFile, choices: CalendarChoices) -> CalendarPlan:
    """Return what an import of the file would do with these choices."""
    known = file.known
    people = [PersonKey(one.person_id, one.name, one.email) for one in known.people]
    emails = [known.owner_email] if known.owner_email else []
    matches = match_people(file.draft.events, people, emails, known.owner_name)
    links = [
        ExistingLink(one.uid, one.recurrence_key, one.meeting_id, one.starts_at, one.sequence, one.state)
        for one in known.links
    ]
    return plan_import([_chosen(match, choices) for match in matches], links, file.window)


def group_plan(plan: CalendarPlan) -> tuple[CalendarGroup, ...]:
    """Return the rows of a plan in groups: those of one event, person, action and reason, by their first meeting."""
    groups: dict[tuple[str, ...], list[CalendarPlanRow]] = {}
    for row in plan.rows:
        uid = row.match.event.uid if row.match else row.link.uid if row.link else ""
        groups.setdefault((uid, row.person_id or "", row.action.value, row.reason.value), []).append(row)
    return tuple(
        CalendarGroup("/".join(key), tuple(rows), rows[0].match.candidates if rows[0].match else ())
        for key, rows in groups.items()
    )


def find_person(file: CalendarFile, group: CalendarGroup) -> str:
    """Return whose meetings a group holds, also where only the vault knows; empty when nobody does."""
    if group.first.person_id:
        return group.first.person_id
    meeting_id = group.first.meeting_id
    return next((link.person_id for link in file.known.links if link.meeting_id == meeting_id), "")


def list_changes(groups: tuple[CalendarGroup, ...], choices: CalendarChoices) -> tuple[CalendarChange, ...]:
    """Return what an import does, without the groups that stay out and the links that are as they were."""
    rows = [row for group in groups if group.key not in choices.left_out for row in group.rows]
    return tuple(change for row in rows if (change := _change(row)) is not None)


def _chosen(match: Match, choices: CalendarChoices) -> Match:
    chosen = choices.people.get(match.event.uid)
    return replace(match, person_id=chosen) if match.how is MatchedBy.SEVERAL and chosen else match


def _change(row: CalendarPlanRow) -> CalendarChange | None:
    kind, event, link = _KINDS.get(row.action), row.match.event if row.match else None, row.link
    if kind is None or (event is None and link is None):
        return None
    if event is None:
        assert link is not None
        return CalendarChange(
            kind, "", link.meeting_id, link.starts_at, 0, link.uid, link.recurrence_key, link.sequence
        )
    version = (event.recurrence_key, event.sequence)
    if kind is ChangeKind.LINK and link is not None and version == (link.recurrence_key, link.sequence):
        return None
    return CalendarChange(
        kind,
        row.person_id or "",
        row.meeting_id or "",
        event.starts_at,
        event.duration_min,
        event.uid,
        event.recurrence_key,
        event.sequence,
        event.rrule,
    )
