"""Stops of the tour on live notes: a line that becomes a promise, one that becomes evidence, preview, versions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, find_note_of_meeting, save_note

if TYPE_CHECKING:
    from coachdesk.ui.views.meeting_view import MeetingView
    from coachdesk.ui.windows.main import MainWindow


def show_promise_bar(window: MainWindow) -> None:
    """Type whose promise a line is, and by when."""
    view = _open_line(window, "Amara proposes")
    view.run_action("line.promise")
    view.notes.lines.promise_bar.field.setText("them in 2 weeks")


def show_evidence_bar(window: MainWindow) -> None:
    """Type which competency a line is evidence of."""
    view = _open_line(window, "Idempotency-key review")
    view.run_action("line.evidence")
    view.notes.lines.evidence_bar.field.setText("de")


def show_preview(window: MainWindow) -> None:
    """Lay the note out."""
    _view(window).run_action("note.preview")


def show_versions(window: MainWindow) -> None:
    """Keep one more version and show two beside each other."""
    view = _view(window)
    meeting_id = view.route.meeting_id if view.route is not None else None
    assert meeting_id is not None
    note = window.desk.store.read(lambda session: find_note_of_meeting(session, meeting_id))
    assert note is not None
    first = note.blocks[0]
    reworded = Block(first.visibility, first.text.replace("rounding and late refunds still differ", "rounding differs"))
    for blocks in (note.blocks[:1], (reworded, *note.blocks[1:])):
        draft = NoteDraft(note.note_id, note.person_id, note.meeting_id, blocks)
        window.desk.store.write(partial(save_note, draft=draft))
    view.run_action("note.history")


def _view(window: MainWindow) -> MeetingView:
    from coachdesk.ui.views.meeting_view import MeetingView

    assert isinstance(window.view, MeetingView)
    window.view.notes.show_writing()
    return window.view


def _open_line(window: MainWindow, words: str) -> MeetingView:
    view = _view(window)
    found = view.notes.editor.document().find(words)
    cursor = QTextCursor(found)
    cursor.clearSelection()
    view.notes.editor.setTextCursor(cursor)
    return view
