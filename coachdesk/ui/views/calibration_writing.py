"""The writer's self-audit: what the owner's own texts of a year show when they are counted. Counts, never scores."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.growth.writing_audit import Completeness, Recency
from coachdesk.services.own_writing import LengthLine, TextKind, TraitLine, WritingAudit
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words, day_words


class TraitsModel(RowsModel):
    """Words about character, each in its sentence."""

    def set_lines(self, lines: tuple[TraitLine, ...], today: date) -> None:
        """Show other lines."""
        self._today = today
        self.set_rows(lines)

    def row_id(self, row: TraitLine) -> str:
        """Return the text and the place of the word in it."""
        return row.line_id

    def cells(self, row: TraitLine) -> RowCells:
        """Return the sentence, and whom it is about."""
        kind = self.tr("Review comment") if row.kind is TextKind.COMMENT else self.tr("Feedback")
        about = ", ".join((row.name, kind, day_words(row.written_on, self._today)))
        return RowCells(row.sentence, about, lead=(Cell(row.word, 96, "warn", "small"),), opens=True)

    def spoken(self, row: TraitLine) -> str:
        """Return the word, its sentence and whom it is about."""
        return f"{row.word}: {row.sentence}, {self.cells(row).second}"

    _today = date.min


class LengthsModel(RowsModel):
    """Words written about each person, by name."""

    def row_id(self, row: LengthLine) -> str:
        """Return the person's identity."""
        return row.person_id

    def cells(self, row: LengthLine) -> RowCells:
        """Return the name and the count."""
        words = count_words(row.words, self.tr("word"), self.tr("words"))
        return RowCells(
            row.name, lead=(Cell(width=24, avatar=row.name),), tail=(Cell(words, 96, "text2", at_end=True),)
        )


class WritingPanel(QWidget):
    """Four counts. `text_requested(TraitLine)` opens the place of a sentence, `person_requested(id)` a person."""

    text_requested = Signal(object)
    person_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self._audit: WritingAudit | None = None
        self.about = Label(look, tone="text2")
        self.recency = Label(look)
        self.complete = Label(look)
        self.no_traits = Label(look, self.tr("No word about character."), tone="text3")
        self.no_lengths = Label(look, tone="text3")
        self.median = Label(look, tone="text2")
        self.traits_heading = SectionHeading(look, "")
        self.traits = TraitsModel()
        self.trait_list = RowList(look, self.tr("Words about character"), self.traits, two_lines=True, min_height=52)
        self.lengths = LengthsModel()
        self.length_list = RowList(look, self.tr("Words about each person"), self.lengths)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        parts: tuple[QWidget | str, ...] = (
            self.about, self.tr("When you wrote"), self.recency, self.traits_heading, self.trait_list, self.no_traits,
            self.tr("How much you wrote"), self.median, self.length_list, self.no_lengths,
            self.tr("What your feedback names"), self.complete,
        )  # fmt: skip
        for part in parts:
            is_heading = isinstance(part, str) or part is self.traits_heading
            if is_heading:
                column.addSpacing(px(12))
            column.addWidget(SectionHeading(look, part) if isinstance(part, str) else part)
        column.addStretch(1)
        self.trait_list.opened.connect(self._on_trait)
        self.length_list.opened.connect(self.person_requested)

    @property
    def lists(self) -> tuple[QWidget, ...]:
        """Where the keyboard can go."""
        return tuple(one for one in (self.trait_list, self.length_list) if not one.isHidden())

    def set_audit(self, audit: WritingAudit) -> None:
        """Show the counts of a year."""
        self._audit = audit
        texts = count_words(audit.texts, self.tr("text"), self.tr("texts"))
        words = self.tr("{texts} of yours since {day}: comments on marks, and feedback in your own words.")
        self.about.setText(words.format(texts=texts, day=day_words(audit.from_on, audit.until_on, with_year=True)))
        self.recency.setText(self._recency_words(audit.recency))
        found = count_words(len(audit.traits), self.tr("place"), self.tr("places"))
        self.traits_heading.set_text(self.tr("Words about character"), found if audit.traits else "")
        self.traits.set_lines(audit.traits, audit.until_on)
        self.trait_list.setVisible(bool(audit.traits))
        self.no_traits.setVisible(not audit.traits)
        self._show_lengths(audit)
        self.complete.setText(self._complete_words(audit.complete))

    def _show_lengths(self, audit: WritingAudit) -> None:
        is_little = isinstance(audit.lengths, TooLittleHistory)
        lines = () if isinstance(audit.lengths, TooLittleHistory) else audit.lengths
        self.lengths.set_rows(lines)
        self.length_list.setVisible(bool(lines))
        self.median.setVisible(bool(lines))
        self.no_lengths.setVisible(is_little)
        if isinstance(audit.lengths, TooLittleHistory):
            self.no_lengths.setText(self.tr("Too little history: {reason}").format(reason=audit.lengths.reason))
        elif lines:
            words = self.tr("By name. Half of the people have {count} words or more.")
            self.median.setText(words.format(count=round(lines[0].median_words)))

    def _recency_words(self, recency: Recency | TooLittleHistory) -> str:
        if isinstance(recency, TooLittleHistory):
            return self.tr("Too little history: {reason}").format(reason=recency.reason)
        words = self.tr("{late} of {count} were written in the last quarter of the year. Memory favours what is near.")
        return words.format(late=recency.late, count=recency.texts)

    def _complete_words(self, complete: Completeness) -> str:
        if not complete.feedback:
            return self.tr("No feedback in your own words yet.")
        words = self.tr(
            "Of {count}, {situation} name the situation, {behaviour} the behaviour, {impact} the impact; "
            "{all} name all three."
        )
        return words.format(
            count=complete.feedback,
            situation=complete.situation,
            behaviour=complete.behaviour,
            impact=complete.impact,
            all=complete.all_three,
        )

    def _on_trait(self, line_id: str) -> None:
        found = next((line for line in self.traits.rows if line.line_id == line_id), None)
        if found is not None:
            self.text_requested.emit(found)
