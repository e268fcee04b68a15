"""The head of presenter mode: who it is, and how often you meet; without tags, which are yours."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.shared.rows import SharedPage, SharedPerson
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.shared_body import side_padding
from coachdesk.ui.views.when_words import day_clock_words
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Avatar, Tag
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import cadence_words, day_words

_NAME_ROOM = 280


class SharedHeader(QWidget):
    """Shows a `SharedPage`'s person; a fact that is not known is absent."""

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._zone = zone
        self._avatar = Avatar(look, "", size=56)
        self._name = ElidedLabel(look, role="title")
        self._level = Tag(look, "", "accent")
        self._about = ElidedLabel(look, tone="text2")
        self._cadence, self._last, self._next = (ElidedLabel(look) for _ in range(3))
        self._next.set_role("body", 600)
        self._facts = tuple(
            self._build_fact(title, words, icon)
            for title, words, icon in (
                (self.tr("Cadence"), self._cadence, "repeat"),
                (self.tr("Last"), self._last, ""),
                (self.tr("Next"), self._next, ""),
            )
        )
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()

    def set_page(self, page: SharedPage, now: datetime) -> None:
        """Show a person and when you met and will meet."""
        person = page.person
        self._avatar.set_name(person.name)
        self._name.setText(person.name)
        self._level.set_text(person.level, "accent")
        self._level.setVisible(bool(person.level))
        self._about.setText(_about_words(person))
        self._about.setVisible(bool(self._about.text()))
        next_words = "" if person.next_at is None else day_clock_words(person.next_at, now, self._zone)
        facts = (
            cadence_words(person.cadence),
            day_words(person.last_on, page.today) if person.last_on else "",
            self.tr("Now") if person.is_live else next_words,
        )
        for label, fact, words in zip((self._cadence, self._last, self._next), self._facts, facts, strict=True):
            label.setText(words)
            fact.setVisible(bool(words))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the facts under the name where there is no room beside it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.look.px
        side = px(side_padding(self.width(), self.look.text_scale))
        need = sum(fact.sizeHint().width() for fact in self._facts if not fact.isHidden())
        beside = self.width() >= need + px(_NAME_ROOM) + 2 * side
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._row.setContentsMargins(side, px(20), side, px(12))

    def _lay_out(self) -> None:
        px = self.look.px
        name = QHBoxLayout()
        name.setSpacing(px(8))
        name.addWidget(self._name)
        name.addWidget(self._level, 0, Qt.AlignmentFlag.AlignVCenter)
        name.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(name)
        words.addWidget(self._about)
        words.addStretch(1)
        who = QHBoxLayout()
        who.setSpacing(px(16))
        who.addWidget(self._avatar)
        who.addLayout(words, 1)
        facts = QHBoxLayout()
        facts.setSpacing(0)
        for fact in self._facts:
            facts.addWidget(fact, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.setSpacing(px(12))
        self._row.addLayout(who, 1)
        self._row.addLayout(facts)

    def _build_fact(self, title: str, words: ElidedLabel, icon: str) -> QFrame:
        px = self.look.px
        fact = QFrame()
        fact.setObjectName("sharedFact")
        words.setAccessibleDescription(title)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        if icon:
            row.addWidget(Icon(self.look, icon, "text3", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(words, 1)
        column = QVBoxLayout(fact)
        column.setContentsMargins(px(20), 0, px(20), 0)
        column.setSpacing(px(2))
        column.addWidget(Label(self.look, title, role="small", tone="text3", wraps=False))
        column.addLayout(row)
        return fact


def _about_words(person: SharedPerson) -> str:
    role = ", ".join(part for part in (person.role, person.team) if part)
    return " · ".join(part for part in (role, person.pronouns) if part)
