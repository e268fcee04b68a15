"""The first page of a packet: who, the marks in counts, the radar, the table, what grew and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.services.packet_rows import Packet, PacketEvidence, PacketMark
from coachdesk.ui.charts.radar import lay_out_radar
from coachdesk.ui.packets.compose import TOP, Column, Composer, Span
from coachdesk.ui.packets.figures import radar_figure, radar_words
from coachdesk.ui.packets.paper import paper_ink
from coachdesk.ui.packets.sheet import Role
from coachdesk.ui.packets.words import (
    day_words,
    gap_words,
    kind_words,
    month_words,
    standing_words,
    summary_words,
    tr,
)

_RADAR_HEIGHT = 272
_MOST_LETTERS = 160
_BESIDE = 8
"""With more competencies the names need so much room that the table stands under the radar, not beside it."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of the summary is set: lines under each heading, and whether all marks or only those below."""

    lines: int = 3
    has_all_marks: bool = True


def set_header(page: Composer, packet: Packet) -> None:
    """Set who it is about, and on the right when, from whom, and that it is shared content."""
    aside = 180.0
    page.text((Span(kind_words(packet.kind), "kicker", "text3"),), width=page.inner - aside)
    page.text((Span(packet.name, "title"),), width=page.inner - aside, role=Role.TITLE)
    standing = standing_words(packet)
    if standing:
        page.text((Span(standing, "subtitle", "text2"),), width=page.inner - aside)
    bottom, page.y = page.y, TOP
    for words, style, tone in (
        (day_words(packet.on), "small", "text2"),
        (packet.owner_name, "small", "text2"),
        (tr("Shared content only"), "small_strong", "accent"),
    ):
        if words:
            page.text((Span(words, style, tone),), x=page.inner - aside, width=aside, is_right=True)
    page.y = max(bottom, page.y) + 24
    page.rule("border")
    page.y += 24


def set_summary(page: Composer, packet: Packet, detail: Detail) -> None:
    """Set the marks in words, as a picture and as a table, then what grew and what comes next."""
    page.text((Span(summary_words(packet), "lead"),))
    marks = tuple(mark for mark in packet.marks if mark.gap is not None or mark.expected is not None)
    if not any(mark.now is not None for mark in marks):
        return
    shown = marks if detail.has_all_marks else tuple(mark for mark in marks if (mark.gap or 0) > 0)[:12]
    page.y += 24
    if len(marks) <= _BESIDE:
        _set_beside(page, packet, shown)
        page.y += 32
        _set_two(page, packet, detail, 0, page.inner)
        return
    top = page.y
    radar_width = 376.0
    _set_radar(page, packet, radar_width, 308)
    bottom, page.y = page.y, top
    if detail.lines:
        _set_one(page, packet, detail, radar_width + 24, page.inner - radar_width - 24)
    page.y = max(bottom, page.y) + 24
    _set_table(page, shown, 0, page.inner, padding=4)


def _set_beside(page: Composer, packet: Packet, marks: tuple[PacketMark, ...]) -> None:
    top, left = page.y, 292.0
    _set_radar(page, packet, 276, _RADAR_HEIGHT)
    bottom, page.y = page.y, top
    _set_table(page, marks, left, page.inner - left, padding=8)
    page.y = max(bottom, page.y)


def _set_radar(page: Composer, packet: Packet, width: float, height: float) -> None:
    figure = radar_figure(packet)
    if figure is None:
        return
    page.figure(lay_out_radar(figure, width, height, paper_ink(False)), radar_words(packet))
    page.y += height + 4
    entries = [("now", month_words(packet.reviewed_on) if packet.reviewed_on else tr("Now"))]
    if packet.before_on is not None:
        entries.append(("before", month_words(packet.before_on)))
    entries.append(("expected", tr("Expected")))
    page.legend(entries, 0, width)


