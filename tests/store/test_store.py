"""The store: all or nothing, index in step, migrations that lose nothing."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from coachdesk.model.person import Person
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, add_item, drop_item
from coachdesk.services.blocks import Block
from coachdesk.services.history import History
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, list_people, save_person
from coachdesk.services.search import search_newest
from coachdesk.store.changes import TOPIC_OF_TABLE, Topic
from coachdesk.store.failures import DiskFull, StoreFailure, VaultNotWritable, as_store_failure
from coachdesk.store.index import check_index, rebuild_index
from coachdesk.store.migrate import MigrationFailed, migrate
from coachdesk.store.schema import SCHEMA_VERSION
from coachdesk.store.store import Store
from tests.services.conftest import PlainConnector, clock, connector, empty_database, store

__all__ = ["clock", "connector", "empty_database", "store"]


def add(store: Store, name: str) -> str:
    result: str = store.write(lambda unit: save_person(unit, PersonDraft(None, name))).result
    return result


def test_a_write_says_what_it_changed(store: Store) -> None:
    written = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara")))
    assert written.change_set.topics == {Topic.PEOPLE}
    assert written.result in written.change_set.ids


def test_every_table_has_a_topic() -> None:
    assert set(TOPIC_OF_TABLE) == set(SQLModel.metadata.tables)


def test_a_failing_write_leaves_nothing(store: Store) -> None:
    def fail(unit: Any) -> None:
        save_person(unit, PersonDraft(None, "Amara"))
        unit.session.flush()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.write(fail)
    assert store.read(list_people) == ()
    assert store.read(lambda session: search_newest(session, "amara")) == ()


def test_a_read_sees_the_last_commit_while_a_write_is_under_way(store: Store) -> None:
    add(store, "Amara")
    began, goes_on = threading.Event(), threading.Event()

    def long_write(unit: Any) -> None:
        save_person(unit, PersonDraft(None, "Diego"))
        unit.session.flush()
        began.set()
        goes_on.wait(10)

    thread = threading.Thread(target=store.write, args=(long_write,))
    thread.start()
    assert began.wait(10)
    assert [person.name for person in store.read(list_people)] == ["Amara"]
    goes_on.set()
    thread.join()
    assert len(store.read(list_people)) == 2


def test_no_exception_quotes_what_was_written(store: Store) -> None:
    def break_rule(unit: Any) -> None:
        unit.add(Person(id="same", name="Amara Okafor", created_at=unit.now, updated_at=unit.now))
        unit.session.flush()
        unit.session.expunge_all()
        unit.add(Person(id="same", name="Amara Okafor", created_at=unit.now, updated_at=unit.now))
        unit.session.flush()

    with pytest.raises(Exception) as caught:
        store.write(break_rule)
    assert "Amara" not in str(caught.value)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("database or disk is full", DiskFull),
        ("disk I/O error", DiskFull),
        ("attempt to write a readonly database", VaultNotWritable),
        ("database disk image is malformed", StoreFailure),
    ],
)
def test_failures_of_the_world_are_told_from_bugs(words: str, kind: type[StoreFailure]) -> None:
    assert isinstance(as_store_failure(dbapi2.OperationalError(words)), kind)
    assert as_store_failure(dbapi2.OperationalError("no such table: nonsense")) is None


def test_a_full_disk_in_the_middle_of_a_save_loses_nothing(connector: PlainConnector, clock: Any) -> None:
    store = Store(connector, clock)
    person_id = add(store, "Amara")
    limited = store._writer.raw_connection()  # type: ignore[union-attr]
    pages = limited.cursor().execute("PRAGMA page_count").fetchone()[0]
    limited.cursor().execute(f"PRAGMA max_page_count = {pages + 2}")
    limited.close()
    draft = NoteDraft(new_note_id(), person_id, None, (Block(Visibility.SHARED, "word " * 20_000),))
    with pytest.raises(DiskFull, match="kept"):
        store.write(lambda unit: save_note(unit, draft))
    assert len(store.read(list_people)) == 1
    roomy = store._writer.raw_connection()  # type: ignore[union-attr]
    roomy.cursor().execute("PRAGMA max_page_count = 1073741823")
    roomy.close()
    store.write(lambda unit: save_note(unit, draft))
    assert len(store.read(lambda session: search_newest(session, "word"))) == 1
    store.close()


def test_a_read_only_vault_is_read_and_never_written(connector: PlainConnector, store: Store) -> None:
    add(store, "Amara")
    connector.read_only = True
    reader = Store(connector)
    assert len(reader.read(list_people)) == 1
    with pytest.raises(VaultNotWritable):
        add(reader, "Diego")
    reader.close()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["add", "drop", "undo", "redo"]), max_size=12))
def test_undo_and_redo_keep_the_index_in_step(acts: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        connector = PlainConnector(Path(folder) / "vault.db")
        fresh(connector)
        store, history = Store(connector), History()
        person_id, items = add(store, "Amara"), []
        for number, act in enumerate(acts):
            if act == "add":
                draft = AgendaDraft(person_id, f"topic {number}")
                written = store.write(lambda unit, draft=draft: add_item(unit, draft))
                items.append(written.result)
                history.record("Added", written.changes)
            elif act == "drop" and history.undo_label:
                item = items[-1]
                if store.read(lambda session, item=item: session.get(agenda_table(), item)) is not None:
                    history.record("Dropped", store.write(lambda unit, item=item: drop_item(unit, item)).changes)
            elif act == "undo" and store.write(history.undo).result is not None:
                history.undone()
            elif act == "redo" and store.write(history.redo).result is not None:
                history.redone()
        problems = store.write(lambda unit: check_index(unit.session.connection())).result
        assert problems == ()
        store.close()


def agenda_table() -> Any:
    from coachdesk.model.agenda import AgendaItem

    return AgendaItem


def fresh(connector: PlainConnector) -> None:
    from coachdesk.vault.commits import create_counter

    connection = connector.connect()
    create_counter(connection)
    migrate(connection, connector.path.parent, from_version=0, to_version=SCHEMA_VERSION)
    connection.close()


def test_a_rebuilt_index_finds_what_the_kept_one_finds(store: Store) -> None:
    person_id = add(store, "Amara Okafor")
    draft = NoteDraft(new_note_id(), person_id, None, (Block(Visibility.SHARED, "capacity planning"),))
    store.write(lambda unit: save_note(unit, draft))
    kept = store.read(lambda session: search_newest(session, "capacity"))

    def rebuild(unit: Any) -> int:
        count = rebuild_index(unit.session.connection())
        unit.session.get_one(Person, person_id).role = "Engineer"
        return count

    assert store.write(rebuild).result >= 2
    assert store.read(lambda session: search_newest(session, "capacity")) == kept


def test_the_migrations_make_what_the_model_says(store: Store) -> None:
    def differences(session: Any) -> list[Any]:
        own = ("search_", "vault_meta", "alembic_version")
        context = MigrationContext.configure(
            session.connection(),
            opts={
                "include_name": lambda name, kind, _parents: kind != "table" or not name.startswith(own),
                "compare_type": False,
            },
        )
        return list(compare_metadata(context, SQLModel.metadata))

    assert store.read(differences) == []


def rows_of(connection: Any) -> list[Any]:
    return [tuple(row) for row in connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name")]


def test_a_migration_that_fails_at_any_statement_changes_nothing(tmp_path: Path) -> None:
    from coachdesk.vault.commits import create_counter

    statement = 0
    while True:
        connector = PlainConnector(tmp_path / f"{statement}.db")
        connection = connector.connect()
        create_counter(connection)
        before = rows_of(connection)
        budget = [statement]

        def authorise(*_arguments: Any, budget: list[int] = budget) -> int:
            budget[0] -= 1
            return dbapi2.SQLITE_DENY if budget[0] < 0 else dbapi2.SQLITE_OK

        connection.set_authorizer(authorise)
        try:
            migrate(connection, tmp_path, from_version=0, to_version=SCHEMA_VERSION)
        except MigrationFailed:
            after = connector.connect()
            assert rows_of(after) == before
            assert after.execute("PRAGMA user_version").fetchone()[0] == 0
            after.close()
            statement += 40
            continue
        connection.close()
        break
    assert statement > 200


def test_a_copy_is_made_and_checked_before_an_older_vault_is_migrated(store: Store, connector: PlainConnector) -> None:
    add(store, "Amara")
    store.close()
    connection = connector.connect()
    with pytest.raises(MigrationFailed):
        migrate(connection, connector.path.parent, from_version=1, to_version=9)
    copy = connector.path.parent / "before-0009.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert b"Amara" not in copy.read_bytes()
    kept = PlainConnector(copy).connect()
    assert kept.execute("SELECT name FROM person WHERE is_owner = 0").fetchall() == [("Amara",)]
    kept.close()
    assert connection.execute("SELECT count(*) FROM person").fetchone()[0] == 2
    connection.close()


def test_a_new_row_is_found_after_a_migration(store: Store) -> None:
    add(store, "Zieliński")
    assert len(store.read(lambda session: search_newest(session, "zielinski"))) == 1
    assert store.read(lambda session: session.execute(text("PRAGMA foreign_key_check")).all()) == []
