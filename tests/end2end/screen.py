"""A virtual display with a window manager, and what can be seen on it.

The server keeps its picture in a file (`-fbdir`), so that looking costs a read and no process.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1400, 900
NEEDED = ("Xvfb", "openbox", "xdotool", "strace", "setpriv")
PATIENCE_S = 60.0
_LOOK_EVERY_S = 0.04
_TILE_BYTES = 4 * 56
_QUIET: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class NotSeen(AssertionError):
    """What was waited for did not come. The text names the step, never what was typed."""


def wait_until(is_so: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> Any:
    """Return the first true answer, looking again and again. Raises NotSeen with `what`."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if answer := is_so():
            return answer
        time.sleep(_LOOK_EVERY_S)
    raise NotSeen(f"waited in vain for: {what}")


@dataclass(frozen=True, slots=True)
class Picture:
    """The pixels of the screen at one moment, four bytes each (blue, green, red, unused), row after row."""

    pixels: bytes

    def count(self, colour: str, *, below: int = 0) -> int:
        """Return how many pixels from a row downwards have exactly this colour, given as #RRGGBB."""
        blue_green_red = bytes.fromhex(colour.removeprefix("#"))[::-1]
        start = below * 4 * WIDTH
        return sum(self.pixels.count(blue_green_red + unused, start) for unused in (b"\0", b"\xff"))

    def differing_tiles(self, other: Picture) -> int:
        """Return in how many tiles, 56 pixels wide and 1 high, two pictures differ; a blinking caret makes about 20."""
        row = 4 * WIDTH
        found = 0
        for at in range(0, len(self.pixels), row):
            mine, its = self.pixels[at : at + row], other.pixels[at : at + row]
            if mine != its:
                found += sum(
                    mine[tile : tile + _TILE_BYTES] != its[tile : tile + _TILE_BYTES]
                    for tile in range(0, row, _TILE_BYTES)
                )
        return found

    def save(self, path: Path) -> None:
        """Write a PNG file, for the eyes of who mends the test."""
        from PySide6.QtGui import QImage

        QImage(self.pixels, WIDTH, HEIGHT, 4 * WIDTH, QImage.Format.Format_RGB32).copy().save(str(path))


class Screen:
    """One virtual display."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._file = folder / "Xvfb_screen0"
        header = struct.unpack(">25I", self._file.read_bytes()[:100])
        self._start = header[0] + 12 * header[19]
        assert (header[4], header[5], header[11], header[12]) == (WIDTH, HEIGHT, 32, 4 * WIDTH)

    def look(self) -> Picture:
        """Return what is on the screen now."""
        return Picture(self._file.read_bytes()[self._start : self._start + 4 * WIDTH * HEIGHT])


@contextmanager
def open_screen() -> Iterator[Screen]:
    """Run a display of its own number, with a window manager whose home is not the user's."""
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    assert not missing, f"the tests in a window need {', '.join(missing)} (packaging/dev.py test installs them)"
    folder = Path(tempfile.mkdtemp(prefix="cd-screen-"))
    read, write = os.pipe()
    size = ("-screen", "0", f"{WIDTH}x{HEIGHT}x24")
    words = ["Xvfb", "-displayfd", str(write), *size, "-fbdir", str(folder), "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[write], **_QUIET)
    os.close(write)
    manager = None
    try:
        with os.fdopen(read) as numbers:
            name = f":{numbers.readline().strip()}"
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        environment = {"PATH": os.environ["PATH"], "DISPLAY": name, **home}
        manager = subprocess.Popen(["openbox", "--sm-disable"], env=environment, **_QUIET)
        wait_until(lambda: _has_manager(environment), "the window manager")
        yield Screen(name, folder)
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _has_manager(environment: dict[str, str]) -> bool:
    asked = subprocess.run(["xdotool", "getactivewindow"], env=environment, capture_output=True, check=False)
    desktops = subprocess.run(["xdotool", "get_num_desktops"], env=environment, capture_output=True, check=False)
    return asked.returncode == 0 or desktops.returncode == 0
