"""The card tab: how someone likes to be led, edited in place, autosaved, asked again after a year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.visibility import Visibility
from coachdesk.services.card import CARD_QUESTIONS, CardLine, list_card, save_answer
from coachdesk.services.person_page import PersonPage
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_card_line import CardLineBox, question_words
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView


class PersonCard(PersonPart):
    """Ten questions, each with the answer that holds. Enter or F2 edits an answer, Enter keeps it."""

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._desk = desk
        self._look = look
        self._acts = view.acts
        self._page: PersonPage | None = None
        self._query = LatestQuery(self, desk)
        self.body = PageBody(look)
        lay_ground(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self.lines = {question.key: CardLineBox(look, question) for question in CARD_QUESTIONS}
        self._fill()
        self._query.answered.connect(self._on_answered)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The answers."""
        return tuple(box.editor.edit for box in self.lines.values())

    def set_person(self, page: PersonPage) -> None:
        """Learn whose card it is."""
        self._page = page

    def refresh(self) -> None:
        """Ask for the answers."""
        if self._page is not None:
            self._query.ask(list_card, self._page.person.person_id, self._page.today)

    def run_action(self, action_id: str) -> bool:
        """Show or hide the rail."""
        if action_id != "rail":
            return False
        self.body.toggle_rail()
        return True

    def flush(self) -> None:
        """Queue the answers that are typed but not saved."""
        for box in self.lines.values():
            box.editor.flush()

    def has_unsaved(self) -> bool:
        """Return whether an answer is not on disk yet."""
        return any(box.editor.has_unsaved for box in self.lines.values())

    def _fill(self) -> None:
        for box in self.lines.values():
            self.body.column_layout.addWidget(box)
            box.editor.save_requested.connect(self._on_save)
            box.ask_requested.connect(self._on_ask)
            box.confirm_requested.connect(self._on_confirm)
        self.body.column_layout.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(Icon(self._look, "lock", "private", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Label(self._look, self.tr("Only you"), role="section", tone="private"), 1)
        self._state = Label(self._look, tone="text2")
        rail = self.body.rail_layout
        rail.setSpacing(self._look.px(8))
        rail.addLayout(head)
        rail.addWidget(self._state)
        rail.addWidget(
            Label(
                self._look,
                self.tr("Write what they say in their words. After a year each answer asks to be asked again."),
                tone="text3",
            )
        )
        rail.addStretch(1)

    def _on_answered(self, lines: tuple[CardLine, ...]) -> None:
        page = self._page
        if page is None:
            return
        on_agenda = {row.text for row in page.agenda}
        for line in lines:
            is_on_agenda = question_words(line.question) in on_agenda
            box = self.lines[line.question.key]
            box.set_line(page.person.person_id, line, page.today, is_on_agenda=is_on_agenda)
        answered = sum(1 for line in lines if line.present is not None)
        due = sum(1 for line in lines if line.is_due)
        words = self.tr("{count} of {total} answered").format(count=answered, total=len(lines))
        self._state.setText(f"{words}, {self.tr('{count} older than a year').format(count=due)}" if due else words)

    def _on_ask(self, question: str) -> None:
        if self._page is not None:
            self._acts.add_topic(self._page.person.person_id, question, AgendaSource.MINE, Visibility.SHARED)

    def _on_confirm(self, key: str) -> None:
        if self._page is not None:
            self._acts.confirm_answer(self._page.person.person_id, key, self._page.today)

    def _on_save(self, place: str, text: str) -> None:
        operation = Operation(self, self._desk, _save, place, text, self._desk.local_now.date())
        operation.succeeded.connect(self._on_saved)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_saved(self, saved: tuple[str, str]) -> None:
        place, text = saved
        self.lines[place.partition("/")[2]].editor.set_saved(place, text)

    def _on_failed(self, _error: Exception) -> None:
        for box in self.lines.values():
            box.editor.set_failed()


def _save(unit: UnitOfWork, place: str, text: str, today: date) -> tuple[str, str]:
    person_id, _, key = place.partition("/")
    save_answer(unit, person_id, key, text, today)
    return place, text
