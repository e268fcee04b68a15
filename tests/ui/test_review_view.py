"""Ladder reviews by keys over a real vault: marking, the form and its answer, comparing, agreeing, and the list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.model.evidence import Evidence
from coachdesk.model.promise import Promise
from coachdesk.model.review import Mark, Rater, Review, ReviewState
from coachdesk.services import people
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence
from coachdesk.services.ladders import PlacementDraft, get_ladder, place_person
from coachdesk.services.review_page import Standing, get_review_page, list_review_states
from coachdesk.services.reviews import (
    MarkDraft,
    ReviewDraft,
    agree_review,
    begin_review,
    get_marks,
    hand_in,
    save_mark,
)
from coachdesk.ui.models.review_matrix import Phase
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.review_self import SelfPanel
from coachdesk.ui.views.review_view import TABS, ReviewView
from coachdesk.ui.views.reviews_view import ReviewsView
from coachdesk.ui.views.route import Route

PIN = "software-engineer@2026.1"
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Write) -> str:
    person_id = str(write(people.save_person, people.PersonDraft(None, "Amara Okafor")))
    write(place_person, PlacementDraft(person_id, PIN, "l5", "l6", date(2026, 1, 1)))
    return person_id


@pytest.fixture
def review_id(write: Write, amara: str) -> str:
    return str(write(begin_review, ReviewDraft(amara, PIN, "l5", date(2026, 5, 12), "l6")))


@pytest.fixture
def names(desk: Desk) -> tuple[str, ...]:
    return tuple(one.id for one in desk.store.read(lambda session: get_ladder(session, PIN)).rated)


@pytest.fixture
def open_page(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Iterator[Callable[[str, str], ReviewView]]:
    def open_page(review_id: str, tab: str = "") -> Any:
        view = ReviewView(desk, look)
        qtbot.addWidget(view)
        view.resize(1224, 800)
        view.show_route(Route("review", item_id=review_id, tab=tab))
        view.show()
        view.activateWindow()
        settle()
        return view

    yield open_page


def hand_in_both(write: Write, review_id: str, names: tuple[str, ...], apart: dict[str, tuple[str, str]]) -> None:
    for name in names:
        theirs, yours = apart.get(name, ("l5:solid", "l5:solid"))
        write(save_mark, review_id, Rater.SELF, MarkDraft(name, theirs, comment="I did"))
        write(save_mark, review_id, Rater.MANAGER, MarkDraft(name, yours))
    for rater in (Rater.SELF, Rater.MANAGER):
        write(hand_in, review_id, rater)


def test_twelve_competencies_take_at_most_thirty_keys_and_each_act_is_undone(
    open_page: Any, review_id: str, names: tuple[str, ...], desk: Desk, settle: Settle
) -> None:
    page = open_page(review_id)
    assert TABS[page.phase] == "yours" and len(names) == 12
    keys = 0
    for number in range(12):
        if number:
            QTest.keyClick(page.table, Qt.Key.Key_Down)
            keys += 1
        QTest.keyClick(page.table, Qt.Key.Key_5)
        keys += 1
    assert page.run_action("meeting.start")
    keys += 1
    settle()
    assert keys <= 30

    def read(session: Any) -> tuple[list[str], bool]:
        marks = session.exec(select(Mark).where(Mark.rater == Rater.MANAGER)).all()
        return [mark.step_id for mark in marks], session.get(Review, review_id).yours_handed_in_at is not None

    assert desk.store.read(read) == (["l5:solid"] * 12, True)
    assert TABS[page.phase] == "self" and page.self_panel.isVisible()
    for _ in range(2):
        desk.store.write(desk.history.undo)
        desk.history.undone()
    marks, is_in = desk.store.read(read)
    assert not is_in and len(marks) == 11


def test_letters_and_arrows_change_the_mark_and_enter_its_words(
    open_page: Any, review_id: str, names: tuple[str, ...], desk: Desk, settle: Settle
) -> None:
    page = open_page(review_id)
    QAbstractItemModelTester(page.matrix, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for key, step in (
        (Qt.Key.Key_6, "l6:solid"),
        (Qt.Key.Key_E, "l6:emerging"),
        (Qt.Key.Key_Left, "l5:solid"),
        (Qt.Key.Key_4, "l4:solid"),
        (Qt.Key.Key_Right, "l5:emerging"),
        (Qt.Key.Key_N, ""),
        (Qt.Key.Key_0, ""),
        (Qt.Key.Key_Right, "l5:emerging"),
    ):
        QTest.keyClick(page.table, key)
        assert page.mark_of(names[0]).step_id == step
    QTest.keyClick(page.table, Qt.Key.Key_H)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.keyClicks(page.comment.edit, "hands over")
    assert page.has_unsaved()
    QTest.keyClick(page.comment.edit, Qt.Key.Key_Escape)
    settle()
    assert not page.has_unsaved()
    mark = desk.store.read(lambda session: get_marks(session, review_id)).yours[names[0]]
    assert (mark.step_id, mark.comment, str(mark.confidence)) == ("l5:emerging", "hands over", "high")
    index = page.matrix.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Code & design: you L5 emerging"


def test_a_click_on_the_lane_of_the_current_row_marks_and_far_levels_unfold(
    open_page: Any, review_id: str, names: tuple[str, ...], settle: Settle
) -> None:
    page = open_page(review_id)
    assert [column.code for column in page.matrix.columns] == ["L1–3", "L4", "L5", "L6", "L7", "L8"]
    assert page.table.columnWidth(0) == 40
    rect = page.table.visualRect(page.matrix.index(0, 3))
    QTest.mouseClick(
        page.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(rect.left() + rect.width() // 4, rect.bottom() - 15),
    )
    settle()
    assert page.mark_of(names[0]).step_id == "l6:emerging"
    QTest.keyClick(page.table, Qt.Key.Key_F)
    assert len(page.matrix.columns) == 8


def test_self_marks_are_not_even_read_before_yours_are_in(
    open_page: Any, review_id: str, write: Write, names: tuple[str, ...], desk: Desk
) -> None:
    write(save_mark, review_id, Rater.SELF, MarkDraft(names[0], "l8:solid", comment="secret pride"))
    write(hand_in, review_id, Rater.SELF)
    read = desk.store.read(lambda session: get_review_page(session, review_id, desk.zone))
    assert "secret pride" not in repr(read) and "l8:solid" not in repr((read.marks, read.room))
    page = open_page(review_id, "self")
    assert page.self_panel.isVisible() and not page.table.isVisible() and not page.self_panel.ways.isVisible()
    page.show_phase(Phase.COMPARE)
    assert page.waiting.isVisible() and "12 of 12 are missing" in page.waiting.sentence.text()


def test_typing_it_together_shows_only_their_marks_and_hands_them_in(
    open_page: Any, review_id: str, write: Write, names: tuple[str, ...], desk: Desk, settle: Settle
) -> None:
    write(save_mark, review_id, Rater.MANAGER, MarkDraft(names[0], "l4:solid"))
    page = open_page(review_id, "self")
    page.self_panel.together.click()
    assert "you" not in page.matrix.spoken(page.matrix.lines[0]) and not page.rail.yours.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_6)
    assert page.run_action("meeting.start")
    settle()
    assert TABS[page.phase] == "yours"
    assert page.page.room == {} and page.page.marks.theirs == {}


def test_compare_shows_who_differs_and_keeps_what_is_said_and_agreed(
    open_page: Any, review_id: str, write: Write, names: tuple[str, ...], desk: Desk, settle: Settle, amara: str
) -> None:
    hand_in_both(write, review_id, names, {
        names[-1]: ("l6:emerging", "l5:emerging"), names[1]: ("l6:emerging", "l5:solid"),
    })  # fmt: skip
    page = open_page(review_id)
    assert page.phase is Phase.COMPARE and page.legend.count.text() == "2 of 12 differ"
    line = page.table.current_line
    assert line.competency_id == names[-1] and page.matrix.is_wide(line)
    assert page.matrix.spoken(line) == "Growing others: self L6 emerging, you L5 emerging, 2 steps apart"
    assert [page.matrix.text_lines(row) for row in (0, 1, 11)] == [1, 2, 3]
    QTest.keyClick(page.table, Qt.Key.Key_5)
    page.discussion.editor.setFocus()
    QTest.keyClicks(page.discussion.editor, "Hand over the lead")
    page.discussion.again.setText("in 3 months")
    page.discussion.again.editingFinished.emit()
    page.flush()
    settle()
    read = desk.store.read(lambda session: get_review_page(session, review_id, desk.zone))
    assert read.marks.agreed[names[-1]].step_id == "l5:solid"
    assert [(b.visibility.value, b.text) for b in read.talk[names[-1]]] == [("shared", "Hand over the lead")]
    assert read.looks == {names[-1]: date(2026, 8, 12)}
    promises = desk.store.read(lambda session: session.exec(select(Promise.text)).all())
    assert promises == ["Look again at Growing others in the ladder review"]
    page.discussion.again.setText("whenever")
    page.discussion.again.editingFinished.emit()
    assert page.discussion.hint.isVisible()


def test_agreeing_freezes_and_a_later_view_is_a_new_review(
    open_page: Any, review_id: str, write: Write, names: tuple[str, ...], desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    hand_in_both(write, review_id, names, {})
    page = open_page(review_id, "agree")
    page.agreeing.list.setFocus()
    QTest.keyClick(page.agreeing.list, Qt.Key.Key_Space)
    settle()
    assert [gate.is_met for gate in page.page.gates][:1] == [True]
    QTest.keyClick(page.agreeing.list, Qt.Key.Key_X)
    settle()
    assert [gate.is_met for gate in page.page.gates][:1] == [False]
    assert page.run_action("meeting.start")
    settle()
    assert page.page.is_agreed and page.agreeing.state.text() == f"Agreed 12 May 2026 by {PIN}"
    assert not page.bar.main.isVisible() and not page.broken.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_8)
    assert page.mark_of(names[0]).step_id == "l5:solid"
    with qtbot.waitSignal(page.navigate_requested) as wish:
        page.agreeing.again.click()
    assert wish.args[0].view == "review" and wish.args[0].item_id != review_id


def test_an_agreed_review_that_was_changed_by_other_means_says_so(
    open_page: Any, review_id: str, write: Write, names: tuple[str, ...]
) -> None:
    hand_in_both(write, review_id, names, {})
    write(agree_review, review_id)

    def tamper(unit: Any) -> None:
        unit.session.exec(select(Mark).where(Mark.rater == Rater.AGREED)).first().step_id = "l8:solid"

    write(tamper)
    page = open_page(review_id)
    assert page.broken.isVisible() and "no longer what was agreed" in page.broken.text()


def test_evidence_stands_beside_its_sign_and_is_added_by_keys(
    open_page: Any, review_id: str, write: Write, names: tuple[str, ...], amara: str, desk: Desk, settle: Settle
) -> None:
    sign = desk.store.read(lambda session: get_review_page(session, review_id, desk.zone)).lines[0].signs[0]
    target = Target(names[0], PIN, "l6", sign.behaviour_id)
    write(add_evidence, EvidenceDraft(amara, "Old guide", date(2025, 10, 6), (target,)))
    page = open_page(review_id)
    assert page.rail.signs.rows[0] == (sign, 1, 0) and page.rail.age.text() == "Newest is 7 months old"
    assert page.run_action("line.evidence")
    QTest.keyClicks(page.rail.row.text, "Reviewed the interface")
    QTest.keyClick(page.rail.row.text, Qt.Key.Key_Return)
    settle()
    assert [row.text for row in page.rail.evidence.rows] == ["Reviewed the interface", "Old guide"]
    assert not page.rail.age.isVisible()
    page.rail.list.setFocus()
    QTest.keyClick(page.rail.list, Qt.Key.Key_Delete)
    settle()
    assert desk.store.read(lambda session: session.exec(select(Evidence.text)).all()) == ["Old guide"]


def test_a_form_goes_out_and_only_an_answer_that_belongs_comes_in(
    desk: Desk, look: Appearance, review_id: str, names: tuple[str, ...], settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    form, answer = tmp_path / "form.html", tmp_path / "answer.json"
    panel = SelfPanel(desk, look, choose_form=lambda *_: str(form), choose_answer=lambda *_: str(answer))
    qtbot.addWidget(panel)
    page = desk.store.read(lambda session: get_review_page(session, review_id, desk.zone))
    panel.set_page(page, can_edit=True)
    panel.show()
    panel.export.click()
    qtbot.waitUntil(lambda: "Wrote form.html" in panel.hint.text())
    asked = _embedded(form.read_text("utf-8"))
    answer.write_text("no answer at all")
    panel.read.click()
    settle()
    assert panel.hint.isVisible() and not panel.preview.isVisible()
    given = {key: asked["content"][key] for key in ("review_id", "person_id", "ladder", "ladder_hash")}
    given |= {"written_at": "2026-05-06T10:00:00Z"}
    given |= {"marks": [{"competency": names[0], "step": "l6:solid", "comment": "proud"}]}
    outer = {"format": "coachdesk-answer/1", "form_key": asked["form_key"]}
    answer.write_text(json.dumps(outer | {"answer": given | {"person_id": "someone else"}}))
    panel.read.click()
    qtbot.waitUntil(lambda: "another person" in panel.hint.text())
    answer.write_text(json.dumps(outer | {"answer": given}))
    taken: list[object] = []
    panel.answer_accepted.connect(taken.append)
    panel.read.click()
    qtbot.waitUntil(panel.preview.isVisible)
    spoken = [panel.answer.spoken(row) for row in panel.answer.rows]
    assert spoken[0] == "Code & design, marked, with words" and "proud" not in repr(spoken)
    panel.accept.click()
    assert len(taken) == 1 and not panel.preview.isVisible()


def _embedded(html: str) -> dict[str, Any]:
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def test_the_list_says_what_is_missing_and_begins_withdraws_and_removes(
    desk: Desk, look: Appearance, review_id: str, write: Write, names: tuple[str, ...], settle: Settle, qtbot: QtBot
) -> None:
    for name in names[:9]:
        write(save_mark, review_id, Rater.MANAGER, MarkDraft(name, "l5:solid"))
    view = ReviewsView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("reviews"))
    view.show()
    settle()
    rows = view.parts[Standing.TO_MARK][1]
    spoken = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Amara Okafor" in spoken and "3 of your marks missing" in spoken
    QAbstractItemModelTester(rows.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert view.run_action("review.new") and view.row.level.currentData() == "l5"
    assert view.row.target.currentData() == "l6"
    with qtbot.waitSignal(view.navigate_requested) as wish:
        QTest.keyClick(view.row, Qt.Key.Key_Return)
    settle()
    begun = wish.args[0].item_id
    assert len(desk.store.read(list_review_states)) == 2
    view.acts.withdraw(begun)
    settle()
    assert desk.store.read(lambda session: session.get_one(Review, begun).state) is ReviewState.WITHDRAWN
    rows.removal_requested.emit(review_id)
    settle()
    assert view.empty.isVisible() and desk.history.undo_label == "Review removed"
    desk.store.write(desk.history.undo)
    view.refresh()
    settle()
    assert [row.missing for row in desk.store.read(list_review_states)] == [3]
