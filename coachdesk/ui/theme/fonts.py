"""The bundled fonts, so that text has the same width on every system."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from coachdesk.assets import resource_path

_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Italic.otf",
    "InterDisplay-SemiBold.otf",
)


def load_fonts() -> tuple[str, ...]:
    """Register the bundled fonts once a process and return the families found.

    A font that cannot be read is passed over: the system font then takes its place.
    """
    if "Inter Display" in QFontDatabase.families():
        return ("Inter", "Inter Display")
    families: set[str] = set()
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        if number >= 0:
            families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))
