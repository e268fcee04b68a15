"""Everything about a person in order of time, newest first, each line with what it opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from sqlmodel import Session

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, first_line
from coachdesk.services.day_words import UnknownDay, parse_day

_LETTERS = 300
"""How much of a text is read for one line."""


class TimelineKind(StrEnum):
    """What a line tells."""

    MEETING = "meeting"
    MISSED = "missed"
    NOTE = "note"
    PROMISED = "promised"
    KEPT = "kept"
    TOPIC = "topic"
    WIN = "win"
    FEEDBACK = "feedback"
    EVIDENCE = "evidence"
    REVIEW = "review"
    GOAL = "goal"
    GOAL_REACHED = "goal_reached"
    COACHING = "coaching"
    ROLE = "role"
    CARD = "card"
    FILE = "file"
    PROJECT = "project"
    ACT = "act"
    GLUE = "glue"
    GLUE_ENDED = "glue_ended"


_ON_DAYS = frozenset(
    {
        TimelineKind.WIN,
        TimelineKind.FEEDBACK,
        TimelineKind.EVIDENCE,
        TimelineKind.COACHING,
        TimelineKind.ROLE,
        TimelineKind.CARD,
        TimelineKind.PROJECT,
        TimelineKind.ACT,
        TimelineKind.GLUE,
        TimelineKind.GLUE_ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line: `on` in the manager's zone, `text` of one line, `meeting_id` when the source is in a meeting.

    `detail` depends on the kind: who said it, whose promise, the file's type, the key of a card question, the
    state that a project came to, what was done for them, how glue work came to them. The `source_id` of a project's
    step is `project/step`.
    """

    row_id: str
    kind: TimelineKind
    on: date
    text: str
    detail: str
    is_private: bool
    source_id: str
    meeting_id: str


_SOURCES = """
SELECT m.starts_at AS at, CASE m.state WHEN 'missed' THEN 'missed' ELSE 'meeting' END AS kind, m.id, m.kind,
       coalesce((SELECT substr(b.text, 1, {letters}) FROM note n JOIN note_block b ON b.note_id = n.id
                 WHERE n.meeting_id = m.id AND n.kind = 'notes' ORDER BY b.position LIMIT 1), ''), 0, m.id
  FROM meeting m WHERE m.person_id = :person AND m.state IN ('held', 'live', 'missed')
UNION ALL
SELECT n.created_at, 'note', n.id, '', coalesce(substr(b.text, 1, {letters}), ''),
       coalesce(b.visibility, '') = 'only_you', ''
  FROM note n LEFT JOIN note_block b ON b.note_id = n.id AND b.position = 0
  WHERE n.person_id = :person AND n.meeting_id IS NULL AND n.kind = 'notes'
UNION ALL
SELECT created_at, 'promised', id, owner, text, visibility = 'only_you', coalesce(meeting_id, '')
  FROM promise WHERE person_id = :person
UNION ALL
SELECT done_at, 'kept', id, owner, text, visibility = 'only_you', coalesce(meeting_id, '')
  FROM promise WHERE person_id = :person AND done_at IS NOT NULL
UNION ALL
SELECT coalesce(a.closed_at, m.starts_at, a.created_at), 'topic', a.id, a.outcome, a.text, a.visibility = 'only_you',
       coalesce(a.discussed_in, '')
  FROM agenda_item a LEFT JOIN meeting m ON m.id = a.discussed_in
  WHERE a.person_id = :person AND a.state = 'discussed'
UNION ALL
SELECT observed_on || ' 12:00:00', kind, id, said_by, substr(text, 1, {letters}), visibility = 'only_you', ''
  FROM observation WHERE person_id = :person
UNION ALL
SELECT occurred_on || ' 12:00:00', 'evidence', id, said_by, substr(text, 1, {letters}), visibility = 'only_you', ''
  FROM evidence WHERE person_id = :person
UNION ALL
SELECT coalesce(agreed_at, created_at), 'review', id, state, level_id, 1, '' FROM review
  WHERE person_id = :person AND state <> 'withdrawn'
UNION ALL
SELECT created_at, 'goal', id, '', text, visibility = 'only_you', '' FROM skill_goal WHERE person_id = :person
UNION ALL
SELECT closed_at, 'goal_reached', id, '', text, visibility = 'only_you', '' FROM skill_goal
  WHERE person_id = :person AND state = 'reached' AND closed_at IS NOT NULL
UNION ALL
SELECT c.written_on || ' 12:00:00', 'coaching', c.id, '', coalesce(nullif(c.will, ''), c.aim),
       c.visibility = 'only_you', coalesce(c.meeting_id, '')
  FROM coaching_note c JOIN skill_goal g ON g.id = c.goal_id WHERE g.person_id = :person
UNION ALL
SELECT changed_on || ' 09:00:00', 'role', id, level, role || CASE WHEN team = '' THEN '' ELSE ', ' || team END, 0, ''
  FROM role_change WHERE person_id = :person
UNION ALL
SELECT answered_on || ' 12:00:00', 'card', id, question_key, substr(text, 1, {letters}), 1, ''
  FROM card_answer WHERE person_id = :person AND text <> ''
UNION ALL
SELECT f.created_at, 'file', f.id, f.media_type, f.file_name, 1, coalesce(n.meeting_id, '')
  FROM attachment f LEFT JOIN note n ON n.id = f.note_id WHERE f.person_id = :person
UNION ALL
SELECT s.stepped_on || ' 12:00:00', 'project', s.project_id || '/' || s.id, s.state, p.title, 1, ''
  FROM project_step s JOIN project p ON p.id = s.project_id WHERE s.person_id = :person
UNION ALL
SELECT acted_on || ' 12:00:00', 'act', id, kind,
       substr(text, 1, {letters}) || CASE WHEN audience = '' THEN '' ELSE ' (' || audience || ')' END, 1, ''
  FROM sponsorship_act WHERE person_id = :person
UNION ALL
SELECT began_on || ' 12:00:00', 'glue', id, origin, substr(text, 1, {letters}), 1, ''
  FROM glue_work WHERE person_id = :person
UNION ALL
SELECT ended_on || ' 12:00:00', 'glue_ended', id, origin, substr(text, 1, {letters}), 1, ''
  FROM glue_work WHERE person_id = :person AND ended_on IS NOT NULL
ORDER BY 1 DESC, 3 LIMIT :limit"""
_STATEMENT = _SOURCES.format(letters=_LETTERS)

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = re.compile(r"(?:([a-z]{3,9})\.?,? (\d{4})|(\d{4})[-/ ](\d{1,2})|(\d{4})|([a-z]{3,9}))")


