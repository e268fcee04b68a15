"""What of a packet is printed, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coachdesk.services.packet_rows import Packet, PacketKind
from coachdesk.ui.packets.paper import Paper


class Part(StrEnum):
    """The parts that can be left out."""

    SUMMARY = "summary"
    OVER_TIME = "over_time"
    GATES = "gates"
    COVERAGE = "coverage"
    EVIDENCE = "evidence"
    GOALS = "goals"
    FEEDBACK = "feedback"
    COMMENTS = "comments"
    HISTORY = "history"


PARTS: Mapping[PacketKind, tuple[Part, ...]] = {
    PacketKind.GROWTH: (Part.SUMMARY, Part.OVER_TIME, Part.EVIDENCE, Part.GOALS, Part.FEEDBACK, Part.COMMENTS),
    PacketKind.PROMOTION: (Part.SUMMARY, Part.GATES, Part.COVERAGE, Part.EVIDENCE, Part.FEEDBACK, Part.HISTORY),
    PacketKind.SHEET: (Part.SUMMARY, Part.GOALS),
}
"""The parts of each kind, in their order on paper."""

_LEFT_OUT_AT_FIRST = frozenset({Part.FEEDBACK, Part.COMMENTS})


@dataclass(frozen=True, slots=True)
class Choices:
    """What to print and how."""

    parts: frozenset[Part]
    paper: Paper = Paper.A4
    is_grey: bool = False
    is_confidential: bool = False


def usual_parts(kind: PacketKind) -> frozenset[Part]:
    """Return what a packet of a kind holds unless asked otherwise."""
    return frozenset(PARTS[kind]) - _LEFT_OUT_AT_FIRST


def count_items(packet: Packet, part: Part) -> int | None:
    """Return how many things a part lists; None for parts that are one picture."""
    counts = {
        Part.GATES: len(packet.gates),
        Part.COVERAGE: len(packet.criteria),
        Part.EVIDENCE: len(packet.evidence),
        Part.GOALS: len(packet.goals),
        Part.FEEDBACK: len(packet.feedback),
        Part.COMMENTS: len(packet.comments),
        Part.HISTORY: len(packet.roles),
    }
    return counts.get(part)
