"""The command box (Ctrl+K): commands, people and full text in one field; nothing to learn."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.people import PersonRow, list_people
from coachdesk.services.search import SHORTEST, SearchHit, search_newest, search_ranked
from coachdesk.ui.shell.command_delegate import ROW_ROLE, CommandDelegate
from coachdesk.ui.shell.command_rows import Asked, CommandRow, Kind, RowKind, build_rows
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import KeyCap
from coachdesk.ui.widgets.text import Label

RANK_AFTER_MS = 150
"""The newest hits show at once; ranking waits until the typing rests."""
MOST_HITS = 50
Index = QModelIndex | QPersistentModelIndex


class CommandModel(QAbstractListModel):
    """The lines of the box."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CommandRow, ...] = ()

    def set_rows(self, rows: tuple[CommandRow, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> CommandRow:
        """Return a line."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can't be chosen."""
        if not index.isValid() or self._rows[index.row()].kind is RowKind.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line, or what a screen reader says of it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [row.title, self.tr("only you") if row.is_private else "", row.detail, row.trailing]
            return ", ".join(part for part in parts if part)
        return None


class CommandBox(QFrame):
    """A frame over a flat scrim; it keeps the focus while open and gives it back."""

    chosen = Signal(CommandRow)
    closed = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._look = look
        self._desk = desk
        self._people: tuple[PersonRow, ...] = ()
        self._hits: tuple[SearchHit, ...] = ()
        self._person: tuple[str, str] | None = None
        self._kind = Kind.ALL
        self._has_moved = False
        self._returns_to: QWidget | None = None
        self._newest = LatestQuery(self, desk)
        self._ranked = LatestQuery(self, desk)
        self._all_people = LatestQuery(self, desk)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RANK_AFTER_MS)
        self.field = QLineEdit()
        self.model = CommandModel(self)
        self.list = QListView()
        self._count = Label(look, "", role="small", tone="text3", wraps=False)
        self._chips: dict[Kind, Button] = {}
        self._hints: list[QWidget] = []
        self._build()
        self._connect()
        self.hide()

    def open_box(self, person: tuple[str, str] | None, text: str = "") -> None:
        """Show the box; `person` is who the page below is about, as (identity, name)."""
        window = self._window
        self._returns_to = window.focusWidget()
        self._person = person
        self._all_people.ask(list_people)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._on_typed(self.field.text())

    def close_box(self) -> None:
        """Hide the box, forget what was found and give the focus back."""
        self.hide()
        self._rest.stop()
        self._hits = ()
        self.field.clear()
        self.model.set_rows(())
        if self._returns_to is not None:
            self._returns_to.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field keeps the focus; the box follows its window's size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the frame closes it."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_box()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scrim."""
        painter = QPainter(self)
        shade = QColor(0, 0, 0, 115)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def _build(self) -> None:
        look = self._look
        self.setProperty("surface", "scrim")
        self._frame = QFrame(self)
        self._frame.setObjectName("commandFrame")
        self._frame.setAccessibleName(self.tr("Search and commands"))
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_field())
        column.addWidget(_line(self._frame))
        column.addLayout(self._build_chips())
        column.addWidget(_line(self._frame))
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Results"))
        column.addWidget(self.list, 1)
        column.addWidget(_line(self._frame))
        column.addLayout(self._build_foot())
        self._window.installEventFilter(self)
        self.field.installEventFilter(self)

    def _build_field(self) -> QHBoxLayout:
        look = self._look
        self.field.setObjectName("commandField")
        self.field.setProperty("plain", True)
        self.field.setProperty("ring", False)
        self.field.setPlaceholderText(self.tr("Search or jump to"))
        self.field.setAccessibleName(self.tr("Search or jump to"))
        self.field.setFont(look.font("heading", weight=400))
        row = QHBoxLayout()
        row.setContentsMargins(look.px(20), look.px(8), look.px(20), look.px(8))
        row.setSpacing(look.px(8))
        row.addWidget(Icon(look, "search"))
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        row.addWidget(KeyCap(look, "Esc"))
        return row

    def _build_chips(self) -> QHBoxLayout:
        look = self._look
        row = QHBoxLayout()
        row.setContentsMargins(look.px(20), look.px(8), look.px(20), look.px(8))
        row.setSpacing(look.px(8))
        group = QButtonGroup(self)
        titles = {
            Kind.ALL: self.tr("All"),
            Kind.PEOPLE: self.tr("People"),
            Kind.NOTES: self.tr("Notes"),
            Kind.TOPICS: self.tr("Topics"),
        }
        for kind, title in titles.items():
            chip = Button(look, title, small=True)
            chip.setObjectName("filterChip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setChecked(kind is Kind.ALL)
            group.addButton(chip, kind.value)
            self._chips[kind] = chip
            row.addWidget(chip)
        group.idClicked.connect(self._on_kind)
        row.addStretch(1)
        row.addWidget(Icon(look, "lock", "private"))
        row.addWidget(Label(look, self.tr("Private hits shown"), role="small", tone="text2", wraps=False))
        return row

    def _build_foot(self) -> QHBoxLayout:
        look = self._look
        row = QHBoxLayout()
        row.setContentsMargins(look.px(20), look.px(10), look.px(20), look.px(10))
        row.setSpacing(look.px(6))
        for keys, words in (("↑ ↓", self.tr("Move")), ("↵", self.tr("Open")), ("Tab", self.tr("Narrow to a kind"))):
            self._add_hint(row, keys, words)
        row.addStretch(1)
        for keys, words in ((">", self.tr("Commands only")), ("@", self.tr("People"))):
            self._add_hint(row, keys, words)
        return row

    def _add_hint(self, row: QHBoxLayout, keys: str, words: str) -> None:
        look, hint = self._look, QWidget()
        inner = QHBoxLayout(hint)
        inner.setContentsMargins(0, 0, look.px(8), 0)
        inner.setSpacing(look.px(6))
        inner.addWidget(KeyCap(look, keys))
        inner.addWidget(Label(look, words, role="small", tone="text2", wraps=False))
        row.addWidget(hint)
        self._hints.append(hint)

    def _fit_hints(self, width: int) -> None:
        """Show the hints that have room as a whole."""
        used = self._look.px(40)
        for hint in self._hints:
            used += hint.sizeHint().width() + self._look.px(6)
            hint.setVisible(used <= width)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._on_clicked)
        self._newest.answered.connect(self._on_newest)
        self._ranked.answered.connect(self._on_ranked)
        self._all_people.answered.connect(self._on_people)
        self._rest.timeout.connect(self._on_rest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frame in the upper middle."""
        px = self._look.px
        width = min(px(760), self.width() - px(32))
        height = min(px(622), self.height() - px(64))
        self._fit_hints(width)
        self._frame.setGeometry(
            (self.width() - width) // 2, px(56) if self.height() > height + px(112) else px(32), width, height
        )

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_box()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            for _ in range(8):
                self._move(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._narrow(1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        while 0 <= row < self.model.rowCount():
            if self.model.row(row).kind is not RowKind.HEADING:
                self._has_moved = True
                self.list.setCurrentIndex(self.model.index(row))
                return
            row += step

    def _narrow(self, step: int) -> None:
        kinds = list(Kind)
        kind = kinds[(kinds.index(self._kind) + step) % len(kinds)]
        self._chips[kind].setChecked(True)
        self._on_kind(kind.value)

    def _on_kind(self, value: int) -> None:
        self._kind = Kind(value)
        self._show()

    def _on_typed(self, text: str) -> None:
        self._has_moved = False
        if len(text.strip()) < SHORTEST or text[0] in ">@":
            self._hits = ()
            self._rest.stop()
        else:
            self._newest.ask(search_newest, text)
            self._rest.start()
        self._show()

    def _on_rest(self) -> None:
        if not self._has_moved:
            self._ranked.ask(search_ranked, self.field.text())

    def _on_newest(self, hits: tuple[SearchHit, ...]) -> None:
        self._hits = hits
        self._show()

    def _on_ranked(self, hits: tuple[SearchHit, ...]) -> None:
        if not self._has_moved and self.isVisible():
            self._hits = hits
            self._show()

    def _on_people(self, people: tuple[PersonRow, ...]) -> None:
        self._people = people
        self._show()

    def _asked(self) -> Asked:
        zone: tzinfo = self._desk.zone
        today: date = self._desk.local_now.date()
        return Asked(self.field.text(), self._kind, today, zone, self._person)

    def _show(self) -> None:
        if not self.isVisible():
            return
        chosen = self.list.currentIndex().row() if self._has_moved else -1
        self.model.set_rows(build_rows(self._asked(), self._people, self._hits))
        found = sum(1 for n in range(self.model.rowCount()) if self.model.row(n).kind is RowKind.HIT)
        self._count.setText(self._count_words(found) if self.field.text().strip() else "")
        if 0 <= chosen < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(chosen))
        elif self.model.rowCount() > 1:
            self.list.setCurrentIndex(self.model.index(1))

    def _count_words(self, found: int) -> str:
        if found == 1:
            return self.tr("1 hit")
        words = self.tr("{count}+ hits") if len(self._hits) >= MOST_HITS else self.tr("{count} hits")
        return words.format(count=found) if found else self.tr("No hits")

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid() or self.model.row(index.row()).kind is RowKind.HEADING:
            return
        row = self.model.row(index.row())
        self._returns_to = None
        self.close_box()
        self.chosen.emit(row)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("surface", "line")
    return line
