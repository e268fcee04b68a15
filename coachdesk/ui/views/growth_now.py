"""How things were on the shown day beside the ladder: the pulse of the last meetings and the newest feedback."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.growth import GrowthPage
from coachdesk.ui.charts.pulse_line import PulseLine
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words

PULSES = 8


class GrowthNow(QWidget):
    """Shows pulse and feedback as they were known on the day of a page; nothing while there is none."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pulse_words = Label(look, role="section", wraps=False)
        self._pulse = PulseLine(look)
        self._feedback_words = Label(look, role="section", wraps=False)
        self._quote = Label(look)
        self._source = Label(look, role="small", tone="text2")
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self._pulse_words, 1)
        row.addWidget(self._pulse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addLayout(row)
        column.addWidget(self._feedback_words)
        column.addWidget(self._quote)
        column.addWidget(self._source)
        self._pulse_words.setText(self.tr("Pulse"))
        self._shown: tuple[object, ...] = ()

    def set_page(self, page: GrowthPage) -> None:
        """Show what was known on a day."""
        pulses = tuple(value for _, value in page.pulses[-PULSES:])
        heard = [event for event in page.events if event.kind == "feedback"]
        newest = heard[-1] if heard else None
        shown = (pulses, newest, len(heard))
        if shown == self._shown:
            return
        self._shown = shown
        self._pulse.set_values(pulses)
        for part in (self._pulse_words, self._pulse):
            part.setVisible(bool(pulses))
        for label in (self._feedback_words, self._quote, self._source):
            label.setVisible(newest is not None)
        if newest is not None:
            self._feedback_words.setText(self.tr("Feedback, latest of {count}").format(count=len(heard)))
            self._quote.setText(self.tr("“{words}”").format(words=newest.text))
            self._source.setText(day_words(newest.happened_on, page.on, with_year=True))
