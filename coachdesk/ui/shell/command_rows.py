"""What the command box lists: people, hits, commands and what can be made of the words typed. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from coachdesk.desk.actions import ACTIONS
from coachdesk.desk.translate import QT_TRANSLATE_NOOP
from coachdesk.services.people import PersonRow
from coachdesk.services.search import SearchHit
from coachdesk.store.folding import find_spans, terms_of
from coachdesk.ui.views.route import Route
from coachdesk.ui.words import ago_words, day_words, kind_words

MOST_PEOPLE, MOST_COMMANDS, MOST_BEST = 5, 6, 4


class RowKind(Enum):
    """How a line is painted and whether it can be chosen."""

    HEADING = auto()
    HIT = auto()
    COMMAND = auto()


class Kind(Enum):
    """The filters above the list."""

    ALL = auto()
    PEOPLE = auto()
    NOTES = auto()
    TOPICS = auto()


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One line. Choosing it goes to `route`, does `action_id`, or adds `agenda_text` to the agenda of `person_id`."""

    kind: RowKind
    title: str
    title_spans: tuple[tuple[int, int], ...] = ()
    detail: str = ""
    detail_spans: tuple[tuple[int, int], ...] = ()
    icon: str = ""
    trailing: str = ""
    keys: str = ""
    is_private: bool = False
    route: Route | None = None
    action_id: str = ""
    agenda_text: str = ""
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the box was asked, with what it needs to answer."""

    text: str
    kind: Kind
    today: date
    zone: tzinfo
    person: tuple[str, str] | None = None


def _tr(text: str) -> str:
    return QCoreApplication.translate("command", text)


_NOUNS = {
    "agenda_item": (QT_TRANSLATE_NOOP("command", "Agenda"), "list", "overview"),
    "promise": (QT_TRANSLATE_NOOP("command", "Follow-up"), "followups", "overview"),
    "observation": (QT_TRANSLATE_NOOP("command", "Feedback or win"), "feedback", "feedback"),
    "evidence": (QT_TRANSLATE_NOOP("command", "Evidence"), "link", "growth"),
    "card_answer": (QT_TRANSLATE_NOOP("command", "Card"), "user", "card"),
    "attachment": (QT_TRANSLATE_NOOP("command", "File"), "clip", "timeline"),
    "skill_goal": (QT_TRANSLATE_NOOP("command", "Skill goal"), "goals", "goals"),
    "mark": (QT_TRANSLATE_NOOP("command", "Ladder mark"), "ladder", "growth"),
    "project": (QT_TRANSLATE_NOOP("command", "Stretch project"), "sponsorship", "sponsorship"),
    "sponsorship_act": (QT_TRANSLATE_NOOP("command", "Act of sponsorship"), "sponsorship", "sponsorship"),
    "glue_work": (QT_TRANSLATE_NOOP("command", "Glue work"), "sponsorship", "sponsorship"),
}
"""What a hit is called, its icon and the tab of the person that shows it, the overview while that tab is missing."""


def build_rows(asked: Asked, people: Sequence[PersonRow], hits: Sequence[SearchHit]) -> tuple[CommandRow, ...]:
    """Return the lines for what was typed. `>` asks for commands only, `@` for people only."""
    text = asked.text.strip()
    if text.startswith(">"):
        return _section(_tr("Commands"), _commands(text[1:], limit=50))
    if text.startswith("@"):
        return _section(_tr("People"), _people(text[1:], people, limit=50))
    if not text:
        return (
            *_section(_tr("People"), _people("", people, limit=9)),
            *_section(_tr("Commands"), _commands("", limit=20)),
        )
    best, notes = _hits(asked, hits)
    found_people = _people(text, people, limit=MOST_PEOPLE)
    rows: list[CommandRow] = []
    if asked.kind in (Kind.ALL, Kind.PEOPLE):
        rows += _section(_tr("People"), found_people)
    if asked.kind in (Kind.ALL, Kind.TOPICS):
        limit = MOST_BEST if asked.kind is Kind.ALL and notes else 50
        rows += _section(_tr("Agenda, follow-ups and more"), best[:limit])
    if asked.kind in (Kind.ALL, Kind.NOTES):
        rows += _section(_tr("In notes"), notes)
    if asked.kind is Kind.ALL:
        rows += _section(_tr("Do"), (*_commands(text, limit=MOST_COMMANDS), *_makes(asked, bool(found_people))))
    return tuple(rows)


def _section(title: str, rows: Sequence[CommandRow]) -> tuple[CommandRow, ...]:
    return (CommandRow(RowKind.HEADING, title), *rows) if rows else ()


def _commands(text: str, *, limit: int) -> tuple[CommandRow, ...]:
    terms = terms_of(text)
    rows = []
    for action in ACTIONS:
        spans = find_spans(action.text, terms)
        if not action.in_palette or (terms and not _all_found(action.text, terms)):
            continue
        keys = _key_words(action.shortcuts[0]) if action.shortcuts else ""
        rows.append(
            CommandRow(
                RowKind.COMMAND, action.text, spans, icon=action.icon or "enter", keys=keys, action_id=action.action_id
            )
        )
    return tuple(rows[:limit])


def _key_words(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")


def _people(text: str, people: Sequence[PersonRow], *, limit: int) -> tuple[CommandRow, ...]:
    terms = terms_of(text)
    rows = [
        CommandRow(
            RowKind.HIT,
            person.name,
            find_spans(person.name, terms),
            ", ".join(part for part in (person.role, person.level, person.team) if part),
            icon="user",
            route=Route("person", person_id=person.person_id),
            person_id=person.person_id,
        )
        for person in people
        if not terms or _all_found(person.name, terms)
    ]
    return tuple(rows[:limit])


def _all_found(text: str, terms: tuple[str, ...]) -> bool:
    return all(find_spans(text, (term,)) for term in terms)


def _hits(asked: Asked, hits: Sequence[SearchHit]) -> tuple[tuple[CommandRow, ...], tuple[CommandRow, ...]]:
    best: list[CommandRow] = []
    notes: list[CommandRow] = []
    for hit in hits:
        if hit.noun == "note_block":
            notes.append(_note_row(asked, hit))
        elif hit.noun != "person":
            best.append(_topic_row(asked, hit))
    return tuple(best), tuple(notes)


def _note_row(asked: Asked, hit: SearchHit) -> CommandRow:
    day = hit.occurred_at.astimezone(asked.zone).date()
    what = kind_words(hit.meeting_kind) if hit.meeting_kind else _tr("Note")
    return CommandRow(
        RowKind.HIT,
        f"{what}, {hit.person_name}, {day_words(day, asked.today)}",
        (),
        hit.snippet,
        hit.snippet_spans,
        icon="note",
        trailing=ago_words(day, asked.today),
        is_private=hit.is_private,
        route=Route(
            "meeting" if hit.meeting_id else "person",
            person_id=hit.person_id,
            meeting_id=hit.meeting_id,
            note_id=hit.parent_id,
            tab="" if hit.meeting_id else "timeline",
            item_id="" if hit.meeting_id else f"note/{hit.parent_id}",
            terms=terms_of(asked.text),
        ),
        person_id=hit.person_id,
    )


def _topic_row(asked: Asked, hit: SearchHit) -> CommandRow:
    day = hit.occurred_at.astimezone(asked.zone).date()
    what, icon, tab = _NOUNS.get(hit.noun, ("", "list", ""))
    return CommandRow(
        RowKind.HIT,
        hit.title,
        hit.title_spans,
        ", ".join(part for part in (_tr(what), hit.person_name) if part),
        icon=icon,
        trailing=ago_words(day, asked.today),
        is_private=hit.is_private,
        route=_route_of(hit, tab),
        person_id=hit.person_id,
    )


def _route_of(hit: SearchHit, tab: str) -> Route:
    if hit.meeting_id:
        return Route("meeting", person_id=hit.person_id, meeting_id=hit.meeting_id)
    if hit.noun == "mark":
        return Route("review", hit.person_id, item_id=hit.parent_id)
    if hit.noun == "project":
        return Route("project", item_id=hit.parent_id)
    return Route("person", person_id=hit.person_id, tab=tab, item_id=hit.noun_id)


def _makes(asked: Asked, has_people: bool) -> tuple[CommandRow, ...]:
    words = asked.text.strip()
    rows = []
    if asked.person is not None:
        person_id, name = asked.person
        title = _tr("Add “{words}” to {name}’s agenda").format(words=words, name=name.split()[0])
        rows.append(CommandRow(RowKind.COMMAND, title, icon="plus", agenda_text=words, person_id=person_id))
    if not has_people:
        title = _tr("Add a person")
        rows.append(CommandRow(RowKind.COMMAND, title, icon="plus", route=Route("person_form")))
    return tuple(rows)
