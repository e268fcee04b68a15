"""Search in presenter mode: the index is asked for one person's shared texts only, so nothing else is even counted."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from coachdesk.services.search import cut_snippet, match_expression
from coachdesk.services.shared.rows import SharedHit, SharedKind
from coachdesk.store.folding import terms_of

MOST_HITS = 50

_SHARED = text("""
    SELECT e.noun, e.noun_id, coalesce(b.text, a.text, o.text, s.text, g.text),
           coalesce(m.starts_at, a.created_at, o.created_at, s.created_at, g.created_at), m.id
    FROM search_text t JOIN search_entry e ON e.id = t.rowid
    LEFT JOIN note_block b ON e.noun = 'note_block' AND b.id = e.noun_id AND b.visibility = 'shared'
    LEFT JOIN note n ON n.id = b.note_id AND n.kind = 'notes'
    LEFT JOIN meeting m ON m.id = n.meeting_id AND m.state = 'held'
    LEFT JOIN agenda_item a ON e.noun = 'agenda_item' AND a.id = e.noun_id
                            AND a.visibility = 'shared' AND a.state = 'open'
    LEFT JOIN promise o ON e.noun = 'promise' AND o.id = e.noun_id
                        AND o.visibility = 'shared' AND o.done_at IS NULL AND o.dropped_at IS NULL
    LEFT JOIN observation s ON e.noun = 'observation' AND s.id = e.noun_id
                            AND s.visibility = 'shared' AND s.kind = 'feedback' AND s.passed_on_at IS NOT NULL
    LEFT JOIN skill_goal g ON e.noun = 'skill_goal' AND g.id = e.noun_id
                           AND g.visibility = 'shared' AND g.state <> 'dropped'
    WHERE t.search_text MATCH :match AND e.person_id = :person AND e.visibility = 'shared'
      AND coalesce(m.id, a.id, o.id, s.id, g.id) IS NOT NULL
    ORDER BY t.rowid DESC LIMIT :limit""")
_KINDS = {
    "note_block": SharedKind.NOTE,
    "agenda_item": SharedKind.AGENDA,
    "promise": SharedKind.PROMISE,
    "observation": SharedKind.FEEDBACK,
    "skill_goal": SharedKind.GOAL,
}


def search_shared(session: Session, person_id: str, query: str, zone: tzinfo) -> tuple[SharedHit, ...]:
    """Return the newest texts shared with a person that have every word of `query`, each as a beginning of a word.

    `shared_id` is the meeting of a note, and the text's own identity otherwise; days are those of `zone`.
    """
    match = match_expression(query)
    if match is None:
        return ()
    rows = session.connection().execute(_SHARED, {"match": match, "person": person_id, "limit": MOST_HITS})
    return tuple(_hit(row, terms_of(query), zone) for row in rows)


def _hit(row: Any, terms: tuple[str, ...], zone: tzinfo) -> SharedHit:
    noun, noun_id, body, moment, meeting_id = row
    line = cut_snippet(body, terms)[0] if noun == "note_block" else body
    on = datetime.fromisoformat(f"{moment}+00:00").astimezone(zone).date()
    return SharedHit(_KINDS[noun], meeting_id or noun_id, line, on)
