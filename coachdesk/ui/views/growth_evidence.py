"""Adding evidence by hand: words, the line of the rubric that they speak for or against, the day, a link."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.evidence import EvidenceDraft, Target
from coachdesk.services.growth_forms import EvidenceForm, PlaceChoice, RubricLine
from coachdesk.ui.charts.growth_words import short_level
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.tick_list import TickList
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.text import Label


class EvidencePanel(QFrame):
    """Emits `kept(EvidenceDraft)`; Esc closes. Without a ticked behaviour it speaks of the cell as a whole."""

    kept = Signal(object)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._person_id = ""
        self._today = date.min
        self._form = EvidenceForm("", "", ())
        self._committed = ""
        self.setProperty("surface", "quietCard")
        self.setAccessibleName(self.tr("New evidence"))
        self._build_fields()
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def has_unsaved(self) -> bool:
        """Whether words are typed that are not kept yet."""
        typed = self.text.text().strip()
        return bool(typed) and typed != self._committed and not self.isHidden()

    def set_person(self, person_id: str, today: date) -> None:
        """Tell whom it is about; what was typed about another one is gone."""
        if person_id != self._person_id:
            self.close_panel()
        self._person_id, self._today = person_id, today

    def set_form(self, form: EvidenceForm) -> None:
        """Offer the lines of a rubric."""
        if form == self._form:
            return
        self._form = form
        self.competency.clear()
        self.competency.addItems([one.name for one in form.lines])

    def open_panel(self, competency_id: str = "") -> None:
        """Show the fields and put the keyboard into the words."""
        at = next((at for at, one in enumerate(self._form.lines) if one.competency_id == competency_id), None)
        if at is not None:
            self.competency.setCurrentIndex(at)
        self.day.setText(self.day.text() or self.tr("today"))
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Take the fields away with what is in them."""
        if self.isHidden():
            return
        for field in (self.text, self.link, self.day):
            field.clear()
            field.set_wrong(False)
        self.hint.set_text("")
        self.hide()
        self.closed.emit()

    def commit(self) -> None:
        """Keep what is typed, or say what is wrong."""
        typed = self.text.text().strip()
        if not typed:
            self._fail(self.text, self.tr("Type what happened."))
            return
        try:
            day = parse_day(self.day.text(), self._today, is_past=True)
        except UnknownDay as error:
            self._fail(self.day, str(error))
            return
        if day > self._today:
            self._fail(self.day, self.tr("Evidence is of a day that has been."))
            return
        self._committed = typed
        self.kept.emit(self._draft(typed, day))

    def commit_typed(self) -> None:
        """Keep what is typed though nobody pressed Keep; called before the page or the vault closes."""
        if self.has_unsaved:
            self.commit()

    def set_kept(self) -> None:
        """Be done: what was typed is in the vault."""
        self.close_panel()
        self._committed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def _build_fields(self) -> None:
        look = self.look
        self.text = LineEdit(look)
        self.text.setAccessibleName(self.tr("What happened"))
        self.text.setPlaceholderText(self.tr("What happened, in a sentence"))
        self.competency, self.place = QComboBox(), QComboBox()
        for box, words in ((self.competency, self.tr("Competency")), (self.place, self.tr("Level"))):
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
        self.behaviours = TickList(look, self.tr("Behaviours that it shows, ticked with Space"))
        self.speaks = Segmented(look, self.tr("What it says"), (self.tr("Supports"), self.tr("Counters")), small=True)
        self.day = LineEdit(look, small=True)
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setPlaceholderText(self.tr("Day, such as 5 May"))
        self.link = LineEdit(look, small=True)
        self.link.setAccessibleName(self.tr("Link"))
        self.link.setPlaceholderText(self.tr("Link, if there is one"))
        self.private = IconButton(look, "lock", self.tr("Only you"), edge=28)
        self.private.setCheckable(True)
        self.private.setChecked(True)
        self.cancel = Button(look, self.tr("Cancel"), small=True)
        self.keep = Button(look, self.tr("Keep evidence"), small=True)
        self.hint = Hint(look)

    def _lay_out(self) -> None:
        px = self.look.px
        where = QHBoxLayout()
        where.setSpacing(px(8))
        where.addWidget(self.competency, 3)
        where.addWidget(self.place, 2)
        when = QHBoxLayout()
        when.setSpacing(px(8))
        for part, stretch in ((self.speaks, 0), (self.day, 1), (self.link, 2), (self.private, 0)):
            when.addWidget(part, stretch)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.hint)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(12),) * 4)
        column.setSpacing(px(8))
        column.addWidget(Label(self.look, self.tr("New evidence"), role="section"))
        column.addWidget(self.text)
        column.addLayout(where)
        column.addWidget(self.behaviours)
        column.addLayout(when)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.competency.currentIndexChanged.connect(self._on_competency)
        self.place.currentIndexChanged.connect(self._on_place)
        self.keep.clicked.connect(self.commit)
        self.cancel.clicked.connect(self.close_panel)
        for field in (self.text, self.day, self.link):
            field.returnPressed.connect(self.commit)

    @property
    def _line(self) -> RubricLine | None:
        at = self.competency.currentIndex()
        return self._form.lines[at] if 0 <= at < len(self._form.lines) else None

    @property
    def _place_choice(self) -> PlaceChoice | None:
        line, at = self._line, self.place.currentIndex()
        return line.places[at] if line is not None and 0 <= at < len(line.places) else None

    def _draft(self, text: str, day: date) -> EvidenceDraft:
        line, place = self._line, self._place_choice
        url = self.link.text().strip()
        targets: tuple[Target, ...] = ()
        if line is not None:
            pin, level = self._form.ladder_pin, place.place_id if place else ""
            ids = tuple(place.behaviours) if place else ()
            chosen = [ids[at] for at in self.behaviours.ticked()] or [""]
            targets = tuple(Target(line.competency_id, pin, level, one) for one in chosen)
        return EvidenceDraft(
            self._person_id,
            text,
            day,
            targets,
            EvidenceSource.LINK if url else EvidenceSource.WRITTEN,
            url=url,
            counters=self.speaks.index() == 1,
            visibility=Visibility.ONLY_YOU if self.private.isChecked() else Visibility.SHARED,
        )

    def _fail(self, field: LineEdit, words: str) -> None:
        field.set_wrong(True)
        field.setAccessibleDescription(words)
        self.hint.set_text(words, tone="danger", icon="alert")
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_competency(self, _at: int) -> None:
        line = self._line
        self.place.clear()
        if line is None:
            return
        words = []
        for one in line.places:
            short = short_level(one.place_id, one.title)
            words.append(one.title if short == one.title else f"{short}, {one.title}")
        self.place.addItems(words)
        ids = [one.place_id for one in line.places]
        self.place.setCurrentIndex(ids.index(self._form.target_id) if self._form.target_id in ids else 0)
        self._on_place(self.place.currentIndex())

    def _on_place(self, _at: int) -> None:
        place = self._place_choice
        self.behaviours.set_rows([(text, "") for text in place.behaviours.values()] if place else [])
