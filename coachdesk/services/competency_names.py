"""Names of competencies for rows that keep a ladder version and an identity."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from coachdesk.services.ladders import get_ladders


def name_competencies(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return names by ladder version and identity, by one query; where the ladder doesn't say, the identity."""
    pairs = set(wanted)
    ladders = get_ladders(session, {pin for pin, _ in pairs if pin})
    named = {(pin, one.id): one.name for pin, ladder in ladders.items() for one in ladder.competencies}
    return {pair: named.get(pair, pair[1]) for pair in pairs}


def name_competency(session: Session, ladder_pin: str, competency_id: str) -> str:
    """Return the name of one competency; its identity when the ladder no longer says, empty without one."""
    return name_competencies(session, [(ladder_pin, competency_id)])[ladder_pin, competency_id]
