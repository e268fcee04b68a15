"""The versions of a note: two beside each other with their changed words marked, and any one brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.services.blocks import Block
from coachdesk.services.note_compare import ChangedSpan, Comparison
from coachdesk.services.note_versions import VersionPage, compare_stored, get_versions
from coachdesk.services.notes import RevisionRow, restore_revision
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import clock_words, day_words

_MOST_MARKS = 2000
_ROWS = 4


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list. `is_base` says that the others are compared with it."""

    revision: RevisionRow
    is_present: bool
    is_base: bool


class VersionsModel(RowsModel):
    """Versions, newest first: day and time, and which one is the present or the one compared with."""

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._today = date.min

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: VersionRow) -> str:
        """Return the version's identity."""
        return row.revision.revision_id

    def cells(self, row: VersionRow) -> RowCells:
        """Return when it was written and what it is."""
        note = self.tr("Now") if row.is_present else ""
        if row.is_base:
            note = self.tr("Now, compared with") if row.is_present else self.tr("Compared with")
        tone = "accent" if row.is_base else "text3"
        return RowCells(
            version_words(row.revision.saved_at, self._today, self._zone),
            is_strong=row.is_base,
            tail=(Cell(note, tone=tone, at_end=True),),
        )


class NoteHistory(QWidget):
    """The versions of one note. Arrow keys look, Space compares with a version, Enter brings one back, Esc closes.

    `closed` on Esc or the button, `restored` once a version was brought back.
    """

    closed = Signal()
    restored = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._note_id = ""
        self._base_id = ""
        self._is_base_chosen = False
        self._page: VersionPage | None = None
        self.model = VersionsModel(desk.zone)
        self.rows = RowList(look, self.tr("Versions"), self.model, min_height=32, scrolls=True, padding=20)
        self.banner = Banner(look, "danger", "", can_dismiss=True)
        self.banner.hide()
        self.banner.dismissed.connect(self.banner.hide)
        self.older, self.newer = _Version(look), _Version(look)
        self.restore = Button(look, self.tr("Bring this version back"), kind="primary", icon="history", small=True)
        self.back = Button(look, self.tr("Back to writing"), icon="pencil", small=True)
        self._query = LatestQuery(self, desk)
        self._compare = LatestQuery(self, desk)
        self._lay_out()
        self.rows.selectionModel().currentChanged.connect(self._on_current)
        self.rows.opened.connect(self._on_opened)
        self.restore.clicked.connect(self._on_restore)
        self.back.clicked.connect(self.closed)
        self._query.answered.connect(self._on_answered)
        self._compare.answered.connect(self._on_compared)
        desk.bus.changed.connect(self._on_changed)
        look.changed.connect(self._fit)

    def show_note(self, note_id: str) -> None:
        """Read the versions of a note; what is typed must be on its way to the vault already."""
        self._note_id, self._base_id, self._is_base_chosen = note_id, "", False
        self.banner.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the versions again."""
        if self._note_id:
            self._query.ask(get_versions, self._note_id)

    def leave(self) -> None:
        """Forget the note."""
        self._note_id, self._page = "", None
        self.model.set_rows(())
        self.older.show_version("", ())
        self.newer.show_version("", ())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._set_base(self.rows.current_id)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(8), px(16), px(8))
        head.setSpacing(px(8))
        head.addWidget(Label(self.look, self.tr("Versions"), role="section", wraps=False))
        self.said = Label(self.look, role="small", tone="text3", wraps=False)
        head.addWidget(self.said)
        head.addStretch(1)
        head.addWidget(self.restore)
        head.addWidget(self.back)
        panes = QHBoxLayout()
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(0)
        panes.addWidget(self.older, 1)
        panes.addWidget(self.newer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Line())
        column.addWidget(self.banner)
        column.addWidget(self.rows)
        column.addWidget(Line())
        column.addLayout(panes, 1)
        self.setFocusProxy(self.rows)

    def _on_answered(self, page: VersionPage) -> None:
        if page.note_id != self._note_id:
            return
        first = self._page is None or self._page.note_id != page.note_id
        self._page = page
        known = {revision.revision_id for revision in page.revisions}
        if self._base_id not in known or not self._is_base_chosen:
            self._base_id = page.revisions[0].revision_id if page.revisions else ""
        self._show_rows()
        count = len(page.revisions)
        self.said.setText(self.tr("1 version") if count == 1 else self.tr("{count} versions").format(count=count))
        if count and (first or self.rows.current_id in ("", self._base_id)):
            self.rows.setCurrentIndex(self.model.index(min(1, count - 1)))
        if first and count:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def _fit(self) -> None:
        self.rows.setFixedHeight(max(1, min(_ROWS, self.model.rowCount())) * self.rows.row_height())

    def _show_rows(self) -> None:
        if self._page is None:
            return
        self.model.set_today(self.desk.local_now.date())
        self.model.set_rows(
            tuple(
                VersionRow(revision, position == 0, revision.revision_id == self._base_id)
                for position, revision in enumerate(self._page.revisions)
            )
        )
        self._fit()

    def _on_changed(self, change_set: ChangeSet, _initiator: object) -> None:
        if Topic.NOTES in change_set.topics and self.isVisible():
            self.refresh()

    def _on_current(self) -> None:
        self._ask()

    def _ask(self) -> None:
        current = self.rows.current_id
        if self._page is None or not current or not self._base_id:
            return
        present = self._page.revisions[0].revision_id
        self.restore.setEnabled(current != present and not self.desk.store.read_only)
        self._compare.ask(compare_stored, self._note_id, current, self._base_id)

    def _on_compared(self, found: tuple[RevisionRow, RevisionRow, Comparison]) -> None:
        older, newer, comparison = found
        today, zone = self.desk.local_now.date(), self.desk.zone
        self.older.show_version(version_words(older.saved_at, today, zone), older.blocks, comparison.removed)
        self.newer.show_version(version_words(newer.saved_at, today, zone), newer.blocks, comparison.added)

    def _set_base(self, revision_id: str) -> None:
        if revision_id:
            self._base_id, self._is_base_chosen = revision_id, True
            self._show_rows()
            self._ask()

    def _on_opened(self, _revision_id: str) -> None:
        self._on_restore()

    def _on_restore(self) -> None:
        if not self.restore.isEnabled() or not self.rows.current_id:
            return
        words = self.tr("Version brought back")
        operation = Operation(self, self.desk, restore_revision, self.rows.current_id, label=words, offers_undo=True)
        operation.succeeded.connect(self._on_restored)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_restored(self, _result: object) -> None:
        self.restored.emit()

    def _on_failed(self, error: Exception) -> None:
        self.banner.show()
        self.banner.set_message("danger", str(error))


class _Version(QWidget):
    """One version, read only, with its changed words marked; private blocks keep their band and words."""

    def __init__(self, look: Appearance) -> None:
        super().__init__()
        self.look = look
        self._spans: tuple[ChangedSpan, ...] = ()
        self.when = Label(look, role="small", tone="text2", wraps=False)
        self.when.setContentsMargins(look.px(22), look.px(8), 0, look.px(4))
        self.editor = NoteEditor(look)
        self.editor.setReadOnly(True)
        self.editor.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.when)
        column.addWidget(self.editor, 1)
        look.changed.connect(self._mark)

    def show_version(self, when: str, blocks: tuple[Block, ...], spans: tuple[ChangedSpan, ...] = ()) -> None:
        """Show a version; the first change comes into sight."""
        self.when.setText(when)
        self.editor.setAccessibleName(self.tr("Version of {when}").format(when=when))
        self.editor.set_blocks(blocks)
        self._spans = spans[:_MOST_MARKS]
        self._mark()
        if spans:
            line = self.editor.document().findBlockByNumber(spans[0].line)
            self.editor.scroll_to(line.position())

    def _mark(self) -> None:
        style = QTextCharFormat()
        style.setBackground(self.look.colour("highlight"))
        style.setForeground(self.look.colour("text"))
        style.setFontUnderline(True)
        marks = []
        for span in self._spans:
            line = self.editor.document().findBlockByNumber(span.line)
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(line)
            cursor.setPosition(line.position() + _units(line.text()[: span.start]))
            cursor.setPosition(line.position() + _units(line.text()[: span.end]), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format = style
            marks.append(mark)
        self.editor.setExtraSelections(marks)


def version_words(saved_at: datetime, today: date, zone: tzinfo) -> str:
    """Return when a version was written, as `12 May, 09:44`."""
    return f"{day_words(saved_at.astimezone(zone).date(), today)}, {clock_words(saved_at, zone)}"


def _units(text: str) -> int:
    """Qt counts UTF-16 units where Python counts letters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
