"""The reporting tree of a file and the vault together: who reports to whom, and how far from the owner."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum

from coachdesk.exchange.roster.draft import Draft
from coachdesk.exchange.roster.matching import Candidate
from coachdesk.exchange.roster.problems import Choices, Fix, FixKind, Problem, ProblemCode
from coachdesk.exchange.roster.values import fold_email, fold_name, parse_name
from coachdesk.services.roster_plan import OWNER_KEY, KnownPerson

_MEANS_OWNER = frozenset({"me", "myself", "i", "you", "ich", "moi", "yo", OWNER_KEY})


class Relation(StrEnum):
    """Where a person stands, seen from the owner of the vault."""

    OWNER = "you"
    DIRECT = "direct report"
    SKIP = "skip-level"
    ABOVE = "above you"
    OUTSIDE = "outside your tree"


_BELOW = {
    Relation.OWNER: Relation.DIRECT,
    Relation.DIRECT: Relation.SKIP,
    Relation.SKIP: Relation.SKIP,
    Relation.OUTSIDE: Relation.OUTSIDE,
}


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner as the file knows them; `row` is None when they have no row of their own."""

    name: str
    aliases: frozenset[str]
    email: str = ""
    row: int | None = None
    known: KnownPerson | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The manager of one person: a key, or None for nobody, and what was wrong with the words."""

    key: str | None = None
    name: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Everyone's manager by key. Candidates have the key of `key_of`; the owner has `OWNER_KEY`."""

    links: dict[str, Link]
    parents: dict[str, str | None]
    names: dict[str, str]
    owner: Owner
    notes: tuple[str, ...]

    def leads(self) -> Counter[str]:
        """Return how many people report to each key."""
        return Counter(parent for parent in self.parents.values() if parent is not None)

    def relations(self) -> dict[str, Relation]:
        """Return where each key stands, seen from the owner."""
        found: dict[str | None, Relation] = {None: Relation.OUTSIDE, OWNER_KEY: Relation.OWNER}
        for start in self.parents:
            path: dict[str, None] = {}
            key: str | None = start
            while key is not None and key not in found and key not in path:
                path[key] = None
                key = self.parents.get(key)
            below = found.get(key, Relation.OUTSIDE)
            for passed in reversed(path):
                below = _BELOW[below]
                found[passed] = below
        key = self.parents.get(OWNER_KEY)
        while key is not None and found.get(key) is Relation.OUTSIDE:
            found[key] = Relation.ABOVE
            key = self.parents.get(key)
        return {one: relation for one, relation in found.items() if one is not None}

    def cycles(self) -> frozenset[str]:
        """Return the keys that are, step by step, their own manager."""
        settled: set[str] = set()
        looped: set[str] = set()
        for start in self.parents:
            path: dict[str, None] = {}
            key: str | None = start
            while key is not None and key not in settled and key not in path:
                path[key] = None
                key = self.parents.get(key)
            if key in path:
                passed = list(path)
                looped.update(passed[passed.index(key) :])
            settled.update(path)
        return frozenset(looped)


def key_of(candidate: Candidate, owner: Owner) -> str:
    """Return the key of a person in the tree and the plan: their id in the vault, else their row."""
    if candidate.row == owner.row:
        return OWNER_KEY
    return candidate.known.id if candidate.known else f"row:{candidate.row}"


def find_owner(candidates: tuple[Candidate, ...], known: tuple[KnownPerson, ...], text: str, choices: Choices) -> Owner:
    """Return the owner, recognised in the file by choice, employee number, address or name.

    `text` is the owner's name, address, or both as in `Priya Raman <priya@example.org>`.
    """
    person = next((one for one in known if one.is_owner), None)
    inner = re.search(r"<([^<>]+)>", text)
    email = fold_email(inner[1] if inner else text) or (fold_email(person.email) if person else "")
    plain = parse_name(text[: inner.start()] if inner else ("" if "@" in text else text))
    name = plain or (person.name if person else "")
    aliases = frozenset(fold_name(one) for one in (plain, person.name if person else "") if one)
    row = choices.owner_row
    number = person.employee_id.casefold() if person else ""
    tests = (
        lambda draft: bool(number) and draft.employee_id.casefold() == number,
        lambda draft: bool(email) and fold_email(draft.email) == email,
        lambda draft: bool(aliases & frozenset(draft.aliases)),
    )
    for test in tests:
        if row is None:
            row = next((candidate.row for candidate in candidates if test(candidate.draft)), None)
    own = next((candidate.draft for candidate in candidates if candidate.row == row), None)
    if own is None:
        return Owner(name, aliases, email, None, person)
    return Owner(own.name, aliases | frozenset(own.aliases), email or fold_email(own.email), row, person)


