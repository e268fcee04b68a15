"""A total that a ladder declares itself, as an interval: what isn't known stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from coachdesk.growth.gap import Absent, Mark


class CutAnswer(Enum):
    """Whether a total reaches a cut that the ladder names."""

    REACHED = "reached"
    NOT_REACHED = "not reached"
    NOT_DECIDED = "not decided by the data"


@dataclass(frozen=True, slots=True)
class WeightedMark:
    """A mark with its weight or points a step, and the ends of its scale. Low confidence may be a step off."""

    mark: Mark
    weight: Decimal
    low: int
    high: int
    is_low_confidence: bool = False


@dataclass(frozen=True, slots=True)
class TotalInterval:
    """The least and the most the total can be, in the ladder's own points."""

    least: Decimal
    most: Decimal


def total_of(marks: Iterable[WeightedMark]) -> TotalInterval:
    """Return Σ weight × mark as an interval: a missing mark spans its scale, a low-confidence one a step each way.

    Only for ladders that define a total; weights are used as they are and never normalised. What is not applicable is
    left out. Interval arithmetic: R. E. Moore, *Interval Analysis* (1966). Raises ValueError for a negative weight.

    >>> half = Decimal("0.5")
    >>> total_of([WeightedMark(3, half, 0, 4), WeightedMark(Absent.NOT_ASSESSED, half, 0, 4)])
    TotalInterval(least=Decimal('1.5'), most=Decimal('3.5'))
    """
    least = most = Decimal(0)
    for one in marks:
        if one.weight < 0:
            raise ValueError("a weight can't be negative")
        low, high = _range_of(one)
        least += one.weight * low
        most += one.weight * high
    return TotalInterval(least, most)


def compare_with_cut(total: TotalInterval, cut: Decimal) -> CutAnswer:
    """Return whether the whole interval lies on one side of a cut; if it straddles it, the data don't decide.

    >>> compare_with_cut(TotalInterval(Decimal("1.5"), Decimal("3.5")), Decimal(2)).value
    'not decided by the data'
    """
    if total.least >= cut:
        return CutAnswer.REACHED
    return CutAnswer.NOT_REACHED if total.most < cut else CutAnswer.NOT_DECIDED


def _range_of(one: WeightedMark) -> tuple[int, int]:
    if one.mark is Absent.NOT_APPLICABLE:
        return 0, 0
    if isinstance(one.mark, Absent):
        return one.low, one.high
    slack = 1 if one.is_low_confidence else 0
    return max(one.low, one.mark - slack), min(one.high, one.mark + slack)
