from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.packaging.made_up_machine import MadeUpMachine


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A folder with what the set-up reads; dev.py moves there, so the working folder is put back."""
    before = Path.cwd()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements-dev.lock").write_text("ruff==1\n")
    yield tmp_path
    os.chdir(before)


@pytest.fixture
def machine() -> MadeUpMachine:
    return MadeUpMachine()


@pytest.fixture
def dev(project: Path, machine: MadeUpMachine) -> Callable[..., int]:
    """Call dev.py on the made-up machine: `dev("test", "-x")` returns the exit code."""
    from devtools.commands import main

    return lambda *words: main(words, machine, project)
