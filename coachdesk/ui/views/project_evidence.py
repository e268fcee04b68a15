"""Picking sentences of a reflection that become evidence: ticked by Space, kept by one button, undone as one act."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.model.visibility import Visibility
from coachdesk.services.project_evidence import EvidenceProposal, ReflectionSentence
from coachdesk.ui.delegates.sentence_row import SentenceDelegate
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.rows import ROW_ROLE, RowText
from coachdesk.ui.widgets.text import Label

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SentencesModel(QAbstractListModel):
    """The sentences of a proposal; those that are evidence already can't be ticked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sentences: tuple[ReflectionSentence, ...] = ()
        self._name = ""
        self._ticked: set[int] = set()

    @property
    def ticked(self) -> tuple[ReflectionSentence, ...]:
        """What is picked, in order."""
        return tuple(self._sentences[at] for at in sorted(self._ticked))

    def set_sentences(self, sentences: tuple[ReflectionSentence, ...], name: str) -> None:
        """Show sentences by someone called `name` and by you; the same ones keep their ticks."""
        if (sentences, name) == (self._sentences, self._name):
            return
        self.beginResetModel()
        self._sentences, self._name, self._ticked = sentences, name, set()
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Pick a sentence, or leave it out."""
        if not self._sentences[row].is_taken:
            self._ticked ^= {row}
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many sentences there are."""
        return 0 if parent.isValid() else len(self._sentences)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows, its words, its tick, or all of it as one sentence."""
        if not index.isValid():
            return None
        one = self._sentences[index.row()]
        is_ticked = index.row() in self._ticked
        right = self.tr("kept already") if one.is_taken else self._name if one.is_theirs else self.tr("you")
        if role == ROW_ROLE:
            icon = "check" if one.is_taken else "checkbox" if is_ticked else "minus"
            tone = "text3" if one.is_taken else "text"
            return RowText(one.text, right=right, icon=icon, icon_tone="accent", title_tone=tone)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "" if one.is_taken else self.tr("picked") if is_ticked else self.tr("not picked")
            return ", ".join(part for part in (one.text, right, state) if part)
        return one.text if role == Qt.ItemDataRole.DisplayRole else None


class SentenceList(QListView):
    """`changed` when a tick is set or taken; as high as its sentences."""

    changed = Signal()

    def __init__(self, look: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.sentences = SentencesModel(self)
        self.setModel(self.sentences)
        self.setItemDelegate(SentenceDelegate(look, self, padding=8, divided=True))
        self.setAccessibleName(name)
        self.setProperty("surface", "rail")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.sentences.modelReset.connect(self._fit)
        look.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        """Return the height of all sentences at the present width."""
        return QSize(self.look.px(240), max(1, self._height()))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: the page scrolls."""
        return QSize(self.look.px(120), max(1, self._height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the sentences anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick at Space."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _height(self) -> int:
        return sum(self.sizeHintForRow(row) for row in range(self.sentences.rowCount()))

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.sentences.toggle(index.row())
        self.changed.emit()


class EvidencePick(QFrame):
    """Hidden until `ask`. `kept(sentences, visibility)`; Esc closes and keeps nothing."""

    kept = Signal(object, object)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("surface", "quietCard")
        self.setAccessibleName(self.tr("Make it evidence"))
        self.lead = Label(look, tone="text2")
        self.list = SentenceList(look, self.tr("Sentences to pick, Space picks"))
        self.audience = Segmented(look, self.tr("Who sees it"), (self.tr("Only you"), self.tr("Shared")), small=True)
        self.keep = Button(look, "", kind="primary", small=True)
        self.leave = Button(look, self.tr("Cancel"), small=True)
        foot = QHBoxLayout()
        foot.setSpacing(look.px(8))
        foot.addWidget(self.keep)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.audience)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.px(12),) * 4)
        column.setSpacing(look.px(8))
        for part in (self.lead, self.list):
            column.addWidget(part)
        column.addLayout(foot)
        self.list.changed.connect(self._show_count)
        self.keep.clicked.connect(self._on_keep)
        self.leave.clicked.connect(self.close_panel)
        self.hide()

    def ask(self, proposal: EvidenceProposal) -> None:
        """Offer the sentences of a reflection."""
        self.set_proposal(proposal)
        self.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.currentIndex().isValid() and proposal.sentences:
            self.list.setCurrentIndex(self.list.sentences.index(0))

    def set_proposal(self, proposal: EvidenceProposal) -> None:
        """Show what can be picked now; ticks stay where the sentences are the same."""
        name = first_name(proposal.person_name)
        about = self.tr("Evidence about {name} for {skill}. Pick what someone else could check.")
        plain = self.tr("Evidence about {name}. Pick what someone else could check.")
        self.lead.setText((about if proposal.competency else plain).format(name=name, skill=proposal.competency))
        self.list.sentences.set_sentences(proposal.sentences, name)
        self._show_count()

    def close_panel(self) -> None:
        """Take the sentences away; does nothing when they are not there."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; keep on Enter in the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus() and not event.modifiers():
            self._on_keep()
        else:
            super().keyPressEvent(event)

    def _show_count(self) -> None:
        count = len(self.list.sentences.ticked)
        one, many = self.tr("Keep 1 sentence as evidence"), self.tr("Keep {count} sentences as evidence")
        self.keep.setText(one if count == 1 else many.format(count=count) if count else self.tr("Keep as evidence"))
        self.keep.setEnabled(count > 0)
        self.keep.updateGeometry()

    def _on_keep(self) -> None:
        picked = self.list.sentences.ticked
        if picked:
            visibility = Visibility.ONLY_YOU if self.audience.index() == 0 else Visibility.SHARED
            self.close_panel()
            self.kept.emit(picked, visibility)
