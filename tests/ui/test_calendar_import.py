"""The calendar import on screen: a preview, a choice by key, one write and one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.meeting import Meeting
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.calendar_import import CHECK, FILE, CalendarImportView
from coachdesk.ui.views.route import Route

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a
DTSTART:20260513T093000Z
DURATION:PT30M
RRULE:FREQ=WEEKLY;COUNT=4
ATTENDEE;CN=Amara Okafor:mailto:amara@example.com
END:VEVENT
BEGIN:VEVENT
UID:k
DTSTART:20260514T093000Z
DURATION:PT30M
ATTENDEE;CN=Kim Park:mailto:kim@example.com
END:VEVENT
BEGIN:VEVENT
UID:broken
DTSTART:soon
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance) -> CalendarImportView:
    for name in ("Amara Okafor", "Kim Park", "Kim Park"):
        desk.store.write(lambda unit, name=name: save_person(unit, PersonDraft(None, name)))
    made = CalendarImportView(desk, look)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_route(Route("calendar_import"))
    made.show()
    return made


def _meetings(desk: Desk) -> list[Meeting]:
    return list(desk.store.read(lambda session: session.exec(select(Meeting)).all()))


def _give(view: CalendarImportView, path: Path, text: str, qtbot: QtBot) -> None:
    path.write_text(text.replace("\n", "\r\n"))
    view.file_step.file_given.emit(path)
    qtbot.waitUntil(lambda: view.step == CHECK)


def test_preview_choice_import_and_undo(qtbot: QtBot, view: CalendarImportView, desk: Desk, tmp_path: Path) -> None:
    _give(view, tmp_path / "work.ics", CALENDAR, qtbot)
    assert view.primary.text() == "Import 4 meetings"
    assert "Line 18" in view.banner.text() and "DTSTART" in view.banner.text()
    assert view.model.cells(view.model.rows[0]).title.startswith("Which one?")
    view.list.set_current_id(view.model.rows[0].key)
    QTest.keyClick(view.list, Qt.Key.Key_Right)
    assert view.primary.text() == "Import 5 meetings"
    assert view.model.cells(view.model.rows[0]).title == "Kim Park"
    with qtbot.waitSignal(view.navigate_requested):
        QTest.mouseClick(view.primary, Qt.MouseButton.LeftButton)
    assert len(_meetings(desk)) == 5
    with qtbot.waitSignal(undo(view, desk).succeeded):
        pass
    assert _meetings(desk) == []


def test_a_row_that_is_left_out_stays_out(qtbot: QtBot, view: CalendarImportView, tmp_path: Path) -> None:
    _give(view, tmp_path / "work.ics", CALENDAR, qtbot)
    row = next(row for row in view.model.rows if row.is_change)
    view.list.set_current_id(row.key)
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    assert view.primary.text() == "Nothing to import" and not view.primary.isEnabled()
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    assert view.primary.isEnabled()


def test_a_file_that_is_no_calendar_is_said(qtbot: QtBot, view: CalendarImportView, tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    path.write_text("not a calendar")
    with qtbot.waitSignal(view.session.read_failed):
        view.set_file(path)
    assert view.step == FILE and "work.ics" in view.file_step.banner.text()
