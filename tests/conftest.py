"""What holds for every test: no display, a home of its own, no thread left behind, no stray log line."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.cheap_keys  # noqa: F401 - before all that opens a vault

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_HOMES = pytest.StashKey[Path]()
_PATIENCE_S = 5.0
_WINDOWS_FOLDERS = {"APPDATA": "AppData/Roaming", "LOCALAPPDATA": "AppData/Local"}
_UNIX_FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "run",
}


def pytest_configure(config: pytest.Config) -> None:
    """Move the home away before any test module is imported: some places are read once, at import."""
    homes = Path(tempfile.mkdtemp(prefix="cd-"))  # short: a socket's path holds about 100 characters
    config.stash[_HOMES] = homes
    os.environ.update(_make_home(homes / "s"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove every home of this run."""
    shutil.rmtree(config.stash[_HOMES], ignore_errors=True)


def _make_home(home: Path) -> dict[str, str]:
    folders = _WINDOWS_FOLDERS if sys.platform == "win32" else _UNIX_FOLDERS
    variables = {"HOME": str(home), "USERPROFILE": str(home)}
    for variable, place in folders.items():
        folder = home / place
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        variables[variable] = str(folder)
    return variables


@pytest.fixture(autouse=True)
def home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an empty home folder and the XDG (or Windows) folders within it; return the home."""
    place = Path(tempfile.mkdtemp(prefix="", dir=request.config.stash[_HOMES]))
    for variable, value in _make_home(place).items():
        monkeypatch.setenv(variable, value)
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_thread_left(home: Path) -> Iterator[None]:
    """Fail a test that leaves a thread running, after a moment in which it may end."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _PATIENCE_S
    for thread in _list_new_threads(before):
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in _list_new_threads(before)]
    assert not left, f"threads left running: {', '.join(left)}"
    _check_qt_pool()


def _list_new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Leave out the stand-ins that Python makes for foreign threads: they outlive those in the list."""
    stand_in = threading._DummyThread  # type: ignore[attr-defined]
    return [one for one in threading.enumerate() if one not in before and not isinstance(one, stand_in)]


def _check_qt_pool() -> None:
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        done = core.QThreadPool.globalInstance().waitForDone(int(_PATIENCE_S * 1000))
        assert done, "work is left running in Qt's thread pool"


class _StrayRecords(logging.Handler):
    """Keeps warnings and worse that CoachDesk logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_stray_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which CoachDesk logs a warning, unless it looks at the log itself with `caplog`."""
    logger, stray = logging.getLogger("coachdesk"), _StrayRecords()
    logger.addHandler(stray)
    yield
    logger.removeHandler(stray)
    assert not stray.lines or "caplog" in request.fixturenames, f"unexpected log: {stray.lines}"
