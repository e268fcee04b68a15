"""What the commands may ask of the computer, so that tests can put a made-up computer in its place."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a captured command ended: its exit code and all it printed."""

    code: int
    text: str


class Machine(Protocol):
    """The computer below: programs, libraries, rights, and the place to speak to the user."""

    system: str
    environ: Mapping[str, str]
    is_root: bool

    def run(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
        """Run a program in the foreground and return its exit code, 128 + n when signal n ended it."""

    def capture(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> Outcome:
        """Run a program silently and return what it said."""

    def find_program(self, name: str) -> str | None:
        """Return the path of a program, or None."""

    def has_library(self, soname: str) -> bool:
        """Tell whether the loader finds a shared library, for example `libEGL.so.1`."""

    def has_module(self, name: str) -> bool:
        """Tell whether the Python that runs this has a module."""

    def can_connect(self, address: str | tuple[str, int]) -> bool:
        """Tell whether something listens at a local socket (a leading `@`: abstract) or a host and port."""

    def say(self, text: str) -> None:
        """Show one line to the user."""


class ThisMachine:
    """The real computer."""

    def __init__(self) -> None:
        self.system = sys.platform
        self.environ: Mapping[str, str] = dict(os.environ)
        self.is_root = hasattr(os, "geteuid") and os.geteuid() == 0

    def run(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
        """Run a program in the foreground; on Ctrl+C let it end first, then pass the interruption on."""
        with subprocess.Popen(command, env=None if environ is None else dict(environ)) as process:
            try:
                code = process.wait()
            except KeyboardInterrupt:
                _wait_or_end(process)
                raise
        return code if code >= 0 else 128 - code

    def capture(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> Outcome:
        """Run a program silently; a program that cannot start counts as code 127."""
        try:
            done = subprocess.run(
                command,
                env=None if environ is None else dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            return Outcome(127, str(error))
        return Outcome(done.returncode, done.stdout)

    def find_program(self, name: str) -> str | None:
        """Return the path of a program, or None."""
        return shutil.which(name)

    def has_library(self, soname: str) -> bool:
        """Load the library, since only the loader knows every place it looks in."""
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    def has_module(self, name: str) -> bool:
        """Tell whether the running Python has a module."""
        importlib.invalidate_caches()
        return importlib.util.find_spec(name) is not None

    def can_connect(self, address: str | tuple[str, int]) -> bool:
        """Connect and hang up at once."""
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        target = "\0" + address[1:] if isinstance(address, str) and address.startswith("@") else address
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            return probe.connect_ex(target) == 0

    def say(self, text: str) -> None:
        """Print at once, so that the line stands before what the next program prints."""
        print(text, flush=True)


def _wait_or_end(process: subprocess.Popen[bytes], patience_s: float = 10) -> None:
    try:
        process.wait(patience_s)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        process.send_signal(signal.SIGTERM)
