"""The summary for the person: what is shared, to copy as Markdown, plain text or mail, or to save as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from coachdesk.exchange.rendering import render_html
from coachdesk.services.follow_up import LeftOut
from coachdesk.services.summary import SharedSummary
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import STRONG, Label

ChooseFile = Callable[[QWidget, str, str, str], str]


def choose_file(parent: QWidget, title: str, name: str, kinds: str) -> str:
    """Ask where to save a file; empty when the user thought better of it."""
    return QFileDialog.getSaveFileName(parent, title, name, kinds)[0]


def write_summary(summary: SharedSummary, path: Path) -> None:
    """Write a summary in the form that the end of the file's name says; Markdown for an unknown one. Raises OSError."""
    forms = {".txt": summary.plain_text, ".html": render_html(summary.markdown), ".htm": render_html(summary.markdown)}
    path.write_text(forms.get(path.suffix.lower(), summary.markdown), encoding="utf-8")


class SummaryText(QTextEdit):
    """Shows a summary to read and select; it loads nothing from anywhere."""

    copy_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("background: transparent; border: 0;")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.document().setDocumentMargin(look.px(12))
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)

    def set_summary(self, summary: SharedSummary) -> None:
        """Show another summary."""
        px = self.look.px
        style = (
            f"{STRONG} h1, h2, h3, h4 {{ margin-top: {px(8)}px; margin-bottom: {px(2)}px; }} "
            f"p {{ margin-top: {px(2)}px; margin-bottom: {px(4)}px; }} "
            f"ul, ol {{ margin-top: 0; margin-bottom: {px(4)}px; margin-left: {px(14)}px; -qt-list-indent: 0; }}"
        )
        self.document().setDefaultStyleSheet(style)
        self.setFont(self.look.font("body"))
        self.setHtml(render_html(summary.markdown))
        self._level_headings()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing: a summary has words only."""
        return None

    def sizeHint(self) -> QSize:
        """Return the height of the whole text."""
        return QSize(self.look.px(320), max(self.look.px(120), round(self.document().size().height()) + 4))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the page scrolls, not the text."""
        return QSize(self.look.px(160), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy all where nothing is selected; leave digits to the pulse."""
        if event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_requested.emit()
        elif event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _level_headings(self) -> None:
        """Show headings as bold lines: Qt takes no size for them from a style sheet."""
        plain = QTextCharFormat()
        plain.setFont(self.look.font("section"))
        plain.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(plain)
            block = block.next()

    def _on_size_changed(self) -> None:
        self.updateGeometry()


class SummaryPart(QWidget):
    """The heading with its acts, the text, and what stays out of it. `taken` when it was copied or saved."""

    taken = Signal()

    def __init__(self, look: Appearance, *, choose: ChooseFile = choose_file, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._choose = choose
        self._summary: SharedSummary | None = None
        self._file_name = ""
        self.title = Label(look, role="section", wraps=False)
        self.tag = Tag(look, self.tr("Shared blocks only"), "outline")
        self.copy = Button(look, self.tr("Copy"), icon="copy", small=True)
        self.forms = IconButton(look, "cd", self.tr("Copy in another form"), edge=28, size=14)
        self.save = Button(look, self.tr("Save"), icon="doc", small=True)
        self.text = SummaryText(look)
        self.text.setAccessibleName(self.tr("Summary"))
        self.left_out = Label(look, role="small", tone="private")
        self._lock = Icon(look, "lock", "private", size=14)
        self.problem = Banner(look, "danger", "", can_dismiss=True)
        self.problem.hide()
        self.menu = self._build_menu()
        self._lay_out()
        self.setFocusProxy(self.text)
        self.copy.clicked.connect(self.copy_mail)
        self.forms.clicked.connect(self._on_forms)
        self.save.clicked.connect(self.save_file)
        self.text.copy_requested.connect(self.copy_mail)
        self.problem.dismissed.connect(self.problem.hide)

    def set_summary(self, summary: SharedSummary, first_name: str, left_out: LeftOut) -> None:
        """Show another summary and how much stays out of it."""
        self.title.setText(self.tr("Summary for {name}").format(name=first_name))
        self._file_name = self.tr("Summary {day}.md").format(day=summary.held_on.isoformat())
        if summary != self._summary:
            self._summary = summary
            self.text.set_summary(summary)
        words = self._left_out_words(left_out)
        self.left_out.setText(words)
        self.left_out.setVisible(bool(words))
        self._lock.setVisible(bool(words))

    def set_stacked(self, stacked: bool) -> None:
        """Put the buttons under the heading where there is little room."""
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)

    def copy_mail(self) -> None:
        """Copy as a mail body: formatted for programs that take it, plain for others."""
        if self._summary is not None:
            mime = QMimeData()
            mime.setHtml(render_html(self._summary.markdown))
            mime.setText(self._summary.plain_text)
            QGuiApplication.clipboard().setMimeData(mime)
            self.taken.emit()

    def copy_markdown(self) -> None:
        """Copy as Markdown."""
        if self._summary is not None:
            QGuiApplication.clipboard().setText(self._summary.markdown)
            self.taken.emit()

    def copy_plain(self) -> None:
        """Copy as plain text."""
        if self._summary is not None:
            QGuiApplication.clipboard().setText(self._summary.plain_text)
            self.taken.emit()

    def save_file(self) -> None:
        """Write the summary to a file that the user chooses."""
        kinds = self.tr("Markdown (*.md);;Plain text (*.txt);;Web page (*.html)")
        chosen = self._choose(self, self.tr("Save the summary"), self._file_name, kinds)
        if not chosen or self._summary is None:
            return
        try:
            write_summary(self._summary, Path(chosen))
        except OSError:
            words = self.tr("The summary was not saved there. Nothing is lost; choose another folder or copy it.")
            self.problem.set_message("danger", words)
            self.problem.show()
            return
        self.problem.hide()
        self.taken.emit()

    def _left_out_words(self, left_out: LeftOut) -> str:
        counted = (
            (left_out.blocks, self.tr("1 private block"), self.tr("{count} private blocks")),
            (left_out.items, self.tr("1 private agenda item"), self.tr("{count} private agenda items")),
            (left_out.actions, self.tr("1 private action"), self.tr("{count} private actions")),
        )
        parts = [one if count == 1 else many.format(count=count) for count, one, many in counted if count]
        if not parts:
            return ""
        listed = (
            parts[0]
            if len(parts) == 1
            else self.tr("{some} and {last}").format(some=", ".join(parts[:-1]), last=parts[-1])
        )
        is_one = len(parts) == 1 and sum(count for count, _, _ in counted) == 1
        words = self.tr("{parts} stays out of the summary") if is_one else self.tr("{parts} stay out of the summary")
        return words.format(parts=listed)

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, act in (
            (self.tr("Copy for a mail"), self.copy_mail),
            (self.tr("Copy as Markdown"), self.copy_markdown),
            (self.tr("Copy as plain text"), self.copy_plain),
        ):
            menu.addAction(words).triggered.connect(act)
        return menu

    def _lay_out(self) -> None:
        px = self.look.px
        name, acts = QHBoxLayout(), QHBoxLayout()
        for layout in (name, acts):
            layout.setSpacing(px(8))
        name.addWidget(self.title)
        name.addWidget(self.tag)
        name.addStretch(1)
        for button in (self.copy, self.forms, self.save):
            acts.addWidget(button)
        acts.addStretch(0)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(px(8))
        self._head.addLayout(name, 1)
        self._head.addLayout(acts)
        frame = QFrame()
        frame.setProperty("surface", "quietCard")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.text)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.left_out, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(self._head)
        column.addWidget(self.problem)
        column.addWidget(frame, 1)
        column.addLayout(foot)

    def _on_forms(self) -> None:
        self.menu.popup(self.forms.mapToGlobal(self.forms.rect().bottomLeft()))
