"""The fields of the person form: what is typed in, and which field is wrong and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfoNotFoundError, available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QVBoxLayout, QWidget

from coachdesk.model.person import split_tags
from coachdesk.services.cadence_words import UnknownCadence
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.people import PersonDraft
from coachdesk.services.person_page import PersonFormPage
from coachdesk.services.series import Rhythm
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.rhythm_field import RhythmField
from coachdesk.ui.widgets.fields import Field, Hint
from coachdesk.ui.widgets.text import Label, set_look
from coachdesk.ui.words import day_words

_WIDE = 520
"""From this width (at 100 %) short fields stand in pairs."""


class FieldError(ValueError):
    """A field can't be saved as it is; `field` names it, the text says what to do."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """All that the form holds: the person and the rhythm in which they are met."""

    draft: PersonDraft
    rhythm: Rhythm


class ChoiceField(QWidget):
    """A label over a combo box, with room for an error. The label is the box's accessible name."""

    def __init__(self, look: Appearance, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        self.box.setAccessibleName(label)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        self.hint = Hint(look)
        name = Label(look, label, role="section")
        name.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(name)
        column.addSpacing(look.px(6))
        column.addWidget(self.box)
        column.addWidget(self.hint)
        self.setFocusProxy(self.box)

    def set_options(self, options: tuple[tuple[str, object], ...]) -> None:
        """Show other options (words, value) and keep the chosen value if it is among them."""
        chosen = self.box.currentData()
        self.box.blockSignals(True)
        self.box.clear()
        for words, value in options:
            self.box.addItem(words, value)
        self.set_value(chosen)
        self.box.blockSignals(False)

    def set_value(self, value: object) -> None:
        """Choose the option that has a value; the first one when none has."""
        at = next((i for i in range(self.box.count()) if self.box.itemData(i) == value), 0)
        self.box.blockSignals(True)
        self.box.setCurrentIndex(at)
        self.box.blockSignals(False)

    def set_error(self, text: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        set_look(self.box, "wrong", bool(text))
        self.box.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")


class PersonFields(QWidget):
    """All fields in a grid. `left` when a field that may have changed was left."""

    left = Signal()

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._zone = zone
        self._owner_id: str | None = None
        self._columns = 0
        self.name = Field(look, self.tr("Name"))
        self.pronouns = Field(look, self.tr("Pronouns"), placeholder=self.tr("such as she/her"))
        self.role = Field(look, self.tr("Role"))
        self.level = Field(look, self.tr("Level"))
        self.track = Field(look, self.tr("Track"))
        self.team = Field(look, self.tr("Team"))
        self.manager = ChoiceField(look, self.tr("Reports to"))
        self.rhythm = RhythmField(look, self.tr("How often you meet"), zone)
        self.start = Field(look, self.tr("Start date"), placeholder=self.tr("such as 15 May 2024"))
        self.time_zone = Field(look, self.tr("Time zone"), placeholder=self.tr("such as Africa/Lagos"))
        self.email = Field(look, self.tr("E-mail"))
        self.tags = Field(look, self.tr("Tags"), placeholder=self.tr("Lagos, on call"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange(2)
        self._connect()
        self._complete(self.time_zone, tuple(sorted(available_timezones())))

    def set_choices(self, page: PersonFormPage) -> None:
        """Offer the people to report to and the words used before."""
        self._owner_id = page.owner_id
        you = (self.tr("You"), page.owner_id)
        self.manager.set_options((you, *((row.name, row.person_id) for row in page.managers)))
        for field, words in (
            (self.role, page.roles),
            (self.level, page.levels),
            (self.track, page.tracks),
            (self.team, page.teams),
        ):
            self._complete(field, words)

    def set_draft(self, draft: PersonDraft) -> None:
        """Show values, without errors."""
        texts = {
            "name": draft.name,
            "pronouns": draft.pronouns,
            "role": draft.role,
            "level": draft.level,
            "track": draft.track,
            "team": draft.team,
            "time_zone": draft.time_zone,
            "email": draft.email,
            "tags": ", ".join(draft.tags),
            "start": day_words(draft.start_on, draft.start_on, with_year=True) if draft.start_on else "",
        }
        for name, text in texts.items():
            self._field(name).set_text(text)
        self.rhythm.set_their_zone(draft.time_zone)
        self.manager.set_value(draft.manager_id or self._owner_id)
        self.clear_errors()

    def draft(self, person_id: str | None, about: str, *, checks: bool = True) -> PersonDraft:
        """Return what is typed. Raises FieldError for the first field that can't be saved, unless not `checks`."""
        if checks:
            self._check()
        return PersonDraft(
            person_id,
            " ".join(self.name.text().split()),
            self.role.text().strip(),
            self.level.text().strip(),
            self.team.text().strip(),
            self.pronouns.text().strip(),
            self.email.text().strip(),
            self.track.text().strip(),
            self.manager.box.currentData(),
            self._start_on(),
            self.time_zone.text().strip(),
            self._rhythm(checks=checks).rrule,
            split_tags(self.tags.text()),
            about,
        )

    def entry(self, person_id: str | None, about: str, *, checks: bool = True) -> PersonEntry:
        """Return what is typed with its rhythm. Raises FieldError as `draft` does."""
        return PersonEntry(self.draft(person_id, about, checks=checks), self._rhythm(checks=checks))

    def show_error(self, error: FieldError) -> None:
        """Say at its field what is wrong and put the keyboard there."""
        self.clear_errors()
        if error.field == "manager":
            self.manager.set_error(str(error))
            self.manager.box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._field(error.field).set_error(str(error))

    def clear_errors(self) -> None:
        """Take every error back."""
        self.manager.set_error("")
        for field in (self.name, self.start, self.time_zone, self.email):
            field.set_error("")
        self.rhythm.say_reading()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields in two columns where there is room."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self.look.px(_WIDE) else 1)

    def _field(self, name: str) -> Field:
        field: Field = getattr(self, name)
        return field

    def _check(self) -> None:
        if not self.name.text().strip():
            raise FieldError("name", self.tr("A person needs a name."))
        if self.start.text().strip() and self._start_on() is None:
            raise FieldError("start", self.tr("Type a day such as 15 May 2024 or 2024-05-15."))
        zone = self.time_zone.text().strip()
        if zone and zone not in available_timezones():
            raise FieldError("time_zone", self.tr("Choose a time zone from the list, such as Africa/Lagos."))
        email = self.email.text().strip()
        if email and ("@" not in email[1:-1] or " " in email):
            raise FieldError("email", self.tr("An e-mail address looks like amara@example.org."))

    def _start_on(self) -> date | None:
        text = self.start.text().strip()
        if not text:
            return None
        try:
            return parse_day(text, datetime.now(self._zone).date(), is_past=True)
        except UnknownDay:
            return None

    def _rhythm(self, *, checks: bool) -> Rhythm:
        try:
            return self.rhythm.rhythm()
        except UnknownCadence as error:
            if checks:
                raise FieldError("rhythm", str(error)) from None
        except (ZoneInfoNotFoundError, ValueError):
            if checks:
                raise FieldError("time_zone", self.tr("Choose their time zone for a rhythm in their time.")) from None
        return Rhythm()

    def _on_zone_typed(self, text: str) -> None:
        self.rhythm.set_their_zone(text.strip() if text.strip() in available_timezones() else "")

    def _complete(self, field: Field, words: tuple[str, ...]) -> None:
        completer = QCompleter(list(words), field.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.edit.setCompleter(completer)

    def _connect(self) -> None:
        for field in (self.name, self.pronouns, self.role, self.level, self.track, self.team, self.start,
                      self.rhythm, self.time_zone, self.email, self.tags):  # fmt: skip
            field.edit.editingFinished.connect(self.left)
        self.time_zone.edit.textChanged.connect(self._on_zone_typed)
        self.manager.box.activated.connect(self._on_chosen)

    def _on_chosen(self, _index: int) -> None:
        self.left.emit()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        px = self.look.px
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(16))
        pairs = (
            (self.name, self.pronouns),
            (self.role, self.team),
            (self.level, self.track),
            (self.manager, self.rhythm),
            (self.start, self.time_zone),
            (self.email, self.tags),
        )
        flat = [field for pair in pairs for field in pair]
        for at, field in enumerate(flat):
            self._grid.addWidget(field, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for before, after in pairwise(flat):
            QWidget.setTabOrder(before, after)
