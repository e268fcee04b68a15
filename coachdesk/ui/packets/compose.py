"""Setting text on pages: lines broken at words, rows kept whole, a new page where the old one is full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coachdesk.ui.charts.radar import RadarLayout
from coachdesk.ui.charts.step_lines import StepLinesLayout
from coachdesk.ui.packets.paper import baseline, line_height, text_width
from coachdesk.ui.packets.sheet import Figure, LegendMark, Page, Place, Role, Rule, Run

SIDE, TOP, FOOT = 64, 56, 88
"""Margins of a page; the foot holds the footer."""


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style within a paragraph."""

    text: str
    style: str = "body"
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, by its left edge from the margin."""

    x: float
    width: float
    is_right: bool = False


@dataclass(slots=True)
class _Sheet:
    """A page that is being filled."""

    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    marks: list[LegendMark] = field(default_factory=list)


def break_lines(spans: Sequence[Span], width: float) -> list[list[Span]]:
    """Return the spans as lines of at most `width`, broken at spaces, and within a word where it alone is too long."""
    lines: list[list[Span]] = [[]]
    used = 0.0
    for span in spans:
        for word in span.text.split():
            for piece in _fit_word(word, span.style, width):
                room = text_width(f" {piece}", span.style)
                if lines[-1] and used + room > width:
                    lines.append([])
                used = used + room if lines[-1] else text_width(piece, span.style)
                _append(lines[-1], piece, span)
    return lines if lines[0] else []


def _append(line: list[Span], word: str, span: Span) -> None:
    space = " " if line else ""
    if line and (line[-1].style, line[-1].tone) == (span.style, span.tone):
        line[-1] = Span(f"{line[-1].text} {word}", span.style, span.tone)
    else:
        line.append(Span(space + word, span.style, span.tone))


def _fit_word(word: str, style: str, width: float) -> list[str]:
    pieces = [""]
    if text_width(word, style) <= width:
        return [word]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, style) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _width(spans: Sequence[Span]) -> float:
    return sum(text_width(span.text, span.style) for span in spans)


class Composer:
    """Fills pages from top to bottom; `y` is where the next thing goes."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.inner = width - 2 * SIDE
        self.y: float = TOP
        self.outline: list[tuple[str, int]] = []
        self._sheets = [_Sheet()]
        self._block = 0
        self._table = 0
        self._row = 0

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self._sheets[-1].runs

    @property
    def number(self) -> int:
        """The page that is being filled, from 0."""
        return len(self._sheets) - 1

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.height - FOOT - self.y

    def pages(self) -> tuple[Page, ...]:
        """Return what was set."""
        return tuple(
            Page(tuple(one.runs), tuple(one.rules), tuple(one.figures), tuple(one.marks)) for one in self._sheets
        )

    def new_page(self) -> None:
        """Go on at the top of a new page, unless this one is still empty."""
        if not self.is_fresh:
            self._sheets.append(_Sheet())
        self.y = TOP

    def ensure(self, height: float) -> bool:
        """Make room for something that must stay whole; return whether that took a new page."""
        if self.room >= height or self.is_fresh:
            return False
        self.new_page()
        return True

    def skip(self, height: float) -> None:
        """Leave room, which the top of a page needs none of."""
        if not self.is_fresh:
            self.y += height

    def rule(self, tone: str = "divider", x: float = 0, width: float | None = None) -> None:
        """Draw a hairline here."""
        self._sheets[-1].rules.append(Rule(SIDE + x, int(self.y) + 0.5, self.inner if width is None else width, tone))

    def height_of(self, spans: Sequence[Span], width: float) -> float:
        """Return how high a paragraph is."""
        return len(break_lines(spans, width)) * line_height(spans[0].style)

    def text(
        self, spans: Sequence[Span], *, x: float = 0, width: float | None = None, role: Role = Role.TEXT,
        is_right: bool = False,
    ) -> None:  # fmt: skip
        """Set a paragraph and go below it."""
        self._block += 1
        room = self.inner - x if width is None else width
        self._set(break_lines(spans, room), x, room, Place(role, self._block), is_right)

    def heading(self, words: str, needed: float, *, x: float = 0, width: float | None = None) -> None:
        """Set a heading that stays with the first `needed` of what follows."""
        self.ensure(line_height("section") + 8 + needed)
        if x == 0:
            self.outline.append((words, len(self._sheets) - 1))
        self.text((Span(words, "section"),), x=x, width=width, role=Role.HEADING)
        self.y += 8

    def begin_table(self) -> None:
        """Let the rows that follow be one table."""
        self._table += 1
        self._row = 0

    def row_height(self, cells: Sequence[Sequence[Span]], columns: Sequence[Column], padding: float) -> float:
        """Return how high a row of a table is."""
        highest = max(
            self.height_of(spans, column.width) for spans, column in zip(cells, columns, strict=True) if spans
        )
        return highest + 2 * padding

    def row(
        self,
        cells: Sequence[Sequence[Span]],
        columns: Sequence[Column],
        *,
        padding: float = 8,
        is_head: bool = False,
    ) -> None:
        """Set a row of a table whole, a hairline over it; only one that is higher than a page goes on on the next."""
        lines = [
            break_lines(spans, column.width) if spans else [] for spans, column in zip(cells, columns, strict=True)
        ]
        pitch = max(line_height(spans[0].style) for spans in cells if spans)
        most = int((self.height - FOOT - TOP - 2 * padding) // pitch)
        while any(lines):
            self._row_of_lines([one[:most] for one in lines], columns, padding, is_head=is_head)
            lines = [one[most:] for one in lines]
            if any(lines):
                self.new_page()

    def _row_of_lines(
        self, cells: Sequence[Sequence[list[Span]]], columns: Sequence[Column], padding: float, *, is_head: bool
    ) -> None:
        """Set what of a row fits on a page, which is all of it unless it is higher than a page."""
        if not is_head:
            left, right = columns[0].x, columns[-1].x + columns[-1].width
            self.rule(x=left, width=right - left)
        top = bottom = self.y + (0 if is_head else padding)
        self._row += 1
        for lines, column in zip(cells, columns, strict=True):
            self._block += 1
            self.y = top
            place = Place(Role.HEAD_CELL if is_head else Role.CELL, self._block, self._table, self._row)
            self._set(lines, column.x, column.width, place, column.is_right)
            bottom = max(bottom, self.y)
        self.y = bottom + padding

    def figure(self, layout: RadarLayout | StepLinesLayout, alternative: str, x: float = 0) -> None:
        """Put a chart here; the caller goes below it."""
        self._sheets[-1].figures.append(Figure(layout, SIDE + x, self.y, alternative))

    def legend(self, entries: Sequence[tuple[str, str]], x: float, width: float) -> None:
        """Set samples of lines with their words in the middle of a width."""
        gaps = 14 * (len(entries) - 1)
        whole = sum(24 + text_width(words, "small") for _, words in entries) + gaps
        at = x + max(0.0, (width - whole) / 2)
        top = self.y
        for kind, words in entries:
            self._sheets[-1].marks.append(LegendMark(kind, SIDE + at, top + line_height("small") / 2))
            self.y = top
            room = text_width(words, "small") + 1
            self.text((Span(words, "small", "text2"),), x=at + 24, width=room)
            at += 24 + room + 14

    def _set(
        self, lines: Sequence[list[Span]], x: float, width: float, place: Place, is_right: bool
    ) -> None:  # fmt: skip
        for line in lines:
            at = SIDE + x + (width - _width(line) if is_right else 0)
            y = self.y + baseline(line[0].style)
            for span in line:
                room = text_width(span.text, span.style)
                self._sheets[-1].runs.append(Run(span.text, at, y, room, span.style, span.tone, place))
                at += room
            self.y += line_height(line[0].style)
