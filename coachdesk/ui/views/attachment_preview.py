"""A note laid out, or one picture, in place of the editor. Nothing is fetched and no link is followed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from coachdesk.exchange.rendering import render_html
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import STRONG, Label, Line

_WIDEST = 560


class QuietBrowser(QTextBrowser):
    """Shows HTML. The only thing it loads is an attachment's picture that it was given; links are copied, not opened.

    `link_copied(address)`.
    """

    link_copied = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._pictures: Mapping[str, QImage] = {}
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.anchorClicked.connect(self._on_anchor)

    def show_html(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show a page; `pictures` are by attachment."""
        self._pictures = pictures
        document = self.document()
        document.clear()
        document.setDefaultFont(self.look.font("note"))
        colour = self.look.colour("accent").name()
        quiet = self.look.colour("text2").name()
        document.setDefaultStyleSheet(f"{STRONG} a {{ color: {colour}; }} blockquote {{ color: {quiet}; }}")
        document.setDocumentMargin(self.look.px(22))
        self.setHtml(html)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give a picture that is in memory, and nothing else, whatever the page asks for."""
        url = QUrl(name)
        if kind == QTextDocument.ResourceType.ImageResource.value and url.scheme() == "attachment":
            picture = self._pictures.get(url.path())
            if picture is not None:
                widest = min(self.look.px(_WIDEST), max(80, self.viewport().width() - self.look.px(60)))
                if picture.width() > widest:
                    return picture.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)
                return picture
        return QImage()

    def _on_anchor(self, url: QUrl) -> None:
        address = url.toString()
        QGuiApplication.clipboard().setText(address)
        self.link_copied.emit(address)


class PreviewPane(QWidget):
    """The laid-out note or a picture, with a heading and a way back. `closed` on Esc or the button."""

    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.title = Label(look, role="section", wraps=False)
        self.said = Label(look, role="small", tone="text3", wraps=False)
        self.back = Button(look, self.tr("Back to writing"), icon="pencil", small=True)
        self.browser = QuietBrowser(look)
        self._row = QHBoxLayout()
        self._row.addWidget(self.title)
        self._row.addWidget(self.said)
        self._row.addStretch(1)
        self._row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(Line())
        column.addWidget(self.browser, 1)
        self.setFocusProxy(self.browser)
        self.back.clicked.connect(self.closed)
        self.browser.link_copied.connect(self._on_link_copied)
        look.changed.connect(self._arrange)
        self._arrange()

    def show_note(self, blocks: tuple[Block, ...], pictures: Mapping[str, QImage]) -> None:
        """Show a note as it reads; private blocks keep their band and their words."""
        self.title.setText(self.tr("Preview"))
        self.said.setText("")
        self.browser.setAccessibleName(self.tr("Preview of the notes"))
        self.browser.show_html("".join(self._block_html(block) for block in blocks), pictures)

    def show_picture(self, name: str, picture: QImage | None) -> None:
        """Show one picture, or say that it can't be shown."""
        self.title.setText(name)
        self.said.setText("")
        self.browser.setAccessibleName(name)
        if picture is None:
            words = self.tr("This picture is too large, broken or of another kind, so it is not shown here. "
                            "The attachment is safe; you can save a copy.")  # fmt: skip
            self.browser.show_html(f"<p>{escape(words)}</p>", {})
        else:
            size = self.tr("{width} × {height} pixels")
            self.said.setText(size.format(width=picture.width(), height=picture.height()))
            self.browser.show_html('<p><img src="attachment:shown"></p>', {"shown": picture})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _block_html(self, block: Block) -> str:
        body = render_html(block.text)
        if block.visibility is Visibility.SHARED:
            return body
        ground, tone = self.look.colour("privateTint").name(), self.look.colour("private").name()
        words = escape(self.tr("Only you"))
        return (
            f'<table style="margin-top:8px; margin-bottom:8px" width="100%" cellpadding="8" bgcolor="{ground}"><tr><td>'
            f'<p style="color:{tone}"><small><b>{words}</b></small></p>{body}</td></tr></table>'
        )

    def _on_link_copied(self, _address: str) -> None:
        self.said.setText(self.tr("Address copied; links are not opened from here"))

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(20), px(8), px(16), px(8))
        self._row.setSpacing(px(12))
