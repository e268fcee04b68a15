"""Reads who is invited and what an event is called, from the lines of its block."""

from __future__ import annotations

from coachdesk.exchange.calendar.draft import Attendee
from coachdesk.exchange.calendar.lines import Block, Line
from coachdesk.exchange.calendar.properties import split_line
from coachdesk.exchange.roster.values import clean_text, fold_email

_MAX_TITLE_CHARS = 300
_THINGS = frozenset({"ROOM", "RESOURCE"})


def read_attendees(block: Block, limit: int) -> tuple[Attendee, ...]:
    """Return the people invited and the organiser, each once; rooms and equipment are left out."""
    lines = [*block.list_lines("ATTENDEE"), *block.list_lines("ORGANIZER")][:limit]
    found: dict[str, Attendee] = {}
    for line in lines:
        attendee = _read_attendee(line)
        if attendee is not None:
            found.setdefault(attendee.address or attendee.name.casefold(), attendee)
    return tuple(found.values())


def read_title(block: Block) -> str:
    """Return the title as one line of plain text."""
    line = block.find("SUMMARY")
    if line is None:
        return ""
    try:
        text = split_line(line.text)[1]
    except ValueError:
        text = line.text.partition(":")[2]
    return clean_text(text[:_MAX_TITLE_CHARS])


def _read_attendee(line: Line) -> Attendee | None:
    try:
        params, value = split_line(line.text)
    except ValueError:
        params, value = {}, line.text[line.text.lower().rfind("mailto:") :]
    if params.get("CUTYPE", "").upper() in _THINGS:
        return None
    address = fold_email(value) or fold_email(params.get("EMAIL", ""))
    name = clean_text(params.get("CN", ""))
    if "@" in name:
        address, name = address or fold_email(name), ""
    return Attendee(address, name) if address or name else None
