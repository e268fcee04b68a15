"""People and the reporting tree, from which direct reports and skip-levels follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.person import Person, RoleChange, split_tags
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as lists show them."""

    person_id: str
    name: str
    role: str
    level: str
    team: str
    manager_id: str | None
    cadence: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Team:
    """The people below one of the owner's direct reports, at any depth."""

    lead: PersonRow
    members: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class ReportingTree:
    """The owner's view of the organisation; all tuples are ordered by name."""

    direct: tuple[PersonRow, ...]
    teams: tuple[Team, ...]
    others: tuple[PersonRow, ...]
    owner_name: str


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """Everything about a person that their page's header and form show. `about` is private."""

    person_id: str
    name: str
    pronouns: str
    email: str
    role: str
    level: str
    track: str
    team: str
    manager_id: str | None
    manager_name: str
    is_direct: bool
    start_on: date | None
    time_zone: str
    cadence: str
    tags: tuple[str, ...]
    about: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What the person form asks to save; `person_id` is None for someone new."""

    person_id: str | None
    name: str
    role: str = ""
    level: str = ""
    team: str = ""
    pronouns: str = ""
    email: str = ""
    track: str = ""
    manager_id: str | None = None
    start_on: date | None = None
    time_zone: str = ""
    cadence: str = ""
    tags: tuple[str, ...] = ()
    about: str = ""


class BadPerson(ValueError):
    """A person can't be saved like this; the text names the field and what to do."""


def ensure_owner(unit: UnitOfWork, name: str) -> str:
    """Return the identity of the vault's owner, made on first use; a name is taken when none is known yet."""
    owner = unit.session.exec(select(Person).where(Person.is_owner)).first()
    if owner is None:
        owner = Person(name=name.strip(), is_owner=True, created_at=unit.now, updated_at=unit.now)
        unit.add(owner)
        unit.session.flush()
    elif name.strip() and not owner.name:
        owner.name = name.strip()
        owner.updated_at = unit.now
    return owner.id


def find_owner(session: Session) -> PersonRow | None:
    """Return the owner of the vault, or None before the first run is over."""
    owner = session.exec(select(Person).where(Person.is_owner)).first()
    return None if owner is None else _row(owner)


def save_person(unit: UnitOfWork, draft: PersonDraft) -> str:
    """Make or change a person and return their identity. Raises BadPerson when the draft can't be true."""
    if not draft.name.strip():
        raise BadPerson("A person needs a name. Type one to keep the rest.")
    owner_id = ensure_owner(unit, "")
    person = unit.session.get(Person, draft.person_id) if draft.person_id else None
    if person is None:
        person = Person(name=draft.name.strip(), created_at=unit.now, updated_at=unit.now)
        unit.add(person)
    manager_id = draft.manager_id if draft.manager_id or person.is_owner else owner_id
    if manager_id and person.id in _chain_upwards(unit.session, manager_id):
        raise BadPerson("That would make someone their own manager. Choose another manager.")
    _record_role(unit, person, draft)
    person.manager_id = manager_id
    person.name = " ".join(draft.name.split())
    for field in ("role", "level", "team", "pronouns", "email", "track", "time_zone", "cadence", "about"):
        setattr(person, field, getattr(draft, field).strip())
    person.start_on = draft.start_on
    person.tags = ", ".join(draft.tags)
    person.updated_at = unit.now
    return person.id


def archive_person(unit: UnitOfWork, person_id: str) -> None:
    """Take a person out of the lists; everything about them stays. Their reports move up to their manager."""
    person = _get(unit.session, person_id)
    person.archived_at = unit.now
    for report in unit.session.exec(select(Person).where(Person.manager_id == person_id)):
        report.manager_id = person.manager_id


def restore_person(unit: UnitOfWork, person_id: str) -> None:
    """Bring an archived person back into the lists."""
    _get(unit.session, person_id).archived_at = None


def save_about(unit: UnitOfWork, person_id: str, about: str) -> None:
    """Keep the private lines about a person."""
    person = _get(unit.session, person_id)
    person.about = about.strip()
    person.updated_at = unit.now


def get_person(session: Session, person_id: str) -> PersonDetail:
    """Return a person. Raises NotFound."""
    person = _get(session, person_id)
    manager = session.get(Person, person.manager_id) if person.manager_id else None
    return PersonDetail(
        person.id,
        person.name,
        person.pronouns,
        person.email,
        person.role,
        person.level,
        person.track,
        person.team,
        person.manager_id,
        manager.name if manager else "",
        bool(manager and manager.is_owner),
        person.start_on,
        person.time_zone,
        person.cadence,
        split_tags(person.tags),
        person.about,
        person.archived_at is not None,
    )


def list_people(session: Session, *, with_archived: bool = False) -> tuple[PersonRow, ...]:
    """Return everyone but the owner, by name."""
    statement = select(Person).where(~col(Person.is_owner)).order_by(Person.name)
    return tuple(_row(p) for p in session.exec(statement) if with_archived or p.archived_at is None)


def get_tree(session: Session) -> ReportingTree:
    """Return the owner's direct reports, the teams below them and whoever is outside both."""
    owner = find_owner(session)
    people = list_people(session)
    below: dict[str | None, list[PersonRow]] = {}
    for person in people:
        below.setdefault(person.manager_id, []).append(person)
    owner_id = owner.person_id if owner else None
    direct = tuple(below.get(owner_id, ())) if owner_id else ()
    placed = {person.person_id for person in direct}
    teams = []
    for lead in direct:
        members = _below(lead.person_id, below)
        placed.update(member.person_id for member in members)
        if members:
            teams.append(Team(lead, members))
    others = tuple(person for person in people if person.person_id not in placed)
    return ReportingTree(direct, tuple(teams), others, owner.name if owner else "")


def _below(lead_id: str, below: dict[str | None, list[PersonRow]]) -> tuple[PersonRow, ...]:
    found: dict[str, PersonRow] = {}
    waiting = list(below.get(lead_id, ()))
    while waiting:
        person = waiting.pop()
        if person.person_id not in found and person.person_id != lead_id:
            found[person.person_id] = person
            waiting.extend(below.get(person.person_id, ()))
    return tuple(sorted(found.values(), key=lambda person: person.name))


def _chain_upwards(session: Session, person_id: str) -> set[str]:
    chain: set[str] = set()
    current: str | None = person_id
    while current and current not in chain:
        chain.add(current)
        person = session.get(Person, current)
        current = person.manager_id if person else None
    return chain


def _record_role(unit: UnitOfWork, person: Person, draft: PersonDraft) -> None:
    new = (draft.role.strip(), draft.level.strip(), draft.team.strip())
    if new == (person.role, person.level, person.team):
        return
    unit.session.flush()
    today = unit.now.date()
    change = unit.session.exec(
        select(RoleChange).where(RoleChange.person_id == person.id, RoleChange.changed_on == today)
    ).first()
    if change is None:
        change = RoleChange(person_id=person.id, changed_on=today)
        unit.add(change)
    change.role, change.level, change.team = new


def _get(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    return person


def _row(person: Person) -> PersonRow:
    return PersonRow(
        person.id,
        person.name,
        person.role,
        person.level,
        person.team,
        person.manager_id,
        person.cadence,
        person.archived_at is not None,
    )
