"""The charts of a packet as figures for the chart layouts, with the words that stand for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coachdesk.services.packet_rows import Packet, PacketLane, PacketMark
from coachdesk.ui.charts.radar import RadarFigure, Spoke
from coachdesk.ui.charts.step_lines import Lane, LaneEvent, LaneStep, StepLinesFigure, StepWords
from coachdesk.ui.packets.words import month_words, tr

FEWEST_SPOKES = 3
_RINGS = 5


def radar_figure(packet: Packet) -> RadarFigure | None:
    """Return the marks on rings, one a level or stage; None for fewer than three, which enclose nothing."""
    marks = [mark for mark in packet.marks if mark.expected is not None or mark.now is not None]
    if len(marks) < FEWEST_SPOKES:
        return None
    rings, first, steps = _rings(packet, marks)

    def value(mark: PacketMark, place: int | None) -> float | None:
        if place is None:
            return None
        return (place + 1 - first) / steps if steps else (place + 1) / (mark.highest + 1) * _RINGS

    spokes = tuple(
        Spoke(
            mark.name, value(mark, mark.now), value(mark, mark.before), value(mark, mark.expected), (mark.gap or 0) > 0
        )
        for mark in marks
    )
    return RadarFigure(spokes, rings)


def _rings(packet: Packet, marks: Sequence[PacketMark]) -> tuple[tuple[str, ...], int, int]:
    """Return the names of the rings, the place at the middle and the steps of a ring; no steps for mixed scales."""
    if len({mark.highest for mark in marks}) > 1:
        return ("",) * _RINGS, 0, 0
    names = packet.level_names
    steps = 2 if names[0].endswith(" emerging") else 1
    places = [place for mark in marks for place in (mark.now, mark.before, mark.expected) if place is not None]
    first = max(0, min(places) // steps * steps - steps)
    last = max(places) // steps * steps
    return (
        tuple(_level(names[at]) for at in range(first, last + 1, steps)),
        first,
        steps,
    )


def radar_words(packet: Packet) -> str:
    """Return the radar for someone who does not see it."""
    parts = [
        tr("{name}: agreed {agreed}, expected {expected}").format(
            name=mark.name, agreed=mark.agreed_label or tr("not assessed"), expected=mark.expected_label or tr("open")
        )
        for mark in packet.marks
    ]
    return "; ".join(parts)


def lines_figure(packet: Packet, lanes: Sequence[PacketLane]) -> StepLinesFigure:
    """Return agreed marks over time with changes of level."""
    first = min(step.from_on for lane in packet.lanes for step in lane.steps)
    newest: dict[str, date] = {}
    for line in packet.evidence:
        if not line.counters:
            newest[line.competency] = max(newest.get(line.competency, line.occurred_on), line.occurred_on)
    events = tuple(LaneEvent(role.changed_on, "promotion", role.level) for role in packet.roles[1:])
    words = StepWords(tr("New level"), "", tr("Newest evidence"), tr("Now"))
    return StepLinesFigure(
        first,
        packet.on,
        packet.on,
        tuple(_lane(lane, newest.get(lane.name)) for lane in lanes),
        tuple(event for event in events if event.on >= first),
        (),
        (),
        words,
    )


def _lane(lane: PacketLane, newest: date | None) -> Lane:
    steps = tuple(LaneStep(step.from_on, step.place, _level(step.label)) for step in lane.steps)
    places = [step.place for step in lane.steps] + ([lane.expected] if lane.expected is not None else [])
    age = month_words(newest) if newest else ""
    low, high = min(places), max(places)
    return Lane(lane.name, lane.steps[-1].label, steps, (), lane.expected, low, high, age)


def lines_words(lanes: Sequence[PacketLane]) -> str:
    """Return the step lines for someone who does not see them."""
    parts = []
    for lane in lanes:
        steps = ", ".join(f"{step.label} {month_words(step.from_on)}" for step in lane.steps)
        parts.append(f"{lane.name}: {steps}")
    return "; ".join(parts)


def _level(label: str) -> str:
    """Return the level or stage that a short label names."""
    return label.removesuffix(" emerging").removesuffix(" solid")
