"""A new review in one row: who, by which ladder, at which level, towards which one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.review_choices import ReviewChoices
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.text import Label


class ReviewsAdd(QFrame):
    """Hidden until `open_row`; a person's placement fills the rest. `add_requested(ReviewDraft)`, Esc closes."""

    add_requested = Signal(object)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("surface", "quietCard")
        self._choices: ReviewChoices | None = None
        self._today = date.min
        self.person = self._build_box(self.tr("Who"))
        self.ladder = self._build_box(self.tr("Ladder"))
        self.level = self._build_box(self.tr("Level now"))
        self.target = self._build_box(self.tr("Target"))
        self.begin = Button(look, self.tr("Begin review"))
        self.cancel = Button(look, self.tr("Cancel"), kind="quiet")
        self.hint = Hint(look)
        self._lay_out()
        self.person.activated.connect(self._on_person)
        self.ladder.activated.connect(self._on_ladder)
        self.begin.clicked.connect(self._on_begin)
        self.cancel.clicked.connect(self.close_row)
        self.setFocusProxy(self.person)
        self.hide()

    def set_choices(self, choices: ReviewChoices, today: date) -> None:
        """Learn who and what there is to choose; a choice that was begun stays."""
        self._today = today
        if choices == self._choices:
            return
        chosen = self.person.currentData()
        self._choices = choices
        self._fill(self.person, tuple((row.person_id, row.name) for row in choices.people), str(chosen or ""))
        self._fill(
            self.ladder, tuple((one.pin, f"{one.title} {one.pin.rpartition('@')[2]}") for one in choices.ladders)
        )
        self._on_person(self.person.currentIndex())

    def open_row(self, person_id: str = "") -> None:
        """Show the row, for a person if one is named, with the keyboard in it."""
        if person_id and self.person.findData(person_id) >= 0:
            self.person.setCurrentIndex(self.person.findData(person_id))
            self._on_person(self.person.currentIndex())
        self.show()
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_row(self) -> None:
        """Take the row away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin on Enter, close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_row()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_begin()
        else:
            super().keyPressEvent(event)

    def _build_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        return box

    def _lay_out(self) -> None:
        px = self.look.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        for at, box in enumerate((self.person, self.ladder, self.level, self.target)):
            label = Label(self.look, box.accessibleName(), role="small", tone="text3", wraps=False)
            grid.addWidget(label, 0, at)
            grid.addWidget(box, 1, at)
            grid.setColumnStretch(at, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.begin)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(12))
        column.addLayout(grid)
        column.addLayout(foot)
        column.addWidget(self.hint)

    def _fill(self, box: QComboBox, rows: tuple[tuple[str, str], ...], chosen: str = "") -> None:
        box.clear()
        for key, words in rows:
            box.addItem(words, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _on_person(self, _index: int) -> None:
        if self._choices is None:
            return
        placed = self._choices.placements.get(str(self.person.currentData() or ""))
        if placed is None:
            self.hint.set_text(self.tr("Placed on no ladder yet: choose ladder and level."))
            self._on_ladder(self.ladder.currentIndex())
            return
        self.hint.set_text("")
        self.ladder.setCurrentIndex(max(0, self.ladder.findData(placed.ladder_pin)))
        self._fill_levels(placed.level_id, placed.target_level_id)

    def _on_ladder(self, _index: int) -> None:
        self._fill_levels("", "")

    def _fill_levels(self, level_id: str, target_id: str) -> None:
        if self._choices is None:
            return
        pin = self.ladder.currentData()
        levels = next((one.levels for one in self._choices.ladders if one.pin == pin), ())
        self._fill(self.level, levels, level_id)
        self._fill(self.target, (("", self.tr("None")), *levels), target_id)

    def _on_begin(self) -> None:
        person_id, pin, level_id = (str(box.currentData() or "") for box in (self.person, self.ladder, self.level))
        if self._choices is None or not (person_id and pin and level_id):
            self.hint.set_text(self.tr("Choose a person, a ladder and a level."), tone="danger", icon="alert")
            return
        target_id = str(self.target.currentData() or "")
        self.close_row()
        self.add_requested.emit(self._choices.draft(person_id, pin, level_id, target_id, self._today))
