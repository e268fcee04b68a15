"""Where the files that ship with CoachDesk lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped resource, for example `resource_path("icons", "lock.svg")`.

    Raises FileNotFoundError when the installation lacks it.
    """
    path = _ROOT.joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(f"resources/{'/'.join(parts)} is missing from this installation")
    return path


def ladder_folder() -> Path:
    """Return the folder of the built-in ladders. Raises FileNotFoundError when the installation lacks it."""
    path = _ROOT / "ladders"
    if not path.is_dir():
        raise FileNotFoundError("ladders is missing from this installation")
    return path
