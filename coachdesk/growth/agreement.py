"""Self beside yours: where the two marks differ is what to talk about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from math import comb

from coachdesk.growth.gap import Absent, Mark

MAX_APART_DAYS = 45
LEVEL = Fraction(5, 100)


class Direction(Enum):
    """Which of the two marks higher, only where chance alone would rarely look like this."""

    SELF_HIGHER = "self higher"
    YOURS_HIGHER = "yours higher"


@dataclass(frozen=True, slots=True)
class MarkPair:
    """Both marks of one competency. `self_first` says that self was saved before yours was revealed."""

    competency_id: str
    self_mark: Mark
    your_mark: Mark
    self_on: date
    your_on: date
    self_first: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of pairs by distance in steps; the agenda are competency ids two or more apart, widest first."""

    same: int
    one_apart: int
    more_apart: int
    agenda: tuple[str, ...]
    direction: Direction | None


def compare_marks(pairs: Iterable[MarkPair]) -> Agreement:
    """Return how far self and yours lie apart, over pairs at most 45 days apart whose self mark was given blind.

    A direction is named only if the sign test over the differing pairs gives p < 0.05: at least six in a row.

    >>> day = date(2026, 4, 1)
    >>> compare_marks([MarkPair("testing", 3, 1, day, day, True), MarkPair("planning", 2, 2, day, day, True)])
    Agreement(same=1, one_apart=0, more_apart=1, agenda=('testing',), direction=None)
    """
    found = {pair.competency_id: apart for pair in pairs if (apart := _steps_apart(pair)) is not None}
    wide = sorted((key for key in found if abs(found[key]) >= 2), key=lambda key: (-abs(found[key]), key))
    sizes = [abs(apart) for apart in found.values()]
    higher = sum(apart > 0 for apart in found.values())
    lower = sum(apart < 0 for apart in found.values())
    direction = Direction.SELF_HIGHER if higher > lower else Direction.YOURS_HIGHER
    is_named = sign_test(higher, lower) < LEVEL
    return Agreement(sizes.count(0), sizes.count(1), len(wide), tuple(wide), direction if is_named else None)


def sign_test(higher: int, lower: int) -> Fraction:
    """Return the exact two-sided p of the sign test: how often a fair coin would be at least as lopsided.

    p = min(1, 2 × Σ_{i ≤ min} C(n, i) / 2ⁿ), n = higher + lower; pairs that are equal are left out. Source: W. J. Dixon
    and A. M. Mood, "The statistical sign test", JASA 41 (1946). Without pairs it is 1.

    >>> sign_test(6, 0), sign_test(5, 0), sign_test(3, 3)
    (Fraction(1, 32), Fraction(1, 16), Fraction(1, 1))
    """
    number = higher + lower
    tail = sum(comb(number, count) for count in range(min(higher, lower) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**number))


def _steps_apart(pair: MarkPair) -> int | None:
    if isinstance(pair.self_mark, Absent) or isinstance(pair.your_mark, Absent):
        return None
    if not pair.self_first or abs((pair.self_on - pair.your_on).days) > MAX_APART_DAYS:
        return None
    return pair.self_mark - pair.your_mark
