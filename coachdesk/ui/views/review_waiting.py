"""What stands in place of the table while there is nothing to compare yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coachdesk.model.person import first_name
from coachdesk.services.review_page import ReviewPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.messages import EmptyState


class WaitingPanel(EmptyState):
    """Says which side is missing, and how much of yours."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", " ", framed=False, parent=parent)
        self.title.setText(self.tr("Nothing to compare yet"))

    def set_page(self, page: ReviewPage) -> None:
        """Show what a review waits for."""
        missing = []
        if page.review.self_handed_in_at is None:
            missing.append(self.tr("{name}’s marks are not in yet.").format(name=first_name(page.person_name)))
        if page.review.yours_handed_in_at is None:
            words = self.tr("Yours are not handed in; {count} of {total} are missing.")
            missing.append(words.format(count=page.missing(page.marks.yours), total=len(page.lines)))
        self.sentence.setText(" ".join(missing))
