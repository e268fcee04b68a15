"""The sentences of a packet, built from counts and without pronouns."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from coachdesk.growth.three_valued import Truth
from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.person import first_name
from coachdesk.services.packet_rows import Packet, PacketGate, PacketKind, PacketMark


def tr(text: str) -> str:
    """Return the text in the user's language."""
    return QCoreApplication.translate("Packet", text)


def day_words(on: date) -> str:
    """Return `20 May 2026`."""
    return QLocale().toString(QDate(on.year, on.month, on.day), "d MMM yyyy")


def month_words(on: date) -> str:
    """Return `May 2026`."""
    return QLocale().toString(QDate(on.year, on.month, on.day), "MMMM yyyy")


def kind_words(kind: PacketKind) -> str:
    """Return what a packet is called on paper."""
    return {
        PacketKind.GROWTH: tr("Growth review"),
        PacketKind.PROMOTION: tr("Promotion packet"),
        PacketKind.SHEET: tr("Growth on one page"),
    }[kind]


def standing_words(packet: Packet) -> str:
    """Return where someone stands: `Senior Engineer, L5. Aiming for Staff Engineer, L6.`"""
    now = ", ".join(part for part in (packet.level_title, packet.level) if part)
    if not packet.target_title:
        return f"{now}." if now else ""
    return tr("{now}. Aiming for {title}, {level}.").format(now=now, title=packet.target_title, level=packet.target)


def summary_words(packet: Packet) -> str:
    """Return the marks in two or three sentences of counts."""
    marks = [mark for mark in packet.marks if mark.gap is not None]
    if not marks:
        return tr("No review has been agreed yet, so there are no marks here.")
    name = first_name(packet.name)
    level = packet.target_title or packet.level_title
    met = sum(mark.meets for mark in marks)
    sentences = [_course_words(packet)]
    standing = tr("{name} meets the {level} expectation in {met} of {count} competencies.")
    sentences.append(standing.format(name=name, level=level, met=met, count=len(marks)))
    sentences.append(_rest_words(packet, len(marks) - met))
    return " ".join(one for one in sentences if one)


def _course_words(packet: Packet) -> str:
    compared = [mark for mark in packet.marks if mark.now is not None and mark.before is not None]
    if not compared or packet.before_on is None or packet.reviewed_on is None:
        return ""
    grown = sum(mark.has_grown for mark in compared)
    words = tr("Between {first} and {last}, {grown} of {count} agreed marks moved up.")
    first, last = month_words(packet.before_on), month_words(packet.reviewed_on)
    return words.format(first=first, last=last, grown=grown, count=len(compared))


def _rest_words(packet: Packet, below: int) -> str:
    if not below:
        return tr("None is below it.")
    planned = {goal.competency for goal in packet.goals if not goal.is_reached}
    with_step = sum(mark.name in planned for mark in packet.marks if not mark.meets and mark.gap is not None)
    if below == 1:
        return tr("One is below it and has a next step.") if with_step else tr("One is below it.")
    if not with_step:
        return tr("{count} are below it.").format(count=below)
    if with_step == below:
        return tr("{count} are below it, each with a next step.").format(count=below)
    return tr("{count} are below it, {steps} of them with a next step.").format(count=below, steps=with_step)


def gap_words(mark: PacketMark) -> str:
    """Return the gap in steps; empty where there is none."""
    if mark.gap is None or mark.gap <= 0:
        return ""
    return tr("1 step") if mark.gap == 1 else tr("{count} steps").format(count=mark.gap)


def gate_words(gate: PacketGate) -> str:
    """Return what a gate asks for."""
    names = ", ".join(gate.names)
    if gate.kind == "confirm":
        return gate.sentence
    if gate.kind == "count":
        return tr("At least {count} competencies at {level} or above").format(count=gate.count, level=gate.level)
    if gate.kind == "floor":
        return tr("No competency below {level}").format(level=gate.level)
    if gate.kind != "meet":
        return tr("Enough points by the ladder’s own count")
    words = tr("Meets the expectation in {names}").format(names=names)
    if gate.checks > 1 or gate.days:
        held = tr("in {checks} reviews in a row, over {days} days or more")
        words = f"{words}, {held.format(checks=gate.checks, days=gate.days)}"
    return words


def truth_words(truth: Truth) -> str:
    """Return how a gate stands."""
    return {Truth.MET: tr("Met"), Truth.NOT_MET: tr("Not yet"), Truth.UNKNOWN: tr("Cannot tell yet")}[truth]


def readiness_words(readiness: str) -> str:
    """Return what the gates say together: an invitation to talk, never a verdict."""
    return {
        "ready to discuss": tr("All gates that must be met are met: ready to discuss."),
        "not yet": tr("Not all gates that must be met are met yet."),
        "cannot tell": tr("What is agreed so far cannot tell."),
    }.get(readiness, "")


def source_words(source: EvidenceSource) -> str:
    """Return what evidence was taken from."""
    return {
        EvidenceSource.NOTE: tr("note"),
        EvidenceSource.FEEDBACK: tr("feedback"),
        EvidenceSource.WIN: tr("win"),
        EvidenceSource.PROJECT: tr("project"),
        EvidenceSource.DOCUMENT: tr("document"),
        EvidenceSource.LINK: tr("link"),
        EvidenceSource.WRITTEN: tr("written down"),
    }[source]


def quarter_words(quarter: tuple[int, int]) -> str:
    """Return `Q2 26`."""
    return tr("Q{number} {year}").format(number=quarter[1], year=f"{quarter[0] % 100:02}")
