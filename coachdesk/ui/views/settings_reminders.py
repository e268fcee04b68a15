"""The settings of reminders: whether, and how long before a meeting."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSystemTrayIcon

from coachdesk.desk.settings import REMIND, REMIND_BEFORE_MIN, Settings
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_rows import SettingCombo, SettingRow, SettingSection, SettingSwitch


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReminderSettings", text)


def build_reminders(look: Appearance, settings: Settings, category: str) -> SettingSection:
    """Return the rows; where the system has no tray they say so and can't be changed."""
    title, before = _tr("Tell before a meeting starts"), _tr("How long before")
    words = [
        _tr("1 minute") if minutes == 1 else _tr("{count} minutes").format(count=minutes)
        for minutes in REMIND_BEFORE_MIN.choices
    ]
    switch = SettingSwitch(look, settings, REMIND, title)
    minutes = SettingCombo(look, settings, REMIND_BEFORE_MIN, before, words)
    has_tray = QSystemTrayIcon.isSystemTrayAvailable()
    about = _tr("A notification that names no person and no topic; none while the vault is locked")
    rows = (
        SettingRow(look, title, about if has_tray else _tr("This system has no tray, so nothing can be shown"), switch),
        SettingRow(look, before, "", minutes),
    )
    for control in (switch, minutes):
        control.setEnabled(has_tray)
    return SettingSection(look, category, _tr("Reminders"), rows)
