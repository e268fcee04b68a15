"""The form of a person, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.services import people
from coachdesk.services.people import PersonDetail, PersonDraft
from coachdesk.services.person_page import list_person_meetings
from coachdesk.services.series import find_series
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_form import PersonFormView
from coachdesk.ui.views.route import Route

Write = Callable[..., Any]
Settle = Callable[[], None]
Form = Callable[..., PersonFormView]


@pytest.fixture
def form(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Form:
    def build(person: str | None = None) -> PersonFormView:
        view = PersonFormView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 752)
        view.show()
        view.activateWindow()
        view.show_route(Route("person_form", person))
        settle()
        return view

    return build


@pytest.fixture
def kwame(write: Write) -> str:
    return str(
        write(
            people.save_person,
            PersonDraft(None, "Kwame Mensah", level="M1", team="Ledger", cadence="FREQ=WEEKLY", about="Private"),
        )
    )


def _get(desk: Desk, person: str) -> PersonDetail:
    return desk.store.read(lambda session: people.get_person(session, person))


def test_someone_new_is_added_by_keys(form: Form, kwame: str, desk: Desk, settle: Settle, qtbot: QtBot) -> None:
    view = form()
    fields = view.fields
    assert view.primary.text() == "Add person"
    assert fields.name.edit.hasFocus()
    QTest.keyClicks(fields.name.edit, "Amara  Okafor")
    QTest.keyClicks(fields.start.edit, "3 June 2024")
    QTest.keyClicks(fields.time_zone.edit, "Africa/Lagos")
    QTest.keyClicks(fields.tags.edit, "Lagos, on call")
    fields.manager.box.setFocus()
    QTest.keyClick(fields.manager.box, Qt.Key.Key_Down)
    QTest.keyClicks(fields.rhythm.edit, "monthly")
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(view.primary, Qt.Key.Key_Space)
    settle()
    assert asked.args[0].view == "person"
    person = _get(desk, asked.args[0].person_id)
    assert (person.name, person.manager_id, person.start_on) == ("Amara Okafor", kwame, date(2024, 6, 3))
    assert (person.cadence, person.time_zone, person.tags) == ("FREQ=MONTHLY", "Africa/Lagos", ("Lagos", "on call"))
    assert desk.history.undo_label == "Person added"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "needs a name"),
        ("start", "someday", "15 May 2024"),
        ("time_zone", "Mars", "Africa/Lagos"),
        ("email", "nobody", "amara@example.org"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(form: Form, field: str, typed: str, words: str, settle: Settle) -> None:
    view = form()
    if field != "name":
        QTest.keyClicks(view.fields.name.edit, "Amara")
    one = getattr(view.fields, field)
    QTest.keyClicks(one.edit, typed)
    QTest.keyClick(view.primary, Qt.Key.Key_Space)
    settle()
    assert words in one.hint.text()
    assert words in one.edit.accessibleDescription()


def test_a_change_is_saved_when_the_field_is_left(
    form: Form, kwame: str, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    view = form(kwame)
    assert view.fields.level.text() == "M1"
    view.fields.level.edit.setFocus()
    view.fields.level.edit.selectAll()
    QTest.keyClicks(view.fields.level.edit, "M2")
    assert view.has_unsaved()
    QTest.keyClick(view.fields.level.edit, Qt.Key.Key_Tab)
    settle()
    assert not view.has_unsaved()
    person = _get(desk, kwame)
    assert (person.level, person.about, person.cadence) == ("M2", "Private", "FREQ=WEEKLY")
    assert desk.history.undo_label == "Person changed"
    with qtbot.waitSignal(view.back_requested):
        QTest.keyClick(view.primary, Qt.Key.Key_Space)


def test_a_name_taken_away_is_kept_from_the_vault(form: Form, kwame: str, desk: Desk, settle: Settle) -> None:
    view = form(kwame)
    view.fields.name.edit.clear()
    QTest.keyClick(view.fields.name.edit, Qt.Key.Key_Tab)
    settle()
    assert "needs a name" in view.fields.name.hint.text()
    assert view.has_unsaved()
    assert _get(desk, kwame).name == "Kwame Mensah"


def test_nobody_becomes_their_own_manager(form: Form, kwame: str, write: Write, desk: Desk, settle: Settle) -> None:
    write(people.save_person, PersonDraft(None, "Noor Siddiqui", manager_id=kwame))
    view = form(kwame)
    left: list[bool] = []
    view.back_requested.connect(lambda: left.append(True))
    view.fields.manager.box.setFocus()
    QTest.keyClick(view.fields.manager.box, Qt.Key.Key_Down)
    QTest.keyClick(view.primary, Qt.Key.Key_Space)
    settle()
    assert not left
    assert "own manager" in view.fields.manager.hint.text()


def test_archive_offers_undo_and_restore(form: Form, kwame: str, desk: Desk, settle: Settle, qtbot: QtBot) -> None:
    view = form(kwame)
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        QTest.keyClick(view.archive, Qt.Key.Key_Space)
    settle()
    assert offered.args == ["Person archived"]
    assert view.archive.text() == "Restore"
    QTest.keyClick(view.archive, Qt.Key.Key_Space)
    settle()
    assert view.archive.text() == "Archive"
    assert not _get(desk, kwame).is_archived


def test_escape_leaves_without_adding(form: Form, desk: Desk, qtbot: QtBot) -> None:
    view = form()
    QTest.keyClicks(view.fields.name.edit, "Amara")
    with qtbot.waitSignal(view.back_requested):
        QTest.keyClick(view.fields.name.edit, Qt.Key.Key_Escape)
    assert desk.store.read(people.list_people) == ()


def test_a_rhythm_in_words_is_read_back_and_plans_the_series(
    form: Form, kwame: str, desk: Desk, settle: Settle
) -> None:
    view = form(kwame)
    rhythm = view.fields.rhythm
    assert rhythm.text() == "weekly"
    assert "Add a time of day" in rhythm.hint.text()
    rhythm.edit.setFocus()
    rhythm.edit.selectAll()
    QTest.keyClicks(rhythm.edit, "every 2 weeks tue 10:00")
    view.fields.time_zone.set_text("Asia/Tokyo")
    assert rhythm.hint.text() == "Every 2 weeks on Tuesday at 10:00 your time, 19:00 theirs now."
    rhythm.edit.completer().popup().hide()
    view.fields.tags.edit.setFocus()
    settle()
    assert _get(desk, kwame).cadence == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert len(desk.store.read(lambda session: list_person_meetings(session, kwame))) == 4
    assert not view.has_unsaved()
    assert desk.history.undo_label == "Person changed"


def test_their_time_and_words_that_are_no_rhythm(form: Form, kwame: str, desk: Desk, settle: Settle) -> None:
    view = form(kwame)
    rhythm = view.fields.rhythm
    rhythm.set_text("whenever")
    QTest.keyClick(view.primary, Qt.Key.Key_Space)
    settle()
    assert "Type a rhythm such as" in rhythm.hint.text()
    view.fields.time_zone.set_text("Asia/Tokyo")
    rhythm.set_text("weekly thu 9:30 their time")
    assert rhythm.hint.text() == "Every week on Thursday at 09:30 their time, 00:30 yours now."
    QTest.keyClick(view.primary, Qt.Key.Key_Space)
    settle()
    found = desk.store.read(lambda session: find_series(session, kwame))
    assert found is not None and found.time_zone == "Asia/Tokyo"
    again = form(kwame)
    assert again.fields.rhythm.text() == "weekly thu 09:30 their time"
    assert not again.has_unsaved()