def _set_table(page: Composer, marks: tuple[PacketMark, ...], x: float, width: float, *, padding: float) -> None:
    gap = 46.0
    rest = (width - gap - (104 if width < 500 else 214)) / 3
    name = width - gap - 3 * rest
    columns = (
        Column(x, name - 8),
        *(Column(x + name + at * rest, rest - 4) for at in range(3)),
        Column(x + width - gap, gap, is_right=True),
    )
    page.begin_table()
    heads = (tr("Competency"), tr("Self"), tr("Agreed"), tr("Expected"), tr("Gap"))
    page.row([(Span(words, "head", "text3"),) for words in heads], columns, is_head=True)
    for mark in marks:
        words = gap_words(mark)
        cells = (
            (Span(mark.name, "small_strong" if words else "small"),),
            (Span(mark.own_label, "small"),),
            (Span(mark.agreed_label or tr("not assessed"), "small", "text" if mark.agreed_label else "text3"),),
            (Span(mark.expected_label, "small"),),
            (Span(words, "small_strong"),),
        )
        page.row([cell if cell[0].text else () for cell in cells], columns, padding=padding)


def _set_two(page: Composer, packet: Packet, detail: Detail, x: float, width: float) -> None:
    """Set what grew and what comes next side by side."""
    half = (width - 32) / 2
    lists = [(tr("What grew"), _grew(packet, detail)), (tr("What comes next"), _next(packet, detail))]
    lists = [one for one in lists if one[1]]
    if not lists:
        return
    page.ensure(max(_list_height(page, spans, half) for _, spans in lists))
    top = bottom = page.y
    for number, (words, spans) in enumerate(lists):
        page.y = top
        _set_list(page, words, spans, x + number * (half + 32), half)
        bottom = max(bottom, page.y)
    page.y = bottom


def _set_one(page: Composer, packet: Packet, detail: Detail, x: float, width: float) -> None:
    """Set what grew and under it what comes next."""
    for words, spans in ((tr("What grew"), _grew(packet, detail)), (tr("What comes next"), _next(packet, detail))):
        if spans:
            _set_list(page, words, spans, x, width)
            page.y += 14


def _set_list(page: Composer, words: str, lines: list[tuple[Span, ...]], x: float, width: float) -> None:
    page.text((Span(words, "section"),), x=x, width=width, role=Role.HEADING)
    page.y += 6
    for spans in lines:
        page.rule(x=x, width=width)
        page.y += 7
        page.text(spans, x=x, width=width)
        page.y += 7


def _list_height(page: Composer, lines: list[tuple[Span, ...]], width: float) -> float:
    return 32 + sum(page.height_of(spans, width) + 14 for spans in lines)


def _grew(packet: Packet, detail: Detail) -> list[tuple[Span, ...]]:
    """Return the newest supporting evidence of each competency whose mark moved up."""
    grown = {mark.name for mark in packet.marks if mark.has_grown}
    found: dict[str, PacketEvidence] = {}
    for line in packet.evidence:
        if line.competency in grown and not line.counters:
            found.setdefault(line.competency, line)
    newest = sorted(found.values(), key=lambda line: line.occurred_on, reverse=True)[: detail.lines]
    return [
        (Span(f"{line.competency}.", "strong"), Span(f"{_short(line.text)} ({month_words(line.occurred_on)})"))
        for line in newest
    ]


def _next(packet: Packet, detail: Detail) -> list[tuple[Span, ...]]:
    """Return the next step of each open goal."""
    goals = [goal for goal in packet.goals if not goal.is_reached][: detail.lines]
    lines: list[tuple[Span, ...]] = []
    for goal in goals:
        due = tr(" (by {day})").format(day=day_words(goal.due_on)) if goal.due_on else ""
        head = (Span(f"{goal.competency}.", "strong"),) if goal.competency else ()
        lines.append((*head, Span(_short(goal.step or goal.text) + due)))
    return lines


def _short(text: str) -> str:
    """Return what has room on the first page; the lists have the whole text."""
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1].rstrip() + "…"
