#!/usr/bin/env python3
"""The one command for working with CoachDesk: `python3 packaging/dev.py run`, or test, bench, tour, lint.

Needs nothing but Python 3.11 or newer. The first call makes `.venv` beside this folder and installs
everything into it.
"""

from __future__ import annotations

import sys

OLDEST_PYTHON = (3, 11)

if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"CoachDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.\n"
            "Install a newer one, for example from https://www.python.org/downloads/, and start this with it."
        )
    from devtools.commands import main

    sys.exit(main(sys.argv[1:]))
