"""Presenter mode: no private word reaches its window, nothing but its strip ends it, and lock keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import Session, select

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import Settings
from coachdesk.model.agenda import AgendaItem
from coachdesk.model.note import NoteBlock
from coachdesk.model.person import Person
from coachdesk.model.project import Project
from coachdesk.model.visibility import Visibility
from coachdesk.sample.sample import build_sample
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.shared.page import get_shared_page, list_shared_meetings
from coachdesk.store.schema import open_store
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.windows.main import MainWindow
from coachdesk.ui.windows.presenter import PresenterWindow
from coachdesk.vault.bundle import OpenVault, create_vault
from coachdesk.vault.kdf import FLOOR
from tests.services.private_words import MARK, add_private_words
from tests.ui.conftest import SetClock

TABS = ("overview", "one-on-ones", "growth", "goals", "feedback")
_TEXTS = ("text", "windowTitle", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription",
          "placeholderText", "title", "windowFilePath", "objectName")  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenVault, Path]]:
    """The sample vault, with private words of every kind about Amara added."""
    folder = tmp_path_factory.mktemp("presented")
    made = create_vault(folder / "team", "tulip cobalt ladder heron", kdf=FLOOR, state_dir=folder / "state")
    store = open_store(made.vault, SetClock())
    build_sample(store, years=1, today=date(2026, 5, 12))
    amara, kwame = (
        store.read(lambda session, name=name: _id_of(session, name)) for name in ("Amara Okafor", "Kwame Mensah")
    )
    store.write(lambda unit: add_private_words(unit, amara, kwame))
    store.close()
    yield made.vault, folder
    made.vault.close()


@pytest.fixture
def sample_desk(qtbot: QtBot, sample: tuple[OpenVault, Path], tmp_path: Path) -> Iterator[Desk]:
    """An open desk over the sample."""
    vault = sample[0]
    made = Desk(vault, open_store(vault, SetClock()), Settings(tmp_path / "settings.json"), zone=UTC)
    yield made
    made.rest()
    made.close()


def _id_of(session: Session, name: str) -> str:
    return session.exec(select(Person.id).where(Person.name == name)).one()


def words_of(widget: QWidget) -> set[str]:
    """Return every text in the widget tree, its models and its accessibility tree, hidden ones too."""
    found: set[str] = set()
    for one in (widget, *widget.findChildren(QObject)):
        found |= {str(getattr(one, name)()) for name in _TEXTS if callable(getattr(one, name, None))}
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            found |= _cells_of(one.model())
    _listen(QAccessible.queryAccessibleInterface(widget), found, 0)
    return found


def _cells_of(model: QAbstractItemModel) -> set[str]:
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    roles = (*range(32), *range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 140))
    return {repr(model.data(model.index(row, 0), role)) for row in range(model.rowCount()) for role in roles}


def _listen(interface: QAccessibleInterface | None, found: set[str], depth: int) -> None:
    if interface is None or not interface.isValid() or depth > 40:
        return
    found |= {interface.text(kind) for kind in QAccessible.Text if kind != QAccessible.Text.UserText}
    for number in range(min(interface.childCount(), 2000)):
        _listen(interface.child(number), found, depth + 1)


def private_sentences(desk: Desk, person_id: str) -> set[str]:
    """Return the private lines of the vault and the names of others, without what is shared with this person too."""

    def read(session: Session) -> set[str]:
        hidden = session.exec(select(NoteBlock.text).where(NoteBlock.visibility == Visibility.ONLY_YOU)).all()
        items = session.exec(select(AgendaItem.text).where(AgendaItem.visibility == Visibility.ONLY_YOU)).all()
        abouts = session.exec(select(Person.about).where(Person.about != "")).all()
        names = session.exec(select(Person.name).where(Person.id != person_id, Person.is_owner == False)).all()  # noqa: E712
        lines = {line.strip("-# >*") for text in (*hidden, *abouts) for line in text.splitlines()}
        shared = repr(get_shared_page(session, person_id, desk.now, UTC))
        shared += repr(list_shared_meetings(session, person_id, UTC))
        return {text for text in (*lines, *items, *names, MARK, "Pulse") if len(text) > 2 and text not in shared}

    return desk.store.read(read)


def open_presenter(qtbot: QtBot, desk: Desk, look: Appearance, name: str) -> tuple[PresenterWindow, str]:
    person_id = desk.store.read(lambda session: _id_of(session, name))
    window = PresenterWindow(desk, look, person_id)
    qtbot.addWidget(window, before_close_func=PresenterWindow.allow_close)
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=10_000)
    return window, person_id


@pytest.mark.parametrize("name", ["Amara Okafor", "Diego Fuentes", "Noor Siddiqui"])
def test_no_private_sentence_is_anywhere_in_the_window(
    qtbot: QtBot, sample_desk: Desk, look: Appearance, name: str
) -> None:
    window, person_id = open_presenter(qtbot, sample_desk, look, name)
    sentences = private_sentences(sample_desk, person_id)
    assert len(sentences) > 100 and MARK in sentences
    seen: set[str] = set()
    for tab in TABS:
        window.page.open_tab(tab)  # type: ignore[union-attr]
        _settle(qtbot, sample_desk)
        seen |= words_of(window)
    window.search.open_box()
    for query in ("zq", "the", "weekend"):
        window.search.field.setText(query)
        _settle(qtbot, sample_desk)
        seen |= words_of(window)
    everything = "\n".join(seen)
    leaked = [sentence for sentence in sentences if sentence in everything]
    assert not leaked, f"{len(leaked)} private sentences reached the window"
    spoken: set[str] = set()
    _listen(QAccessible.queryAccessibleInterface(window), spoken, 0)
    for words in (seen, spoken):
        assert any(name in text for text in words), "the walk sees what is on screen"
    assert window.windowTitle() == "CoachDesk"


def _settle(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.store_lane.pending == 0 and desk.read_lane.pending == 0, timeout=10_000)


@pytest.fixture
def amara(write: Callable[..., Any]) -> str:
    """Someone with one shared and one private topic."""
    person_id = write(save_person, PersonDraft(None, "Amara Okafor"))
    write(add_item, AgendaDraft(person_id, "Shared topic"))
    write(add_item, AgendaDraft(person_id, "Private topic", visibility=Visibility.ONLY_YOU))
    return str(person_id)


class Excluding:
    """A system that keeps windows out of screen sharing."""

    def __init__(self) -> None:
        self.excluded: list[int] = []

    def exclude(self, window_id: int) -> bool:
        self.excluded.append(window_id)
        return True


@pytest.fixture
def main(qtbot: QtBot, desk: Desk, look: Appearance, amara: str, settle: Callable[[], None]) -> MainWindow:
    """The main window on Amara's page."""
    window = MainWindow(desk, look)
    qtbot.addWidget(window, before_close_func=MainWindow.allow_close)
    window.show()
    window.go(Route("person", person_id=amara))
    settle()
    return window


