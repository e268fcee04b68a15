"""Raising a theme from a talk: a title with completion, and whether the person agreed to be named with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.meeting import MeetingKind
from coachdesk.services.theme_book import (
    TalkTheme,
    ThemeDraft,
    list_talk_themes,
    list_words,
    raise_theme,
    take_mention_back,
)
from coachdesk.services.themes import names_someone
from coachdesk.ui.models.skip_rows import TalkThemesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button


class ThemeAdd(InlineAdd):
    """A theme's title, typed or completed. `add_requested(title, has consent)`."""

    add_requested = Signal(str, bool)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._parts: frozenset[str] = frozenset()
        self._words = LatestQuery(self, desk)
        self._words.answered.connect(self._on_words)
        self.add.setText(self.tr("Raise"))
        self.text.setPlaceholderText(self.tr("What it is about, without names"))
        self.text.setAccessibleName(self.tr("Theme"))
        self.consent = QCheckBox(self.tr("They agreed to be named with it"))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self.consent)
        self.text.textChanged.connect(self._on_typed)

    def open_row(self) -> None:
        """Show the row with the titles of now to choose from."""
        self._words.ask(list_words)
        super().open_row()

    def clear(self) -> None:
        """Be ready for the next one, with the consent asked anew."""
        self.consent.setChecked(False)
        self._words.ask(list_words)
        super().clear()

    def _on_words(self, words: tuple[tuple[str, ...], frozenset[str]]) -> None:
        titles, self._parts = words
        completer = QCompleter(list(titles), self.text)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.text.setCompleter(completer)

    def _on_typed(self, text: str) -> None:
        if names_someone(text, self._parts):
            words = self.tr("This names one of your people. A theme with a name in it is never shown to others.")
            self.hint.set_text(words, tone="warn", icon="alert")
        else:
            self.set_error(self.text, "")

    def _on_add(self) -> None:
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what was raised."))
            return
        self.add_requested.emit(self.text.text().strip(), self.consent.isChecked())


class TalkThemes(QWidget):
    """The themes of one talk, for the side of a meeting: what was raised in it, and a row to raise more.

    It shows itself for skip-levels only. `changed` after a theme was raised or taken back.
    """

    changed = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._person_id = self._meeting_id = ""
        self.model = TalkThemesModel()
        self._query = LatestQuery(self, desk)
        self._query.answered.connect(self._on_answered)
        self.list = RowList(
            look, self.tr("Themes of this talk"), self.model, min_height=28, divided=False, surface="rail"
        )
        self.open_add = Button(look, self.tr("Raise a theme"), kind="quiet", icon="plus", small=True)
        self.open_add.setToolTip(self.tr("Raise a theme (Ctrl+Shift+T)"))
        self.add = ThemeAdd(desk, look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(self.list)
        column.addWidget(self.open_add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.add)
        self.list.removal_requested.connect(self._on_removal_requested)
        self.open_add.clicked.connect(self.open_row)
        self.add.closed.connect(self._on_closed)
        self.add.add_requested.connect(self._on_add_requested)
        self.hide()

    def set_talk(self, person_id: str, meeting_id: str, kind: MeetingKind) -> None:
        """Show the themes of a meeting; hidden for a one-on-one."""
        is_skip = kind is MeetingKind.SKIP_LEVEL
        if (person_id, meeting_id) != (self._person_id, self._meeting_id):
            self.commit_typed()
            self.add.close_row()
        self._person_id, self._meeting_id = person_id, meeting_id
        self.setVisible(is_skip)
        if is_skip:
            self._query.ask(list_talk_themes, meeting_id)

    def open_row(self) -> None:
        """Begin a theme."""
        self.open_add.hide()
        self.add.open_row()

    def commit_typed(self) -> None:
        """Raise what is typed though Enter was not pressed; called before the page or the vault closes."""
        self.add.commit_typed()

    def has_typed(self) -> bool:
        """Return whether the field holds words that are not kept yet."""
        return not self.add.isHidden() and bool(self.add.text.text().strip())

    def _on_answered(self, themes: tuple[TalkTheme, ...]) -> None:
        self.model.set_rows(themes)
        self.list.setVisible(bool(themes))

    def _on_closed(self) -> None:
        self.open_add.show()
        self.open_add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add_requested(self, title: str, has_consent: bool) -> None:
        draft = ThemeDraft(title, self._person_id, self._meeting_id or None, has_consent)
        operation = Operation(self, self.desk, raise_theme, draft, self.desk.zone, label=self.tr("Theme raised"))
        operation.succeeded.connect(self._on_raised)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_raised(self, _theme_id: object) -> None:
        self.add.clear()
        self._on_written(None)

    def _on_failed(self, error: Exception) -> None:
        self.add.set_error(self.add.text, str(error))

    def _on_removal_requested(self, mention_id: str) -> None:
        label = self.tr("Theme taken back")
        operation = Operation(self, self.desk, take_mention_back, mention_id, label=label, offers_undo=True)
        operation.succeeded.connect(self._on_written)
        operation.start()

    def _on_written(self, _result: object) -> None:
        self._query.ask(list_talk_themes, self._meeting_id)
        self.changed.emit()
