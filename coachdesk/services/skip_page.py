"""Everything that the page of skip-levels shows its owner, in one read with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from coachdesk.services.skip_levels import Plan, Rotation, get_rotation
from coachdesk.services.theme_book import ReportRow, ThemeBook, get_theme_book, list_reports


@dataclass(frozen=True, slots=True)
class SkipPage:
    """The rotation, the owner's own themes with exact counts, and what people are to be told."""

    rotation: Rotation
    book: ThemeBook
    reports: tuple[ReportRow, ...]


def get_skip_page(session: Session, plan: Plan, now: datetime, shown_id: str = "") -> SkipPage:
    """Return the page of a period; `shown_id` names the talk whose questions are listed, else it is the next one."""
    return SkipPage(
        get_rotation(session, plan, now, shown_id),
        get_theme_book(session, plan.period),
        list_reports(session, now, plan.zone),
    )
