"""Turns each kind of file into the neutral form, within fixed limits and without running anything in it."""

from __future__ import annotations

from coachdesk.rubric.importing.readers.sources import FORMATS, fuzz_one, read_bytes, read_sources

__all__ = ["FORMATS", "fuzz_one", "read_bytes", "read_sources"]
