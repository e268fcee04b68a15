"""The page of a packet by keys: choose, look, save, print; the file is whole or not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.visibility import Visibility
from coachdesk.services import people
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.services.packet_rows import PacketKind
from coachdesk.ui.packets.choices import Part
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.packet_view import PacketView
from coachdesk.ui.views.route import Route
from coachdesk.ui.windows.main import MainWindow

TODAY = date(2026, 5, 12)
PIN = "software-engineer@2026.1"
Settle = Callable[[], None]


class FakeDialogs:
    """Answers for the system."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.printed: Path | None = None
        self.offered = ""

    def choose_pdf(self, parent: QWidget, start: Path) -> Path | None:
        self.offered = start.name
        return self.path

    def choose_printer(self, parent: QWidget, layout: QPageLayout) -> QPrinter | None:
        if self.printed is None:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.printed))
        printer.setPageLayout(layout)
        printer.setFullPage(True)
        return printer


@pytest.fixture
def amara(write: Any) -> str:
    person_id = str(write(people.save_person, people.PersonDraft(None, "Amara Okafor", "Engineer", "L5", "Ledger")))
    write(place_person, PlacementDraft(person_id, PIN, "l5", "l6", date(2026, 1, 1)))
    for text, visibility in (
        ("Replay test found it", Visibility.SHARED),
        ("Took over the keyboard", Visibility.ONLY_YOU),
    ):
        write(
            add_evidence,
            EvidenceDraft(
                person_id, text, TODAY, (Target("testing", PIN, "l6"),), EvidenceSource.WIN, visibility=visibility
            ),
        )
    return person_id


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def view(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot, amara: str, dialogs: FakeDialogs) -> PacketView:
    made = PacketView(desk, look, dialogs=dialogs)
    qtbot.addWidget(made)
    made.resize(1224, 752)
    made.show_route(Route("packet", amara))
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    settle()
    return made


def text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages)


def test_choices_change_the_pages_and_count(view: PacketView, settle: Settle, qtbot: QtBot) -> None:
    assert view.document is not None
    assert view.panel.left_out.label.text().endswith("1 left out.")
    assert "23" not in view.preview.accessibleDescription()
    before = view.preview.accessibleDescription()
    assert "Replay test found it" in before
    view.panel.boxes[Part.EVIDENCE].setFocus()
    qtbot.keyClick(view.panel.boxes[Part.EVIDENCE], Qt.Key.Key_Space)
    assert "Replay test found it" not in view.preview.accessibleDescription()
    view.panel.kinds.button(1).click()
    settle()
    assert "Promotion packet" in view.preview.accessibleDescription()
    assert view.panel.boxes[Part.COVERAGE].isVisible()
    view.panel.kinds.button(0).click()
    settle()
    assert not view.panel.boxes[Part.EVIDENCE].isChecked()


def test_pages_and_zoom_by_keys(view: PacketView, settle: Settle, qtbot: QtBot) -> None:
    view.panel.kinds.button(1).click()
    settle()
    assert view.document is not None and len(view.document.pages) > 1
    qtbot.keyClick(view.preview, Qt.Key.Key_PageDown)
    assert view.preview.accessibleName().startswith("Page 2 of")
    assert view.thumbnails.page == 1
    width = view.preview.width()
    qtbot.keyClick(view.preview, Qt.Key.Key_Plus)
    assert view.preview.width() > width
    assert view.zoom_label.text() == "80 %"
    qtbot.keyClick(view.preview, Qt.Key.Key_Minus)
    assert view.preview.width() == width


def test_saving_writes_what_is_shown_under_a_name_without_a_name(
    view: PacketView, dialogs: FakeDialogs, settle: Settle, tmp_path: Path
) -> None:
    dialogs.path = tmp_path / "packet.pdf"
    view.panel.paper.setCurrentIndex(1)
    assert view.run_action("packet.save")
    settle()
    assert dialogs.offered == "Growth review 2026-05-12.pdf"
    assert "Replay test found it" in text(dialogs.path)
    assert "keyboard" not in text(dialogs.path)
    assert [float(side) for side in PdfReader(dialogs.path).pages[0].mediabox.upper_right] == [612, 792]
    assert "not encrypted" in view.banner.text()
    assert [path.name for path in tmp_path.glob("*.new")] == []


def test_a_folder_that_is_gone_is_said_and_nothing_is_lost(
    view: PacketView, dialogs: FakeDialogs, settle: Settle, tmp_path: Path
) -> None:
    dialogs.path = tmp_path / "gone" / "packet.pdf"
    view.save_pdf()
    settle()
    assert view.banner.text() == "There is no such folder. Nothing was written; choose another one."
    assert view.document is not None


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    view: PacketView, dialogs: FakeDialogs, settle: Settle, tmp_path: Path
) -> None:
    dialogs.path = tmp_path / "packet.pdf"
    dialogs.path.mkdir()
    view.save_pdf()
    settle()
    assert "Nothing was replaced" in view.banner.text()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("packet")] == ["packet.pdf"]


def test_printing_gives_the_same_pages(view: PacketView, dialogs: FakeDialogs, settle: Settle, tmp_path: Path) -> None:
    dialogs.printed, dialogs.path = tmp_path / "printed.pdf", tmp_path / "saved.pdf"
    assert view.run_action("packet")
    view.save_pdf()
    settle()
    assert view.document is not None
    assert len(PdfReader(dialogs.printed).pages) == len(view.document.pages) == len(PdfReader(dialogs.path).pages)
    assert text(dialogs.printed).split() == text(dialogs.path).split()


def test_cancelling_writes_nothing(view: PacketView, settle: Settle) -> None:
    view.save_pdf()
    view.print_packet()
    settle()
    assert view.banner.isHidden()


def test_a_promotion_packet_takes_at_most_forty_keys(
    desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot, amara: str, clock: Any, tmp_path: Path
) -> None:
    clock.now = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
    window = MainWindow(desk, look)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.go(Route("person", amara))
    settle()
    pressed = 0

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)
        settle()

    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    view = window.view
    assert isinstance(view, PacketView)
    view.dialogs = dialogs = FakeDialogs()
    dialogs.path = tmp_path / "packet.pdf"
    while QApplication.focusWidget() is not view.panel.kinds.button(0):
        press(Qt.Key.Key_Tab)
        assert pressed < 40
    press(Qt.Key.Key_Down)
    assert view.panel.kind is PacketKind.PROMOTION
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert pressed <= 12
    assert "Promotion packet" in text(dialogs.path)
    window.allow_close()
