"""One vault made for all tests here; each test opens its own copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coachdesk.vault.bundle import OpenVault, RecoveryCode, create_vault, open_vault
from coachdesk.vault.commits import count_commit
from coachdesk.vault.kdf import FLOOR

PASSPHRASE = "tulip cobalt ladder heron"
SENTENCE = "Amaro said the quiet part about the migration"


@dataclass(frozen=True)
class Place:
    """A copy of the vault and what opens it."""

    path: Path
    state_dir: Path
    passphrase: str
    code: str
    sentence: str

    @property
    def recovery(self) -> RecoveryCode:
        return RecoveryCode(self.code)

    def open(self, **options: object) -> OpenVault:
        return open_vault(self.path, self.recovery, state_dir=self.state_dir, **options)  # type: ignore[arg-type]

    def write(self, vault: OpenVault, text: str) -> None:
        """Commit one more row as the store would."""
        connection = vault.connect()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO note (body) VALUES (?)", (text,))
        count_commit(connection)
        connection.execute("COMMIT")
        connection.close()

    def read(self, vault: OpenVault) -> list[str]:
        connection = vault.connect(read_only=True)
        rows = [row[0] for row in connection.execute("SELECT body FROM note ORDER BY id")]
        connection.close()
        return rows

    def content(self) -> dict[str, bytes]:
        """Every byte of the bundle, except the shared-memory index that SQLite makes anew at will."""
        files = (path for path in self.path.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
        return {str(path.relative_to(self.path)): path.read_bytes() for path in files}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A sealed vault with one note and enough rows for several pages."""
    folder = tmp_path_factory.mktemp("made")
    new = create_vault(folder / "team", PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
    connection = new.vault.connect()
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    connection.execute("CREATE TABLE filling (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO note (body) VALUES (?)", (SENTENCE,))
    connection.executemany("INSERT INTO filling (body) VALUES (?)", ((f"{n} " * 300,) for n in range(100)))
    count_commit(connection)
    connection.execute("COMMIT")
    new.vault.close()
    return Place(new.vault.path, folder / "state", PASSPHRASE, new.recovery_code, SENTENCE)


@pytest.fixture
def copy_of(made: Place, tmp_path: Path) -> Callable[[str], Place]:
    """Makes named copies of the vault, each with a state folder of its own that hasn't seen it."""

    def copy(name: str) -> Place:
        path = tmp_path / f"{name}.coachdesk"
        shutil.copytree(made.path, path)
        return Place(path, tmp_path / f"{name}-state", made.passphrase, made.code, made.sentence)

    return copy


@pytest.fixture
def place(copy_of: Callable[[str], Place]) -> Place:
    """A copy of the vault for this test alone."""
    return copy_of("vault")
