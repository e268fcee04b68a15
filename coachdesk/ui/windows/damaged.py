"""The page for a damaged vault: what is damaged, what is safe, and what can be done, each only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSignalMapper, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.windows.rescue_page import RescuePage

OPEN_BACKUP, OPEN_READ_ONLY, SALVAGE, FIND_COPY = "open_backup", "open_read_only", "salvage", "find_copy"
_NEEDS_SECRET = frozenset({OPEN_READ_ONLY, SALVAGE})


class Step(Protocol):
    """Something that can be done: its kind, and the sentence for it."""

    @property
    def kind(self) -> str:
        """One of this module's kinds."""

    @property
    def text(self) -> str:
        """What it does, in a sentence."""


class Damage(Protocol):
    """What is known of the damage, as `coachdesk.vault.damage` tells it."""

    @property
    def what(self) -> tuple[str, ...]:
        """What is damaged."""

    @property
    def safe(self) -> tuple[str, ...]:
        """What is safe."""

    @property
    def next_steps(self) -> Sequence[Step]:
        """What can be done, best first."""


class DamagedPage(RescuePage):
    """Shows a damage report. `step_requested` carries a kind; nothing happens before it."""

    step_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "", parent)
        self.title.setText(self.tr("This vault is damaged"))
        self.secret.label.setText(self.tr("Passphrase or recovery code"))
        self.secret.edit.setAccessibleName(self.secret.label.text())
        self.buttons: dict[str, Button] = {}
        self._what, self._safe, self._steps = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._mapper = QSignalMapper(self)
        self._mapper.mappedString.connect(self.step_requested)
        for layout in (self._what, self._safe, self._steps):
            layout.setSpacing(look.px(8))
        column = self.column
        column.addWidget(self.title)
        column.addWidget(Label(look, self.tr("Nothing was changed. What happens next is up to you."), tone="text2"))
        column.addWidget(Label(look, self.tr("What is damaged"), role="section"))
        column.addLayout(self._what)
        column.addWidget(Label(look, self.tr("What is safe"), role="section"))
        column.addLayout(self._safe)
        for widget in (Line(), self.secret, self.key_file, self.answer, self.progress):
            column.addWidget(widget)
        column.addLayout(self._steps)
        self.finish_layout()

    def set_damage(self, damage: Damage) -> None:
        """Show what was found and offer what can be done."""
        self._fill(self._what, damage.what, "alert", "danger")
        self._fill(self._safe, damage.safe, "check", "ok")
        _empty(self._steps)
        self.buttons.clear()
        words = {
            OPEN_BACKUP: self.tr("Restore the newest good backup"),
            OPEN_READ_ONLY: self.tr("Open for reading only"),
            SALVAGE: self.tr("Salvage to a folder"),
            FIND_COPY: self.tr("Choose a backup"),
        }
        offered = [(str(step.kind), step.text) for step in damage.next_steps]
        if FIND_COPY not in dict(offered):
            offered.append((FIND_COPY, self.tr("Restore another backup, from this folder or from another disk.")))
        for number, (kind, text) in enumerate(offered):
            button = Button(self.look, words[kind], kind="primary" if number == 0 else "")
            button.setAccessibleDescription(text)
            button.clicked.connect(self._mapper.map)
            self._mapper.setMapping(button, kind)
            self.buttons[kind] = button
            self._steps.addWidget(button)
            self._steps.addWidget(Label(self.look, text, role="small", tone="text3"))
        self.refresh()

    def start(self) -> None:
        """Put the keyboard on what is best."""
        for button in self.buttons.values():
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Reading and salvaging need a secret; nothing is offered while something is under way."""
        for kind, button in self.buttons.items():
            needs_more = kind in _NEEDS_SECRET and not self.secret.text()
            button.setEnabled(not self.is_busy and not needs_more)

    def _fill(self, layout: QVBoxLayout, sentences: tuple[str, ...], icon: str, tone: str) -> None:
        _empty(layout)
        for sentence in sentences:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(self.look.px(8))
            line.addWidget(Icon(self.look, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(self.look, sentence), 1)
            layout.addWidget(row)


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
