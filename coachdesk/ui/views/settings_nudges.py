"""The settings of growth nudges: which kinds Today shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from coachdesk.desk.settings import (
    NAMES_UNDER_IDEAS,
    NUDGE_CHECK_IN,
    NUDGE_EVIDENCE,
    NUDGE_LONGEST_WAIT,
    NUDGE_NEVER_OFFERED,
    NUDGE_PROMISE,
    NUDGE_REVIEW,
    Setting,
    Settings,
)
from coachdesk.services.nudges import NudgeKind
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_rows import SettingRow, SettingSection, SettingSwitch

NUDGE_SETTINGS: dict[NudgeKind, Setting[bool]] = {
    NudgeKind.CHECK_IN: NUDGE_CHECK_IN,
    NudgeKind.REVIEW: NUDGE_REVIEW,
    NudgeKind.EVIDENCE: NUDGE_EVIDENCE,
    NudgeKind.PROMISE: NUDGE_PROMISE,
    NudgeKind.NEVER_OFFERED: NUDGE_NEVER_OFFERED,
    NudgeKind.LONGEST_WAIT: NUDGE_LONGEST_WAIT,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("NudgeSettings", text)


def list_nudge_kinds(settings: Settings) -> frozenset[NudgeKind]:
    """Return the kinds that are on."""
    return frozenset(kind for kind, setting in NUDGE_SETTINGS.items() if settings.get(setting))


def build_nudges(look: Appearance, settings: Settings, category: str) -> SettingSection:
    """Return a switch for each kind."""
    words = (
        (NUDGE_CHECK_IN, _tr("Goals without a check-in"), _tr("A skill goal was not talked about for five weeks")),
        (NUDGE_REVIEW, _tr("Time for a ladder review"), _tr("The last agreed review is nearly half a year old")),
        (NUDGE_EVIDENCE, _tr("Old evidence"), _tr("The newest evidence for a competency is half a year old")),
        (
            NUDGE_PROMISE,
            _tr("Your promises for projects"),
            _tr("What you promised for someone’s stretch project is due"),
        ),
        (
            NUDGE_NEVER_OFFERED,
            _tr("Never offered a project"),
            _tr("Most of your reports were offered one, this one never"),
        ),
        (
            NUDGE_LONGEST_WAIT,
            _tr("Longest wait for a project"),
            _tr("120 days or more since the last offer, and fewer offers than the median"),
        ),
        (
            NAMES_UNDER_IDEAS,
            _tr("Names under ideas"),
            _tr("Ideas on the page Sponsorship name up to two people whom they could suit, and why"),
        ),
    )
    rows = tuple(
        SettingRow(look, title, about, SettingSwitch(look, settings, setting, title)) for setting, title, about in words
    )
    return SettingSection(look, category, _tr("Growth nudges on Today"), rows)
