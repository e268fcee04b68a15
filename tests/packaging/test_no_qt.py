"""The plugin that blocks Qt really blocks it, and lives with the strict settings of the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INNER = """
import importlib

import pytest


@pytest.mark.parametrize("name", ["PySide6", "PySide6.QtCore", "shiboken6"])
def test_absent(name):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)


def test_home_is_moved(home):
    assert home.is_dir()
"""


def test_qt_is_absent_and_strict_settings_hold(tmp_path: Path) -> None:
    inner = tmp_path / "test_inner.py"
    inner.write_text(INNER)
    options = ["-p", "no:pytest-qt", "-p", "tests.no_qt", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    run = [sys.executable, "-m", "pytest", "-q", *options, "-c", str(ROOT / "pyproject.toml"), str(inner)]
    done = subprocess.run(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout
