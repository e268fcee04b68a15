"""Puts the parts together: a table, a mapping and choices in, a preview and a plan out. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coachdesk.exchange.roster.dates import DateOrder, decide_date_order, is_two_way_date
from coachdesk.exchange.roster.draft import Cells, Draft, ask_date_order, build_draft, cell_reader
from coachdesk.exchange.roster.mapping import Mapping
from coachdesk.exchange.roster.matching import Candidate, group_rows, match_known
from coachdesk.exchange.roster.problems import CANNOT_INCLUDE, Choices, Fix, FixKind, Problem, ProblemCode
from coachdesk.exchange.roster.table import Table
from coachdesk.exchange.roster.tree import Relation, Tree, build_tree, cycle_problem, find_owner, key_of
from coachdesk.exchange.roster.values import fold_email, fold_name
from coachdesk.exchange.roster.vocabulary import Field
from coachdesk.services.roster_plan import OWNER_KEY, KnownPerson, PlannedPerson, RosterPlan

_COMPARED = ("email", "employee_id", "role", "level", "track", "team", "start_on", "pronouns", "time_zone", "cadence")


class Result(StrEnum):
    """What the import does with a person."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One person of the preview. Empty cells of the file show what the vault knows.

    `changed` names the fields that an update changes; `folded_rows` are further rows of the same person.
    `included` is the state of the tick box, `may_include` whether it can be ticked at all.
    """

    row_number: int
    name: str
    email: str
    employee_id: str
    role: str
    level: str
    track: str
    team: str
    manager_name: str
    start_on: date | None
    pronouns: str
    time_zone: str
    cadence: str
    tags: tuple[str, ...]
    location: str
    result: Result
    changed: tuple[str, ...]
    relation: Relation
    leads: int
    problems: tuple[Problem, ...]
    included: bool
    may_include: bool
    needs_look: bool
    folded_rows: tuple[int, ...]
    planned: PlannedPerson

    @property
    def relation_text(self) -> str:
        """The relation in words, such as `Direct report, leads 10`."""
        words = self.relation.value[0].upper() + self.relation.value[1:]
        return f"{words}, leads {self.leads}" if self.leads and self.relation is not Relation.OWNER else words


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people an import takes, by what they are to the owner and by what happens to them."""

    ready: int
    direct: int
    skip: int
    others: int
    new: int
    updated: int
    same: int
    need_look: int
    left_out: int


@dataclass(frozen=True, slots=True)
class RosterCheck:
    """The preview of an import. `questions` concern whole columns; `notes` are worth reading, no more."""

    rows: tuple[CheckedRow, ...]
    counts: Counts
    questions: tuple[Problem, ...]
    notes: tuple[str, ...]
    outsiders: tuple[PlannedPerson, ...]
    owner_name: str = ""

    @property
    def summary(self) -> str:
        """One sentence, such as `37 people ready: 8 direct reports, 29 skip-levels`."""
        counts = self.counts
        parts = [
            _count(counts.direct, "direct report"),
            _count(counts.skip, "skip-level"),
            _count(counts.others, "other"),
        ]
        said = ", ".join(part for part in parts if not part.startswith("0 "))
        return f"{_people(counts.ready)} ready" + (f": {said}" if said else "")

    @property
    def look_summary(self) -> str:
        """What is left to look at, such as `2 people need a look`; nothing when all is well."""
        number = self.counts.need_look
        return "" if not number else f"{_people(number)} {'needs' if number == 1 else 'need'} a look"

    def to_plan(self) -> RosterPlan:
        """Return what the ticked rows add and change. People who stay the same are not in it."""
        people = [row.planned for row in self.rows if row.included and row.result is not Result.SAME]
        wanted = {person.manager_key for person in people}
        return RosterPlan((*(one for one in self.outsiders if one.key in wanted), *people), self.owner_name)


