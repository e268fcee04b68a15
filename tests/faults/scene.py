"""A vault for the fault runs: made once, copied for each fault, and judged afterwards."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from coachdesk.vault.bundle import OpenVault, RecoveryCode, create_vault, open_vault
from coachdesk.vault.commits import count_commit, read_commits
from coachdesk.vault.kdf import FLOOR

MARKER = "perihelion"
PASSPHRASE = "a passphrase for faults"
_TABLES = """
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIRTUAL TABLE note_words USING fts5(body, content='note', content_rowid='id');
CREATE TRIGGER note_added AFTER INSERT ON note BEGIN
  INSERT INTO note_words (rowid, body) VALUES (new.id, new.body);
END;
"""


@dataclass(frozen=True)
class Scene:
    """Where a vault lies, and its recovery code, which opens it without the cost of a passphrase."""

    path: Path
    state_dir: Path
    code: str

    def open(self, **options: object) -> OpenVault:
        return open_vault(self.path, RecoveryCode(self.code), state_dir=self.state_dir, **options)  # type: ignore[arg-type]

    def copy(self, folder: Path) -> Scene:
        """Return a copy in another folder, whose state folder hasn't seen the vault."""
        path = folder / self.path.name
        shutil.copytree(self.path, path)
        return replace(self, path=path, state_dir=folder / "state")

    def content(self) -> dict[str, bytes]:
        """Every byte of the bundle, except the shared-memory index that SQLite makes anew at will."""
        files = (path for path in self.path.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
        return {str(path.relative_to(self.path)): path.read_bytes() for path in files}


def make_scene(folder: Path, notes: int = 0) -> Scene:
    """Make a vault with this many notes, each in a commit of its own, and close it."""
    new = create_vault(folder / "fault", PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
    connection = new.vault.connect()
    connection.executescript(_TABLES)
    for number in range(1, notes + 1):
        add_note(connection, number)
    new.vault.close()
    return Scene(new.vault.path, folder / "state", new.recovery_code)


def note_body(number: int) -> str:
    """Return the text of a note: its number tells all of it, and every seventh spans pages."""
    return f"{number} {MARKER} " + f"word{number} " * (900 if number % 7 == 0 else 20)


def add_note(connection: dbapi2.Connection, number: int) -> None:
    """Commit one note as the store would."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("INSERT INTO note (id, body) VALUES (?, ?)", (number, note_body(number)))
        count_commit(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def judge_notes(vault: OpenVault) -> tuple[int, tuple[str, ...]]:
    """Return how many notes there are, and what is wrong with them: torn, missing, unsearchable or miscounted."""
    connection = vault.connect()
    try:
        rows = connection.execute("SELECT id, body FROM note ORDER BY id").fetchall()
        found = connection.execute("SELECT count(*) FROM note_words WHERE note_words MATCH ?", (MARKER,)).fetchone()[0]
        connection.execute("INSERT INTO note_words (note_words) VALUES ('integrity-check')")
        faults = []
        if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
            faults.append("a note is missing in between")
        if any(body != note_body(number) for number, body in rows):
            faults.append("a note is torn")
        if found != len(rows):
            faults.append("full text does not find every note")
        if read_commits(connection) != len(rows):
            faults.append("commits are miscounted")
        return len(rows), tuple(faults)
    finally:
        connection.close()
