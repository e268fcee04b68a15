"""Text in the type scale: labels that follow the look, and one that elides with a tool tip."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from coachdesk.ui.theme.appearance import Appearance

_PARAGRAPH = 480
_WIDTHS = 8


STRONG = "h1, h2, h3, h4, h5, h6, b, strong, th { font-weight: 600; }"
"""For documents: the boldest face that the app ships, because a bolder one would be drawn by smearing it."""


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget a colour by token name (text2, danger …); the style sheet does the rest."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and have the widget styled anew if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Label(QLabel):
    """A text of one type role. Plain text only, so that user text is never read as markup."""

    def __init__(
        self,
        look: Appearance,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "",
        weight: int | None = None,
        wraps: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._role = role
        self._weight = weight
        self._said = "", QFont()
        self._broken: dict[int, list[str]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)
        self._on_look_changed()
        look.changed.connect(self._on_look_changed)

    def set_tone(self, tone: str) -> None:
        """Show the text in a token's colour."""
        set_tone(self, tone)

    def set_role(self, role: str, weight: int | None = None) -> None:
        """Show the text in another step of the type scale."""
        self._role, self._weight = role, weight
        self._on_look_changed()

    def hasHeightForWidth(self) -> bool:
        """Return whether the height follows the width: only of text that wraps."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped lines, each as high as the type scale says."""
        if not self.wordWrap():
            return -1
        margins = self.contentsMargins()
        room = width - margins.left() - margins.right()
        return len(self._lines(room)) * self._pitch() + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """Return one line, or a comfortable paragraph when the text wraps."""
        margins = self.contentsMargins()
        sides = margins.left() + margins.right()
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0) + 1
        if self.wordWrap():
            widest = min(widest, self.look.px(_PARAGRAPH))
            return QSize(widest + sides, self.heightForWidth(widest + sides))
        lines = self.text().count("\n") + 1
        return QSize(widest + sides, lines * self._pitch() + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        """Return the longest word of text that wraps, the whole line otherwise."""
        if not self.wordWrap():
            return self.sizeHint()
        metrics = QFontMetrics(self.font())
        word = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0) + 1
        margins = self.contentsMargins()
        return QSize(word + margins.left() + margins.right(), self._pitch() + margins.top() + margins.bottom())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines at the pitch of the type scale, which QLabel cannot."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect, pitch = self.contentsRect(), self._pitch()
        lines = self._lines(rect.width()) if self.wordWrap() else self.text().split("\n")
        top = rect.top()
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top += max(0, (rect.height() - len(lines) * pitch) // 2)
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        flags = int(across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        for number, line in enumerate(lines):
            painter.drawText(QRect(rect.left(), top + number * pitch, rect.width(), pitch), flags, line)

    def _lines(self, width: int) -> list[str]:
        """Return the text broken to a width. Layouts ask for a few widths again and again, so these are kept."""
        said = self.text(), self.font()
        if said != self._said or len(self._broken) > _WIDTHS:
            self._said = said
            self._broken = {}
        if width not in self._broken:
            self._broken[width] = break_lines(*said, width)
        return self._broken[width]

    def _pitch(self) -> int:
        return self.look.metrics.line(self._role)

    def _on_look_changed(self) -> None:
        self.setFont(self.look.font(self._role, weight=self._weight))
        self.updateGeometry()


def break_lines(text: str, font: QFont, width: int) -> list[str]:
    """Break a text at words; a word longer than `width` pixels is broken where it must."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(width, 1))
            start = line.textStart()
            lines.append(paragraph[start : start + line.textLength()].rstrip())
            line = layout.createLine()
        layout.endLayout()
    return lines or [""]


class ElidedLabel(Label):
    """One line that ends in … when there is no room, with the whole text as tool tip and for screen readers."""

    def __init__(
        self,
        look: Appearance,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "",
        weight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, text, role=role, tone=tone, weight=weight, wraps=False, parent=parent)

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few letters: the rest may be elided."""
        width = QFontMetrics(self.font()).averageCharWidth() * 4
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tool tip only while the text is cut."""
        super().resizeEvent(event)
        self._show_tool_tip()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._show_tool_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, elided at its end."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        text = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, int(flags), text)

    def _show_tool_tip(self) -> None:
        cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")


class Line(QFrame):
    """A hairline between parts of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "line")
        self.setFixedHeight(1)
