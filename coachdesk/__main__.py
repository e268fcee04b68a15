"""Entry. Nothing heavy is imported before the unlock window shows, so the command line is loaded only if asked."""

from __future__ import annotations

import sys


def main() -> int:
    """Open the window, or run the command that the arguments name; return the exit code."""
    if len(sys.argv) == 1:
        from coachdesk.bootstrap import run_window

        return run_window()
    if sys.argv[1:] == ["--version"]:
        from coachdesk import __version__

        print(f"CoachDesk {__version__}")  # noqa: T201
        return 0
    from coachdesk.cli import main as run_command

    return int(run_command(sys.argv[1:]))


if __name__ == "__main__":
    raise SystemExit(main())
