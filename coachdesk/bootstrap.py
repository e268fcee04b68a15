"""The composition root: makes the application, its settings, its look and the life of its vault."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from coachdesk.desk.opening import harden
from coachdesk.desk.settings import LAST_VAULT, REDUCED_MOTION, TEXT_PERCENT, THEME, Settings
from coachdesk.ui.life import VAULT_VARIABLE, VaultLife
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.focus import FocusRing


def _config_dir() -> Path:
    return Path(platformdirs.user_config_path("coachdesk"))


def build_look(settings: Settings) -> Appearance:
    """Return the look that the settings ask for, applied to the application."""
    look = Appearance(
        mode=settings.get(THEME),
        text_scale=settings.get(TEXT_PERCENT) / 100,
        reduced_motion=settings.get(REDUCED_MOTION),
    )
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.apply(application)
    FocusRing(look, application)
    return look


def run_window(vault: Path | None = None) -> int:
    """Open the window on `vault`, on the one that was open last, or on the first run; return the exit code."""
    harden()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("CoachDesk")
    application.setQuitOnLastWindowClosed(False)
    # Qt's own file dialog would keep the folders that were visited in a file of its own.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    from coachdesk.desk.single_instance import SingleInstance

    instance = SingleInstance(_config_dir())
    if instance.raise_other():
        return 0
    settings = Settings(_config_dir() / "settings.json")
    given = os.environ.get(VAULT_VARIABLE) or (str(vault) if vault else "") or settings.get(LAST_VAULT)
    path = Path(given) if given and Path(given).exists() else None
    life = VaultLife(settings, build_look(settings), vault_path=path)
    sys.excepthook = life.report_crash
    life.instance = instance
    instance.raise_requested.connect(life.raise_window)
    life.start()
    application.lastWindowClosed.connect(_Leave(life).on_last_closed)
    return application.exec()


class _Leave(QObject):
    """Ends the application when the last window closes while the vault is locked."""

    def __init__(self, life: VaultLife) -> None:
        super().__init__(life)
        self._life = life

    def on_last_closed(self) -> None:
        """Quit unless the vault is open or being locked."""
        if self._life.main is None:
            self._life.lane.stop()
            QApplication.quit()


def run_demo() -> int:
    """Open the window on a fresh copy of the sample vault; a copy from an earlier demo is replaced."""
    from coachdesk.sample.demo import DEMO_PASSPHRASE, make_demo_vault

    path = make_demo_vault(Path(platformdirs.user_cache_path("coachdesk")) / "demo")
    print(f"The demo vault opens with: {DEMO_PASSPHRASE}", flush=True)  # noqa: T201
    os.environ[VAULT_VARIABLE] = str(path)
    return run_window(path)


def run_tour(out: Path, theme: str, scale: float, size: tuple[int, int], only: str | None) -> int:
    """Render each screen of the sample vault to PNG files in `out`; return the exit code."""
    from coachdesk.ui.tour import run

    return run(out, theme=theme, scale=scale, size=size, only=only)
