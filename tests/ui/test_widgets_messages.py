"""Messages, marks and rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import Avatar, PrepRing, StrengthMeter, Tag, initials
from coachdesk.ui.widgets.messages import Banner, EmptyState, ProgressRow, SectionHeading, UndoBar
from coachdesk.ui.widgets.rows import ROW_ROLE, RowDelegate, RowText
from coachdesk.ui.widgets.steps import StepList, steps_from_path


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    widget.show()
    yield widget


def test_undo_bar_offers_the_way_back_by_keys(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    bar = UndoBar(look, host)
    bar.show_text("Action deleted")
    assert bar.isVisible()
    assert bar.accessibleName() == "Action deleted. Undo is possible."
    with qtbot.waitSignal(bar.undo_requested):
        qtbot.keyClick(bar.button, Qt.Key.Key_Space)
    assert not bar.isVisible()


def test_undo_bar_goes_after_its_time_but_not_under_the_pointer(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    bar = UndoBar(look, host)
    bar._timer.setInterval(1)
    point = bar.rect().center().toPointF()
    bar.show_text("Action deleted")
    bar.enterEvent(QEnterEvent(point, point, point))
    assert not bar._timer.isActive()
    bar.leaveEvent(QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_undo_bar_stays_at_the_foot(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    bar = UndoBar(look, host)
    bar.show_text("Action deleted")
    host.resize(900, 700)
    qtbot.waitUntil(lambda: bar.geometry().bottom() == 700 - 16 - 1)
    assert host.rect().contains(bar.geometry())


def test_undo_bar_fades_in_and_leaves_no_effect(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    look.set_reduced_motion(False)
    bar = UndoBar(look, host)
    bar.show_text("Action deleted")
    qtbot.waitUntil(lambda: bar.graphicsEffect() is None)
    assert bar.isVisible()


def test_banner_says_and_acts(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    banner = Banner(look, "danger", "Not saved: the disk is full.", action="Try again", can_dismiss=True, parent=host)
    banner.show()
    assert banner.accessibleName() == "Not saved: the disk is full."
    with qtbot.waitSignal(banner.acted):
        qtbot.keyClick(banner.button, Qt.Key.Key_Space)
    with qtbot.waitSignal(banner.dismissed):
        qtbot.keyClick(banner.close_button, Qt.Key.Key_Space)
    banner.set_message("warn", "Changed on disk.", action="")
    assert not banner.button.isVisible()
    assert banner.property("surface") == "warn"


def test_progress_can_be_cancelled(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    row = ProgressRow(look, "Writing the backup", parent=host)
    row.show()
    row.set_percent(62)
    assert (row.bar.value(), row.bar.maximum()) == (62, 100)
    row.set_percent(-1)
    assert row.bar.maximum() == 0
    with qtbot.waitSignal(row.cancel_requested):
        qtbot.keyClick(row.cancel, Qt.Key.Key_Space)


def test_empty_state_and_heading_act(host: QWidget, look: Appearance, qtbot: QtBot) -> None:
    empty = EmptyState(look, "No evidence yet", "Link a note.", action="Add evidence", parent=host)
    heading = SectionHeading(look, "Meetings", "5 today", action="All", parent=host)
    for widget in (empty, heading):
        widget.show()
        with qtbot.waitSignal(widget.acted):
            qtbot.keyClick(widget.button, Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amara Okafor", "AO"), ("Mei-Lin Chen", "MC"), ("Cher", "C"), ("Ana María (PM) Ruiz", "AR"), ("  ", "")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_marks_say_what_they_show(look: Appearance, qtbot: QtBot) -> None:
    meter = StrengthMeter(look, "Strength")
    meter.set_score(7)
    marks = {
        Avatar(look, "Amara Okafor"): "Amara Okafor",
        Tag(look, "Only you", "private"): "Only you",
        PrepRing(look, 2, 4): "2 of 4 prepared",
        meter: "Strength: 4 of 4",
    }
    for mark, words in marks.items():
        qtbot.addWidget(mark)
        assert mark.accessibleName() == words
        assert not mark.grab().isNull()


def test_steps_say_where_one_is(look: Appearance, qtbot: QtBot) -> None:
    steps = StepList(look, ("Place", "Passphrase"))
    qtbot.addWidget(steps)
    steps.set_current(1)
    assert steps.accessibleName() == "Step 2 of 2: Passphrase"
    assert not steps.grab().isNull()


def test_motif_points() -> None:
    points = steps_from_path("M-20 282 H156 V258")
    assert [(p.x(), p.y()) for p in points] == [(-20, 282), (156, 282), (156, 258)]


class _Rows(QAbstractListModel):
    def __init__(self, rows: list[RowText]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_rows_paint_within_heights_from_fonts(
    look: Appearance, qtbot: QtBot, scale: float, direction: Qt.LayoutDirection
) -> None:
    look.set_text_scale(scale)
    model = _Rows(
        [RowText("Noor Siddiqui", "Skip-level", "Late", "danger", "clock", avatar="Noor Siddiqui", strong=True)] * 3
        + [RowText("A long title " * 20, icon="lock")]
    )
    view = QListView()
    qtbot.addWidget(view)
    view.setLayoutDirection(direction)
    view.setModel(model)
    delegate = RowDelegate(look, view, two_lines=True, divided=True)
    view.setItemDelegate(delegate)
    view.resize(300, 300)
    view.setCurrentIndex(model.index(1))
    assert delegate.sizeHint(QStyleOptionViewItem(), model.index(0)).height() >= look.metrics.row("twoLine") * 0.8
    assert view.grab().toImage().format() != QImage.Format.Format_Invalid
    assert model.rows[0].spoken() == "Noor Siddiqui, Skip-level, Late"


def test_rows_grow_when_text_grows(look: Appearance, qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(_Rows([RowText("One")]))
    delegate = RowDelegate(look, view)
    view.setItemDelegate(delegate)
    before = delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
    look.set_text_scale(2.0)
    assert delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).height() == 2 * before
