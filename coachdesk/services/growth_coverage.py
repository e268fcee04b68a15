"""The coverage matrix: how much evidence each competency has in each quarter, for and against apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coachdesk.services.growth import GrowthPage
from coachdesk.services.growth_history import EvidenceLine

QUARTERS = 8
"""How many quarters the page shows, the one of the shown day last."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """The quarter as `Q2 2026`."""
        return f"Q{self.number} {self.year}"


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """The evidence of one competency in one quarter, oldest first; one item counts once, however many lines it has."""

    supporting: tuple[EvidenceLine, ...]
    countering: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class CoverageMatrix:
    """Rows are competencies, columns quarters: `cells[row][column]`."""

    competencies: tuple[str, ...]
    quarters: tuple[Quarter, ...]
    cells: tuple[tuple[CoverageCell, ...], ...]


def quarter_of(on: date) -> Quarter:
    """Return the quarter of a day.

    >>> quarter_of(date(2026, 5, 12)).label
    'Q2 2026'
    """
    return Quarter(on.year, (on.month - 1) // 3 + 1)


def list_quarters(on: date, count: int = QUARTERS) -> tuple[Quarter, ...]:
    """Return the `count` quarters up to that of a day, oldest first."""
    last = on.year * 4 + (on.month - 1) // 3
    return tuple(Quarter(number // 4, number % 4 + 1) for number in range(last - count + 1, last + 1))


def cover_quarters(page: GrowthPage, count: int = QUARTERS) -> CoverageMatrix:
    """Return the matrix as it was known on the page's day. Counts only: counter-evidence is never subtracted."""
    quarters = list_quarters(page.on, count)
    rows = []
    for row in page.competencies:
        found: dict[Quarter, dict[str, EvidenceLine]] = {}
        for line in row.evidence:
            found.setdefault(quarter_of(line.occurred_on), {}).setdefault(line.evidence_id, line)
        cells = []
        for quarter in quarters:
            here = tuple(found.get(quarter, {}).values())
            cells.append(
                CoverageCell(
                    tuple(line for line in here if not line.is_counter), tuple(line for line in here if line.is_counter)
                )
            )
        rows.append(tuple(cells))
    return CoverageMatrix(tuple(row.axis.name for row in page.competencies), quarters, tuple(rows))
