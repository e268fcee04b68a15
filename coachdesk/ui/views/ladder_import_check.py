"""The check of a ladder's import: the source beside the proposed matrix, what was found, and the name to keep it by."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from coachdesk.rubric.importing import Proposal
from coachdesk.services.ladder_import import ImportPreview
from coachdesk.services.ladder_source import SourceSheet
from coachdesk.ui.models.ladder_findings import FindingsModel, list_findings
from coachdesk.ui.models.ladder_grid import GridModel
from coachdesk.ui.models.ladder_source import SourceModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.ladder_source_table import SourceTable
from coachdesk.ui.views.ladder_table import LadderTable
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label

_STACKED_FROM = 1.3
_FINDINGS_SHOWN = 4


class LadderCheck(QWidget):
    """Shows a preview; all that is decided leaves as a wish."""

    role_chosen = Signal(str, str)
    merge_requested = Signal(str, str)
    matrix_chosen = Signal(int)
    name_changed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._sheets: tuple[SourceSheet, ...] = ()
        self.source_model = SourceModel(self)
        self.source = SourceTable(look, self.source_model)
        self.grid_model = GridModel(self)
        self.grid = LadderTable(look, self.grid_model)
        self.grid.setAccessibleName(self.tr("The ladder as it would come in"))
        self.findings_model = FindingsModel()
        self.findings = RowList(
            look, self.tr("What was found"), self.findings_model, min_height=32, scrolls=True, padding=8
        )
        self.summary = Label(look, "", role="section")
        self.summary_icon = Icon(look, "check", "ok")
        self.banner = Banner(look, "info", "")
        self.sheet = QComboBox()
        self.matrix = QComboBox()
        self.title = Field(look, self.tr("Title"))
        self.ladder_id = Field(look, self.tr("Id"), placeholder="acme-engineers")
        self.version = Field(look, self.tr("Version"))
        self.afresh = Button(look, self.tr("Start afresh"), small=True)
        self._lay_out()
        self._connect()

    def show_preview(self, preview: ImportPreview, sheets: tuple[SourceSheet, ...]) -> None:
        """Show what would come in; the sheet that is looked at stays."""
        kept = self.sheet.currentIndex() if len(sheets) == len(self._sheets) else 0
        self._sheets = sheets
        self._fill(self.sheet, [sheet.title for sheet in sheets], max(0, kept))
        self._show_sheet(max(0, kept))
        self._left.setVisible(bool(sheets))
        self.grid_model.set_grid(preview.grids[0] if preview.grids else None)
        self.grid.setVisible(bool(preview.grids))
        self.findings_model.set_rows(list_findings(preview.report))
        self.findings.setVisible(bool(self.findings_model.rows))
        shown = min(_FINDINGS_SHOWN, self.findings_model.rowCount())
        self.findings.setFixedHeight(shown * self.findings.row_height())
        self.summary.setText(preview.report.summary if not preview.problem else self.tr("Nothing to import yet"))
        self.summary_icon.set_icon(*(("alert", "warn") if preview.problem else ("check", "ok")))
        self._show_banner(preview)
        self._offer_matrices(preview.proposal)
        for field in (self.title, self.ladder_id, self.version):
            field.edit.setReadOnly(preview.ladder is not None)

    def set_name(self, ladder_id: str, version: str, title: str) -> None:
        """Propose the name to keep the ladder by."""
        self.ladder_id.set_text(ladder_id)
        self.version.set_text(version)
        self.title.set_text(title)

    def _show_banner(self, preview: ImportPreview) -> None:
        self.afresh.hide()
        if preview.problem:
            words = self.tr("{what} Choose with Enter which row or column names the levels.")
            text = words.format(what=preview.problem) if self._sheets else preview.problem
            self.banner.set_message("warn", text)
        elif preview.used is not None:
            words = self.tr("The decisions of your import of {pin} were taken over.").format(pin=preview.used.pin)
            self.banner.set_message("info", words)
            self.afresh.show()
        self._banner_row.setVisible(bool(preview.problem) or preview.used is not None)

    def _offer_matrices(self, proposal: Proposal) -> None:
        number = len(proposal.others) + 1
        words = self.tr("Table {number} of {count}")
        self._fill(
            self.matrix, [words.format(number=at + 1, count=number) for at in range(number)], proposal.recipe.matrix - 1
        )
        self.matrix.setVisible(bool(proposal.others))

    @staticmethod
    def _fill(box: QComboBox, names: list[str], current: int) -> None:
        box.blockSignals(True)
        box.clear()
        box.addItems(names)
        box.setCurrentIndex(min(current, len(names) - 1))
        box.blockSignals(False)
        box.setVisible(len(names) > 1)

    def _lay_out(self) -> None:
        px = self.look.px
        set_ground(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(12))
        column.setSpacing(px(10))
        column.addLayout(self._head())
        self._banner_row = QWidget()
        row = QHBoxLayout(self._banner_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.banner, 1)
        row.addWidget(self.afresh)
        column.addWidget(self._banner_row)
        is_stacked = self.look.text_scale > _STACKED_FROM
        splitter = QSplitter(Qt.Orientation.Vertical if is_stacked else Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(px(13))
        splitter.setProperty("quiet", True)
        self._left = self._framed(self.tr("In the file"), self.source)
        splitter.addWidget(self._left)
        splitter.addWidget(self._framed(self.tr("As it would come in"), self.grid))
        splitter.setSizes([px(500), px(560)])
        column.addWidget(splitter, 1)
        column.addWidget(self.findings)
        names = QHBoxLayout()
        names.setSpacing(px(12))
        names.addWidget(self.title, 3)
        names.addWidget(self.ladder_id, 2)
        names.addWidget(self.version, 1)
        column.addLayout(names)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(self.look.px(8))
        head.addWidget(self.summary_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.summary, 1)
        self.sheet.setAccessibleName(self.tr("Part of the files"))
        self.matrix.setAccessibleName(self.tr("Which table becomes the ladder"))
        head.addWidget(self.sheet)
        head.addWidget(self.matrix)
        return head

    def _framed(self, title: str, table: QWidget) -> QWidget:
        holder = QWidget()
        frame = QFrame()
        frame.setProperty("surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(table)
        table.setMinimumHeight(self.look.px(112))
        column = QVBoxLayout(holder)
        column.setContentsMargins(self.look.px(1), 0, self.look.px(1), 0)
        column.setSpacing(self.look.px(4))
        column.addWidget(Label(self.look, title, role="small", tone="text3"))
        column.addWidget(frame, 1)
        return holder

    def _connect(self) -> None:
        self.source.role_chosen.connect(self.role_chosen)
        self.findings.opened.connect(self._on_finding)
        self.sheet.activated.connect(self._show_sheet)
        self.matrix.activated.connect(self._on_matrix)
        for field in (self.title, self.ladder_id, self.version):
            field.edit.textEdited.connect(self.name_changed)

    def _show_sheet(self, number: int) -> None:
        self.source_model.set_sheet(self._sheets[number] if self._sheets else None)
        self.source.arrange()

    def _on_matrix(self, index: int) -> None:
        self.matrix_chosen.emit(index + 1)

    def _on_finding(self, row_id: str) -> None:
        row = next((one for one in self.findings_model.rows if one.row_id == row_id), None)
        if row is not None and row.kind == "near":
            self.merge_requested.emit(row.names[1], row.names[0])
