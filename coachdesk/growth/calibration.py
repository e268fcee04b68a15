"""Marks of several people side by side, to see where one yardstick was used in two ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coachdesk.growth.gap import Absent, Mark


@dataclass(frozen=True, slots=True)
class PersonMark:
    """One person's mark of one competency at a level, and the behaviours of that cell with evidence."""

    person_id: str
    competency_id: str
    level_id: str
    mark: Mark
    covered: frozenset[str]


@dataclass(frozen=True, slots=True)
class DotRow:
    """One competency at one level of the dot plot: people by step, and those without a mark beside it."""

    competency_id: str
    level_id: str
    people_at: tuple[tuple[int, tuple[str, ...]], ...]
    not_assessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inversion:
    """Two people to talk about: the first is marked higher, the second has evidence for more."""

    competency_id: str
    level_id: str
    higher_id: str
    lower_id: str
    steps: int


def dot_rows(marks: Iterable[PersonMark]) -> tuple[DotRow, ...]:
    """Return the rows of the dot plot by competency and level. Nothing is corrected and no distribution is expected.

    >>> dot_rows([PersonMark(name, "testing", "l4", 2, frozenset()) for name in ("diego", "amara")])
    (DotRow(competency_id='testing', level_id='l4', people_at=((2, ('amara', 'diego')),), not_assessed=()),)
    """
    rows = []
    for (competency_id, level_id), here in _by_cell(marks):
        steps = sorted({one.mark for one in here if isinstance(one.mark, int)})
        at = tuple((step, tuple(one.person_id for one in here if one.mark == step)) for step in steps)
        open_marks = tuple(one.person_id for one in here if one.mark is Absent.NOT_ASSESSED)
        if at or open_marks:
            rows.append(DotRow(competency_id, level_id, at, open_marks))
    return tuple(rows)


def find_inversions(marks: Iterable[PersonMark]) -> tuple[Inversion, ...]:
    """Return pairs in one cell where A is a step or more above B and A's covered behaviours are a proper subset of B's.

    A cell is a competency at a level. It asks a question and corrects nothing: evidence may be unwritten. Without a
    mark there is no pair.

    >>> amara = PersonMark("amara", "testing", "l4", 3, frozenset({"b1"}))
    >>> diego = PersonMark("diego", "testing", "l4", 2, frozenset({"b1", "b2"}))
    >>> find_inversions([amara, diego])
    (Inversion(competency_id='testing', level_id='l4', higher_id='amara', lower_id='diego', steps=1),)
    """
    found = []
    for (competency_id, level_id), here in _by_cell(marks):
        for one in here:
            for other in here:
                if not isinstance(one.mark, int) or not isinstance(other.mark, int) or one.mark <= other.mark:
                    continue
                if one.covered < other.covered:
                    steps = one.mark - other.mark
                    found.append(Inversion(competency_id, level_id, one.person_id, other.person_id, steps))
    return tuple(found)


def _by_cell(marks: Iterable[PersonMark]) -> list[tuple[tuple[str, str], list[PersonMark]]]:
    cells: dict[tuple[str, str], list[PersonMark]] = {}
    for one in sorted(marks, key=lambda mark: mark.person_id):
        cells.setdefault((one.competency_id, one.level_id), []).append(one)
    return sorted(cells.items())
