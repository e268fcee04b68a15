"""A session in the real window that ends with locking: what is traced, and looked through for what was written.

`python -m tests.faults.window_session VAULT EXPORT [file]` reads the passphrase. With `file` the engine may sort in
files. Write, search, copy, attach, preview, undo, export what is shared, sort everything, back up, lock.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text
from sqlmodel import Session

from coachdesk.bootstrap import build_look
from coachdesk.desk.settings import Settings
from coachdesk.exchange.archive import export_archive
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.life import VaultLife
from coachdesk.ui.views.meeting_notes import MeetingNotes
from coachdesk.ui.views.route import Route
from coachdesk.vault import engine

PRIVATE = "zephyr-okapi-marzipan"
SHARED = "juniper-quokka-cobalt"
PERSON = "Amara Okafor"
_PATIENCE_S = 60
_SORTED = "SELECT text, count(*) FROM note_block GROUP BY text ORDER BY text DESC"


def main(words: list[str]) -> int:
    """Work, then lock; the process ends where the fresh one would begin."""
    if "file" in words:
        engine._AFTER_KEY = (*(each.replace("MEMORY", "FILE") for each in engine._AFTER_KEY), "cache_size = 20")
        engine._MEMORY = 1
    application = QApplication(sys.argv[:1])
    vault, export = Path(words[0]), Path(words[1])
    settings = Settings(vault.parent / "settings.json")
    life = VaultLife(settings, build_look(settings), vault_path=vault, replace=_end)
    sys.excepthook = life.report_crash
    life.start()
    assert life.unlock is not None
    field = life.unlock.passphrase_page.field
    field.set_text(sys.stdin.readline().strip())
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    _wait(lambda: life.main is not None)
    _work(life.main, export)
    life.lock()
    return application.exec()


def _end(_command: list[str], _environment: dict[str, str]) -> None:
    print("locked", flush=True)
    os._exit(0)


def _work(main: Any, export: Path) -> None:
    desk = main.desk
    meeting_id = desk.store.read(lambda session: session.execute(text("SELECT max(id) FROM meeting")).scalar_one())
    main.go(Route("meeting", meeting_id=meeting_id))
    _rest(desk)
    notes = next(each for each in main.findChildren(MeetingNotes) if each.isVisible())
    editor: NoteEditor = notes.editor
    editor.setFocus()
    QTest.keyClicks(editor, f"The {PRIVATE} is written here")
    _wait(lambda: not main.has_unsaved())
    editor.selectAll()
    editor.copy()
    _search(main, PRIVATE)
    notes._on_files_offered([_picture()])
    _wait(lambda: bool(notes.attachments._known))
    notes.attachments._on_preview(next(iter(notes.attachments._known)))
    _rest(desk)
    main.run_action("undo")
    main.run_action("redo")
    _rest(desk)
    export_archive(desk.store, export)
    desk.store.read(_sort)
    main.flush()
    _rest(desk)


def _search(main: Any, words: str) -> None:
    main.run_action("search")
    box = QApplication.focusWidget()
    QTest.keyClicks(box, words)
    _rest(main.desk)
    QTest.keyClick(box, Qt.Key.Key_Escape)


def _picture() -> bytes:
    """A picture that carries the private words in its text."""
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    image.setText("Comment", PRIVATE)
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    assert PRIVATE.encode() in octets.data()
    return octets.data()


def _sort(session: Session) -> None:
    session.execute(text(_SORTED)).all()


def _rest(desk: Any) -> None:
    QTest.qWait(400)
    _wait(lambda: desk.store_lane.pending == 0 and desk.read_lane.pending == 0)


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        QTest.qWait(20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
