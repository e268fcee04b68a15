"""Markdown in colour and weight while it is typed: one line at a time, marks stay visible and turn quiet."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument, QTextFormat

from coachdesk.ui.theme.appearance import Appearance

_HEADING = re.compile(r"^(#{1,6})(?: +|$)")
_MARK = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])(?: +(\[[ xX]\])(?= |$))?(?= )")
_QUOTE = re.compile(r"^(?:> ?)+")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(
    r"(?<![*\w])(\*)(?![*\s])([^*]+?)(?<![\s*])\*(?!\*)|(?<![_\w])(_)(?![_\s])([^_]+?)(?<![\s_])_(?![_\w])"
)
_LINK = re.compile(r"(\[)([^\]\n]+)(\]\([^)\s]*\))|(?<![\w(])(https?://[^\s<>)]+)")
_IN_FENCE = 1


class MarkdownHighlighter(QSyntaxHighlighter):
    """Formats the line that changed and nothing else; only a code fence reaches into the lines below it."""

    def __init__(self, document: QTextDocument, look: Appearance) -> None:
        super().__init__(document)
        self._look = look
        self._build()

    def show_look(self) -> None:
        """Take colours and sizes anew; walks the whole note."""
        self._build()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Format one line."""
        in_fence = self.previousBlockState() == _IN_FENCE
        if _FENCE.match(text):
            self.setCurrentBlockState(0 if in_fence else _IN_FENCE)
            self.setFormat(0, len(text), self._mark)
            return
        self.setCurrentBlockState(_IN_FENCE if in_fence else 0)
        if in_fence:
            self.setFormat(0, len(text), self._code)
        elif text:
            self._format_line(text)

    def _format_line(self, text: str) -> None:
        if (heading := _HEADING.match(text)) is not None:
            self.setFormat(0, len(text), self._heading)
            self.setFormat(0, heading.end(), self._heading_mark)
            return
        if (quote := _QUOTE.match(text)) is not None:
            self.setFormat(0, len(text), self._quote)
            self.setFormat(0, quote.end(), self._mark)
        elif (item := _MARK.match(text)) is not None:
            self.setFormat(0, item.end(), self._mark)
            if item[1] is not None:
                self.setFormat(item.start(1), 3, self._box)
                if "x" in item[1].lower():
                    self.setFormat(item.end(), len(text) - item.end(), self._done)
        self._format_spans(text)

    def _format_spans(self, text: str) -> None:
        if "*" in text or "_" in text:
            for match in _BOLD.finditer(text):
                self._add(match.start(), match.end(), self._bold, len(match[1]))
            for match in _ITALIC.finditer(text):
                self._add(match.start(), match.end(), self._italic, 1)
        if "`" in text:
            for match in _CODE.finditer(text):
                self.setFormat(match.start(), match.end() - match.start(), self._code)
        if "](" in text or "://" in text:
            self._format_links(text)

    def _format_links(self, text: str) -> None:
        for match in _LINK.finditer(text):
            if match[4] is not None:
                self.setFormat(match.start(4), len(match[4]), self._link)
                continue
            self.setFormat(match.start(), match.end() - match.start(), self._mark)
            self.setFormat(match.start(2), len(match[2]), self._link)

    def _add(self, start: int, end: int, style: QTextCharFormat, marks: int) -> None:
        """Lay a style over what the span has already, so that bold within a quote stays a quote."""
        for at in range(start, end):
            merged = self.format(at)
            merged.merge(style)
            self.setFormat(at, 1, merged)
        quiet = QTextCharFormat(self._mark)
        self.setFormat(start, marks, quiet)
        self.setFormat(end - marks, marks, quiet)

    def _build(self) -> None:
        look = self._look
        self._mark = _style(look, "text3")
        self._box = _style(look, "accent", weight=QFont.Weight.DemiBold)
        self._done = _style(look, "text3")
        self._quote = _style(look, "text2")
        self._quote.setFontItalic(True)
        self._heading = _style(look, "text", weight=QFont.Weight.DemiBold)
        self._heading_mark = _style(look, "text3")
        size = look.font("heading").pixelSize()
        for style in (self._heading, self._heading_mark):
            style.setProperty(QTextFormat.Property.FontPixelSize, size)
        self._bold = QTextCharFormat()
        self._bold.setFontWeight(QFont.Weight.DemiBold)
        self._italic = QTextCharFormat()
        self._italic.setFontItalic(True)
        self._link = _style(look, "accent")
        self._link.setFontUnderline(True)
        self._code = _style(look, "text")
        self._code.setFontFamilies(look.font("mono").families())
        self._code.setBackground(look.colour("sunken"))


def _style(look: Appearance, token: str, *, weight: QFont.Weight | None = None) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(look.colour(token))
    if weight is not None:
        style.setFontWeight(weight)
    return style