def check_roster(
    table: Table,
    mapping: Mapping,
    *,
    known: tuple[KnownPerson, ...] = (),
    owner: str = "",
    choices: Choices | None = None,
) -> RosterCheck:
    """Return the preview of importing `table` into a vault that holds `known`.

    `owner` is the name or address of the vault's owner. The same arguments always give the same answer.
    """
    choices = choices or Choices()
    replaced = {(row, field): text for row, field, text in choices.values}
    readers = [(row, cell_reader(row, mapping, replaced)) for row in table.rows]
    starts = [cells(Field.START_ON) for _, cells in readers]
    order = choices.date_order or decide_date_order(starts)
    drafts = tuple(build_draft(row, cells, order) for row, cells in readers if not _is_blank(cells))
    groups = group_rows(drafts, choices)
    own = find_owner(groups, known, owner, choices)
    candidates = match_known(tuple(one for one in groups if one.row != own.row), known, choices)
    candidates = (*candidates, *(one for one in groups if one.row == own.row))
    tree = build_tree(candidates, known, own, choices)
    rows = _check_rows(candidates, tree, choices)
    undecided = order is DateOrder.UNDECIDED and any(is_two_way_date(text) for text in starts)
    questions = (replace(ask_date_order(0), message=_ask(starts)),) if undecided else ()
    notes = (*table.notes, *_mapping_notes(mapping), *tree.notes)
    return RosterCheck(rows, _counts(rows), questions, notes, _outsiders(choices), tree.owner.name)


def _is_blank(cells: Cells) -> bool:
    return not any(cells(field) for field in Field)


def _ask(starts: list[str]) -> str:
    example = next(text for text in starts if is_two_way_date(text))
    return f"Start dates such as {example.strip()} can be read two ways. Is the day or the month first?"


def _mapping_notes(mapping: Mapping) -> tuple[str, ...]:
    notes = []
    if not mapping.names_people():
        notes.append("No column is matched to the name. Match one to import people.")
    if mapping.find(Field.MANAGER) is None and mapping.find(Field.MANAGER_EMAIL) is None:
        notes.append("No column says who reports to whom, so everyone new counts as your direct report.")
    return tuple(notes)


def _outsiders(choices: Choices) -> tuple[PlannedPerson, ...]:
    return tuple(PlannedPerson(f"outside:{fold_name(name)}", None, name) for name in choices.outsiders)


def _check_rows(candidates: tuple[Candidate, ...], tree: Tree, choices: Choices) -> tuple[CheckedRow, ...]:
    relations, leads, looped = tree.relations(), tree.leads(), tree.cycles()
    circle = sorted(tree.names.get(key, "") for key in looped)
    checked: dict[str, CheckedRow] = {}
    for candidate in candidates:
        key = key_of(candidate, tree.owner)
        problems = [*candidate.problems]
        if (link := tree.links[key]).problem is not None:
            problems.append(link.problem)
        if key in looped and key != OWNER_KEY:
            problems.append(cycle_problem(candidate.row, circle))
        checked[key] = _checked(candidate, tree, relations[key], leads[key], tuple(problems), choices)
    _hold_back(checked, choices)
    return tuple(sorted(checked.values(), key=lambda row: row.row_number))


def _checked(
    candidate: Candidate, tree: Tree, relation: Relation, leads: int, problems: tuple[Problem, ...], choices: Choices
) -> CheckedRow:
    draft, known = candidate.draft, candidate.known
    link = tree.links[key_of(candidate, tree.owner)]
    planned = _planned(candidate, tree, in_circle=any(one.code is ProblemCode.CYCLE for one in problems))
    changed = _changed(draft, known, planned, tree) if known else ()
    row = CheckedRow(
        row_number=candidate.row,
        name=draft.name or (known.name if known else ""),
        **{name: getattr(draft, name) or getattr(known, name, None) or getattr(draft, name) for name in _COMPARED},
        manager_name=link.name,
        tags=draft.tags or (known.tags if known else ()),
        location=draft.location,
        result=Result.NEW if known is None else Result.UPDATE if changed else Result.SAME,
        changed=changed,
        relation=relation,
        leads=leads,
        problems=problems,
        included=True,
        may_include=relation is not Relation.OWNER and not any(one.code in CANNOT_INCLUDE for one in problems),
        needs_look=False,
        folded_rows=candidate.twins,
        planned=planned,
    )
    return _decide(row, choices)


def _decide(row: CheckedRow, choices: Choices) -> CheckedRow:
    """Set the tick: a choice wins, else people of the owner's tree and of the vault without open problems."""
    number, blocked = row.row_number, any(problem.blocks for problem in row.problems)
    if not row.may_include or number in choices.excluded:
        included = False
    elif number in choices.included:
        included = True
    else:
        wanted = row.relation in (Relation.DIRECT, Relation.SKIP) or row.planned.known_id is not None
        placed = number in choices.without_manager or (row.planned.manager_key or "").startswith("outside:")
        included = not blocked and (wanted or placed)
    looked_at = included or number in choices.excluded or row.relation is Relation.OWNER
    return replace(
        row,
        included=included,
        needs_look=blocked and not looked_at,
        result=row.result if included else Result.LEAVE_OUT,
    )


