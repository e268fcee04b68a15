"""One skip-level talk on the page: when, what for, what to say first, and the questions."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.meeting import MeetingState
from coachdesk.model.person import first_name
from coachdesk.services.question_bank import Purpose
from coachdesk.services.skip_agenda import Question, list_texts
from coachdesk.services.skip_levels import PURPOSES, Rotation, Talk
from coachdesk.ui.models.skip_rows import QuestionsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import clock_words, day_words


class OneLineAdd(InlineAdd):
    """One line of words. `add_requested(words)`."""

    add_requested = Signal(str)

    def __init__(self, look: Appearance, name: str, placeholder: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(look, act, parent)
        self.text.setPlaceholderText(placeholder)
        self.text.setAccessibleName(name)

    def _on_add(self) -> None:
        if self.text.text().strip():
            self.add_requested.emit(self.text.text().strip())


class SayFirst(QFrame):
    """The promise that opens each talk."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        lead = Label(look, self.tr("Say first:"), role="section", wraps=False)
        words = Label(
            look, self.tr("what you tell me stays with me unless you ask me to act. I share themes, never names.")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(8))
        row.addWidget(Icon(look, "shield", "private", size=16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(lead, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self.setAccessibleName(f"{lead.text()} {words.text()}")
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of what only the owner sees."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("privateTint"))
        painter.drawRoundedRect(self.rect(), self.look.px(6), self.look.px(6))


class TalkPanel(QWidget):
    """Shows the talk of a `Rotation`. Wishes: `prep_requested`, `purpose_chosen(Purpose)`, `announced_chosen(bool)`,
    `taken_back`, `move_requested(global position)`, `ticked(item, done)`, `dropped(item)`, `question_added(words)`.
    """

    prep_requested = Signal()
    purpose_chosen = Signal(object)
    announced_chosen = Signal(bool)
    taken_back = Signal()
    move_requested = Signal(QPoint)
    ticked = Signal(str, bool)
    dropped = Signal(str)
    question_added = Signal(str)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._talk: Talk | None = None
        self._purpose: Purpose | None = None
        self.title = Label(look, role="section", wraps=False)
        self.about = ElidedLabel(look, tone="text3")
        self.more = IconButton(look, "more", self.tr("Purpose, announcement and more"), edge=28)
        self.prep = Button(look, self.tr("Open prep"), small=True)
        self.model = QuestionsModel()
        self.list = RowList(look, self.tr("Questions for this talk"), self.model)
        self.open_add = Button(look, self.tr("Add a question"), kind="quiet", icon="plus")
        self.add = OneLineAdd(look, self.tr("Question"), self.tr("What to ask"), self.tr("Add"))
        self._lay_out()
        self._connect()

    @property
    def talk(self) -> Talk | None:
        """The talk that shows."""
        return self._talk

    def show_talk(self, talk: Talk) -> None:
        """Let the menu speak of a talk before the page has asked for its questions."""
        self._talk = talk

    def set_rotation(self, page: Rotation) -> None:
        """Show the talk that the page names."""
        talk = page.shown
        if self._talk is not None and (talk is None or talk.meeting_id != self._talk.meeting_id):
            self.add.close_row()
        self._talk = talk
        self.setVisible(talk is not None)
        if talk is None:
            return
        title = self.tr("Next: {name}") if page.is_next else "{name}"
        self.title.setText(title.format(name=talk.name))
        self.about.setText(self._about(talk, page))
        is_over = talk.state is MeetingState.HELD
        self.prep.setText(self.tr("Open talk") if talk.state is not MeetingState.PLANNED else self.tr("Open prep"))
        self.prep.setAccessibleDescription(talk.name)
        self.more.setVisible(not is_over)
        self._show_questions(page.questions, talk.purpose)

    def open_question(self) -> None:
        """Begin a question."""
        self.open_add.hide()
        self.add.open_row()

    def purpose_words(self, purpose: Purpose) -> str:
        """Return what a talk is for in words."""
        words = {
            Purpose.SKIP_FIRST: self.tr("first time"),
            Purpose.SKIP_LISTENING: self.tr("listening"),
            Purpose.SKIP_CHANGE: self.tr("after a change"),
        }
        return words[purpose]

    def build_menu(self) -> QMenu:
        """Return the menu of the talk: purpose, announcement, moving and taking back."""
        talk = self._talk
        assert talk is not None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for purpose in PURPOSES:
            self._checkable(menu, self.purpose_words(purpose).capitalize(), purpose == talk.purpose, purpose)
            group.addAction(menu.actions()[-1])
        menu.addSeparator()
        words = self.tr("{name} knows of it").format(name=first_name(talk.lead_name))
        self._checkable(menu, words, talk.is_announced, not talk.is_announced)
        if talk.state is MeetingState.PLANNED:
            menu.addSeparator()
            self._plain(menu, self.tr("Move to another week"), self._on_move)
            self._plain(menu, self.tr("Take back"), self.taken_back)
        menu.triggered.connect(self._on_menu)
        return menu

    def _about(self, talk: Talk, page: Rotation) -> str:
        parts = [
            self._when(talk.starts_at, page),
            self.purpose_words(talk.purpose),
            self.tr("{name}’s team").format(name=first_name(talk.lead_name)),
        ]
        if not talk.is_announced:
            parts.append(self.tr("{name} does not know").format(name=first_name(talk.lead_name)))
        return ", ".join(parts)

    def _when(self, moment: datetime, page: Rotation) -> str:
        day = moment.astimezone(self.desk.zone).date()
        words = {0: self.tr("today"), 1: self.tr("tomorrow")}.get((day - page.today).days)
        return f"{words or day_words(day, page.today)} {clock_words(moment, self.desk.zone)}"

    def _show_questions(self, questions: tuple[Question, ...], purpose: Purpose) -> None:
        self.model.set_rows(questions)
        self.list.setVisible(bool(questions))
        if purpose != self._purpose:
            self._purpose = purpose
            completer = QCompleter(list(list_texts(purpose)), self.add.text)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.add.text.setCompleter(completer)

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addWidget(self.about, 1)
        head.addWidget(self.more)
        head.addWidget(self.prep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addWidget(SayFirst(self.look))
        column.addWidget(self.list)
        column.addWidget(self.open_add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.add)

    def _connect(self) -> None:
        self.prep.clicked.connect(self.prep_requested)
        self.more.clicked.connect(self._on_more)
        self.model.ticked.connect(self.ticked)
        self.list.removal_requested.connect(self.dropped)
        self.open_add.clicked.connect(self.open_question)
        self.add.closed.connect(self._on_closed)
        self.add.add_requested.connect(self._on_add_requested)

    def _checkable(self, menu: QMenu, words: str, is_on: bool, value: object) -> None:
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(is_on)
        action.setData((value,))
        menu.addAction(action)

    def _plain(self, menu: QMenu, words: str, method: object) -> None:
        action = QAction(words, menu)
        action.triggered.connect(method)
        menu.addAction(action)

    def _on_menu(self, action: QAction) -> None:
        if not action.data():
            return
        (value,) = action.data()
        if isinstance(value, Purpose):
            self.purpose_chosen.emit(value)
        else:
            self.announced_chosen.emit(value)

    def _on_more(self) -> None:
        self.build_menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _on_move(self) -> None:
        self.move_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _on_closed(self) -> None:
        self.open_add.show()
        self.open_add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add_requested(self, words: str) -> None:
        self.question_added.emit(words)
        self.add.clear()
