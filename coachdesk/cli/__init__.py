"""The command line, over the same services as the window, for scripts and for machines without a screen."""

from __future__ import annotations

from coachdesk.cli.app import main

__all__ = ["main"]
