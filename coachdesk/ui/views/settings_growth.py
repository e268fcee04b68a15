"""The settings of growth: until when evidence is fresh, and until when it is ageing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from coachdesk.desk.settings import AGEING_DAYS, FRESH_DAYS, Settings
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_rows import SettingCombo, SettingRow, SettingSection


def _tr(text: str) -> str:
    return QCoreApplication.translate("GrowthSettings", text)


def build_growth(look: Appearance, settings: Settings, category: str) -> SettingSection:
    """Return the rows for the age of evidence."""
    rows = []
    for setting, title, about in (
        (FRESH_DAYS, _tr("Fresh evidence"), _tr("Up to how many days old it has a check")),
        (AGEING_DAYS, _tr("Ageing evidence"), _tr("Up to how many days old it has a clock; older is stale")),
    ):
        words = [_tr("{count} days").format(count=days) for days in setting.choices]
        rows.append(SettingRow(look, title, about, SettingCombo(look, settings, setting, title, words)))
    return SettingSection(look, category, _tr("Growth"), tuple(rows))
