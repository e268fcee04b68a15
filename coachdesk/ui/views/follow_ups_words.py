"""What is said about a promise and about how promises were kept, in whole sentences and counts."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from coachdesk.model.meeting import MeetingKind
from coachdesk.services.promises_page import KeptCounts, PromiseDetail
from coachdesk.ui.words import ago_words, count_words, day_words

_WEEKS_FROM = 14


def _tr(text: str) -> str:
    return QCoreApplication.translate("follow_ups", text)


def age_words(day: date, today: date) -> str:
    """Return how old a promise is: `today`, `5 days ago`, `3 weeks ago`, `4 months ago`."""
    days = (today - day).days
    if days < _WEEKS_FROM:
        return ago_words(day, today)
    if days < 7 * 9:
        return _tr("{count} weeks ago").format(count=days // 7)
    return _tr("{count} months ago").format(count=round(days / 30.44))


def kept_words(counts: KeptCounts, since: date) -> str:
    """Return `Kept 14, kept late 3, dropped 2, open 4 since February`."""
    words = _tr("Kept {kept}, kept late {late}, dropped {dropped}, open {open} since {month}")
    month = QLocale().toString(QDate(since.year, since.month, since.day), "MMMM")
    return words.format(kept=counts.kept, late=counts.kept_late, dropped=counts.dropped, open=counts.open, month=month)


def history_lines(detail: PromiseDetail, today: date, zone: tzinfo) -> tuple[str, ...]:
    """Return what happened to a promise, oldest first, one sentence each."""
    row, made_on = detail.row, detail.created_at.astimezone(zone).date()
    promised = _tr("Promised {day}, {age}")
    lines = [promised.format(day=day_words(made_on, today), age=age_words(made_on, today))]
    if detail.snoozed_until is not None:
        words = _tr("Snoozed until {day}") if detail.snoozed_until > today else _tr("Was snoozed until {day}")
        lines.append(words.format(day=day_words(detail.snoozed_until, today)))
    if row.raise_with_name:
        lines.append(_tr("Comes up in the next meeting with {name}").format(name=row.raise_with_name))
    if detail.done_at is not None:
        lines.append(_kept_line(detail, today, zone))
    if detail.dropped_at is not None:
        dropped_on = detail.dropped_at.astimezone(zone).date()
        lines.append(_tr("Dropped {day}").format(day=day_words(dropped_on, today)))
    return tuple(lines)


def made_in_words(detail: PromiseDetail, today: date, zone: tzinfo) -> str:
    """Return `Made in the one-on-one of 5 May`, or the project that it was promised for; empty for neither."""
    made_in = detail.made_in
    if made_in is None:
        title = detail.row.project_title
        return _tr("Promised for “{title}”").format(title=title) if title else ""
    is_skip = made_in.kind is MeetingKind.SKIP_LEVEL
    words = _tr("Made in the skip-level of {day}") if is_skip else _tr("Made in the one-on-one of {day}")
    return words.format(day=day_words(made_in.starts_at.astimezone(zone).date(), today))


def _kept_line(detail: PromiseDetail, today: date, zone: tzinfo) -> str:
    assert detail.done_at is not None
    kept_on, due_on = detail.done_at.astimezone(zone).date(), detail.row.due_on
    day = day_words(kept_on, today)
    if due_on is None or kept_on <= due_on:
        return _tr("Kept {day}").format(day=day)
    late = count_words((kept_on - due_on).days, one=_tr("day late"), many=_tr("days late"))
    return _tr("Kept {day}, {late}").format(day=day, late=late)
