"""What happens while someone works on a project: talks about it, and what you promised for it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.model.project import ProjectState
from coachdesk.services.project_page import ProjectPage
from coachdesk.ui.models.project_rows import CheckInsModel, SponsorPromisesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.project_adds import CheckInAdd, SponsorPromiseAdd
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label


class ProjectWork(QWidget):
    """Two lists with a row to add to each: talks once someone took the project on, promises once somebody has it."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        tr = self.tr
        self.check_ins_heading = SectionHeading(look, tr("Check-ins"), action=tr("Plan a check-in"))
        self.check_in_add = CheckInAdd(look)
        self.check_ins = CheckInsModel()
        self.check_in_list = RowList(look, tr("Check-ins"), self.check_ins)
        self.check_in_list.setToolTip(tr("Space: held. Enter: what came of it. Del removes."))
        self.no_check_ins = Label(look, tr("None planned. A talk every few weeks keeps support real."), tone="text3")
        self.promises_heading = SectionHeading(look, tr("Your promises"), action=tr("Promise something"))
        self.promise_add = SponsorPromiseAdd(look)
        self.promises = SponsorPromisesModel()
        self.promise_list = RowList(look, tr("Your promises"), self.promises)
        self.promise_list.setToolTip(tr("Space: done. Enter opens it in Follow-ups. Del drops it."))
        self.no_promises = Label(look, tr("None yet. They come back in Follow-ups on their day."), tone="text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        for part in (self.check_ins_heading, self.check_in_add, self.check_in_list, self.no_check_ins,
                     self.promises_heading, self.promise_add, self.promise_list, self.no_promises):  # fmt: skip
            column.addWidget(part)
        column.insertSpacing(4, look.px(12))
        self.check_ins_heading.acted.connect(self.check_in_add.open_row)
        self.promises_heading.acted.connect(self.promise_add.open_row)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists that show."""
        return tuple(part for part in (self.check_in_list, self.promise_list) if not part.isHidden())

    @property
    def has_unsaved(self) -> bool:
        """Whether a row holds words that were not kept."""
        rows = (self.check_in_add, self.promise_add)
        return any(not row.isHidden() and bool(row.text.text().strip()) for row in rows)

    def flush(self) -> None:
        """Keep what is typed."""
        self.check_in_add.commit_typed()
        self.promise_add.commit_typed()

    def set_page(self, page: ProjectPage, today: date) -> None:
        """Show talks and promises."""
        self.check_in_add.set_today(today)
        self.promise_add.set_today(today)
        self.check_ins.set_check_ins(page.check_ins, today)
        self.promises.set_today(today)
        self.promises.set_rows(page.promises)
        is_active = page.state is ProjectState.ACTIVE
        self.check_ins_heading.setVisible(is_active or bool(page.check_ins))
        self.check_ins_heading.button.setVisible(is_active)
        self.check_in_list.setVisible(bool(page.check_ins))
        self.no_check_ins.setVisible(is_active and not page.check_ins)
        has_person = page.person_id is not None
        self.promises_heading.setVisible(has_person or bool(page.promises))
        self.promises_heading.button.setVisible(has_person)
        self.promise_list.setVisible(bool(page.promises))
        self.no_promises.setVisible(has_person and not page.promises)
