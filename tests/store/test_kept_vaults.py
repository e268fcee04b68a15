"""Every schema that was released is still opened, brought up to date and read back whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.agenda import list_agenda
from coachdesk.services.meetings import list_meetings
from coachdesk.services.notes import get_note, list_revisions
from coachdesk.services.people import get_person, get_tree, list_people
from coachdesk.services.promises import list_open_promises
from coachdesk.services.search import search_newest
from coachdesk.store.changes import TOPIC_OF_TABLE
from coachdesk.store.index import check_index
from coachdesk.store.schema import SCHEMA_VERSION, open_store
from coachdesk.store.store import Store
from coachdesk.vault.bundle import OpenVault, Passphrase, RecoveryCode, Secret, open_vault
from coachdesk.vault.check import check_vault
from tests.fixtures.make_kept_vault import BLOCKS, FOLDER, NOTE_ID, SECRETS

KEPT = sorted(path.stem for path in FOLDER.glob("*.coachdesk"))


def copy_of(version: str, tmp_path: Path) -> Path:
    """Return a copy with the permissions of a vault; a checkout knows only those of plain files."""
    path = tmp_path / f"{version}.coachdesk"
    shutil.copytree(FOLDER / path.name, path)
    path.chmod(0o700)
    for file in path.iterdir():
        file.chmod(0o600)
    return path


def secrets_of(version: str) -> tuple[Secret, Secret]:
    kept: Any = json.loads(SECRETS.read_text())[version]
    return Passphrase(kept["passphrase"]), RecoveryCode(kept["recovery_code"])


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("states")


@pytest.fixture(scope="module", params=KEPT)
def vault(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, states: Path
) -> Iterator[OpenVault]:
    path = copy_of(request.param, tmp_path_factory.mktemp("kept"))
    with open_vault(path, secrets_of(request.param)[0], state_dir=states) as opened:
        yield opened


@pytest.fixture
def store(vault: OpenVault) -> Iterator[Store]:
    made = open_store(vault)
    yield made
    made.close()


def test_each_schema_has_a_kept_vault() -> None:
    """A schema without one may be in somebody's hands untested: see tests/fixtures/vaults/README.md."""
    assert [f"{number:04d}" for number in range(1, SCHEMA_VERSION + 1)] == KEPT


@pytest.mark.parametrize("version", KEPT)
def test_the_recovery_code_opens_it_too(version: str, tmp_path: Path, states: Path) -> None:
    with open_vault(copy_of(version, tmp_path), secrets_of(version)[1], state_dir=states) as opened:
        assert check_vault(opened).problems == ()


def test_the_people_are_there(store: Store) -> None:
    tree = store.read(get_tree)
    assert tree.owner_name == "Priya Raman"
    assert [person.name for person in tree.direct] == ["Łucja Møller"]
    assert [[member.name for member in team.members] for team in tree.teams] == [["Zoë Ångström"]]
    everyone = store.read(lambda session: list_people(session, with_archived=True))
    assert [person.name for person in everyone if person.is_archived] == ["Noor Hale"]


def test_a_person_has_every_field(store: Store) -> None:
    below = next(person for person in store.read(list_people) if person.name.startswith("Zoë"))
    person = store.read(lambda session: get_person(session, below.person_id))
    assert (person.role, person.level, person.track, person.team) == ("Senior Engineer", "L5", "Backend", "Ledger")
    assert (person.manager_name, person.pronouns, person.email) == ("Łucja Møller", "she/her", "zoe@example.org")
    assert (person.time_zone, person.cadence) == ("Africa/Lagos", "FREQ=WEEKLY;INTERVAL=2")
    assert (person.tags, person.about) == (("Aiming for L6", "Lagos"), "Prefers mornings.")
    assert person.start_on == date(2022, 3, 14)


def test_the_note_its_version_and_its_meeting_are_there(store: Store) -> None:
    note = store.read(lambda session: get_note(session, NOTE_ID))
    assert note.blocks == BLOCKS
    assert [kept.blocks for kept in store.read(lambda session: list_revisions(session, NOTE_ID))] == [BLOCKS]
    meeting = store.read(lambda session: list_meetings(session, note.person_id))[0]
    assert (meeting.starts_at, meeting.pulse) == (datetime(2026, 5, 12, 9, 30, tzinfo=UTC), 3)
    assert note.meeting_id == meeting.meeting_id


def test_agenda_and_promises_are_there(store: Store) -> None:
    lead = store.read(get_tree).direct[0].person_id
    agenda = store.read(lambda session: list_agenda(session, lead))
    assert [(item.text, item.source, item.is_private) for item in agenda] == [
        ("Cut-over: two gaps left", AgendaSource.THEIRS, False),
        ("Load after the weekend", AgendaSource.MINE, True),
    ]
    promises = store.read(lambda session: list_open_promises(session, date(2026, 5, 16), lead))
    assert [(one.text, one.owner, one.days_late) for one in promises] == [
        ("Clear the freeze", PromiseOwner.ME, 2),
        ("Write the proposal", PromiseOwner.THEM, 0),
    ]


@pytest.mark.parametrize("asked", ["strasse", "lucja", "worn out", "cut-over", "angstrom", "freeze"])
def test_everything_is_found(store: Store, asked: str) -> None:
    assert store.read(lambda session: search_newest(session, asked))


def test_the_index_is_whole(store: Store) -> None:
    """The check writes a command to the index, so it needs the write lane; nothing changes."""
    assert store.write(lambda unit: check_index(unit.session.connection())).result == ()


def test_the_newest_kept_vault_has_a_row_in_every_table(tmp_path: Path, states: Path) -> None:
    newest = KEPT[-1]
    with open_vault(copy_of(newest, tmp_path), secrets_of(newest)[0], state_dir=states) as opened:
        connection = opened.connect(read_only=True)
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TOPIC_OF_TABLE}
        connection.close()
    assert [name for name, count in counts.items() if not count] == []
