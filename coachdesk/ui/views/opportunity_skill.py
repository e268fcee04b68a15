"""A competency chosen by typing its beginning: the field says how it reads what is typed, leaving it takes that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from coachdesk.services.evidence import CompetencyChoice, match_competencies
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import Field, LineEdit

_OTHERS = 2


class _SkillEdit(LineEdit):
    """A line edit that gives the arrow keys away; `stepped(1 or -1)`, `left` when the keyboard goes elsewhere."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through what matches with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard left."""
        super().focusOutEvent(event)
        self.left.emit()


class SkillField(Field):
    """`chosen` when the user took another competency, or none."""

    chosen = Signal()

    def __init__(self, look: Appearance, label: str, parent: QWidget | None = None) -> None:
        self.typed_edit = _SkillEdit(look)
        super().__init__(look, label, edit=self.typed_edit, parent=parent)
        self.edit.setPlaceholderText(self.tr("Type a competency, such as planning"))
        self._choices: tuple[CompetencyChoice, ...] = ()
        self._choice: CompetencyChoice | None = None
        self._at = 0
        self.edit.textEdited.connect(self._on_typed)
        self.edit.returnPressed.connect(self.take)
        self.typed_edit.stepped.connect(self._on_stepped)
        self.typed_edit.left.connect(self.take)

    @property
    def choice(self) -> CompetencyChoice | None:
        """The competency that is taken."""
        return self._choice

    @property
    def is_typed(self) -> bool:
        """Whether words stand in the field that were not taken yet."""
        return self.text().strip() != (self._choice.name if self._choice else "")

    def set_choices(self, choices: tuple[CompetencyChoice, ...]) -> None:
        """Tell which competencies there are."""
        self._choices = choices

    def set_choice(self, choice: CompetencyChoice | None) -> None:
        """Show a competency, or none; what is being typed stays."""
        if choice == self._choice and self.is_typed:
            return
        self._choice = choice
        self.set_text(choice.name if choice else "")
        self._say_area()

    def take(self) -> None:
        """Take what the typed words are read as, or say that no competency begins like this."""
        if not self.is_typed:
            self._say_area()
            return
        found = self._found()
        if self.text().strip() and not found:
            self.set_error(self.tr("No competency begins like this. Type another beginning, or leave it empty."))
            return
        self._choice = found[self._at] if found else None
        self.set_text(self._choice.name if self._choice else "")
        self._at = 0
        self._say_area()
        self.chosen.emit()

    def _found(self) -> tuple[CompetencyChoice, ...]:
        typed = self.text().strip()
        return match_competencies(self._choices, typed) if typed else ()

    def _on_typed(self, _text: str) -> None:
        self._at = 0
        self._say_reading()

    def _on_stepped(self, step: int) -> None:
        found = self._found()
        if found and self.is_typed:
            self._at = (self._at + step) % len(found)
            self._say_reading()

    def _say_reading(self) -> None:
        """Name the one that is taken on leaving, and those that the arrow keys lead to."""
        found = self._found()
        if not self.text().strip():
            self.set_hint("")
        elif not found:
            self.set_hint(self.tr("No competency begins like this"))
        else:
            names = [found[(self._at + step) % len(found)].name for step in range(min(1 + _OTHERS, len(found)))]
            more = self.tr(", ↓ {others}").format(others=", ".join(names[1:])) if names[1:] else ""
            self.set_hint(self.tr("Enter or Tab: {name}").format(name=names[0]) + more, icon="enter")

    def _say_area(self) -> None:
        area = self._choice.area if self._choice else ""
        self.set_hint(area if area and self._choice and area != self._choice.name else "", icon="ladder")
