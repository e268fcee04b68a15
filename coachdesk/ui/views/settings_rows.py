"""Rows of the settings page: what a setting is, what it does, and its control, bound to the typed setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from coachdesk.desk.settings import Setting, Settings
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.choices import Segmented, Switch
from coachdesk.ui.widgets.text import Label, Line

_ROW = 48
_STEP = 10


class SettingRow(QWidget):
    """A title, a sentence under it and a control at the end; `stacks` puts the control under the words.

    `below` is a widget that opens under the row, such as a form.
    """

    def __init__(
        self,
        look: Appearance,
        title: str,
        text: str,
        control: QWidget,
        *,
        stacks: bool = False,
        below: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.title = Label(look, title)
        self.text = Label(look, text, role="small", tone="text3")
        self.text.setVisible(bool(text))
        self.control = control
        self._stacks = stacks
        self._below = below
        if not control.accessibleName():
            control.setAccessibleName(title)
        control.setAccessibleDescription(text)
        self._lay_out()

    def set_text(self, text: str) -> None:
        """Say something else under the title."""
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.control.setAccessibleDescription(text)

    def matches(self, words: Sequence[str]) -> bool:
        """Return whether title and sentence hold all of the folded words."""
        searched = f"{self.title.text()} {self.text.text()}".casefold()
        return all(word in searched for word in words)

    def _lay_out(self) -> None:
        px = self.look.px
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        row = QVBoxLayout() if self._stacks else QHBoxLayout()
        row.setSpacing(px(8 if self._stacks else 16))
        row.addLayout(words, 1)
        side = Qt.AlignmentFlag.AlignLeft if self._stacks else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.control, 0, side)
        row.setContentsMargins(0, px(6), 0, px(10 if self._stacks else 6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        if self._below is not None:
            column.addWidget(self._below)
        column.addWidget(Line())
        self.setMinimumHeight(px(_ROW))


class SettingSwitch(Switch):
    """A switch that is the value of a setting of yes and no."""

    def __init__(self, look: Appearance, settings: Settings, setting: Setting[bool], name: str) -> None:
        super().__init__(look, name)
        self._settings = settings
        self._setting = setting
        self._on_changed(setting.key)
        settings.changed.connect(self._on_changed)
        self.toggled.connect(self._on_toggled)

    def _on_changed(self, key: str) -> None:
        if key == self._setting.key:
            self.setChecked(self._settings.get(self._setting))

    def _on_toggled(self, on: bool) -> None:
        self._settings.set(self._setting, on)


class SettingCombo(QComboBox):
    """The choices of a setting in words, in the setting's order."""

    def __init__(
        self, look: Appearance, settings: Settings, setting: Setting[Any], name: str, words: Sequence[str]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._setting = setting
        self.setAccessibleName(name)
        self.setProperty("small", True)
        self.setMinimumWidth(look.px(136))
        for word, value in zip(words, setting.choices, strict=True):
            self.addItem(word, value)
        self._on_changed(setting.key)
        settings.changed.connect(self._on_changed)
        self.currentIndexChanged.connect(self._on_chosen)

    def _on_changed(self, key: str) -> None:
        if key == self._setting.key:
            self.setCurrentIndex(self._setting.choices.index(self._settings.get(self._setting)))

    def _on_chosen(self, index: int) -> None:
        self._settings.set(self._setting, self._setting.choices[index])


class SettingSegments(Segmented):
    """A few choices of a setting in a row."""

    def __init__(
        self, look: Appearance, settings: Settings, setting: Setting[Any], name: str, words: Sequence[str]
    ) -> None:
        super().__init__(look, name, words)
        self._settings = settings
        self._setting = setting
        self._on_changed(setting.key)
        settings.changed.connect(self._on_changed)
        self.chosen.connect(self._on_chosen)

    def _on_changed(self, key: str) -> None:
        if key == self._setting.key:
            self.set_index(self._setting.choices.index(self._settings.get(self._setting)))

    def _on_chosen(self, index: int) -> None:
        self._settings.set(self._setting, self._setting.choices[index])


class SettingStepper(QSpinBox):
    """A percentage in steps of ten; what is typed is taken to the nearest step."""

    def __init__(self, look: Appearance, settings: Settings, setting: Setting[int], name: str) -> None:
        super().__init__()
        self._settings = settings
        self._setting = setting
        self.setAccessibleName(name)
        self.setRange(min(setting.choices), max(setting.choices))
        self.setSingleStep(_STEP)
        self.setSuffix(" %")
        self.setKeyboardTracking(False)
        self.setMinimumWidth(look.px(136))
        self._on_changed(setting.key)
        settings.changed.connect(self._on_changed)
        self.valueChanged.connect(self._on_value)

    def _on_changed(self, key: str) -> None:
        if key == self._setting.key:
            self.setValue(self._settings.get(self._setting))

    def _on_value(self, value: int) -> None:
        step = round(value / _STEP) * _STEP
        if step != value:
            self.setValue(step)
        else:
            self._settings.set(self._setting, step)


class SettingSection(QWidget):
    """A heading over rows of one category."""

    def __init__(self, look: Appearance, category: str, title: str, rows: Sequence[QWidget]) -> None:
        super().__init__()
        self.category = category
        self.rows = tuple(rows)
        heading = Label(look, title, role="section")
        heading.setContentsMargins(0, look.px(16), 0, look.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        for row in rows:
            column.addWidget(row)

    def show_matches(self, words: Sequence[str]) -> bool:
        """Show the rows that hold all words; return whether there are any."""
        found = False
        for row in self.rows:
            matches = row.matches(words) if isinstance(row, SettingRow) else row.show_matches(words)  # type: ignore[attr-defined]
            row.setVisible(matches)
            found = found or matches
        return found
