"""Migrations: a verified copy first, then one explicit transaction, then checks; or nothing at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

from coachdesk.store.index import check_index, rebuild_index
from coachdesk.store.schema import MigrationFailed

_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(connection: Any, bundle: Path, *, from_version: int, to_version: int) -> None:
    """Bring the file behind a keyed DB-API connection from one schema version to another.

    A vault that holds anything is copied to `before-<version>.db` in its bundle first, with the same key, and the copy
    is opened and checked. Raises MigrationFailed, and leaves every row as it was, when any step fails.
    """
    if from_version > 0:
        _copy_verified(connection, bundle / f"before-{to_version:04d}.db")
    engine = create_engine(
        "sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )
    try:
        with engine.connect() as wrapped:
            wrapped.exec_driver_sql("BEGIN IMMEDIATE")
            _run_scripts(wrapped, to_version)
            _check(wrapped)
            wrapped.exec_driver_sql(f"PRAGMA user_version = {to_version}")
            wrapped.exec_driver_sql("COMMIT")
    except Exception as error:
        with suppress(driver.Error):
            connection.execute("ROLLBACK")
        raise MigrationFailed(
            "The vault could not be updated for this version. Nothing in it was changed, and the old version of "
            f"CoachDesk still opens it. The step that failed: {type(error).__name__}."
        ) from error


def _run_scripts(connection: Connection, to_version: int) -> None:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    target = f"{to_version:04d}"

    def upgrade(revision: Any, _context: Any) -> Any:
        return scripts._upgrade_revs(target, revision)

    with EnvironmentContext(config, scripts, fn=upgrade, destination_rev=target) as environment:
        environment.configure(connection=connection, transactional_ddl=False, transaction_per_migration=False)
        environment.run_migrations()


def _check(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise ValueError(f"{len(broken)} rows refer to rows that do not exist")
    rebuild_index(connection)
    problems = check_index(connection)
    if problems:
        raise ValueError("; ".join(problems))


def _copy_verified(connection: Any, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
        _compare(connection, copy)
    except driver.Error as error:
        copy.unlink(missing_ok=True)
        raise MigrationFailed(
            "The vault needs an update, and a copy of it could not be made first, so nothing was changed. "
            "Make room on the disk and open it again."
        ) from error


def _compare(connection: Any, copy: Path) -> None:
    connection.execute("ATTACH DATABASE ? AS copied", (str(copy),))
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")]
        for name in names:
            if name.startswith("search_text"):
                continue
            ours = connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()  # noqa: S608 - from the schema
            theirs = connection.execute(f'SELECT count(*) FROM copied."{name}"').fetchone()  # noqa: S608
            if ours != theirs:
                raise driver.DatabaseError("the copy differs from the vault")
        if connection.execute("PRAGMA copied.quick_check").fetchone()[0] != "ok":
            raise driver.DatabaseError("the copy does not check")
    finally:
        connection.execute("DETACH DATABASE copied")
