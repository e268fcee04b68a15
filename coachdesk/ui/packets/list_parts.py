"""The parts of a packet that are lists: over time, gates, coverage, evidence, goals, feedback, words and history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from coachdesk.growth.three_valued import Truth
from coachdesk.services.packet_rows import Packet
from coachdesk.ui.charts.step_lines import LANE, LEAST_LANE, lay_out_step_lines, needed_height
from coachdesk.ui.packets.choices import Part
from coachdesk.ui.packets.compose import Column, Composer, Span
from coachdesk.ui.packets.figures import lines_figure, lines_words
from coachdesk.ui.packets.paper import paper_ink, text_width
from coachdesk.ui.packets.words import (
    day_words,
    gate_words,
    quarter_words,
    readiness_words,
    source_words,
    tr,
    truth_words,
)

_GAP = 32
_FIRST_ROWS = 72


def _over_time(page: Composer, packet: Packet) -> None:
    """Set the step lines, as many competencies on a page as stay readable."""
    if not packet.lanes:
        return
    page.new_page()
    ink = paper_ink(False)
    page.heading(tr("Growth over time"), 0)
    lanes = packet.lanes
    while lanes:
        fitting = max(1, sum(needed_height(count, ink.unit) <= page.room for count in range(1, len(lanes) + 1)))
        here, lanes = lanes[:fitting], lanes[fitting:]
        height = min(page.room, needed_height(len(here), ink.unit) + (LANE - LEAST_LANE) * len(here))
        layout = lay_out_step_lines(lines_figure(packet, here), page.inner, height, ink)
        page.figure(layout, lines_words(here))
        page.y += layout.bottom + 28
        if lanes:
            page.new_page()


def _gates(page: Composer, packet: Packet) -> None:
    if not packet.gates:
        return
    page.skip(_GAP)
    page.heading(tr("Gates of {level}").format(level=packet.target_title or packet.level_title), _FIRST_ROWS)
    page.text((Span(readiness_words(packet.readiness)),))
    page.y += 8
    columns = (Column(0, 420), Column(436, 90), Column(542, page.inner - 542, is_right=True))
    page.begin_table()
    for gate in packet.gates:
        words = gate_words(gate)
        if gate.missing and gate.truth is not Truth.MET:
            words += tr(". Open: {names}").format(names=", ".join(gate.missing))
        strength = tr("must be met") if gate.is_must else tr("should be met")
        state = Span(truth_words(gate.truth), "strong")
        cells = ((Span(words),), (Span(strength, "small", "text2"),), (state,))
        page.ensure(page.row_height(cells, columns, 8))
        page.row(cells, columns)


def _coverage(page: Composer, packet: Packet) -> None:
    """Set criterion by quarter with counts; the head is repeated on each page, rows stay whole."""
    if not packet.criteria:
        return
    page.skip(_GAP)
    title = tr("Evidence for {level}, by quarter").format(level=packet.target_title or packet.level_title)
    page.heading(title, 120)
    page.text((Span(tr("How many pieces of shared evidence there are. A dash is a place to look."), "small", "text2"),))
    page.y += 8
    quarter = 44.0
    heads = [tr("Before"), *(quarter_words(one) for one in packet.quarters)]
    left = page.inner - quarter * len(heads)
    columns = (
        Column(0, left - 16),
        *(Column(left + at * quarter, quarter, is_right=True) for at in range(len(heads))),
    )
    page.begin_table()
    head = [(Span(words, "head", "text3"),) for words in (tr("Behaviour"), *heads)]
    page.row(head, columns, is_head=True)
    for name, group in groupby(packet.criteria, key=lambda one: one.competency):
        rows = [(one, [(Span(one.text, "small"),), *(_count(n) for n in (one.earlier, *one.counts))]) for one in group]
        title_row = ((Span(name, "small_strong"),),)
        needed = page.row_height(title_row, columns[:1], 6) + page.row_height(rows[0][1], columns, 5)
        if page.ensure(needed):
            page.row(head, columns, is_head=True)
        page.row(title_row, (Column(0, page.inner),), padding=6)
        for _, cells in rows:
            if page.ensure(page.row_height(cells, columns, 5)):
                page.row(head, columns, is_head=True)
                page.row(title_row, (Column(0, page.inner),), padding=6)
            page.row(cells, columns, padding=5)


def _count(number: int) -> tuple[Span, ...]:
    return (Span(str(number), "small_strong"),) if number else (Span("–", "small", "text3"),)


def _evidence(page: Composer, packet: Packet) -> None:
    if not packet.evidence:
        return
    page.skip(_GAP)
    page.heading(tr("Evidence"), _FIRST_ROWS)
    columns = (Column(0, 420), Column(436, 130), Column(574, page.inner - 574, is_right=True))
    page.begin_table()
    for name, group in groupby(packet.evidence, key=lambda line: line.competency):
        rows = []
        for line in group:
            source = ", ".join(part for part in (source_words(line.source), line.said_by) if part)
            against = (Span(tr("Speaks against:"), "strong"),) if line.counters else ()
            when = Span(day_words(line.occurred_on), "small", "text2")
            rows.append(((*against, Span(line.text)), (Span(source, "small", "text2"),), (when,)))
        title = ((Span(name, "strong"),),)
        page.ensure(page.row_height(title, columns[:1], 7) + page.row_height(rows[0], columns, 6))
        page.row(title, (Column(0, page.inner),), padding=7)
        for cells in rows:
            if page.ensure(page.row_height(cells, columns, 6)):
                page.row(title, (Column(0, page.inner),), padding=7)
            page.row(cells, columns, padding=6)


def _goals(page: Composer, packet: Packet) -> None:
    if not packet.goals:
        return
    page.skip(_GAP)
    page.heading(tr("Goals"), 44)
    columns = (Column(0, 350), Column(366, 150), Column(524, page.inner - 524, is_right=True))
    page.begin_table()
    for goal in packet.goals:
        due = tr("by {day}").format(day=day_words(goal.due_on)) if goal.due_on else ""
        state = tr("reached") if goal.is_reached else due
        text = (Span(goal.text), *((Span(f"– {goal.step}", "body", "text2"),) if goal.step else ()))
        area = (Span(goal.competency, "small", "text2"),) if goal.competency else ()
        cells = (text, area, (Span(state, "small", "text2"),) if state else ())
        page.ensure(page.row_height(cells, columns, 8))
        page.row(cells, columns)


def _feedback(page: Composer, packet: Packet) -> None:
    rows = [(line.text, line.said_by, day_words(line.observed_on)) for line in packet.feedback]
    _three_columns(page, tr("Feedback passed on"), rows)


def _comments(page: Composer, packet: Packet) -> None:
    sides = {True: tr("own words"), False: tr("agreed words")}
    _three_columns(
        page, tr("Words beside the marks"), [(one.text, one.competency, sides[one.is_own]) for one in packet.comments]
    )


def _history(page: Composer, packet: Packet) -> None:
    rows = [(one.role, one.level, tr("since {day}").format(day=day_words(one.changed_on))) for one in packet.roles]
    _three_columns(page, tr("Roles"), rows)


def _three_columns(page: Composer, title: str, rows: list[tuple[str, str, str]]) -> None:
    if not rows:
        return
    page.skip(_GAP)
    page.heading(title, 44)
    right = max(text_width(row[2], "small") for row in rows) + 2
    columns = (Column(0, 400), Column(416, page.inner - 432 - right), Column(page.inner - right, right, is_right=True))
    page.begin_table()
    for text, middle, end in rows:
        cells = [(Span(text),), (Span(middle, "small", "text2"),), (Span(end, "small", "text2"),)]
        whole = [cell if cell[0].text.strip() else () for cell in cells]
        page.ensure(page.row_height(whole, columns, 7))
        page.row(whole, columns, padding=7)


SETTERS: Mapping[Part, Callable[[Composer, Packet], None]] = {
    Part.OVER_TIME: _over_time,
    Part.GATES: _gates,
    Part.COVERAGE: _coverage,
    Part.EVIDENCE: _evidence,
    Part.GOALS: _goals,
    Part.FEEDBACK: _feedback,
    Part.COMMENTS: _comments,
    Part.HISTORY: _history,
}
"""What sets each part; a part without content sets nothing."""
