"""A new skill goal in one row: its words, the competency that it is about, and a day in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.plans import GoalDraft, TargetChoice
from coachdesk.services.promises import parse_due
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.fields import LineEdit


class GoalAdd(InlineAdd):
    """`add_requested(GoalDraft)`. The step is the first of the level that the person aims for; it can change later."""

    add_requested = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._person_id = ""
        self._today = date.min
        self._next_on: date | None = None
        self._targets: tuple[TargetChoice, ...] = ()
        self._target: TargetChoice | None = None
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What to get better at"))
        self.text.setAccessibleName(self.tr("Skill goal"))
        self.competency = Button(look, self.tr("Competency"), small=True)
        self._menu = QMenu(self.competency)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._on_competency)
        self.competency.setMenu(self._menu)
        self.day = LineEdit(look, small=True)
        self.day.setPlaceholderText(self.tr("Day, such as in 3 months"))
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setMaximumWidth(look.px(176))
        self.day.returnPressed.connect(self._on_add)
        self.private = IconButton(look, "lock", self.tr("Only you"), edge=28)
        self.private.setCheckable(True)
        for part in (self.competency, self.day, self.private):
            self._insert(part)

    def set_plan(self, person_id: str, targets: tuple[TargetChoice, ...], today: date, next_on: date | None) -> None:
        """Learn whose goal it is, what it may be tied to, and from when days are counted."""
        self._person_id, self._targets, self._today, self._next_on = person_id, targets, today, next_on

    def clear(self) -> None:
        """Be ready for the next goal."""
        self._choose(None)
        self.day.clear()
        self.private.setChecked(False)
        super().clear()

    def _fill(self) -> None:
        self._menu.clear()
        for target in (None, *self._targets):
            action = QAction(target.name if target else self.tr("No competency"), self._menu)
            action.setCheckable(True)
            action.setChecked(target == self._target)
            action.setData((target,))
            self._menu.addAction(action)

    def _on_competency(self, action: QAction) -> None:
        (target,) = action.data()
        self._choose(target)

    def _choose(self, target: TargetChoice | None) -> None:
        self._target = target
        self.competency.setText(target.name if target else self.tr("Competency"))

    def _on_add(self) -> None:
        self.set_error(self.day, "")
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what to get better at."))
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            due_on = parse_due(self.day.text(), self._today, self._next_on)
        except UnknownDay as error:
            self.set_error(self.day, str(error))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        target = self._target
        self.add_requested.emit(
            GoalDraft(
                self._person_id,
                self.text.text().strip(),
                target.ladder_pin if target else "",
                target.competency_id if target else "",
                target.usual if target else "",
                due_on,
                Visibility.ONLY_YOU if self.private.isChecked() else Visibility.SHARED,
            )
        )
