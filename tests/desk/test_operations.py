"""Operations and queries: order, answers on the UI thread, undo, and what happens when the world fails."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Cancelled, LatestQuery, Operation, Task, redo, undo
from coachdesk.services.people import PersonDraft, list_people, save_person
from coachdesk.store.failures import DiskFull


class Heard(QObject):
    """Keeps what signals said, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Any] = []
        self.threads: set[Any] = set()

    def hear(self, *arguments: Any) -> None:
        self.said.append(arguments[0] if len(arguments) == 1 else arguments)
        self.threads.add(QThread.currentThread())


def names(desk: Desk) -> list[str]:
    return [person.name for person in desk.store.read(list_people)]


def test_a_write_answers_on_the_ui_thread_and_tells_the_bus(desk: Desk, qtbot: QtBot) -> None:
    heard, changed = Heard(), Heard()
    desk.bus.changed.connect(changed.hear)
    operation = Operation(heard, desk, save_person, PersonDraft(None, "Amara Okafor"))
    operation.succeeded.connect(heard.hear)
    operation.start()
    qtbot.waitUntil(lambda: bool(changed.said))
    assert names(desk) == ["Amara Okafor"]
    assert heard.threads == {QThread.currentThread()}
    change_set, initiator = changed.said[0]
    assert heard.said[0] in change_set.ids
    assert initiator is heard


def test_writes_run_in_order(desk: Desk, qtbot: QtBot, settle: Any) -> None:
    asker = QObject()
    for number in range(20):
        Operation(asker, desk, save_person, PersonDraft(None, f"Person {number:02}")).start()
    settle()
    assert names(desk) == [f"Person {number:02}" for number in range(20)]


def test_undo_and_redo_walk_the_acts(desk: Desk, settle: Any) -> None:
    asker = QObject()
    for name in ("Amara", "Diego"):
        Operation(asker, desk, save_person, PersonDraft(None, name), label=f"{name} added").start()
    settle()
    undo(asker, desk)
    settle()
    assert names(desk) == ["Amara"]
    assert desk.history.redo_label == "Diego added"
    redo(asker, desk)
    settle()
    assert names(desk) == ["Amara", "Diego"]
    undo(asker, desk)
    undo(asker, desk)
    undo(asker, desk)
    settle()
    assert names(desk) == []
    assert desk.history.undo_label is None


def test_a_full_disk_is_told_and_changes_nothing(desk: Desk, qtbot: QtBot, settle: Any) -> None:
    heard, told = Heard(), Heard()
    desk.bus.failed.connect(told.hear)

    def fail(unit: Any) -> None:
        save_person(unit, PersonDraft(None, "Half written"))
        unit.session.flush()
        raise DiskFull("no room")

    operation = Operation(heard, desk, fail, label="Person added")
    operation.failed.connect(heard.hear)
    operation.start()
    settle()
    assert isinstance(told.said[0], DiskFull)
    assert isinstance(heard.said[0], DiskFull)
    assert names(desk) == []
    assert desk.history.undo_label is None


def test_a_bug_goes_to_the_crash_page_not_to_the_view(desk: Desk, settle: Any) -> None:
    heard, crashed = Heard(), Heard()
    desk.bus.crashed.connect(crashed.hear)
    operation = Operation(heard, desk, lambda _unit: 1 / 0)
    operation.failed.connect(heard.hear)
    operation.start()
    settle()
    assert isinstance(crashed.said[0], ZeroDivisionError)
    assert heard.said == []


def test_an_answer_to_a_view_that_is_gone_is_dropped_but_the_write_stays(desk: Desk, settle: Any) -> None:
    view = QObject()
    Operation(view, desk, save_person, PersonDraft(None, "Amara")).start()
    view.deleteLater()
    del view
    settle()
    assert names(desk) == ["Amara"]


def test_only_the_newest_question_is_answered(desk: Desk, qtbot: QtBot, settle: Any) -> None:
    asker, heard = QObject(), Heard()
    query = LatestQuery(asker, desk)
    query.answered.connect(heard.hear)
    ran: list[int] = []

    def slow(_session: Any, number: int) -> int:
        ran.append(number)
        time.sleep(0.02)
        return number

    for number in range(50):
        query.ask(slow, number)
    settle()
    qtbot.waitUntil(lambda: bool(heard.said))
    assert heard.said == [49]
    assert len(ran) < 5


def test_a_read_does_not_wait_for_a_long_write(desk: Desk, qtbot: QtBot, settle: Any) -> None:
    asker, heard = QObject(), Heard()
    goes_on = threading.Event()

    def long_write(unit: Any) -> None:
        save_person(unit, PersonDraft(None, "Amara"))
        unit.session.flush()
        goes_on.wait(10)

    Operation(asker, desk, long_write).start()
    query = LatestQuery(asker, desk)
    query.answered.connect(heard.hear)
    query.ask(list_people)
    qtbot.waitUntil(lambda: bool(heard.said))
    assert heard.said == [()]
    assert desk.store_lane.pending == 1
    goes_on.set()
    settle()
    assert names(desk) == ["Amara"]


def test_a_task_reports_and_can_be_cancelled(desk: Desk, qtbot: QtBot) -> None:
    asker, heard, progress = QObject(), Heard(), Heard()

    def work(report: Any) -> None:
        for number in range(1000):
            report(number, 1000)
            time.sleep(0.001)

    task = Task(asker, desk, work)
    task.progressed.connect(progress.hear)
    with qtbot.waitSignal(task.cancelled, timeout=5000):
        task.start()
        qtbot.waitUntil(lambda: bool(progress.said))
        task.cancel()
    assert heard.said == []
    with pytest.raises(Cancelled):
        task._report(1, 2)
