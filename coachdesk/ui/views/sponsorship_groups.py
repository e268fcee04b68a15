"""The lower right of the sponsorship page: shares by self-described group, locked until the passphrase comes again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.services.group_figures import GroupFigures, find_figures, take_figures
from coachdesk.services.self_descriptions import UnreadableWords
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.legend import Legend, LegendItem
from coachdesk.ui.charts.share_chart import ShareFigure, lay_out_shares, needed_height, paint_shares
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.groups_unlock import GroupsUnlock, HeldKey
from coachdesk.ui.views.growth_figure import FigureBox
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_groups_words import (
    build_figure,
    build_table,
    note_words,
    rule_words,
    summary_words,
)
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label


class GroupPane(QWidget):
    """Shows the figures while its key is held. Hiding it, however that comes about, forgets key and figures."""

    navigate_requested = Signal(Route)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.held = HeldKey(self)
        self._query = LatestQuery(self, desk)
        self.unlock = GroupsUnlock(
            look,
            desk,
            self.tr(
                "Shares by group come from what people said of themselves, which is sealed apart from the rest of the "
                "vault. They are locked again after 5 minutes, and when you leave the page or lock CoachDesk."
            ),
        )
        canvas = ChartCanvas(look, self.tr("By group"), lay_out_shares, paint_shares)
        self.figure = FigureBox(look, "groups", canvas)
        self.legend = Legend(look)
        self.note = Label(look, role="small", tone="text3")
        self.rule = Label(look, rule_words(), role="small", tone="text3")
        self.failure = Banner(look, "danger", "")
        self.lock_button = IconButton(look, "lock", self.tr("Lock these figures"), edge=24, size=14)
        self._locked, self._open = QWidget(), QWidget()
        self._lay_out()
        self._connect()
        self._show_part()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The field, or the chart or its table."""
        return (self.unlock.current.edit,) if self.held.key is None else (self.figure.pane,)

    @property
    def is_open(self) -> bool:
        """Whether the figures may be seen."""
        return self.held.key is not None

    def show_page(self) -> None:
        """Ask for the figures anew while the key is held, else for the passphrase."""
        key = self.held.key
        if key is None:
            self.unlock.ask()
            return
        self.failure.hide()
        if self.desk.vault.read_only:
            self._query.ask(find_figures, key)
            return
        operation = Operation(self, self.desk, take_figures, key, self.desk.local_now.date())
        operation.succeeded.connect(self._on_answered)
        operation.failed.connect(self._on_failed)
        operation.start()

    def lock(self) -> None:
        """Forget the key, and all that it showed."""
        self.held.forget()
        self.unlock.forget()

    def swap_table(self) -> None:
        """Show the table in the place of the chart, or the chart again."""
        if self.is_open:
            self.figure.show_as_table(not self.figure.is_table)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lock when the page, the window or presenter mode takes the pane off the screen."""
        super().hideEvent(event)
        self.lock()

    def _lay_out(self) -> None:
        px, look = self.look.px, self.look
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Icon(look, "lock", "text3", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Label(look, self.tr("By group"), role="section", wraps=False))
        head.addWidget(Label(look, self.tr("locked"), tone="text3", wraps=False), 1)
        locked = QVBoxLayout(self._locked)
        locked.setContentsMargins(0, 0, 0, 0)
        locked.setSpacing(px(12))
        locked.addLayout(head)
        locked.addWidget(self.unlock)
        locked.addStretch(1)
        self.figure.set_note(self.tr("how people describe themselves, if they wish"))
        self.figure.head.insertWidget(2, self.lock_button)
        shown = QVBoxLayout(self._open)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(px(8))
        for widget in (self.figure, self.note, self.rule, self.failure):
            shown.addWidget(widget)
        self.figure.layout().insertWidget(1, self.legend)  # type: ignore[union-attr]
        shown.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(12), px(24), px(16))
        column.addWidget(self._locked)
        column.addWidget(self._open)
        self.legend.set_items(
            (LegendItem("ring", self.tr("Share of people")), LegendItem("square", self.tr("Share of those offered")))
        )
        self.failure.hide()

    def _connect(self) -> None:
        self.unlock.opened.connect(self._on_opened)
        self.held.forgotten.connect(self._on_forgotten)
        self.lock_button.clicked.connect(self._on_lock_clicked)
        self.figure.explain_requested.connect(self._on_explain)
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_failed)

    def _show_part(self) -> None:
        self._locked.setVisible(not self.is_open)
        self._open.setVisible(self.is_open)

    def _on_opened(self, key: object) -> None:
        self.held.hold(key)  # type: ignore[arg-type]
        self.figure.hide()
        self.show_page()
        self._show_part()

    def _on_answered(self, figures: GroupFigures | None) -> None:
        if not self.is_open:
            return
        if figures is None:
            self.note.setText(self.tr("There are no figures yet, and this vault can only be read at present."))
            return
        today = self.desk.local_now.date()
        figure = build_figure(figures)
        had_none = self.figure.isHidden()
        self.figure.canvas.set_figure(figure, summary_words(figures, today), height=needed_height(figure))
        self.figure.set_table(*build_table(figures))
        self.note.setText(note_words(figures, today))
        self.legend.setVisible(bool(figures.lines))
        self.figure.show()
        if had_none:
            self.figure.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        """Say what the vault can't tell; a key that was forgotten meanwhile only means that nobody looks any more."""
        if not self.is_open:
            return
        words = str(error) if isinstance(error, UnreadableWords) else self.tr("The figures can't be read at present.")
        self.failure.set_message("danger", words)
        self.failure.show()

    def _on_forgotten(self) -> None:
        self.figure.canvas.set_figure(ShareFigure((), "", ""), "", height=0)
        self.figure.show_as_table(False)
        self.figure.set_table((), ())
        self.note.setText("")
        self.failure.hide()
        self._show_part()
        self.unlock.ask()

    def _on_lock_clicked(self) -> None:
        self.lock()
        self.unlock.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_explain(self, _figure_id: str) -> None:
        self.navigate_requested.emit(Route("help", tab="groups"))
