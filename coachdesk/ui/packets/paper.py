"""Paper sizes, and the fonts and colours of paper: always the light theme at 100 %, in grey when asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageSize

from coachdesk.ui.charts.ink import Ink, build_ink
from coachdesk.ui.theme.fonts import load_fonts
from coachdesk.ui.theme.metrics import build_metrics
from coachdesk.ui.theme.tokens import build_theme, read_tokens


class Paper(StrEnum):
    """The two sizes that offices have."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels of 1/96 inch."""
        return (794, 1123) if self is Paper.A4 else (816, 1056)

    @property
    def page_size(self) -> QPageSize:
        """The size as printers know it."""
        return QPageSize(QPageSize.PageSizeId.A4 if self is Paper.A4 else QPageSize.PageSizeId.Letter)


@dataclass(frozen=True, slots=True)
class Style:
    """A style of text: size and pitch in pixels of 1/96 inch."""

    px: int
    line: int
    weight: int = 400
    families: tuple[str, ...] = ("Inter",)


STYLES = MappingProxyType(
    {
        "title": Style(32, 40, 600, ("Inter Display", "Inter")),
        "subtitle": Style(15, 22),
        "lead": Style(15, 24),
        "section": Style(16, 24, 600),
        "kicker": Style(13, 20),
        "body": Style(13, 19),
        "strong": Style(13, 19, 600),
        "small": Style(12, 18),
        "small_strong": Style(12, 18, 600),
        "head": Style(12, 18, 500),
    }
)
_WHOLE_LETTERS = ("calt", "tnum", "liga", "clig", "dlig")
"""Features that put a glyph without a letter of its own in the place of another; a reader could not copy its text."""


def plain_font(font: QFont) -> QFont:
    """Return the font with one glyph a letter, so that the text of a PDF can be selected and searched."""
    plain = QFont(font)
    plain.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in _WHOLE_LETTERS:
        plain.setFeature(QFont.Tag(feature), 0)
    return plain


@lru_cache(maxsize=2)
def paper_ink(is_grey: bool) -> Ink:
    """Return colours and fonts of paper: of the styles above and of the charts; with `is_grey`, charts without hue."""
    load_fonts()
    tokens = read_tokens()
    ink = build_ink(build_theme(tokens, "light"), build_metrics(tokens, 1.0))
    fonts = {name: plain_font(font) for name, font in ink.fonts.items()}
    fonts |= {f"paper.{name}": plain_font(_font(style)) for name, style in STYLES.items()}
    colours = {name: _grey(colour) for name, colour in ink.colours.items()} if is_grey else dict(ink.colours)
    return Ink(MappingProxyType(colours), MappingProxyType(fonts), 1.0)


@lru_cache(maxsize=8192)
def text_width(text: str, style: str) -> float:
    """Return the width of a line in a style of paper."""
    return _metrics(style).horizontalAdvance(text)


def line_height(style: str) -> float:
    """Return the pitch of a style."""
    return STYLES[style].line


def baseline(style: str) -> float:
    """Return how far under the top of its line the baseline of a style stands."""
    metrics = _metrics(style)
    return (STYLES[style].line - metrics.height()) / 2 + metrics.ascent()


@lru_cache(maxsize=16)
def _metrics(style: str) -> QFontMetricsF:
    return QFontMetricsF(paper_ink(False).fonts[f"paper.{style}"])


def _font(style: Style) -> QFont:
    font = QFont(list(style.families))
    font.setPixelSize(style.px)
    font.setWeight(QFont.Weight(style.weight))
    return font


def _grey(colour: QColor) -> QColor:
    level = round(0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue())
    return QColor(level, level, level)
