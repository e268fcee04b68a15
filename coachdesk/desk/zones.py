"""The name of the time zone that a desk shows: files and series need a name, the system's own zone has none."""

from __future__ import annotations

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimeZone


def named_zone(zone: tzinfo) -> ZoneInfo:
    """Return a zone by its IANA name; this computer's for a zone without one, and UTC where even that is unknown."""
    key = "UTC" if zone is UTC else getattr(zone, "key", "") or bytes(QTimeZone.systemTimeZoneId().data()).decode()
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
