"""A packet laid out: lines of text, rules and figures at places on pages, in pixels of 1/96 inch from the top left.

Preview, printer and PDF all paint this one value, so what is seen is what is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coachdesk.ui.charts.radar import RadarLayout
from coachdesk.ui.charts.step_lines import StepLinesLayout


class Role(StrEnum):
    """What a line of text is in the structure of the document, by the names of ISO 32000-1, 14.8.4."""

    TITLE = "H1"
    HEADING = "H2"
    TEXT = "P"
    HEAD_CELL = "TH"
    CELL = "TD"
    ARTIFACT = "Artifact"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line belongs for readers that follow the structure: lines of one `block` are one paragraph or cell.

    Cells name the table and the row that they stand in.
    """

    role: Role
    block: int = 0
    table: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line of text in one style; `x` is its left end, `y` its baseline."""

    text: str
    x: float
    y: float
    width: float
    style: str
    tone: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A level hairline."""

    x: float
    y: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, its top left corner and what it says in words."""

    layout: RadarLayout | StepLinesLayout
    x: float
    y: float
    alternative: str


@dataclass(frozen=True, slots=True)
class LegendMark:
    """The sample of a line in a legend: now, before or expected, around the middle height `y`."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    runs: tuple[Run, ...] = ()
    rules: tuple[Rule, ...] = ()
    figures: tuple[Figure, ...] = ()
    marks: tuple[LegendMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All pages of one packet. `outline` names headings with their page from 0, `title` holds no private word.

    `part_pages` says how many pages each part takes.
    """

    title: str
    language: str
    width: float
    height: float
    pages: tuple[Page, ...]
    outline: tuple[tuple[str, int], ...]
    part_pages: tuple[tuple[str, int], ...] = ()
