"""Below the table while a review is compared: what both say about a competency, the agreed mark, when to look again."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, normalise
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.review_page import ReviewPage
from coachdesk.services.review_rubric import Line
from coachdesk.services.review_talk import parse_look
from coachdesk.services.reviews import MarkDraft
from coachdesk.ui.editor.autosave import DELAY_MS
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import day_words

NOT_APPLICABLE = "n/a"
LARGE = 1.4
"""From this text size on, the choices stand in a row of their own."""


class DiscussionPanel(QWidget):
    """Edits the discussion of one competency. `said(competency id, blocks)` soon after typing,
    `agreed_chosen(MarkDraft)`, `look_chosen(competency id, day or None)`, `private_text_copied`.
    """

    said = Signal(str, object)
    agreed_chosen = Signal(object)
    look_chosen = Signal(str, object)
    private_text_copied = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._competency_id = ""
        self._saved: tuple[Block, ...] = ()
        self._today = date.min
        self._look_on: date | None = None
        self.title = ElidedLabel(look, role="section")
        self.tag = Tag(look, "", "")
        self.agreed = QComboBox()
        self.agreed.setProperty("small", True)
        self.agreed.setAccessibleName(self.tr("Agreed mark"))
        self.agreed.setMinimumContentsLength(12)
        self.agreed.setFont(look.font("body"))
        self.again = LineEdit(look, small=True)
        self.again.set_leading(Icon(look, "calendar", "text3", size=14))
        self.again.setAccessibleName(self.tr("Look again, a day in words"))
        self.again.setPlaceholderText(self.tr("August"))
        self.again.setFixedWidth(look.px(132))
        self.hint = Hint(look)
        self.editor = NoteEditor(look)
        self.editor.setProperty("boxed", True)
        self.editor.setPlaceholderText(self.tr("What you agree on, and the next sign to look for"))
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._lay_out()
        self._delay.timeout.connect(self.flush)
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self.flush)
        self.editor.private_text_copied.connect(self.private_text_copied)
        self.agreed.activated.connect(self._on_agreed)
        self.again.editingFinished.connect(self._on_again)

    def set_line(self, page: ReviewPage, line: Line, today: date, *, can_edit: bool) -> None:
        """Show the discussion of a competency; what is being typed about the same one stays."""
        is_same = line.competency_id == self._competency_id
        if not is_same:
            self.flush()
        self._competency_id, self._today = line.competency_id, today
        self.title.setText(self.tr("Discussion, {name}").format(name=line.name))
        self.editor.setAccessibleName(self.title.text())
        self.tag.set_text(self.tr("Shared with {name}").format(name=first_name(page.person_name)), "")
        self._show_agreed(line, page.marks.agreed.get(line.competency_id))
        self._look_on = page.looks.get(line.competency_id)
        if not is_same or not self.again.hasFocus():
            self.again.setText("" if self._look_on is None else day_words(self._look_on, today))
        self.agreed.setEnabled(can_edit)
        self.again.setReadOnly(not can_edit)
        self.editor.setReadOnly(not can_edit)
        blocks = normalise(page.talk.get(line.competency_id, ()))
        if is_same and (self.has_unsaved() or blocks == self._saved):
            return
        self._saved = blocks
        self.editor.set_blocks(blocks)
        if not blocks:
            self.editor.set_visibility(Visibility.SHARED)

    def flush(self) -> None:
        """Send what was typed."""
        self._delay.stop()
        blocks = normalise(self.editor.blocks())
        if self._competency_id and blocks != self._saved and not self.editor.isReadOnly():
            self._saved = blocks
            self.said.emit(self._competency_id, blocks)

    def has_unsaved(self) -> bool:
        """Return whether something typed was not sent yet."""
        return bool(self._competency_id) and normalise(self.editor.blocks()) != self._saved

    def _show_agreed(self, line: Line, mark: MarkDraft | None) -> None:
        choices = [(self.tr("Open"), "")]
        choices += [(line.step_words(step.id), step.id) for step in line.steps]
        choices += [(self.tr("Not applicable"), NOT_APPLICABLE)]
        shown = [(self.agreed.itemText(at), self.agreed.itemData(at)) for at in range(self.agreed.count())]
        if shown != choices:
            self.agreed.clear()
            for words, step_id in choices:
                self.agreed.addItem(words, step_id)
        is_out = mark is not None and mark.is_not_applicable
        step = NOT_APPLICABLE if is_out else "" if mark is None else mark.step_id
        self.agreed.setCurrentIndex(max(0, self.agreed.findData(step)))

    def _lay_out(self) -> None:
        px = self.look.px
        agreed = Label(self.look, self.tr("Agreed mark"), role="small", tone="text3", wraps=False)
        again = Label(self.look, self.tr("Look again"), role="small", tone="text3", wraps=False)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(head)
        row = head
        if self.look.text_scale > LARGE:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            column.addLayout(row)
        for widget in (agreed, self.agreed, again, self.again):
            row.addWidget(widget)
        column.addWidget(self.hint)
        column.addWidget(self.editor, 1)
        self.setFocusProxy(self.editor)

    def _on_edited(self) -> None:
        self._delay.start()

    def _on_agreed(self, index: int) -> None:
        step = str(self.agreed.itemData(index))
        is_out = step == NOT_APPLICABLE
        self.agreed_chosen.emit(MarkDraft(self._competency_id, "" if is_out else step, is_out))

    def _on_again(self) -> None:
        words = self.again.text().strip()
        shown = "" if self._look_on is None else day_words(self._look_on, self._today)
        if words == shown or self.again.isReadOnly():
            return
        try:
            day = parse_look(words, self._today) if words else None
        except UnknownDay as error:
            self._say(str(error))
            return
        if day is not None and day <= self._today:
            self._say(self.tr("Type a day after today."))
            return
        self._say("")
        self._look_on = day
        self.again.setText("" if day is None else day_words(day, self._today))
        self.look_chosen.emit(self._competency_id, day)

    def _say(self, text: str) -> None:
        self.again.set_wrong(bool(text))
        self.again.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")
