"""What a capture will do, said before Enter; and what its next word may be. No widgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from coachdesk.model.sponsorship import GlueOrigin
from coachdesk.model.visibility import Visibility
from coachdesk.services.capture import ALWAYS_PRIVATE, CaptureChoices, CaptureDraft, default_visibility
from coachdesk.services.capture_words import (
    ACT_SIGNS,
    ACTS,
    SIGNS,
    Capture,
    CaptureKind,
    Name,
    complete_act,
    complete_name,
    complete_sign,
)
from coachdesk.ui.acts_words import origin_words
from coachdesk.ui.shell.command_rows import CommandRow, RowKind
from coachdesk.ui.words import long_day_words

_BEING_TYPED = re.compile(r"(?:^|(?<=\s))([@+#/])([^\s@+#]*(?: (?!/)[^\s@+#]+){0,2})$")
_MOST = 7


def _tr(text: str) -> str:
    return QCoreApplication.translate("capture", text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What Enter would do: `draft` to save, or None with a problem in `words`. `unclear` is a name to choose from."""

    words: str
    draft: CaptureDraft | None = None
    unclear: tuple[int, int, tuple[Name, ...]] | None = None
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """A line of the list: what it shows, and what it puts from `start` to `end` of what was typed."""

    row: CommandRow
    start: int
    end: int
    words: str


def read_capture(capture: Capture, person: Name | None, today: date) -> Reading:
    """Say what a capture will do. `person` is who the page is about; without a kind it is a topic."""
    unclear = next((one for one in capture.mentions if len(one.people) > 1), None)
    if unclear is not None:
        count = len(unclear.people)
        words = _tr("{count} people are called {name}. Choose one of them.").format(count=count, name=unclear.words)
        return Reading(words, unclear=(unclear.start, unclear.end, unclear.people), is_problem=True)
    unknown = next((one for one in capture.mentions if not one.people), None)
    if unknown is not None:
        return Reading(_tr("Nobody is called {name}. Type @ and a name.").format(name=unknown.words), is_problem=True)
    people = tuple(dict.fromkeys(one.people[0] for one in capture.mentions)) or ((person,) if person else ())
    if not people:
        return Reading(_tr("Whom is it about? Type @ and a name."), is_problem=True)
    if not capture.text:
        return Reading(_tr("What is it? Type it in your own words."), is_problem=True)
    kind = capture.kind or CaptureKind.TOPIC
    usual = default_visibility(kind)
    visibility = usual if kind in ALWAYS_PRIVATE else capture.visibility or usual
    draft = CaptureDraft(
        tuple(one.person_id for one in people),
        kind,
        capture.text,
        visibility,
        today,
        capture.due_on,
        capture.is_theirs,
        capture.said_by,
        capture.audience,
        capture.origin,
    )
    return Reading(_sentence(draft, [one.name for one in people]), draft)


def _sentence(draft: CaptureDraft, names: Sequence[str]) -> str:
    who = _join(names)
    seen = _tr("only you see it") if draft.visibility is Visibility.ONLY_YOU else _tr("shared")
    return f"{_what(draft, who)}, {seen}"


def _what(draft: CaptureDraft, who: str) -> str:
    if draft.kind is CaptureKind.WIN:
        return _tr("Adds a win of {who}").format(who=who)
    if draft.kind is CaptureKind.NOTE:
        return _tr("Adds a note about {who}").format(who=who)
    if draft.kind is CaptureKind.TOPIC:
        words = _tr("Adds a topic from {who} to their next one-on-one") if draft.is_theirs else ""
        return (words or _tr("Adds a topic for the next one-on-one with {who}")).format(who=who)
    if draft.kind in ACTS:
        return _act(draft, who)
    if draft.kind is CaptureKind.GLUE:
        origin = origin_words(draft.origin or GlueOrigin.ASKED).lower()
        return _tr("Adds glue work of {who}, {origin}, going on from today").format(who=who, origin=origin)
    if draft.kind is CaptureKind.FEEDBACK:
        words = _tr("Adds feedback for {who} from {source}, to pass on") if draft.said_by else ""
        return (words or _tr("Adds feedback for {who}, to pass on")).format(who=who, source=draft.said_by)
    owner = _tr("Adds a follow-up for {who}") if draft.is_theirs else _tr("Adds a follow-up for you, about {who}")
    due = _tr("due {day}").format(day=long_day_words(draft.due_on)) if draft.due_on else _tr("without a day")
    return f"{owner.format(who=who)}, {due}"


