"""What charts measure and draw with, so that one layout and one painting serve screen, PDF and SVG alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from coachdesk.assets import resource_path
from coachdesk.ui.theme.metrics import Metrics
from coachdesk.ui.theme.tokens import Theme

Point = tuple[float, float]

_STYLES = {
    "label": ("small", 400),
    "strong": ("small", 600),
    "chip": ("micro", 500),
    "tick": ("micro", 400),
    "tick_strong": ("micro", 600),
    "step": ("micro", 600),
}
_STEP_PX = 10
_DRAWN_IN = "#4C5156"
_SERIES = (
    "manager_now", "expected", "before", "fill_now", "grid", "axis", "span_band",
    "landed", "active", "offered", "declined",
)  # fmt: skip


class Measure(Protocol):
    """What a layout needs to know of the fonts; `unit` is one pixel of the 100 % design in painter units."""

    @property
    def unit(self) -> float:
        """One pixel of the design."""

    def width(self, text: str, style: str) -> float:
        """Return the width of a line of text in a style of the charts."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: `x` is its left, middle or right end as `anchor` (start, middle, end) says, `y` its baseline."""

    words: str
    x: float
    y: float
    style: str
    tone: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours by token, fonts by style and the unit of one drawing; it measures too."""

    colours: Mapping[str, QColor]
    fonts: Mapping[str, QFont]
    unit: float
    widths: dict[tuple[str, str], float] = field(default_factory=dict, compare=False, repr=False)

    def width(self, text: str, style: str) -> float:
        """Return the width of a line of text; it is measured once."""
        found = self.widths.get((text, style))
        if found is None:
            found = self.widths[text, style] = QFontMetricsF(self.fonts[style]).horizontalAdvance(text)
        return found

    def pen(self, tone: str, width: float, dashes: tuple[float, ...] = ()) -> QPen:
        """Return a pen; `width` and `dashes` are in pixels of the design."""
        pen = QPen(self.colours[tone], width * self.unit)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashes:
            pen.setDashPattern([length / width for length in dashes])
        return pen


def build_ink(theme: Theme, metrics: Metrics) -> Ink:
    """Return the ink of a theme at a text size; for paper take the light theme at 100 % and scale the painter."""
    colours = dict(theme.colours) | {name: theme.chart(name) for name in _SERIES}
    fonts = {style: metrics.font(role, weight=weight) for style, (role, weight) in _STYLES.items()}
    fonts["step"].setPixelSize(metrics.px(_STEP_PX))
    return Ink(MappingProxyType(colours), MappingProxyType(fonts), metrics.scale)


def elide(words: str, style: str, room: float, measure: Measure) -> str:
    """Return the words, cut with an ellipsis where they need more room."""
    if measure.width(words, style) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if measure.width(words[:middle].rstrip() + "…", style) <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"


def draw_text(painter: QPainter, text: Text, ink: Ink) -> None:
    """Draw a line of text at its anchor."""
    width = 0.0 if text.anchor == "start" else ink.width(text.words, text.style)
    left = text.x - (width if text.anchor == "end" else width / 2)
    painter.setFont(ink.fonts[text.style])
    painter.setPen(ink.colours[text.tone])
    painter.drawText(QPointF(left, text.y), text.words)


def draw_icon(painter: QPainter, name: str, tone: str, rect: QRectF, ink: Ink) -> None:
    """Draw an icon as lines, so that it stays sharp on paper."""
    _renderer(name, ink.colours[tone].name()).render(painter, rect)


@lru_cache(maxsize=64)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = resource_path("icons", f"{name}.svg").read_text("utf-8")
    source = source.replace("currentColor", colour).replace(_DRAWN_IN, colour)
    return QSvgRenderer(QByteArray(source.encode()))
