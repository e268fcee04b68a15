"""Writing to the terminal: answers on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


def printable(text: str) -> str:
    """Return one line in which nothing steers the terminal: a note or a file may come from a stranger.

    >>> printable("a\\x1b[31mb\\nc")
    'a�[31mb c'
    """
    plain = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join(c if c in _JOINERS or unicodedata.category(c) not in _HIDDEN else "\ufffd" for c in plain)


def say(line: str = "") -> None:
    """Print one line of the answer."""
    print(printable(line))  # noqa: T201


def say_json(value: object) -> None:
    """Print the whole answer as one JSON document, in ASCII so that no terminal can misread it."""
    print(json.dumps(value, indent=2))  # noqa: T201


def tell(text: str) -> None:
    """Print lines for the person at the terminal, beside the answer."""
    for line in text.splitlines():
        print(printable(line), file=sys.stderr)  # noqa: T201


class Progress:
    """A line on the terminal that is written over; silent where standard error is a file or a pipe."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._is_shown = sys.stderr.isatty()
        self._last = ""

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are over; a total of 0 means that it isn't known."""
        amount = f"{100 * done // total} %" if total else f"{done or '…'}"
        line = f"{self._label} {amount}"
        if self._is_shown and line != self._last:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)  # noqa: T201
            self._last = line

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown and self._last:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201
            self._last = ""


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show progress while the block runs, at first without a number."""
    shown = Progress(label)
    shown(0, 0)
    try:
        yield shown
    finally:
        shown.clear()
