"""Which column holds which field: guessed from header words and cells, or said on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from coachdesk.exchange.roster.dates import DateOrder, parse_date
from coachdesk.exchange.roster.table import Table
from coachdesk.exchange.roster.values import fold_email, fold_name, is_level, meaning, parse_time_zone
from coachdesk.exchange.roster.vocabulary import FOREIGN_SUBJECT, OF_MANAGER, Field, fold_words, score_header

_SAMPLE_ROWS = 200


class BadMapping(ValueError):
    """A mapping from the command line cannot be used; the text names the part and what would be right."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields and the columns (from 0) that hold them, in the order of `Field`; no column and no field twice."""

    columns: tuple[tuple[Field, int], ...] = ()

    def find(self, field: Field) -> int | None:
        """Return the column of a field, None when it is not mapped."""
        return next((column for mapped, column in self.columns if mapped is field), None)

    def field_of(self, column: int) -> Field | None:
        """Return the field that a column holds, None when the column is not used."""
        return next((field for field, mapped in self.columns if mapped == column), None)

    def with_field(self, field: Field, column: int | None) -> Mapping:
        """Return a mapping in which `column` holds `field` and nothing else does; None unmaps the field."""
        kept = [pair for pair in self.columns if pair[0] is not field and pair[1] != column]
        if column is not None:
            kept.append((field, column))
        return build_mapping(kept)

    def names_people(self) -> bool:
        """Return whether some column gives people a name, without which nothing can be imported."""
        return self.find(Field.NAME) is not None or (
            self.find(Field.FIRST_NAME) is not None or self.find(Field.LAST_NAME) is not None
        )


def build_mapping(pairs: Iterable[tuple[Field, int]]) -> Mapping:
    """Return a mapping of distinct fields and columns, in the order of `Field`."""
    order = list(Field)
    return Mapping(tuple(sorted(pairs, key=lambda pair: order.index(pair[0]))))


def guess_mapping(table: Table) -> Mapping:
    """Return the likeliest mapping; a column of which nothing is sure stays unmapped.

    Header words decide, cells can veto them (a "Start" without dates) and speak for headers that say
    nothing. The order of the columns has no influence.
    """
    columns = {
        index: tuple(cell for row in table.rows[:_SAMPLE_ROWS] if (cell := meaning(row.cells[index])))
        for index in range(len(table.header))
    }
    wishes = [
        (-score, list(Field).index(field), " ".join(fold_words(header)), columns[index], index, field)
        for index, header in enumerate(table.header)
        for field, score in _wishes(header, columns[index]).items()
    ]
    chosen: dict[Field, int] = {}
    for *_, index, field in sorted(wishes, key=lambda wish: wish[:5]):
        if field not in chosen and index not in chosen.values():
            chosen[field] = index
    _whole_names(columns, chosen)
    _add_from_cells(table, columns, chosen)
    return build_mapping(chosen.items())


def _whole_names(columns: dict[int, tuple[str, ...]], chosen: dict[Field, int]) -> None:
    """Take a lone "Nom" or "Nombre" for the full name when its cells hold more than one word."""
    parts = [field for field in (Field.FIRST_NAME, Field.LAST_NAME) if field in chosen]
    if len(parts) == 1 and Field.NAME not in chosen:
        cells = columns[chosen[parts[0]]]
        if _share(cells, lambda cell: len(cell.split()) > 1) >= 0.6:
            chosen[Field.NAME] = chosen.pop(parts[0])


def _wishes(header: str, cells: tuple[str, ...]) -> dict[Field, int]:
    """Return the scores of a header after the cells had their say."""
    scores = score_header(header)
    if not cells:
        return scores
    if Field.MANAGER in scores and _share(cells, _is_email) >= 0.6:
        scores[Field.MANAGER_EMAIL] = scores.pop(Field.MANAGER)
    if Field.NAME in scores and _share(cells, _is_email) >= 0.6:
        scores[Field.EMAIL] = scores.pop(Field.NAME) - 50
    if Field.NAME in scores and _share(cells, _is_number) >= 0.6:
        scores[Field.EMPLOYEE_ID] = scores.pop(Field.NAME) - 50
    return {field: score for field, score in scores.items() if _fits(field, cells)}


def _fits(field: Field, cells: tuple[str, ...]) -> bool:
    test = _TESTS.get(field)
    if test is not None:
        return _share(cells, test) >= 0.5
    if field in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.ROLE):
        return _share(cells, _is_number) < 0.5
    return True


def _share(cells: tuple[str, ...], test: Callable[[str], bool]) -> float:
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0.0


def _is_email(text: str) -> bool:
    return "@" in text and bool(fold_email(re.sub(r"^.*<|>$", "", text)))


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace("-", "").isdigit()


def _is_date(text: str) -> bool:
    return parse_date(text, DateOrder.DAY_FIRST) is not None or parse_date(text, DateOrder.MONTH_FIRST) is not None


def _is_worded_date(text: str) -> bool:
    return not text.isdigit() and _is_date(text)


def _is_pronouns(text: str) -> bool:
    return bool(re.match(r"(?i)^(she|he|they|ze|xe|elle|il|iel|sie|er|ella|él|elle)\s*/", text))


def _is_zone(text: str) -> bool:
    return ("/" in text or text.upper().startswith(("UTC", "GMT"))) and parse_time_zone(text) is not None


