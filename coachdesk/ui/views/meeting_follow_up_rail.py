"""Beside the follow-up: what to look at before closing, the pulse, the next date, and a line for the next time."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.note import NoteKind
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.follow_up import FollowUp
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.meetings import set_pulse
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.ui.charts.pulse_line import PulseLine
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.about_editor import AboutEditor
from coachdesk.ui.views.meeting_foot import NextMeeting, PulsePicker
from coachdesk.ui.widgets.choices import CheckLine
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.text import Label, Line


class FollowUpRail(QFrame):
    """Advice only: nothing here has to be done before the meeting can be closed. It writes by itself."""

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self._note_ids: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._is_stacked = False
        self.setProperty("surface", "rail")
        self.checks = tuple(CheckLine(look, "") for _ in range(4))
        self.picker = PulsePicker(look)
        self.line = PulseLine(look)
        self.next = NextMeeting(desk, look)
        self.next_words = Label(look, role="small", tone="text3")
        self.next_time = AboutEditor(look)
        self.next_time.edit.setAccessibleName(self.tr("For you next time, only you"))
        self.next_time.edit.setPlaceholderText(self.tr("What to come back to"))
        self.next_time.edit.setAccessibleDescription(self.tr("Shown when you prepare the next meeting"))
        self._lay_out()
        self.picker.chosen.connect(self._on_pulse)
        self.picker.cleared.connect(self._on_pulse_cleared)
        self.next_time.save_requested.connect(self._on_save_requested)
        look.changed.connect(self._arrange)
        self._arrange()

    def set_page(self, page: MeetingPage, follow_up: FollowUp) -> None:
        """Show what is left of a meeting."""
        self._page = page
        meeting = page.meeting
        self.picker.set_pulse(meeting.pulse)
        self.line.set_values(page.pulses_before if meeting.pulse is None else (*page.pulses_before, meeting.pulse))
        self.next.show_page(page)
        carried = sum(not row.is_done for row in page.agenda)
        words = self.tr("1 item carries over") if carried == 1 else self.tr("{count} items carry over")
        self.next_words.setText(words.format(count=carried) if carried else self.tr("Nothing carries over"))
        self._show_checks(page, follow_up)
        self._people[meeting.meeting_id] = meeting.person_id
        note = follow_up.next_time
        if note is not None:
            self._note_ids[meeting.meeting_id] = note.note_id
        text = "\n\n".join(block.text for block in note.blocks) if note is not None else ""
        self.next_time.set_about(meeting.meeting_id, text)

    def set_stacked(self, stacked: bool) -> None:
        """Stand below the rest or beside it: the hairline is at the top or at the side."""
        self._is_stacked = stacked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline towards the rest."""
        super().paintEvent(event)
        at_end = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = QRect(self.width() - 1 if at_end else 0, 0, 1, self.height())
        top = QRect(0, 0, self.width(), 1)
        QPainter(self).fillRect(top if self._is_stacked else side, self.look.colour("divider"))

    def _show_checks(self, page: MeetingPage, follow_up: FollowUp) -> None:
        held = (
            (self.tr("Owners and dates on all actions"), all(row.due_on for row in follow_up.actions)),
            (
                self.tr("Summary copied for {name}").format(name=page.first_name),
                follow_up.summary_copied_at is not None,
            ),
            (self.tr("Pulse noted"), page.meeting.pulse is not None),
            (self.tr("Next date set"), page.next_at is not None),
        )
        for line, (words, is_met) in zip(self.checks, held, strict=True):
            line.set_text(words)
            line.set_state("met" if is_met else "open")

    def _lay_out(self) -> None:
        look = self.look
        self._column = QVBoxLayout(self)
        pulse = QHBoxLayout()
        pulse.setSpacing(look.px(12))
        pulse.addWidget(self.picker)
        pulse.addWidget(self.line)
        pulse.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(Label(look, self.tr("For you next time"), role="section", wraps=False))
        head.addWidget(Tag(look, self.tr("Only you"), "private"))
        head.addStretch(1)
        self._column.addWidget(Label(look, self.tr("Before you close"), role="section"))
        for line in self.checks:
            self._column.addWidget(line)
        self._rule()
        self._column.addWidget(Label(look, self.tr("Pulse"), role="section"))
        self._column.addLayout(pulse)
        self._rule()
        self._column.addWidget(Label(look, self.tr("Next"), role="section"))
        self._column.addWidget(self.next)
        self._column.addWidget(self.next_words)
        self._rule()
        self._column.addLayout(head)
        self._column.addWidget(self.next_time)
        self._column.addStretch(1)

    def _rule(self) -> None:
        self._column.addSpacing(self.look.px(8))
        self._column.addWidget(Line())
        self._column.addSpacing(self.look.px(8))

    def _arrange(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(12))
        self._column.setSpacing(px(8))

    def _on_pulse(self, index: int) -> None:
        self._set_pulse(index + 1, self.tr("Pulse changed"))

    def _on_pulse_cleared(self) -> None:
        self._set_pulse(None, self.tr("Pulse taken back"))

    def _set_pulse(self, pulse: int | None, words: str) -> None:
        if self._page is not None:
            Operation(self, self.desk, set_pulse, self._page.meeting.meeting_id, pulse, label=words).start()

    def _on_save_requested(self, meeting_id: str, text: str) -> None:
        note_id = self._note_ids.setdefault(meeting_id, new_note_id())
        blocks = (Block(Visibility.ONLY_YOU, text),) if text else ()
        draft = NoteDraft(note_id, self._people[meeting_id], meeting_id, blocks, NoteKind.NEXT_TIME)
        operation = _KeepLine(self, self.desk, draft, text)
        operation.kept.connect(self.next_time.set_saved)
        operation.failed.connect(self._on_not_saved)
        operation.start()

    def _on_not_saved(self, _error: object) -> None:
        self.next_time.set_failed()


class _KeepLine(Operation):
    """Saves the line for the next time and says of which meeting and which words it was."""

    kept = Signal(str, str)

    def __init__(self, initiator: QWidget, desk: Desk, draft: NoteDraft, text: str) -> None:
        super().__init__(initiator, desk, save_note, draft)
        self._kept = (draft.meeting_id or "", text)
        self.succeeded.connect(self._on_succeeded)

    def _on_succeeded(self, _saved_at: object) -> None:
        self.kept.emit(*self._kept)
