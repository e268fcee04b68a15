"""What a file can do wrong, and the limits that every ladder file must keep."""

from __future__ import annotations

MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_TOTAL_BYTES = 32 * 1024 * 1024
MAX_FILES = 200
MAX_CELLS = 200_000
MAX_COLUMNS = 2_000
MAX_CELL_CHARS = 32_767
MAX_DEPTH = 60
MAX_NODES = 200_000
"""A large company's ladder has some 2,000 cells; a hundred times that is an accident or an attack."""


class LadderUnreadable(Exception):
    """The file cannot be read as a ladder. The text says what happened and what to do; nothing was changed.

    `file_name` is the name without its folder; `line` counts from 1 where it is known.
    """

    def __init__(self, file_name: str, reason: str, advice: str, *, line: int | None = None) -> None:
        place = "" if line is None else f", line {line}"
        super().__init__(f"{file_name}{place}: {reason} {advice}")
        self.file_name = file_name
        self.reason = reason
        self.advice = advice
        self.line = line


class ImportCancelled(Exception):
    """The person who imports asked to stop; nothing was changed."""


def too_big(file_name: str, what: str) -> LadderUnreadable:
    """Return the refusal of a file that is larger in some way than any ladder."""
    return LadderUnreadable(file_name, f"It holds {what}, far more than a ladder needs.", "Keep only the ladder in it.")
