"""Figures: what was measured, beside its floor from the same run and the goal of the design."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` is the judged value over the floor; `is_met` is None where there is no goal."""

    bench: str
    what: str
    unit: str
    median: float
    p95: float
    worst: float
    runs: int
    floor: float | None = None
    ratio: float | None = None
    goal: str = ""
    is_met: bool | None = None
    judged_by: str = "median"
    note: str = ""


_JUDGES: dict[str, Callable[[Sequence[float]], float]] = {}


def p95(samples: Sequence[float]) -> float:
    """Return the 95th percentile; of few samples the largest."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1) + 0.49))]


_JUDGES.update(median=statistics.median, p95=p95, worst=max)


def compare(
    bench: str,
    what: str,
    samples: Sequence[float],
    floor: Sequence[float],
    *,
    times: float,
    plus: float = 0.0,
    judge: str = "median",
    unit: str = "ms",
    never_over: float | None = None,
    note: str = "",
) -> Figure:
    """Judge samples against a floor: at most `times` the floor and `plus`; and no sample above `never_over`."""
    value, base = _JUDGES[judge](samples), _JUDGES[judge](floor)
    is_met = value <= times * base + plus and (never_over is None or max(samples) <= never_over)
    goal = f"{judge} ≤ {times:g} × floor" + (f" + {plus:g}" if plus else "")
    if never_over is not None:
        goal += f", never > {never_over:g}"
    return _figure(bench, what, samples, unit, judge, note, floor=base, goal=goal, is_met=is_met)


def bound(
    bench: str,
    what: str,
    samples: Sequence[float],
    limit: float,
    *,
    floor: Sequence[float] | None = None,
    judge: str = "median",
    unit: str = "ms",
    note: str = "",
) -> Figure:
    """Judge samples against a fixed limit, such as one that a person can feel; the floor is shown beside it."""
    base = _JUDGES[judge](floor) if floor else None
    is_met = _JUDGES[judge](samples) <= limit
    return _figure(bench, what, samples, unit, judge, note, floor=base, goal=f"{judge} ≤ {limit:g}", is_met=is_met)


def fact(
    bench: str,
    what: str,
    samples: Sequence[float],
    *,
    unit: str = "ms",
    floor: Sequence[float] | None = None,
    judge: str = "median",
    note: str = "",
) -> Figure:
    """Show samples without a goal."""
    base = _JUDGES[judge](floor) if floor else None
    return _figure(bench, what, samples, unit, judge, note, floor=base, goal="", is_met=None)


def _figure(
    bench: str,
    what: str,
    samples: Sequence[float],
    unit: str,
    judge: str,
    note: str,
    *,
    floor: float | None,
    goal: str,
    is_met: bool | None,
) -> Figure:
    ratio = _JUDGES[judge](samples) / floor if floor else None
    middle, late, worst = statistics.median(samples), p95(samples), max(samples)
    return Figure(bench, what, unit, middle, late, worst, len(samples), floor, ratio, goal, is_met, judge, note)


def as_json(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the figures as plain values."""
    return [asdict(figure) for figure in figures]


def as_table(figures: Sequence[Figure]) -> str:
    """Return the figures as aligned text, the goals that were missed marked."""
    rows = [("what", "median", "p95", "worst", "floor", "ratio", "goal", "met")]
    for one in figures:
        rows.append(
            (
                f"{one.bench}: {one.what}",
                _number(one.median, one.unit),
                _number(one.p95, one.unit) if one.runs > 1 else "",
                _number(one.worst, one.unit) if one.runs > 1 else "",
                _number(one.floor, one.unit) if one.floor is not None else "",
                f"{one.ratio:.2f}" if one.ratio is not None else "",
                one.goal,
                {None: "", True: "yes", False: "NO"}[one.is_met],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if column in (0, 6, 7) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    notes = [f"  {one.bench}: {one.what}: {one.note}" for one in figures if one.note]
    return "\n".join([*lines, *(["", "Notes", *notes] if notes else [])])


def _number(value: float, unit: str) -> str:
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f} {unit}"
