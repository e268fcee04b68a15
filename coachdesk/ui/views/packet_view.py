"""The page of a packet: thumbnails, the page as it will be printed, and the choices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Task
from coachdesk.services.packet_rows import PacketKind
from coachdesk.services.packets import PacketPage, get_packet_page
from coachdesk.store.changes import Topic
from coachdesk.ui.packets.choices import Choices
from coachdesk.ui.packets.layout import lay_out_packet
from coachdesk.ui.packets.pdf import NotPrinted, page_layout, print_document
from coachdesk.ui.packets.saving import NotSaved, save_packet
from coachdesk.ui.packets.sheet import Document
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.packet_choices import PacketChoices
from coachdesk.ui.views.packet_dialogs import PacketDialogs, SystemPacketDialogs
from coachdesk.ui.views.packet_pages import PagePreview, Thumbnails
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label

_PANEL, _PAGES, _LEAST_PAGE = 336, 152, 300
_PANEL_SHARE = 0.64


class PacketView(View):
    """Shows `Route("packet", person_id, tab=kind)`; the kind is growth when none is named."""

    topics = frozenset({Topic.PEOPLE, Topic.REVIEWS, Topic.EVIDENCE, Topic.PLANS, Topic.OBSERVATIONS})
    collapses_sidebar = True

    def __init__(
        self, desk: Desk, look: Appearance, parent: QWidget | None = None, *, dialogs: PacketDialogs | None = None
    ) -> None:
        super().__init__(desk, look, parent)
        self.dialogs = dialogs or SystemPacketDialogs()
        self.document: Document | None = None
        self._page: PacketPage | None = None
        self._kind = PacketKind.GROWTH
        self._query = LatestQuery(self, desk)
        self.thumbnails = Thumbnails(look)
        self.thumbnails_edge = _Edge(look)
        self.preview = PagePreview(look)
        self.panel = PacketChoices(look)
        self.banner = Banner(look, "info", "", can_dismiss=True)
        self.smaller = IconButton(look, "minus", self.tr("Smaller page"))
        self.zoom_label = Label(look, "", tone="text2", wraps=False)
        self.larger = IconButton(look, "plus", self.tr("Larger page"))
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Choices, pages, and the page."""
        return (self.panel, *(() if self.thumbnails.isHidden() else (self.thumbnails,)), self.preview)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The zoom."""
        return (self.smaller, self.zoom_label, self.larger)

    def show_route(self, route: Route) -> None:
        """Show the packet of a person."""
        self._kind = PacketKind(route.tab) if route.tab in list(PacketKind) else PacketKind.GROWTH
        self.banner.hide()
        self.thumbnails.go(0)
        super().show_route(route)
        self.title_changed.emit(self.tr("Growth packet"), "")

    def refresh(self) -> None:
        """Ask for what is shared."""
        if self.route is not None and self.route.person_id is not None:
            today = self.desk.local_now.date()
            self._query.ask(get_packet_page, self.route.person_id, self._kind, today, self.desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Print or save by the keys of the window."""
        acts: dict[str, Callable[[], None]] = {"packet": self.print_packet, "packet.save": self.save_pdf}
        if action_id not in acts:
            return False
        acts[action_id]()
        return True

    def save_pdf(self) -> None:
        """Ask for a file and write the packet there, whole or not at all."""
        if self.document is None:
            return
        path = self.dialogs.choose_pdf(self, Path.home() / f"{self._file_name()}.pdf")
        if path is None:
            return
        task = Task(self, self.desk, _Save(self.document, self.panel.choices(), path))
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)
        task.start()

    def print_packet(self) -> None:
        """Ask for a printer and print what shows."""
        if self.document is None:
            return
        choices = self.panel.choices()
        printer = self.dialogs.choose_printer(self, page_layout(choices.paper))
        if printer is None:
            return
        try:
            print_document(self.document, printer, is_grey=choices.is_grey)
        except NotPrinted as error:
            self._say("danger", str(error))
        else:
            self._say("ok", self.tr("The packet is with the printer."))

    def _file_name(self) -> str:
        """Return a name without a person in it: files are seen by more people than vaults."""
        names = {
            PacketKind.GROWTH: self.tr("Growth review"),
            PacketKind.PROMOTION: self.tr("Promotion packet"),
            PacketKind.SHEET: self.tr("Growth on one page"),
        }
        return f"{names[self._kind]} {self.desk.local_now.date().isoformat()}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give large text in a small window its room: thumbnails go first, PageUp and PageDown turn pages as before."""
        super().resizeEvent(event)
        px = self.look.px
        is_narrow = self.width() < px(_PANEL + _PAGES + _LEAST_PAGE)
        for widget in (self.thumbnails, self.thumbnails_edge):
            widget.setVisible(not is_narrow)
        self.panel.setFixedWidth(min(px(_PANEL), round(self.width() * _PANEL_SHARE)))

    def _lay_out(self) -> None:
        px = self.look.px
        ground = QWidget()
        set_ground(ground, "window")
        centre = QVBoxLayout(ground)
        centre.setContentsMargins(px(20), px(20), px(20), px(20))
        centre.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        centre.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(ground)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.banner)
        middle.addWidget(self.area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addWidget(self.thumbnails_edge)
        row.addLayout(middle, 1)
        row.addWidget(_Edge(self.look))
        row.addWidget(self.panel)
        self.banner.hide()
        self.preview.set_zoom(63)
        self._on_zoom(63)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self.thumbnails.page_chosen.connect(self.preview.set_page)
        self.preview.page_step_requested.connect(self._on_page_step)
        self.preview.zoom_changed.connect(self._on_zoom)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.panel.changed.connect(self._show)
        self.panel.kind_chosen.connect(self._on_kind)
        self.panel.save.clicked.connect(self.save_pdf)
        self.panel.print.clicked.connect(self.print_packet)
        self.banner.dismissed.connect(self.banner.hide)

    def _on_answered(self, page: PacketPage) -> None:
        self._page = page
        self.panel.set_page(page)
        self.title_changed.emit(self.tr("Growth packet"), page.packet.name)
        self._show()

    def _show(self) -> None:
        """Lay the pages out as chosen."""
        if self._page is None:
            return
        choices = self.panel.choices()
        self.document = lay_out_packet(self._page.packet, choices)
        self.panel.set_document(self.document)
        self.preview.set_document(self.document, is_grey=choices.is_grey)
        self.thumbnails.set_document(self.document, is_grey=choices.is_grey)

    def _on_kind(self, kind: PacketKind) -> None:
        self._kind = kind
        self.refresh()

    def _on_page_step(self, step: int) -> None:
        self.thumbnails.go(self.thumbnails.page + step)
        self.area.verticalScrollBar().setValue(0)

    def _on_smaller(self) -> None:
        self.preview.step_zoom(-1)

    def _on_larger(self) -> None:
        self.preview.step_zoom(1)

    def _on_zoom(self, percent: int) -> None:
        self.zoom_label.setText(self.tr("{percent} %").format(percent=percent))

    def _on_saved(self) -> None:
        self._say("ok", self.tr("Saved. The file is not encrypted: whoever has it can read it."))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, NotSaved):
            self._say("danger", str(error))
        else:
            self.desk.bus.crashed.emit(error)

    def _say(self, kind: str, text: str) -> None:
        self.banner.show()
        self.banner.set_message(kind, text)


class _Edge(QWidget):
    """An upright hairline between two panes."""

    def __init__(self, look: Appearance) -> None:
        super().__init__()
        self.look = look
        self.setFixedWidth(1)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        QPainter(self).fillRect(self.rect(), self.look.colour("border"))


class _Save:
    """Writes the PDF off the UI thread; it holds values only."""

    def __init__(self, document: Document, choices: Choices, path: Path) -> None:
        self._document = document
        self._choices = choices
        self._path = path

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        save_packet(self._document, self._choices, self._path, may_replace=True)
