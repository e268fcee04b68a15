"""Every part of the interface in every state on one page, so that a change of style is seen at once."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtGui import QAction, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QListView,
    QMenu,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented, Switch
from coachdesk.ui.widgets.fields import Field, LineEdit
from coachdesk.ui.widgets.focus import ring_round
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Avatar, KeyCap, PrepRing, StrengthMeter, Tag
from coachdesk.ui.widgets.messages import Banner, EmptyState, ProgressRow, SectionHeading, UndoBar
from coachdesk.ui.widgets.rows import RowDelegate, RowText
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.part_samples import NoteSample, Swatch

_SURFACES = (
    ("Window", "window"),
    ("Sidebar", "sidebar"),
    ("Surface", "surface"),
    ("Rail", "rail"),
    ("Selected", "selected"),
    ("Hover", "hover"),
)
_MEANINGS = (
    ("Accent", "accentFill"),
    ("On paper", "accent"),
    ("Late", "danger"),
    ("Look", "warn"),
    ("Good", "ok"),
    ("Only you", "private"),
)
_SERIES = (
    ("Manager", "manager_now"),
    ("Self", "self"),
    ("Expected", "expected"),
    ("Before", "before"),
    ("Active", "active"),
    ("Now", "fill_now"),
)
_TYPE = (
    ("display", "", "Display 26"),
    ("title", "", "Title 20"),
    ("heading", "", "Heading 16"),
    ("note", "", "Note 14, the Markdown editor"),
    ("section", "", "Section 13"),
    ("body", "", "Body 13"),
    ("small", "text2", "Small 12, second lines and help"),
    ("micro", "text3", "Micro 11, ticks and key caps"),
)
_PEOPLE = (
    ("Amara Okafor", 56),
    ("Hannah Lindqvist", 40),
    ("Diego Fuentes", 32),
    ("Arjun Nair", 28),
    ("Sofia Rinaldi", 24),
    ("Mei-Lin Chen", 20),
    ("Kwame Mensah", 18),
)
_ICONS = (
    *("today", "followups", "goals", "feedback", "ladder", "sponsorship", "skip", "decisions", "learning"),
    *("search", "lock", "eyeoff", "present", "settings", "calendar", "clock", "repeat", "alert", "award"),
    *("quote", "link", "printer", "download", "upload", "shield", "key", "history", "undo", "grip"),
)


class PartsPage(QWidget):
    """The parts page: three columns of samples. It is a tool for whoever changes the style."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._focused: list[QWidget] = []
        self._ringed = False
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("CoachDesk parts")
        row = self._columns = QHBoxLayout(self)
        row.setContentsMargins(*(look.px(side) for side in (32, 24, 32, 24)))
        row.setSpacing(look.px(32))
        for build in (self._build_basics, self._build_controls, self._build_messages):
            column = QVBoxLayout()
            column.setSpacing(0)
            build(column)
            column.addStretch(1)
            row.addLayout(column, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the focus rings once places are known."""
        super().showEvent(event)
        self.ring_focused()

    def ring_focused(self) -> None:
        """Draw rings round the samples of focus; the page must have its size."""
        if self._ringed:
            return
        self._ringed = True
        self._columns.activate()
        for widget in self._focused:
            ring_round(self.look, widget)

    def _group(self, column: QVBoxLayout, title: str) -> None:
        column.addSpacing(self.look.px(12))
        column.addWidget(Label(self.look, title, role="small", tone="text3", weight=600))
        column.addSpacing(self.look.px(6))

    def _row(self, column: QVBoxLayout, widgets: list[QWidget], spacing: float = 8) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(spacing))
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
        return row

    def _build_basics(self, column: QVBoxLayout) -> None:
        look = self.look
        column.addWidget(Label(look, f"CoachDesk parts, {look.theme.name.replace('_', ' ')}", role="title"))
        for title, swatches in (("Surfaces and text", _SURFACES), ("Accent and meaning", _MEANINGS)):
            self._group(column, title)
            self._row(column, [Swatch(look, word, token) for word, token in swatches])
        self._group(column, "Charts")
        self._row(column, [Swatch(look, word, series, is_series=True) for word, series in _SERIES])
        self._group(column, "Type")
        for role, tone, text in _TYPE:
            column.addWidget(Label(look, text, role=role, tone=tone))
        self._group(column, "People")
        self._row(column, [Avatar(look, name, size=size) for name, size in _PEOPLE])
        self._group(column, "Icons, 16 px, tinted when painted")
        grid = QGridLayout()
        grid.setSpacing(look.px(10))
        for place, name in enumerate(_ICONS):
            grid.addWidget(Icon(look, name), place // 14, place % 14)
        column.addLayout(grid)

    def _build_controls(self, column: QVBoxLayout) -> None:
        self._group(column, "Buttons: rest, hover, focus, disabled")
        self._add_button_states(column, "Start", "primary")
        self._add_button_states(column, "Open", "")
        quiet = Button(self.look, "Plan all", kind="quiet")
        hovered = _HoveredButton(self.look, "Plan all", kind="quiet")
        danger = Button(self.look, "Delete", kind="danger", icon="trash")
        self._row(column, [quiet, hovered, danger, Button(self.look, "Small 28", small=True)])
        self._group(column, "Fields: rest, focus, wrong, off")
        column.addLayout(self._build_fields())
        self._group(column, "Choices")
        self._add_choices(column)
        self._group(column, "Tags: a word in each, never colour alone")
        kinds = {"Neutral": "", "Active": "accent", "Decided": "ok", "To decide": "warn", "Late": "danger"}
        self._row(column, [Tag(self.look, word, kind) for word, kind in kinds.items()], 6)
        column.addSpacing(self.look.px(6))
        self._row(column, [Tag(self.look, "Only you", "private"), KeyCap(self.look, "Ctrl K")], 6)
        self._group(column, "Rows: rest, hover, selected, focused")
        column.addWidget(_build_rows(self.look))
        self._group(column, "Notes: shared and private blocks")
        column.addWidget(NoteSample(self.look, "Dry run passed", "Shared", is_private=False))
        column.addSpacing(self.look.px(8))
        column.addWidget(NoteSample(self.look, "Sounded worn out", "Only you", is_private=True))

    def _add_button_states(self, column: QVBoxLayout, text: str, kind: str) -> None:
        rest, focused, off = (Button(self.look, text, kind=kind) for _ in range(3))
        hovered = _HoveredButton(self.look, text, kind=kind)
        off.setEnabled(False)
        self._focused.append(focused)
        self._row(column, [rest, hovered, focused, off])
        column.addSpacing(self.look.px(8))

    def _build_fields(self) -> QLayout:
        look = self.look
        rest, focused, off = LineEdit(look), LineEdit(look), LineEdit(look)
        rest.setPlaceholderText("Add an item")
        rest.setAccessibleName("A field at rest")
        focused.setText("Add an item")
        focused.setAccessibleName("A field with the focus")
        self._focused.append(focused)
        off.setText("Not in this state")
        off.setAccessibleName("A field that is off")
        off.setEnabled(False)
        wrong = Field(look, "Due")
        wrong.label.hide()
        wrong.set_text("31 June")
        wrong.set_error("June has 30 days")
        grid = QGridLayout()
        grid.setSpacing(look.px(8))
        grid.addWidget(rest, 0, 0)
        grid.addWidget(focused, 0, 1)
        grid.addWidget(wrong, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(off, 1, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _add_choices(self, column: QVBoxLayout) -> None:
        pairs: list[tuple[QAbstractButton, QAbstractButton]] = [
            (QCheckBox(), QCheckBox()),
            (QRadioButton(), QRadioButton()),
            (Switch(self.look, "Off"), Switch(self.look, "On")),
        ]
        choices: list[QWidget] = []
        for off, on in pairs:
            off.setAutoExclusive(False)
            on.setAutoExclusive(False)
            on.setChecked(True)
            off.setAccessibleName("Not chosen")
            on.setAccessibleName("Chosen")
            choices += [off, on]
        segments = Segmented(self.look, "Stage", ["Prep", "Live", "Follow-up"], small=True)
        segments.set_index(1)
        self._row(column, [*choices, segments])

    def _build_messages(self, column: QVBoxLayout) -> None:
        look = self.look
        self._group(column, "Prep state")
        words = ("Not started", "2 of 4", "Prepared")
        parts: list[QWidget] = []
        for word, done in zip(words, (0, 2, 4), strict=True):
            parts += [PrepRing(look, done, 4), Label(look, word, wraps=False)]
        self._row(column, parts)
        self._group(column, "Passphrase strength")
        for score in (1, 2, 3):
            meter = StrengthMeter(look, "Strength")
            meter.set_score(score)
            column.addWidget(meter)
            column.addSpacing(look.px(6))
        self._group(column, "Messages in the window, no dialog")
        self._add_messages(column)
        self._group(column, "Menu")
        column.addWidget(_build_menu(look, self), 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(look.px(12))
        column.addWidget(SectionHeading(look, "Empty list", "0 of 7", action="All evidence"))
        column.addWidget(
            EmptyState(look, "No evidence yet", "Link a note, a document or feedback.", action="Add evidence")
        )

    def _add_messages(self, column: QVBoxLayout) -> None:
        look = self.look
        undo = UndoBar(look, self)
        undo.pin("Action deleted")
        progress = ProgressRow(look, "Writing the backup")
        progress.set_percent(62)
        rows: list[QWidget] = [
            undo,
            Banner(look, "danger", "Not saved: the disk is full.", action="Try again"),
            progress,
            Banner(look, "warn", "Changed on disk by another copy.", action="Compare"),
        ]
        for row in rows:
            column.addWidget(row)
            column.addSpacing(look.px(8))


class _HoveredButton(Button):
    """A button that looks as if the pointer were on it."""

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Claim the pointer."""
        super().initStyleOption(option)
        option.state |= QStyle.StateFlag.State_MouseOver


class _StateDelegate(RowDelegate):
    """Paints row n in the nth state: rest, hover, selected, focused."""

    _WORDS = ("", "Hover", "Selected", "Keyboard focus")

    def row(self, index: QModelIndex | QPersistentModelIndex) -> RowText:
        """Return the same person with the state's name at the end."""
        return RowText("Noor Siddiqui", right=self._WORDS[index.row()], avatar="Noor Siddiqui")

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint in the row's state, whatever the real one is."""
        states = QStyle.StateFlag
        shown = (states.State_None, states.State_MouseOver, states.State_Selected, states.State_HasFocus)
        forced = QStyleOptionViewItem(option)
        forced.state = states.State_Enabled | shown[index.row()]
        super().paint(painter, forced, index)


def _build_rows(look: Appearance) -> QListView:
    view = QListView()
    view.setAccessibleName("Rows")
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setModel(QStringListModel(["rest", "hover", "selected", "focused"], view))
    delegate = _StateDelegate(look, view)
    view.setItemDelegate(delegate)
    height = delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
    view.setFixedHeight(height * 4)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


def _build_menu(look: Appearance, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setWindowFlags(Qt.WindowType.Widget)
    entries = (("pencil", "Rename", "F2"), ("calendar", "Move to another day", "Ctrl+Shift+R"))
    for icon, text, keys in (*entries, ("lock", "Make private", "Ctrl+Shift+L")):
        action = QAction(look.icon(icon), text, menu)
        action.setShortcut(keys)
        action.setShortcutVisibleInContextMenu(True)
        menu.addAction(action)
    menu.setActiveAction(menu.actions()[1])
    menu.addSeparator()
    menu.addAction(look.icon("trash", "danger"), "Delete")
    menu.setFixedWidth(look.px(288))
    return menu
