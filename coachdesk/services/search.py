"""Full-text search over everything written.

Two questions with one answer type: `search_newest` stops at the newest hits and serves typing; `search_ranked` weighs
match (bm25, a hit in a title counts four times) against age among the newest thousand hits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from coachdesk.model.meeting import MeetingKind
from coachdesk.store.folding import find_spans, terms_of
from coachdesk.store.index import is_note

SHORTEST = 2
"""A search starts at this many letters: shorter prefixes match nearly everything."""
_RANKED_FROM = 1000
_HALF_LIFE_DAYS = 180.0
_SNIPPET_BEFORE, _SNIPPET_AFTER = 40, 110

_NEWEST = text("SELECT rowid FROM search_text WHERE search_text MATCH :match ORDER BY rowid DESC LIMIT :limit")
_SCORED = text(
    "SELECT rowid, bm25(search_text, 4.0, 1.0) FROM search_text WHERE search_text MATCH :match "
    "ORDER BY rowid DESC LIMIT :limit"
)
_FOUND = """
    SELECT e.id, e.noun, e.noun_id, e.person_id, e.parent_id, e.visibility,
           iif(e.noun = 'project' AND p.is_owner, '', p.name), m.id, m.kind,
           coalesce(b.text, a.text, o.text, s.text, v.text, c.text, f.file_name, g.text, k.comment, j.title, t.text,
                    w.text), coalesce(j.purpose, trim(t.audience || ' ' || t.result), ''),
           p.role, p.level, p.team, p.tags, p.email, p.about
    FROM search_entry e JOIN person p ON p.id = e.person_id
    LEFT JOIN note_block b ON e.noun = 'note_block' AND b.id = e.noun_id
    LEFT JOIN attachment f ON e.noun = 'attachment' AND f.id = e.noun_id
    LEFT JOIN note n ON n.id = coalesce(b.note_id, f.note_id) LEFT JOIN meeting m ON m.id = n.meeting_id
    LEFT JOIN agenda_item a ON e.noun = 'agenda_item' AND a.id = e.noun_id
    LEFT JOIN promise o ON e.noun = 'promise' AND o.id = e.noun_id
    LEFT JOIN observation s ON e.noun = 'observation' AND s.id = e.noun_id
    LEFT JOIN evidence v ON e.noun = 'evidence' AND v.id = e.noun_id
    LEFT JOIN card_answer c ON e.noun = 'card_answer' AND c.id = e.noun_id
    LEFT JOIN skill_goal g ON e.noun = 'skill_goal' AND g.id = e.noun_id
    LEFT JOIN mark k ON e.noun = 'mark' AND k.id = e.noun_id
    LEFT JOIN project j ON e.noun = 'project' AND j.id = e.noun_id
    LEFT JOIN sponsorship_act t ON e.noun = 'sponsorship_act' AND t.id = e.noun_id
    LEFT JOIN glue_work w ON e.noun = 'glue_work' AND w.id = e.noun_id
    WHERE e.id IN ({ids}) AND NOT (p.is_owner AND e.noun = 'note_block')"""
"""One statement for a page of hits: a query for each hit and each of its rows took forty times the search itself."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One text that was found. Spans count characters of the text they stand beside.

    `noun` is the table of the text (person, note_block, agenda_item, promise, observation, evidence, …); `parent_id`
    is what opens: the person, the note, the item, the review, the project. A project that nobody has names nobody.
    """

    noun: str
    noun_id: str
    person_id: str
    parent_id: str
    meeting_id: str | None
    person_name: str
    meeting_kind: MeetingKind | None
    occurred_at: datetime
    is_private: bool
    title: str
    title_spans: tuple[Span, ...]
    snippet: str
    snippet_spans: tuple[Span, ...]


def match_expression(query: str) -> str | None:
    """Return the FTS5 expression of a query (every word, each as a beginning), or None when it is too short."""
    terms = terms_of(query)
    if not terms or max(map(len, terms)) < SHORTEST:
        return None
    return " ".join(f'"{term}"*' for term in terms)


def search_newest(session: Session, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
    """Return the newest hits; the quick answer while typing."""
    match = match_expression(query)
    if match is None:
        return ()
    rows = session.connection().execute(_NEWEST, {"match": match, "limit": limit * 4})
    return _hits(session, _mix([int(row[0]) for row in rows], limit), terms_of(query))


def search_ranked(session: Session, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
    """Return the best hits by match and recency; ties go to the newer."""
    match = match_expression(query)
    if match is None:
        return ()
    rows = session.connection().execute(_SCORED, {"match": match, "limit": _RANKED_FROM}).all()
    if not rows:
        return ()
    newest = int(rows[0][0]) >> 20
    scored = sorted(rows, key=lambda row: -_weight(float(row[1]), newest - (int(row[0]) >> 20)))
    return _hits(session, _mix([int(row[0]) for row in scored], limit), terms_of(query))


def _mix(ids: list[int], limit: int) -> list[int]:
    """Return the first `limit` ids, but let short texts take no more than a quarter while notes wait behind them."""
    notes = [key for key in ids if is_note(key)]
    short = [key for key in ids if not is_note(key)]
    room = max(limit // 4, limit - len(notes))
    kept = frozenset((*notes[: limit - min(room, len(short))], *short[:room]))
    return [key for key in ids if key in kept]


def _weight(bm25: float, age_s: int) -> float:
    """Return match times recency: bm25 is negative in FTS5, and age halves half of the weight in 180 days."""
    recency = 0.5 + 0.5 * math.exp2(-max(0, age_s) / (_HALF_LIFE_DAYS * 86400))
    return max(-bm25, 1e-6) * recency


def _hits(session: Session, ids: list[int], terms: tuple[str, ...]) -> tuple[SearchHit, ...]:
    if not ids:
        return ()
    statement = _FOUND.format(ids=",".join(map(str, ids)))
    found = {int(row[0]): row for row in session.connection().exec_driver_sql(statement)}
    return tuple(_hit(found[key], terms) for key in ids if key in found)


def _hit(row: Any, terms: tuple[str, ...]) -> SearchHit:
    key, noun, noun_id, person_id, parent_id, visibility, name, meeting_id, meeting_kind, words, more, *about = row
    found = {
        "person": (name, " · ".join(filter(None, about))),
        "note_block": ("", words),
        "project": (words, more),
        "sponsorship_act": (words, more),
    }
    title, body = found.get(noun, (words, ""))
    snippet, snippet_spans = cut_snippet(body, terms)
    return SearchHit(
        noun,
        noun_id,
        person_id,
        parent_id,
        meeting_id,
        name,
        MeetingKind(meeting_kind) if meeting_kind else None,
        datetime.fromtimestamp(key >> 20, UTC),
        visibility == "only_you" and noun != "person",
        title,
        find_spans(title, terms),
        snippet,
        snippet_spans,
    )


def cut_snippet(body: str, terms: tuple[str, ...]) -> tuple[str, tuple[Span, ...]]:
    """Return one line of `body` around its first hit, cut at spaces, with the hits' places in it."""
    spans = find_spans(body, terms)
    first = spans[0][0] if spans else 0
    start = 0 if first <= _SNIPPET_BEFORE else body.rfind(" ", 0, first - _SNIPPET_BEFORE // 2) + 1
    end = min(len(body), first + _SNIPPET_AFTER)
    if end < len(body) and (space := body.rfind(" ", first, end)) > first:
        end = space
    lead, tail = ("… " if start else ""), (" …" if end < len(body) else "")
    line = body[start:end].replace("\n", " ")
    moved = tuple((a - start + len(lead), b - start + len(lead)) for a, b in spans if start <= a and b <= end)
    return f"{lead}{line}{tail}", moved