def _act(draft: CaptureDraft, who: str) -> str:
    words = {
        CaptureKind.ADVISED: _tr("Adds that you advised {who}"),
        CaptureKind.NAMED: _tr("Adds that you named {who} in a room"),
        CaptureKind.INTRODUCED: _tr("Adds that you introduced {who}"),
        CaptureKind.CREDITED: _tr("Adds that you credited {who}"),
        CaptureKind.VISIBLE: _tr("Adds that you made {who} visible"),
    }[draft.kind].format(who=who)
    before = _tr("before {audience}").format(audience=draft.audience) if draft.audience else ""
    return ", ".join(part for part in (words, before, _tr("today")) if part)


def _join(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _tr("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def list_completions(typed: str, cursor: int, reading: Reading, choices: CaptureChoices) -> tuple[Completion, ...]:
    """Return what the word under the cursor may become; without one what may be typed, for a capture just begun."""
    if reading.unclear is not None:
        start, end, people = reading.unclear
        return tuple(_person(name, start, end) for name in people)
    match = _BEING_TYPED.search(typed[:cursor])
    if match is None:
        return _list_signs("", cursor, cursor) if not typed.strip() else ()
    start, words = match.start(1), match[2]
    if match[1] == "@":
        found = complete_name(words, choices.names)[:_MOST]
        is_done = len(found) == 1 and words.rstrip() == found[0].name
        return () if is_done else tuple(_person(name, start, cursor) for name in found)
    if " " in words:
        return ()
    if match[1] == "+":
        return () if words in SIGNS else _list_signs(words, start, cursor)
    if match[1] == "/":
        return () if words in ACT_SIGNS else _list_acts(words, start, cursor)
    tags = [tag for tag in choices.tags if tag.casefold().startswith(words.casefold()) and tag != words]
    return tuple(
        Completion(CommandRow(RowKind.COMMAND, f"#{tag}", icon="tag"), start, cursor, f"#{tag} ")
        for tag in tags[:_MOST]
    )


def _person(name: Name, start: int, end: int) -> Completion:
    return Completion(CommandRow(RowKind.COMMAND, name.name, icon="user"), start, end, f"@{name.name} ")


def _list_signs(words: str, start: int, end: int) -> tuple[Completion, ...]:
    meanings = {
        "win": (_tr("A win that you saw"), "award"),
        "feedback": (_tr("Feedback to pass on; “from Kwame” says whose"), "feedback"),
        "promise": (_tr("A follow-up; say when after it, such as fri"), "followups"),
        "topic": (_tr("A topic for the next one-on-one"), "list"),
        "note": (_tr("A note about them"), "note"),
        "private": (_tr("Only you see it"), "lock"),
        "shared": (_tr("You may show it to them"), "eye"),
        "theirs": (_tr("They owe it, or brought it"), "user"),
    }
    found = complete_sign(words) if words else SIGNS
    rows = [_sign(f"+{sign}", *meanings[str(sign)], start, end) for sign in found]
    if not words:
        title = _tr("Something you did for them, or glue work")
        rows.append(Completion(CommandRow(RowKind.COMMAND, title, icon="sponsorship", keys="/"), start, end, "/"))
    return tuple(rows)


def _list_acts(words: str, start: int, end: int) -> tuple[Completion, ...]:
    meanings = {
        "advised": (_tr("You gave them advice"), "bulb"),
        "named": (_tr("You named them in a room; “in the staff meeting:” says where"), "users"),
        "introduced": (_tr("You introduced them to someone"), "link"),
        "credited": (_tr("You credited them before others"), "award"),
        "visible": (_tr("You made their work visible"), "eye"),
        "glue": (_tr("Glue work; asked, volunteered or assigned may follow"), "layers"),
    }
    found = complete_act(words) if words else ACT_SIGNS
    return tuple(_sign(f"/{sign}", *meanings[str(sign)], start, end) for sign in found)


def _sign(sign: str, title: str, icon: str, start: int, end: int) -> Completion:
    return Completion(CommandRow(RowKind.COMMAND, title, icon=icon, keys=sign), start, end, f"{sign} ")
