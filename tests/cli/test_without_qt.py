"""Without Qt, the commands that need it say so, and the others do not import it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Run

_BLOCKED = """
import sys
sys.modules["PySide6"] = None
from coachdesk.cli import main
code = max(main(words.split()) for words in sys.argv[1:])
assert not any(name.startswith("PySide6.") for name in sys.modules)
sys.exit(code)
"""


def _run_blocked(*commands: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _BLOCKED, *commands], capture_output=True, text=True, check=False, timeout=120
    )


def test_the_window_is_said_to_be_missing(tmp_path: Path) -> None:
    answer = _run_blocked("", "demo", f"tour {tmp_path / 't'}")
    assert answer.returncode == 5
    assert answer.stderr.count("The other commands work without them.") == 3
    assert "Traceback" not in answer.stderr


def test_the_others_work(run: Run, vault: Path, secret: Path) -> None:
    answer = _run_blocked(f"search plan --vault {vault} --passphrase-file {secret}")
    assert answer.returncode == 0
    assert "capacity plan" in answer.stdout
