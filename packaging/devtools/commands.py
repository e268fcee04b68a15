"""The commands of dev.py: each makes the set-up ready, then starts one program of the project."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from devtools import libraries
from devtools.display import find_obstacle
from devtools.environment import Environment, SetUpFailed
from devtools.machine import Machine, ThisMachine

ROOT = Path(__file__).resolve().parents[2]
BELOW_DESK = ("model", "growth", "rubric", "vault", "store", "services", "exchange", "sample", "cli")
_OFFSCREEN: Mapping[str, str] = {"QT_QPA_PLATFORM": "offscreen"}
_INTERRUPTED = 130


class Desk:
    """One call of dev.py: the machine, the environment, and the words after the command."""

    def __init__(self, machine: Machine, root: Path, words: Sequence[str]) -> None:
        self.machine = machine
        self.environment = Environment(machine, root)
        self.root = root
        self.words = list(words)

    def start(self, *arguments: str, extra: Mapping[str, str] | None = None) -> int:
        """Run the environment's Python in the foreground and return its exit code."""
        return self.machine.run(self.environment.command(*arguments), self.environment.environ(**(extra or {})))


def run(desk: Desk) -> int:
    """Open CoachDesk on a fresh sample vault, or draw the tour where no window can open."""
    desk.environment.ensure()
    obstacle = find_obstacle(desk.machine)
    needed = libraries.QT if obstacle else libraries.QT + libraries.WINDOW
    missing = libraries.provide(desk.machine, needed, "to show windows")
    if obstacle is None and missing:
        obstacle = "Qt lacks the system libraries named above"
    if desk.machine.environ.get("PYTHONDONTWRITEBYTECODE"):
        desk.environment.compile_source()
    if obstacle is None:
        return desk.start("-m", "coachdesk", "demo", *desk.words)
    if not _can_draw(desk):
        return 1
    out = desk.root / "tour"
    desk.machine.say(f"No window can open here: {obstacle}.\nDrawing the tour of the screens into {out} instead.")
    code = desk.start("-m", "coachdesk", "tour", str(out), extra=_OFFSCREEN)
    if code == 0:
        desk.machine.say(f"Pictures of the screens: {len(list(out.rglob('*.png')))}, in {out}")
    return code


def tour(desk: Desk) -> int:
    """Draw every screen to PNG files, into `tour/` when no folder is named."""
    _make_ready(desk)
    if not _can_draw(desk):
        return 1
    words = desk.words if desk.words and not desk.words[0].startswith("-") else [str(desk.root / "tour"), *desk.words]
    return desk.start("-m", "coachdesk", "tour", *words, extra=_OFFSCREEN)


def test(desk: Desk) -> int:
    """Run the suite without a display; with `--without-qt`, what lies below `desk` while Qt is blocked."""
    if "--without-qt" in desk.words:
        return _test_without_qt(desk)
    desk.environment.ensure()
    machine = desk.machine
    wanted = libraries.QT + libraries.WINDOW + libraries.WINDOW_TESTS
    missing = libraries.provide(machine, wanted, "for the whole test suite")
    if not _can_draw(desk):
        return 1
    return desk.start(
        "-m", "pytest", *_spread(desk.words), *_select(desk, bool(missing)), *desk.words, extra=_OFFSCREEN
    )


def _test_without_qt(desk: Desk) -> int:
    desk.environment.ensure()
    words = [word for word in desk.words if word != "--without-qt"]
    folders = [f"tests/{name}" for name in BELOW_DESK if (desk.root / "tests" / name).is_dir()]
    if not folders:
        desk.machine.say("There are no tests below `desk` in this copy of the project.")
        return 1
    return desk.start("-m", "pytest", *_spread(words), "-p", "no:pytest-qt", "-p", "tests.no_qt", *folders, *words)


def _spread(words: Sequence[str]) -> list[str]:
    """Return the options for one worker a core; a chosen file or a debugger is better off in one process."""
    cores = min(os.cpu_count() or 1, 4)
    alone = any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace", "tests")) for word in words)
    return ["-q"] if alone or cores < 2 else ["-q", "-n", str(cores)]


def _select(desk: Desk, lacks_display: bool) -> list[str]:
    if any(word == "-m" for word in desk.words) or (desk.machine.system.startswith("linux") and not lacks_display):
        return []
    desk.machine.say("The tests marked `window` are left out: they need Linux with the packages of a virtual display.")
    return ["-m", "not long and not window"]


def bench(desk: Desk) -> int:
    """Measure what the performance goals name, beside floors from the same run."""
    return _start_headless(desk, "tests.bench")


