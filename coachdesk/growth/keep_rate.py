"""How many promises were kept, as two counts. Open ones are neither kept nor broken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DatedPromise:
    """A promise with its due date and the day it was kept, if it was."""

    promise_id: str
    due_on: date
    kept_on: date | None


@dataclass(frozen=True, slots=True)
class KeepCounts:
    """Promises kept by their date, later, overdue now, and not due yet."""

    kept: int
    kept_late: int
    overdue: int
    not_due: int


def count_kept(promises: Iterable[DatedPromise], *, on: date) -> KeepCounts:
    """Return how promises stand on a day, in counts: trust grows by small words kept. What isn't due yet stands apart.

    >>> count_kept([DatedPromise("a", date(2026, 5, 1), date(2026, 4, 30)), DatedPromise("b", date(2026, 6, 1), None)],
    ...            on=date(2026, 5, 11))
    KeepCounts(kept=1, kept_late=0, overdue=0, not_due=1)
    """
    counts = {"kept": 0, "late": 0, "overdue": 0, "not due": 0}
    for one in promises:
        if one.kept_on is not None and one.kept_on <= on:
            counts["kept" if one.kept_on <= one.due_on else "late"] += 1
        else:
            counts["not due" if one.due_on >= on else "overdue"] += 1
    return KeepCounts(counts["kept"], counts["late"], counts["overdue"], counts["not due"])
