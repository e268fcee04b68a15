"""Cuts the bytes of a calendar file into components with their line numbers (RFC 5545, 3.1 and 3.4).

The cutting is our own, so that one broken event costs one event; `icalendar` then reads each line that matters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from coachdesk.exchange.calendar.draft import (
    CalendarProblem,
    CalendarProblemCode,
    CalendarUnreadable,
    Limits,
    Problems,
)

_EVENT_NAMES = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "SEQUENCE"}
    | {"DTSTAMP", "LAST-MODIFIED", "SUMMARY", "ATTENDEE", "ORGANIZER"}
)
_CALENDAR_NAMES = frozenset({"METHOD", "X-WR-TIMEZONE"})
_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")
_MAX_DEPTH = 30
_EXPORT_AGAIN = "Export the calendar again as an .ics file."


@dataclass(frozen=True, slots=True)
class Line:
    """One unfolded line: where it begins in the file (from 1), its property in capitals, and its whole text."""

    number: int
    name: str
    text: str


@dataclass(slots=True)
class Block:
    """A component: its name, the line of its BEGIN, and its own lines that matter."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    has_broken_line: bool = False

    def list_lines(self, name: str) -> list[Line]:
        """Return the lines of a property."""
        return [line for line in self.lines if line.name == name]

    def find(self, name: str) -> Line | None:
        """Return the first line of a property."""
        return next((line for line in self.lines if line.name == name), None)


@dataclass(slots=True)
class Blocks:
    """The components of a file that matter: the calendar's own lines, its zones and its events."""

    calendar: Block = field(default_factory=lambda: Block("VCALENDAR", 1))
    zones: list[Block] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)


def split_blocks(file_name: str, content: bytes, limits: Limits, problems: Problems) -> Blocks:
    """Return the components of a file of at most `limits.max_bytes`. Raises CalendarUnreadable."""
    if len(content) > limits.max_bytes:
        size = limits.max_bytes // (1024 * 1024)
        raise CalendarUnreadable(
            file_name, f"The file is larger than {size} MB.", "Export a shorter time and try again."
        )
    content = _as_utf8(file_name, content)
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise CalendarUnreadable(file_name, "This is not a calendar file.", _EXPORT_AGAIN)
    cutter = _Cutter(file_name, limits, problems)
    for number, text in _unfold(content, problems):
        cutter.take(number, text)
    cutter.close()
    return cutter.blocks


def _as_utf8(file_name: str, content: bytes) -> bytes:
    if content.startswith(codecs.BOM_UTF8):
        return content[len(codecs.BOM_UTF8) :]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16").encode("utf-8")
        except UnicodeDecodeError:
            raise CalendarUnreadable(file_name, "Its encoding cannot be read.", _EXPORT_AGAIN) from None
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise CalendarUnreadable(file_name, "This is not a text file.", _EXPORT_AGAIN, line=line)
    return content


def _unfold(content: bytes, problems: Problems) -> Iterator[tuple[int, str]]:
    """Yield each unfolded line with the number of its first one; a fold may stand inside a letter of UTF-8."""
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    said = False
    parts: list[bytes] = []
    began = 1
    for number, raw in enumerate((*content.split(b"\n"), b""), start=1):
        raw = raw.rstrip(b"\r")
        if raw[:1] in (b" ", b"\t") and parts:
            parts.append(raw[1:])
            continue
        if parts:
            text, is_utf8 = _decode(b"".join(parts))
            if not is_utf8 and not said:
                said = True
                problems.add(_encoding(began))
            yield began, text
        parts, began = ([raw] if raw.strip() else []), number
    if parts:
        yield began, _decode(b"".join(parts))[0]


def _decode(raw: bytes) -> tuple[str, bool]:
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def _encoding(line: int) -> CalendarProblem:
    message, advice = "Read as Windows-1252 and not as UTF-8.", "Please look at names with accents."
    return CalendarProblem(CalendarProblemCode.ENCODING, line, "VCALENDAR", "", message, advice, False)


class _Cutter:
    """Follows BEGIN and END through a file and gathers the lines that matter."""

    def __init__(self, file_name: str, limits: Limits, problems: Problems) -> None:
        self.blocks = Blocks()
        self._file_name = file_name
        self._limits = limits
        self._problems = problems
        self._open: list[str] = []
        self._block: Block | None = None
        self._depth = 0

    def take(self, number: int, text: str) -> None:
        """Take the next line."""
        match = _NAME.match(text)
        name = match[1].upper() if match else ""
        if name == "BEGIN":
            self._begin(number, text)
        elif name == "END":
            self._end(text.partition(":")[2].strip().upper())
        elif self._block is not None:
            self._keep(number, name, text)
        elif name in _CALENDAR_NAMES and self._open == ["VCALENDAR"]:
            self.blocks.calendar.lines.append(Line(number, name, text))

    def close(self) -> None:
        """Say that the file ends inside a component."""
        if self._block is not None:
            self._not_closed(self._block)

    def _begin(self, number: int, text: str) -> None:
        name = text.partition(":")[2].strip().upper()
        if self._block is not None and name in ("VEVENT", "VCALENDAR"):
            self._not_closed(self._block)
            del self._open[self._depth - 1 :]
            self._block = None
        self._open.append(name)
        if len(self._open) > _MAX_DEPTH:
            raise CalendarUnreadable(self._file_name, "It is nested too deeply.", _EXPORT_AGAIN, line=number)
        if self._block is None and name in ("VEVENT", "VTIMEZONE"):
            self._block, self._depth = Block(name, number), len(self._open)
        elif self._block is not None and self._block.name == "VTIMEZONE":
            self._block.lines.append(Line(number, "BEGIN", text))

    def _end(self, name: str) -> None:
        if name not in self._open:
            return
        while self._open.pop() != name:
            pass
        block = self._block
        if block is None:
            return
        if len(self._open) >= self._depth:
            if block.name == "VTIMEZONE":
                block.lines.append(Line(block.number, "END", f"END:{name}"))
            return
        self._block = None
        if name != block.name:
            self._not_closed(block)
        elif name == "VTIMEZONE":
            self.blocks.zones.append(block)
        else:
            self._add_event(block)

    def _add_event(self, block: Block) -> None:
        self.blocks.events.append(block)
        if len(self.blocks.events) > self._limits.max_events:
            reason = f"It has more than {self._limits.max_events:,} events."
            raise CalendarUnreadable(self._file_name, reason, "Export a shorter time and try again.", line=block.number)

    def _keep(self, number: int, name: str, text: str) -> None:
        block = self._block
        if block is None:
            return
        if block.name == "VTIMEZONE":
            if len(block.lines) < self._limits.max_dates:
                block.lines.append(Line(number, name, text))
            return
        if len(self._open) != self._depth:
            return
        if not name or len(text) > self._limits.max_line_chars:
            if not block.has_broken_line:
                block.has_broken_line = True
                message = "A line is no property." if not name else "A line is too long."
                code = CalendarProblemCode.BROKEN_LINE
                self._problems.add(
                    CalendarProblem(code, number, block.name, "", message, "That line is left out.", False)
                )
        elif name in _EVENT_NAMES:
            block.lines.append(Line(number, name, text))

    def _not_closed(self, block: Block) -> None:
        message = "It is never closed; the file may have been cut off."
        code = CalendarProblemCode.NOT_CLOSED
        self._problems.add(CalendarProblem(code, block.number, block.name, "", message, _EXPORT_AGAIN, True))
