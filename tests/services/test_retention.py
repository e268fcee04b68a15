"""Destruction of a person leaves nothing of them and everything of the others; names come out of other texts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, select

from coachdesk.model import every  # noqa: F401
from coachdesk.model.base import Noun, UtcDateTime
from coachdesk.model.note import NoteRevision
from coachdesk.model.person import Person
from coachdesk.model.project import CheckIn, Project, ProjectState
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.history import History
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.project_rows import list_steps
from coachdesk.services.projects import ProjectDraft, plan_check_in, save_project, step_project, write_reflection
from coachdesk.services.retention import (
    COLLEAGUE,
    destroy_person,
    find_mentions_of,
    find_third_parties,
    names_of,
    redact,
)
from coachdesk.store.changes import RowChange
from coachdesk.store.destruction import destroy_remains
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.pages import Pages

SENTINEL = "xylophonist quandary"


def value_for(column: Any, gone: str, stays: str, ids: dict[str, str]) -> Any:
    """Return something that fits a column: a reference into the person's rows, or a sentinel."""
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column.table.name
        return gone if parent == "person" else ids.get(parent)
    python = datetime if isinstance(column.type, UtcDateTime) else column.type.python_type
    if getattr(column.type, "enums", None):
        return column.type.enums[0]
    return {
        str: f"{SENTINEL} {column.name}"[: getattr(column.type, "length", None) or 99],
        int: 1,
        bool: False,
        bytes: b"key",
        date: date(2026, 5, 12),
        datetime: datetime(2026, 5, 12, 9, 44, tzinfo=UTC),
        float: 1.0,
        object: SENTINEL,
    }[python]


def fill_every_table(unit: UnitOfWork, gone: str, stays: str) -> dict[str, str]:
    """Write one row into each table that can belong to a person, straight into the tables."""
    ids = {"person": gone}
    for table in SQLModel.metadata.sorted_tables:
        if table.name == "person":
            continue
        row_id = f"{table.name}-of-gone"[:32]
        values = {c.name: value_for(c, gone, stays, ids) for c in table.columns if c.name != "id"}
        unit.apply(RowChange(table.name, row_id, None, {"id": row_id, **values}))
        ids[table.name] = row_id
    return ids


@pytest.fixture
def people(store: Store) -> tuple[str, str]:
    def fill(unit: UnitOfWork) -> tuple[str, str]:
        ensure_owner(unit, "Priya Raman")
        gone = save_person(unit, PersonDraft(None, "Wilhelmina Zwyx", about=SENTINEL))
        unit.session.flush()
        stays = save_person(unit, PersonDraft(None, "Luca Ferri", manager_id=gone))
        unit.session.flush()
        words = Block(Visibility.ONLY_YOU, "Wilhelmina Zwyx helped, and Wilhelmina knows it")
        save_note(unit, NoteDraft(new_note_id(), stays, None, (words,)))
        save_note(unit, NoteDraft(new_note_id(), gone, None, (Block(Visibility.SHARED, "Luca was kind"),)))
        return gone, stays

    return store.write(fill).result


def snapshot(session: Session, without: str) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    for table in SQLModel.metadata.sorted_tables:
        found = session.connection().execute(table.select()).mappings().all()
        rows[table.name] = [dict(row) for row in found if without not in map(str, row.values())]
    return rows


def test_every_table_that_can_name_a_person_is_emptied(store: Store, people: tuple[str, str]) -> None:
    gone, stays = people
    ids = store.write(lambda unit: (unit.session.flush(), fill_every_table(unit, gone, stays))[1]).result
    done = store.write(lambda unit: destroy_person(unit, gone)).result
    left = store.read(lambda session: snapshot(session, without="\0"))
    belongs = {name for name, count in done.counts if count}
    for table in SQLModel.metadata.sorted_tables:
        owned = any(
            key.column.table.name in belongs and not c.nullable for c in table.columns for key in c.foreign_keys
        )
        assert (table.name in belongs) == (owned or table.name == "person"), table.name
    for rows in left.values():
        for row in rows:
            assert gone not in row.values()
            assert not any(ids[name] in row.values() for name in belongs if name != "person")
    assert [row["name"] for row in left["person"] if row["manager_id"]] == []


def test_other_peoples_rows_stay_as_they_are(store: Store, people: tuple[str, str]) -> None:
    gone, stays = people
    before = store.read(lambda session: snapshot(session, without=gone))
    notes = {row["id"] for row in before["note"] if row["person_id"] == stays}
    store.write(lambda unit: destroy_person(unit, gone))
    after = store.read(lambda session: snapshot(session, without="\0"))
    assert {row["id"] for row in after["note"]} == notes
    for name in ("note", "note_block", "note_revision"):
        kept = [row for row in before[name] if row.get("note_id", row["id"]) in notes]
        assert after[name] == kept


