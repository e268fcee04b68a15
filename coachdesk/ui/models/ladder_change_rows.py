"""Models of the mapping window: old parts with what follows them, possible successors, and people to move."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from coachdesk.desk.translate import QT_TRANSLATE_NOOP
from coachdesk.rubric.mapping import Carry
from coachdesk.services.ladder_change import ChangePage, ChangeRow, MoveRow, Part, PartKind
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel

CARRY_WORDS = {
    Carry.EXACT: QT_TRANSLATE_NOOP("carry", "Exact"),
    Carry.ORDINAL: QT_TRANSLATE_NOOP("carry", "Ordinal"),
    Carry.INDICATIVE: QT_TRANSLATE_NOOP("carry", "Indicative"),
    Carry.NONE: QT_TRANSLATE_NOOP("carry", "None"),
}


def carry_words(carry: Carry) -> str:
    """Return what a mapping carries, in the user's language."""
    return QCoreApplication.translate("carry", CARRY_WORDS[carry])


def parts_key(row: ChangeRow) -> str:
    """Return under which key of a page's `new` the possible successors of a row stand."""
    return f"stage:{row.scale}" if row.kind is PartKind.STAGE else row.kind.value


class MappingModel(RowsModel):
    """One row an old part: its name, what follows, and whether that is decided."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: dict[tuple[str, str], str] = {}

    def set_page(self, page: ChangePage) -> None:
        """Show a page."""
        self._names = {(key, part.part_id): part.name for key, parts in page.new.items() for part in parts}
        self.set_rows(page.rows)

    def row_id(self, row: ChangeRow) -> str:
        """Return the key of the row."""
        return row.key

    def cells(self, row: ChangeRow) -> RowCells:
        """Return the old name, the new ones, what is carried and the state."""
        kinds = {
            PartKind.COMPETENCY: self.tr("Competency"), PartKind.LEVEL: self.tr("Level"),
            PartKind.STAGE: self.tr("Stage"),
        }  # fmt: skip
        decision = row.decision
        carry = ""
        if decision is None:
            second, icon, tone = self._offer(row), "alert", "warn"
        else:
            names = [self._names.get((parts_key(row), one), one) for one in decision.targets]
            second, icon, tone = self.tr(" and ").join(names) or self.tr("Nothing follows"), "check", "ok"
            carry = carry_words(decision.carry) if row.kind is PartKind.COMPETENCY else ""
        return RowCells(
            row.old.name,
            f"→ {second}",
            lead=(Cell(icon=icon, width=16, tone=tone),),
            tail=(Cell(carry, 72, "text2"), Cell(kinds[row.kind], 80)),
        )

    def spoken(self, row: ChangeRow) -> str:
        """Return, for example, `Testing, follows Proof, exact, competency`."""
        cells = self.cells(row)
        state = self.tr("to decide") if row.decision is None else self.tr("decided")
        return ", ".join(part for part in (cells.title, cells.second, *(c.text for c in cells.tail), state) if part)

    def _offer(self, row: ChangeRow) -> str:
        if not row.candidates:
            return self.tr("Nothing is alike. Choose what follows.")
        first = row.candidates[0]
        name = self._names.get((parts_key(row), first.new), first.new)
        return self.tr("{name}? {percent} % of the words").format(name=name, percent=round(100 * first.similarity))


@dataclass(frozen=True, slots=True)
class SuccessorRow:
    """A part of the new version; `similarity` is None where the texts are too unlike to offer it."""

    part: Part
    similarity: float | None
    is_chosen: bool


def list_successors(page: ChangePage, row: ChangeRow) -> tuple[SuccessorRow, ...]:
    """Return all parts that may follow a row, those offered first."""
    near = {one.new: one.similarity for one in row.candidates}
    chosen = row.decision.targets if row.decision is not None else ()
    rows = [SuccessorRow(part, near.get(part.part_id), part.part_id in chosen) for part in page.new[parts_key(row)]]
    return tuple(sorted(rows, key=lambda one: -(one.similarity or 0.0)))


class SuccessorsModel(RowsModel):
    """Parts of the new version; those that follow are ticked."""

    is_checkable = True

    def row_id(self, row: SuccessorRow) -> str:
        """Return the part's id."""
        return row.part.part_id

    def cells(self, row: SuccessorRow) -> RowCells:
        """Return the name and how alike the words are."""
        alike = ""
        if row.similarity is not None:
            alike = self.tr("{percent} % alike").format(percent=round(100 * row.similarity))
        tail = (Cell(alike, 0, "text3", at_end=True),)
        return RowCells(row.part.name, tail=tail, is_ticked=row.is_chosen)


class MovesModel(RowsModel):
    """People on the old version and the level that they would have; those ticked are moved."""

    is_checkable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left_out: set[str] = set()
        self._names: dict[str, str] = {}

    @property
    def chosen(self) -> tuple[MoveRow, ...]:
        """The people who are ticked and have one new level."""
        return tuple(one for one in self.rows if one.person_id not in self._left_out and len(one.new_levels) == 1)

    def set_page(self, page: ChangePage) -> None:
        """Show the people of a page."""
        self._names = {part.part_id: part.name for part in page.new["level"]}
        self.set_rows(page.people)

    def set_taken(self, person_id: str, is_taken: bool) -> None:
        """Move someone, or leave them where they are."""
        (self._left_out.discard if is_taken else self._left_out.add)(person_id)
        self.refresh_words()

    def row_id(self, row: MoveRow) -> str:
        """Return who it is."""
        return row.person_id

    def cells(self, row: MoveRow) -> RowCells:
        """Return name, the new level and whether it must be chosen."""
        if len(row.new_levels) == 1:
            words = self._names.get(row.new_levels[0], row.new_levels[0])
        else:
            words = self.tr("Choose the new level with Left and Right")
        return RowCells(
            row.name,
            words,
            lead=(Cell(width=28, avatar=row.name),),
            is_ticked=len(row.new_levels) == 1 and row.person_id not in self._left_out,
        )
