"""What goes to which stream, and a vault that someone else holds."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from coachdesk.cli.terminal import printable, progress
from coachdesk.vault.bundle import Passphrase, open_vault
from tests.cli.conftest import PASSPHRASE, Run


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_written_over_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Working") as shown:
        shown(1, 4)
        shown(1, 4)
    assert screen.getvalue() == "\r\x1b[KWorking …\r\x1b[KWorking 25 %\r\x1b[K"


def test_progress_is_silent_in_a_pipe(run: Run, vault: Path, secret: Path) -> None:
    assert run("vault", "check", vault, "--passphrase-file", secret).err == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb", "a b"), ("\x1b[2J", "\ufffd[2J"), ("\u202eevil", "\ufffdevil"), ("Zoë 👩\u200d💻", "Zoë 👩\u200d💻")],
)
def test_nothing_steers_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_vault_that_is_open_elsewhere_is_the_environment(run: Run, vault: Path, secret: Path) -> None:
    with open_vault(vault, Passphrase(PASSPHRASE)):
        answer = run("search", "plan", "--vault", vault, "--passphrase-file", secret)
    assert answer.code == 5
    assert "already open" in answer.err
