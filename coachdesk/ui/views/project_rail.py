"""The rail of a project's page: who was offered it and what they said, by which criteria, and what became evidence."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.model.opportunity import OfferAnswer
from coachdesk.services.opportunity_page import OfferRow
from coachdesk.services.project_page import ProjectPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words


class ProjectRail(QWidget):
    """`ledger_requested` and `growth_requested` lead on."""

    ledger_requested = Signal()
    growth_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.offers = Label(look, tone="text2")
        self.criteria = Label(look, tone="text2")
        self.evidence = Label(look, tone="text2")
        self.ledger = Button(look, self.tr("Open the ledger"), kind="link")
        self.growth = Button(look, self.tr("On the growth page"), kind="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        start = Qt.AlignmentFlag.AlignLeft
        for words, label, button in (
            (self.tr("Offers"), self.offers, None),
            (self.tr("Criteria"), self.criteria, self.ledger),
            (self.tr("Evidence from it"), self.evidence, self.growth),
        ):
            column.addWidget(Label(look, words, role="section"))
            column.addWidget(label)
            if button is not None:
                column.addWidget(button, 0, start)
            column.addSpacing(look.px(8))
        self.ledger.clicked.connect(self.ledger_requested)
        self.growth.clicked.connect(self.growth_requested)

    def set_page(self, page: ProjectPage, today: date) -> None:
        """Show the ledger in short."""
        lines = [self._offer_words(offer, today) for offer in page.offers]
        self.offers.setText("\n".join(lines) or self.tr("No one was asked yet."))
        self.criteria.setText(page.criteria or self.tr("Not written yet. Names come after them."))
        texts = [row.text for row in page.evidence]
        self.evidence.setText("\n".join(texts) or self.tr("Nothing yet."))
        self.growth.setVisible(bool(texts))

    def _offer_words(self, offer: OfferRow, today: date) -> str:
        """Return an offer as a line, such as `Diego Fuentes, offered 5 May, said no 9 May: travel`."""
        words = {
            OfferAnswer.OPEN: self.tr("no answer yet"),
            OfferAnswer.ACCEPTED: self.tr("said yes {day}"),
            OfferAnswer.DECLINED: self.tr("said no {day}"),
            OfferAnswer.WITHDRAWN: self.tr("taken back {day}"),
        }[offer.answer]
        answered = words.format(day=day_words(offer.answered_on, today) if offer.answered_on else "").strip()
        line = self.tr("{name}, offered {day}, {answered}").format(
            name=offer.name, day=day_words(offer.offered_on, today), answered=answered
        )
        if offer.reason:
            line += f": {offer.reason}"
        if offer.ask_again_on is not None:
            line += "; " + self.tr("ask again {day}").format(day=day_words(offer.ask_again_on, today))
        return line
