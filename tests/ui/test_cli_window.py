"""The commands that need Qt: the window, the demo and the tour."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from coachdesk import bootstrap
from coachdesk.cli import main


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Stand-ins for the composition root that note what they were asked."""
    calls: list[tuple[Any, ...]] = []
    for name in ("run_window", "run_demo", "run_tour"):

        def note(*words: Any, name: str = name) -> int:
            calls.append((name, *words))
            return 0

        monkeypatch.setattr(bootstrap, name, note)
    return calls


def test_without_a_command_the_window_opens(called: list[tuple[Any, ...]], tmp_path: Path) -> None:
    assert main([]) == 0
    assert main(["--vault", str(tmp_path)]) == 0
    assert main(["demo"]) == 0
    assert called == [("run_window", None), ("run_window", tmp_path), ("run_demo",)]


def test_the_tour_is_asked_for_in_full(called: list[tuple[Any, ...]], tmp_path: Path) -> None:
    words = ["--theme", "both", "--scale", "1.5", "--size", "1600x1000", "--only", "today"]
    assert main(["tour", str(tmp_path), *words]) == 0
    assert main(["tour", str(tmp_path)]) == 0
    assert called == [
        ("run_tour", tmp_path, "both", 1.5, (1600, 1000), "today"),
        ("run_tour", tmp_path, "light", 1.0, (1280, 800), None),
    ]


def test_without_a_display_no_window_is_tried(
    called: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 5
    assert main(["demo"]) == 5
    assert called == []
    assert "tour" in capsys.readouterr().err


def test_the_tour_draws_the_parts_page(qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tour", str(tmp_path / "t"), "--only", "parts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": str(tmp_path / "t"), "pictures": ["parts.png"]}
    assert QImage(str(tmp_path / "t" / "parts.png")).width() > 400


def test_a_screen_that_there_is_not_is_usage(tmp_path: Path) -> None:
    assert main(["tour", str(tmp_path / "t"), "--only", "nonsense"]) == 2
