"""CoachDesk as a process in a home of its own, driven by real key events only and watched from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tests.end2end.screen import PATIENCE_S, NotSeen, Picture, Screen, wait_until

ROOT = Path(__file__).resolve().parents[2]
HIGHLIGHT, DANGER, OK, WARN_GROUND, ACCENT = "#FFE9A8", "#B3261E", "#1F6B3B", "#FCF2DF", "#0E6478"
BARE = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
_CARET_TILES = 90
_CALM_S = 0.3


class Ended(AssertionError):
    """The process is gone while it should run."""


class Driver:
    """A user without a mouse. Steps are named in failures, texts never are."""

    def __init__(self, screen: Screen, home: Path, pictures: Path) -> None:
        self.screen = screen
        self.home = home
        self.temporary = home / "tmp"
        self.temporary.mkdir(mode=0o700)
        self.trace = pictures / "trace"
        self.output = pictures / "output"
        self._pictures = pictures
        self._step = 0
        self._variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QT_", "COACHDESK", "DBUS"))},
            "DISPLAY": screen.name,
            "QT_QPA_PLATFORM": "xcb",
            "TMPDIR": str(self.temporary),
            "LANG": "C.UTF-8",
            "LOGNAME": "priya",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(
        self, *, traced: bool = False, bare: bool = False, vault: Path | None = None, at: datetime | None = None
    ) -> None:
        """Start CoachDesk as a user does, on a vault if one is given; `traced` keeps its sockets and programs.

        With `at` it starts at that instant, in UTC; `bare` takes the powers of root from it.
        """
        program: tuple[str, ...] = ("-m", "coachdesk")
        if vault is not None:
            self._variables["COACHDESK_VAULT"] = str(vault)
        if at is not None:
            program = (str(Path(__file__).with_name("week_start.py")),)
            self._variables.update(WEEK_NOW=at.isoformat(), TZ="UTC")
        tracing = ["strace", "-f", "--seccomp-bpf", "-e", "trace=socket,connect,bind,execve", "-s", "256"]
        words = [*(BARE if bare else ()), *(tracing if traced else ()), *(("-o", str(self.trace)) if traced else ())]
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [*words, sys.executable, *program],
                cwd=self.home,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.wait_for_window("CoachDesk")
        self.settle()

    def start_again(self) -> int:
        """Start a second one beside the first; return its exit code."""
        words = [sys.executable, "-m", "coachdesk"]
        second = subprocess.run(words, cwd=self.home, env=self._variables, timeout=PATIENCE_S, check=False)
        return second.returncode

    def kill(self) -> None:
        """End it as a power failure would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def wait_for_end(self) -> int:
        """Wait until the process ended by itself; return its exit code."""
        assert self.process is not None
        return self.process.wait(PATIENCE_S)

    def stop(self) -> None:
        """End what is left."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def xdotool(self, *words: str) -> str:
        """Run xdotool; return what it prints, nothing when it finds nothing."""
        found = subprocess.run(
            ["xdotool", *words], env=self._variables, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
        return found.stdout.strip()

    def windows(self, title: str) -> list[str]:
        """Return the windows on screen with this title."""
        return self.xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()

    def wait_for_window(self, title: str) -> str:
        """Wait until a window with this title is on screen and has the keyboard; return it."""

        def found() -> str:
            windows = self.windows(title)
            active = self.xdotool("getactivewindow")
            return active if active in windows else ""

        return str(wait_until(lambda: self._is_running() and found(), f"the window {title}"))

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, each with its modifiers."""
        for key in keys:
            self.xdotool("key", "--clearmodifiers", "--delay", "8", key)

    def type(self, text: str) -> None:
        """Type a text key by key; a line feed is Enter."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.keys("Return")
            if line:
                self.xdotool("type", "--clearmodifiers", "--delay", "8", "--", line)

    @contextmanager
    def changes(self, what: str, tiles: int = 300) -> Iterator[None]:
        """Do something that must show: at least so many tiles differ afterwards, and then the picture is calm."""
        before = self.screen.look()
        yield
        self._wait(lambda: self.screen.look().differing_tiles(before) >= tiles, what)
        self.settle()

    def wait_for_pixels(self, colour: str, at_least: int, what: str, *, below: int = 0) -> None:
        """Wait until so many pixels from a row downwards have a colour."""
        self._wait(lambda: self.screen.look().count(colour, below=below) >= at_least, what)
        self.settle()

    def settle(self) -> Picture:
        """Wait until nothing but a caret or a clock moves on the screen; return the picture."""
        deadline = time.monotonic() + PATIENCE_S
        last, since = self.screen.look(), time.monotonic()
        while time.monotonic() - since < _CALM_S:
            time.sleep(0.06)
            now = self.screen.look()
            if now.differing_tiles(last) > _CARET_TILES:
                last, since = now, time.monotonic()
            if time.monotonic() > deadline:
                self._fail("a calm screen")
        return self.screen.look()

    def wait_for(self, is_so: Callable[[], object], what: str) -> None:
        """Wait for something outside the screen, such as a file."""
        self._wait(is_so, what)

    def instance_stamp(self) -> tuple[int, int] | None:
        """Return what tells one process's single-instance socket from another's; None while there is none."""
        for path in self.temporary.glob("coachdesk-*"):
            try:
                found = path.lstat()
            except FileNotFoundError:
                return None
            return found.st_ino, found.st_mtime_ns
        return None

    def written(self, vault: Path) -> tuple[tuple[str, int, int], ...]:
        """Return what changes with each commit: names, sizes and times of the files of a vault."""
        files = sorted(path for path in vault.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
        return tuple((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files)

    def keep_picture(self, name: str) -> None:
        """Keep what is on the screen beside the test, for its makers; CD_PICTURES names another folder."""
        folder = Path(os.environ.get("CD_PICTURES", self._pictures))
        self._step += 1
        self.screen.look().save(folder / f"{self._step:02d}-{name}.png")

    def _wait(self, is_so: Callable[[], object], what: str) -> None:
        try:
            wait_until(lambda: self._is_running() and is_so(), what)
        except NotSeen:
            self._fail(what)

    def _is_running(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise Ended(f"CoachDesk ended by itself with {self.process.returncode}; see {self.output}")
        return True

    def _fail(self, what: str) -> None:
        kept = Path(tempfile.mkdtemp(prefix="cd-seen-")) / "screen.png"
        self.screen.look().save(kept)
        raise NotSeen(f"waited in vain for: {what}; the screen is in {kept}")
