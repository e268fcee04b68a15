"""Which time zone a TZID means: an IANA name, a Windows name, a vendor's path to one, or the file's own VTIMEZONE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.tzp import TZP
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coachdesk.exchange.calendar.lines import Block
from coachdesk.services.cadence import Window
from coachdesk.services.cadence_rule import Frequency, UnusableRule, parse_rule

_MAX_ZONES = 30
_MAX_ZONE_LINES = 400
_PROBE = timedelta(days=15)
_MAX_PROBES = 60
_OBSERVANCE_NAMES = frozenset(
    {"BEGIN", "END", "TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone. `name` is an IANA name, or empty for a zone that only the file defines."""

    name: str
    tz: tzinfo


class Zones:
    """The zones of one file. Nothing that a file defines outlives it or changes a zone that is known."""

    def __init__(self, blocks: Sequence[Block], own: ZoneInfo, window: Window) -> None:
        self._own = Zone(own.key, own)
        self._window = window
        self._blocks = _by_name(blocks[:_MAX_ZONES])
        self._found: dict[str, Zone | None] = {}

    @property
    def own(self) -> Zone:
        """The zone for times that name none."""
        return self._own

    def float_in(self, tzid: str) -> None:
        """Let times without a zone be those of a zone, where it is known."""
        self._own = self.find(tzid) or self._own

    def find(self, tzid: str) -> Zone | None:
        """Return the zone that a TZID means, None when nobody can say."""
        tzid = tzid.strip().strip('"')
        if tzid not in self._found:
            self._found[tzid] = _find_known(tzid) or self._find_defined(tzid)
        return self._found[tzid]

    def _find_defined(self, tzid: str) -> Zone | None:
        block = self._blocks.get(tzid)
        location = block.find("X-LIC-LOCATION") if block else None
        if block is None:
            return None
        if location is not None and (known := _find_known(location.text.partition(":")[2].strip())):
            return known
        tz = _build(block)
        return None if tz is None else self._same_as(tz) or Zone("", tz)

    def _same_as(self, tz: tzinfo) -> Zone | None:
        """Return a known zone whose clocks agree with a defined one all through the window, the own zone first."""
        moments = _probes(tz, self._window)
        wanted = [moment.astimezone(tz).utcoffset() for moment in moments]
        for name in (self._own.name, *dict.fromkeys(WINDOWS_TO_OLSON.values())):
            if [moment.astimezone(ZoneInfo(name)).utcoffset() for moment in moments] == wanted:
                return Zone(name, ZoneInfo(name))
        return None


def _probes(tz: tzinfo, window: Window) -> list[datetime]:
    """Return instants that tell a zone from others: some of each month, and the minutes around each change."""
    count = min(_MAX_PROBES, (window.end_at - window.start_at) // _PROBE)
    moments = [window.start_at + _PROBE * place for place in range(count + 1)]
    edges = [edge for early, late in pairwise(moments) for edge in _edge(tz, early, late)]
    return moments + edges


def _edge(tz: tzinfo, early: datetime, late: datetime) -> tuple[datetime, ...]:
    """Return the last instant before and the first after a change of clocks, to a minute; nothing without one."""
    before = early.astimezone(tz).utcoffset()
    if late.astimezone(tz).utcoffset() == before:
        return ()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if middle.astimezone(tz).utcoffset() == before:
            early = middle
        else:
            late = middle
    return early - timedelta(minutes=1), late + timedelta(minutes=1)


def _by_name(blocks: Sequence[Block]) -> Mapping[str, Block]:
    named: dict[str, Block] = {}
    for block in blocks:
        line = block.find("TZID")
        if line is not None:
            named.setdefault(line.text.partition(":")[2].strip(), block)
    return named


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _find_known(tzid: str) -> Zone | None:
    if tzid.upper() in ("UTC", "Z", "GMT", "ETC/UTC"):
        return Zone("Etc/UTC", UTC)
    names = _names()
    parts = tzid.strip("/").split("/")
    tails = ["/".join(parts[-count:]) for count in (len(parts), 3, 2) if count <= len(parts)]
    for name in (*tails, WINDOWS_TO_OLSON.get(tzid, "")):
        if name in names:
            return Zone(name, ZoneInfo(name))
    return None


def _build(block: Block) -> tzinfo | None:
    """Return the zone of a VTIMEZONE, None when it is broken or its rules are not a yearly change of clocks."""
    if len(block.lines) > _MAX_ZONE_LINES or not all(
        _is_plain(line.text) for line in block.lines if line.name == "RRULE"
    ):
        return None
    lines = [line.text for line in block.lines if line.name in _OBSERVANCE_NAMES]
    text = "\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""])
    try:
        component = Timezone.from_ical(text.encode())
        if not isinstance(component, Timezone):
            return None
        tz: tzinfo = component.to_tz(TZP("zoneinfo"), lookup_tzid=False)
        datetime(2026, 1, 1, tzinfo=UTC).astimezone(tz)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        return None
    return tz


def _is_plain(text: str) -> bool:
    try:
        rule = parse_rule(text.partition(":")[2])
    except UnusableRule:
        return False
    return (
        rule.frequency is Frequency.YEARLY
        and rule.interval == 1
        and len(rule.months) == 1
        and len(rule.weekdays) == 1
        and not rule.month_days
        and not rule.positions
    )
