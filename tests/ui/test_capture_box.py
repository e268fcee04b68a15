"""Ctrl+N: one line is read back, kept and never lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.services.acts import list_acts
from coachdesk.services.agenda import list_agenda
from coachdesk.services.capture import get_choices
from coachdesk.services.glue import list_glue
from coachdesk.services.observations import list_observations
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.promises import list_open_promises
from coachdesk.store.store import Store
from coachdesk.ui.shell.capture_box import CaptureBox
from coachdesk.ui.theme.appearance import Appearance

TODAY = date(2026, 5, 12)


@pytest.fixture
def people(write: Any) -> dict[str, str]:
    names = ("Sam Okoro", "Kwame Mensah", "Anna Berg", "Anna Kowalska")
    return {name: write(save_person, PersonDraft(None, name, tags=("on call",))) for name in names}


@pytest.fixture
def box(qtbot: QtBot, desk: Desk, look: Appearance, people: dict[str, str], settle: Any) -> CaptureBox:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    made = CaptureBox(desk, look, window)
    window.show()
    made.open_box(None)
    settle()
    window._box = made  # type: ignore[attr-defined]  # the window owns it; keep the Python side alive too
    return made


def _enter(qtbot: QtBot, box: CaptureBox, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(box.field, Qt.Key.Key_Return, modifier)


def _feedback(desk: Desk, person_id: str) -> list[tuple[str, str]]:
    store: Store = desk.store
    return [(row.text, row.said_by) for row in store.read(lambda s: list_observations(s, person_id))]


def test_what_enter_will_do_is_said_before(
    qtbot: QtBot, box: CaptureBox, desk: Desk, people: dict[str, str], settle: Any
) -> None:
    qtbot.keyClicks(box.field, "@sam +promise fri send the numbers")
    assert box.reading.text() == ("Adds a follow-up for you, about Sam Okoro, due Friday 15 May, shared")
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        _enter(qtbot, box)
    assert offered.args == ["Follow-up added"]
    (row,) = desk.store.read(lambda s: list_open_promises(s, TODAY))
    assert (row.text, row.owner, row.due_on) == ("send the numbers", PromiseOwner.ME, date(2026, 5, 15))
    assert not box.isVisible()


def test_ctrl_enter_keeps_and_stays_for_the_next(
    qtbot: QtBot, box: CaptureBox, desk: Desk, people: dict[str, str], settle: Any
) -> None:
    qtbot.keyClicks(box.field, "@sam +feedback from kwame saved us a day")
    assert box.reading.text() == "Adds feedback for Sam Okoro from Kwame Mensah, to pass on, only you see it"
    _enter(qtbot, box, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert box.isVisible() and box.field.text() == ""
    qtbot.keyClicks(box.field, "@sam +win ran it")
    _enter(qtbot, box)
    settle()
    assert _feedback(desk, people["Sam Okoro"]) == [("saved us a day", "Kwame Mensah"), ("ran it", "")]


def test_without_a_person_it_asks_for_one_and_keeps_the_words(qtbot: QtBot, box: CaptureBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "+win ran it")
    _enter(qtbot, box)
    settle()
    assert box.reading.text() == "Whom is it about? Type @ and a name."
    assert box.isVisible() and box.field.text() == "+win ran it"


def test_bare_words_on_a_persons_page_are_a_topic(
    qtbot: QtBot, box: CaptureBox, desk: Desk, people: dict[str, str], settle: Any
) -> None:
    box.open_box((people["Kwame Mensah"], "Kwame Mensah"))
    settle()
    qtbot.keyClicks(box.field, "Partner launch")
    assert box.reading.text() == "Adds a topic for the next one-on-one with Kwame Mensah, shared"
    _enter(qtbot, box)
    settle()
    rows = desk.store.read(lambda s: list_agenda(s, people["Kwame Mensah"]))
    assert [row.text for row in rows] == ["Partner launch"]


def test_a_name_that_two_people_have_is_chosen_from_the_list(
    qtbot: QtBot, box: CaptureBox, desk: Desk, people: dict[str, str], settle: Any
) -> None:
    qtbot.keyClicks(box.field, "@anna +win ran it")
    assert box.reading.text() == "2 people are called anna. Choose one of them."
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    _enter(qtbot, box)
    assert box.field.text() == "@Anna Kowalska +win ran it"
    _enter(qtbot, box)
    settle()
    assert _feedback(desk, people["Anna Kowalska"]) == [("ran it", "")]


def test_people_signs_and_tags_are_completed_by_tab(qtbot: QtBot, box: CaptureBox) -> None:
    for typed, expected in (
        ("@oko", "@Sam Okoro "),
        ("+fe", "@Sam Okoro +feedback "),
        ("#on", "@Sam Okoro +feedback #on-call "),
    ):
        qtbot.keyClicks(box.field, typed)
        qtbot.keyClick(box.field, Qt.Key.Key_Tab)
        assert box.field.text() == expected


def test_what_is_unfinished_outlives_the_window(
    qtbot: QtBot, box: CaptureBox, desk: Desk, look: Appearance, settle: Any
) -> None:
    qtbot.keyClicks(box.field, "@sam +win half a thought")
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible() and box.field.text() == "@sam +win half a thought"
    settle()
    assert not box.has_unsaved()
    assert desk.store.read(get_choices).unfinished == "@sam +win half a thought"
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    again = CaptureBox(desk, look, other)
    other._box = again  # type: ignore[attr-defined]
    again.open_box(None)
    settle()
    assert again.field.text() == "@sam +win half a thought"
    _enter(qtbot, again)
    settle()
    assert desk.store.read(get_choices).unfinished == ""


def test_an_empty_box_shows_what_can_be_typed(box: CaptureBox) -> None:
    signs = [box.model.row(number).keys for number in range(box.model.rowCount())]
    assert signs == ["+win", "+feedback", "+promise", "+topic", "+note", "+private", "+shared", "+theirs", "/"]


def test_an_act_is_read_back_with_its_room_and_kept_for_today(
    qtbot: QtBot, box: CaptureBox, desk: Desk, people: dict[str, str], settle: Any
) -> None:
    qtbot.keyClicks(box.field, "@kwa")
    qtbot.keyClick(box.field, Qt.Key.Key_Tab)
    qtbot.keyClicks(box.field, "/")
    signs = [box.model.row(number).keys for number in range(box.model.rowCount())]
    assert signs == ["/advised", "/named", "/introduced", "/credited", "/visible", "/glue"]
    qtbot.keyClicks(box.field, "na")
    qtbot.keyClick(box.field, Qt.Key.Key_Tab)
    qtbot.keyClicks(box.field, "in the staff meeting: for the architecture forum +shared")
    assert box.field.text().startswith("@Kwame Mensah /named in")
    reading = "Adds that you named Kwame Mensah in a room, before the staff meeting, today, only you see it"
    assert box.reading.text() == reading
    _enter(qtbot, box)
    settle()
    (act,) = desk.store.read(lambda s: list_acts(s, people["Kwame Mensah"]))
    assert (act.kind, act.text, act.audience, act.acted_on) == (
        ActKind.NAMED, "for the architecture forum", "the staff meeting", TODAY
    )  # fmt: skip


def test_glue_work_is_captured_with_how_it_came_about(
    qtbot: QtBot, box: CaptureBox, desk: Desk, people: dict[str, str], settle: Any
) -> None:
    qtbot.keyClicks(box.field, "@sam /glue volunteered Runs the on-call rota")
    assert box.reading.text() == "Adds glue work of Sam Okoro, volunteered, going on from today, only you see it"
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        _enter(qtbot, box)
    assert offered.args == ["Glue work added"]
    (row,) = desk.store.read(lambda s: list_glue(s, TODAY, people["Sam Okoro"]))
    assert (row.text, row.origin, row.began_on) == ("Runs the on-call rota", GlueOrigin.VOLUNTEERED, TODAY)