def _is_person_name(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return 2 <= len(words) <= 5 and not re.search(r"[\d@/&]", text) and all(word[0].isupper() for word in words[-1:])


_TESTS: MappingType[Field, Callable[[str], bool]] = {
    Field.EMAIL: _is_email,
    Field.MANAGER_EMAIL: _is_email,
    Field.START_ON: _is_date,
}
_SPEAKING: tuple[tuple[Field, Callable[[str], bool]], ...] = (
    (Field.PRONOUNS, _is_pronouns),
    (Field.TIME_ZONE, _is_zone),
    (Field.LEVEL, is_level),
    (Field.START_ON, _is_worded_date),
)


def _add_from_cells(table: Table, columns: dict[int, tuple[str, ...]], chosen: dict[Field, int]) -> None:
    """Map columns whose header says nothing by what they hold, where only one column fits."""
    free = [
        index
        for index, header in enumerate(table.header)
        if index not in chosen.values()
        and columns[index]
        and not score_header(header)
        and not (FOREIGN_SUBJECT | OF_MANAGER) & frozenset(fold_words(header))
    ]
    for field, test in _SPEAKING:
        fitting = [index for index in free if _share(columns[index], test) >= 0.8]
        if field not in chosen and len(fitting) == 1:
            chosen[field] = fitting[0]
        free = [index for index in free if index not in fitting]
    _add_emails(columns, free, chosen)
    _add_names(columns, [index for index in free if index not in chosen.values()], chosen)


def _add_emails(columns: dict[int, tuple[str, ...]], free: list[int], chosen: dict[Field, int]) -> None:
    addresses = [index for index in free if _share(columns[index], _is_email) >= 0.8]
    distinct = [index for index in addresses if len(set(columns[index])) == len(columns[index])]
    repeated = [index for index in addresses if 2 * len(set(columns[index])) <= len(columns[index])]
    if Field.EMAIL not in chosen and len(distinct) == 1:
        chosen[Field.EMAIL] = distinct[0]
    if Field.MANAGER_EMAIL not in chosen and Field.EMAIL in chosen and len(repeated) == 1:
        chosen[Field.MANAGER_EMAIL] = repeated[0]


def _add_names(columns: dict[int, tuple[str, ...]], free: list[int], chosen: dict[Field, int]) -> None:
    """Find the column of names (nearly all different) and the one whose names come from it (managers)."""
    alike = [index for index in free if _share(columns[index], _is_person_name) >= 0.8]
    if not {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME} & set(chosen):
        distinct = [index for index in alike if len(set(columns[index])) >= 0.95 * len(columns[index])]
        if len(distinct) != 1:
            return
        chosen[Field.NAME] = distinct[0]
    if Field.MANAGER in chosen or Field.NAME not in chosen:
        return
    people = {fold_name(cell) for cell in columns[chosen[Field.NAME]]}
    above = [
        index
        for index in alike
        if index != chosen[Field.NAME] and _share(columns[index], lambda cell: fold_name(cell) in people) >= 0.5
    ]
    if len(above) == 1:
        chosen[Field.MANAGER] = above[0]


def parse_mapping(text: str, table: Table) -> Mapping:
    """Return the guessed mapping with the pairs of `name=Full name,manager=Boss` laid over it.

    A column is named by its header (case and accents don't count) or by `#2` for the second; quotes hold a
    header with a comma; nothing after `=` leaves the field out. Raises BadMapping.
    """
    mapping = guess_mapping(table)
    said: set[int] = set()
    for word, quoted, plain in _split_pairs(text):
        try:
            field = Field(word.strip().casefold().replace("-", "_"))
        except ValueError:
            known = ", ".join(Field)
            raise BadMapping(f"There is no field “{word.strip()}”. The fields are: {known}.") from None
        wanted = quoted or plain.strip()
        column = _find_column(wanted, table) if wanted else None
        if column is not None and column in said:
            raise BadMapping(f"The column “{wanted}” is used for two fields. Name it once.")
        if column is not None:
            said.add(column)
        mapping = mapping.with_field(field, column)
    return mapping


def _split_pairs(text: str) -> list[tuple[str, str, str]]:
    pairs: list[tuple[str, str, str]] = []
    place = 0
    pattern = re.compile(r'\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^,]*))\s*(?:,|$)')
    while place < len(text.rstrip(", ")):
        found = pattern.match(text, place)
        if not found:
            raise BadMapping(f"“{text[place:]}” is not a pair of field and column. Write name=Full name,manager=Boss.")
        pairs.append((found[1], found[2] or "", found[3] or ""))
        place = found.end()
    return pairs


def _find_column(wanted: str, table: Table) -> int:
    if number := re.fullmatch(r"#(\d{1,4})", wanted):
        if 1 <= int(number[1]) <= len(table.header):
            return int(number[1]) - 1
        raise BadMapping(f"There is no column {wanted}; the file has {len(table.header)}.")
    folded = fold_words(wanted)
    fitting = [index for index, header in enumerate(table.header) if header == wanted] or [
        index for index, header in enumerate(table.header) if fold_words(header) == folded
    ]
    if not fitting:
        headers = ", ".join(header for header in table.header if header)
        raise BadMapping(f"There is no column “{wanted}”. The columns are: {headers}.")
    if len(fitting) > 1:
        place = f"#{fitting[0] + 1}"
        raise BadMapping(f"{len(fitting)} columns are called “{wanted}”. Name one by its place, such as {place}.")
    return fitting[0]
