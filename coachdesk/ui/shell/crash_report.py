"""A report of a bug that names no person and no word of a note: types, files and lines only."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

import PySide6

from coachdesk import __version__


def build_report(error: BaseException) -> str:
    """Return the redacted report. Messages of exceptions are left out, since they may quote what was typed."""
    lines = [
        f"CoachDesk {__version__}, Python {platform.python_version()}, Qt {PySide6.__version__}, {platform.system()}",
        type(error).__name__,
    ]
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join(lines)
