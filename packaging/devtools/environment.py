"""The project's own Python environment in `.venv`: made once, brought up to date when its recipe changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from devtools import libraries
from devtools.machine import Machine

_STAMP = "coachdesk-setup.json"
_BUILDING = "coachdesk-building"
_PYTHON3_VENV = libraries.Part("ensurepip", "python3-venv", "python3", "module")


class SetUpFailed(Exception):
    """The environment could not be made; the text says what to do."""


class Environment:
    """Where the project and its `.venv` lie, and whether the latter is ready.

    A file written before the first step and one written after the last bracket the work, so that a set-up
    that was killed is begun afresh and a finished one is never repeated.
    """

    def __init__(self, machine: Machine, root: Path) -> None:
        self.root = root
        self._machine = machine
        self._folder = root / ".venv"
        bin_folder = "Scripts" if machine.system == "win32" else "bin"
        self.python = self._folder / bin_folder / ("python.exe" if machine.system == "win32" else "python")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of the environment's Python with these arguments."""
        return [str(self.python), *arguments]

    def environ(self, **extra: str) -> Mapping[str, str]:
        """Return the caller's environment with additions that never override what the caller set."""
        return {**extra, **self._machine.environ}

    def ensure(self) -> bool:
        """Make the environment ready; return False when it was ready already. Raises SetUpFailed."""
        version, stamp = self._find_version(), self._read_stamp()
        if stamp.get("root", str(self.root)) != str(self.root):
            version = None  # the folder was moved or copied: the programs in .venv still point to the old place
        if version is not None and stamp.get("recipe") == self._recipe(version):
            return False
        made = version is None
        try:
            if made:
                self._create()
            self._fill()
        except BaseException:
            if made:
                shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return True

    def _find_version(self) -> str | None:
        if (self._folder / _BUILDING).exists() or not self.python.exists():
            return None
        probe = "import sys; assert sys.version_info >= (3, 11); print(sys.version)"
        seen = self._machine.capture(self.command("-I", "-S", "-c", probe))
        return seen.text.strip() if seen.code == 0 else None

    def _recipe(self, version: str) -> str:
        digest = hashlib.sha256(f"{version}\0".encode())
        for name in ("pyproject.toml", "requirements-dev.lock"):
            digest.update((self.root / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
        return digest.hexdigest()

    def _read_stamp(self) -> dict[str, str]:
        try:
            return dict(json.loads((self._folder / _STAMP).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return {}

    def _create(self) -> None:
        libraries.provide(self._machine, [_PYTHON3_VENV], "to make a Python environment")
        self._machine.say("Setting up: making .venv (this happens once)")
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        (self._folder / _BUILDING).touch()
        made = self._machine.capture([sys.executable, "-m", "venv", str(self._folder)])
        if made.code != 0:
            raise SetUpFailed(f"Python could not make an environment in {self._folder}.\n{made.text.strip()}")

    def _fill(self) -> None:
        (self._folder / _STAMP).unlink(missing_ok=True)
        self._machine.say("Setting up: installing CoachDesk and its tools (about 200 MB; a minute or two)")
        pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile")
        target = ("--constraint", str(self.root / "requirements-dev.lock"), "--editable", f"{self.root}[dev]")
        if self._machine.run(self.command(*pip, *target), self.environ()) != 0:
            raise SetUpFailed(
                "The installation did not finish; the lines above say why. Only .venv was touched.\n"
                "Check the network and the free space, then start the same command again."
            )
        self._compile()
        version = self._machine.capture(self.command("-I", "-S", "-c", "import sys; print(sys.version)"))
        (self._folder / _BUILDING).unlink(missing_ok=True)
        self._write_stamp(self._recipe(version.text.strip()))

    def _write_stamp(self, recipe: str) -> None:
        draft = self._folder / f"{_STAMP}.draft"
        draft.write_text(json.dumps({"recipe": recipe, "root": str(self.root)}), "utf-8")
        draft.replace(self._folder / _STAMP)

    def _compile(self) -> None:
        """Write bytecode even where the environment forbids it: a start without it is far slower."""
        folders = [str(path) for path in self._folder.glob("[Ll]ib/**/site-packages")]
        self._machine.capture(self.command("-m", "compileall", "-q", "-q", "-j", "0", *folders))
        self.compile_source()

    def compile_source(self) -> None:
        """Bring the bytecode of CoachDesk itself up to date; files that did not change are passed over."""
        self._machine.capture(self.command("-m", "compileall", "-q", "-q", str(self.root / "coachdesk")))
