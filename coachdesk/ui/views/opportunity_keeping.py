"""Keeps what is typed into the form of an opportunity: after a pause, on leaving a field, before the page goes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.services.opportunity_form import FormDraft, OpportunityForm, SavedForm
from coachdesk.services.projects import ProjectDraft
from coachdesk.ui.editor.autosave import DELAY_MS
from coachdesk.ui.views.opportunity_acts import OpportunityActs
from coachdesk.ui.views.opportunity_fields import ProjectFields
from coachdesk.ui.views.opportunity_text import Sentences

BLANK = FormDraft(ProjectDraft(None, ""))


class FormKeeping(QObject):
    """`kept` after each save, `created(project id)` before it when the project is new, `failed(error)`.

    A project is made at its first save with a title; until that is answered no second one is asked for.
    """

    kept = Signal()
    created = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject, acts: OpportunityActs, fields: ProjectFields, criteria: Sentences) -> None:
        super().__init__(parent)
        self._acts, self._fields, self._criteria = acts, fields, criteria
        self.project_id: str | None = None
        self.saved = BLANK
        self._asked: FormDraft | None = None
        self._visit = self._creating_visit = 0
        self._wants_criteria = False
        self._is_first = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DELAY_MS)
        self._pause.timeout.connect(self.save_soon_typed)
        fields.typed.connect(self._pause.start)
        fields.left.connect(self.save_soon_typed)
        criteria.typed.connect(self._pause.start)
        criteria.edit.left.connect(self.save_soon_typed)
        acts.saved.connect(self._on_saved)
        acts.criteria_saved.connect(self._on_saved)
        acts.save_failed.connect(self._on_failed)

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not on disk yet."""
        return (self._asked is not None and self._asked != self.saved) or self._typed() != self.saved

    def begin(self, project_id: str | None) -> None:
        """Turn to a project, or to a new one, with empty fields until its own are known."""
        self._pause.stop()
        self._visit += 1
        self.project_id = project_id
        self.saved, self._asked = BLANK, None
        self._wants_criteria, self._is_first = False, True
        self._fields.set_draft(BLANK.project, None)
        self._criteria.set_text("")
        self._criteria.set_error("")

    def show_form(self, form: OpportunityForm) -> None:
        """Show what the vault holds, unless something else is being typed."""
        self._fields.set_choices(form.skills)
        if self._asked is None and (self._is_first or self._typed() == self.saved):
            self.saved = form.draft
            self._fields.set_draft(form.draft.project, form.skill)
            if not self._is_rewriting:
                self._criteria.set_text(form.draft.criteria)
        self._is_first = False

    def save_soon_typed(self) -> None:
        """Save what is typed, if it has a title."""
        self._pause.stop()
        self._save(with_criteria=False)

    def save_criteria(self) -> None:
        """Save everything, and the criteria with their moment."""
        self._pause.stop()
        self._fields.skill.take()
        self._save(with_criteria=True)

    def flush(self) -> None:
        """Save everything before the page goes; without a title the project gets its earlier one, or a plain one."""
        self._pause.stop()
        self._fields.skill.take()
        if not self._typed().project.title and self._typed() != self.saved:
            self._fields.title.set_text(self.saved.project.title or self.tr("Untitled project"))
        self._save(with_criteria=False)

    def _typed(self) -> FormDraft:
        return FormDraft(self._fields.draft(self.project_id), self._criteria.text())

    @property
    def _is_creating(self) -> bool:
        return self._asked is not None and self._asked.project.project_id is None

    @property
    def _is_rewriting(self) -> bool:
        """Whether the criteria were cleared to be written anew; empty ones are not saved."""
        return self._criteria.edit.hasFocus() and not self._criteria.text()

    def _save(self, *, with_criteria: bool) -> None:
        draft = self._typed()
        if (draft == (self._asked or self.saved) and not with_criteria) or not draft.project.title:
            return
        if self._is_creating:
            self._wants_criteria = self._wants_criteria or with_criteria
            return
        is_new = draft.project.project_id is None
        if is_new:
            self._creating_visit = self._visit
        self._wants_criteria = with_criteria and is_new  # two steps, so that undo takes the criteria back first
        self._asked = draft
        self._acts.save(draft, with_criteria=with_criteria and not is_new)

    def _on_saved(self, saved: SavedForm) -> None:
        was_new = saved.draft.project.project_id is None
        if self._creating_visit != self._visit if was_new else saved.project_id != self.project_id:
            return
        self.saved = replace(saved.draft, project=replace(saved.draft.project, project_id=saved.project_id))
        if self._asked == saved.draft:
            self._asked = None
        if was_new:
            self.project_id = saved.project_id
            self.created.emit(saved.project_id)
        if self._wants_criteria:
            self._wants_criteria = False
            self._save(with_criteria=True)
        else:
            self._save(with_criteria=False)
        self.kept.emit()

    def _on_failed(self, error: Exception) -> None:
        self._asked = None
        self._wants_criteria = False
        self.failed.emit(error)
