"""A coaching note, edited in place: goal, reality, options, will; until when, and how sure the person is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.plans import LEAST, MOST, TalkPart, TalkRow
from coachdesk.services.promises import parse_due
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.about_editor import AboutEditor
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words


class PartEditor(AboutEditor):
    """One part of a note. Its `person_id` is `note/part` here; the violet ground shows only what is private."""

    is_private = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a quiet ground for what is shared."""
        if self.is_private:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.look.px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("sunken"))
        painter.drawRoundedRect(self.rect(), radius, radius)
        if self.edit.hasFocus():
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)


class TalkBox(QWidget):
    """`part_changed(note, part, text)` after a pause, `day_chosen(note, day or None)`,
    `commitment_chosen(note, number or None)`, `visibility_requested(note)` and `removal_requested(note)`.
    """

    part_changed = Signal(str, object, str)
    day_chosen = Signal(str, object)
    commitment_chosen = Signal(str, object)
    visibility_requested = Signal(str)
    removal_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._talk: TalkRow | None = None
        self._today = date.min
        self._next_on: date | None = None
        self.title = Label(look, role="section", wraps=False)
        self.private = IconButton(look, "lock", self.tr("Only you"), edge=28, size=14)
        self.private.setCheckable(True)
        self.remove = IconButton(look, "trash", self.tr("Remove this note"), edge=28, size=14)
        self.editors = {part: PartEditor(look) for part in TalkPart}
        self.day = LineEdit(look, small=True)
        self.day.setAccessibleName(self.tr("Until when"))
        self.day.setPlaceholderText(self.tr("Day, such as fri"))
        self.day.setMaximumWidth(look.px(160))
        words = ["–", *(str(number) for number in range(LEAST, MOST + 1))]
        self.commitment = Segmented(look, self.tr("How sure they are, 1 to 10"), words, small=True)
        self.hint = Hint(look)
        self._lay_out()
        self._connect()

    @property
    def note_id(self) -> str:
        """The note that shows, empty for none."""
        return self._talk.note_id if self._talk else ""

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return any(editor.has_unsaved for editor in self.editors.values()) or self._day_differs()

    def flush(self) -> None:
        """Ask to save what is typed."""
        for editor in self.editors.values():
            editor.flush()
        self._on_day()

    def set_talk(self, talk: TalkRow | None, today: date, next_on: date | None, *, is_live: bool) -> None:
        """Show a note; what is being typed in it stays."""
        is_same = talk is not None and talk.note_id == self.note_id
        if not is_same:
            self.flush()
        typed = self._day_differs() and is_same
        self._talk, self._today, self._next_on = talk, today, next_on
        self.setVisible(talk is not None)
        if talk is None:
            return
        day = day_words(talk.written_on, today)
        in_talk = self.tr("Coaching note, {day}, in the live meeting") if is_live and talk.meeting_id else ""
        self.title.setText((in_talk or self.tr("Coaching note, {day}")).format(day=day))
        is_private = talk.visibility is Visibility.ONLY_YOU
        self.private.setChecked(is_private)
        for part, editor in self.editors.items():
            editor.is_private = is_private
            editor.set_about(f"{talk.note_id}/{part.value}", talk.parts[part])
            editor.update()
        if not typed:
            self.day.setText(day_words(talk.will_on, today) if talk.will_on else "")
        self.commitment.set_index(talk.commitment or 0)

    def set_saved(self, place: str, text: str) -> None:
        """Learn what the vault holds now."""
        self.editors[TalkPart(place.partition("/")[2])].set_saved(place, text)

    def set_failed(self) -> None:
        """Keep what could not be saved, and ask again later."""
        for editor in self.editors.values():
            editor.set_failed()

    def _lay_out(self) -> None:
        px, look = self.look.px, self.look
        names = {
            TalkPart.AIM: (self.tr("Goal"), self.tr("What they want from this")),
            TalkPart.REALITY: (self.tr("Reality"), self.tr("What happens now, what was tried")),
            TalkPart.OPTIONS: (self.tr("Options"), self.tr("What they could do")),
            TalkPart.WILL: (self.tr("Will"), self.tr("What they will do")),
        }
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.private)
        head.addWidget(self.remove)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, (part, (name, hint)) in enumerate(names.items()):
            editor = self.editors[part]
            editor.edit.setAccessibleName(f"{name}: {hint}")
            editor.edit.setPlaceholderText(hint)
            label = Label(look, name, tone="text2", wraps=False)
            label.setMinimumWidth(px(64))
            label.setContentsMargins(0, px(8), 0, 0)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, row, 1)
        start = Qt.AlignmentFlag.AlignLeft
        for row, (words, control) in enumerate(
            ((self.tr("By"), self.day), (self.tr("How sure"), self.commitment)), len(names)
        ):
            grid.addWidget(Label(look, words, tone="text2", wraps=False), row, 0)
            grid.addWidget(control, row, 1, start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addLayout(grid)
        column.addWidget(self.hint)

    def _connect(self) -> None:
        for editor in self.editors.values():
            editor.save_requested.connect(self._on_part)
        self.day.editingFinished.connect(self._on_day)
        self.commitment.chosen.connect(self._on_commitment)
        self.private.clicked.connect(self._on_private)
        self.remove.clicked.connect(self._on_remove)

    def _day_differs(self) -> bool:
        talk = self._talk
        shown = day_words(talk.will_on, self._today) if talk and talk.will_on else ""
        return talk is not None and self.day.text().strip() != shown

    def _on_part(self, place: str, text: str) -> None:
        note_id, _, part = place.partition("/")
        self.part_changed.emit(note_id, TalkPart(part), text)

    def _on_day(self) -> None:
        if self._talk is None or not self._day_differs():
            return
        try:
            day = parse_due(self.day.text(), self._today, self._next_on)
        except UnknownDay as error:
            self.day.set_wrong(True)
            self.hint.set_text(str(error), tone="danger", icon="alert")
            return
        self.day.set_wrong(False)
        self.hint.set_text("")
        self.day.setText(day_words(day, self._today) if day else "")
        self.day_chosen.emit(self._talk.note_id, day)

    def _on_commitment(self, index: int) -> None:
        if self._talk is not None:
            self.commitment_chosen.emit(self._talk.note_id, index or None)

    def _on_private(self) -> None:
        if self._talk is not None:
            self.visibility_requested.emit(self._talk.note_id)

    def _on_remove(self) -> None:
        if self._talk is not None:
            self.removal_requested.emit(self._talk.note_id)
