"""Painting of visibility: a bar and a band under each run of lines, and its words at the end of the first line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from coachdesk.ui.editor.visibility import begins_run, is_private
from coachdesk.ui.theme.appearance import Appearance

PAD_TOP, PAD_BOTTOM, GAP = 10, 12, 12
"""Room within a run above and below its text, and between two runs, in pixels at 100 %."""
BAR, INSET = 3, 22
"""Width of the bar, and the distance of the text from the edge of the viewport."""


@dataclass(frozen=True, slots=True)
class PaintedRun:
    """The visible part of a run in viewport coordinates. `has_start` says that its first line is in sight."""

    top: float
    bottom: float
    is_private: bool
    is_current: bool
    has_start: bool
    first_line_height: float


def label_width(look: Appearance, words: str) -> int:
    """Return the room that the words of a run need beside its first line, in pixels."""
    return QFontMetrics(look.font("small", weight=500)).horizontalAdvance(words) + look.px(16 + 24)


def iter_visible_lines(editor: QTextEdit, top: int = 0, bottom: int = -1) -> Iterator[tuple[QTextBlock, QRectF]]:
    """Yield the lines between two heights of the viewport, each with its rectangle there; touches no other line."""
    layout = editor.document().documentLayout()
    offset = QPointF(editor.horizontalScrollBar().value(), editor.verticalScrollBar().value())
    line = editor.cursorForPosition(QPoint(0, top)).block()
    line = line.previous() if line.previous().isValid() else line
    height = editor.viewport().height() if bottom < 0 else bottom
    while line.isValid():
        rect = layout.blockBoundingRect(line).translated(-offset)
        if rect.top() > height + PAD_TOP * 4:
            return
        yield line, rect
        line = line.next()


def list_visible_runs(editor: QTextEdit, look: Appearance, top: int = 0, bottom: int = -1) -> tuple[PaintedRun, ...]:
    """Return what lies of each run between two heights of the viewport, by default all of it, from top to bottom."""
    current = editor.textCursor().block()
    runs: list[PaintedRun] = []
    for line, rect in iter_visible_lines(editor, top, bottom):
        private, begins = is_private(line), begins_run(line)
        end = rect.bottom() + look.px(PAD_BOTTOM)
        if runs and not begins:
            runs[-1] = _extended(runs[-1], end, is_current=line == current)
        else:
            start = rect.top() - look.px(PAD_TOP if begins else PAD_TOP + GAP)
            height = line.layout().lineAt(0).height() if line.layout().lineCount() else rect.height()
            runs.append(PaintedRun(start, end, private, line == current, begins, height))
    return tuple(runs)


def paint_runs(painter: QPainter, editor: QTextEdit, look: Appearance, words: tuple[str, str], dirty: QRect) -> None:
    """Draw bars, bands and words under the text of `dirty`. `words` are those of shared and of private runs.

    A key dirties its own line, and then no other is looked at. The run of the cursor is known only where the
    cursor's line is among those looked at, so other parts look at all that is in sight.
    """
    viewport = editor.viewport()
    mirrored = editor.layoutDirection() == Qt.LayoutDirection.RightToLeft
    width, bar = viewport.width(), look.px(BAR)
    runs = list_visible_runs(editor, look, dirty.top(), dirty.bottom())
    if not any(run.is_current for run in runs):
        runs = list_visible_runs(editor, look)
    for run in runs:
        area = QRectF(0, run.top, width, run.bottom - run.top)
        if run.is_private:
            painter.fillRect(area, look.colour("privateTint"))
        edge = "private" if run.is_private else "accentFill" if run.is_current else "accentLine"
        painter.fillRect(QRectF(width - bar if mirrored else 0, run.top, bar, area.height()), look.colour(edge))
        if run.has_start:
            _paint_words(painter, area, look, words[run.is_private], run, mirrored)


def _paint_words(
    painter: QPainter, area: QRectF, look: Appearance, words: str, run: PaintedRun, mirrored: bool
) -> None:
    font = look.font("small", weight=500 if run.is_private else 400)
    metrics = QFontMetrics(font)
    advance, icon = metrics.horizontalAdvance(words), look.px(16)
    top = area.top() + look.px(PAD_TOP)
    height = max(run.first_line_height, metrics.height())
    margin = look.px(12)
    left = margin + (icon if run.is_private else 0) if mirrored else area.right() - margin - advance
    tone = "private" if run.is_private else "text3"
    painter.setFont(font)
    painter.setPen(look.colour(tone))
    painter.drawText(QRectF(left, top, advance + 2, height), int(Qt.AlignmentFlag.AlignVCenter), words)
    if run.is_private:
        pixmap = look.pixmap("lock", tone, 12, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(left - icon, round(top + (height - look.px(12)) / 2)), pixmap)


def _extended(run: PaintedRun, bottom: float, *, is_current: bool) -> PaintedRun:
    return PaintedRun(
        run.top, bottom, run.is_private, run.is_current or is_current, run.has_start, run.first_line_height
    )
