"""The growth page over twenty years: first paint, paint again, and sixty steps of time a second without a stall."""

from __future__ import annotations

from .figures import Figure, bound
from .processes import Children
from .vaults import sample_vault

NAME = "growth"
_PAINT_MS = 120
_FRAME_MS = 16
_STALL_MS = 50


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure the page in the large vault, beside a bare switch of lists."""
    with sample_vault(1 if quick else 20).copied() as vault:
        found = children.run("child_desk", NAME, str(vault.path), vault.code, "3" if quick else "9")
    floor = found["floor"]
    return [
        bound(NAME, "growth page for the first time", found["first"], _PAINT_MS, floor=floor),
        bound(NAME, "growth page again", found["again"], _PAINT_MS, floor=floor),
        bound(NAME, "time machine: a step", found["steps"], _FRAME_MS),
        bound(NAME, "stall while time moves", found["stall"], _STALL_MS, judge="worst"),
    ]
