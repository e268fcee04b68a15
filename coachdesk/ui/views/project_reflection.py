"""Looking back on a project in two voices, and the sentences of it that become evidence by one act."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.project_page import ProjectPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_goals_talk import PartEditor
from coachdesk.ui.views.project_acts import Voice
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label


class Reflection(QWidget):
    """`voice_changed(project, Voice, text)` after a pause, on leaving and on Enter."""

    voice_changed = Signal(str, object, str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.heading = SectionHeading(look, self.tr("Looking back"))
        self.editors = {voice: PartEditor(look) for voice in Voice}
        self.labels = {voice: Label(look, tone="text2") for voice in Voice}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(self.heading)
        for voice, editor in self.editors.items():
            column.addWidget(self.labels[voice])
            column.addWidget(editor)
            editor.save_requested.connect(self._on_save_requested)

    def set_page(self, page: ProjectPage) -> None:
        """Show both voices; what is being typed about the same project stays."""
        words = {
            Voice.THEIRS: self.tr("In {name}’s words").format(name=first_name(page.person_name)),
            Voice.YOURS: self.tr("In yours"),
        }
        texts = {Voice.THEIRS: page.reflection_theirs, Voice.YOURS: page.reflection_yours}
        hints = {
            Voice.THEIRS: self.tr("What went well, what was hard, what they would do differently"),
            Voice.YOURS: self.tr("What you saw them do, and what it led to"),
        }
        for voice, editor in self.editors.items():
            self.labels[voice].setText(words[voice])
            editor.edit.setAccessibleName(f"{words[voice]}: {hints[voice]}")
            editor.edit.setPlaceholderText(hints[voice])
            editor.set_about(f"{page.project_id}/{voice.value}", texts[voice])

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not on disk yet."""
        return any(editor.has_unsaved for editor in self.editors.values())

    def flush(self) -> None:
        """Ask to save what is typed."""
        for editor in self.editors.values():
            editor.flush()

    def set_saved(self, place: str, text: str) -> None:
        """Learn what the vault holds now."""
        self.editors[Voice(place.rpartition("/")[2])].set_saved(place, text)

    def set_failed(self) -> None:
        """Keep what could not be saved, and ask again later."""
        for editor in self.editors.values():
            editor.set_failed()

    def _on_save_requested(self, place: str, text: str) -> None:
        project_id, _, voice = place.rpartition("/")
        self.voice_changed.emit(project_id, Voice(voice), text)
