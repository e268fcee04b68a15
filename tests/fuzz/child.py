"""One target under atheris (libFuzzer): `python -m tests.fuzz.child TARGET [words of libFuzzer…]`. Ends the process."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["coachdesk", "icalendar", "recurring_ical_events", "yaml"]):
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]].read)
    atheris.Fuzz()