def _hold_back(checked: dict[str, CheckedRow], choices: Choices) -> None:
    """Hold back new people whose manager is not imported, so that nobody loses their place in the tree."""
    below: dict[str, list[str]] = defaultdict(list)
    for key, row in checked.items():
        if row.planned.manager_key in checked and row.planned.manager_key != OWNER_KEY:
            below[row.planned.manager_key].append(key)
    absent = [key for key, row in checked.items() if _is_absent(row)]
    while absent:
        above = checked[absent.pop()]
        for key in below[above.planned.key]:
            was_absent = _is_absent(checked[key])
            checked[key] = _orphan(checked[key], above, choices)
            if _is_absent(checked[key]) and not was_absent:
                absent.append(key)


def _is_absent(row: CheckedRow) -> bool:
    return not row.included and row.planned.known_id is None and row.relation is not Relation.OWNER


def _orphan(row: CheckedRow, above: CheckedRow, choices: Choices) -> CheckedRow:
    orphan = replace(row, planned=replace(row.planned, manager_key=None))
    if row.relation is not Relation.SKIP or row.row_number in choices.included:
        return orphan
    fixes = (
        Fix(FixKind.INCLUDE, f"Include {above.name}", above.row_number),
        Fix(FixKind.WITHOUT_MANAGER, "Leave without manager", row.row_number),
    )
    problem = Problem(ProblemCode.MANAGER_LEFT_OUT, f"{above.name} is not imported", fixes)
    return _decide(replace(orphan, problems=(*row.problems, problem)), choices)


def _planned(candidate: Candidate, tree: Tree, *, in_circle: bool) -> PlannedPerson:
    draft, known = candidate.draft, candidate.known
    key = key_of(candidate, tree.owner)
    said = known is None or bool(draft.manager or draft.manager_email) or tree.links[key].key == OWNER_KEY
    return PlannedPerson(
        key=key,
        known_id=known.id if known else None,
        name=known.name if known and fold_name(known.name) == fold_name(draft.name) else draft.name,
        email=draft.email or None,
        employee_id=draft.employee_id or None,
        role=draft.role or None,
        level=draft.level or None,
        track=draft.track or None,
        team=draft.team or None,
        manager_key=tree.links[key].key if said and not in_circle else None,
        start_on=draft.start_on,
        pronouns=draft.pronouns or None,
        time_zone=draft.time_zone or None,
        cadence=draft.cadence or None,
        tags=tuple(dict.fromkeys((*(known.tags if known else ()), *draft.tags))),
    )


def _changed(draft: Draft, known: KnownPerson, planned: PlannedPerson, tree: Tree) -> tuple[str, ...]:
    """Return the fields in which the file says something else than the vault. Silence changes nothing."""
    changed = [name for name in _COMPARED if getattr(draft, name) and getattr(draft, name) != getattr(known, name)]
    if "email" in changed and fold_email(draft.email) == fold_email(known.email):
        changed.remove("email")
    if fold_name(draft.name) != fold_name(known.name):
        changed.insert(0, "name")
    owner_id = tree.owner.known.id if tree.owner.known else OWNER_KEY
    reports_to = OWNER_KEY if known.manager_id == owner_id else known.manager_id
    if planned.manager_key not in (None, reports_to):
        changed.append("manager")
    if set(planned.tags) - set(known.tags):
        changed.append("tags")
    return tuple(changed)


def _counts(rows: tuple[CheckedRow, ...]) -> Counts:
    taken = [row for row in rows if row.included]
    relations = [row.relation for row in taken]
    results = [row.result for row in taken]
    direct, skip = relations.count(Relation.DIRECT), relations.count(Relation.SKIP)
    look = sum(row.needs_look for row in rows)
    own = sum(row.relation is Relation.OWNER for row in rows)
    return Counts(
        ready=len(taken),
        direct=direct,
        skip=skip,
        others=len(taken) - direct - skip,
        new=results.count(Result.NEW),
        updated=results.count(Result.UPDATE),
        same=results.count(Result.SAME),
        need_look=look,
        left_out=len(rows) - len(taken) - look - own,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
