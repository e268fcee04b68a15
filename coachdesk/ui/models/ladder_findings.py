"""What a dry run found: near names to join, warnings with their places, and all that stays behind."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.rubric.importing import ImportReport
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `kind` is near, warning, left or note; `names` are the two near names."""

    row_id: str
    kind: str
    text: str
    place: str = ""
    names: tuple[str, str] = ("", "")


def list_findings(report: ImportReport) -> tuple[FindingRow, ...]:
    """Return near names first, then warnings, then what is not imported, then notes."""
    rows = [FindingRow(f"near {one} {two}", "near", one, two, (one, two)) for one, two in report.near_names]
    near = {f"“{one}” and “{two}” may be the same. They were kept apart." for one, two in report.near_names}
    warnings = [one for one in report.warnings if one.reason not in near]
    rows += [FindingRow(f"w{at}", "warning", one.reason, str(one.place)) for at, one in enumerate(warnings)]
    rows += [FindingRow(f"l{at}", "left", one.reason, str(one.place)) for at, one in enumerate(report.not_imported)]
    rows += [FindingRow(f"n{at}", "note", text) for at, text in enumerate(report.notes)]
    return tuple(rows)


class FindingsModel(RowsModel):
    """One line a finding; Enter joins near names."""

    def row_id(self, row: FindingRow) -> str:
        """Return the finding's identity."""
        return row.row_id

    def cells(self, row: FindingRow) -> RowCells:
        """Return what was found, and where."""
        if row.kind == "near":
            words = self.tr("“{one}” and “{other}” may mean the same").format(one=row.names[0], other=row.names[1])
            tail = (Cell(self.tr("Enter joins them"), 0, "accent", at_end=True),)
            return RowCells(words, lead=(Cell(icon="link", width=16, tone="accent"),), tail=tail)
        icon, tone = {"warning": ("alert", "warn"), "left": ("minus", "text3")}.get(row.kind, ("info", "text3"))
        words = row.text[:1].upper() + row.text[1:]
        kinds = {"warning": self.tr("Look"), "left": self.tr("Not imported"), "note": self.tr("Note")}
        return RowCells(
            words,
            lead=(Cell(icon=icon, width=16, tone=tone), Cell(kinds[row.kind], 88, tone)),
            tail=(Cell(row.place, 0, "text3", at_end=True),),
        )
