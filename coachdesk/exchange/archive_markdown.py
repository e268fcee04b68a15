"""One person as a Markdown document, and a file name that every system accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from coachdesk.model.agenda import AgendaSource, AgendaState
from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.archive import (
    AgendaEntry,
    MeetingFacts,
    PersonFacts,
    PrivateMeeting,
    PrivatePersonRecord,
    PromiseEntry,
    RoleStep,
    SharedMeeting,
    SharedPersonRecord,
)
from coachdesk.services.blocks import Block, SharedNote

ONLY_YOU = "**Only you**"
_LONGEST_NAME_BYTES = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_KINDS = {MeetingKind.ONE_ON_ONE: "One-on-one", MeetingKind.SKIP_LEVEL: "Skip-level"}
_STATES = {
    MeetingState.PLANNED: "planned",
    MeetingState.LIVE: "live",
    MeetingState.HELD: "held",
    MeetingState.MISSED: "did not happen",
}
_ITEM_STATES = {AgendaState.OPEN: " ", AgendaState.DISCUSSED: "x", AgendaState.DROPPED: "-"}
_Note = SharedNote | tuple[Block, ...]


def file_name(name: str, taken: set[str]) -> str:
    """Return a name for a person's file that isn't in `taken`, and add it there.

    >>> seen: set[str] = set()
    >>> file_name("Zoë Ångström/../x", seen), file_name("zoë ångström x", seen), file_name("CON", seen)
    ('zoë-ångström-x.md', 'zoë-ångström-x-2.md', 'person-con.md')
    """
    text = unicodedata.normalize("NFC", name).lower()
    words = re.findall(r"[^\W_]+", "".join(c for c in text if unicodedata.category(c)[0] != "C"))
    stem = "-".join(words).encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore").strip("-") or "person"
    if _RESERVED.fullmatch(stem):
        stem = f"person-{stem}"
    number, chosen = 1, stem
    while unicodedata.normalize("NFKC", chosen).casefold() in taken:
        number += 1
        chosen = f"{stem}-{number}"
    taken.add(unicodedata.normalize("NFKC", chosen).casefold())
    return f"{chosen}.md"


def person_markdown(record: SharedPersonRecord | PrivatePersonRecord) -> str:
    """Return the whole document. Private content is in it only for a private record, each piece marked `Only you`."""
    lines = [f"# {_line(record.facts.name)}", "", *_facts(record.facts), *_roles(record.roles)]
    if isinstance(record, PrivatePersonRecord):
        if record.about:
            lines += ["## About", "", *_private(record.about)]
        lines += [
            *_agenda("Agenda", record.agenda),
            *_agenda(f"Agenda, {ONLY_YOU}", record.private_agenda),
        ]
    else:
        lines += _agenda("Agenda", record.agenda)
    lines += _promises("Promises", record.promises)
    if isinstance(record, PrivatePersonRecord):
        lines += _promises(f"Promises, {ONLY_YOU}", record.private_promises)
    lines += _meetings(record.meetings)
    if record.notes:
        lines += ["## Notes", ""]
        for written_at, note in record.notes:
            lines += [f"### {_instant(written_at)}", "", *_note(note)]
    return "\n".join(lines).rstrip() + "\n"


def _facts(facts: PersonFacts) -> Iterator[str]:
    role = ", ".join(part for part in (facts.role, facts.level, facts.team) if part)
    said = {
        "Role": role,
        "Track": facts.track,
        "Manager": facts.manager_name,
        "Pronouns": facts.pronouns,
        "Email": facts.email,
        "Since": facts.start_on.isoformat() if facts.start_on else "",
        "Time zone": facts.time_zone,
        "Meets": facts.cadence,
        "Tags": ", ".join(facts.tags),
        "Archived": "yes" if facts.is_archived else "",
    }
    yield from (f"- {label}: {_line(value)}" for label, value in said.items() if value)
    yield ""


def _roles(roles: tuple[RoleStep, ...]) -> Iterator[str]:
    if roles:
        yield from ("## Roles", "")
        for step in roles:
            what = ", ".join(_line(part) for part in (step.role, step.level, step.team) if part)
            yield f"- {step.changed_on.isoformat()}: {what}"
        yield ""


def _agenda(heading: str, items: tuple[AgendaEntry, ...]) -> Iterator[str]:
    if items:
        yield from (f"## {heading}", "")
        for item in items:
            whose = "theirs" if item.source is AgendaSource.THEIRS else "mine"
            yield f"- [{_ITEM_STATES[item.state]}] {_line(item.text)} ({whose}, {item.state.value})"
        yield ""


def _promises(heading: str, promises: tuple[PromiseEntry, ...]) -> Iterator[str]:
    if promises:
        yield from (f"## {heading}", "")
        for promise in promises:
            words = ["mine" if promise.owner is PromiseOwner.ME else "theirs"]
            words += [f"due {promise.due_on.isoformat()}"] if promise.due_on else []
            words += [f"kept {promise.done_on.isoformat()}"] if promise.done_on else []
            yield f"- [{'x' if promise.done_on else ' '}] {_line(promise.text)} ({', '.join(words)})"
        yield ""


def _meetings(meetings: Iterable[SharedMeeting | PrivateMeeting]) -> Iterator[str]:
    for number, meeting in enumerate(meetings):
        if number == 0:
            yield from ("## Meetings", "")
        yield from (f"### {_heading(meeting.facts)}", "")
        if isinstance(meeting, PrivateMeeting) and meeting.pulse is not None:
            yield from (f"{ONLY_YOU} · pulse {meeting.pulse} of 5", "")
        for note in meeting.notes:
            yield from _note(note)


def _heading(facts: MeetingFacts) -> str:
    kind, state = _KINDS[facts.kind], _STATES[facts.state]
    return f"{_instant(facts.starts_at)} · {kind}, {facts.duration_min} min, {state}"


def _note(note: _Note) -> Iterator[str]:
    if isinstance(note, SharedNote):
        yield from (note.markdown, "")
        return
    for block in note:
        if block.visibility is Visibility.ONLY_YOU:
            yield from _private(block.text)
        else:
            yield from (block.text.strip(), "")


def _private(text: str) -> Iterator[str]:
    """Quote private Markdown under its mark, so that it can't be taken for the shared text around it."""
    yield from (f"> {ONLY_YOU}", ">")
    yield from (f"> {line}".rstrip() for line in text.strip().splitlines())
    yield ""


def _line(text: str) -> str:
    """Return text as one line that Markdown doesn't read as anything but text."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
