"""One row read with a mapping: typed values, and problems of the row alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date

from coachdesk.exchange.roster.dates import DateOrder, is_two_way_date, parse_date
from coachdesk.exchange.roster.mapping import Mapping
from coachdesk.exchange.roster.problems import Fix, FixKind, Problem, ProblemCode
from coachdesk.exchange.roster.table import Row
from coachdesk.exchange.roster.values import (
    clean_text,
    fold_name,
    meaning,
    parse_cadence,
    parse_email,
    parse_level,
    parse_name,
    parse_tags,
    parse_time_zone,
)
from coachdesk.exchange.roster.vocabulary import Field


@dataclass(frozen=True, slots=True)
class Draft:
    """A person as one row tells it. Empty text, None and () mean that the row says nothing.

    `aliases` are the folded names under which others may refer to the person.
    """

    row_number: int
    name: str = ""
    aliases: tuple[str, ...] = ()
    email: str = ""
    employee_id: str = ""
    role: str = ""
    level: str = ""
    track: str = ""
    team: str = ""
    manager: str = ""
    manager_email: str = ""
    start_on: date | None = None
    pronouns: str = ""
    time_zone: str = ""
    cadence: str = ""
    tags: tuple[str, ...] = ()
    location: str = ""
    problems: tuple[Problem, ...] = ()


Cells = Callable[[Field], str]


def cell_reader(row: Row, mapping: Mapping, replaced: dict[tuple[int, Field], str]) -> Cells:
    """Return a function from field to cell text, in which replaced values win."""
    columns = dict(mapping.columns)

    def read(field: Field) -> str:
        if (row.number, field) in replaced:
            return replaced[row.number, field]
        column = columns.get(field)
        return "" if column is None else row.cells[column]

    return read


def build_draft(row: Row, cells: Cells, order: DateOrder) -> Draft:
    """Return the person of a row, with the problems that the row has by itself."""
    name, aliases = _names(cells)
    problems: list[Problem] = []
    if not name:
        problems.append(Problem(ProblemCode.MISSING_NAME, "No name"))
    if row.surplus:
        problems.append(_ragged(row))
    return Draft(
        row_number=row.number,
        name=name,
        aliases=aliases,
        email=_email(row.number, cells(Field.EMAIL), problems),
        employee_id=meaning(cells(Field.EMPLOYEE_ID)),
        role=meaning(cells(Field.ROLE)),
        level=parse_level(cells(Field.LEVEL)),
        track=meaning(cells(Field.TRACK)),
        team=meaning(cells(Field.TEAM)),
        manager=meaning(cells(Field.MANAGER)),
        manager_email=parse_email(cells(Field.MANAGER_EMAIL)),
        start_on=_start_on(row.number, cells(Field.START_ON), order, problems),
        pronouns=meaning(cells(Field.PRONOUNS)),
        time_zone=_time_zone(row.number, cells(Field.TIME_ZONE), problems),
        cadence=_cadence(row.number, cells(Field.CADENCE), problems),
        tags=parse_tags(cells(Field.TAGS)),
        location=meaning(cells(Field.LOCATION)),
        problems=tuple(problems),
    )


def merge_drafts(first: Draft, others: tuple[Draft, ...]) -> Draft:
    """Return one person out of several rows: the first row wins, the others fill what it leaves empty."""
    merged = first
    for other in others:
        gained = {
            item.name: getattr(other, item.name)
            for item in fields(Draft)
            if item.name not in ("row_number", "problems") and not getattr(merged, item.name)
        }
        tags = tuple(dict.fromkeys((*merged.tags, *other.tags)))
        aliases = tuple(dict.fromkeys((*merged.aliases, *other.aliases)))
        merged = replace(merged, **{**gained, "tags": tags, "aliases": aliases})
    return merged


def _names(cells: Cells) -> tuple[str, tuple[str, ...]]:
    """Return the name to show and every folded name that means the person."""
    first, last = meaning(cells(Field.FIRST_NAME)), meaning(cells(Field.LAST_NAME))
    preferred = parse_name(cells(Field.PREFERRED_NAME))
    full = parse_name(cells(Field.NAME)) or " ".join(part for part in (first, last) if part)
    name = full
    if preferred and len(preferred.split()) > 1:
        name = preferred
    elif preferred and last:
        name = f"{preferred} {last}"
    elif preferred and len(full.split()) <= 2:
        name = " ".join([preferred, *full.split()[1:]])
    spoken = (name, full, f"{first} {last}" if first and last else "")
    aliases = dict.fromkeys(fold_name(alias) for alias in spoken if alias)
    return clean_text(name), tuple(alias for alias in aliases if alias)


def _ragged(row: Row) -> Problem:
    cells = "one more filled cell" if row.surplus == 1 else f"{row.surplus} more filled cells"
    fix = Fix(FixKind.INCLUDE, "Import as it is", row.number)
    return Problem(ProblemCode.RAGGED_ROW, f"{cells.capitalize()} than the header, values may have slipped", (fix,))


def _leave_out(row: int, field: Field, label: str) -> tuple[Fix, ...]:
    return (Fix(FixKind.SET_VALUE, label, row, "", field),)


def _email(row: int, text: str, problems: list[Problem]) -> str:
    email = parse_email(text)
    if meaning(text) and not email:
        fixes = _leave_out(row, Field.EMAIL, "Leave address out")
        problems.append(Problem(ProblemCode.UNREADABLE_EMAIL, "Not an e-mail address", fixes))
    return email


def _start_on(row: int, text: str, order: DateOrder, problems: list[Problem]) -> date | None:
    text = meaning(text)
    if not text:
        return None
    if order is DateOrder.UNDECIDED and is_two_way_date(text):
        problems.append(ask_date_order(row))
        return None
    day = parse_date(text, order)
    if day is None:
        fixes = _leave_out(row, Field.START_ON, "Leave date out")
        problems.append(Problem(ProblemCode.UNREADABLE_DATE, "Start date not readable", fixes))
    return day


def ask_date_order(row: int) -> Problem:
    """Return the question that a column of dates such as 03/04/2022 raises, asked once for all rows."""
    fixes = (
        Fix(FixKind.DATE_ORDER, "Day first", row, DateOrder.DAY_FIRST),
        Fix(FixKind.DATE_ORDER, "Month first", row, DateOrder.MONTH_FIRST),
    )
    return Problem(ProblemCode.AMBIGUOUS_DATE, "Day or month first?", fixes, blocks=False)


def _time_zone(row: int, text: str, problems: list[Problem]) -> str:
    zone = parse_time_zone(text) if meaning(text) else ""
    if zone is None:
        fixes = _leave_out(row, Field.TIME_ZONE, "Leave time zone out")
        problems.append(Problem(ProblemCode.UNKNOWN_TIME_ZONE, "Time zone not known", fixes))
    return zone or ""


def _cadence(row: int, text: str, problems: list[Problem]) -> str:
    cadence = parse_cadence(text) if meaning(text) else ""
    if cadence is None:
        fixes = _leave_out(row, Field.CADENCE, "Leave cadence out")
        problems.append(Problem(ProblemCode.UNKNOWN_CADENCE, "Cadence not readable", fixes))
    return cadence or ""
