"""What is said about the competencies of a review: the discussion of each, and when to look at it again."""

from __future__ import annotations

import json
import re
from calendar import month_name, monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.review import Review, ReviewState
from coachdesk.model.visibility import Visibility
from coachdesk.rubric.queries import get_competency
from coachdesk.services.blocks import Block, normalise
from coachdesk.services.day_words import parse_day
from coachdesk.services.ladders import get_ladder
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.services.reviews import ReviewFrozen
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

Talk = Mapping[str, tuple[Block, ...]]
"""The discussion by competency id, each in blocks of one visibility."""


def read_talk(text: str) -> dict[str, tuple[Block, ...]]:
    """Return the discussion that a review keeps as JSON; words that are no such JSON are private and of no competency.

    >>> read_talk('{"testing": [["shared", "Ships with tests"]]}')["testing"][0].text
    'Ships with tests'
    """
    if not text.strip():
        return {}
    try:
        return {
            name: tuple(Block(Visibility(visibility), words) for visibility, words in blocks)
            for name, blocks in json.loads(text).items()
        }
    except (ValueError, AttributeError, TypeError):
        return {"": (Block(Visibility.ONLY_YOU, text),)}


def save_talk(unit: UnitOfWork, review_id: str, competency_id: str, blocks: Iterable[Block]) -> None:
    """Keep the discussion of one competency; no blocks take it away. Raises ReviewFrozen once it is agreed."""
    review = _get(unit.session, review_id)
    if review.state is ReviewState.AGREED:
        raise ReviewFrozen("An agreed review stays as it is. Begin a new one for a later view.")
    talk = read_talk(review.notes)
    kept = normalise(blocks)
    talk = {name: words for name, words in talk.items() if name != competency_id} | (
        {competency_id: kept} if kept else {}
    )
    review.notes = json.dumps(
        {name: [[block.visibility.value, block.text] for block in words] for name, words in sorted(talk.items())},
        ensure_ascii=False,
    ) if talk else ""  # fmt: skip


def parse_look(text: str, today: date) -> date:
    """Return the day to look again: a day in words, `in 3 months`, or a month's name for its first day.

    >>> parse_look("August", date(2026, 5, 12)), parse_look("in 3 months", date(2026, 5, 31))
    (datetime.date(2026, 8, 1), datetime.date(2026, 8, 31))

    Raises UnknownDay.
    """
    words = text.strip().casefold()
    if match := re.fullmatch(r"in (\d{1,2}) months?", words):
        years, month = divmod(today.month - 1 + int(match[1]), 12)
        year = today.year + years
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    if len(words) >= 3 and words.isalpha():
        found = next((at for at, name in enumerate(month_name) if at and name.casefold().startswith(words)), None)
        if found is not None:
            return date(today.year + (found <= today.month), found, 1)
    return parse_day(words, today)


def look_again_text(name: str) -> str:
    """Return the words of the follow-up that stands for looking at a competency again."""
    return f"Look again at {name} in the ladder review"


def list_looks(session: Session, person_id: str, names: Mapping[str, str]) -> dict[str, date]:
    """Return on which days to look again, by competency id; `names` are the competencies' names by id."""
    ids = {look_again_text(name): competency_id for competency_id, name in names.items()}
    return {ids[row.text]: row.due_on for row in _open_looks(session, person_id, ids) if row.due_on is not None}


def set_look_again(unit: UnitOfWork, review_id: str, competency_id: str, due_on: date | None) -> None:
    """Promise to look again on a day: a follow-up of yours, changed when there is one, removed by None."""
    review = _get(unit.session, review_id)
    name = get_competency(get_ladder(unit.session, review.ladder_pin), competency_id).name
    words = look_again_text(name)
    found = _open_looks(unit.session, review.person_id, [words])
    if due_on is None:
        unit.remove(found)
    elif found:
        found[0].due_on = due_on
    else:
        add_promise(unit, PromiseDraft(review.person_id, words, PromiseOwner.ME, due_on))


def _open_looks(session: Session, person_id: str, texts: Iterable[str]) -> list[Promise]:
    statement = select(Promise).where(
        Promise.person_id == person_id,
        col(Promise.text).in_(list(texts)),
        col(Promise.done_at).is_(None),
        col(Promise.dropped_at).is_(None),
    )
    return list(session.exec(statement).all())


def _get(session: Session, review_id: str) -> Review:
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound("The review is no longer in the vault.")
    return review
