"""A line edit for recovery codes: capitals in groups of four while they are typed or pasted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import LineEdit

CODE_LENGTH = 32
GROUP = 4


def code_letters(text: str) -> str:
    """Return the letters and digits of a typed code as capitals, at most 32."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())[:CODE_LENGTH]


def grouped(letters: str) -> str:
    """Return letters in groups of four with spaces between."""
    return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


class RecoveryCodeEdit(LineEdit):
    """Keeps what is typed in groups; the cursor stays behind the letter it was behind."""

    def __init__(self, look: Appearance, *, parent: QWidget | None = None) -> None:
        super().__init__(look, tall=True, parent=parent)
        self.setProperty("code", True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhPreferUppercase
        )
        self.textEdited.connect(self._on_edited)

    def _on_edited(self, text: str) -> None:
        shown = grouped(code_letters(text))
        if shown == text:
            return
        before = len(code_letters(text[: self.cursorPosition()]))
        self.setText(shown)
        spaces = max(0, (before - 1) // GROUP)
        self.setCursorPosition(min(before + spaces, len(shown)))
