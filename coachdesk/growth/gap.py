"""The gap between a mark and what a level expects, in steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Absent(Enum):
    """Why there is no mark: not assessed is a question that is open, not applicable is no question."""

    NOT_ASSESSED = "not assessed"
    NOT_APPLICABLE = "not applicable"


Mark = int | Absent


@dataclass(frozen=True, slots=True)
class Expectation:
    """The steps a level expects, both ends included. Raises ValueError if the ends are crossed."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("an expectation needs its low end first")


@dataclass(frozen=True, slots=True)
class GapCounts:
    """The headline: numbers of competencies. `assessed` is the denominator; `not_assessed` stands beside it."""

    below: int
    inside: int
    above: int
    not_assessed: int

    @property
    def assessed(self) -> int:
        """Competencies with a mark; those not applicable are in no count at all."""
        return self.below + self.inside + self.above


def gap_steps(mark: Mark, expected: Expectation) -> int | Absent:
    """Return how far a mark is from the expectation: high - x above (negative), 0 inside, low - x below (positive).

    Steps tell what to talk about; they are not equal in size, so they are never averaged. What has no mark has no gap.

    >>> wanted = Expectation(2, 3)
    >>> gap_steps(1, wanted), gap_steps(3, wanted), gap_steps(4, wanted)
    (1, 0, -1)
    >>> gap_steps(Absent.NOT_ASSESSED, wanted)
    <Absent.NOT_ASSESSED: 'not assessed'>
    """
    if isinstance(mark, Absent):
        return mark
    return max(expected.low - mark, 0) + min(expected.high - mark, 0)


def count_gaps(pairs: Iterable[tuple[Mark, Expectation]]) -> GapCounts:
    """Count competencies below, inside and above what is expected, for the line over the radar.

    >>> wanted = Expectation(2, 3)
    >>> count_gaps([(1, wanted), (2, wanted), (Absent.NOT_ASSESSED, wanted), (Absent.NOT_APPLICABLE, wanted)])
    GapCounts(below=1, inside=1, above=0, not_assessed=1)
    """
    gaps = [gap_steps(mark, expected) for mark, expected in pairs]
    steps = [gap for gap in gaps if isinstance(gap, int)]
    return GapCounts(
        sum(gap > 0 for gap in steps),
        sum(gap == 0 for gap in steps),
        sum(gap < 0 for gap in steps),
        gaps.count(Absent.NOT_ASSESSED),
    )
