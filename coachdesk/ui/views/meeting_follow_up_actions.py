"""The actions of a talk, each with its words, owner and day edited in place."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.promise import PromiseOwner
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.promises import PromiseRow, parse_due
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import PromiseAdd
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Avatar
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words


class InPlaceField(LineEdit):
    """Text that Enter or leaving keeps and Esc takes back. `kept(text)` only when it changed."""

    kept = Signal(str)

    def __init__(self, look: Appearance, name: str, *, plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, small=True, parent=parent)
        self._before = ""
        self._refused = ""
        self.setProperty("plain", plain)
        self.setAccessibleName(name)
        self.textEdited.connect(self._on_text_edited)

    @property
    def has_typed(self) -> bool:
        """Whether something is typed that was not kept yet."""
        return self.text().strip() != self._before

    def set_kept(self, text: str) -> None:
        """Show what the vault holds; what is being typed stays."""
        is_typing = self.hasFocus() and self.has_typed
        self._before = text
        if not is_typing and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
        self.setToolTip(text)

    def keep(self) -> None:
        """Ask to keep what is typed."""
        if self.has_typed:
            self._refused, self._before = self._before, self.text().strip()
            self.kept.emit(self._before)

    def refuse(self) -> None:
        """Take note that the words could not be kept: they stay in the field as typed."""
        self._before = self._refused

    def revert(self) -> None:
        """Show again what was kept last."""
        self.setText(self._before)
        self.set_wrong(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep on Enter, revert on Esc; F2 selects all."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.keep()
        elif event.key() == Qt.Key.Key_Escape and self.has_typed:
            self.revert()
        elif event.key() == Qt.Key.Key_F2:
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is typed."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()

    def _on_text_edited(self, _text: str) -> None:
        self.set_wrong(False)


class OwnerChoice(QComboBox):
    """You, or the person by first name. `owner_chosen(PromiseOwner)` when the user chose."""

    owner_chosen = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("small", True)
        self.setAccessibleName(self.tr("Who does it"))
        self.addItem(self.tr("You"), PromiseOwner.ME)
        self.addItem("", PromiseOwner.THEM)
        self.setFont(look.font("small"))
        self.setMinimumWidth(look.px(96))
        self.activated.connect(self._on_activated)

    def set_owner(self, owner: PromiseOwner, first_name: str) -> None:
        """Show who owes it."""
        self.setItemText(1, first_name)
        self.setCurrentIndex(0 if owner is PromiseOwner.ME else 1)

    def _on_activated(self, index: int) -> None:
        self.owner_chosen.emit(self.itemData(index))


class DayField(InPlaceField):
    """A day typed in words. `day_kept(date or None)`; words that mean no day are marked and stay."""

    day_kept = Signal(object)
    refused = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent=parent)
        self.setAccessibleName(self.tr("Day, such as fri, in 2 weeks or next one-on-one"))
        self.setPlaceholderText(self.tr("No day"))
        self.set_leading(Icon(look, "calendar", "text3", size=14))
        self.setFixedWidth(look.px(116))
        self._today = date.min
        self._next_on: date | None = None
        self.kept.connect(self._on_kept)

    def set_day(self, day: date | None, today: date, next_on: date | None) -> None:
        """Show a day; `next_on` is what `next one-on-one` means."""
        self._today, self._next_on = today, next_on
        self.set_kept(day_words(day, today) if day else "")

    def _on_kept(self, text: str) -> None:
        try:
            day = parse_due(text, self._today, self._next_on)
        except UnknownDay as error:
            self.refuse()
            self.set_wrong(True)
            self.setAccessibleDescription(str(error))
            self.refused.emit(str(error))
            return
        self.setAccessibleDescription("")
        self.refused.emit("")
        if day is not None:
            self.setText(day_words(day, self._today))
        self.day_kept.emit(day)


class ActionRow(QWidget):
    """One action. Wishes carry the promise's identity first."""

    text_kept = Signal(str, str)
    owner_chosen = Signal(str, object)
    day_kept = Signal(str, object)
    removal_requested = Signal(str)

    def __init__(self, look: Appearance, promise_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.promise_id = promise_id
        self.mark = Avatar(look, "", size=20)
        self.text = InPlaceField(look, self.tr("Action"), plain=True)
        self.lock = Icon(look, "lock", "private", size=14)
        self.owner = OwnerChoice(look)
        self.day = DayField(look)
        self.remove = IconButton(look, "x", self.tr("Remove this action"), tint="text3", edge=28, size=14)
        self.hint = Hint(look)
        words, facts = QHBoxLayout(), QHBoxLayout()
        for layout in (words, facts):
            layout.setSpacing(look.px(8))
        words.addWidget(self.mark)
        words.addWidget(self.text, 1)
        for widget in (self.lock, self.owner, self.day, self.remove):
            facts.addWidget(widget)
        facts.addStretch(0)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(look.px(8))
        self._row.addLayout(words, 1)
        self._row.addLayout(facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(6), 0, look.px(7))
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.text)
        self.text.kept.connect(self._on_text_kept)
        self.owner.owner_chosen.connect(self._on_owner_chosen)
        self.day.day_kept.connect(self._on_day_kept)
        self.day.refused.connect(self._on_refused)
        self.remove.clicked.connect(self._on_remove)

    def set_row(self, row: PromiseRow, names: tuple[str, str], today: date, next_on: date | None) -> None:
        """Show a promise; `names` are those of the owner of the vault and of the person."""
        self.mark.set_name(names[0] if row.owner is PromiseOwner.ME else names[1])
        self.text.set_kept(row.text)
        self.lock.setVisible(row.is_private)
        self.lock.setToolTip(self.tr("Only you: stays out of the summary"))
        self.owner.set_owner(row.owner, names[1].split()[0] if names[1].split() else names[1])
        self.day.set_day(row.due_on, today, next_on)

    def set_stacked(self, stacked: bool) -> None:
        """Put owner and day under the words where there is little room."""
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)

    def keep(self) -> None:
        """Keep what is typed."""
        self.text.keep()
        self.day.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove by Ctrl+Del: Del alone edits the words."""
        if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_remove()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("divider"))

    def _on_text_kept(self, text: str) -> None:
        if text:
            self.text_kept.emit(self.promise_id, text)
        else:
            self.text.refuse()
            self.text.revert()

    def _on_owner_chosen(self, owner: object) -> None:
        self.owner_chosen.emit(self.promise_id, owner)

    def _on_day_kept(self, day: object) -> None:
        self.day_kept.emit(self.promise_id, day)

    def _on_refused(self, text: str) -> None:
        self.hint.set_text(text, tone="danger", icon="alert")

    def _on_remove(self) -> None:
        self.removal_requested.emit(self.promise_id)


class ActionsPart(QWidget):
    """The heading, a row for each action, and a row to add one."""

    text_kept = Signal(str, str)
    owner_chosen = Signal(str, object)
    day_kept = Signal(str, object)
    removal_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.rows: dict[str, ActionRow] = {}
        self._is_stacked = False
        self.heading = SectionHeading(look, self.tr("Actions from this talk"), action=self.tr("Add"))
        self.heading.button.set_icon("plus")
        self.heading.button.setAccessibleName(self.tr("Add an action"))
        self.nothing = Label(look, self.tr("No actions yet"), tone="text3")
        self.adder = PromiseAdd(look)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(self._list)
        column.addWidget(self.nothing)
        column.addWidget(self.adder)
        self.heading.acted.connect(self.open_adder)
        self.adder.closed.connect(self._on_adder_closed)

    def set_actions(
        self, actions: tuple[PromiseRow, ...], names: tuple[str, str], today: date, next_on: date | None
    ) -> None:
        """Show other actions; rows that stay keep what is being typed in them."""
        self.adder.set_today(today, next_on)
        shown = {row.promise_id for row in actions}
        for promise_id in [one for one in self.rows if one not in shown]:
            row = self.rows.pop(promise_id)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for at, action in enumerate(actions):
            if action.promise_id not in self.rows:
                self.rows[action.promise_id] = self._build_row(action.promise_id)
                self._list.insertWidget(at, self.rows[action.promise_id])
            self.rows[action.promise_id].set_row(action, names, today, next_on)
        self.heading.set_text(self.tr("Actions from this talk"), str(len(actions)) if actions else "")
        self.nothing.setVisible(not actions)

    def set_stacked(self, stacked: bool) -> None:
        """Give each action two lines where there is little room."""
        self._is_stacked = stacked
        for row in self.rows.values():
            row.set_stacked(stacked)

    def open_adder(self) -> None:
        """Show the row for a new action."""
        self.adder.open_row()

    def keep(self) -> None:
        """Keep what is typed in any row."""
        for row in self.rows.values():
            row.keep()
        self.adder.commit_typed()

    def has_typed(self) -> bool:
        """Return whether something is typed that is not kept yet."""
        waits = any(row.text.has_typed or row.day.has_typed for row in self.rows.values())
        return waits or bool(self.adder.text.text().strip())

    def _build_row(self, promise_id: str) -> ActionRow:
        row = ActionRow(self.look, promise_id)
        row.set_stacked(self._is_stacked)
        row.text_kept.connect(self.text_kept)
        row.owner_chosen.connect(self.owner_chosen)
        row.day_kept.connect(self.day_kept)
        row.removal_requested.connect(self.removal_requested)
        return row

    def _on_adder_closed(self) -> None:
        self.heading.button.setFocus(Qt.FocusReason.OtherFocusReason)
