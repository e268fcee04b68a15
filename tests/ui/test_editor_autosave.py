"""Autosave: nothing typed is lost, whatever the disk does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import start_meeting
from coachdesk.services.notes import NoteDraft, find_note_of_meeting
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.failures import DiskFull
from coachdesk.ui.editor.autosave import Autosave


class Typed:
    """What an editor would hold."""

    def __init__(self, person_id: str, meeting_id: str) -> None:
        self.person_id, self.meeting_id, self.text = person_id, meeting_id, ""

    def collect(self) -> NoteDraft:
        block = Block(Visibility.ONLY_YOU, self.text)
        return NoteDraft("n1", self.person_id, self.meeting_id, (block,) if self.text else ())


@pytest.fixture
def typed(desk: Desk) -> Typed:
    person_id = desk.store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
    return Typed(person_id, desk.store.write(lambda unit: start_meeting(unit, person_id)).result)


@pytest.fixture
def build(qtbot: QtBot, desk: Desk, typed: Typed) -> Callable[[], Autosave]:
    owner = QObject(desk)

    def make() -> Autosave:
        return Autosave(owner, desk, typed.collect, delay_ms=0, retry_ms=0)

    return make


def stored(desk: Desk, typed: Typed) -> str:
    note = desk.store.read(lambda session: find_note_of_meeting(session, typed.meeting_id))
    return note.blocks[0].text if note and note.blocks else ""


def fill_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, times: int = 1) -> None:
    """Let the next writes fail."""
    write, left = desk.store.write, [times]

    def failing(operation: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise error
        return write(operation)

    monkeypatch.setattr(desk.store, "write", failing)


def test_it_saves_by_itself_and_only_news(
    qtbot: QtBot, desk: Desk, typed: Typed, build: Callable[[], Autosave]
) -> None:
    autosave = build()
    typed.text = "worn out"
    with qtbot.waitSignal(autosave.saved) as signal:
        autosave.touch()
        assert autosave.has_unsaved()
    assert isinstance(signal.args[0], datetime)
    assert stored(desk, typed) == "worn out" and not autosave.has_unsaved()
    autosave.touch()
    autosave.flush()
    assert not autosave.has_unsaved()


def test_a_full_disk_keeps_the_text_and_tries_again(
    qtbot: QtBot, desk: Desk, typed: Typed, build: Callable[[], Autosave], monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = build()
    fill_disk(desk, monkeypatch, DiskFull("full"), times=2)
    typed.text = "worn out"
    failures: list[object] = []
    autosave.failed.connect(failures.append)
    with qtbot.waitSignal(autosave.saved):
        autosave.touch()
    assert [type(failure) for failure in failures] == [DiskFull, DiskFull]
    assert stored(desk, typed) == "worn out" and not autosave.has_failed


def test_what_was_typed_during_a_failing_save_wins(
    qtbot: QtBot, desk: Desk, typed: Typed, build: Callable[[], Autosave], monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = build()
    fill_disk(desk, monkeypatch, DiskFull("full"))
    typed.text = "worn"
    autosave.touch()
    autosave.flush()
    typed.text = "worn out"
    autosave.touch()
    autosave.flush()
    qtbot.waitUntil(lambda: not autosave.has_unsaved())
    assert stored(desk, typed) == "worn out"


def test_a_failed_draft_survives_the_page_that_typed_it(
    qtbot: QtBot, desk: Desk, typed: Typed, build: Callable[[], Autosave], monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = build()
    autosave._next_retry_ms = 60_000
    fill_disk(desk, monkeypatch, DiskFull("full"))
    typed.text = "worn out"
    with qtbot.waitSignal(autosave.failed):
        autosave.touch()
    assert autosave.find_waiting("n1") == (Block(Visibility.ONLY_YOU, "worn out"),)
    assert autosave.has_unsaved()
    with qtbot.waitSignal(autosave.saved):
        autosave.retry()
    assert stored(desk, typed) == "worn out"


def test_a_bug_below_does_not_lose_text_either(
    qtbot: QtBot, desk: Desk, typed: Typed, build: Callable[[], Autosave], monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = build()
    fill_disk(desk, monkeypatch, RuntimeError("a bug"))
    typed.text = "worn out"
    with qtbot.waitSignal(autosave.saved):
        autosave.touch()
    assert stored(desk, typed) == "worn out"


def test_it_saves_although_the_keys_never_rest(qtbot: QtBot, desk: Desk, typed: Typed) -> None:
    autosave = Autosave(QObject(desk), desk, typed.collect, delay_ms=3_600_000, longest_ms=0)
    typed.text = "on and on"
    with qtbot.waitSignal(autosave.saved):
        autosave.touch()
    assert stored(desk, typed) == "on and on"
