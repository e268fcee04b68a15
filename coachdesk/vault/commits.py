"""The count of commits inside the database: how a vault knows that it is older than the one seen last."""

from __future__ import annotations

from sqlcipher3 import dbapi2

from .errors import DamagedVault
from .files import environment_errors

TABLE = "vault_meta"


def create_counter(connection: dbapi2.Connection) -> None:
    """Make the one-row table, once, when the vault is made."""
    connection.execute(f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY CHECK (id = 1), commits INTEGER NOT NULL) STRICT")
    connection.execute(f"INSERT INTO {TABLE} (id, commits) VALUES (1, 0)")  # noqa: S608


def count_commit(connection: dbapi2.Connection) -> None:
    """Count one more commit; the store calls it inside each writing transaction, before it commits."""
    connection.execute(f"UPDATE {TABLE} SET commits = commits + 1 WHERE id = 1")  # noqa: S608


def read_commits(connection: dbapi2.Connection) -> int:
    """Return how many commits the database has seen. Raises DamagedVault when the counter is gone."""
    with environment_errors():
        try:
            row = connection.execute(f"SELECT commits FROM {TABLE} WHERE id = 1").fetchone()  # noqa: S608
        except dbapi2.OperationalError as error:
            if "no such table" not in str(error):
                raise
            row = None
    if row is None or type(row[0]) is not int or row[0] < 0:
        raise DamagedVault
    return row[0]
