"""A packet from the command line: a file that is not there yet, of shared content, without a display."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Run

QtGui = pytest.importorskip("PySide6.QtGui", reason="pages are drawn by Qt")
pytestmark = pytest.mark.usefixtures("qapp")  # a smaller application of the command's own would stay for later tests


def name_of(run: Run, vault: Path, secret: Path) -> str:
    answer = run("search", "okafor", "--vault", vault, "--passphrase-file", secret, "--json")
    return str(json.loads(answer.out)["hits"][0]["person_id"])


def test_a_packet_is_written_once(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    out = tmp_path / "packet.pdf"
    person = name_of(run, vault, secret)
    words = ("packet", person, "--out", out, "--vault", vault, "--passphrase-file", secret)
    answer = run(*words, "--kind", "promotion", "--paper", "letter", "--json")
    assert answer.code == 0
    said = json.loads(answer.out)
    assert (said["kind"], said["paper"], said["pages"]) == ("promotion", "letter", len(PdfReader(out).pages))
    written = out.read_bytes()
    again = run(*words)
    assert again.code == 2
    assert "Nothing was written" in again.err
    assert out.read_bytes() == written
    assert QtGui.QGuiApplication.instance() is not None


def test_mistakes_are_told_before_the_vault_is_opened(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    words = ("packet", "Amara Okafor", "--vault", vault, "--passphrase-file", secret, "--out")
    assert "no folder" in run(*words, tmp_path / "gone" / "p.pdf").err
    assert "a4 or letter" in run(*words, tmp_path / "p.pdf", "--paper", "a5").err
    assert "--part takes" in run(*words, tmp_path / "p.pdf", "--part", "pulse").err
    assert "not a day" in run(*words, tmp_path / "p.pdf", "--on", "today").err
    assert not list(tmp_path.glob("*.pdf"))