def faults(desk: Desk) -> int:
    """Break the vault in many ways and look at what is left; `--long` for the full count."""
    return _start_headless(desk, "tests.faults")


def fuzz(desk: Desk) -> int:
    """Feed the readers of foreign bytes, guided by the branches that are reached; adds the fuzzer to `.venv`."""
    if not desk.machine.system.startswith("linux"):
        desk.machine.say("The fuzzer, atheris, runs on Linux. Elsewhere the suite alone feeds the readers.")
        return 1
    _make_ready(desk)
    if desk.machine.capture(desk.environment.command("-c", "import atheris")).code:
        desk.machine.say("Adding the fuzzer, atheris (35 MB; this happens once)")
        lock = ("--constraint", str(desk.root / "requirements-dev.lock"))
        added = desk.start("-m", "pip", "install", "--quiet", *lock, "--editable", f"{desk.root}[fuzz]")
        if added:
            desk.machine.say("The fuzzer could not be installed; the lines above say why. Nothing else was changed.")
            return added
    return desk.start("-m", "tests.fuzz", *desk.words, extra=_OFFSCREEN)


def audit(desk: Desk) -> int:
    """Check what CoachDesk is built on: engine, licences, wheels and known vulnerabilities."""
    desk.environment.ensure()
    return desk.start("-P", str(Path(__file__).with_name("audit.py")), *desk.words)


def _start_headless(desk: Desk, module: str) -> int:
    _make_ready(desk)
    return desk.start("-m", module, *desk.words, extra=_OFFSCREEN) if _can_draw(desk) else 1


def lint(desk: Desk) -> int:
    """Check style, format, types and layers; every check runs, and the first failure is the exit code."""
    desk.environment.ensure()
    checks = {
        "style": ("-m", "ruff", "check", "."),
        "format": ("-m", "ruff", "format", "--check", "."),
        "types": ("-m", "mypy"),
        "contracts": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"),
    }
    codes = {}
    for name, arguments in checks.items():
        desk.machine.say(f"-- {name}")
        codes[name] = desk.start(*arguments)
    failed = [name for name, code in codes.items() if code]
    desk.machine.say(f"Failed: {', '.join(failed)}" if failed else "Style, format, types and contracts are fine.")
    return next((code for code in codes.values() if code), 0)


def _make_ready(desk: Desk) -> None:
    desk.environment.ensure()
    libraries.provide(desk.machine, libraries.QT, "to draw anything with Qt")


def _can_draw(desk: Desk) -> bool:
    """Tell whether Qt draws without a display, and say what it lacks if not."""
    if not libraries.list_missing(desk.machine, libraries.QT):
        return True
    probe = desk.environment.command("-c", "from PySide6.QtWidgets import QApplication; QApplication([])")
    seen = desk.machine.capture(probe, desk.environment.environ(**_OFFSCREEN))
    if seen.code:
        desk.machine.say(f"Qt does not start on this system:\n{seen.text.strip()}")
    return seen.code == 0


COMMANDS: Mapping[str, tuple[str, Callable[[Desk], int]]] = {
    "run": ("open CoachDesk on a fresh sample vault (without a display: draw the tour)", run),
    "test": ("run the whole suite without a display; more words go to pytest", test),
    "bench": ("measure against the performance goals; --json FILE keeps the figures", bench),
    "tour": ("draw every screen to PNG files: tour [OUT] [--theme light|dark|both] …", tour),
    "lint": ("check style, format, types and layer contracts", lint),
    "audit": ("check engine, licences, wheels and known vulnerabilities of what is built on", audit),
    "fuzz": ("feed the readers of files with what reaches new branches; --minutes N", fuzz),
    "faults": ("damage vaults on purpose and check what is left; --long for the full count", faults),
}


def main(words: Sequence[str], machine: Machine | None = None, root: Path = ROOT) -> int:
    """Run one command and return its exit code: 2 for wrong use, 5 for a failed set-up, 130 after Ctrl+C."""
    machine = machine or ThisMachine()
    listing = "\n".join(f"  {name:<8}{about}" for name, (about, _) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Set CoachDesk up and work with it. The first call installs everything into .venv.",
        epilog=f"commands:\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command", help="one of the commands below")
    chosen = parser.parse_args(list(words[:1]))
    try:
        os.chdir(root)
        return COMMANDS[chosen.command][1](Desk(machine, root, words[1:]))
    except SetUpFailed as failure:
        machine.say(str(failure))
        return 5
    except KeyboardInterrupt:
        machine.say("\nStopped.")
        return _INTERRUPTED
