"""What a fault run says of itself, and the table of all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Row:
    """One line of the table: how many cases of what were tried, and each fault in words that quote no content.

    `skipped` says why nothing was tried; such a row is neither passed nor failed. `allowed` is 0 everywhere but for a
    detector's own check, where faults are wanted: there `wanted` is how many it must find at least.
    """

    name: str
    count: int
    unit: str
    faults: tuple[str, ...] = ()
    note: str = ""
    skipped: str = ""
    wanted: int = 0
    found: int | None = None

    @property
    def found_count(self) -> int:
        """How many faults were found."""
        return len(self.faults) if self.found is None else self.found

    @property
    def allowed(self) -> str:
        """How many faults may be found, as the table shows it."""
        return f"at least {self.wanted}" if self.wanted else "0"

    @property
    def verdict(self) -> str:
        """Return `pass`, `FAIL` or `skipped`."""
        if self.skipped:
            return "skipped"
        is_good = self.found_count >= self.wanted if self.wanted else not self.found_count
        return "pass" if is_good and self.count else "FAIL"


class Counted(Protocol):
    """What a run of kills returns."""

    @property
    def cycles(self) -> int:
        """How often something was killed."""

    @property
    def faults(self) -> tuple[str, ...]:
        """What was wrong afterwards."""


class Killing(Protocol):
    """A run of kills that can be given its own folder and seed."""

    def __call__(self, cycles: int, folder: Path, seed: int) -> Counted:
        """Kill so often."""


def kill_in_two(name: str, run: Killing, cycles: int, folder: Path, note: str = "") -> Row:
    """Do half of the kills beside the other half, each on a vault of its own, in a process of its own."""
    shares = (cycles - cycles // 2, cycles // 2)
    places = [folder / f"{name.replace(' ', '-')}-{number}" for number in range(2)]
    for place in places:
        place.mkdir()
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, shares, places, (1, 2)))
    faults = tuple(fault for outcome in outcomes for fault in outcome.faults)
    return Row(name, sum(outcome.cycles for outcome in outcomes), "kills", faults, note)


def format_table(rows: Sequence[Row]) -> str:
    """Return the table as text, one line for each run."""
    head = ("run", "tried", "of what", "found", "allowed", "verdict")
    lines = [
        (row.name, f"{row.count:,}", row.unit, f"{row.found_count:,}", row.allowed, row.verdict)
        if not row.skipped
        else (row.name, "-", row.unit, "-", row.allowed, row.verdict)
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    right = (1, 3)

    def spell(line: Sequence[str]) -> str:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([spell(head), rule, *(spell(line) for line in lines)])


def print_row(row: Row, most: int = 10) -> None:
    """Say what one run saw, with its first faults."""
    print(f"{row.name}: {row.verdict}. {row.skipped or row.note}".rstrip(), flush=True)
    if row.wanted == 0:
        for fault in row.faults[:most]:
            print(f"  {fault}", flush=True)


def write_json(rows: Iterable[Row], path: Path) -> None:
    """Keep the figures."""
    content = [{**asdict(row), "found": row.found_count, "verdict": row.verdict} for row in rows]
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
