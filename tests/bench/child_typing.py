"""Keys in a note of 20 kB, each until its letter is painted: our editor, beside a bare QTextEdit with a highlighter."""

from __future__ import annotations

import re
import sys
import time

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from tests.bench.painting import PaintProbe, wait_until
from tests.bench.processes import report
from tests.bench.vaults import Prose

NOTE_LETTERS = 20_000
_TYPED = "a short line with **some** words and `code`, "


class SmallHighlighter(QSyntaxHighlighter):
    """What anyone would write first: headings, bold, code and boxes by four expressions."""

    _RULES = tuple(re.compile(rule) for rule in (r"^#+ .*", r"\*\*[^*]+\*\*", r"`[^`]+`", r"^\s*- \[[ x]\]"))

    def highlightBlock(self, text: str) -> None:
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        bold.setForeground(QColor("#335577"))
        for rule in self._RULES:
            for match in rule.finditer(text):
                self.setFormat(match.start(), match.end() - match.start(), bold)


class Filter(QObject):
    """Counts the paints of a viewport."""

    painted = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.painted += event.type() == QEvent.Type.Paint
        return False


def note() -> list[str]:
    """Return lines of Markdown, some of each kind."""
    lines = Prose(5).write(NOTE_LETTERS).splitlines()
    marks = ("# ", "- ", "", "- [ ] ", "", "> ", "")
    return [marks[number % 7] + line.replace(" ", " **", 1).replace(".", "**.", 1) for number, line in enumerate(lines)]


def press(edit: QTextEdit, keys: int) -> list[float]:
    """Type in the middle and return the ms from each key to the end of its paint."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(edit)
    window.resize(1000, 800)
    window.show()
    QTest.qWaitForWindowExposed(window)
    cursor = edit.textCursor()
    cursor.setPosition(edit.document().characterCount() // 2)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.setTextCursor(cursor)
    edit.setFocus()
    rest(300)
    probe, samples = PaintProbe(window), []
    for number in range(keys):
        count, begun_ns = probe.count, time.monotonic_ns()
        QTest.keyClick(edit, _TYPED[number % len(_TYPED)] if number % 60 != 59 else "\r")
        wait_until(lambda: probe.count > count)  # noqa: B023
        rest(2)
        samples.append((probe.last_ns - begun_ns) / 1e6)
    window.hide()
    return samples


def rest(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def main() -> None:
    application = QApplication(sys.argv[:1])
    look = Appearance(mode="light", reduced_motion=True)
    look.apply(application)
    application.setCursorFlashTime(0)
    keys, lines = int(sys.argv[1]), note()
    half = len(lines) // 2
    bare = QTextEdit()
    bare.setPlainText("\n".join(lines))
    SmallHighlighter(bare.document())
    editor = NoteEditor(look)
    texts = ("\n".join(lines[:half]), "\n".join(lines[half:]))
    editor.set_blocks([Block(Visibility.SHARED, texts[0]), Block(Visibility.ONLY_YOU, texts[1])])
    begun = time.perf_counter()
    editor.set_blocks([Block(Visibility.SHARED, texts[0]), Block(Visibility.ONLY_YOU, texts[1])])
    opened_ms = (time.perf_counter() - begun) * 1000
    floor = press(bare, keys)
    ours = press(editor, keys)
    report(ours=ours[5:], floor=floor[5:], opened_ms=opened_ms)


if __name__ == "__main__":
    main()