def list_timeline(session: Session, person_id: str, zone: tzinfo, limit: int = -1) -> tuple[TimelineRow, ...]:
    """Return what is known about a person, newest first, or only the newest `limit` lines of it."""
    rows = session.connection().exec_driver_sql(_STATEMENT, {"person": person_id, "limit": limit})
    return tuple(
        TimelineRow(
            f"{kind}/{source_id}",
            TimelineKind(kind),
            _day(at, TimelineKind(kind), zone),
            _line(text),
            detail,
            bool(is_private),
            source_id,
            meeting_id,
        )
        for at, kind, source_id, detail, text, is_private, meeting_id in rows
    )


def parse_month(text: str, today: date) -> date:
    """Return the last day that words such as `march 2024`, `2024-03`, `2024`, `march` or a day mean, at most today.

    A month without a year is the last one. Raises UnknownDay.

    >>> parse_month("March 2024", date(2026, 5, 12)).isoformat()
    '2024-03-31'
    """
    words = " ".join(text.lower().split())
    match = _MONTH.fullmatch(words)
    if match is None:
        return parse_day(words, today, is_past=True)
    name, year, iso_year, iso_month, bare_year, bare_name = match.groups()
    if bare_year:
        return _end_of(int(bare_year), 12, today)
    if iso_year:
        return _end_of(int(iso_year), int(iso_month), today)
    number = _month_number(name or bare_name)
    if number is None:
        return parse_day(words, today, is_past=True)
    if year:
        return _end_of(int(year), number, today)
    return _end_of(today.year if number <= today.month else today.year - 1, number, today)


def position_at(rows: tuple[TimelineRow, ...], day: date) -> int:
    """Return the place of the newest line of a day or before it; the last place when all are newer."""
    return next((at for at, row in enumerate(rows) if row.on <= day), max(0, len(rows) - 1))


def _day(at: str, kind: TimelineKind, zone: tzinfo) -> date:
    """Return the day of a line; what has only a day keeps it in every zone."""
    moment = datetime.fromisoformat(at)
    return moment.date() if kind in _ON_DAYS else moment.replace(tzinfo=UTC).astimezone(zone).date()


def _month_number(word: str) -> int | None:
    return next((at + 1 for at, name in enumerate(_MONTHS) if name.startswith(word)), None)


def _end_of(year: int, month: int, today: date) -> date:
    try:
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        raise UnknownDay from None
    return min(today, date.fromordinal(first_of_next.toordinal() - 1))


def _line(text: str) -> str:
    return first_line((Block(Visibility.SHARED, text),))
