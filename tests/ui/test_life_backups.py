"""The backup at lock: begun before the keys go, finished by the fresh process; at quitting, finished before the end."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.vault.backups.container import compare_bytes
from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.backups.places import backup_folder

from .test_life import Place, place

__all__ = ["place"]


def quiet(_fraction: float, _words: str) -> None:
    """Go on."""


def test_the_fresh_process_finishes_what_lock_began(place: Place, qtbot: QtBot, look: Appearance) -> None:
    folder = backup_folder(place.path)
    place.open()
    place.lock()
    assert [path.suffix for path in folder.iterdir()] == [".coachdesk-begun"]
    fresh = Place(qtbot, look, place.path)
    try:
        qtbot.waitUntil(lambda: [path.suffix for path in folder.iterdir()] == [".coachdesk-backup"], timeout=20_000)
    finally:
        fresh.life.lane.stop()
        fresh.life.backup_lane.stop()
    compare_bytes(list_backups(folder)[0].path, quiet, "")


def test_quitting_finishes_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    place.open().close()
    place.qtbot.waitUntil(lambda: bool(quits), timeout=20_000)
    place.replaced.calls.append(([], {}))
    folder = backup_folder(place.path)
    assert [path.suffix for path in folder.iterdir()] == [".coachdesk-backup"]
    compare_bytes(list_backups(folder)[0].path, quiet, "")
