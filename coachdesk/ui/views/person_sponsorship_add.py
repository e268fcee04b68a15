"""Adding and changing in place on the sponsorship tab: an act, glue work, a wish; one question with one answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.services.acts import ActDraft, ActRow
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.evidence import CompetencyChoice, match_competencies
from coachdesk.services.glue import GlueDraft, GlueRow, parse_since
from coachdesk.services.wishes import WishRow
from coachdesk.ui.acts_words import act_words, origin_words
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.widgets.fields import LineEdit


class _TwoLineAdd(InlineAdd):
    """Words and Add in the first line, `fields` in a second one. The same row changes what is there, until it closes.

    `change_requested(row id, what is asked)` then takes the place of `add_requested`.
    """

    change_requested = Signal(str, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self.add.setText(self.tr("Add"))
        self._person_id = ""
        self._today = date.min
        self.fields = QHBoxLayout()
        self.fields.setSpacing(look.px(8))
        self.fields.setContentsMargins(0, look.px(6), 0, 0)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertLayout(1, self.fields)
        self._edited_id = ""

    def close_row(self) -> None:
        """Take the row away; it adds again when it opens next."""
        if self._edited_id:
            self._edited_id = ""
            self.add.setText(self.tr("Add"))
            self.clear()
        super().close_row()

    def _begin_edit(self, row_id: str, text: str) -> None:
        self.clear()
        self._edited_id = row_id
        self.add.setText(self.tr("Keep"))
        self.text.setText(text)
        self.open_row()

    def set_person(self, person_id: str, today: date) -> None:
        """Tell whom it is about, and from when days are counted."""
        if person_id != self._person_id:
            self.close_row()
        self._person_id, self._today = person_id, today

    def _build_field(self, name: str, example: str) -> LineEdit:
        field = LineEdit(self.look, small=True)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.returnPressed.connect(self._on_add)
        return field

    def _build_choice(self, name: str, words: Sequence[str]) -> QComboBox:
        choice = QComboBox()
        choice.setProperty("small", True)
        choice.setFont(self.look.font("small"))
        choice.setAccessibleName(name)
        choice.addItems(list(words))
        return choice

    def _read_day(self, field: LineEdit, parse: Callable[[str, date], date]) -> date | None:
        """Return the typed day, today for none; None after saying what is wrong."""
        self.set_error(field, "")
        if not field.text().strip():
            return self._today
        try:
            day = parse(field.text(), self._today)
        except UnknownDay as error:
            self._refuse(field, str(error))
            return None
        if day > self._today:
            self._refuse(field, self.tr("Type a day up to today."))
            return None
        return day

    def _refuse(self, field: LineEdit, words: str) -> None:
        self.set_error(field, words)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_words(self, words: str) -> bool:
        if self.text.text().strip():
            return True
        self._refuse(self.text, words)
        return False


class ActAdd(_TwoLineAdd):
    """What was done, how, before whom and when. `add_requested(ActDraft)`."""

    add_requested = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.text.setPlaceholderText(self.tr("What you did, such as for the architecture forum"))
        self.text.setAccessibleName(self.tr("What you did"))
        self._kinds = (ActKind.NAMED, *(kind for kind in ActKind if kind is not ActKind.NAMED))
        self.kind = self._build_choice(self.tr("Kind"), [act_words(kind) for kind in self._kinds])
        self.audience = self._build_field(self.tr("Before whom"), self.tr("Before whom"))
        self.day = self._build_field(self.tr("Day"), self.tr("Today"))
        self.fields.addWidget(self.kind)
        self.fields.addWidget(self.audience, 3)
        self.fields.addWidget(self.day, 2)

    def edit(self, row: ActRow) -> None:
        """Open the row with an act that is to be changed; its result and its project stay."""
        self._begin_edit(row.act_id, row.text)
        self._edited = row
        self.kind.setCurrentIndex(self._kinds.index(row.kind))
        self.audience.setText(row.audience)
        self.day.setText(row.acted_on.isoformat())

    _edited: ActRow | None = None

    def clear(self) -> None:
        """Keep the kind, drop the rest."""
        self.audience.clear()
        self.day.clear()
        super().clear()

    def _on_add(self) -> None:
        if not self._has_words(self.tr("Type what you did.")):
            return
        day = self._read_day(self.day, parse_past)
        if day is not None:
            kind = self._kinds[self.kind.currentIndex()]
            audience = self.audience.text().strip()
            draft = ActDraft(self._person_id, kind, self.text.text().strip(), day, audience)
            if self._edited is None or not self._edited_id:
                self.add_requested.emit(draft)
            else:
                kept = replace(draft, result=self._edited.result, project_id=self._edited.project_id)
                self.change_requested.emit(self._edited_id, kept)


class GlueAdd(_TwoLineAdd):
    """What the work is, how it came about, since when, and an estimate of hours. `add_requested(GlueDraft)`."""

    add_requested = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.text.setPlaceholderText(self.tr("The work, such as runs the on-call rota"))
        self.text.setAccessibleName(self.tr("Glue work"))
        self.origin = self._build_choice(self.tr("How it came about"), [origin_words(one) for one in GlueOrigin])
        self.day = self._build_field(self.tr("Since"), self.tr("Since, such as March"))
        self.hours = self._build_field(self.tr("Hours a month"), self.tr("Hours a month"))
        self.fields.addWidget(self.origin)
        self.fields.addWidget(self.day, 3)
        self.fields.addWidget(self.hours, 2)

    def edit(self, row: GlueRow) -> None:
        """Open the row with glue work that is to be changed."""
        self._begin_edit(row.glue_id, row.text)
        self.origin.setCurrentIndex(tuple(GlueOrigin).index(row.origin))
        self.day.setText(row.began_on.isoformat())
        self.hours.setText("" if row.hours_a_month is None else str(row.hours_a_month))

    def clear(self) -> None:
        """Keep how it came about, drop the rest."""
        self.day.clear()
        self.hours.clear()
        super().clear()

    def _on_add(self) -> None:
        if not self._has_words(self.tr("Type what the work is.")):
            return
        day = self._read_day(self.day, parse_since)
        if day is None:
            return
        typed = self.hours.text().strip()
        if typed and not (typed.isdecimal() and int(typed) <= 400):
            self._refuse(self.hours, self.tr("Type whole hours a month, or leave it empty if nobody knows."))
            return
        origin = tuple(GlueOrigin)[self.origin.currentIndex()]
        hours = int(typed) if typed else None
        draft = GlueDraft(self._person_id, self.text.text().strip(), day, origin, hours)
        if self._edited_id:
            self.change_requested.emit(self._edited_id, draft)
        else:
            self.add_requested.emit(draft)


class WishAdd(_TwoLineAdd):
    """A wish in their words, and the competency that it is about if there is one.

    `add_requested(text, competency id)`; changes come as `change_requested(row id, (text, competency id))`.
    """

    add_requested = Signal(str, str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._choices: tuple[CompetencyChoice, ...] = ()
        self.text.setPlaceholderText(self.tr("In their words"))
        self.text.setAccessibleName(self.tr("Wish"))
        self.competency = self._build_field(self.tr("Which competency it is about"), self.tr("Competency, if one"))
        self.fields.addWidget(self.competency)

    def set_choices(self, choices: tuple[CompetencyChoice, ...]) -> None:
        """Tell what a wish may be about; the names complete what is typed."""
        if choices == self._choices:
            return
        self._choices = choices
        complete_inline(self.competency, [one.name for one in choices])

    def edit(self, row: WishRow) -> None:
        """Open the row with a wish that is to be changed."""
        self._begin_edit(row.wish_id, row.text)
        names = (one.name for one in self._choices if one.competency_id == row.competency_id)
        self.competency.setText(next(names, row.competency_id))
        self._kept_id = row.competency_id

    _kept_id = ""

    def clear(self) -> None:
        """Drop the words and what they are about."""
        self.competency.clear()
        self._kept_id = ""
        super().clear()

    def _on_add(self) -> None:
        if not self._has_words(self.tr("Type what they would like.")):
            return
        self.set_error(self.competency, "")
        typed = self.competency.text().strip()
        found = match_competencies(self._choices, typed) if typed else ()
        if typed and not found and typed != self._kept_id:
            self._refuse(self.competency, self.tr("Type the beginning of a competency of their ladder, or nothing."))
            return
        wish = (self.text.text().strip(), found[0].competency_id if found else typed)
        if self._edited_id:
            self.change_requested.emit(self._edited_id, wish)
        else:
            self.add_requested.emit(*wish)


def complete_inline(field: LineEdit, choices: Sequence[str]) -> None:
    """Have choices complete what is typed in a field."""
    completer = QCompleter(list(choices), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
    field.setCompleter(completer)


def parse_past(text: str, today: date) -> date:
    """Return the day that words mean, the last one where they leave the year open. Raises UnknownDay."""
    return parse_day(text, today, is_past=True)


class AskField(InlineAdd):
    """One question about a row: `ask` opens it, Enter answers with `answered(row id, text)`, Esc closes."""

    answered = Signal(str, str)

    def __init__(self, look: Appearance, action: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, action, parent)
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(name)
        self._row_id = ""

    def ask(self, row_id: str, text: str = "", choices: Sequence[str] = ()) -> None:
        """Ask about a row; `text` stands there already, `choices` complete what is typed."""
        self._row_id = row_id
        self.set_error(self.text, "")
        self.text.setText(text)
        if choices:
            complete_inline(self.text, choices)
        self.open_row()
        self.text.selectAll()

    def refuse(self, words: str) -> None:
        """Say why the answer does not do; the question stays."""
        self.set_error(self.text, words)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        self.answered.emit(self._row_id, self.text.text().strip())