def present(qtbot: QtBot, main: MainWindow) -> PresenterWindow:
    main.run_action("presenter")
    window = main.presenter_mode.window
    assert window is not None
    qtbot.waitUntil(lambda: window.page is not None, timeout=10_000)
    return window


def test_the_main_window_is_hidden_whoever_asks_for_it(qtbot: QtBot, main: MainWindow) -> None:
    window = present(qtbot, main)
    assert window.isVisible() and not main.isVisible()
    main.show()
    main.raise_()
    assert not main.isVisible() and main.desk.is_presenting
    main.hide()
    assert not window.isVisible(), "lock hides the presenter window with the main one"
    main.show()
    assert window.isVisible() and not main.isVisible()


def test_only_the_strip_and_a_second_click_end_it(qtbot: QtBot, main: MainWindow) -> None:
    window = present(qtbot, main)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(window, key)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window.close()
    assert window.isVisible() and not main.isVisible()
    qtbot.keyClick(window.strip.end, Qt.Key.Key_Return)
    assert window.strip.keep.hasFocus() and not window.strip.end.isVisible()
    qtbot.keyClick(window.strip.keep, Qt.Key.Key_Escape)
    qtbot.keyClick(window.strip.keep, Qt.Key.Key_Return)
    assert window.isVisible() and window.strip.end.isVisible()
    qtbot.keyClick(window.strip.end, Qt.Key.Key_Return)
    qtbot.keyClick(window.strip.show_all, Qt.Key.Key_Return)
    assert main.isVisible() and main.presenter_mode.window is None and not main.desk.is_presenting


