"""What is wrong with a ladder file, said so that its writer can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """A problem must be mended; advice is worth reading, no more."""

    PROBLEM = "problem"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: `line` counts from 1 and is 0 where no line is to blame; `field` is a path such as
    `competencies[2].at.l3[0].text`.
    """

    file: str
    line: int
    field: str
    what: str
    what_to_do: str
    severity: Severity = Severity.PROBLEM

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f"{self.field}: " if self.field else ""
        return f"{place}: {field}{self.what} ({self.what_to_do})"


class LadderProblems(Exception):
    """A file can't be read as a ladder or a mapping. All that was found is in `problems`, in the order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.file, one.line, one.field)))
        number = len(self.problems)
        super().__init__(f"The file has {number} problem{'' if number == 1 else 's'}. Mend it and try again.")


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Return what to do about a name that isn't known: the nearest one, or the list when it is short.

    >>> suggest("testin", ["testing", "design"])
    'did you mean testing?'
    """
    names = sorted(set(known))
    near = get_close_matches(wrong, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    if not names:
        return "there is none to choose from; add it or leave this out"
    if len(names) == 1:
        return f"use {names[0]}"
    return f"use one of {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"