def test_a_project_of_somebody_destroyed_is_an_idea_again_or_keeps_its_end(
    store: Store, people: tuple[str, str]
) -> None:
    gone, stays = people
    on = date(2026, 5, 12)

    def begin(unit: UnitOfWork, title: str, person_id: str, *states: ProjectState) -> str:
        made = save_project(unit, ProjectDraft(None, title), on)
        for state in (ProjectState.ACTIVE, *states):
            step_project(unit, made, state, on, person_id)
        write_reflection(unit, made, theirs=SENTINEL, yours=SENTINEL)
        return made

    running = store.write(lambda unit: begin(unit, "Run the drill", gone)).result
    landed = store.write(lambda unit: begin(unit, "Lead the cut-over", gone, ProjectState.LANDED)).result
    other = store.write(lambda unit: begin(unit, "Speak outside", stays)).result
    store.write(lambda unit: plan_check_in(unit, running, on))
    store.write(lambda unit: destroy_person(unit, gone))
    rows = {row.id: row for row in store.read(lambda session: session.exec(select(Project)).all())}
    assert (rows[running].state, rows[running].person_id) == (ProjectState.IDEA, None)
    assert (rows[landed].state, rows[landed].person_id) == (ProjectState.LANDED, None)
    assert (rows[other].state, rows[other].person_id) == (ProjectState.ACTIVE, stays)
    assert [rows[one].reflection_theirs for one in (running, landed, other)] == ["", "", SENTINEL]
    steps = store.read(lambda session: list_steps(session, running))
    assert (steps[-1].state, steps[-1].person_id) == (ProjectState.IDEA, None)
    assert store.read(lambda session: session.exec(select(CheckIn)).all()) == []
    store.write(lambda unit: step_project(unit, running, ProjectState.ACTIVE, date(2030, 1, 1), stays))


def test_every_noun_is_in_the_metadata() -> None:
    tables = {inspect(noun).local_table.name for noun in Noun.__subclasses__()}
    assert tables <= set(SQLModel.metadata.tables)


def test_the_owner_cannot_be_destroyed(store: Store, people: tuple[str, str]) -> None:
    owner = store.read(lambda session: session.exec(select(Person.id).where(Person.is_owner)).one())
    with pytest.raises(ValueError, match="owner"):
        store.write(lambda unit: destroy_person(unit, owner))


def test_names_are_taken_out_after_a_preview_and_it_can_be_undone(store: Store, people: tuple[str, str]) -> None:
    gone, _stays = people
    mentions = store.read(lambda session: find_mentions_of(session, gone))
    assert [(each.person_name, each.table) for each in mentions] == [("Luca Ferri", "note_block")]
    names = store.read(lambda session: names_of(session, mentions, gone))
    written = store.write(lambda unit: redact(unit, mentions, names))
    assert written.result == 1
    assert store.read(lambda session: find_mentions_of(session, gone)) == ()
    texts = store.read(lambda session: snapshot(session, without="\0"))["note_block"]
    assert f"{COLLEAGUE} helped, and {COLLEAGUE} knows it" in [row["text"] for row in texts]
    note = next(row["note_id"] for row in texts if COLLEAGUE in row["text"])
    kept = store.read(lambda s: s.exec(select(NoteRevision.id).where(NoteRevision.note_id == note)).all())
    assert not kept
    history = History()
    history.record("Take names out", written.changes)
    store.write(history.undo)
    assert len(store.read(lambda session: find_mentions_of(session, gone))) == 1
    assert [each.excerpt for each in store.read(lambda s: find_third_parties(s, gone))] == ["Luca was kind"]


def test_no_page_keeps_a_word_of_the_person(tmp_path: Path) -> None:
    vault = create_vault(tmp_path / "team", "tulip cobalt ladder heron", kdf=FLOOR, state_dir=tmp_path / "state").vault
    store = open_store(vault)
    with vault:
        gone = store.write(lambda unit: save_person(unit, PersonDraft(None, "Wilhelmina Zwyx", about=SENTINEL))).result
        store.write(lambda unit: fill_every_table(unit, gone, ""))
        done = store.write(lambda unit: destroy_person(unit, gone)).result
        store.close()
        destroy_remains(vault)
        assert done.content_ids
        vault.seal()
        with Pages(vault.database, vault.keys.use("database")) as pages:
            left = b"".join(pages.find(number) or b"" for number in range(1, pages.count + 1))
    for word in (b"Wilhelmina", b"wilhelmina", gone.encode()):
        assert word not in left
