"""Words about a step that was asked for but not taken: they outlive the page, a lock and a close."""

from __future__ import annotations

from PySide6.QtCore import QObject

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.opportunities import add_remark
from coachdesk.ui.views.sponsorship_move import MoveRow


class MoveRemark(QObject):
    """Keeps them as a private remark on whoever has the offer: nothing is lost, nothing is claimed."""

    def __init__(self, view: QObject, desk: Desk, row: MoveRow) -> None:
        super().__init__(view)
        self._desk = desk
        self._row = row
        self._words = self._kept = ""

    def flush(self) -> None:
        """Queue what is typed."""
        owner = self.parent()
        if not self.has_unsaved() or owner is None:
            return
        self._words = self._row.typed
        operation = Operation(owner, self._desk, add_remark, self._row.project_id, self._words, label=self.tr("Remark"))
        operation.succeeded.connect(self._on_kept)
        operation.start()

    def has_unsaved(self) -> bool:
        """Return whether words are not on disk yet."""
        return self._row.typed not in ("", self._kept)

    def _on_kept(self, _result: object) -> None:
        self._kept = self._words
