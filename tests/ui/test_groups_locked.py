"""What people said of themselves on screen: locked until the passphrase comes again, gone when nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.group import SelfDescription
from coachdesk.services.group_figures import GroupFigures, GroupLine
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.self_descriptions import DescriptionDraft, find_description, save_description
from coachdesk.store.failures import StoreFailure
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.charts.ink import build_ink
from coachdesk.ui.charts.share_chart import lay_out_shares, needed_height, paint_shares, top_percent
from coachdesk.ui.editor.concealed import is_concealed
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.groups_unlock import HELD_MS, GroupsUnlock
from coachdesk.ui.views.person_groups import SelfDescriptionView
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_groups import GroupPane
from coachdesk.ui.views.sponsorship_groups_words import build_figure, build_table, summary_words
from coachdesk.ui.windows.main import MainWindow
from coachdesk.vault.errors import GroupsLocked
from coachdesk.vault.groups_key import GroupsKey

ENTER, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab
PASSPHRASE = "tulip cobalt ladder heron"
TODAY = date(2026, 5, 12)
MARK = "zqxheliotrope"
Write = Callable[..., Any]
Settle = Callable[[], None]


_RAW: list[bytes] = []


def groups_key(desk: Desk) -> GroupsKey:
    """Return the groups key, which all copies of the session's vault share; it is derived once."""
    if not _RAW:
        _RAW.append(bytes(desk.vault.groups_key(PASSPHRASE)._key))
    return GroupsKey(bytearray(_RAW[0]))


@pytest.fixture
def ids(desk: Desk, write: Write) -> list[str]:
    """Twenty-four people; the first twelve are in a group."""
    key = groups_key(desk)

    def fill(unit: UnitOfWork) -> list[str]:
        names = ["Luca Ferri", *(f"Person {number:02}" for number in range(23))]
        ids = [save_person(unit, PersonDraft(None, name)) for name in names]
        for person_id in ids[:12]:
            save_description(unit, key, DescriptionDraft(person_id, f"{MARK} words", ("Works remotely",), TODAY))
        return ids

    ids: list[str] = write(fill)
    return ids


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk, look: Appearance, ids: list[str]) -> GroupPane:
    made = GroupPane(desk, look)
    qtbot.addWidget(made)
    made.resize(480, 396)
    with qtbot.waitExposed(made):
        made.show()
    made.show_page()
    return made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, ids: list[str], settle: Settle) -> SelfDescriptionView:
    made = SelfDescriptionView(desk, look)
    qtbot.addWidget(made)
    made.resize(1048, 752)
    with qtbot.waitExposed(made):
        made.show()
    made.show_route(Route("self_description", ids[0]))
    settle()
    return made


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, look: Appearance, ids: list[str]) -> Iterator[MainWindow]:
    made = MainWindow(desk, look)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.allow_close()


def open_with(qtbot: QtBot, form: GroupsUnlock, settle: Settle, text: str = PASSPHRASE) -> None:
    form.current.set_text("")
    qtbot.keyClicks(form.current.edit, text)
    qtbot.keyClick(form.current.edit, ENTER)
    settle()
    settle()


def kept(desk: Desk, person_id: str) -> Any:
    key = groups_key(desk)
    return desk.store.read(lambda session: find_description(session, key, person_id))


def test_the_pane_is_locked_and_says_why(pane: GroupPane, desk: Desk) -> None:
    assert pane.unlock.isVisible() and not pane.figure.isVisible() and not pane.is_open
    assert pane.panes == (pane.unlock.current.edit,)
    assert pane.unlock.current.edit.accessibleName() == "Passphrase again"


def test_a_wrong_passphrase_is_said_and_opens_nothing(qtbot, pane: GroupPane, settle: Settle) -> None:
    open_with(qtbot, pane.unlock, settle, "wrong")
    assert "not the present passphrase" in pane.unlock.current.hint.text() and not pane.is_open


def test_the_right_one_shows_shares_without_a_count(qtbot, pane: GroupPane, settle: Settle) -> None:
    open_with(qtbot, pane.unlock, settle)
    assert pane.is_open and pane.figure.isVisible() and not pane.unlock.isVisible()
    spoken = pane.figure.canvas.accessibleDescription()
    assert spoken.startswith("Works remotely: 50\u00a0% of people.") and "24 people on 12 May" in spoken
    assert "12 people" not in spoken and "until 11 Aug" in pane.note.text()
    pane.swap_table()
    assert pane.panes == (pane.figure.table,) and pane.figure.model.rowCount() == 1
    assert pane.unlock.current.text() == ""


