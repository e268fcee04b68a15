"""The end of a record in the window: names taken out by choice, destruction by a typed name, copies named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.visibility import Visibility
from coachdesk.services.archive import find_people_named
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.search import search_ranked
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.retention_view import RetentionView
from coachdesk.ui.views.route import Route

from .test_life_rescue import FakeChoosers

SPACE = Qt.Key.Key_Space


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, write: Callable[..., Any]) -> RetentionView:
    gone = write(save_person, PersonDraft(None, "Wilhelmina Zwyx"))
    stays = write(save_person, PersonDraft(None, "Luca Ferri"))
    for person, words in ((gone, "xylophonist quandary"), (stays, "Wilhelmina was kind")):
        write(save_note, NoteDraft(new_note_id(), person, None, (Block(Visibility.SHARED, words),)))
    write(save_note, NoteDraft(new_note_id(), gone, None, (Block(Visibility.ONLY_YOU, "okapi marzipan"),)))
    page = RetentionView(desk, look, dialogs=FakeChoosers())
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show_route(Route("retention", person_id=gone))
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page._page is not None)
    return page


def test_a_person_is_destroyed_by_typing_the_name(qtbot: QtBot, view: RetentionView, desk: Desk) -> None:
    desk.backups.make_now()
    qtbot.waitUntil(lambda: not desk.backups.is_running, timeout=20_000)
    qtbot.keyClicks(view.typed.edit, "Wilhelmina")
    assert not view.destroy_button.isEnabled()
    qtbot.keyClicks(view.typed.edit, " Zwyx")
    qtbot.keyClick(view.destroy_button, SPACE)
    qtbot.waitUntil(lambda: not view.result.isHidden(), timeout=20_000)
    assert "solid-state" in view.result.text() and len(view.copies.paths) == 1
    assert desk.store.read(lambda session: find_people_named(session, "Wilhelmina Zwyx")) == ()
    assert desk.store.read(lambda session: search_ranked(session, "xylophonist", 5)) == ()
    assert desk.history.undo_label is None
    assert desk.store.read(lambda session: len(find_people_named(session, "Luca Ferri"))) == 1


def test_names_go_from_other_records_by_choice_and_come_back(
    qtbot: QtBot, view: RetentionView, desk: Desk, settle: Callable[[], None]
) -> None:
    part = view.elsewhere
    assert [row.person_name for row in part.mentions] == ["Luca Ferri"] and not part.replace.isEnabled()
    qtbot.keyClick(part.list, SPACE)
    qtbot.keyClick(part.replace, SPACE)
    qtbot.waitUntil(lambda: not part.mentions)
    desk.store.write(desk.history.undo)
    view.refresh()
    qtbot.waitUntil(lambda: len(part.mentions) == 1)
    settle()


def test_what_is_shared_is_handed_over(qtbot: QtBot, view: RetentionView, tmp_path: Path) -> None:
    view.dialogs.folder = tmp_path  # type: ignore[attr-defined]
    qtbot.keyClick(view.hand_over, SPACE)
    qtbot.waitUntil(lambda: not view.banner.isHidden(), timeout=20_000)
    assert "not encrypted" in view.banner.text()
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "Wilhelmina Zwyx hand-over").glob("*.md"))
    assert "xylophonist quandary" in written and "okapi" not in written


def test_what_only_you_see_is_handed_over_when_asked_once_and_marked(
    qtbot: QtBot, view: RetentionView, tmp_path: Path
) -> None:
    view.dialogs.folder = tmp_path  # type: ignore[attr-defined]
    qtbot.keyClick(view.with_private, SPACE)
    qtbot.keyClick(view.hand_over, SPACE)
    qtbot.waitUntil(lambda: not view.banner.isHidden(), timeout=20_000)
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "Wilhelmina Zwyx hand-over").glob("*.md"))
    before, _, after = written.partition("okapi marzipan")
    assert after and "Only you" in before[-60:]
    assert "with what only you see" in view.banner.text() and not view.with_private.isChecked()