def build_tree(
    candidates: tuple[Candidate, ...], known: tuple[KnownPerson, ...], owner: Owner, choices: Choices
) -> Tree:
    """Return the tree of the file over the tree of the vault; a manager the file leaves open stays as known."""
    resolver = _Resolver(candidates, known, owner, choices)
    links = {key_of(candidate, owner): resolver.link(candidate) for candidate in candidates}
    notes: list[str] = []
    adopted = _adopt_owner(candidates, known, owner, links)
    if adopted is not None:
        notes.append(f"{adopted} is taken as you: everyone in the file reports to them, and they have no row.")
        owner = replace(owner, name=owner.name or adopted, aliases=owner.aliases | {fold_name(adopted)})
        resolver = _Resolver(candidates, known, owner, choices)
        links = {key_of(candidate, owner): resolver.link(candidate) for candidate in candidates}
    elif owner.row is None and not _somebody_named_owner(candidates, resolver):
        notes.append("You are not in this file. People without a manager count as your direct reports.")
    parents = {person.id: resolver.key_of_known(person.manager_id) for person in known if not person.is_owner}
    parents.update({key: link.key for key, link in links.items()})
    parents.setdefault(OWNER_KEY, resolver.key_of_known(owner.known.manager_id) if owner.known else None)
    return Tree(links, parents, resolver.names, owner, tuple(notes))


def _somebody_named_owner(candidates: tuple[Candidate, ...], resolver: _Resolver) -> bool:
    return any(
        (one.draft.manager or one.draft.manager_email) and resolver.link(one).key == OWNER_KEY for one in candidates
    )


def _adopt_owner(
    candidates: tuple[Candidate, ...], known: tuple[KnownPerson, ...], owner: Owner, links: dict[str, Link]
) -> str | None:
    """Return the name of the one manager without a row who must be the owner, None when there is no such one.

    Only when nothing in the file names the owner, and the vault is new, the names are alike, or everyone
    under that name who is in the vault reports to its owner already.
    """
    if owner.row is not None:
        return None
    missing: dict[str, str] = {}
    below: list[Candidate] = []
    open_roots = False
    for candidate in candidates:
        link, draft = links[key_of(candidate, owner)], candidate.draft
        said = bool(draft.manager or draft.manager_email)
        if link.key == OWNER_KEY and said:
            return None
        open_roots = open_roots or not said
        if link.problem is not None and link.problem.code is ProblemCode.MANAGER_NOT_FOUND and draft.manager:
            missing[fold_name(draft.manager)] = parse_name(draft.manager)
            below.append(candidate)
    if len(missing) != 1:
        return None
    (folded, name), *_ = missing.items()
    own_words = {word for alias in owner.aliases for word in alias.split()}
    if own_words & set(folded.split()):
        return name
    is_new = not any(not person.is_owner for person in known)
    return name if not open_roots and (is_new or _all_under(below, owner)) else None


def _all_under(candidates: list[Candidate], owner: Owner) -> bool:
    """Return whether those of the candidates who are in the vault, at least one, report to its owner."""
    owner_id = owner.known.id if owner.known else OWNER_KEY
    managers = {candidate.known.manager_id for candidate in candidates if candidate.known}
    return managers in ({owner_id}, {OWNER_KEY})


