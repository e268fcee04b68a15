"""The commands that need Qt. It is imported inside them, so that all others work without it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from coachdesk.cli.options import AsJson
from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import say_json
from coachdesk.vault.errors import VaultMissing

_SIZE = re.compile(r"(\d{3,4})x(\d{3,4})")


class TourTheme(StrEnum):
    """Which looks the tour draws."""

    LIGHT = "light"
    DARK = "dark"
    BOTH = "both"


def open_window(vault: Path | None) -> int:
    """Open the window, on `vault` when one is named."""
    if vault is not None and not vault.exists():
        raise VaultMissing
    bootstrap = _load_bootstrap()
    _require_display()
    return int(bootstrap.run_window(vault))


def demo() -> int:
    """Open the window on a fresh sample vault."""
    bootstrap = _load_bootstrap()
    _require_display()
    return int(bootstrap.run_demo())


def tour(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder for the pictures.")],
    theme: Annotated[TourTheme, typer.Option(help="The look.")] = TourTheme.LIGHT,
    scale: Annotated[float, typer.Option(min=1, max=2, metavar="1..2", help="The size of the text.")] = 1.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="The size of the window in pixels.")] = "1280x800",
    only: Annotated[str | None, typer.Option(metavar="NAME", help="Draw this screen alone.")] = None,
    as_json: AsJson = False,
) -> int:
    """Draw every screen of the sample vault to PNG files; works without a display."""
    found = _SIZE.fullmatch(size)
    if found is None:
        raise CommandFailed("--size takes width and height in pixels, such as 1280x800.")
    if _lacks_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    bootstrap = _load_bootstrap()
    spoken = io.StringIO()
    with contextlib.redirect_stdout(spoken) if as_json else contextlib.nullcontext():
        code = int(bootstrap.run_tour(out, theme.value, scale, (int(found[1]), int(found[2])), only))
    if as_json and code == ExitCode.DONE:
        say_json({"folder": str(out), "pictures": sorted(picture.name for picture in out.glob("*.png"))})
    return code


def _load_bootstrap() -> ModuleType:
    try:
        from coachdesk import bootstrap
    except ImportError as error:
        if (error.name or "").startswith("coachdesk"):
            raise
        raise CommandFailed(
            f"The parts for the window can't be loaded here ({error.msg}). The other commands work without them.",
            ExitCode.ENVIRONMENT,
        ) from None
    return bootstrap


def _require_display() -> None:
    if _lacks_display():
        raise CommandFailed(
            "There is no display to open a window on. The command tour draws the screens to PNG files instead.",
            ExitCode.ENVIRONMENT,
        )


def _lacks_display() -> bool:
    chosen = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in chosen)
