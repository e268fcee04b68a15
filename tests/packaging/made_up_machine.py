"""A computer that only pretends: programs do what the test says, and every command is written down."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
if str(PACKAGING) not in sys.path:
    sys.path.insert(0, str(PACKAGING))

from devtools.libraries import QT, WINDOW, WINDOW_TESTS  # noqa: E402
from devtools.machine import Outcome  # noqa: E402


class MadeUpMachine:
    """A Debian desktop where nothing is missing, until a test takes something away."""

    def __init__(self, **environ: str) -> None:
        self.system = "linux"
        self.environ: Mapping[str, str] = environ
        self.is_root = False
        self.programs = {"apt-get", *(part.name for part in WINDOW_TESTS)}
        self.libraries = {part.name for part in QT + WINDOW}
        self.modules = {"ensurepip"}
        self.listening: set[str | tuple[str, int]] = set()
        self.python_version: str | None = "3.11.2 (made up)"
        self.sudo_asks = True
        self.codes: dict[str, int] = {}
        self.commands: list[list[str]] = []
        self.environs: list[Mapping[str, str] | None] = []
        self.said: list[str] = []
        self.on_run: Callable[[Sequence[str]], None] = lambda command: None

    def run(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
        self.commands.append(list(command))
        self.environs.append(environ)
        self.on_run(command)
        return next((code for word, code in self.codes.items() if word in command), 0)

    def capture(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> Outcome:
        if list(command) == ["sudo", "-n", "true"]:
            return Outcome(1 if self.sudo_asks else 0, "")
        if "venv" in command:
            self._make_venv(Path(command[-1]))
        elif "-S" in command:
            return Outcome(0, f"{self.python_version}\n") if self.python_version else Outcome(1, "")
        elif "apt-get" in command and "install" in command:
            self._add_packages(command)
        self.commands.append(list(command))
        return Outcome(next((code for word, code in self.codes.items() if word in command), 0), "")

    def find_program(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.programs else None

    def has_library(self, soname: str) -> bool:
        return soname in self.libraries

    def has_module(self, name: str) -> bool:
        return name in self.modules

    def can_connect(self, address: str | tuple[str, int]) -> bool:
        return address in self.listening

    def say(self, text: str) -> None:
        self.said.append(text)

    @property
    def all_said(self) -> str:
        return "\n".join(self.said)

    def ran(self, *words: str) -> list[list[str]]:
        """Return the commands that hold all of these words."""
        return [command for command in self.commands if all(word in command for word in words)]

    def _make_venv(self, folder: Path) -> None:
        python = folder / "bin" / "python"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    def _add_packages(self, command: Sequence[str]) -> None:
        for part in QT + WINDOW:
            if part.apt in command:
                self.libraries.add(part.name)
        self.programs |= {part.name for part in WINDOW_TESTS if part.apt in command}
