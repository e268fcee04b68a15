"""Typing in a long note: from the key to the painted letter."""

from __future__ import annotations

from .figures import Figure, compare, fact
from .processes import Children

NAME = "typing"


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure keys in a 20 kB note with highlighting."""
    keys = children.run("child_typing", "100" if quick else "400")
    note = f"the slowest key of the bare editor took {max(keys['floor']):.0f} ms"
    return [
        compare(
            NAME,
            "key to paint, 20 kB note",
            keys["ours"],
            keys["floor"],
            times=1.5,
            judge="p95",
            never_over=16,
            note=note,
        ),
        fact(NAME, "20 kB note set into the editor", [keys["opened_ms"]]),
    ]
