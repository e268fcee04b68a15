"""Confirmed mappings between ladder versions: what lets a mark of one version be seen in another."""

from __future__ import annotations

from functools import lru_cache

from sqlmodel import Session, col, select

from coachdesk.model.ladder import LadderChange
from coachdesk.rubric.mapping import VersionMapping, load_mapping
from coachdesk.services.growth_marks import Mappings

_PARSED = 16


def get_mappings(session: Session) -> Mappings:
    """Return the mappings that someone confirmed, by the pins that they lead from and to."""
    confirmed = select(LadderChange.from_pin, LadderChange.to_pin, LadderChange.yaml)
    rows = session.exec(confirmed.where(col(LadderChange.confirmed_at).is_not(None)))
    return {(old, new): parse_mapping(yaml) for old, new, yaml in rows}


@lru_cache(maxsize=_PARSED)
def parse_mapping(yaml: str) -> VersionMapping:
    """Return a mapping as the vault holds it; the same text is parsed once."""
    return load_mapping(yaml, "the vault")
