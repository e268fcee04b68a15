"""The page of sponsorship over a real vault: five columns and a list on one model, moved by drag and by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.desk.settings import NAMES_UNDER_IDEAS
from coachdesk.model.opportunity import Candidate
from coachdesk.model.project import ProjectState
from coachdesk.services import opportunities, people, projects, wishes
from coachdesk.services.evidence import list_competencies
from coachdesk.services.project_board import load_board
from coachdesk.services.projects import ProjectDraft
from coachdesk.services.wishes import WishDraft
from coachdesk.ui.models.project_cards import Fact
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_column import FOLDED, PROJECT_MIME, CardList
from coachdesk.ui.views.sponsorship_view import SponsorshipView
from coachdesk.ui.windows.main import MainWindow

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
Write = Callable[..., Any]
Settle = Callable[[], None]
IDEA, OFFERED, ACTIVE, LANDED, ENDED = range(5)


@pytest.fixture
def team(write: Write, clock: Any) -> dict[str, str]:
    """Diego, Amara and Tomasz report to the owner."""
    clock.now = NOW
    drafts = (people.PersonDraft(None, name, team="Payouts") for name in ("Diego Fuentes", "Amara Okafor", "Tomasz Li"))
    return {draft.name.split()[0]: str(write(people.save_person, draft)) for draft in drafts}


@pytest.fixture
def made(write: Write, team: dict[str, str]) -> dict[str, str]:
    """An idea with criteria and one without, an open offer, five at work, and one each that landed and was declined."""
    return dict(write(_make, team))


def _make(unit: Any, team: dict[str, str]) -> dict[str, str]:
    ids = {}
    for title in ("Forum", "Vendors", "Guild", *(f"Work {n}" for n in range(5)), "Dual-write", "Talk"):
        ids[title] = projects.save_project(unit, ProjectDraft(None, title), date(2026, 3, 1))
        if title != "Vendors":
            opportunities.save_criteria(unit, ids[title], "Wants to lead")
    opportunities.offer(unit, ids["Guild"], team["Amara"], date(2026, 5, 1), reply_by_on=date(2026, 5, 15))
    for title in (*(f"Work {n}" for n in range(5)), "Dual-write"):
        projects.step_project(unit, ids[title], ProjectState.ACTIVE, date(2026, 3, 2), team["Tomasz"])
    projects.plan_check_in(unit, ids["Work 0"], date(2026, 5, 10))
    projects.step_project(unit, ids["Dual-write"], ProjectState.LANDED, date(2026, 4, 20))
    opportunities.offer(unit, ids["Talk"], team["Diego"], date(2026, 4, 1))
    opportunities.decline(unit, ids["Talk"], date(2026, 4, 3), reason="Timing", ask_again_on=date(2026, 7, 1))
    return ids


@pytest.fixture
def page(desk: Desk, look: Appearance, made: dict[str, str], settle: Settle, qtbot: QtBot) -> Iterator[SponsorshipView]:
    view = SponsorshipView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("sponsorship"))
    view.show()
    view.activateWindow()
    settle()
    yield view


def _column(view: SponsorshipView, at: int) -> CardList:
    return view.board.columns[at].list


def _ids(view: SponsorshipView, at: int) -> list[str]:
    model = _column(view, at).model()
    return [str(model.index(row, 0).data(ID_ROLE)) for row in range(model.rowCount())]


def _stands(desk: Desk, project_id: str) -> ProjectState:
    cards = desk.store.read(lambda session: load_board(session, TODAY)).cards
    return next(card.state for card in cards if card.project_id == project_id)


def _focus(view: SponsorshipView, at: int, project_id: str, qtbot: QtBot) -> CardList:
    cards = _column(view, at)
    assert cards.set_current_id(project_id)
    cards.setFocus()
    qtbot.waitUntil(cards.hasFocus)
    return cards


def _drop(view: SponsorshipView, at: int, project_id: str) -> QMimeData:
    mime = QMimeData()
    mime.setData(PROJECT_MIME, project_id.encode())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    _column(view, at).dropEvent(QDropEvent(QPointF(20, 20), Qt.DropAction.MoveAction, mime, buttons, keys))
    return mime


def _popup() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_each_column_shows_its_projects_with_what_comes_next(page: SponsorshipView, made: dict[str, str]) -> None:
    counts = [(column.name.text(), column.count.text()) for column in page.board.columns]
    assert counts == [("Idea", "2"), ("Offered", "1"), ("Active", "5"), ("Landed", "1"), ("Declined", "1")]
    lines = {card.title: page.model.face(card).line + page.model.face(card).end for card in page.model.cards}
    assert lines["Vendors"] == "No one asked yet"
    assert (lines["Guild"], lines["Work 0"], lines["Work 1"]) == (
        "Reply by 15 May", "Check-in was 10 May", "No check-in planned"
    )  # fmt: skip
    assert (lines["Dual-write"], lines["Talk"]) == ("April 2026", "Timing; ask in July")
    spoken = _column(page, OFFERED).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Guild, offered, Amara Okafor, Reply by 15 May"
    assert _column(page, ACTIVE).accessibleName() == "Active, 5 projects"


def test_model_and_filters_keep_the_contract_of_models(
    page: SponsorshipView, made: dict[str, str], settle: Settle
) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    models = (page.model, page.list.proxy, *(column.proxy for column in page.board.columns))
    testers = [QAbstractItemModelTester(model, fatal) for model in models]
    _drop(page, LANDED, made["Work 1"])
    settle()
    page.list.set_state(ProjectState.LANDED)
    page.list.table.sortByColumn(Fact.SINCE, Qt.SortOrder.DescendingOrder)
    assert page.list.proxy.rowCount() == 2
    assert page.list.proxy.index(0, 0).data(ID_ROLE) == made["Work 1"]
    assert len(testers) == 7


def test_a_dropped_card_takes_a_step_and_undo_takes_it_back(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle
) -> None:
    mime = _drop(page, LANDED, made["Work 1"])
    settle()
    assert made["Work 1"] in _ids(page, LANDED) and made["Work 1"] not in _ids(page, ACTIVE)
    assert not mime.hasText() and desk.history.undo_label == "Project landed"
    undo(page, desk)
    settle()
    assert made["Work 1"] in _ids(page, ACTIVE)


def test_a_drag_by_mouse_carries_the_identity_and_no_word(
    page: SponsorshipView, made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drags: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: drags.append(drag))
    cards = _column(page, OFFERED)
    start = cards.visualRect(cards.model().index(0, 0)).center()
    QTest.mousePress(cards.viewport(), Qt.MouseButton.LeftButton, pos=start)
    there = QPointF(start + QPoint(60, 0))
    place = QPointF(cards.viewport().mapToGlobal(there.toPoint()))
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(cards.viewport(), QMouseEvent(QEvent.Type.MouseMove, there, place, left, left, keys))
    mime = drags[0].mimeData()
    assert bytes(mime.data(PROJECT_MIME).data()).decode() == made["Guild"]
    assert mime.formats() == [PROJECT_MIME] and not drags[0].pixmap().isNull()
    QTest.mouseRelease(cards.viewport(), left, pos=start)


def test_work_dropped_on_the_last_column_is_stopped_and_the_heading_says_so(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle
) -> None:
    _drop(page, ENDED, made["Work 2"])
    settle()
    assert _stands(desk, made["Work 2"]) is ProjectState.STOPPED
    assert page.board.columns[ENDED].name.text() == "Declined or stopped"


def test_a_step_that_makes_no_sense_says_why(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle
) -> None:
    _drop(page, LANDED, made["Guild"])
    assert page.refusal.isVisible() and "Record the answer first" in page.refusal.text()
    assert _stands(desk, made["Guild"]) is ProjectState.OFFERED


def test_an_idea_without_criteria_leads_to_where_they_are_written(
    page: SponsorshipView, made: dict[str, str], qtbot: QtBot
) -> None:
    _drop(page, OFFERED, made["Vendors"])
    assert "Names come after that" in page.refusal.text() and page.move_row.isHidden()
    with qtbot.waitSignal(page.navigate_requested) as gone:
        page.refusal.button.click()
    assert gone.args == [Route("opportunity", item_id=made["Vendors"])]


def test_a_bracket_asks_for_whom_and_the_keyboard_follows_the_card(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    cards = _focus(page, IDEA, made["Forum"], qtbot)
    QTest.keyClicks(cards, "]")
    row = page.move_row
    assert row.isVisible() and row.person.hasFocus()
    QTest.keyClick(row.person, Qt.Key.Key_Return)
    assert "Type enough of a name" in row.hint.text()
    QTest.keyClicks(row.person, "die")
    QTest.keyClick(row.person, Qt.Key.Key_Return)
    settle()
    assert _ids(page, OFFERED)[-1] == made["Forum"] and page.model.find_card(made["Forum"]).person_name == (  # type: ignore[union-attr]
        "Diego Fuentes"
    )
    qtbot.waitUntil(_column(page, OFFERED).hasFocus)
    assert page.current_id == made["Forum"]
    QTest.keyClick(_column(page, OFFERED), Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert _stands(desk, made["Forum"]) is ProjectState.IDEA


def test_a_declined_offer_asks_why_and_when_to_ask_again(
    page: SponsorshipView, made: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    _focus(page, OFFERED, made["Guild"], qtbot)
    assert page.run_action("row.move")
    QTest.keyClick(_popup(), Qt.Key.Key_2)
    row = page.move_row
    assert row.label.text() == "They said no" and row.reason.hasFocus() and row.person.isHidden()
    QTest.keyClicks(row.reason, "A new baby")
    row.again.setText("next never")
    QTest.keyClick(row.reason, Qt.Key.Key_Return)
    assert row.again.accessibleDescription().startswith("Type a day")
    row.again.setText("1 Sep")
    QTest.keyClick(row.again, Qt.Key.Key_Return)
    settle()
    card = page.model.find_card(made["Guild"])
    assert card is not None and (card.reason, card.ask_again_on) == ("A new baby", date(2026, 9, 1))


def test_words_of_a_step_that_was_not_taken_outlive_a_lock_as_a_private_remark(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    _focus(page, OFFERED, made["Guild"], qtbot)
    assert page.run_action("row.move")
    QTest.keyClick(_popup(), Qt.Key.Key_2)
    assert not page.has_unsaved()
    QTest.keyClicks(page.move_row.reason, "A new baby")
    assert page.has_unsaved()
    page.flush()
    settle()
    page.flush()
    settle()
    assert not page.has_unsaved() and page.move_row.isVisible() and _stands(desk, made["Guild"]) is ProjectState.OFFERED
    statement = select(Candidate.remark).where(Candidate.project_id == made["Guild"])
    assert "A new baby" in desk.store.read(lambda session: session.exec(statement).all())


def test_esc_leaves_the_card_where_it_is(page: SponsorshipView, desk: Desk, made: dict[str, str], qtbot: QtBot) -> None:
    QTest.keyClicks(_focus(page, IDEA, made["Forum"], qtbot), "]")
    QTest.keyClick(page.move_row.person, Qt.Key.Key_Escape)
    assert page.move_row.isHidden() and _stands(desk, made["Forum"]) is ProjectState.IDEA
    assert page.current_id == made["Forum"]


def test_arrows_walk_the_board_and_unfold_a_column(page: SponsorshipView, made: dict[str, str], qtbot: QtBot) -> None:
    first = _focus(page, OFFERED, made["Guild"], qtbot)
    active = page.board.columns[ACTIVE]
    assert active.more.text() == "2 more" and active.list.height() == active.list.height_of(FOLDED)
    QTest.keyClick(first, Qt.Key.Key_Right)
    qtbot.waitUntil(active.list.hasFocus)
    for _ in range(FOLDED):
        QTest.keyClick(active.list, Qt.Key.Key_Down)
    assert active.is_unfolded and active.list.height() == active.list.height_of(5) and active.more.text() == "Fewer"
    with qtbot.waitSignal(page.navigate_requested) as gone:
        QTest.keyClick(active.list, Qt.Key.Key_Return)
    assert gone.args == [Route("project", item_id=_ids(page, ACTIVE)[3])]


def test_board_and_list_keep_the_keyboard_on_the_project(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    page.show_route(Route("sponsorship", tab="list", item_id=made["Work 3"]))
    settle()
    assert page.is_list and page.current_id == made["Work 3"]
    QTest.keyClicks(page.list.table, "]")
    settle()
    assert _stands(desk, made["Work 3"]) is ProjectState.LANDED
    page.choices.switch.chosen.emit(0)
    assert not page.is_list and page.current_id == made["Work 3"]


def test_a_removed_project_comes_back_whole(
    page: SponsorshipView, desk: Desk, made: dict[str, str], settle: Settle
) -> None:
    page.acts.remove(made["Talk"])
    settle()
    assert page.model.find_card(made["Talk"]) is None
    undo(page, desk)
    settle()
    card = page.model.find_card(made["Talk"])
    assert card is not None and card.reason == "Timing"


def test_the_board_fits_large_text_and_a_narrow_window(
    desk: Desk, look: Appearance, made: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    look.set_text_scale(2.0)
    view = SponsorshipView(desk, look)
    qtbot.addWidget(view)
    view.resize(934, 600)
    view.show_route(Route("sponsorship"))
    view.show()
    settle()
    assert view.bar_widgets == (view.new_button,) and view.choices.isVisible()
    lefts = {column.x() for column in view.board.columns}
    assert len(lefts) == 2 and view.board.minimumSizeHint().width() <= view.width()
    assert all(column.list.viewport().width() >= look.px(120) for column in view.board.columns)


def test_names_under_an_idea_say_why_and_can_be_turned_off(
    page: SponsorshipView, desk: Desk, made: dict[str, str], team: dict[str, str], write: Write, settle: Settle
) -> None:
    write(_wish_for, made["Vendors"], team["Diego"])
    page.refresh()
    settle()
    card = page.model.find_card(made["Vendors"])
    assert card is not None
    face = page.model.face(card)
    assert (face.line, face.tone) == ("Could suit Diego", "accent")
    assert face.why == "Diego wished for something like it"
    desk.settings.set(NAMES_UNDER_IDEAS, False)
    page.refresh()
    settle()
    card = page.model.find_card(made["Vendors"])
    assert card is not None and page.model.face(card).line == "No one asked yet"


def _wish_for(unit: Any, project_id: str, person_id: str) -> None:
    skill = list_competencies(unit.session, person_id, TODAY)[0]
    draft = ProjectDraft(project_id, "Vendors", ladder_pin=skill.ladder_pin, competency_id=skill.competency_id)
    projects.save_project(unit, draft, TODAY)
    wishes.add_wish(unit, WishDraft(person_id, "Talk to vendors", TODAY, skill.competency_id))


def test_a_vault_without_projects_says_what_to_do(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> None:
    view = SponsorshipView(desk, look)
    qtbot.addWidget(view)
    view.show_route(Route("sponsorship"))
    view.show()
    settle()
    assert view.empty.isVisible() and not view.board.isVisible() and not view.sides.isVisible()
    with qtbot.waitSignal(view.navigate_requested) as gone:
        view.empty.button.click()
    assert gone.args == [Route("opportunity")]


def test_place_six_is_gone_while_someone_else_looks(
    desk: Desk, look: Appearance, made: dict[str, str], team: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    window = MainWindow(desk, look)
    qtbot.addWidget(window)
    window.show()
    window.run_action("go.sponsorship")
    settle()
    assert isinstance(window.view, SponsorshipView)
    window.present(team["Diego"])
    settle()
    shown = window.presenter_mode.window
    assert shown is not None and not window.isVisible() and shown.findChild(SponsorshipView) is None
    window.allow_close()
    window.close()