class _Resolver:
    """Finds people by the words that a manager cell may hold: name, address, employee number."""

    def __init__(
        self, candidates: tuple[Candidate, ...], known: tuple[KnownPerson, ...], owner: Owner, choices: Choices
    ) -> None:
        self.names: dict[str, str] = {OWNER_KEY: owner.name}
        self._owner = owner
        self._choices = choices
        self._outsiders = {fold_name(name): parse_name(name) for name in choices.outsiders}
        self._by_alias: dict[str, set[str]] = defaultdict(set)
        self._by_email: dict[str, str] = {}
        self._by_number: dict[str, str] = {}
        for person in known:
            key = OWNER_KEY if person.is_owner else person.id
            self._add(key, person.name, (fold_name(person.name),), person.email, person.employee_id)
        for candidate in candidates:
            draft = candidate.draft
            self._add(key_of(candidate, owner), draft.name, draft.aliases, draft.email, draft.employee_id)
        self._add(OWNER_KEY, owner.name, tuple(owner.aliases), owner.email, "")
        self._by_first: dict[str, set[str]] = defaultdict(set)
        for alias, keys in self._by_alias.items():
            self._by_first[alias.split()[0]].update(keys)

    def _add(self, key: str, name: str, aliases: tuple[str, ...], email: str, number: str) -> None:
        if name:
            self.names[key] = name
        for alias in filter(None, aliases):
            self._by_alias[alias].add(key)
        if fold_email(email):
            self._by_email[fold_email(email)] = key
        if number:
            self._by_number[number.casefold()] = key

    def key_of_known(self, person_id: str | None) -> str | None:
        """Return the key of a manager id from the vault, which may be the owner's."""
        owner = self._owner.known
        return OWNER_KEY if owner is not None and person_id == owner.id else person_id

    def link(self, candidate: Candidate) -> Link:
        """Return the manager of a candidate, with a problem when the words lead nowhere or to themselves."""
        row, draft = candidate.row, candidate.draft
        own_key = key_of(candidate, self._owner)
        if row in self._choices.under_owner:
            return self._to(OWNER_KEY)
        if row in self._choices.without_manager:
            return Link()
        if not draft.manager and not draft.manager_email:
            return self._unsaid(candidate)
        keys = self._find(draft)
        shown = parse_name(draft.manager) or draft.manager_email
        if own_key in keys:
            return Link(name=shown, problem=None if own_key == OWNER_KEY else self._self_managed(row))
        if len(keys) == 1:
            return self._to(next(iter(keys)))
        if not keys and fold_name(draft.manager) in self._outsiders:
            folded = fold_name(draft.manager)
            return Link(f"outside:{folded}", self._outsiders[folded])
        problem = self._ambiguous(row, shown, keys) if keys else self._missing(row, shown)
        return Link(name=shown, problem=problem)

    def _to(self, key: str) -> Link:
        return Link(key, self.names.get(key, ""))

    def _unsaid(self, candidate: Candidate) -> Link:
        if candidate.known is not None:
            key = self.key_of_known(candidate.known.manager_id)
            return self._to(key) if key is not None else Link()
        return self._to(OWNER_KEY) if self._owner.row is None else Link()

    def _find(self, draft: Draft) -> set[str]:
        for address in (draft.manager_email, draft.manager):
            if key := self._by_email.get(fold_email(address)):
                return {key}
        number = re.search(r"\(([^()]+)\)\s*$", draft.manager)
        for text in (draft.manager, number[1] if number else ""):
            if key := self._by_number.get(text.strip().casefold()):
                return {key}
        folded = fold_name(draft.manager)
        if folded in self._by_alias:
            return set(self._by_alias[folded])
        if folded in _MEANS_OWNER:
            return {OWNER_KEY}
        return set(self._by_first.get(folded, ()))

    def _self_managed(self, row: int) -> Problem:
        return Problem(ProblemCode.SELF_MANAGER, "Reports to themselves", self._fixes(row))

    def _ambiguous(self, row: int, shown: str, keys: set[str]) -> Problem:
        message = f"{len(keys)} people are called {shown}"
        return Problem(ProblemCode.MANAGER_AMBIGUOUS, message, self._fixes(row))

    def _missing(self, row: int, shown: str) -> Problem:
        add = () if "@" in shown else (Fix(FixKind.ADD_OUTSIDER, f"Add {shown}", row, shown),)
        return Problem(ProblemCode.MANAGER_NOT_FOUND, f"{shown} is not in the file", (*add, *self._fixes(row)))

    @staticmethod
    def _fixes(row: int) -> tuple[Fix, ...]:
        return (
            Fix(FixKind.UNDER_OWNER, "Reports to you", row),
            Fix(FixKind.WITHOUT_MANAGER, "Leave without manager", row),
        )


def cycle_problem(row: int, names: list[str]) -> Problem:
    """Return the problem of a person who is in a circle of managers."""
    fixes = (
        Fix(FixKind.UNDER_OWNER, "Reports to you", row),
        Fix(FixKind.WITHOUT_MANAGER, "Leave without manager", row),
    )
    return Problem(ProblemCode.CYCLE, f"In a circle of managers: {', '.join(names)}", fixes)
