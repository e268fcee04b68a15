"""The panel beside the pages of a packet: what is in it, for whom, on what paper, and the two ways out."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from coachdesk.desk.translate import QT_TRANSLATE_NOOP
from coachdesk.model.person import first_name
from coachdesk.services.packet_rows import PacketKind
from coachdesk.services.packets import PacketPage
from coachdesk.ui.packets.choices import PARTS, Choices, Part, count_items, usual_parts
from coachdesk.ui.packets.paper import Paper
from coachdesk.ui.packets.sheet import Document
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Switch
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label, Line

_CONTEXT = "packet_choices"
PART_TITLES = {
    Part.SUMMARY: QT_TRANSLATE_NOOP("packet_choices", "Summary and competencies"),
    Part.OVER_TIME: QT_TRANSLATE_NOOP("packet_choices", "Growth over time"),
    Part.GATES: QT_TRANSLATE_NOOP("packet_choices", "Gates in words"),
    Part.COVERAGE: QT_TRANSLATE_NOOP("packet_choices", "Evidence by quarter"),
    Part.EVIDENCE: QT_TRANSLATE_NOOP("packet_choices", "Evidence list"),
    Part.GOALS: QT_TRANSLATE_NOOP("packet_choices", "Goals"),
    Part.FEEDBACK: QT_TRANSLATE_NOOP("packet_choices", "Feedback passed on"),
    Part.COMMENTS: QT_TRANSLATE_NOOP("packet_choices", "Self and agreed words"),
    Part.HISTORY: QT_TRANSLATE_NOOP("packet_choices", "Roles"),
}


class _LeftOut(QWidget):
    """Says what a packet never holds, on the ground of private things."""

    def __init__(self, look: Appearance) -> None:
        super().__init__()
        self.look = look
        self.label = Label(look, "")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(10))
        row.addWidget(Icon(look, "lock", "private"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        look.changed.connect(self.update)

    def set_count(self, count: int) -> None:
        """Say how many private things stay in the vault."""
        never = self.tr("Private notes, pulse and follow-ups only you see never leave the vault.")
        self.label.setText(f"{never} {self.tr('{count} left out.').format(count=count)}")
        self.setAccessibleName(self.label.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.look.colour("privateEdge"))
        painter.setBrush(self.look.colour("privateTint"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), self.look.px(6), self.look.px(6))


class PacketChoices(QWidget):
    """`kind_chosen(PacketKind)` asks for another packet, `changed` for another layout."""

    kind_chosen = Signal(object)
    changed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.kind = PacketKind.GROWTH
        self._ticked: dict[PacketKind, frozenset[Part]] = {}
        self.boxes: dict[Part, QCheckBox] = {}
        self._counts: dict[Part, Label] = {}
        self._lines: dict[Part, QWidget] = {}
        self.kinds = QButtonGroup(self)
        self.left_out = _LeftOut(look)
        self.paper = QComboBox()
        self.paper.setAccessibleName(self.tr("Paper"))
        for words, value in ((self.tr("A4, portrait"), Paper.A4), (self.tr("Letter, portrait"), Paper.LETTER)):
            self.paper.addItem(words, value)
        self.grey = Switch(look, self.tr("Charts in grey"))
        self.confidential = Switch(look, self.tr("Mark each page “Confidential”"))
        self.save = Button(look, self.tr("Save as PDF"), kind="primary", icon="download")
        self.print = Button(look, self.tr("Print"), icon="printer")
        self._lay_out()
        self._order_tabs()
        self.kinds.idClicked.connect(self._on_kind)
        self.paper.currentIndexChanged.connect(self.changed)
        for switch in (self.grey, self.confidential):
            switch.toggled.connect(self.changed)

    def choices(self) -> Choices:
        """Return what is chosen."""
        parts = frozenset(part for part in PARTS[self.kind] if self.boxes[part].isChecked())
        paper = self.paper.currentData()
        return Choices(parts, Paper(paper), self.grey.isChecked(), self.confidential.isChecked())

    def set_page(self, page: PacketPage) -> None:
        """Show a packet with the choices made for its kind, those usual at first."""
        packet = page.packet
        self.kind = packet.kind
        ticked = self._ticked.get(packet.kind, usual_parts(packet.kind))
        for part, box in self.boxes.items():
            self._lines[part].setVisible(part in PARTS[packet.kind])
            box.blockSignals(True)
            box.setChecked(part in ticked)
            box.blockSignals(False)
            count = count_items(packet, part)
            self._counts[part].setText(self._count_words(part, count))
            box.setEnabled(count != 0)
        self.kinds.button(list(PacketKind).index(packet.kind)).setChecked(True)
        self._names[PacketKind.GROWTH].setText(first_name(packet.name))
        self.left_out.set_count(page.left_out)

    def set_document(self, document: Document) -> None:
        """Say how many pages the parts take that are no lists."""
        pages = dict(document.part_pages)
        for part in (Part.SUMMARY, Part.OVER_TIME):
            count = pages.get(part.value, 0)
            words = self.tr("1 page") if count == 1 else self.tr("{count} pages").format(count=count)
            self._counts[part].setText(words if count else "")

    def _count_words(self, part: Part, count: int | None) -> str:
        if count is None:
            return ""
        if part is Part.EVIDENCE:
            return self.tr("1 item") if count == 1 else self.tr("{count} items").format(count=count)
        return str(count)

    def _lay_out(self) -> None:
        px = self.look.px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(20), px(18), px(20), px(12))
        column.setSpacing(px(8))
        column.addWidget(Label(self.look, self.tr("In the packet"), role="section"))
        for part, title in PART_TITLES.items():
            column.addWidget(self._build_part(part, QCoreApplication.translate(_CONTEXT, title)))
        column.addSpacing(px(4))
        column.addWidget(Line())
        column.addSpacing(px(4))
        column.addWidget(Label(self.look, self.tr("For"), role="section"))
        self._add_kinds(column)
        column.addWidget(self.left_out)
        column.addWidget(Line())
        column.addWidget(self._build_row(Label(self.look, self.tr("Paper")), self.paper))
        for switch in (self.grey, self.confidential):
            column.addWidget(self._build_row(Label(self.look, switch.accessibleName()), switch))
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(px(20), px(8), px(20), px(16))
        buttons.setSpacing(px(8))
        buttons.addWidget(self.save, 1)
        buttons.addWidget(self.print)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(build_scrolled(inner), 1)
        outer.addLayout(buttons)

    def _order_tabs(self) -> None:
        """Let Tab follow what is seen, from the first part to the buttons."""
        order: list[QWidget] = [*self.boxes.values(), *self._names.values(), self.paper, self.grey, self.confidential]
        order += [self.save, self.print]
        for earlier, later in pairwise(order):
            QWidget.setTabOrder(earlier, later)
        self.setFocusProxy(order[0])

    def _build_part(self, part: Part, title: str) -> QWidget:
        box = self.boxes[part] = QCheckBox(title)
        count = self._counts[part] = Label(self.look, "", role="small", tone="text3", wraps=False)
        box.toggled.connect(self._on_ticked)
        line = self._lines[part] = self._build_row(box, count)
        return line

    def _build_row(self, first: QWidget, last: QWidget) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(self.look.px(26))
        inner = QHBoxLayout(row)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(self.look.px(8))
        inner.addWidget(first, 1)
        inner.addWidget(last, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _add_kinds(self, column: QVBoxLayout) -> None:
        self._names: dict[PacketKind, QRadioButton] = {}
        for number, (kind, title, words) in enumerate(
            (
                (PacketKind.GROWTH, self.tr("The person"), self.tr("Shared content only")),
                (PacketKind.PROMOTION, self.tr("The promotion panel"), self.tr("Adds gates and evidence by quarter")),
                (PacketKind.SHEET, self.tr("Both, on one page"), self.tr("What counts, nothing to turn")),
            )
        ):
            button = self._names[kind] = QRadioButton(title)
            button.setAccessibleDescription(words)
            self.kinds.addButton(button, number)
            under = Label(self.look, words, role="small", tone="text3")
            under.setContentsMargins(self.look.px(24), 0, 0, self.look.px(2))
            block = QVBoxLayout()
            block.setSpacing(0)
            block.addWidget(button)
            block.addWidget(under)
            column.addLayout(block)

    def _on_kind(self, number: int) -> None:
        self.kind_chosen.emit(list(PacketKind)[number])

    def _on_ticked(self) -> None:
        self._ticked[self.kind] = self.choices().parts
        self.changed.emit()
