"""Reads a target such as `"1"`, `"0-2"` or `{min: 1, stretch: 2}` against the steps that there are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coachdesk.rubric.requirements import TargetRange
from coachdesk.rubric.selectors import UnknownName

if TYPE_CHECKING:
    from coachdesk.rubric.requirements import Target

_DASH = re.compile(r"\s*(?:\.\.|-|–)\s*")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target asks for: ids of steps, `lo` at or below `hi`."""

    lo: str
    hi: str


def read_target(target: Target, ordered: tuple[str, ...]) -> Aim:
    """Return what a target asks for. Raises UnknownName for a step that isn't there, or a range upside down.

    A single step is both ends. Of a TargetRange, `min` is the lower end, the lowest step where it is left out; the
    upper end is `max`, else `stretch`, else the lower one.

    >>> read_target("0-2", ("0", "1", "2", "3"))
    Aim(lo='0', hi='2')
    """
    if isinstance(target, TargetRange):
        lo = target.min or ordered[0]
        hi = target.max or target.stretch or lo
        return _ordered(lo, hi, ordered)
    if target in ordered:
        return Aim(target, target)
    for dash in _DASH.finditer(target):
        lo, hi = target[: dash.start()].strip(), target[dash.end() :].strip()
        if lo in ordered and hi in ordered:
            return _ordered(lo, hi, ordered)
    raise UnknownName(target)


def _ordered(lo: str, hi: str, ordered: tuple[str, ...]) -> Aim:
    for one in (lo, hi):
        if one not in ordered:
            raise UnknownName(one)
    if ordered.index(lo) > ordered.index(hi):
        raise UnknownName(f"{lo}-{hi}")
    return Aim(lo, hi)
