"""The sample's stretch projects and groups show what the pages are for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from coachdesk.model.project import Project, ProjectStep
from coachdesk.sample.groups import add_groups
from coachdesk.sample.history import Chronicle
from coachdesk.sample.sample import SampleCounts, plan_sample
from coachdesk.sample.sponsorship import plan_sponsorship
from coachdesk.services.access import load_access
from coachdesk.services.group_figures import take_figures
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.vault.bundle import OpenVault, create_vault
from coachdesk.vault.kdf import FLOOR
from tests.sample.conftest import NOW, TODAY

PASSPHRASE = "copper lantern meadow violin"


@pytest.fixture
def people_only(tmp_path: Path) -> Iterator[tuple[OpenVault, Store]]:
    """The people of the sample and their projects, without the years of meetings."""
    first, members, _ = plan_sample(years=1, reports=9, skips=30, seed=1, today=TODAY)
    chronicle = Chronicle(members, TODAY, NOW.tzinfo, 1)
    with create_vault(tmp_path / "Sample", PASSPHRASE, kdf=FLOOR, state_dir=tmp_path / "state").vault as vault:
        store = open_store(vault, lambda: NOW)
        for rows in (
            [chronicle.owner(first), *chronicle.people(first)],
            plan_sponsorship(chronicle.person_ids, TODAY, NOW.tzinfo, 1),
        ):
            store.write(lambda unit, rows=rows: [(unit.add(row), unit.session.flush()) for row in rows])
        yield vault, store
        store.close()


def test_twenty_seven_projects_stand_where_their_newest_step_says(year: tuple[Store, SampleCounts]) -> None:
    def read(session: Session) -> tuple[Counter[str], list[bool]]:
        projects = session.exec(select(Project)).all()
        steps = sorted(session.exec(select(ProjectStep)), key=lambda step: (step.stepped_on, step.created_at))
        newest = {step.project_id: step.state for step in steps}
        return Counter(one.state.value for one in projects), [newest[one.id] is one.state for one in projects]

    counts, agree = year[0].read(read)
    assert counts == {"idea": 3, "offered": 3, "active": 6, "landed": 12, "declined": 3}
    assert all(agree)


def test_the_balance_is_the_one_in_the_picture(year: tuple[Store, SampleCounts]) -> None:
    page = year[0].read(lambda session: load_access(session, TODAY))
    found = {row.name.split()[0]: (len(row.units), row.days_since) for row in page.people}
    assert list(found)[:2] == ["Diego", "Sofia"]
    assert {name: count for name, (count, _) in found.items()} == {
        "Diego": 0, "Sofia": 1, "Hannah": 2, "Yusuf": 2, "Arjun": 3, "Kwame": 3, "Tomasz": 3, "Amara": 4, "Mei-Lin": 6,
    }  # fmt: skip
    assert found["Diego"][1] is None and found["Amara"][1] == 7
    assert page.median_offers == 3


def test_five_groups_show_and_two_are_withheld(people_only: tuple[OpenVault, Store]) -> None:
    vault, store = people_only
    add_groups(store, vault, PASSPHRASE, TODAY)
    key = vault.groups_key(PASSPHRASE)
    figures = store.write(lambda unit: take_figures(unit, key, TODAY)).result
    key.forget()
    assert [(line.name, line.people_share, line.offered_share) for line in figures.lines] == [
        ("Career changers", 30, 35),
        ("Carers", 30, 35),
        ("Second language", 50, 55),
        ("Women", 40, 35),
        ("Works remotely", 45, 35),
    ]
    assert figures.withheld == 2
