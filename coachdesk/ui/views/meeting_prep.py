"""The prep of a meeting: ready in three minutes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coachdesk.desk.desk import Desk
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.ui.theme.appearance import Appearance


class PrepStage(QWidget):
    """The middle of the prep page."""

    def __init__(self, desk: Desk, look: Appearance, view: QWidget) -> None:
        super().__init__(view)
        self.desk = desk
        self.look = look

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The widgets that F6 walks through, in the order of reading."""
        return (self,)

    def set_page(self, page: MeetingPage) -> None:
        """Show the prep of a meeting; called whenever the page was read again."""

    def leave(self) -> None:
        """Queue what was typed, before another meeting shows."""

    def flush(self) -> None:
        """Queue everything typed but not saved."""

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return False

    def run_action(self, action_id: str) -> bool:
        """Do an action of the keyboard map; return whether it was one of the prep."""
        return False
