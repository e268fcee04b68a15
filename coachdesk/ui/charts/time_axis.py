"""A shared axis of days: where a day stands, and which months are named under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale

_MONTH_STEPS = (1, 3, 6, 12, 24, 60)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from `from_on` to `to_on` on painter units from `left` to `right`."""

    from_on: date
    to_on: date
    left: float
    right: float

    def x(self, on: date) -> float:
        """Return where a day stands; days outside stand at the nearer end.

        >>> TimeAxis(date(2026, 1, 1), date(2026, 1, 11), 0, 100).x(date(2026, 1, 6))
        50.0
        """
        days = max(1, (self.to_on - self.from_on).days)
        share = (on - self.from_on).days / days
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))

    def day(self, x: float) -> date:
        """Return the day at a place, within the axis."""
        share = (x - self.left) / max(1.0, self.right - self.left)
        days = round((self.to_on - self.from_on).days * min(1.0, max(0.0, share)))
        return date.fromordinal(self.from_on.toordinal() + days)

    def months(self, room: float) -> tuple[date, ...]:
        """Return the firsts of months to name, as close as `room` between two allows."""
        count = (self.to_on.year - self.from_on.year) * 12 + self.to_on.month - self.from_on.month
        fitting = max(1.0, (self.right - self.left) / max(1.0, room))
        step = next((one for one in _MONTH_STEPS if count / one <= fitting), _MONTH_STEPS[-1])
        start = self.from_on.year * 12 + self.from_on.month - 1
        months = range(start - start % step, start + count + 1, step)
        days = (date(month // 12, month % 12 + 1, 1) for month in months)
        return tuple(day for day in days if self.from_on <= day <= self.to_on)


def month_words(on: date) -> str:
    """Return `Jul 2025`."""
    return QLocale().toString(QDate(on.year, on.month, on.day), "MMM yyyy")
