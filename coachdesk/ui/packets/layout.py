"""Laying a packet out on pages."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale

from coachdesk.services.packet_rows import Packet, PacketKind
from coachdesk.ui.packets.choices import PARTS, Choices, Part
from coachdesk.ui.packets.compose import SIDE, Composer
from coachdesk.ui.packets.list_parts import SETTERS
from coachdesk.ui.packets.paper import text_width
from coachdesk.ui.packets.sheet import Document, Page, Place, Role, Run
from coachdesk.ui.packets.summary_part import Detail, set_header, set_summary
from coachdesk.ui.packets.words import day_words, kind_words, tr

_DETAILS = (Detail(3), Detail(2), Detail(1), Detail(0), Detail(0, has_all_marks=False))
_FOOTER, _MARK = 45, 36
_GOALS, _GOAL = 76, 44
"""Room for the heading and for each goal: where there is as much, goals stand under the summary."""
_ARTIFACT = Place(Role.ARTIFACT)


def lay_out_packet(packet: Packet, choices: Choices) -> Document:
    """Return the pages of a packet; a sheet leaves out detail until it fits on one."""
    if packet.kind is not PacketKind.SHEET:
        return _lay_out(packet, choices, _DETAILS[0], choices.parts)
    for detail in _DETAILS:
        for parts in (choices.parts, choices.parts - {Part.GOALS}):
            document = _lay_out(packet, choices, detail, parts)
            if len(document.pages) == 1:
                return document
    return document


def _lay_out(packet: Packet, choices: Choices, detail: Detail, parts: frozenset[Part]) -> Document:
    width, height = choices.paper.size
    composer = Composer(width, height)
    set_header(composer, packet)
    part_pages = []
    waiting = [part for part in PARTS[packet.kind] if part in parts]
    while waiting:
        part = waiting.pop(0)
        first = composer.number
        if part is Part.SUMMARY:
            set_summary(composer, packet, detail)
            if Part.GOALS in waiting and composer.room >= _GOALS + _GOAL * len(packet.goals):
                waiting.remove(Part.GOALS)
                waiting.insert(0, Part.GOALS)
        else:
            SETTERS[part](composer, packet)
        part_pages.append((part.value, max(1, composer.number - first)))
    pages = composer.pages()
    line = tr("{kind}, {name}, {day}").format(kind=kind_words(packet.kind), name=packet.name, day=day_words(packet.on))
    footed = tuple(
        replace(page, runs=(*page.runs, *_edges(line, number, len(pages), choices, width, height)))
        for number, page in enumerate(pages)
    )
    language = QLocale.languageToCode(QLocale().language())
    return Document(
        line, "en" if language == "C" else language, width, height, footed, tuple(composer.outline), tuple(part_pages)
    )


def _edges(line: str, number: int, count: int, choices: Choices, width: float, height: float) -> list[Run]:
    """Return what stands at the foot of a page, and over it when it is confidential."""
    page = tr("{number} of {count}").format(number=number + 1, count=count)
    y = height - _FOOTER
    runs = [_run(line, SIDE, y, "text3"), _run(page, width - SIDE - text_width(page, "small"), y, "text3")]
    if number:
        shared = tr("Shared content only")
        runs.append(_run(shared, (width - text_width(shared, "small_strong")) / 2 + 60, y, "accent", "small_strong"))
    if choices.is_confidential:
        mark = tr("Confidential")
        runs.append(_run(mark, (width - text_width(mark, "small_strong")) / 2, _MARK, "danger", "small_strong"))
    return runs


def _run(text: str, x: float, y: float, tone: str, style: str = "small") -> Run:
    return Run(text, x, y, text_width(text, style), style, tone, _ARTIFACT)


def text_of(page: Page) -> str:
    """Return the text of a page in reading order, for screen readers of the preview."""
    return " ".join(run.text.strip() for run in page.runs)
