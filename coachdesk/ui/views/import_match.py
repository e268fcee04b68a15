"""Step 2 of an import: what each column of the file means, beside what stands in it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk.exchange.roster.mapping import Mapping
from coachdesk.exchange.roster.table import Table
from coachdesk.exchange.roster.vocabulary import Field as RosterField
from coachdesk.ui.models.roster_model import field_title
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.text import ElidedLabel, Label, Line

OFFERED = tuple(field for field in RosterField if field is not RosterField.LOCATION)
_SAMPLES = 3
_LONGEST_SAMPLE = 60
_TYPING_PAUSE_MS = 300


class ColumnChoice(QComboBox):
    """The field that one column holds; the first entry means that the column is not used."""

    def __init__(self, look: Appearance, column: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.setAccessibleName(self.tr("Meaning of the column {name}").format(name=name))
        self.addItem(self.tr("Not imported"), None)
        for field in OFFERED:
            self.addItem(field_title(self, field), field)
        self.setMinimumWidth(look.px(200))

    def field(self) -> RosterField | None:
        """Return the field chosen."""
        chosen = self.currentData()
        return None if chosen is None else RosterField(chosen)

    def set_field(self, field: RosterField | None) -> None:
        """Show a field as chosen."""
        self.setCurrentIndex(0 if field is None else OFFERED.index(field) + 1)


class _FileWord(ElidedLabel):
    """A column's header as the file spells it, in the fixed font."""

    def _on_look_changed(self) -> None:
        self.setFont(self.look.font("mono"))
        self.updateGeometry()


class MatchStep(QWidget):
    """One row a column: the file's word for it, a few of its values, and the field it is matched to."""

    mapping_changed = Signal(object)
    owner_changed = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._mapping = Mapping()
        self.choices: list[ColumnChoice] = []
        self.owner = Field(look, self.tr("Who are you in this list?"), placeholder=self.tr("Your name, as in the file"))
        self.missing = Label(look, self.tr("Match one column to the name to go on."), tone="danger")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self._body = QWidget()
        self._body.setProperty("surface", "surface")
        self._page = QWidget()
        self._page.setMaximumWidth(look.px(920))
        self._grid = QGridLayout()
        self._lay_out()
        self.owner.edit.textEdited.connect(self._on_owner_edited)
        self.owner.edit.editingFinished.connect(self._on_pause)

    def set_table(self, table: Table, mapping: Mapping, owner: str) -> None:
        """Show the columns of a file, with the guess chosen."""
        self._clear()
        self.owner.set_text(owner)
        for column, header in enumerate(table.header):
            self._add_row(column, header or self.tr("Column {number}").format(number=column + 1), table)
        for before, after in pairwise((*self.choices, self.owner.edit)):
            QWidget.setTabOrder(before, after)
        self.setFocusProxy(self.choices[0] if self.choices else self.owner.edit)
        self.set_mapping(mapping)

    def set_mapping(self, mapping: Mapping) -> None:
        """Show another mapping in the combo boxes."""
        self._mapping = mapping
        for choice in self.choices:
            choice.blockSignals(True)
            choice.set_field(mapping.field_of(choice.column))
            choice.blockSignals(False)
        self.missing.setVisible(not mapping.names_people())

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer the names of the file while the owner's is typed."""
        completer = QCompleter(list(names), self.owner.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.owner.edit.setCompleter(completer)
        completer.activated[str].connect(self.owner_changed)  # type: ignore[index]

    def show_owner(self, found: str, row_number: int) -> None:
        """Say where the owner stands in the file; an empty name says that they do not."""
        if found:
            words = self.tr("You are {name}, row {number}. Who reports to you counts as a direct report.")
            self.owner.set_hint(words.format(name=found, number=row_number), tone="ok", icon="check")
        else:
            words = self.tr("Not in this file. People without a manager count as your direct reports.")
            self.owner.set_hint(words, tone="text2")

    def focus_first(self) -> None:
        """Put the keyboard on the first choice."""
        if self.choices:
            self.choices[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        px = self.look.px
        outer = QHBoxLayout(self._body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page, 100)
        outer.addStretch(1)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(px(24), px(20), px(24), px(24))
        column.setSpacing(px(16))
        text = self.tr("Check what each column means. Columns that are not imported stay in the file.")
        column.addWidget(Label(self.look, text, tone="text2"))
        column.addWidget(self.missing)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, px(140))
        column.addLayout(self._grid)
        column.addWidget(Line())
        column.addWidget(self.owner)
        column.addStretch(1)
        self._scroll.setWidget(self._body)

    def _clear(self) -> None:
        self.choices = []
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, words in enumerate((self.tr("In the file"), self.tr("For example"), self.tr("Import as"))):
            self._grid.addWidget(Label(self.look, words, role="small", tone="text3", weight=600), 0, place)

    def _add_row(self, column: int, header: str, table: Table) -> None:
        row = column + 1
        name = _FileWord(self.look, header)
        name.setMinimumWidth(self.look.px(120))
        samples = ElidedLabel(self.look, " · ".join(_samples(table, column)), tone="text2")
        choice = ColumnChoice(self.look, column, header)
        choice.currentIndexChanged.connect(self._on_chosen)
        self.choices.append(choice)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(samples, row, 1)
        self._grid.addWidget(choice, row, 2)

    def _on_chosen(self) -> None:
        choice = self.sender()
        if not isinstance(choice, ColumnChoice):
            return
        field, held = choice.field(), self._mapping.field_of(choice.column)
        mapping = self._mapping if held is None else self._mapping.with_field(held, None)
        if field is not None:
            mapping = mapping.with_field(field, choice.column)
        self.set_mapping(mapping)
        self.mapping_changed.emit(mapping)

    def _on_owner_edited(self) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self._pause.stop()
        self.owner_changed.emit(self.owner.text().strip())


def _samples(table: Table, column: int) -> list[str]:
    """Return the first few different values of a column."""
    found: dict[str, None] = {}
    for row in table.rows:
        text = " ".join(row.cells[column].split())[:_LONGEST_SAMPLE]
        if text:
            found.setdefault(text)
        if len(found) == _SAMPLES:
            break
    return list(found)
