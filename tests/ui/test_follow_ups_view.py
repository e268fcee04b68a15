"""The follow-ups page and its Friday sweep, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.services import meetings, people, promises
from coachdesk.services.promises_page import PromiseFilter
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.follow_ups_view import FollowUpsView
from coachdesk.ui.views.route import Route

TODAY = date(2026, 5, 12)
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def made(write: Write) -> dict[str, str]:
    """Five promises to and by Amara by their words, and Kwame whom one can be handed to."""
    amara = write(people.save_person, people.PersonDraft(None, "Amara Okafor"))
    ids = {"Amara": amara, "Kwame": write(people.save_person, people.PersonDraft(None, "Kwame Mensah"))}
    meeting = write(meetings.start_meeting, amara)
    write(meetings.finish_meeting, meeting)
    rows = (
        ("a late", PromiseOwner.ME, -6, meeting),
        ("b today", PromiseOwner.ME, 0, None),
        ("c soon", PromiseOwner.ME, 3, None),
        ("d theirs", PromiseOwner.THEM, 1, None),
        ("e theirs", PromiseOwner.THEM, 9, None),
    )
    for text, owner, due, made_in in rows:
        draft = promises.PromiseDraft(amara, text, owner, TODAY + timedelta(days=due), made_in)
        ids[text] = write(promises.add_promise, draft)
    return ids


@pytest.fixture
def view(desk: Desk, look: Appearance, made: dict[str, str], settle: Settle, qtbot: QtBot) -> FollowUpsView:
    page = FollowUpsView(desk, look)
    qtbot.addWidget(page)
    page.resize(1048, 752)
    page.show_route(Route("follow_ups"))
    page.show()
    page.activateWindow()
    settle()
    settle()
    page.list.list.setFocus()
    return page


def shown(view: FollowUpsView) -> list[str]:
    return [row.text for row in view.list.model.rows]


def stored(desk: Desk, promise_id: str) -> Promise:
    return desk.store.read(lambda s: promises.get_promise(s, promise_id))


def press(view: FollowUpsView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view.list.list, key)


def test_mine_come_first_with_one_in_detail(view: FollowUpsView) -> None:
    assert shown(view) == ["a late", "b today", "c soon", "d theirs", "e theirs"]
    assert view.panel.words.text() == "a late"
    assert "Promised 12 May, today" in view.panel.history.text()
    assert view.panel.made_in.text() == "Made in the one-on-one of 12 May"
    spoken = view.list.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "a late, You, for Amara, 6 days late"
    assert view._mine.text() == "Kept 0, kept late 0, dropped 0, open 3 since February"
    assert view._theirs.text() == "Kept 0, kept late 0, dropped 0, open 2 since February"


def test_letters_do_their_act_and_undo_takes_each_back(
    view: FollowUpsView, made: dict[str, str], desk: Desk, settle: Settle
) -> None:
    before = stored(desk, made["a late"]).model_dump()
    acts: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: press(view, Qt.Key.Key_Space), "Follow-up done"),
        (lambda: press(view, Qt.Key.Key_X), "Follow-up dropped"),
        (lambda: press(view, Qt.Key.Key_Delete), "Follow-up dropped"),
        (lambda: ask(view, Qt.Key.Key_S, "in 2 weeks"), "Follow-up snoozed"),
        (lambda: ask(view, Qt.Key.Key_H, "kwa"), "Follow-up handed over"),
        (lambda: reword(view, "other words"), "Follow-up reworded"),
    )
    for act, label in acts:
        view.list.list.set_current_id(made["a late"])
        settle()
        view.list.list.setFocus()
        act()
        settle()
        assert desk.history.undo_label == label
        assert stored(desk, made["a late"]).model_dump() != before
        undo(view, desk)
        settle()
        settle()
        assert stored(desk, made["a late"]).model_dump() == before


def ask(view: FollowUpsView, key: Qt.Key, answer: str) -> None:
    press(view, key)
    assert view.panel.ask.field.hasFocus()
    QTest.keyClicks(view.panel.ask.field, answer)
    QTest.keyClick(view.panel.ask.field, Qt.Key.Key_Return)


def reword(view: FollowUpsView, words: str) -> None:
    press(view, Qt.Key.Key_F2)
    QTest.keyClicks(view.panel.edit, words)
    QTest.keyClick(view.panel.edit, Qt.Key.Key_Return)
    assert view.list.list.hasFocus()


def test_a_wrong_answer_is_said_and_esc_leaves_it(view: FollowUpsView, made: dict[str, str], desk: Desk) -> None:
    ask(view, Qt.Key.Key_S, "yesterday")
    assert view.panel.ask.hint.text() == "Type a day after today."
    QTest.keyClick(view.panel.ask.field, Qt.Key.Key_Escape)
    assert view.panel.ask.isHidden() and view.list.list.hasFocus()
    ask(view, Qt.Key.Key_H, "nobody")
    assert "one person" in view.panel.ask.hint.text()
    assert stored(desk, made["a late"]).snoozed_until is None


def test_a_handed_promise_can_be_taken_back_and_a_snoozed_one_woken(
    view: FollowUpsView, made: dict[str, str], desk: Desk, settle: Settle
) -> None:
    ask(view, Qt.Key.Key_H, "Kwame Mensah")
    settle()
    settle()
    assert stored(desk, made["a late"]).raise_with_id == made["Kwame"]
    press(view, Qt.Key.Key_H)
    settle()
    assert stored(desk, made["a late"]).raise_with_id is None
    ask(view, Qt.Key.Key_S, "fri")
    settle()
    view.list.filter_chosen.emit(PromiseFilter.SNOOZED)
    settle()
    settle()
    assert shown(view) == ["a late"] and view.panel.tag.accessibleName() == "Snoozed until 15 May"
    press(view, Qt.Key.Key_S)
    settle()
    assert stored(desk, made["a late"]).snoozed_until is None


def test_enter_goes_to_the_person_and_m_to_the_meeting(view: FollowUpsView, made: dict[str, str], qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.navigate_requested) as asked:
        press(view, Qt.Key.Key_Return)
    assert asked.args[0] == Route("person", made["Amara"])
    with qtbot.waitSignal(view.navigate_requested) as asked:
        press(view, Qt.Key.Key_M)
    assert asked.args[0].view == "meeting" and asked.args[0].meeting_id


def test_a_route_may_name_a_filter_or_a_promise(view: FollowUpsView, made: dict[str, str], settle: Settle) -> None:
    view.show_route(Route("follow_ups", tab="overdue"))
    settle()
    assert shown(view) == ["a late"]
    view.show_route(Route("follow_ups", tab=made["d theirs"]))
    settle()
    settle()
    assert view.panel.words.text() == "d theirs"


def test_the_sweep_takes_one_key_an_item(view: FollowUpsView, made: dict[str, str], desk: Desk, settle: Settle) -> None:
    assert view.run_action("promises.sweep")
    settle()
    sweep = view.sweep
    assert sweep.hasFocus() and sweep.count.text() == "1 of 5" and sweep.text.text() == "a late"
    QTest.keyClick(sweep, Qt.Key.Key_D)
    assert sweep.count.text() == "2 of 5"
    QTest.keyClick(sweep, Qt.Key.Key_S)
    QTest.keyClick(sweep, Qt.Key.Key_K)
    QTest.keyClick(sweep, Qt.Key.Key_H)
    QTest.keyClicks(sweep.ask.field, "Kwame Mensah")
    QTest.keyClick(sweep.ask.field, Qt.Key.Key_Return)
    assert sweep.hasFocus() and sweep.count.text() == "5 of 5"
    QTest.keyClick(sweep, Qt.Key.Key_X)
    assert sweep.is_over and sweep.text.text() == "Nothing left to sweep"
    settle()
    assert stored(desk, made["a late"]).done_at is not None
    assert stored(desk, made["b today"]).snoozed_until == TODAY + timedelta(days=7)
    assert stored(desk, made["c soon"]).model_dump(include={"done_at", "dropped_at", "snoozed_until"}) == {
        "done_at": None,
        "dropped_at": None,
        "snoozed_until": None,
    }
    assert stored(desk, made["d theirs"]).raise_with_id == made["Kwame"]
    assert stored(desk, made["e theirs"]).dropped_at is not None
    undo(view, desk)
    settle()
    assert stored(desk, made["e theirs"]).dropped_at is None
    QTest.keyClick(sweep, Qt.Key.Key_Escape)
    settle()
    settle()
    assert not view.is_sweeping and shown(view) == ["c soon", "d theirs", "e theirs"]


def test_an_empty_list_says_so(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> None:
    page = FollowUpsView(desk, look)
    qtbot.addWidget(page)
    page.show_route(Route("follow_ups", tab="overdue"))
    page.show()
    settle()
    assert page.list.nothing.title.text() == "Nothing overdue" and page.list.nothing.isVisible()
    assert not page.sweep_button.isEnabled()


def test_the_model_keeps_the_rules_of_qt(view: FollowUpsView, settle: Settle) -> None:
    tester = QAbstractItemModelTester(view.list.model)
    view.list.filter_chosen.emit(PromiseFilter.THEIRS)
    settle()
    assert view.list.model.rowCount() == 2 and tester is not None
