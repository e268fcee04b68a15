"""Vaults full of stretch projects, made for one run: many people over many years, or many projects on one board."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from coachdesk.model.base import new_id
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.person import Person
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep
from coachdesk.services.people import ensure_owner
from coachdesk.store.schema import open_store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR

from .vaults import NOW, PASSPHRASE, TODAY, Kept, clock

_TEAM = 12
"""Direct reports; everyone else reports to one of them."""


@contextmanager
def ledger(*, people: int, projects: int, years: int) -> Iterator[Kept]:
    """Give a vault whose projects were offered evenly over so many years."""
    with tempfile.TemporaryDirectory(prefix="cd-bench-") as folder:
        made = create_vault(Path(folder) / "team", PASSPHRASE, kdf=FLOOR, state_dir=Path(folder) / "state")
        store = open_store(made.vault, clock)
        store.write(lambda unit: _fill(unit, people, projects, years * 365))
        store.checkpoint()
        store.close()
        made.vault.close()
        yield Kept(made.vault.path, made.recovery_code)


def _fill(unit: UnitOfWork, people: int, projects: int, days: int) -> None:
    """Insert whole tables at once: the writing is not what is measured."""
    dice, owner = random.Random(7), ensure_owner(unit, "Priya Raman")
    unit.session.flush()
    ids = [new_id() for _ in range(people)]
    rows: dict[Any, list[dict[str, Any]]] = {kind: [] for kind in (Person, Project, ProjectStep, Offer, CheckIn)}
    for number, person_id in enumerate(ids):
        manager_id = owner if number < _TEAM else ids[number % _TEAM]
        rows[Person].append(_row(Person, id=person_id, name=f"Person Nr{number}", manager_id=manager_id))
    for number in range(projects):
        _add_project(rows, dice, ids, number, days)
    for kind, values in rows.items():
        unit.session.connection().execute(kind.__table__.insert(), values)


def _add_project(
    rows: dict[Any, list[dict[str, Any]]], dice: random.Random, ids: list[str], number: int, days: int
) -> None:
    state = dice.choice(list(ProjectState))
    on, person_id, project_id = TODAY - timedelta(days=dice.randrange(days)), dice.choice(ids), new_id()
    has_person = state not in (ProjectState.IDEA, ProjectState.DECLINED)
    rows[Project].append(
        _row(Project, id=project_id, title=f"Lead the work number {number} with the teams around it", state=state,
             person_id=person_id if has_person else None)
    )  # fmt: skip
    at = datetime.combine(on, time(), NOW.tzinfo)
    rows[ProjectStep].append(
        _row(ProjectStep, project_id=project_id, state=state, person_id=person_id, stepped_on=on, created_at=at)
    )
    if state is ProjectState.ACTIVE:
        rows[CheckIn].append(_row(CheckIn, project_id=project_id, planned_on=TODAY + timedelta(days=number % 40)))
    if state is not ProjectState.IDEA:
        answer = {ProjectState.OFFERED: OfferAnswer.OPEN, ProjectState.DECLINED: OfferAnswer.DECLINED}
        rows[Offer].append(
            _row(Offer, project_id=project_id, person_id=person_id, offered_on=on,
                 answer=answer.get(state, OfferAnswer.ACCEPTED))
        )  # fmt: skip


def _row(kind: Any, **values: Any) -> dict[str, Any]:
    moments = {name: NOW for name in ("created_at", "updated_at") if name in kind.model_fields}
    return kind(**{**moments, **values}).model_dump()
