"""The field in which one types how often to meet someone; what it means stands beneath."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfoNotFoundError

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from coachdesk.desk.zones import named_zone
from coachdesk.services.cadence_words import UnknownCadence
from coachdesk.services.series import Rhythm
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.rhythm_words import parse_rhythm, reading_words, typed_words
from coachdesk.ui.widgets.fields import Field

CHOICES = (
    "weekly",
    "weekly tue 10:00",
    "every 2 weeks",
    "every 2 weeks tue 10:00",
    "every 3 weeks",
    "monthly",
    "monthly first monday 10:00",
    "every 3 months",
)


class RhythmField(Field):
    """Words such as `weekly tue 10:00`, with choices. A rhythm that has no words is kept while the text is."""

    def __init__(self, look: Appearance, label: str, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(look, label, parent=parent)
        self.edit.setPlaceholderText(self.tr("such as weekly tue 10:00"))
        self._own_zone = named_zone(zone).key
        self._their_zone = ""
        self._shown, self._kept = "", Rhythm(time_zone=self._own_zone)
        completer = QCompleter(list(CHOICES), self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(completer)
        self.edit.textChanged.connect(self._on_text)

    def set_rhythm(self, rhythm: Rhythm) -> None:
        """Show a rhythm in the words that one would type."""
        self._kept = rhythm
        self._shown = typed_words(rhythm, self._own_zone)
        self.set_text(self._shown)
        self.say_reading()

    def set_their_zone(self, name: str) -> None:
        """Tell the other's time zone, an IANA name or empty."""
        self._their_zone = name
        self.say_reading()

    def rhythm(self) -> Rhythm:
        """Return what is typed. Raises UnknownCadence, and ZoneInfoNotFoundError for `their time` without a zone."""
        if self.text().strip() == self._shown:
            return self._kept
        return parse_rhythm(self.text(), self._own_zone, self._their_zone)

    def say_reading(self) -> None:
        """Say beneath what the words mean, or nothing while they mean nothing yet."""
        try:
            rhythm = self.rhythm()
        except (UnknownCadence, ZoneInfoNotFoundError, ValueError):
            self.set_hint("")
            return
        now = datetime.now(UTC)
        words = reading_words(rhythm, self._own_zone, self._their_zone, now)
        self.set_hint(words, icon="repeat" if words else "info")

    def _on_text(self, _text: str) -> None:
        self.say_reading()
