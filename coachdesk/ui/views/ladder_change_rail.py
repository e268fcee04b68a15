"""Beside a row of the mapping: what may follow it, what is carried, and the words of both versions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.rubric.mapping import Carry
from coachdesk.services.ladder_change import ChangePage, ChangeRow, Part, PartKind
from coachdesk.ui.models.ladder_change_rows import SuccessorsModel, carry_words, list_successors, parts_key
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.text import Label

_SHOWN = 5


class ChangeRail(QWidget):
    """`target_ticked(row key, part id, is ticked)` and `carry_chosen(row key, carry)` are wishes."""

    target_ticked = Signal(str, str, bool)
    carry_chosen = Signal(str, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._key = ""
        self.title = Label(look, "", role="section")
        self.model = SuccessorsModel()
        self.successors = RowList(
            look, self.tr("What follows"), self.model, min_height=32, scrolls=True, surface="rail"
        )
        self.carry = Segmented(
            look, self.tr("What marks carry over"), tuple(carry_words(one) for one in Carry), small=True
        )
        self.carry_note = Label(look, "", role="small", tone="text3")
        self.old = Label(look, "", role="small")
        self.new = Label(look, "", role="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        old_head, new_head = (
            Label(look, self.tr("Before"), role="section"),
            Label(look, self.tr("After"), role="section"),
        )
        for part in (
            self.title, self.successors, self.carry, self.carry_note, old_head, self.old, new_head, self.new,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.model.ticked.connect(self._on_ticked)
        self.carry.chosen.connect(self._on_carry)

    def show_row(self, page: ChangePage, row: ChangeRow | None, *, is_fixed: bool) -> None:
        """Show a row of the page; a confirmed mapping is only read."""
        self.setVisible(row is not None)
        if row is None:
            return
        self._key = row.key
        self.title.setText(self.tr("What follows {name}").format(name=row.old.name))
        self.model.set_rows(list_successors(page, row))
        self.successors.setFixedHeight(self.successors.row_height() * min(_SHOWN, max(1, len(self.model.rows))))
        self.successors.setEnabled(not is_fixed)
        has_carry = row.kind is PartKind.COMPETENCY
        self.carry.setVisible(has_carry)
        self.carry_note.setVisible(has_carry)
        self.carry.setEnabled(not is_fixed and row.decision is not None)
        carry = row.decision.carry if row.decision is not None else Carry.EXACT
        self.carry.set_index(list(Carry).index(carry))
        self.carry_note.setText(self._carry_note(carry))
        self.old.setText(_words(row.old))
        parts = {part.part_id: part for part in page.new[parts_key(row)]}
        targets = row.decision.targets if row.decision is not None else tuple(c.new for c in row.candidates[:1])
        self.new.setText("\n\n".join(_words(parts[one]) for one in targets if one in parts) or self.tr("Nothing"))

    def _carry_note(self, carry: Carry) -> str:
        notes = {
            Carry.EXACT: self.tr("The same thing: marks continue the line and count."),
            Carry.ORDINAL: self.tr("Shown on the line, but never computed with."),
            Carry.INDICATIVE: self.tr("Split or merged: a hollow mark outside every computation."),
            Carry.NONE: self.tr("Earlier marks stay with the earlier version."),
        }
        return notes[carry]

    def _on_ticked(self, part_id: str, is_ticked: bool) -> None:
        self.target_ticked.emit(self._key, part_id, is_ticked)

    def _on_carry(self, index: int) -> None:
        self.carry_chosen.emit(self._key, list(Carry)[index])


def _words(part: Part) -> str:
    lines = [part.name if not part.note else f"{part.name}. {part.note}"]
    for step, behaviours in part.texts:
        lines.append(f"{step.upper()}  {'; '.join(one.text for one in behaviours if one.kind != 'anti')}")
    return "\n".join(lines)
