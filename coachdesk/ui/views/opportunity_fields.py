"""The first step of an opportunity: what the project is, why it matters, and what it pays back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coachdesk.model.project import Reach
from coachdesk.services.evidence import CompetencyChoice
from coachdesk.services.projects import ProjectDraft
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.opportunity_skill import SkillField
from coachdesk.ui.views.opportunity_text import Sentences
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.text import Label

_WIDE = 560
"""From this width (at 100 %) short fields stand in pairs."""
REACHES = (Reach.TEAM, Reach.DEPARTMENT, Reach.COMPANY, Reach.OUTSIDE)


class ProjectFields(QWidget):
    """All fields of the project itself. `typed` at each change, `left` when a field that may have changed was left."""

    typed = Signal()
    left = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._columns = 0
        tr = self.tr
        self.title = Field(look, tr("Title"), placeholder=tr("What somebody will do, such as host the game day"))
        self.purpose = Sentences(look, tr("Why it matters"), placeholder=tr("What gets better when it works"), lines=1)
        self.skill = SkillField(look, tr("Skill it grows"))
        words = (tr("Team"), tr("Department"), tr("Company"), tr("Outside"))
        self.reach = Segmented(look, tr("Who will see it"), words)
        self.payoff = Sentences(
            look,
            tr("What it pays them back"),
            placeholder=tr("Such as a name known in Finance"),
            lines=2,
        )
        self.support = Sentences(
            look,
            tr("Support they get"),
            placeholder=tr("Who helps, how often you talk, what stops"),
            lines=2,
        )
        self._reach = self._build_reach()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange(2)
        self._connect()

    def set_choices(self, skills: tuple[CompetencyChoice, ...]) -> None:
        """Offer competencies to choose from."""
        self.skill.set_choices(skills)

    def set_draft(self, draft: ProjectDraft, skill: CompetencyChoice | None) -> None:
        """Show values; where they are the same the cursor stays."""
        if " ".join(self.title.text().split()) != draft.title:
            self.title.set_text(draft.title)
        self.title.set_error("")
        self.purpose.set_text(draft.purpose)
        self.payoff.set_text(draft.payoff)
        self.support.set_text(draft.support)
        self.reach.set_index(REACHES.index(draft.reach))
        self.skill.set_choice(skill)

    def draft(self, project_id: str | None) -> ProjectDraft:
        """Return what is typed and chosen."""
        skill = self.skill.choice
        return ProjectDraft(
            project_id,
            " ".join(self.title.text().split()),
            self.purpose.text(),
            skill.ladder_pin if skill else "",
            skill.competency_id if skill else "",
            REACHES[self.reach.index()],
            self.payoff.text(),
            self.support.text(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put short fields side by side where there is room."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self.look.px(_WIDE) else 1)

    def _build_reach(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        name = Label(self.look, self.reach.accessibleName(), role="section")
        name.setBuddy(self.reach)
        column.addWidget(name)
        column.addSpacing(self.look.px(6))
        column.addWidget(self.reach, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _connect(self) -> None:
        self.title.edit.textEdited.connect(self._on_title_typed)
        self.title.edit.editingFinished.connect(self.left)
        for sentences in (self.purpose, self.payoff, self.support):
            sentences.typed.connect(self.typed)
            sentences.edit.left.connect(self.left)
        self.skill.chosen.connect(self.left)
        self.reach.chosen.connect(self._on_reach)

    def _on_title_typed(self, text: str) -> None:
        if text.strip():
            self.title.set_error("")
        self.typed.emit()

    def _on_reach(self, _index: int) -> None:
        self.left.emit()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.setHorizontalSpacing(self.look.px(16))
        self._grid.setVerticalSpacing(self.look.px(16))
        top = Qt.AlignmentFlag.AlignTop
        place: Callable[..., None] = self._grid.addWidget
        place(self.title, 0, 0, 1, columns, top)
        place(self.purpose, 1, 0, 1, columns, top)
        short = (self.skill, self._reach, self.payoff, self.support)
        for at, part in enumerate(short):
            place(part, 2 + at // columns, at % columns, 1, 1, top)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for before, after in pairwise((self.title, self.purpose, self.skill, self.reach, self.payoff, self.support)):
            QWidget.setTabOrder(before, after)
