"""Carrying out a roster import: one write, so that one undo takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from coachdesk.model.person import Person, RoleChange, split_tags
from coachdesk.services.people import ensure_owner
from coachdesk.services.roster_plan import OWNER_KEY, KnownPerson, PlannedPerson, RosterPlan
from coachdesk.store.unit_of_work import UnitOfWork

_TEXTS = ("email", "employee_id", "role", "level", "track", "team", "pronouns", "time_zone", "cadence")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many people an import added, changed and found as they were."""

    added: int
    updated: int
    unchanged: int


def list_known_people(session: Session) -> tuple[KnownPerson, ...]:
    """Return everyone in the vault as a roster is compared with, the owner among them."""
    return tuple(
        KnownPerson(
            id=person.id,
            name=person.name,
            email=person.email,
            employee_id=person.employee_id,
            manager_id=person.manager_id,
            role=person.role,
            level=person.level,
            track=person.track,
            team=person.team,
            start_on=person.start_on,
            pronouns=person.pronouns,
            time_zone=person.time_zone,
            cadence=person.cadence,
            tags=split_tags(person.tags),
            is_owner=person.is_owner,
        )
        for person in session.exec(select(Person).order_by(Person.name))
    )


def import_roster(unit: UnitOfWork, plan: RosterPlan) -> ImportResult:
    """Add and update the people of a plan.

    People come first and managers second, because a manager may stand below their reports in the file.
    """
    owner_id = ensure_owner(unit, plan.owner_name)
    ids = {OWNER_KEY: owner_id}
    rows: list[tuple[PlannedPerson, Person, bool]] = []
    for planned in plan.people:
        known = unit.session.get(Person, planned.known_id) if planned.known_id else None
        person = known or Person(name=planned.name, created_at=unit.now, updated_at=unit.now)
        changed = _fill(person, planned)
        if known is None:
            unit.add(person)
        ids[planned.key] = person.id
        rows.append((planned, person, changed))
    unit.session.flush()
    added = updated = 0
    for planned, person, filled in rows:
        moved = _place(person, planned, ids)
        if planned.known_id is None:
            added += 1
        elif filled or moved:
            updated += 1
            person.updated_at = unit.now
        if planned.known_id is None or filled:
            _record_role(unit, person)
    return ImportResult(added, updated, len(rows) - added - updated)


def _fill(person: Person, planned: PlannedPerson) -> bool:
    """Lay what the file says over a person and return whether anything is new; silence keeps what is known."""
    values: dict[str, object] = {"name": planned.name}
    values.update({field: getattr(planned, field) for field in _TEXTS if getattr(planned, field) is not None})
    if planned.start_on is not None:
        values["start_on"] = planned.start_on
    if planned.tags:
        values["tags"] = ", ".join(planned.tags)
    changes = {field: value for field, value in values.items() if getattr(person, field) != value}
    for field, value in changes.items():
        setattr(person, field, value)
    return bool(changes)


def _place(person: Person, planned: PlannedPerson, ids: dict[str, str]) -> bool:
    if planned.manager_key is None:
        return False
    manager_id = ids.get(planned.manager_key, planned.manager_key)
    if manager_id in (person.manager_id, person.id):
        return False
    person.manager_id = manager_id
    return True


def _record_role(unit: UnitOfWork, person: Person) -> None:
    """Note role, level and team from the first day that is known of them, unless they stand noted already."""
    noted = unit.session.exec(
        select(RoleChange).where(RoleChange.person_id == person.id).order_by(RoleChange.changed_on)  # type: ignore[arg-type]
    ).all()
    latest = (noted[-1].role, noted[-1].level, noted[-1].team) if noted else None
    if latest == (person.role, person.level, person.team):
        return
    day = unit.now.date() if noted else person.start_on or unit.now.date()
    unit.add(RoleChange(person_id=person.id, changed_on=day, role=person.role, level=person.level, team=person.team))