def test_what_is_done_here_is_shared_and_undo_goes_no_further(
    qtbot: QtBot, main: MainWindow, amara: str, settle: Callable[[], None]
) -> None:
    main.view.acts.drop_topic(_ids(main.desk)["Private topic"])  # type: ignore[attr-defined]
    settle()
    window = present(qtbot, main)
    overview = window.page.overview  # type: ignore[union-attr]
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window.run_action("agenda.add")
    qtbot.keyClicks(overview.agenda_add.text, "New topic")
    qtbot.keyClick(overview.agenda_add.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.text for row in overview.agenda.rows] == ["Shared topic", "New topic"], timeout=5_000)
    overview.agenda.ticked.emit(_ids(main.desk)["Shared topic"], True)
    qtbot.waitUntil(lambda: [row.text for row in overview.agenda.rows] == ["New topic"], timeout=5_000)
    assert window.undo_bar.isVisible() and not main.undo_bar.isVisible()
    for _ in range(5):
        window.run_action("undo")
        settle()
    assert [row.text for row in overview.agenda.rows] == ["Shared topic"]
    assert (
        main.desk.store.read(lambda s: s.exec(select(AgendaItem.state).where(AgendaItem.text == "Private topic")).one())
        == "dropped"
    )
    main.presenter_mode.end()
    settle()
    main.run_action("undo")
    settle()
    assert (
        main.desk.store.read(lambda s: s.exec(select(AgendaItem.state).where(AgendaItem.text == "Private topic")).one())
        == "open"
    )


def _ids(desk: Desk) -> dict[str, str]:
    return desk.store.read(lambda session: {row.text: row.id for row in session.exec(select(AgendaItem))})


def test_parts_without_content_are_absent(qtbot: QtBot, main: MainWindow) -> None:
    page = present(qtbot, main).page
    assert page is not None
    assert [page.tabs.tabText(at) for at in range(page.tabs.count())] == ["Overview"]
    assert not page.overview.promises_list.isVisible() and not page.overview.goals_list.isVisible()
    assert not page.overview.body.rail.isVisible()


def test_search_opens_what_is_shared(qtbot: QtBot, main: MainWindow, settle: Callable[[], None]) -> None:
    window = present(qtbot, main)
    window.run_action("search")
    qtbot.keyClicks(window.search.field, "topic")
    settle()
    assert [row.line for row in window.search.model.rows] == ["Shared topic"]
    qtbot.keyClick(window.search.field, Qt.Key.Key_Return)
    assert window.page is not None and window.page.overview.agenda_list.hasFocus()


def test_no_page_of_sponsorship_can_be_reached_or_found(
    qtbot: QtBot, main: MainWindow, amara: str, write: Callable[..., Any], settle: Callable[[], None]
) -> None:
    other = write(save_person, PersonDraft(None, "Kwame Mensah"))
    write(add_private_words, amara, other)
    project_id = main.desk.store.read(lambda session: session.exec(select(Project.id)).first())
    window = present(qtbot, main)
    shown = window.page
    for kind in ("sponsorship", "opportunity", "project", "glue", "self_description"):
        main.go(Route(kind, amara, item_id=project_id or ""))
        settle()
        assert not main.isVisible() and window.isVisible() and window.page is shown
        assert not [words for words in words_of(window) if MARK in words]
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for key, modifiers in ((Qt.Key.Key_6, control), (Qt.Key.Key_Y, control | shift)):
        qtbot.keyClick(window, key, modifiers)
    settle()
    assert not main.isVisible() and window.page is shown
    window.run_action("search")
    for words in (MARK, f"{MARK}project", f"{MARK}act", f"{MARK}glue", f"{MARK}wish", "sponsorship", "glue work"):
        window.search.field.setText(words)
        settle()
        assert window.search.model.rows == ()


def test_the_main_window_is_kept_out_of_sharing_where_the_system_can(
    qtbot: QtBot, main: MainWindow, settle: Callable[[], None]
) -> None:
    window = present(qtbot, main)
    assert window.banner.isVisible() and "Share only the presenter window" in window.banner.text()
    main.presenter_mode.end()
    settle()
    main.presenter_mode._capture = capture = Excluding()
    window = present(qtbot, main)
    assert capture.excluded == [int(main.winId())] and not window.banner.isVisible()


def test_presenting_needs_a_person(qtbot: QtBot, main: MainWindow) -> None:
    main.go(Route("today"))
    main.run_action("presenter")
    assert not main.presenter_mode.is_on and main.banner.isVisible()


def test_larger_text_keeps_the_tab_and_what_was_typed(
    qtbot: QtBot, main: MainWindow, look: Appearance, settle: Callable[[], None]
) -> None:
    window = present(qtbot, main)
    window.run_action("agenda.add")
    qtbot.keyClicks(window.page.overview.agenda_add.text, "Half typed")  # type: ignore[union-attr]
    window.run_action("text.larger")
    settle()
    assert "Half typed" in _ids(main.desk) and window.page is not None and window.page.isVisible()
