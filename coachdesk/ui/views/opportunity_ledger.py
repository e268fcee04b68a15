"""The ledger of one opportunity before it leaves: exactly what the file will hold, as Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Task
from coachdesk.exchange.ledger_export import encode_ledger, ledger_markdown
from coachdesk.services.ledger import Ledger, get_ledger
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.text import Label
from coachdesk.vault.files import replace_file

ChooseFile = Callable[[QWidget, str, str, str], str]
_MARKDOWN, _JSON = 0, 1


def choose_file(parent: QWidget, title: str, name: str, kinds: str) -> str:
    """Ask where to save the ledger; empty when the user thought better of it."""
    return QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kinds)[0]


class PreviewText(QTextEdit):
    """Plain text to read and select, as high as its lines."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("sentences", True)
        self.setFont(look.font("mono"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)

    def sizeHint(self) -> QSize:
        """Return the height of the whole text."""
        return QSize(self.look.px(320), max(self.look.px(120), round(self.document().size().height()) + 8))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the page scrolls, not the text."""
        return QSize(self.look.px(160), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _on_size_changed(self) -> None:
        self.updateGeometry()


class LedgerPanel(QFrame):
    """Hidden until `open_panel`; `closed` on Esc or Close."""

    closed = Signal()

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, choose: ChooseFile = choose_file
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.choose = choose
        self._project_id = ""
        self._ledger: Ledger | None = None
        self.setProperty("surface", "quietCard")
        self._query = LatestQuery(self, desk)
        self.title = Label(look, self.tr("The ledger as others may see it"), role="section")
        self.about = Label(
            look,
            self.tr("Criteria and outcome. Remarks, reasons and when to ask again stay out of it."),
            role="small",
            tone="text2",
        )
        self.form = Segmented(look, self.tr("Kind of file"), ("Markdown", "JSON"), small=True)
        self.text = PreviewText(look)
        self.text.setAccessibleName(self.tr("What the file will hold"))
        self.save = Button(look, self.tr("Save the file…"), icon="download")
        self.close_button = Button(look, self.tr("Close"), kind="quiet")
        self.hint = Hint(look)
        self._lay_out()
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_failed)
        self.form.chosen.connect(self._on_form)
        self.save.clicked.connect(self.save_file)
        self.close_button.clicked.connect(self.close_panel)
        self.setFocusProxy(self.save)
        self.hide()

    def open_panel(self, project_id: str) -> None:
        """Show the ledger of a project with the keyboard on its act."""
        self._project_id = project_id
        self.hint.set_text("")
        self.refresh()
        self.show()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask again for what would be written."""
        if self._project_id:
            self._query.ask(get_ledger, self._project_id)

    def close_panel(self) -> None:
        """Take the panel away with what it shows."""
        if not self.isHidden():
            self.hide()
            self._ledger = None
            self.text.clear()
            self.closed.emit()

    def content(self) -> str:
        """Return what the file will hold."""
        if self._ledger is None:
            return ""
        if self.form.index() == _JSON:
            return json.dumps(encode_ledger(self._ledger), ensure_ascii=False, indent=1) + "\n"
        return ledger_markdown(self._ledger, self.desk.zone)

    def save_file(self) -> None:
        """Ask where to, then write what the preview shows."""
        if self._ledger is None:
            return
        is_json = self.form.index() == _JSON
        name = f"ledger-{self.desk.local_now:%Y-%m-%d}.{'json' if is_json else 'md'}"
        kinds = self.tr("JSON (*.json)") if is_json else self.tr("Markdown (*.md)")
        chosen = self.choose(self, self.tr("Save the ledger"), name, kinds)
        if chosen:
            task = Task(self, self.desk, partial(_write, Path(chosen), self.content().encode()))
            task.succeeded.connect(self._on_written)
            task.failed.connect(self._on_not_written)
            task.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.form)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.save)
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.text)
        column.addWidget(self.hint)
        column.addLayout(foot)

    def _on_answered(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.text.setPlainText(self.content())

    def _on_failed(self, error: Exception) -> None:
        self.hint.set_text(str(error), tone="danger", icon="alert")

    def _on_form(self, _index: int) -> None:
        self.text.setPlainText(self.content())

    def _on_written(self, path: Path) -> None:
        words = self.tr("Wrote {file}. It is not encrypted: whoever has it can read it.")
        self.hint.set_text(words.format(file=path.name), tone="ok", icon="check")

    def _on_not_written(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else self.tr("it can’t be written")
        words = self.tr("The ledger was not written: {reason}. Nothing is lost. Choose another place.")
        self.hint.set_text(words.format(reason=reason), tone="danger", icon="alert")


def _write(path: Path, content: bytes, _progress: object) -> Path:
    replace_file(path, content)
    return path
