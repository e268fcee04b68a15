"""The head of a person's page: who they are, how often you meet, when you did and will."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.meeting import MeetingState
from coachdesk.services.people import PersonDetail
from coachdesk.services.person_page import PersonPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.when_words import day_clock_words
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Avatar, Tag
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import ago_words, cadence_words, day_words

_TAGS_SHOWN = 3
_NAME_ROOM = 280
"""Pixels at 100 % that the name keeps; with less the facts stand under it."""


class PersonHeader(QWidget):
    """Shows a `PersonPage`'s person: avatar, name, level, role, and four facts beside or below them."""

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
        self._tags = QHBoxLayout()
        self._tags.setSpacing(look.px(4))
        self.facts = self._build_facts()
        self._row = QHBoxLayout()
        self._lay_out()

    def set_page(self, page: PersonPage, now: datetime) -> None:
        """Show a person and when you met and will meet."""
        person = page.person
        self._avatar.set_name(person.name)
        self._name.setText(person.name)
        self._level.set_text(person.level, "accent")
        self._level.setVisible(bool(person.level))
        self._about.setText(_about_words(person))
        self._about.setVisible(bool(self._about.text()))
        self._cadence.setText(cadence_words(person.cadence) or self.tr("Not set"))
        if page.last is None:
            self._last.setText(self.tr("Not met yet"))
        else:
            day = page.last.starts_at.astimezone(self._zone).date()
            self._last.setText(f"{day_words(day, page.today)}, {ago_words(day, page.today)}")
        self._next.setText(self._next_words(page, now))
        self._show_tags(person.tags)
        self.set_width(self.width())
        self.setAccessibleName(", ".join(part for part in (person.name, person.level, _about_words(person)) if part))

    def take_facts(self) -> None:
        """Show the facts in the header, from where another part of the page may have taken them."""
        if self._row.indexOf(self.facts) < 0:
            self._row.addWidget(self.facts, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_width(self, width: int) -> None:
        """Put the facts beside the name where there is room, else below, in one row or in two."""
        margins = 2 * self.look.px(24)
        need = sum(fact.sizeHint().width() for fact in self._fact_widgets)
        beside = width >= need + self.look.px(_NAME_ROOM) + margins
        direction = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        columns = 4 if beside or width >= need + margins else 2
        for at, fact in enumerate(self._fact_widgets):
            self._fact_grid.addWidget(fact, at // columns, at % columns)

    def _next_words(self, page: PersonPage, now: datetime) -> str:
        if page.next is None:
            return self.tr("Not planned")
        if page.next.state is MeetingState.LIVE:
            return self.tr("Live")
        return day_clock_words(page.next.starts_at, now, self._zone)

    def _show_tags(self, tags: tuple[str, ...]) -> None:
        while (item := self._tags.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = tags if len(tags) <= _TAGS_SHOWN else (*tags[: _TAGS_SHOWN - 1], f"+{len(tags) - _TAGS_SHOWN + 1}")
        for text in shown:
            tag = Tag(self.look, text if len(text) <= 24 else f"{text[:22]}…")
            tag.setToolTip(", ".join(tags))
            self._tags.addWidget(tag)
            tag.show()
        if not tags:
            none = Label(self.look, self.tr("None"), tone="text3", wraps=False)
            self._tags.addWidget(none)
            none.show()
        self._tags.addStretch(1)

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
        self._row.setSpacing(px(12))
        self._row.addLayout(who, 1)
        self.take_facts()
        self.setLayout(self._row)
        self._row.setContentsMargins(px(24), px(16), px(24), px(12))

    def _build_facts(self) -> QWidget:
        facts = QWidget()
        self._fact_grid = QGridLayout(facts)
        self._fact_grid.setContentsMargins(0, 0, 0, 0)
        self._fact_grid.setHorizontalSpacing(0)
        self._fact_grid.setVerticalSpacing(self.look.px(8))
        cadence = QHBoxLayout()
        cadence.setSpacing(self.look.px(6))
        cadence.addWidget(Icon(self.look, "repeat", "text3", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        cadence.addWidget(self._cadence, 1)
        titles = (self.tr("Cadence"), self.tr("Last"), self.tr("Next"), self.tr("Tags"))
        contents: tuple[QWidget | QHBoxLayout, ...] = (cadence, self._last, self._next, self._tags)
        pairs = zip(titles, contents, strict=True)
        self._fact_widgets = tuple(self._build_fact(title, content) for title, content in pairs)
        return facts

    def _build_fact(self, title: str, content: QWidget | QHBoxLayout) -> QWidget:
        px = self.look.px
        fact = QWidget()
        outer = QHBoxLayout(fact)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(_Divider(self.look))
        column = QVBoxLayout()
        column.setContentsMargins(px(20), 0, px(20), 0)
        column.setSpacing(px(2))
        column.addWidget(Label(self.look, title, role="small", tone="text3", wraps=False))
        if isinstance(content, QWidget):
            content.setAccessibleDescription(title)
            column.addWidget(content)
        else:
            column.addLayout(content)
        outer.addLayout(column, 1)
        return fact


class _Divider(QFrame):
    """A vertical hairline."""

    def __init__(self, look: Appearance) -> None:
        super().__init__()
        self.look = look
        self.setFixedWidth(1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setStyleSheet(f"background: {self.look.colour('divider').name()};")


def _about_words(person: PersonDetail) -> str:
    role = ", ".join(part for part in (person.role, person.team) if part)
    return " · ".join(part for part in (role, person.pronouns) if part)
