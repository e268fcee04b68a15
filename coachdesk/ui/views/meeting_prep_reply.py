"""The preview of a reply: what was pasted as topics, one a line, before they become the person's items."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.services.prep import read_reply
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words


class ReplyPreview(QFrame):
    """Shows topics to be added; they can be mended. `accepted(tuple of words)`; Esc or Cancel closes it."""

    accepted = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._name = ""
        self.setProperty("surface", "dashed")
        self.title = Label(look, "", role="section")
        self.edit = QPlainTextEdit()
        self.edit.setProperty("boxed", True)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(self.tr("Topics of the reply, one a line"))
        self.edit.setPlaceholderText(self.tr("Paste the reply here"))
        self.edit.setMinimumHeight(look.px(96))
        self.add = Button(look, self.tr("Add to agenda"), small=True)
        self.cancel = Button(look, self.tr("Cancel"), kind="quiet", small=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.px(12),) * 4)
        column.setSpacing(look.px(8))
        column.addWidget(self.title)
        column.addWidget(self.edit)
        column.addLayout(row)
        self.edit.textChanged.connect(self._count)
        self.add.clicked.connect(self._on_add)
        self.cancel.clicked.connect(self.close_preview)
        self.hide()

    def open_preview(self, reply: str, first_name: str) -> None:
        """Show the topics that a reply holds, one a line."""
        self._name = first_name
        self.edit.setPlainText("\n".join(read_reply(reply)))
        self._count()
        self.show()
        (self.add if self.topics() else self.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def topics(self) -> tuple[str, ...]:
        """Return the topics as they would be added: each line is one."""
        lines = (line.strip() for line in self.edit.toPlainText().splitlines())
        return read_reply("\n".join(f"- {line}" for line in lines if line))

    def close_preview(self) -> None:
        """Take the preview away without adding anything."""
        self.edit.clear()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_preview()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        count = len(self.topics())
        words = self.tr("{count} from {name}, shared")
        counted = count_words(count, self.tr("item"), self.tr("items"))
        self.title.setText(words.format(count=counted, name=self._name))
        self.add.setEnabled(count > 0)

    def _on_add(self) -> None:
        topics = self.topics()
        if topics:
            self.close_preview()
            self.accepted.emit(topics)
