"""Placing someone on a ladder, in place of the growth page that needs it: ladder, level and the level ahead."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.growth_forms import LadderChoice, LevelChoice
from coachdesk.services.ladders import PlacementDraft
from coachdesk.ui.charts.growth_words import short_level
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import EmptyState
from coachdesk.ui.widgets.text import Label


class PlaceBox(QWidget):
    """One line and a button; the button shows the choices. `place_requested(PlacementDraft)`, `asked` for ladders."""

    place_requested = Signal(object)
    asked = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._person_id = ""
        self._today = date.min
        self._ladders: tuple[LadderChoice, ...] = ()
        self.empty = EmptyState(
            look,
            self.tr("Not on a ladder yet"),
            self.tr("Growth is shown against the levels of a ladder."),
            action=self.tr("Place on a ladder"),
            icon="ladder",
        )
        self.form = QFrame()
        self.ladder, self.level, self.target = QComboBox(), QComboBox(), QComboBox()
        self.place = Button(look, self.tr("Place"), kind="primary")
        self._lay_out()
        self.empty.acted.connect(self.open_form)
        self.ladder.currentIndexChanged.connect(self._on_ladder)
        self.level.currentIndexChanged.connect(self._on_level)
        self.place.clicked.connect(self._on_place)

    def set_person(self, person_id: str, today: date) -> None:
        """Show the one line again for another person."""
        if person_id != self._person_id:
            self.form.hide()
            self.empty.show()
        self._person_id, self._today = person_id, today

    def set_ladders(self, ladders: tuple[LadderChoice, ...]) -> None:
        """Offer ladders."""
        self._ladders = ladders
        self.ladder.clear()
        self.ladder.addItems([f"{one.title}, {one.pin.rpartition('@')[2]}" for one in ladders])
        usual = next((at for at, one in enumerate(ladders) if one.pin.startswith("software-engineer@")), 0)
        self.ladder.setCurrentIndex(usual)

    def open_form(self) -> None:
        """Show the choices and put the keyboard into them."""
        self.empty.hide()
        self.form.show()
        self.ladder.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._ladders:
            self.asked.emit()

    def _lay_out(self) -> None:
        px = self.look.px
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for words, box in (
            (self.tr("Ladder"), self.ladder),
            (self.tr("Level now"), self.level),
            (self.tr("Aiming for"), self.target),
        ):
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            part = QVBoxLayout()
            part.setSpacing(px(4))
            part.addWidget(Label(self.look, words, role="section"))
            part.addWidget(box)
            row.addLayout(part, 1)
        row.addWidget(self.place, 0, Qt.AlignmentFlag.AlignBottom)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.addWidget(self.empty)
        column.addWidget(self.form)
        column.addStretch(1)
        self.form.hide()

    @property
    def _levels(self) -> tuple[LevelChoice, ...]:
        at = self.ladder.currentIndex()
        return self._ladders[at].levels if 0 <= at < len(self._ladders) else ()

    def _on_ladder(self, _at: int) -> None:
        words = [_level_words(one) for one in self._levels]
        for box in (self.level, self.target):
            box.clear()
            box.addItems(words)
        self._on_level(self.level.currentIndex())

    def _on_level(self, at: int) -> None:
        """Aim for the level that follows."""
        levels = self._levels
        if 0 <= at < len(levels) and self.target.count() == len(levels):
            ids = [one.level_id for one in levels]
            following = next((one for one in levels[at].next_ids if one in ids), ids[at])
            self.target.setCurrentIndex(ids.index(following))

    def _on_place(self) -> None:
        levels, at = self._levels, self.ladder.currentIndex()
        if not levels:
            return
        draft = PlacementDraft(
            self._person_id,
            self._ladders[at].pin,
            levels[self.level.currentIndex()].level_id,
            levels[self.target.currentIndex()].level_id,
            self._today,
        )
        self.place_requested.emit(draft)


def _level_words(level: LevelChoice) -> str:
    short = short_level(level.level_id, level.title)
    return level.title if short == level.title else f"{short}, {level.title}"
