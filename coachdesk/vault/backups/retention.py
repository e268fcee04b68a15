"""Which backups are kept: 10 latest, the last of 7 days, of 8 weeks and of 12 months that have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

LATEST, DAILY, WEEKLY, MONTHLY = 10, 7, 8, 12
_PERIODS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (LATEST, lambda stamp: stamp),
    (DAILY, lambda stamp: stamp.date()),
    (WEEKLY, lambda stamp: stamp.isocalendar()[:2]),
    (MONTHLY, lambda stamp: (stamp.year, stamp.month)),
)


def choose_kept(stamps: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Return the stamps of the backups to keep; days, weeks (from Monday) and months are those of UTC.

    Of each period the last backup stays. Periods without a backup don't use up a place, so a long pause deletes
    nothing. Stamps after `now`, from a clock that was wrong, are all kept and push nothing out.
    """
    found = {stamp.astimezone(UTC) for stamp in stamps}
    future = {stamp for stamp in found if stamp > now}
    past = sorted(found - future, reverse=True)
    kept = set(future)
    for places, period in _PERIODS:
        newest: dict[object, datetime] = {}
        for stamp in past:
            newest.setdefault(period(stamp), stamp)
        kept.update(list(newest.values())[:places])
    return frozenset(kept)
