"""Acts of sponsorship and glue work in words, in one place, so that every screen says them alike."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.services.acts import WINDOW_MONTHS, ActCounts
from coachdesk.services.glue import GlueLoad
from coachdesk.ui.words import count_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("sponsorship", text)


def act_words(kind: ActKind) -> str:
    """Return what was done for someone."""
    return {
        ActKind.ADVISED: _tr("Advised"),
        ActKind.NAMED: _tr("Named in a room"),
        ActKind.INTRODUCED: _tr("Introduced"),
        ActKind.CREDITED: _tr("Credited"),
        ActKind.MADE_VISIBLE: _tr("Made visible"),
    }[kind]


def origin_words(origin: GlueOrigin) -> str:
    """Return how glue work came to someone."""
    return {
        GlueOrigin.ASKED: _tr("Asked"),
        GlueOrigin.VOLUNTEERED: _tr("Volunteered"),
        GlueOrigin.ASSIGNED: _tr("Assigned"),
    }[origin]


def counts_words(counts: ActCounts) -> str:
    """Return `mentored 6, sponsored 2 in 12 months`."""
    words = _tr("mentored {mentored}, sponsored {sponsored} in {months} months")
    return words.format(mentored=counts.mentored, sponsored=counts.sponsored, months=WINDOW_MONTHS)


def load_words(load: GlueLoad) -> str:
    """Return what someone carries: `3 going on, 6 hours a month, 1 not estimated`."""
    parts = [_tr("{count} going on").format(count=load.going_on)]
    if load.unknown < load.going_on:
        parts.append(hours_words(load.hours))
    if load.unknown:
        parts.append(_tr("{count} not estimated").format(count=load.unknown))
    return ", ".join(parts)


def hours_words(hours: int) -> str:
    """Return `4 hours a month`."""
    return count_words(hours, _tr("hour a month"), _tr("hours a month"))
