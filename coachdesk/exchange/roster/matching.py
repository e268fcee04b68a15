"""Who is who: rows that mean one person, and rows that mean someone who is in the vault already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from coachdesk.exchange.roster.draft import Draft, merge_drafts
from coachdesk.exchange.roster.problems import Choices, Fix, FixKind, Problem, ProblemCode
from coachdesk.exchange.roster.values import fold_email, fold_name
from coachdesk.services.roster_plan import KnownPerson


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of the file. `twins` are further rows that tell of the same person."""

    draft: Draft
    twins: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: KnownPerson | None = None

    @property
    def row(self) -> int:
        """The number of the person's first row."""
        return self.draft.row_number


def conflicting(one: Draft | KnownPerson, other: Draft | KnownPerson) -> bool:
    """Return whether two people of one name are told apart by employee number or address."""
    if one.employee_id and other.employee_id:
        return one.employee_id.casefold() != other.employee_id.casefold()
    emails = fold_email(one.email), fold_email(other.email)
    return all(emails) and emails[0] != emails[1]


def group_rows(drafts: tuple[Draft, ...], choices: Choices) -> tuple[Candidate, ...]:
    """Return the people of the file in its order, rows of one person together.

    Rows belong together by employee number, by address, or by name when nothing tells them apart.
    Two rows of one name without a number or address whose roles and start dates both differ are asked about.
    """
    heads: dict[int, list[Draft]] = {}
    by_key: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        head = None if draft.row_number in choices.separate else _find_head(draft, by_key)
        if head is None:
            heads[draft.row_number] = [draft]
            head = draft
        else:
            heads[head.row_number].append(draft)
        for key in _keys(draft):
            by_key[key].append(head)
    return tuple(_candidate(rows, by_key, choices) for rows in heads.values())


def _keys(draft: Draft) -> list[tuple[str, str]]:
    keys = [("id", draft.employee_id.casefold()), ("email", fold_email(draft.email)), ("name", fold_name(draft.name))]
    return [key for key in keys if key[1]]


def _find_head(draft: Draft, by_key: dict[tuple[str, str], list[Draft]]) -> Draft | None:
    for key in _keys(draft):
        for head in by_key.get(key, ()):
            if key[0] != "name" or not conflicting(draft, head):
                return head
    return None


def _candidate(rows: list[Draft], by_key: dict[tuple[str, str], list[Draft]], choices: Choices) -> Candidate:
    first, twins = rows[0], tuple(rows[1:])
    numbers = tuple(twin.row_number for twin in twins)
    if twins and first.row_number in choices.merged:
        return Candidate(merge_drafts(first, twins), numbers, first.problems)
    left = tuple(twin for twin in twins if twin.row_number not in choices.excluded)
    problems = list(first.problems)
    if left:
        problems.append(_twice(first, left))
    else:
        problems.extend(_namesakes(first, by_key))
    return Candidate(first, numbers, tuple(problems))


def _twice(first: Draft, twins: tuple[Draft, ...]) -> Problem:
    merge = Fix(FixKind.MERGE, "Merge", first.row_number)
    apart = Fix(FixKind.SEPARATE, "Two people", twins[0].row_number)
    places = ("row " if len(twins) == 1 else "rows ") + ", ".join(str(twin.row_number) for twin in twins)
    if any(_perhaps_two(first, twin) for twin in twins):
        return Problem(ProblemCode.SAME_NAME, f"Another row with this name, {places}", (apart, merge))
    return Problem(ProblemCode.SAME_PERSON_TWICE, f"Same person twice, {places}", (merge, apart))


def _perhaps_two(one: Draft, other: Draft) -> bool:
    same_identity = bool(one.employee_id and other.employee_id) or bool(one.email and other.email)
    roles_differ = bool(one.role and other.role) and one.role.casefold() != other.role.casefold()
    starts_differ = one.start_on is not None and other.start_on is not None and one.start_on != other.start_on
    return not same_identity and roles_differ and starts_differ


def _namesakes(first: Draft, by_key: dict[tuple[str, str], list[Draft]]) -> list[Problem]:
    others = {head.row_number for head in by_key.get(("name", fold_name(first.name)), ())} - {first.row_number}
    if not others or not first.name:
        return []
    message = f"Another person of this name, row {min(others)}"
    return [Problem(ProblemCode.SAME_NAME, message, blocks=False)]


