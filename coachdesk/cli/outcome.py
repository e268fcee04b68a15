"""How a command ends: its exit code, and the plain line that stands for an error.

Every expected error is turned into a code here and nowhere else, so that scripts can rely on it.
"""

from __future__ import annotations

import traceback
from enum import IntEnum

from coachdesk.exchange.archive import ExportRefused
from coachdesk.exchange.calendar.draft import CalendarUnreadable
from coachdesk.exchange.roster.mapping import BadMapping
from coachdesk.exchange.roster.table import RosterUnreadable
from coachdesk.exchange.self_form.answer import AnswerUnreadable
from coachdesk.rubric.problems import LadderProblems
from coachdesk.services.self_assessment import AnswerRefused
from coachdesk.store.failures import NotFound, StoreFailure, VaultDamaged
from coachdesk.vault.errors import (
    DamagedVault,
    NotAVault,
    SecretRefused,
    VaultError,
    VaultExists,
    VaultMissing,
    WrongSecret,
)


class ExitCode(IntEnum):
    """What a script learns; `resources/help/command-line.md` says the same in words."""

    DONE = 0
    FOUND_A_PROBLEM = 1
    USAGE = 2
    CANNOT_UNLOCK = 3
    DAMAGED = 4
    ENVIRONMENT = 5
    OUR_FAULT = 70
    STOPPED = 130


class CommandFailed(Exception):
    """A command can't go on. The text is shown as it is and holds no name, note or secret."""

    def __init__(self, text: str, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(text)
        self.code = code


_CODES: tuple[tuple[type[Exception], ExitCode], ...] = (
    (WrongSecret, ExitCode.CANNOT_UNLOCK),
    (DamagedVault, ExitCode.DAMAGED),
    (VaultDamaged, ExitCode.DAMAGED),
    (VaultMissing, ExitCode.USAGE),
    (NotAVault, ExitCode.USAGE),
    (VaultExists, ExitCode.USAGE),
    (SecretRefused, ExitCode.USAGE),
    (BadMapping, ExitCode.USAGE),
    (ExportRefused, ExitCode.USAGE),
    (RosterUnreadable, ExitCode.FOUND_A_PROBLEM),
    (CalendarUnreadable, ExitCode.FOUND_A_PROBLEM),
    (LadderProblems, ExitCode.FOUND_A_PROBLEM),
    (AnswerUnreadable, ExitCode.FOUND_A_PROBLEM),
    (AnswerRefused, ExitCode.FOUND_A_PROBLEM),
    (NotFound, ExitCode.FOUND_A_PROBLEM),
    (VaultError, ExitCode.ENVIRONMENT),
    (StoreFailure, ExitCode.ENVIRONMENT),
)
"""The first class that fits decides, so the particular ones stand above their bases."""


def explain(error: Exception) -> tuple[ExitCode, str]:
    """Return the exit code and the line for any error; a bug is named by its place, never by its text."""
    if isinstance(error, CommandFailed):
        return error.code, str(error)
    for kind, code in _CODES:
        if isinstance(error, kind):
            problems = getattr(error, "problems", ())
            return code, "\n".join((str(error), *map(str, problems)))
    if isinstance(error, OSError):
        reason = error.strerror or "unknown reason"
        return ExitCode.ENVIRONMENT, f"The disk or its permissions stand in the way ({reason}). Nothing was changed."
    return ExitCode.OUR_FAULT, _describe_bug(error)


def _describe_bug(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" in {frame.name}, line {frame.lineno}" for frame in place)
    return (
        f"CoachDesk made a mistake: {type(error).__name__}{where}. What was saved before is safe. "
        "Please report this line."
    )
