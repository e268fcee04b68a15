"""A step of a project, asked for in place: for whom, on which day; of a declined offer, why and when to ask again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QCompleter, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.project import ProjectState
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.people import PersonRow
from coachdesk.services.promises import parse_due
from coachdesk.services.promises_page import find_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.sponsorship_words import step_words
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.text import ElidedLabel, Label

_STACKED_UNDER = 640


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is to be taken: of which project, from where, to where, on which day, for whom (None: as it is).

    `reason` and `ask_again_on` belong to a declined offer.
    """

    project_id: str
    from_state: ProjectState
    to_state: ProjectState
    on: date
    person_id: str | None = None
    reason: str = ""
    ask_again_on: date | None = None


def needs_person(from_state: ProjectState, to_state: ProjectState) -> bool:
    """Return whether a step can't be taken before someone is named."""
    return from_state is ProjectState.IDEA and to_state in (ProjectState.OFFERED, ProjectState.ACTIVE)


class MoveRow(QFrame):
    """Hidden until `ask`. `given(Step)` on Enter or the button, `closed` after that or Esc."""

    given = Signal(object)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._step = Step("", ProjectState.IDEA, ProjectState.IDEA, date.min)
        self._people: tuple[PersonRow, ...] = ()
        self._today = date.min
        self.setProperty("surface", "quietCard")
        self.label = Label(look, role="section", wraps=False)
        self.title = ElidedLabel(look, tone="text2")
        self.person = self._field(self.tr("Whose it is"), self.tr("A name"))
        self.reason = self._field(self.tr("Why, in their words"), self.tr("Why, if they said"))
        self.again = self._field(self.tr("When to ask them again"), self.tr("Ask again, such as in 12 weeks"))
        self.day = self._field(self.tr("On which day"), self.tr("Day"))
        self.keep = Button(look, self.tr("Move"), small=True)
        self.leave = IconButton(look, "x", self.tr("Leave it where it is"), edge=28, size=14)
        self.hint = Hint(look)
        self._lay_out()
        self.keep.clicked.connect(self._on_given)
        self.leave.clicked.connect(self.close_row)
        self.hide()

    @property
    def project_id(self) -> str:
        """The project that was asked about last."""
        return self._step.project_id

    @property
    def typed(self) -> str:
        """What was typed of a declined offer while its step is not taken: why, and when to ask again."""
        fields = () if self.isHidden() or self.reason.isHidden() else (self.reason, self.again)
        return "; ".join(words for field in fields if (words := field.text().strip()))

    def set_people(self, people: tuple[PersonRow, ...]) -> None:
        """Tell who can be named."""
        if people == self._people:
            return
        self._people = people
        completer = QCompleter([person.name for person in people], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.person.setCompleter(completer)

    def ask(self, step: Step, title: str, today: date) -> None:
        """Ask for what is missing of a step of the project called `title`; `step.on` is the usual day."""
        self._step, self._today = step, today
        self.label.setText(step_words(step.from_state, step.to_state))
        self.title.setText(title)
        self.person.setVisible(needs_person(step.from_state, step.to_state))
        is_declined = step.to_state is ProjectState.DECLINED
        self.reason.setVisible(is_declined)
        self.again.setVisible(is_declined)
        for field in (self.person, self.reason, self.again):
            field.clear()
        self.day.setText(self.tr("today") if step.on == today else "")
        self._say(None, "")
        self.show()
        self._place()
        first = next(field for field in (self.person, self.reason, self.day) if not field.isHidden())
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def close_row(self) -> None:
        """Take the question away; does nothing when there is none."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; no other key reaches the page from here."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_row()
        event.accept()

    def resizeEvent(self, event: object) -> None:
        """Put the fields under each other where there is little room."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def _field(self, name: str, example: str) -> LineEdit:
        field = LineEdit(self.look, small=True)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.returnPressed.connect(self._on_given)
        return field

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.label)
        head.addWidget(self.title, 1)
        head.addWidget(self.leave)
        self.day.setMaximumWidth(px(160))
        self._asked = QHBoxLayout()
        last = QHBoxLayout()
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for row in (self._asked, last, self._fields):
            row.setSpacing(px(8))
        for field in (self.person, self.reason, self.again):
            self._asked.addWidget(field, 1)
        last.addWidget(self.day)
        last.addWidget(self.keep)
        last.addStretch(1)
        self._fields.addLayout(self._asked)
        self._fields.addLayout(last)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(4), px(8), px(10))
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addLayout(self._fields)
        column.addWidget(self.hint)

    def _place(self) -> None:
        """Put the day with the button below the other fields where there is little room."""
        is_stacked = self.width() < self.look.px(_STACKED_UNDER)
        has_fields = not (self.person.isHidden() and self.reason.isHidden())
        self._fields.setDirection(QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight)
        self._fields.setStretchFactor(self._asked, int(has_fields))

    def _say(self, wrong: LineEdit | None, text: str) -> None:
        for field in (self.person, self.reason, self.again, self.day):
            field.set_wrong(field is wrong)
            field.setAccessibleDescription(text if field is wrong else "")
        self.hint.set_text(text, tone="danger", icon="alert")
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_given(self) -> None:
        if self.isHidden():
            return
        step = self._step
        person_id = step.person_id
        if not self.person.isHidden():
            person = find_person(self._people, self.person.text())
            if person is None:
                self._say(self.person, self.tr("Type enough of a name to tell one person."))
                return
            person_id = person.person_id
        on, again = self._read_days()
        if on is None:
            return
        reason = self.reason.text().strip()
        self.close_row()
        self.given.emit(Step(step.project_id, step.from_state, step.to_state, on, person_id, reason, again))

    def _read_days(self) -> tuple[date | None, date | None]:
        """Return the day of the step and that of asking again; the first is None when one of them can't be read."""
        field = self.day
        try:
            on = parse_day(self.day.text(), self._today, is_past=True) if self.day.text().strip() else self._today
            field = self.again
            again = parse_due(self.again.text(), self._today, None) if not self.again.isHidden() else None
        except UnknownDay as error:
            self._say(field, str(error))
            return None, None
        if on > self._today:
            self._say(self.day, self.tr("A step is of today or of a day that has been."))
            return None, None
        return on, again
