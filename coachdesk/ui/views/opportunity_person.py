"""Below the table: the wishes of the person on the current row, and the private remark on them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.model.project import ProjectState
from coachdesk.services.opportunity_page import CandidateRow, OpportunityPage
from coachdesk.ui.models.wish_rows import WishesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.about_editor import AboutEditor
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label


class WishAdd(InlineAdd):
    """A wish in the person's words. `add_requested(words, is about the skill of the project)`."""

    add_requested = Signal(str, bool)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What they would like to do, in their words"))
        self.text.setAccessibleName(self.tr("Wish"))
        self.about = QCheckBox()
        self._insert(self.about)

    def set_skill(self, skill: str) -> None:
        """Offer to tie the wish to the competency of the project, if there is one."""
        self.about.setText(self.tr("About {skill}").format(skill=skill))
        self.about.setVisible(bool(skill))
        self.about.setChecked(self.about.isChecked() and bool(skill))

    def _on_add(self) -> None:
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what they would like to do."))
            return
        self.add_requested.emit(self.text.text().strip(), self.about.isChecked())


class PersonPanel(QFrame):
    """`wish_added(person id, words, about the skill)`, `wish_ended(id)`, `wish_removed(id)`,
    `remark_changed(project id, person id, words)`, `offer_requested(person id)`.
    """

    wish_added = Signal(str, str, bool)
    wish_ended = Signal(str)
    wish_removed = Signal(str)
    remark_changed = Signal(str, str, str)
    offer_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._row: CandidateRow | None = None
        self.setProperty("surface", "quietCard")
        self.heading = SectionHeading(look, "", action=self.tr("Add a wish"))
        self.wishes = WishesModel()
        self.list = RowList(look, self.tr("Wishes"), self.wishes, min_height=32, surface="rail")
        self.add = WishAdd(look)
        self.remark = AboutEditor(look)
        self.remark.edit.setAccessibleName(self.tr("Only you: remark on this person"))
        self.remark.edit.setPlaceholderText(self.tr("A remark, such as what to talk about first"))
        self.private = Tag(look, self.tr("Only you"), "private")
        self.hint = Label(look, role="small", tone="text3")
        self.offer = Button(look, "", icon="mail", small=True)
        self._lay_out()
        self.heading.acted.connect(self.add.open_row)
        self.add.add_requested.connect(self._on_add)
        self.wishes.ticked.connect(self._on_ticked)
        self.list.removal_requested.connect(self.wish_removed)
        self.remark.save_requested.connect(self._on_remark)
        self.offer.clicked.connect(self._on_offer)
        self.hide()

    @property
    def person_id(self) -> str:
        """Who is shown, empty for nobody."""
        return self._row.person_id if self._row is not None else ""

    @property
    def has_unsaved(self) -> bool:
        """Whether a remark or a wish is typed that is not on disk."""
        return self.remark.has_unsaved or (not self.add.isHidden() and bool(self.add.text.text().strip()))

    def flush(self) -> None:
        """Ask to save what is typed."""
        self.remark.flush()
        self.add.commit_typed()

    def set_row(self, row: CandidateRow | None, page: OpportunityPage | None, today: date) -> None:
        """Show a person as a candidate of a project; what is being typed about the same one stays."""
        if row is None or row.person_id != self.person_id:
            self.flush()
            self.add.close_row()
        self._row = row
        self.setVisible(row is not None and page is not None)
        if row is None or page is None:
            return
        name = first_name(row.name)
        self.heading.set_text(self.tr("Wishes of {name}").format(name=name), "" if row.wishes else self.tr("none yet"))
        self.wishes.set_today(today)
        self.wishes.set_skill(page.competency_id, page.competency)
        self.wishes.set_rows(row.wishes)
        self.list.setVisible(bool(row.wishes))
        self.list.updateGeometry()
        self.add.set_skill(page.competency)
        self.remark.setVisible(row.is_considered)
        self.private.setVisible(row.is_considered)
        self.hint.setVisible(not row.is_considered)
        self.hint.setText(self.tr("Space in the table puts {name} on the list of those considered.").format(name=name))
        if row.is_considered:
            self.remark.set_about(f"{page.project_id}/{row.person_id}", row.remark)
        self.offer.setText(self.tr("Offer it to {name}").format(name=name))
        self.offer.setVisible(page.state in (ProjectState.IDEA, ProjectState.DECLINED))

    def edit_remark(self) -> None:
        """Put the keyboard in the remark, ready to type."""
        if not self.remark.isHidden():
            self.remark.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.remark.edit.set_editing(True)

    def _lay_out(self) -> None:
        px = self.look.px
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.hint, 1)
        foot.addStretch(0)
        foot.addWidget(self.offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(12))
        column.setSpacing(px(6))
        column.addWidget(self.heading)
        column.addWidget(self.list)
        column.addWidget(self.add)
        column.addSpacing(px(2))
        column.addWidget(self.private)
        column.addWidget(self.remark)
        column.addLayout(foot)

    def set_remark_saved(self, project_id: str, person_id: str, remark: str) -> None:
        """Learn what the vault holds now."""
        self.remark.set_saved(f"{project_id}/{person_id}", remark)

    def _on_remark(self, place: str, words: str) -> None:
        project_id, _, person_id = place.partition("/")
        self.remark_changed.emit(project_id, person_id, words)

    def _on_add(self, words: str, is_about: bool) -> None:
        self.wish_added.emit(self.person_id, words, is_about)

    def _on_ticked(self, wish_id: str, is_done: bool) -> None:
        if is_done:
            self.wish_ended.emit(wish_id)

    def _on_offer(self) -> None:
        self.offer_requested.emit(self.person_id)
