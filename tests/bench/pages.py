"""Pages of the main window over twenty years, each from the wish to its last paint; and what stalls it."""

from __future__ import annotations

import statistics
from typing import Any

from .figures import Figure, bound, compare
from .processes import Children
from .vaults import sample_vault

NAME = "pages"
_LIMIT_MS = 100
_STALL_MS = 50
_FRAME_MS = 16


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure each page in the large vault, beside a bare switch of lists, and in a vault of one year."""
    late = _visit(children, 1 if quick else 20, 4 if quick else 12)
    floor = late["floor"]
    figures = [bound(NAME, f"{name} again", times, _LIMIT_MS, floor=floor) for name, times in late["again"].items()]
    figures += [bound(NAME, f"{name} for the first time", [ms], _LIMIT_MS, floor=floor)
                for name, ms in late["first"].items()]  # fmt: skip
    stalls = {**{f"showing {name}": times for name, times in late["stalls"].items()},
              "saving": late["saving"], "reading a roster of 300": late["importing"]}  # fmt: skip
    figures += [bound(NAME, f"stall while {what}", times, _STALL_MS, judge="worst") for what, times in stalls.items()]
    figures.append(bound(NAME, "timeline: one page further", late["scrolling"], _FRAME_MS))
    restless = late["restless"]
    figures.append(
        bound(NAME, "visits that never stopped painting", [len(restless)], 0, unit="", note=", ".join(restless))
    )
    return figures if quick else [*figures, *_growth(late, _visit(children, 1, 12))]


def _visit(children: Children, years: int, rounds: int) -> dict[str, Any]:
    with sample_vault(years).copied() as vault:
        return children.run("child_desk", "pages", str(vault.path), vault.code, str(rounds))


def _growth(late: dict[str, Any], early: dict[str, Any]) -> list[Figure]:
    return [
        compare(NAME, f"{name}: 20 years over 1", late["again"][name], early["again"][name], times=1.3,
                plus=5 if statistics.median(early["again"][name]) < 20 else 0)
        for name in ("today", "person", "meetings", "meeting")
    ]  # fmt: skip
