"""The lines of the notes that were marked as evidence, each with the competency that it is about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.follow_up import CompetencyChoice, EvidenceRow
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import ElidedLabel, Label


class EvidenceLine(QWidget):
    """One line of evidence. `competency_chosen(evidence id, competency id or empty)`."""

    competency_chosen = Signal(str, str)

    def __init__(self, look: Appearance, evidence_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.evidence_id = evidence_id
        self.words = ElidedLabel(look)
        self.source = Label(look, role="small", tone="text3")
        self.choice = QComboBox()
        self.choice.setProperty("small", True)
        self.choice.setFont(look.font("small"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setFixedWidth(look.px(180))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(6), 0, look.px(7))
        row.setSpacing(look.px(12))
        row.addWidget(Icon(look, "award", "text2"))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.words)
        texts.addWidget(self.source)
        row.addLayout(texts, 1)
        row.addWidget(self.choice)
        self.choice.activated.connect(self._on_activated)

    def set_row(self, row: EvidenceRow, choices: tuple[CompetencyChoice, ...]) -> None:
        """Show a line and the competencies to choose from."""
        self.words.setText(row.text)
        self.source.setText(self.tr("from your own notes, only you") if row.is_private else self._shared_words())
        self.choice.setAccessibleName(self.tr("Competency of: {text}").format(text=row.text))
        self.choice.clear()
        self.choice.addItem(self.tr("Choose an area"), "")
        for one in choices:
            self.choice.addItem(one.name, one.competency_id)
        at = self.choice.findData(row.competency_id)
        if at < 0:
            self.choice.addItem(row.competency_id, row.competency_id)
            at = self.choice.count() - 1
        self.choice.setCurrentIndex(at)
        self.choice.setToolTip(self.choice.currentText())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("divider"))

    def _shared_words(self) -> str:
        return self.tr("from your shared notes")

    def _on_activated(self, index: int) -> None:
        self.competency_chosen.emit(self.evidence_id, self.choice.itemData(index))


class EvidencePart(QWidget):
    """The heading and a line for each piece of evidence; what is not marked is not guessed."""

    competency_chosen = Signal(str, str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.lines: tuple[EvidenceLine, ...] = ()
        self.heading = SectionHeading(look, self.tr("Evidence to keep"))
        self.nothing = Label(look, self.tr("No line of the notes is marked as evidence"), tone="text3")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(self._list)
        column.addWidget(self.nothing)

    def set_evidence(self, rows: tuple[EvidenceRow, ...], choices: tuple[CompetencyChoice, ...]) -> None:
        """Show other evidence."""
        if tuple(line.evidence_id for line in self.lines) != tuple(row.evidence_id for row in rows):
            for line in self.lines:
                self._list.removeWidget(line)
                line.hide()
                line.deleteLater()
            self.lines = tuple(EvidenceLine(self.look, row.evidence_id) for row in rows)
            for line in self.lines:
                line.competency_chosen.connect(self.competency_chosen)
                self._list.addWidget(line)
        for line, row in zip(self.lines, rows, strict=True):
            line.set_row(row, choices)
        self.heading.set_text(self.tr("Evidence to keep"), self._found_words(len(rows)))
        self.nothing.setVisible(not rows)

    def _found_words(self, count: int) -> str:
        return self.tr("{count} marked").format(count=count) if count else ""
