"""The Friday sweep: one open promise after the other, one key each."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from coachdesk.services.people import PersonRow
from coachdesk.services.promises import PromiseRow
from coachdesk.ui.models.follow_up_rows import FollowUpsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.follow_ups_ask import AskRow
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import announce
from coachdesk.ui.widgets.text import Label

_KEYS = {
    Qt.Key.Key_D: "done",
    Qt.Key.Key_Space: "done",
    Qt.Key.Key_S: "snooze",
    Qt.Key.Key_K: "keep",
    Qt.Key.Key_H: "hand",
    Qt.Key.Key_X: "drop",
}


class Sweep(QFrame):
    """Shows one promise at a time and goes on by itself; Esc leaves, Up goes back one.

    `swept(promise id, act)` for done, snooze and drop; `handed(promise id, person id)`; `shown(promise id)` for each
    one that comes up; `left` when the user leaves.
    """

    swept = Signal(str, str)
    handed = Signal(str, str)
    shown = Signal(str)
    left = Signal()

    def __init__(self, look: Appearance, words: FollowUpsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._words = words
        self._rows: tuple[PromiseRow, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.count = Label(look, role="small", tone="text3")
        self.text = Label(look, role="heading")
        self.about = Label(look, tone="text2")
        self.ask = AskRow(look)
        self.acts = QWidget()
        self.buttons: dict[str, _ActButton] = {}
        self.leave = Button(look, self.tr("Leave the sweep"), kind="quiet", keys="Esc", small=True)
        self._lay_out()
        self.ask.person_given.connect(self._on_person_given)
        self.ask.closed.connect(self._on_ask_closed)
        self.leave.clicked.connect(self.left)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._rows)

    def start(self, rows: tuple[PromiseRow, ...], today: date, people: tuple[PersonRow, ...]) -> None:
        """Begin with the first of `rows`."""
        self._rows, self._at = rows, 0
        self.ask.close_row()
        self.ask.set_context(today, None, people)
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key an item."""
        act = None if event.modifiers() else _KEYS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Up and self._at:
            self._at -= 1
            self._show()
        elif act is not None and not event.isAutoRepeat():
            self._do(act)
        else:
            super().keyPressEvent(event)

    def _do(self, act: str) -> None:
        if self.is_over:
            return
        if act == "hand":
            self.ask.ask_person()
            return
        promise_id = self._rows[self._at].promise_id
        self._at += 1
        if act != "keep":
            self.swept.emit(promise_id, act)
        self._show()

    def _show(self) -> None:
        over = self.is_over
        self.acts.setVisible(not over)
        self.about.setVisible(not over)
        if over:
            self.count.setText(self.tr("{total} of {total}").format(total=len(self._rows)) if self._rows else "")
            self.text.setText(self.tr("Nothing left to sweep"))
            self.leave.setText(self.tr("Back to the list"))
            self.setAccessibleName(self.text.text())
        else:
            row = self._rows[self._at]
            words = self.tr("{at} of {total}").format(at=self._at + 1, total=len(self._rows))
            self.count.setText(words)
            self.text.setText(row.text)
            self.about.setText(self._words.sentence(row))
            self.leave.setText(self.tr("Leave the sweep"))
            self.setAccessibleName(f"{words}: {self._words.spoken(row)}")
            self.shown.emit(row.promise_id)
        self.leave.updateGeometry()
        if self.isVisible():
            announce(self)

    def _lay_out(self) -> None:
        px = self.look.px
        names = {
            "done": (self.tr("Done"), "D", "check"),
            "snooze": (self.tr("Snooze a week"), "S", "clock"),
            "keep": (self.tr("Keep"), "K", ""),
            "hand": (self.tr("Hand over"), "H", "ar"),
            "drop": (self.tr("Drop"), "X", "x"),
        }
        for act, (words, keys, icon) in names.items():
            self.buttons[act] = _ActButton(self.look, act, words, keys, icon)
            self.buttons[act].pressed_act.connect(self._do)
        acts = QGridLayout(self.acts)
        acts.setContentsMargins(0, px(12), 0, 0)
        acts.setSpacing(px(8))
        for at, act in enumerate(self.buttons):
            acts.addWidget(self.buttons[act], at // 2, at % 2)
        acts.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        for widget in (self.count, self.text, self.about, self.acts, self.ask):
            column.addWidget(widget)
        column.addSpacing(px(16))
        column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _on_person_given(self, person_id: str) -> None:
        promise_id = self._rows[self._at].promise_id
        self._at += 1
        self.handed.emit(promise_id, person_id)
        self._show()

    def _on_ask_closed(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class _ActButton(Button):
    """One of the five answers; the keyboard stays on the sweep."""

    pressed_act = Signal(str)

    def __init__(self, look: Appearance, act: str, words: str, keys: str, icon: str) -> None:
        super().__init__(look, words, icon=icon, keys=keys)
        self._act = act
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.pressed_act.emit(self._act)
