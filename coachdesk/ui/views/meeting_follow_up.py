"""The follow-up of a meeting: what is left to do before it is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import Label


class FollowUpStage(QWidget):
    """Shows what was open and discussed. `view` is the page that it stands on."""

    def __init__(self, desk: Desk, look: Appearance, view: QWidget) -> None:
        super().__init__(view)
        self.desk = desk
        self.look = look
        self._words = Label(look, "", tone="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.addWidget(self._words)
        column.addStretch(1)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The widgets that F6 walks through, in the order of reading."""
        return (self,)

    def set_page(self, page: MeetingPage) -> None:
        """Show the follow-up of a meeting; called whenever the page was read again."""
        done = sum(row.is_done for row in page.agenda)
        self._words.setText(self.tr("{done} of {total} discussed").format(done=done, total=len(page.agenda)))

    def flush(self) -> None:
        """Queue everything typed but not saved."""

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return False

    def run_action(self, action_id: str) -> bool:
        """Do an action of the keyboard map; `meeting.start` (Ctrl+Enter, and the bar's button) closes the meeting."""
        return False
