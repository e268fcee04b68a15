"""One question of the person card with its answer, how old it is, and what was answered before."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.card import CardLine, CardQuestion
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.about_editor import AboutEditor
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import age_words, day_words


def question_words(question: CardQuestion) -> str:
    """Return a question in the user's language."""
    return QCoreApplication.translate("card", question.text)


class CardLineBox(QWidget):
    """The answer is edited in place like the private lines. `editor.person_id` is `person/key` here.

    `ask_requested(question)` puts the question on the agenda, `confirm_requested(key)` dates the answer anew.
    """

    ask_requested = Signal(str)
    confirm_requested = Signal(str)

    def __init__(self, look: Appearance, question: CardQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self._question = question
        self._is_open = False
        title = QCoreApplication.translate("card", question.title)
        self.editor = AboutEditor(look)
        self.editor.edit.setAccessibleName(question_words(question))
        self.editor.edit.setPlaceholderText(self.tr("Not answered yet"))
        self._age = Label(look, role="small", tone="text3", wraps=False)
        self.ask = Button(look, "", kind="link", small=True)
        self.confirm = Button(look, self.tr("Still true"), kind="link", small=True)
        self.earlier = Button(look, "", kind="link", small=True)
        self._history = Label(look, role="small", tone="text2")
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        for part in (self._age, self.ask, self.confirm, self.earlier):
            foot.addWidget(part)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(16))
        column.setSpacing(px(4))
        column.addWidget(Label(look, title, role="section"))
        column.addWidget(Label(look, question_words(question), role="small", tone="text2"))
        column.addWidget(self.editor)
        column.addLayout(foot)
        column.addWidget(self._history)
        self.ask.clicked.connect(self._on_ask)
        self.confirm.clicked.connect(self._on_confirm)
        self.earlier.clicked.connect(self._on_earlier)

    def set_line(self, person_id: str, line: CardLine, today: date, *, is_on_agenda: bool) -> None:
        """Show the answer that holds; what is being typed stays."""
        present = line.present
        self.editor.set_about(f"{person_id}/{self._question.key}", present.text if present else "")
        self._age.setVisible(present is not None)
        if present is not None:
            age = age_words(present.answered_on, today)
            day = day_words(present.answered_on, today)
            words = self.tr("Asked {age}") if line.is_due else self.tr("{day}, {age}")
            self._age.setText(words.format(day=day, age=age))
            self._age.set_tone("warn" if line.is_due else "text3")
        self.ask.setVisible(present is None or line.is_due)
        self.ask.setEnabled(not is_on_agenda)
        asks = self.tr("Ask again") if present is not None else self.tr("Ask next time")
        self.ask.setText(self.tr("On the agenda") if is_on_agenda else asks)
        self.confirm.setVisible(line.is_due)
        self._show_history(line, today)

    def _show_history(self, line: CardLine, today: date) -> None:
        older = line.answers[1:]
        count = len(older)
        self.earlier.setVisible(bool(older))
        self.earlier.setText(
            self.tr("1 earlier answer") if count == 1 else self.tr("{count} earlier answers").format(count=count)
        )
        words = (f"{day_words(one.answered_on, today, with_year=True)}: {one.text}" for one in older)
        self._history.setText("\n".join(words))
        self._history.setVisible(bool(older) and self._is_open)

    def _on_ask(self) -> None:
        self.ask_requested.emit(question_words(self._question))

    def _on_confirm(self) -> None:
        self.confirm_requested.emit(self._question.key)

    def _on_earlier(self) -> None:
        self._is_open = not self._is_open
        self._history.setVisible(self._is_open)
