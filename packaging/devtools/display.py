"""Whether a window could open here, and if not, why."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from devtools.machine import Machine


def find_obstacle(machine: Machine) -> str | None:
    """Return the plain reason why no window can open, or None when one can."""
    if not machine.system.startswith("linux"):
        return None
    x11, wayland = machine.environ.get("DISPLAY"), machine.environ.get("WAYLAND_DISPLAY")
    if not x11 and not wayland:
        return "this session has no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    if (wayland and _answers_wayland(machine, wayland)) or (x11 and _answers_x11(machine, x11)):
        return None
    return f"the display {x11 or wayland} does not answer"


def _answers_wayland(machine: Machine, name: str) -> bool:
    folder = PurePosixPath(machine.environ.get("XDG_RUNTIME_DIR", "/run"))
    return machine.can_connect(str(folder / name))


def _answers_x11(machine: Machine, name: str) -> bool:
    match = re.fullmatch(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?", name)
    if match is None:
        return False
    host, number = match["host"], int(match["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return machine.can_connect(path) or machine.can_connect(f"@{path}")
    return machine.can_connect((host, 6000 + number))
