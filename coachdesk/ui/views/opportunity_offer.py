"""The last step: the offer to one person, what they answered, and earlier offers with when to ask again."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.opportunity import OfferAnswer
from coachdesk.model.person import first_name
from coachdesk.model.project import ProjectState
from coachdesk.services.opportunity_page import OfferRow, OpportunityPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.opportunity_offer_form import DeclineForm, OfferForm
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words


class OfferCard(QFrame):
    """One offer in words: to whom, when, why, the answer; what was said in confidence is marked as only yours."""

    change_requested = Signal(str)

    def __init__(self, look: Appearance, offer: OfferRow, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.offer_id = offer.offer_id
        self.setProperty("surface", "card")
        self.title = Label(look, _headline(self, offer, today), role="section")
        self.tag = Tag(look, *_answer_tag(self, offer.answer))
        self.why = Label(look, offer.why, tone="text2")
        self.why.setVisible(bool(offer.why))
        self.change = Button(look, self.tr("Change"), kind="link", small=True)
        self.change.setAccessibleName(self.tr("Change what {name} said").format(name=first_name(offer.name)))
        self.change.setVisible(offer.answer is OfferAnswer.DECLINED)
        self.change.clicked.connect(self._on_change)
        self._lay_out(_private_words(self, offer, today))
        self.setAccessibleName(f"{self.title.text()}, {self.tag.accessibleName()}")

    def _lay_out(self, private: str) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(10), px(12), px(10))
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addWidget(self.why)
        foot = QHBoxLayout()
        foot.setSpacing(px(6))
        if private:
            foot.addWidget(Icon(self.look, "lock", "private", size=14), 0, Qt.AlignmentFlag.AlignTop)
            foot.addWidget(Label(self.look, private, role="small", tone="private"), 1)
        else:
            foot.addStretch(1)
        foot.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)

    def _on_change(self) -> None:
        self.change_requested.emit(self.offer_id)


class OfferPanel(QWidget):
    """All of the step. Wishes: `offer_requested(person id, why, day or None)`, `accepted`, `declined(words, day)`,
    `decline_changed(offer id, words, day)`, `withdrawn`, `person_wanted`, `project_requested`.
    """

    offer_requested = Signal(str, str, object)
    accepted = Signal()
    declined = Signal(str, object)
    decline_changed = Signal(str, str, object)
    withdrawn = Signal()
    person_wanted = Signal()
    project_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._page: OpportunityPage | None = None
        self._today = date.min
        self._changing = ""
        self._cards: list[OfferCard] = []
        self.words = Label(look, tone="text2")
        self.choose = Button(look, self.tr("Choose someone in the table"), icon="au", small=True)
        self.form = OfferForm(look)
        self.yes = Button(look, self.tr("They accepted"), kind="primary", icon="check")
        self.no = Button(look, self.tr("They declined"))
        self.back = Button(look, self.tr("Take the offer back"), kind="quiet")
        self.decline = DeclineForm(look)
        self.project = Button(look, self.tr("Open the project"), icon="ar")
        self.refusal = Label(look, role="small", tone="danger")
        self.earlier = SectionHeading(look, self.tr("Offers of this project"))
        self._lay_out()
        self._connect()

    @property
    def holds_focus(self) -> bool:
        """Whether the keyboard is in one of the forms."""
        return self.form.holds_focus or self.decline.holds_focus

    def set_page(self, page: OpportunityPage, today: date) -> None:
        """Show where the offers of a project stand; what is typed in a form of the same project stays."""
        self._page, self._today = page, today
        waiting = page.open_offer
        can_offer = page.state in (ProjectState.IDEA, ProjectState.DECLINED)
        if not can_offer:
            self.form.hide()
        if waiting is None and not self._changing:
            self.decline.hide()
        self.words.setText(self._words(page))
        self.words.setVisible(bool(self.words.text()) and self.form.isHidden())
        self.choose.setVisible(can_offer and self.form.isHidden())
        for button in (self.yes, self.no, self.back):
            button.setVisible(waiting is not None and self.decline.isHidden())
        self.project.setVisible(page.state in (ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED))
        self._show_cards(page)

    def clear(self) -> None:
        """Turn to another project: what was typed about this one is kept or gone."""
        self._page = None
        self.form.set_kept()
        self.set_answered()
        self.say("")

    def open_offer(self, person_id: str, name: str) -> None:
        """Ask why this person and by when; does nothing while an offer is open or somebody has the project."""
        if self._page is None or self._page.state not in (ProjectState.IDEA, ProjectState.DECLINED):
            return
        self.say("")
        self.words.hide()
        self.choose.hide()
        self.form.open_form(person_id, name, self._today)

    def open_decline(self) -> None:
        """Ask kindly when to ask again."""
        waiting = self._page.open_offer if self._page else None
        if waiting is not None:
            self._changing = ""
            for button in (self.yes, self.no, self.back):
                button.hide()
            self.decline.open_form(waiting.name, self._today)

    def commit(self) -> None:
        """Keep what is typed in the form that has the keyboard."""
        (self.decline if self.decline.holds_focus else self.form).commit()

    def say(self, words: str) -> None:
        """Say why something was not possible; an empty text takes it back."""
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))

    def _words(self, page: OpportunityPage) -> str:
        if page.open_offer is not None:
            return ""
        if page.state is ProjectState.IDEA and not page.offers:
            return self.tr("Nobody has been offered this yet.")
        if page.state in (ProjectState.IDEA, ProjectState.DECLINED):
            return self.tr("It is open again. You may offer it to somebody else.")
        took = next((one for one in reversed(page.offers) if one.answer is OfferAnswer.ACCEPTED), None)
        if took is None:
            return ""
        return self.tr("{name} took it on.").format(name=took.name)

    def _show_cards(self, page: OpportunityPage) -> None:
        while self._list.count():
            self._list.takeAt(0)
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for offer in reversed(page.offers):
            card = OfferCard(self.look, offer, self._today, self)
            card.change_requested.connect(self._on_change)
            self._cards.append(card)
            if offer.answer is OfferAnswer.OPEN:
                self._now.addWidget(card)
            else:
                self._list.addWidget(card)
            card.show()
        self.earlier.setVisible(self._list.count() > 0)

    def _lay_out(self) -> None:
        px = self.look.px
        self._now, self._list = QVBoxLayout(), QVBoxLayout()
        self._list.setSpacing(px(8))
        answers = QHBoxLayout()
        answers.setSpacing(px(8))
        for button in (self.choose, self.yes, self.no, self.back, self.project):
            answers.addWidget(button)
        answers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self.words)
        column.addLayout(self._now)
        column.addWidget(self.refusal)
        column.addLayout(answers)
        column.addWidget(self.form)
        column.addWidget(self.decline)
        column.addWidget(self.earlier)
        column.addLayout(self._list)
        self.refusal.hide()
        self.earlier.hide()

    def _connect(self) -> None:
        self.choose.clicked.connect(self.person_wanted)
        self.form.offer_requested.connect(self.offer_requested)
        self.form.closed.connect(self._on_form_closed)
        self.yes.clicked.connect(self.accepted)
        self.no.clicked.connect(self.open_decline)
        self.back.clicked.connect(self.withdrawn)
        self.decline.declined.connect(self._on_declined)
        self.decline.closed.connect(self._on_decline_closed)
        self.project.clicked.connect(self.project_requested)

    def _on_form_closed(self) -> None:
        if self._page is not None:
            self.set_page(self._page, self._today)
        self.person_wanted.emit()

    def _on_decline_closed(self) -> None:
        self._changing = ""
        if self._page is not None:
            self.set_page(self._page, self._today)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_declined(self, words: str, day: object) -> None:
        if self._changing:
            self.decline_changed.emit(self._changing, words, day)
        else:
            self.declined.emit(words, day)

    def set_answered(self, _result: object = None) -> None:
        """Be done with the answer: it is in the vault."""
        self._changing = ""
        self.decline.set_kept()

    def _on_change(self, offer_id: str) -> None:
        offer = next((one for one in self._page.offers if one.offer_id == offer_id), None) if self._page else None
        if offer is not None:
            self._changing = offer_id
            self.decline.open_form(offer.name, self._today, offer.reason, offer.ask_again_on)


def _answer_tag(context: QWidget, answer: OfferAnswer) -> tuple[str, str]:
    tags = {
        OfferAnswer.OPEN: (context.tr("Waits for an answer"), "accent"),
        OfferAnswer.ACCEPTED: (context.tr("Accepted"), "ok"),
        OfferAnswer.DECLINED: (context.tr("Declined"), "outline"),
        OfferAnswer.WITHDRAWN: (context.tr("Taken back"), "outline"),
    }
    return tags[answer]


def _headline(context: QWidget, offer: OfferRow, today: date) -> str:
    words = context.tr("{name}, offered on {day}").format(name=offer.name, day=day_words(offer.offered_on, today))
    if offer.answer is OfferAnswer.OPEN and offer.reply_by_on is not None:
        return context.tr("{words}, reply by {day}").format(words=words, day=day_words(offer.reply_by_on, today))
    if offer.answered_on is not None and offer.answer is not OfferAnswer.OPEN:
        return context.tr("{words}, answer on {day}").format(words=words, day=day_words(offer.answered_on, today))
    return words


def _private_words(context: QWidget, offer: OfferRow, today: date) -> str:
    """Return what was said in confidence when someone declined: the day to ask again, and their reason."""
    if offer.answer is not OfferAnswer.DECLINED:
        return ""
    if offer.ask_again_on is None:
        again = context.tr("They did not say when to ask again.")
    else:
        again = context.tr("You may ask again from {day}.").format(day=day_words(offer.ask_again_on, today))
    return f"{again} “{offer.reason}”" if offer.reason else again
