"""Preparing a meeting: five checks, the words that ask for topics, and the reply that becomes items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.meeting import Meeting
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, AgendaRow, add_item, add_items
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

_MARK = re.compile(r"\s*(?:[-*+•–—]|\(?\d{1,3}[.)]|\[[ xX]?\])\s+")
_MAX_ITEMS = 50
_MAX_LETTERS = 500
_BLANK = re.compile(r"\n\s*\n")


class PrepCheck(StrEnum):
    """What a prepared meeting has behind it, in the order of the list."""

    NOTES = "notes"
    ACTIONS = "actions"
    GOALS = "goals"
    EVIDENCE = "evidence"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Which checks are done."""

    done: frozenset[PrepCheck]

    @property
    def count(self) -> int:
        """How many are done."""
        return len(self.done)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(PrepCheck)

    @property
    def next_open(self) -> PrepCheck | None:
        """The first that is not done."""
        return next((check for check in PrepCheck if check not in self.done), None)


def read_prepared(ticked: str, *, has_question: bool) -> Prepared:
    """Return the state of the checks from what a meeting keeps; a question on the agenda counts by itself."""
    known = set(PrepCheck)
    done = {PrepCheck(word) for word in ticked.split(",") if word in known}
    return Prepared(frozenset(done | ({PrepCheck.QUESTION} if has_question else set())))


def get_prepared(session: Session, meeting_id: str) -> Prepared:
    """Return the state of the checks of a meeting. Raises NotFound."""
    meeting = _get(session, meeting_id)
    question = session.exec(
        select(AgendaItem.id)
        .where(
            AgendaItem.person_id == meeting.person_id,
            AgendaItem.state == AgendaState.OPEN,
            AgendaItem.question_id != "",
        )
        .limit(1)
    ).first()
    return read_prepared(meeting.prepared, has_question=question is not None)


def set_check(unit: UnitOfWork, meeting_id: str, check: PrepCheck, *, is_done: bool) -> None:
    """Tick a check of a meeting, or open it again."""
    meeting = _get(unit.session, meeting_id)
    done = read_prepared(meeting.prepared, has_question=False).done
    done = done | {check} if is_done else done - {check}
    meeting.prepared = ",".join(one for one in PrepCheck if one in done)


def set_prepared(unit: UnitOfWork, meeting_id: str) -> None:
    """Tick every check at once."""
    for check in PrepCheck:
        set_check(unit, meeting_id, check, is_done=True)


def add_evidence_item(unit: UnitOfWork, meeting_id: str, text: str) -> str:
    """Put evidence on the agenda, by which the check of choosing some is done; private, as evidence is."""
    meeting = _get(unit.session, meeting_id)
    set_check(unit, meeting_id, PrepCheck.EVIDENCE, is_done=True)
    return add_item(unit, AgendaDraft(meeting.person_id, text, visibility=Visibility.ONLY_YOU))


def build_invitation(agenda: tuple[AgendaRow, ...], day: str, words: Mapping[str, str]) -> str:
    """Return the text that asks a person for topics before a meeting, with the shared agenda and nothing else.

    It reads well as plain text and as Markdown. `words` are `ask`, `so_far` and `how`, each a sentence, in which
    `{day}` stands for the day.
    """
    shared = [f"- {_flat(row.text)}" for row in agenda if not row.is_private and not row.is_done]
    so_far = [words["so_far"], "\n".join(shared)] if shared else []
    return "\n\n".join((words["ask"].replace("{day}", day), *so_far, words["how"])) + "\n"


def read_reply(text: str) -> tuple[str, ...]:
    """Return the topics of a reply: list lines and numbered lines each, else paragraphs between blank lines.

    Quoted lines (`>`) are what was asked and are left out, and so is a greeting before a list.

    >>> read_reply("Hi\\n- Leave in July\\n  who covers?\\n2) Scope")
    ('Leave in July who covers?', 'Scope')
    >>> read_reply("Leave in July\\n\\nThe scope of\\nthe project")
    ('Leave in July', 'The scope of the project')
    """
    lines = [line for line in text.replace("\r", "\n").splitlines() if not line.lstrip().startswith(">")]
    if any(_MARK.match(line) for line in lines):
        found = _read_list(lines)
    else:
        found = _BLANK.split("\n".join(lines))
        if len(found) == 1:
            found = lines
    topics = (_flat(topic)[:_MAX_LETTERS] for topic in found)
    return tuple(dict.fromkeys(topic for topic in topics if topic))[:_MAX_ITEMS]


def add_reply(unit: UnitOfWork, person_id: str, topics: tuple[str, ...]) -> tuple[str, ...]:
    """Put the topics of a reply on the agenda as the person's own, in one act."""
    return add_items(unit, [AgendaDraft(person_id, topic, AgendaSource.THEIRS) for topic in topics])


def _read_list(lines: list[str]) -> list[str]:
    """Return marked lines with the lines that go on with them, until a blank one."""
    found: list[str] = []
    goes_on = False
    for line in lines:
        if match := _MARK.match(line):
            rest = line[match.end() :]
            while again := _MARK.match(rest):
                rest = rest[again.end() :]
            found.append(rest)
            goes_on = True
        elif not line.strip():
            goes_on = False
        elif goes_on:
            found[-1] = f"{found[-1]} {line}"
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def _get(session: Session, meeting_id: str) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("The meeting is no longer in the vault.")
    return meeting
