"""An open desk over a vault of its own, and a look, for tests of what is on screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.garbage import collect_if_due, keep_to_ui_thread
from coachdesk.desk.settings import Settings
from coachdesk.services.people import ensure_owner
from coachdesk.store.schema import open_store
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.vault.bundle import RecoveryCode, create_vault, open_vault
from coachdesk.vault.kdf import FLOOR

keep_to_ui_thread()


@pytest.fixture(autouse=True)
def _collect_here() -> Iterator[None]:
    """Collect garbage between tests, on the thread that the widgets belong to."""
    yield
    collect_if_due()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Keep each widget until the test ends: the bot refers to it weakly, and a page is never collected in the app."""
    kept: list[QWidget] = []
    add = qtbot.addWidget

    def add_and_keep(widget: QWidget, **options: Any) -> None:
        kept.append(widget)
        add(widget, **options)

    qtbot.addWidget = qtbot.add_widget = add_and_keep  # type: ignore[method-assign]
    return qtbot


class SetClock:
    """A clock that stands where the test puts it: Tuesday 12 May 2026, 09:44 UTC, at first."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 12, 9, 44, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Go on by a timedelta's arguments."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> SetClock:
    """The time that the desk sees."""
    return SetClock()


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A sealed vault with the newest schema and its owner, Priya Raman; and its recovery code."""
    folder = tmp_path_factory.mktemp("made")
    new = create_vault(folder / "team", "tulip cobalt ladder heron", kdf=FLOOR, state_dir=folder / "state")
    store = open_store(new.vault)
    store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
    store.close()
    new.vault.close()
    return new.vault.path, new.recovery_code


@pytest.fixture
def desk(qtbot: QtBot, made_vault: tuple[Path, str], clock: SetClock, tmp_path: Path) -> Iterator[Desk]:
    """An open desk in UTC over a copy of the vault."""
    path = tmp_path / "vault.coachdesk"
    shutil.copytree(made_vault[0], path)
    vault = open_vault(path, RecoveryCode(made_vault[1]), state_dir=tmp_path / "state")
    made = Desk(vault, open_store(vault, clock), Settings(tmp_path / "settings.json"), zone=UTC)
    yield made
    made.rest()
    made.close()
    vault.close()


@pytest.fixture
def look(qtbot: QtBot) -> Appearance:
    """The light look at 100 %, without motion."""
    return Appearance(mode="light", reduced_motion=True)


@pytest.fixture
def write(desk: Desk) -> Callable[..., Any]:
    """Do one service at once, as if before the window opened: `write(people.save_person, draft)`."""

    def write(service: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        return desk.store.write(lambda unit: service(unit, *arguments, **options)).result

    return write


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    """Wait until everything asked of the desk has been answered."""

    def settle() -> None:
        qtbot.waitUntil(lambda: desk.store_lane.pending == 0 and desk.read_lane.pending == 0, timeout=10_000)

    return settle
