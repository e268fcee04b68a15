"""What can be wrong with a row, how it is said, and the choices that put it right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from coachdesk.exchange.roster.dates import DateOrder
from coachdesk.exchange.roster.vocabulary import Field


class ProblemCode(StrEnum):
    """Names of problems, stable for tests, translations and the command line's JSON."""

    MISSING_NAME = "missing_name"
    SAME_PERSON_TWICE = "same_person_twice"
    SAME_NAME = "same_name"
    MATCHES_TWO = "matches_two"
    WHICH_PERSON = "which_person"
    MANAGER_NOT_FOUND = "manager_not_found"
    MANAGER_AMBIGUOUS = "manager_ambiguous"
    MANAGER_LEFT_OUT = "manager_left_out"
    SELF_MANAGER = "self_manager"
    CYCLE = "cycle"
    UNREADABLE_DATE = "unreadable_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    UNKNOWN_CADENCE = "unknown_cadence"
    UNREADABLE_EMAIL = "unreadable_email"
    RAGGED_ROW = "ragged_row"


CANNOT_INCLUDE = frozenset({ProblemCode.MISSING_NAME, ProblemCode.MATCHES_TWO, ProblemCode.WHICH_PERSON})
"""Problems that a tick cannot overrule: without an answer there is no person to write."""


class FixKind(StrEnum):
    """What a fix changes in `Choices`."""

    MERGE = "merge"
    SEPARATE = "separate"
    INCLUDE = "include"
    SET_VALUE = "set_value"
    WITHOUT_MANAGER = "without_manager"
    UNDER_OWNER = "under_owner"
    ADD_OUTSIDER = "add_outsider"
    USE_KNOWN = "use_known"
    DATE_ORDER = "date_order"


@dataclass(frozen=True, slots=True)
class Fix:
    """One way out of a problem: the words for its button, and what `Choices.with_fix` then records."""

    kind: FixKind
    label: str
    row: int
    value: str = ""
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at. `blocks` keeps the row out until it is fixed or ticked; the first fix is the likeliest."""

    code: ProblemCode
    message: str
    fixes: tuple[Fix, ...] = ()
    blocks: bool = True

    @property
    def fix_label(self) -> str:
        """The words for the button of the likeliest fix, nothing when there is none."""
        return self.fixes[0].label if self.fixes else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Every decision taken on the check page. A new check with them is a pure function of the file.

    Rows are named by `Row.number`. `values` replaces cells: (row, field, text), where "" empties the cell.
    `known` says which person of the vault a row is. `outsiders` are managers to add by name alone.
    """

    included: frozenset[int] = field(default_factory=frozenset)
    excluded: frozenset[int] = field(default_factory=frozenset)
    merged: frozenset[int] = field(default_factory=frozenset)
    separate: frozenset[int] = field(default_factory=frozenset)
    without_manager: frozenset[int] = field(default_factory=frozenset)
    under_owner: frozenset[int] = field(default_factory=frozenset)
    outsiders: tuple[str, ...] = ()
    values: tuple[tuple[int, Field, str], ...] = ()
    known: tuple[tuple[int, str], ...] = ()
    date_order: DateOrder | None = None
    owner_row: int | None = None

    def with_included(self, row: int, included: bool) -> Choices:
        """Return the choices with a row's box ticked or cleared."""
        if included:
            return replace(self, included=self.included | {row}, excluded=self.excluded - {row})
        return replace(self, included=self.included - {row}, excluded=self.excluded | {row})

    def with_value(self, row: int, field: Field, text: str) -> Choices:
        """Return the choices with one cell replaced."""
        kept = tuple(value for value in self.values if value[:2] != (row, field))
        return replace(self, values=(*kept, (row, field, text)))

    def with_fix(self, fix: Fix) -> Choices:
        """Return the choices with a fix applied. Applying it twice changes nothing more."""
        row = frozenset({fix.row})
        match fix.kind:
            case FixKind.MERGE:
                return replace(self, merged=self.merged | row, separate=self.separate - row)
            case FixKind.SEPARATE:
                return replace(self, separate=self.separate | row, merged=self.merged - row)
            case FixKind.INCLUDE:
                return self.with_included(fix.row, True)
            case FixKind.WITHOUT_MANAGER:
                return replace(self, without_manager=self.without_manager | row, under_owner=self.under_owner - row)
            case FixKind.UNDER_OWNER:
                return replace(self, under_owner=self.under_owner | row, without_manager=self.without_manager - row)
            case FixKind.ADD_OUTSIDER:
                return replace(self, outsiders=tuple(dict.fromkeys((*self.outsiders, fix.value))))
            case FixKind.USE_KNOWN:
                kept = tuple(pair for pair in self.known if pair[0] != fix.row)
                return replace(self, known=(*kept, (fix.row, fix.value)))
            case FixKind.DATE_ORDER:
                return replace(self, date_order=DateOrder(fix.value))
            case FixKind.SET_VALUE:
                return self if fix.field is None else self.with_value(fix.row, fix.field, fix.value)
