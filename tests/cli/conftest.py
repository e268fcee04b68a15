"""Vaults made once, a copy for each test, and the command line as a call."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coachdesk.cli import main
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.store.schema import open_store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault import kdf
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR

PASSPHRASE = "tulip cobalt ladder heron"
SHARED = "The capacity plan is ready for review"
SECRET = "I doubt the capacity of this quince"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Pipe(io.TextIOWrapper):
    """Standard input that is no terminal, or claims to be one."""

    def __init__(self, content: bytes = b"", *, is_terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _cheap_and_piped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend the least on keys, and have no terminal unless the test gives one."""
    monkeypatch.setattr(kdf, "calibrate_kdf", lambda: FLOOR)
    monkeypatch.setattr(sys, "stdin", Pipe())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command: `run("search", "plan", "--vault", path)`."""

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed vault of two people and one note with a shared and a private block; not to be changed."""
    folder = tmp_path_factory.mktemp("cli")
    made = create_vault(folder / "team", PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
    store = open_store(made.vault, lambda: datetime(2026, 5, 12, 9, 44, tzinfo=UTC))
    store.write(_fill)
    store.close()
    made.vault.close()
    return made.vault.path


def _fill(unit: UnitOfWork) -> None:
    ensure_owner(unit, "Priya Raman")
    amara = save_person(unit, PersonDraft(None, "Amara Okafor", role="Engineer", about="Quince lover"))
    save_person(unit, PersonDraft(None, "Luca Ferri", manager_id=amara))
    unit.session.flush()
    blocks = (Block(Visibility.SHARED, SHARED), Block(Visibility.ONLY_YOU, SECRET))
    save_note(unit, NoteDraft(new_note_id(), amara, None, blocks))
    add_item(unit, AgendaDraft(amara, "Quince jam", visibility=Visibility.ONLY_YOU))
    add_item(unit, AgendaDraft(amara, "Roadmap"))


@pytest.fixture
def vault(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled vault for this test alone."""
    return Path(shutil.copytree(filled, tmp_path / "team.coachdesk"))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the right passphrase."""
    return write_lines(tmp_path / "passphrase", PASSPHRASE)


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
