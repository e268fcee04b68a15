"""Entry. Nothing heavy is imported before the unlock window shows, so the command line is loaded only if asked."""

from __future__ import annotations

import os
import sys

_DISPLAYS = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")


def main() -> int:
    """Open the window, or run the command that the arguments name; return the exit code."""
    if len(sys.argv) == 1 and (sys.platform != "linux" or any(map(os.environ.get, _DISPLAYS))):
        from coachdesk.desk.imports import use_plain_imports

        use_plain_imports()
        from coachdesk.bootstrap import run_window

        return run_window()
    if sys.argv[1:] == ["--version"]:
        from coachdesk import __version__

        print(f"CoachDesk {__version__}")  # noqa: T201
        return 0
    from coachdesk.cli import main as run_command
    from coachdesk.desk.opening import harden

    harden()

    return int(run_command(sys.argv[1:]))


if __name__ == "__main__":
    raise SystemExit(main())
