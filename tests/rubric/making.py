"""Ladders as short texts for tests."""

from __future__ import annotations

from coachdesk.rubric.format import Ladder
from coachdesk.rubric.load import load_ladder

HEAD = 'format: coachdesk-ladder/1\nid: birch\nname: Birch\nversion: "1"\n'
LEVELS = "levels: [{id: l1, rank: 1, title: One}, {id: l2, rank: 2, title: Two}, {id: l3, rank: 3, title: Three}]\n"


def ladder_of(rest: str, *, levels: str = LEVELS) -> Ladder:
    """Return the ladder of a text that starts after its levels."""
    return load_ladder(HEAD + levels + rest, "birch.yaml")
