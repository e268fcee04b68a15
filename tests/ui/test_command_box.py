"""Ctrl+K: commands, people and full text in one field."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import start_meeting
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.shell.command_box import CommandBox, CommandModel
from coachdesk.ui.shell.command_rows import Asked, CommandRow, Kind, RowKind, build_rows
from coachdesk.ui.theme.appearance import Appearance


@pytest.fixture
def amara(desk: Desk, write: Any) -> str:
    person_id: str = write(save_person, PersonDraft(None, "Amara Okafor", role="Engineer"))
    meeting_id = write(start_meeting, person_id)
    blocks = (
        Block(Visibility.SHARED, "## Capacity planning\n- Wants a seat"),
        Block(Visibility.ONLY_YOU, "Sounded worn out about capacity"),
    )
    write(save_note, NoteDraft(new_note_id(), person_id, meeting_id, blocks))
    write(add_item, AgendaDraft(person_id, "How do I join capacity planning?"))
    return person_id


@pytest.fixture
def box(qtbot: QtBot, desk: Desk, look: Appearance, amara: str) -> CommandBox:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    made = CommandBox(desk, look, window)
    window.show()
    made.open_box((amara, "Amara Okafor"))
    window._box = made  # type: ignore[attr-defined]  # the window owns it; keep the Python side alive too
    return made


def rows(box: CommandBox) -> list[CommandRow]:
    return [box.model.row(number) for number in range(box.model.rowCount())]


def hits(box: CommandBox) -> list[CommandRow]:
    return [row for row in rows(box) if row.kind is RowKind.HIT]


def test_a_word_of_a_note_is_found_marked_and_opened_there(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "worn")
    settle()
    (hit,) = hits(box)
    assert hit.is_private
    marked = [hit.detail[start:end] for start, end in hit.detail_spans]
    assert marked == ["worn"]
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    route = chosen.args[0].route
    assert route.view == "meeting"
    assert route.terms == ("worn",)
    assert not box.isVisible()


def test_hits_show_as_one_types_and_private_ones_say_so(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "capa")
    settle()
    assert {hit.is_private for hit in hits(box)} == {True, False}
    spoken = [
        box.model.index(number).data(Qt.ItemDataRole.AccessibleTextRole) for number in range(box.model.rowCount())
    ]
    assert any("only you" in words for words in spoken)


def test_one_letter_starts_no_search(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "z")
    settle()
    assert hits(box) == []


def test_commands_only_after_the_sign(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, ">lock")
    settle()
    assert [row.action_id for row in rows(box) if row.kind is RowKind.COMMAND] == ["lock", "quit"]
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert chosen.args[0].action_id == "lock"


def test_people_only_after_the_sign(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "@oka")
    settle()
    assert [hit.title for hit in hits(box)] == ["Amara Okafor"]


def test_tab_narrows_and_escape_gives_the_focus_back(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "capacity")
    settle()
    qtbot.keyClick(box.field, Qt.Key.Key_Tab)
    assert hits(box) == []
    qtbot.keyClick(box.field, Qt.Key.Key_Tab)
    assert {hit.icon for hit in hits(box)} == {"note"}
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert box.field.text() == ""
    assert rows(box) == []


def test_nothing_found_offers_to_make_it(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "sabbatical")
    settle()
    made = [row for row in rows(box) if row.agenda_text]
    assert [row.agenda_text for row in made] == ["sabbatical"]


def test_the_words_searched_for_are_in_no_window_title(qtbot: QtBot, box: CommandBox, settle: Any) -> None:
    qtbot.keyClicks(box.field, "worn")
    settle()
    assert "worn" not in box.window().windowTitle()


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = CommandModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    asked = Asked("", Kind.ALL, date(2026, 5, 12), UTC)
    model.set_rows(build_rows(asked, (), ()))
    model.set_rows(())
    assert tester.model() is model
