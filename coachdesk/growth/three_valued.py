"""Logic with a third value, unknown. Source: S. C. Kleene, *Introduction to Metamathematics* (1952), §64."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Ordered: not met < unknown < met, so that "and" is the least and "or" the greatest."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2


def all_of(values: Iterable[Truth]) -> Truth:
    """Return the worst of the values: what is unknown can't make up for what is not met. Nothing asked is met.

    >>> all_of([Truth.MET, Truth.UNKNOWN]).name, all_of([Truth.NOT_MET, Truth.UNKNOWN]).name, all_of([]).name
    ('UNKNOWN', 'NOT_MET', 'MET')
    """
    return min(values, default=Truth.MET)


def at_least(number: int, values: Iterable[Truth]) -> Truth:
    """Return whether at least a number of values are met, counting unknown ones as able to go either way.

    >>> at_least(2, [Truth.MET, Truth.UNKNOWN, Truth.NOT_MET]).name, at_least(3, [Truth.MET, Truth.NOT_MET]).name
    ('UNKNOWN', 'NOT_MET')
    """
    known = list(values)
    met = known.count(Truth.MET)
    if met >= number:
        return Truth.MET
    return Truth.UNKNOWN if met + known.count(Truth.UNKNOWN) >= number else Truth.NOT_MET