@pytest.mark.parametrize("how", ["leaves", "waits", "locks"])
def test_figures_and_key_are_gone_once_nobody_should_look(qtbot, pane: GroupPane, settle: Settle, how: str) -> None:
    open_with(qtbot, pane.unlock, settle)
    key = pane.held.key
    assert key is not None and pane.held.timer.isActive() and pane.held.timer.interval() == HELD_MS == 300_000
    if how == "leaves":
        pane.hide()
    elif how == "waits":
        pane.held.timer.timeout.emit()
    else:
        qtbot.keyClick(pane.lock_button, SPACE)
    with pytest.raises(ValueError, match="forgotten"):
        key.seal("x", "y")
    assert not pane.is_open and not pane.held.timer.isActive()
    assert pane.figure.canvas.accessibleDescription() == "" and pane.figure.canvas.figure.lines == ()
    assert pane.figure.model.rowCount() == 0 and pane.note.text() == ""
    pane.show()
    pane.show_page()
    assert pane.unlock.isVisible() and not pane.figure.isVisible()


def test_a_key_that_comes_when_the_page_was_left_is_forgotten(qtbot, pane: GroupPane, settle, monkeypatch) -> None:
    given: list[GroupsKey] = []
    derive = pane.desk.vault.groups_key

    def remember(passphrase: Any) -> GroupsKey:
        given.append(derive(passphrase))
        return given[-1]

    monkeypatch.setattr(pane.desk.vault, "groups_key", remember)
    qtbot.keyClicks(pane.unlock.current.edit, PASSPHRASE)
    qtbot.keyClick(pane.unlock.current.edit, ENTER)
    pane.hide()
    settle()
    assert not pane.is_open
    with pytest.raises(ValueError, match="forgotten"):
        given[0].seal("x", "y")


def test_words_that_need_an_earlier_passphrase_are_explained(qtbot, view, desk, ids, settle, monkeypatch) -> None:
    def refuse(_passphrase: Any) -> GroupsKey:
        raise GroupsLocked

    monkeypatch.setattr(desk.vault, "groups_key", refuse)
    open_with(qtbot, view.unlock, settle)
    assert "earlier passphrase" in view.unlock.banner.text()
    assert view.banner.isVisible(), "consent can be taken back all the same"
    qtbot.keyClick(view.banner.button, SPACE)
    settle()
    described = desk.store.read(lambda session: session.exec(select(SelfDescription.person_id)).all())
    assert ids[0] not in described and len(described) == 11


def test_words_are_read_replaced_and_never_undone(qtbot, view: SelfDescriptionView, desk: Desk, ids, settle) -> None:
    assert not view.form.isVisible() and view.form.words.toPlainText() == ""
    open_with(qtbot, view.unlock, settle)
    form = view.form
    assert form.isVisible() and form.words.toPlainText() == f"{MARK} words" and form.groups.text() == "Works remotely"
    assert form.day.text() == "12 May 2026" and form.consent.isChecked() and not form.keep.isEnabled()
    form.words.selectAll()
    qtbot.keyClicks(form.words, "Other words")
    qtbot.keyClicks(form.groups.edit, ", Carers")
    form.day.set_text("1 May")
    qtbot.keyClick(form.keep, SPACE)
    settle()
    settle()
    found = kept(desk, ids[0])
    assert (found.words, found.groups, found.consented_on) == (
        "Other words",
        ("Works remotely", "Carers"),
        date(2026, 5, 1),
    )
    assert desk.history.undo_label is None and "Kept" in view.banner.text()


def test_removing_consent_asks_first_and_cannot_be_undone(qtbot, view, desk: Desk, ids, settle) -> None:
    open_with(qtbot, view.unlock, settle)
    qtbot.keyClick(view.form.remove, SPACE)
    assert view.form.confirm.isVisible() and view.form.cancel.hasFocus() and kept(desk, ids[0]) is not None
    qtbot.keyClick(view.form.confirm, SPACE)
    settle()
    settle()
    assert kept(desk, ids[0]) is None and view.form.words.toPlainText() == ""
    assert not view.form.remove.isVisible() and not view.form.consent.isChecked()
    undo(view, desk)
    settle()
    assert kept(desk, ids[0]) is None


def test_without_consent_nothing_is_kept(qtbot, view: SelfDescriptionView, desk: Desk, ids, settle) -> None:
    view.show_route(Route("self_description", ids[20]))
    settle()
    open_with(qtbot, view.unlock, settle)
    qtbot.keyClicks(view.form.words, "Said in passing")
    qtbot.keyClick(view.form.keep, SPACE)
    assert "without their consent" in view.form.consent_hint.text()
    view.flush()
    view.hide()
    settle()
    assert kept(desk, ids[20]) is None and not view.has_unsaved() and view.form.words.toPlainText() == ""


def test_leaving_keeps_what_they_agreed_to(qtbot, view: SelfDescriptionView, desk: Desk, ids, settle) -> None:
    view.show_route(Route("self_description", ids[20]))
    settle()
    open_with(qtbot, view.unlock, settle)
    qtbot.keyClicks(view.form.words, "Ask me about it")
    qtbot.keyClick(view.form.consent, SPACE)
    view.hide()
    assert view.has_unsaved() and view.held.key is None and view.form.words.toPlainText() == ""
    settle()
    assert kept(desk, ids[20]).words == "Ask me about it" and not view.has_unsaved()


