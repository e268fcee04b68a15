"""Buttons, fields and choices by keys and by their accessible names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.choices import CheckLine, Segmented, Switch
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.focus import FocusRing
from coachdesk.ui.widgets.spins import SpinBox
from coachdesk.ui.widgets.text import ElidedLabel, Label


@pytest.fixture
def page(qtbot: QtBot, look: Appearance, qapp: QApplication) -> Iterator[QVBoxLayout]:
    look.apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    layout = QVBoxLayout(window)
    window.show()
    yield layout
    window.close()


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


def test_button_is_pressed_by_space_and_spoken(page: QVBoxLayout, look: Appearance, qtbot: QtBot) -> None:
    button = Button(look, "Start meeting", kind="primary", icon="check", keys="Ctrl N")
    page.addWidget(button)
    assert spoken(button) == "Start meeting"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize("kind", ["", "primary", "quiet", "link", "danger", "onDark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_button_has_room_for_its_words_and_a_target(look: Appearance, qtbot: QtBot, kind: str, scale: float) -> None:
    look.set_text_scale(scale)
    button = Button(look, "Ein sehr langes deutsches Wort", kind=kind, small=True)
    qtbot.addWidget(button)
    assert button.sizeHint().height() >= 24
    assert button.sizeHint().width() > button.fontMetrics().horizontalAdvance(button.text())
    assert button.minimumSizeHint() == button.sizeHint()
    assert not button.grab().isNull()


def test_icon_button_says_its_name(page: QVBoxLayout, look: Appearance) -> None:
    button = IconButton(look, "lock", "Lock now", edge=20)
    page.addWidget(button)
    assert spoken(button) == "Lock now"
    assert button.toolTip() == "Lock now"
    assert button.sizeHint().width() >= 24


def test_field_error_is_shown_and_described(page: QVBoxLayout, look: Appearance) -> None:
    field = Field(look, "Due")
    page.addWidget(field)
    assert spoken(field.edit) == "Due"
    field.set_error("June has 30 days")
    assert not field.hint.isHidden()
    assert field.hint.text() == "June has 30 days"
    assert field.edit.accessibleDescription() == "June has 30 days"
    assert field.edit.property("wrong") is True
    field.set_error("")
    assert field.hint.isHidden()
    assert field.edit.property("wrong") is False


def test_secret_is_revealed_and_hidden_by_keys(page: QVBoxLayout, look: Appearance, qtbot: QtBot) -> None:
    field = Field(look, "Passphrase", secret=True)
    page.addWidget(field)
    reveal = field.findChild(IconButton)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    assert spoken(reveal) == "Show passphrase"
    qtbot.keyClick(reveal, Qt.Key.Key_Space)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert spoken(reveal) == "Hide passphrase"
    qtbot.keyClick(reveal, Qt.Key.Key_Space)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password


def test_parts_in_a_field_mirror(page: QVBoxLayout, look: Appearance, qtbot: QtBot) -> None:
    field = Field(look, "Passphrase", secret=True)
    page.addWidget(field)
    field.edit.resize(300, 32)
    reveal = field.findChild(IconButton)
    assert reveal.x() > 150
    assert field.edit.textMargins().right() > field.edit.textMargins().left()
    field.edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert reveal.x() < 150
    assert field.edit.textMargins().left() > field.edit.textMargins().right()


def test_switch_toggles_by_space(page: QVBoxLayout, look: Appearance, qtbot: QtBot) -> None:
    switch = Switch(look, "Lock when minimised")
    page.addWidget(switch)
    assert spoken(switch) == "Lock when minimised"
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert switch.sizeHint().height() >= 24


@pytest.mark.parametrize(
    ("direction", "key"),
    [
        (Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Right),
        (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Left),
    ],
)
def test_segments_move_by_arrows(
    page: QVBoxLayout, look: Appearance, qtbot: QtBot, direction: Qt.LayoutDirection, key: Qt.Key
) -> None:
    stages = Segmented(look, "Stage", ["Prep", "Live", "Follow-up"])
    stages.setLayoutDirection(direction)
    page.addWidget(stages)
    with qtbot.waitSignal(stages.chosen) as chosen:
        qtbot.keyClick(stages, key)
    assert chosen.args == [1]
    qtbot.keyClick(stages, key)
    qtbot.keyClick(stages, key)
    assert stages.index() == 2


def test_set_index_does_not_emit(look: Appearance, qtbot: QtBot) -> None:
    stages = Segmented(look, "Stage", ["Prep", "Live"])
    qtbot.addWidget(stages)
    with qtbot.assertNotEmitted(stages.chosen):
        stages.set_index(1)
    assert stages.index() == 1


def test_check_line_says_its_state(page: QVBoxLayout, look: Appearance) -> None:
    line = CheckLine(look, "14 characters or more")
    page.addWidget(line)
    assert spoken(line) == "14 characters or more: not yet"
    line.set_state("met")
    assert spoken(line) == "14 characters or more: done"


def test_label_wraps_at_the_pitch_of_its_role(look: Appearance, qtbot: QtBot) -> None:
    label = Label(look, "one two three four five six seven eight nine ten", role="note")
    qtbot.addWidget(label)
    one, many = label.heightForWidth(2000), label.heightForWidth(90)
    assert one == look.metrics.line("note") == 22
    assert many % 22 == 0
    assert many >= 4 * 22


def test_elided_label_has_a_tool_tip_only_when_cut(page: QVBoxLayout, look: Appearance) -> None:
    label = ElidedLabel(look, "A title that is far too long for the room that it has")
    label.setParent(page.parentWidget())
    label.show()
    label.resize(60, 20)
    assert label.toolTip() == label.text()
    label.resize(900, 20)
    assert label.toolTip() == ""


def test_ring_surrounds_the_control_with_the_keyboard(
    page: QVBoxLayout, look: Appearance, qapp: QApplication, qtbot: QtBot
) -> None:
    ring = FocusRing(look, qapp)
    field, other = Field(look, "One"), Field(look, "Two")
    page.addWidget(field)
    page.addWidget(other)
    window = page.parentWidget()
    window.activateWindow()
    qtbot.waitUntil(field.edit.isVisible)
    field.edit.setFocus()
    qtbot.waitUntil(lambda: ring._ring is not None)
    field.edit.parentWidget().move(field.pos().x() + 5, field.pos().y())
    drawn = ring._ring
    assert drawn is not None
    place = field.edit.mapTo(window, field.edit.rect().topLeft())
    assert (drawn.x(), drawn.y()) == (place.x() - 3, place.y() - 3)
    assert drawn.size().width() == field.edit.width() + 6
    other.edit.setProperty("ring", False)
    other.edit.setFocus()
    assert ring._ring is None
    ring.deleteLater()


def test_ring_scrolls_with_its_control(look: Appearance, qapp: QApplication, qtbot: QtBot) -> None:
    look.apply(qapp)
    ring = FocusRing(look, qapp)
    area, content = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    column = QVBoxLayout(content)
    fields = [Field(look, f"Field {number}") for number in range(20)]
    for field in fields:
        column.addWidget(field)
    area.setWidget(content)
    area.resize(300, 200)
    area.show()
    area.activateWindow()
    fields[0].edit.setFocus()
    qtbot.waitUntil(lambda: ring._ring is not None)
    assert ring._ring is not None
    assert ring._ring.parentWidget() is content
    ring.deleteLater()


def test_enter_presses_the_button_with_the_keyboard(page: QVBoxLayout, look: Appearance, qtbot: QtBot) -> None:
    button = Button(look, "Open")
    page.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_spin_box_keeps_its_margin(page: QVBoxLayout, look: Appearance) -> None:
    box = SpinBox(look, "Smallest group")
    page.addWidget(box)
    assert spoken(box) == "Smallest group"
    look.set_text_scale(2.0)
    assert box.lineEdit().textMargins().left() == 14
