"""Quick capture (Ctrl+N): one line, read back before Enter keeps it; what is unfinished is never lost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.services.capture import CaptureChoices, CaptureDraft, get_choices, save_capture, save_unfinished
from coachdesk.services.capture_words import CaptureKind, Name, parse_capture
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.shell.capture_reading import Completion, Reading, list_completions, read_capture
from coachdesk.ui.shell.command_box import CommandModel
from coachdesk.ui.shell.command_delegate import CommandDelegate
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import KeyCap
from coachdesk.ui.widgets.messages import announce
from coachdesk.ui.widgets.text import ElidedLabel, Label, Line

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CaptureBox(QFrame):
    """A frame over a flat scrim. Enter keeps and closes, Ctrl+Enter keeps and stays, Esc closes with the words kept.

    What is typed is autosaved as unfinished, so that neither Esc nor lock nor a kill loses it.
    """

    closed = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._look = look
        self._desk = desk
        self._person: Name | None = None
        self._choices = CaptureChoices((), (), "")
        self._reading = Reading("")
        self._completions: tuple[Completion, ...] = ()
        self._has_moved = False
        self._stays = False
        self._kept = ""
        self._returns_to: QWidget | None = None
        self._query = LatestQuery(self, desk)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(look.timing_ms("autosave_after_last_key"))
        self.field = QLineEdit()
        self.reading = Label(look, "", tone="text2")
        self.model = CommandModel(self)
        self.list = QListView()
        self._build()
        self.field.textChanged.connect(self._on_typed)
        self.field.cursorPositionChanged.connect(self._on_cursor_moved)
        self.list.clicked.connect(self._on_accept)
        self._query.answered.connect(self._on_choices)
        self._pause.timeout.connect(self.flush)
        self.hide()

    def open_box(self, person: tuple[str, str] | None, text: str = "") -> None:
        """Show the box; `person` is who the page below is about, as (identity, name)."""
        if not self.isVisible():
            self._returns_to = self._window.window().focusWidget()
        self._person = Name(*person) if person else None
        self._query.ask(get_choices)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._read()

    def close_box(self) -> None:
        """Hide the box and give the focus back; the words stay for the next time."""
        if not self.isVisible():
            return
        self.flush()
        self.hide()
        if self._returns_to is not None:
            self._returns_to.setFocus(Qt.FocusReason.OtherFocusReason)
            self._returns_to = None
        self.closed.emit()

    def flush(self) -> None:
        """Queue what is typed but not kept."""
        self._pause.stop()
        if self.has_unsaved():
            operation = Operation(self, self._desk, _keep_unfinished, self.field.text())
            operation.succeeded.connect(self._on_kept)
            operation.start()

    def has_unsaved(self) -> bool:
        """Return whether words are not on disk yet."""
        return self.field.text().strip() != self._kept.strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list and of Enter come from the field; the box follows its window's size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENTER:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the frame closes it."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_box()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scrim."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 115))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frame in the upper middle."""
        self._place()

    def _place(self) -> None:
        px = self._look.px
        width = min(px(680), self.width() - px(32))
        rows = self.model.rowCount()
        self.list.setFixedHeight(max(1, min(rows * px(36), self.height() - px(260))))
        self.list.setVisible(rows > 0)
        self._frame.setFixedWidth(width)
        self._column.activate()
        height = max(self._frame.sizeHint().height(), self._frame.heightForWidth(width))
        self._frame.setGeometry((self.width() - width) // 2, px(96), width, min(height, self.height() - px(112)))

    def sizeHint(self) -> QSize:
        """Return the window's size: the scrim covers it."""
        return self._window.size()

    def _build(self) -> None:
        look, px = self._look, self._look.px
        self.setProperty("surface", "scrim")
        self._frame = QFrame(self)
        self._frame.setObjectName("commandFrame")
        self._frame.setAccessibleName(self.tr("Capture"))
        column = self._column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_field())
        column.addWidget(Line())
        said = QHBoxLayout()
        said.setContentsMargins(px(20), px(10), px(20), px(10))
        said.setSpacing(px(12))
        self._icon = Icon(look, "info")
        said.addWidget(self._icon)
        said.addWidget(self.reading, 1)
        column.addLayout(said)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("What can come next"))
        column.addWidget(self.list)
        column.addWidget(Line())
        column.addLayout(self._build_foot())
        self._window.installEventFilter(self)
        self.field.installEventFilter(self)

    def _build_field(self) -> QHBoxLayout:
        px = self._look.px
        self.field.setObjectName("commandField")
        self.field.setProperty("plain", True)
        self.field.setProperty("ring", False)
        self.field.setPlaceholderText(self.tr("@sam +win … or just a topic"))
        self.field.setAccessibleName(self.tr("Capture"))
        self.field.setFont(self._look.font("heading", weight=400))
        row = QHBoxLayout()
        row.setContentsMargins(px(20), px(8), px(20), px(8))
        row.setSpacing(px(8))
        row.addWidget(Icon(self._look, "note"))
        row.addWidget(self.field, 1)
        row.addWidget(KeyCap(self._look, "Esc"))
        return row

    def _build_foot(self) -> QHBoxLayout:
        look, px = self._look, self._look.px
        row = QHBoxLayout()
        row.setContentsMargins(px(20), px(10), px(20), px(10))
        row.setSpacing(px(6))
        for keys, words in (
            ("↵", self.tr("Keep")),
            ("Ctrl ↵", self.tr("Keep, and one more")),
            ("Tab", self.tr("Take from the list")),
        ):
            row.addWidget(KeyCap(look, keys))
            row.addWidget(ElidedLabel(look, words, role="small", tone="text2"))
            row.addSpacing(px(8))
        row.addStretch(1)
        return row

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_box()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._completions:
            self._has_moved = True
            row = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self.list.setCurrentIndex(self.model.index(row % len(self._completions)))
        elif key == Qt.Key.Key_Tab:
            self._accept(max(0, self.list.currentIndex().row()))
        elif key in _ENTER:
            self._on_enter(stays=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            return False
        return True

    def _on_enter(self, *, stays: bool) -> None:
        if self._completions and (self._has_moved or self._reading.unclear is not None):
            self._accept(max(0, self.list.currentIndex().row()))
        elif self._reading.draft is not None:
            self._stays = stays
            self._save(self._reading.draft)
        else:
            self._show_reading("danger")

    def _save(self, draft: CaptureDraft) -> None:
        self._pause.stop()
        operation = Operation(self, self._desk, save_capture, draft, label=self._label(draft.kind), offers_undo=True)
        operation.succeeded.connect(self._on_saved)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _label(self, kind: CaptureKind) -> str:
        return {
            CaptureKind.WIN: self.tr("Win added"),
            CaptureKind.FEEDBACK: self.tr("Feedback added"),
            CaptureKind.PROMISE: self.tr("Follow-up added"),
            CaptureKind.TOPIC: self.tr("Agenda item added"),
            CaptureKind.NOTE: self.tr("Note added"),
            CaptureKind.GLUE: self.tr("Glue work added"),
        }.get(kind, self.tr("Act of sponsorship added"))

    def _on_saved(self, _nothing: object) -> None:
        self._kept = ""
        self.field.clear()
        self._pause.stop()
        if not self._stays:
            self.close_box()

    def _on_failed(self, error: Exception) -> None:
        self.reading.setText(str(error))
        self._icon.set_icon("alert", "danger")
        announce(self.reading)

    def _on_kept(self, text: str) -> None:
        self._kept = text

    def _on_choices(self, choices: CaptureChoices) -> None:
        self._choices = choices
        self._kept = choices.unfinished
        if choices.unfinished and not self.field.text():
            self.field.setText(choices.unfinished)
        self._read()

    def _on_typed(self, _text: str) -> None:
        self._has_moved = False
        self._pause.start()
        self._read()

    def _on_cursor_moved(self, _before: int, _now: int) -> None:
        self._read()

    def _read(self) -> None:
        if not self.isVisible():
            return
        typed, today = self.field.text(), self._desk.local_now.date()
        self._reading = read_capture(parse_capture(typed, self._choices.names, today), self._person, today)
        self._completions = list_completions(typed, self.field.cursorPosition(), self._reading, self._choices)
        chosen = self.list.currentIndex().row() if self._has_moved else 0
        self.model.set_rows(tuple(one.row for one in self._completions))
        if self._completions:
            self.list.setCurrentIndex(self.model.index(min(max(chosen, 0), len(self._completions) - 1)))
        self._show_reading("text3")
        self._place()

    def _show_reading(self, problem_tone: str) -> None:
        is_problem = self._reading.is_problem
        self.reading.setText(self._reading.words)
        self.reading.set_tone(problem_tone if is_problem else "text")
        self._icon.set_icon("info" if is_problem else "check", problem_tone if is_problem else "ok")
        self.field.setAccessibleDescription(self._reading.words)
        if problem_tone == "danger":
            self.reading.setAccessibleName(self._reading.words)
            announce(self.reading)

    def _on_accept(self) -> None:
        self._accept(self.list.currentIndex().row())

    def _accept(self, number: int) -> None:
        if not 0 <= number < len(self._completions):
            return
        one = self._completions[number]
        typed = self.field.text()
        rest = typed[one.end :].lstrip(" ")
        self.field.setText(typed[: one.start] + one.words + rest)
        self.field.setCursorPosition(one.start + len(one.words))


def _keep_unfinished(unit: UnitOfWork, text: str) -> str:
    save_unfinished(unit, text)
    return text