def test_a_full_disk_keeps_the_sealed_words_until_there_is_room(qtbot, view, desk, ids, settle, monkeypatch) -> None:
    open_with(qtbot, view.unlock, settle)
    qtbot.keyClicks(view.form.words, "More ")

    def refuse(_operation: Any) -> Any:
        raise StoreFailure("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(desk.store, "write", refuse)
        view.hide()
        settle()
    assert view.has_unsaved() and view.held.key is None
    view.flush()
    settle()
    assert not view.has_unsaved() and kept(desk, ids[0]).words.startswith("More ")


def test_known_groups_are_offered_for_the_last_name_only_while_unlocked(qtbot, view, settle) -> None:
    completer = view.form.groups.edit.completer()
    assert completer.model().rowCount() == 0
    open_with(qtbot, view.unlock, settle)
    view.form.groups.set_text("")
    qtbot.keyClicks(view.form.groups.edit, "Night owls, works")
    assert completer.currentCompletion() == "Night owls, Works remotely"
    view.hide()
    assert completer.model().rowCount() == 0


def test_copied_words_are_concealed_and_guarded(qtbot, view: SelfDescriptionView, settle) -> None:
    open_with(qtbot, view.unlock, settle)
    view.form.words.selectAll()
    with qtbot.waitSignal(view.private_text_copied):
        qtbot.keyClick(view.form.words, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert is_concealed(QGuiApplication.clipboard().mimeData())
    QGuiApplication.clipboard().clear()


def test_the_person_page_leads_there_and_presenting_or_locking_forgets(qtbot, window, desk, ids, settle) -> None:
    window.go(Route("person", ids[0]))
    settle()
    assert isinstance(window.view, PersonView)
    assert "Self-description" in [action.text() for action in window.view.menu.actions()]
    window.run_action("person.groups")
    settle()
    view = window.view
    assert isinstance(view, SelfDescriptionView) and "Luca" not in window.windowTitle()
    open_with(qtbot, view.unlock, settle)
    assert view.held.key is not None
    window.present(ids[0])
    assert view.held.key is None and view.form.words.toPlainText() == ""
    window.presenter_mode.end()
    open_with(qtbot, view.unlock, settle)
    assert view.held.key is not None
    window.flush()
    window.hide()
    assert view.held.key is None and view.form.words.toPlainText() == ""


def figures(*lines: GroupLine, withheld: int = 0) -> GroupFigures:
    return GroupFigures(lines, withheld, 39, TODAY, TODAY, TODAY, date(2026, 8, 11))


SHOWN = figures(
    GroupLine("Career changers", 20, 20),
    GroupLine("Carers", 30, None),
    GroupLine("Second language", 50, 70),
    GroupLine("Women", 40, 35),
    GroupLine("Works remotely", 45, 30),
    withheld=2,
)


def test_the_chart_stands_as_its_shares_say(look: Appearance) -> None:
    figure = build_figure(SHOWN)
    ink = build_ink(look.theme, look.metrics)
    layout = lay_out_shares(figure, 431, needed_height(figure), ink)
    career, carers, second, women, remote = layout.shares
    assert career.people_x == career.offered_x and carers.offered_x is None
    assert second.offered_x is not None and second.offered_x > second.people_x and top_percent(figure) == 80
    assert women.offered_x is not None and women.offered_x < women.people_x
    assert [line.is_strong for line in figure.lines] == [False, False, False, False, True]
    assert layout.hatch is not None and layout.hatch[1] + layout.hatch[3] <= needed_height(figure)
    assert [text.words for text in layout.texts][-2:] == ["2 more groups", "not shown"]
    narrow = lay_out_shares(figure, 240, needed_height(figure), ink)
    assert [text.words for text in narrow.texts if text.anchor == "middle"] == ["0 %", "80 %"]
    assert all(0 <= share.people_x <= 240 for share in narrow.shares)
    image = QImage(431, 240, QImage.Format.Format_RGB32)
    image.fill(look.colour("surface"))
    painter = QPainter(image)
    paint_shares(painter, layout, ink)
    painter.end()
    square = image.pixelColor(round(remote.offered_x or 0), round(remote.y))
    ring = image.pixelColor(round(remote.people_x), round(remote.y))
    assert square == ink.colours["manager_now"] and ring == ink.colours["surface"], "told apart without colour too"


def test_table_and_summary_say_what_the_chart_shows() -> None:
    heads, rows = build_table(SHOWN)
    assert len(heads) == 3 and rows[-1] == ("2 more groups", "not shown", "not shown")
    assert rows[1] == ("Carers", "30\u00a0%", "not shown") and rows[4][2] == "30\u00a0%, clearly lower"
    words = summary_words(SHOWN, TODAY)
    assert "2 more groups not shown." in words and "Of 39 people on 12 May." in words
    early = GroupFigures((), 0, 0, None, None, TODAY, TODAY)
    assert "at least 10 people" in summary_words(early, TODAY) and build_table(early)[1] == ()
    assert build_figure(figures(withheld=1)).withheld == "1 group"