def match_known(
    candidates: tuple[Candidate, ...], known: tuple[KnownPerson, ...], choices: Choices
) -> tuple[Candidate, ...]:
    """Return the candidates with the person of the vault that each one is.

    Employee number first, then address, then folded name; nobody is matched twice. Unclear matches
    become problems, never guesses.
    """
    index = _KnownIndex(tuple(person for person in known if not person.is_owner), choices)
    found: dict[int, KnownPerson] = {}
    for find in (index.chosen, index.by_employee_id, index.by_email, index.by_name):
        taken = {person.id for person in found.values()}
        for candidate in candidates:
            person = None if candidate.row in found else find(candidate)
            if person is not None and person.id not in taken:
                found[candidate.row] = person
                taken.add(person.id)
    taken = {person.id for person in found.values()}
    return tuple(index.settle(candidate, found.get(candidate.row), taken) for candidate in candidates)


class _KnownIndex:
    """The people of the vault by every key that a row may hold."""

    def __init__(self, known: tuple[KnownPerson, ...], choices: Choices) -> None:
        self._by_id = {person.id: person for person in known}
        self._by_number = {person.employee_id.casefold(): person for person in known if person.employee_id}
        self._by_email = {fold_email(person.email): person for person in known if fold_email(person.email)}
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in known:
            self._by_name[fold_name(person.name)].append(person)
        self._chosen = dict(choices.known)
        self._separate = choices.separate

    def chosen(self, candidate: Candidate) -> KnownPerson | None:
        """Return the person that the user said this is."""
        return self._by_id.get(self._chosen.get(candidate.row, ""))

    def by_employee_id(self, candidate: Candidate) -> KnownPerson | None:
        """Return the person of the same employee number."""
        return self._by_number.get(candidate.draft.employee_id.casefold())

    def by_email(self, candidate: Candidate) -> KnownPerson | None:
        """Return the person of the same address, unless their employee numbers differ."""
        person = self._by_email.get(fold_email(candidate.draft.email))
        return None if person and _numbers_differ(candidate.draft, person) else person

    def by_name(self, candidate: Candidate) -> KnownPerson | None:
        """Return the only person of the same name whom nothing tells apart."""
        people = self.namesakes(candidate)
        if len(people) != 1 or conflicting(candidate.draft, people[0]):
            return None
        return people[0]

    def namesakes(self, candidate: Candidate) -> list[KnownPerson]:
        """Return the people of one of the candidate's names, without those of another employee number."""
        if candidate.row in self._separate:
            return []
        people = {person.id: person for alias in candidate.draft.aliases for person in self._by_name.get(alias, ())}
        return [person for person in people.values() if not _numbers_differ(candidate.draft, person)]

    def settle(self, candidate: Candidate, person: KnownPerson | None, taken: set[str]) -> Candidate:
        """Return the candidate as `person`, with a question where someone else may be meant."""
        problems = candidate.problems
        if person is None:
            unclear = [namesake for namesake in self.namesakes(candidate) if namesake.id not in taken]
            problems = (*problems, _which(candidate, unclear)) if unclear else problems
        elif candidate.row not in self._chosen:
            other = self._by_email.get(fold_email(candidate.draft.email))
            if other is not None and other.id != person.id:
                problems = (*problems, _matches_two(candidate, person, other))
        return Candidate(candidate.draft, candidate.twins, problems, person)


def _numbers_differ(draft: Draft, person: KnownPerson) -> bool:
    numbers = draft.employee_id.casefold(), person.employee_id.casefold()
    return all(numbers) and numbers[0] != numbers[1]


def _which(candidate: Candidate, people: list[KnownPerson]) -> Problem:
    def label(person: KnownPerson) -> str:
        detail = person.email or person.role or person.team
        return f"Same person ({detail})" if detail else "Same person"

    fixes = [Fix(FixKind.USE_KNOWN, label(person), candidate.row, person.id) for person in people]
    fixes.append(Fix(FixKind.SEPARATE, "Another person", candidate.row))
    message = "Already in your vault with another address" if len(people) == 1 else "Several people have this name"
    return Problem(ProblemCode.WHICH_PERSON, message, tuple(fixes))


def _matches_two(candidate: Candidate, person: KnownPerson, other: KnownPerson) -> Problem:
    message = f"Employee number of {person.name}, address of {other.name}"
    fixes = tuple(Fix(FixKind.USE_KNOWN, f"Update {one.name}", candidate.row, one.id) for one in (person, other))
    return Problem(ProblemCode.MATCHES_TWO, message, fixes)
