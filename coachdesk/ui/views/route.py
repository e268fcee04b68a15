"""Routes: where the window is, as a value that Back and Forward can keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """A place in the window: a view and what it shows. `terms` are folded words to mark and to scroll to,
    `item_id` is a row to show.
    """

    view: str
    person_id: str | None = None
    meeting_id: str | None = None
    note_id: str | None = None
    tab: str = ""
    terms: tuple[str, ...] = ()
    item_id: str = ""
