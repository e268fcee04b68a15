"""One display for all tests in a window; each starts CoachDesk in a home of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.driver import Driver
from tests.end2end.screen import Screen, open_screen
from tests.services.conftest import clock, connector, empty_database, store  # noqa: F401 - a vault's content without one


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """A virtual display with a window manager."""
    with open_screen() as made:
        yield made


@pytest.fixture
def driver(screen: Screen, home: Path, tmp_path: Path) -> Iterator[Driver]:
    """A user before a display where nothing runs yet."""
    made = Driver(screen, home, tmp_path)
    yield made
    made.stop()
