"""Live notes driven by keys: lines that become promises and evidence, files, preview and versions."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.attachment import Attachment
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, attachments, meetings, people
from coachdesk.services.attachments import AttachmentRow, collect_attachments
from coachdesk.services.blocks import Block
from coachdesk.services.evidence import EvidenceRow, list_evidence
from coachdesk.services.notes import list_revisions
from coachdesk.store.failures import DiskFull
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.attachment_pictures import decode_picture
from coachdesk.ui.views.meeting_view import MeetingView
from coachdesk.ui.views.route import Route
from coachdesk.vault.attachments import attachments_of

SHARED, PRIVATE = Visibility.SHARED, Visibility.ONLY_YOU
CTRL = Qt.KeyboardModifier.ControlModifier
SECRET = "marmalade-lighthouse"  # found on no disk in the clear


class Scene:
    """Amara, in a live meeting on Tuesday 12 May 2026; the next one is on the 19th."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.person_id = self.write(people.save_person, people.PersonDraft(None, "Amara Okafor"))
        self.write(agenda.add_item, agenda.AgendaDraft(self.person_id, "Leave in July"))
        self.meeting_id = self.write(meetings.start_meeting, self.person_id)
        self.write(meetings.plan_next, self.person_id, datetime(2026, 5, 19, 9, 30, tzinfo=UTC))

    def write(self, service: Callable[..., Any], *arguments: Any) -> Any:
        return self.desk.store.write(lambda unit: service(unit, *arguments)).result

    def settle(self) -> None:
        desk = self.desk
        self.qtbot.waitUntil(lambda: not desk.store_lane.pending and not desk.read_lane.pending)

    def promises(self) -> list[Promise]:
        return self.desk.store.read(lambda session: list(session.exec(select(Promise))))

    def evidence(self) -> tuple[EvidenceRow, ...]:
        return self.desk.store.read(lambda session: list_evidence(session, self.person_id))

    def rows(self) -> list[Attachment]:
        return self.desk.store.read(lambda session: list(session.exec(select(Attachment))))

    def undo(self) -> None:
        undo(self.desk, self.desk)
        self.settle()


@pytest.fixture
def scene(desk: Desk, qtbot: QtBot) -> Scene:
    return Scene(desk, qtbot)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, scene: Scene) -> MeetingView:
    made = MeetingView(desk, look, build_autosave=partial(Autosave, delay_ms=0, retry_ms=0))
    qtbot.addWidget(made)
    made.resize(1224, 800)
    made.show_route(Route("meeting", meeting_id=scene.meeting_id))
    made.show()
    scene.settle()
    made.notes.editor.set_blocks(
        (Block(SHARED, "## Plan\n- [ ] **Amara** writes the proposal"), Block(PRIVATE, "tired"))
    )
    return made


def go_to(view: MeetingView, words: str) -> None:
    cursor = view.notes.editor.document().find(words)
    cursor.clearSelection()
    view.notes.editor.setTextCursor(QTextCursor(cursor))


def test_a_line_becomes_a_promise_in_words(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    go_to(view, "proposal")
    assert view.run_action("line.promise")
    bar = view.notes.lines.promise_bar
    assert bar.isVisible() and bar.field.hasFocus()
    qtbot.keyClicks(bar.field, "them next one-on-one")
    assert bar.reading.text() == "Amara, 19 May" and view.has_unsaved()
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    scene.settle()
    (promise,) = scene.promises()
    assert (promise.text, promise.owner, promise.due_on) == (
        "Amara writes the proposal", PromiseOwner.THEM, date(2026, 5, 19),
    )  # fmt: skip
    assert promise.meeting_id == scene.meeting_id and promise.visibility is SHARED
    assert not bar.isVisible() and view.notes.editor.hasFocus()
    assert view.notes.editor._chips["Amara writes the proposal"].text == "Amara, 19 May"
    assert "19 May" not in view.notes.editor.toPlainText()
    scene.undo()
    assert not scene.promises() and not view.notes.editor._chips


def test_a_private_line_stays_private_and_wrong_words_stay_in_the_bar(
    qtbot: QtBot, view: MeetingView, scene: Scene
) -> None:
    go_to(view, "tired")
    view.run_action("line.promise")
    bar = view.notes.lines.promise_bar
    qtbot.keyClicks(bar.field, "me someday")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.isVisible() and "Type a day such as fri" in bar.hint.text() and not scene.promises()
    bar.field.clear()
    qtbot.keyClicks(bar.field, "fri")
    view.flush()
    scene.settle()
    assert [(p.due_on, p.visibility) for p in scene.promises()] == [(date(2026, 5, 15), PRIVATE)]


def test_escape_reverts_and_a_full_disk_keeps_the_words(
    qtbot: QtBot, view: MeetingView, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(view, "tired")
    view.run_action("line.promise")
    bar = view.notes.lines.promise_bar
    qtbot.keyClicks(bar.field, "me fri")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    scene.settle()
    assert not bar.isVisible() and view.notes.editor.hasFocus() and not scene.promises()

    def failing(_operation: object) -> None:
        raise DiskFull("The change is not on disk.")

    view.run_action("line.promise")
    bar.field.setText("me fri")
    monkeypatch.setattr(scene.desk.store, "write", failing)
    bar.commit()
    scene.settle()
    assert bar.isVisible() and bar.field.text() == "me fri" and bar.hint.text() == "The change is not on disk."
    monkeypatch.undo()


def test_a_line_becomes_evidence_of_a_competency(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    go_to(view, "proposal")
    view.run_action("line.evidence")
    bar = view.notes.lines.evidence_bar
    qtbot.keyClicks(bar.field, "zzz")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.isVisible() and bar.hint.text()
    bar.field.setText("")
    choices = bar._choices
    qtbot.keyClick(bar.field, Qt.Key.Key_Down)
    assert choices[1].name in bar.reading.text()
    qtbot.keyClicks(bar.field, choices[0].name[:4].lower())
    bar.speaks.set_index(1)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    scene.settle()
    (found,) = scene.evidence()
    assert found.text == "Amara writes the proposal" and found.counters and found.visibility is SHARED
    assert found.targets[0].competency_id == choices[0].competency_id and found.targets[0].ladder_pin
    assert found.occurred_on == date(2026, 5, 12)
    assert choices[0].name in view.notes.editor._chips[found.text].text
    view.notes.editor.grab()


def test_keys_of_marks_and_a_click_on_a_box(qtbot: QtBot, view: MeetingView) -> None:
    editor = view.notes.editor
    editor.set_blocks((Block(SHARED, "plan"),))
    qtbot.keyClick(editor, Qt.Key.Key_2, CTRL | Qt.KeyboardModifier.AltModifier)
    assert editor.toPlainText() == "## plan"
    qtbot.keyClick(editor, Qt.Key.Key_2, CTRL | Qt.KeyboardModifier.AltModifier)
    shift = CTRL | Qt.KeyboardModifier.ShiftModifier
    for key, text in (
        (Qt.Key.Key_O, "1. plan"), (Qt.Key.Key_O, "plan"), (Qt.Key.Key_B, "> plan"), (Qt.Key.Key_B, "plan"),
        (Qt.Key.Key_X, "- [ ] plan"),
    ):  # fmt: skip
        qtbot.keyClick(editor, key, shift)
        assert editor.toPlainText() == text
    qtbot.keyClick(editor, Qt.Key.Key_Space, CTRL)
    assert editor.toPlainText() == "- [x] plan"
    cursor = QTextCursor(editor.document().begin())
    cursor.setPosition(3)
    rect = editor.cursorRect(cursor)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.center().x() + 1, rect.center().y()))
    assert editor.toPlainText() == "- [ ] plan"


def test_the_item_in_focus_becomes_a_heading(view: MeetingView) -> None:
    assert view.run_action("note.item_heading")
    assert "## Leave in July" in view.notes.editor.toPlainText()


def test_a_page_comes_in_as_markdown_and_a_long_one_from_a_lane(view: MeetingView, scene: Scene) -> None:
    editor = view.notes.editor
    editor.set_blocks((Block(SHARED, ""),))
    page = QMimeData()
    page.setHtml("<h2>Plan</h2><ul><li>one</li></ul><script>x()</script>")
    page.setText("Plan one")
    editor.insertFromMimeData(page)
    assert editor.toPlainText() == "## Plan\n\n- one"
    editor.set_blocks(())
    long = QMimeData()
    long.setHtml("<p>" + "<b>word</b> " * 5000 + "</p>")
    editor.insertFromMimeData(long)
    assert view.has_unsaved()
    scene.settle()
    assert editor.toPlainText().startswith("**word** **word**")


def picture(edge: int = 8) -> QImage:
    image = QImage(edge, edge, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


def png(edge: int = 8) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(edge).save(buffer, "PNG")
    return bytes(buffer.data().data())


def paste_file(view: MeetingView, path: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    assert view.notes.editor.canInsertFromMimeData(files)
    view.notes.editor.insertFromMimeData(files)


def everything_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_file_becomes_an_encrypted_attachment_and_back(
    view: MeetingView, scene: Scene, tmp_path: Path, desk: Desk
) -> None:
    source = tmp_path / "outside" / "minutes [1].txt"
    source.parent.mkdir()
    source.write_text(SECRET * 3000)
    go_to(view, "tired")
    paste_file(view, source)
    scene.settle()
    (row,) = scene.rows()
    assert (row.file_name, row.media_type, row.size_bytes) == ("minutes 1 .txt", "text/plain", len(SECRET) * 3000)
    assert f"[minutes 1 .txt](attachment:{row.id})" in view.notes.editor.toPlainText()
    assert view.notes.editor.blocks()[1].visibility is PRIVATE
    assert view.notes.attachments.strip.isVisible()
    source.unlink()
    assert SECRET.encode() not in everything_under(tmp_path)
    copy = tmp_path / "copy.txt"
    view.notes.attachments._choose = lambda _parent, _title, _name: copy
    view.notes.attachments.strip.copy_requested.emit(row.id)
    scene.settle()
    assert copy.read_text() == SECRET * 3000 and "not protected" in view.notes.told.text()
    if os.name == "posix":
        assert copy.stat().st_mode & 0o777 == 0o600
    scene.undo()
    assert not scene.rows() and "attachment:" not in view.notes.editor.toPlainText()
    assert not view.notes.attachments.strip.isVisible()


def test_what_undo_may_bring_back_is_not_collected(view: MeetingView, scene: Scene, tmp_path: Path, desk: Desk) -> None:
    source = tmp_path / "a.txt"
    source.write_text("words")
    paste_file(view, source)
    scene.settle()
    blobs = attachments_of(desk.vault)
    view.notes.attachments.strip.removal_requested.emit(scene.rows()[0].id)
    scene.settle()
    assert not scene.rows()
    assert collect_attachments(desk.store, blobs, desk.history.list_values("content_id")) == ()
    scene.undo()
    (row,) = scene.rows()
    assert desk.store.read(lambda s: attachments.read_attachment(s, blobs, row.id)).content == b"words"
    view.notes.attachments.strip.removal_requested.emit(row.id)
    scene.settle()
    desk.history.forget()
    assert len(collect_attachments(desk.store, blobs)) == 1 and not blobs.list_names()


def test_a_file_above_the_cap_is_refused_in_place(view: MeetingView, scene: Scene, tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    with big.open("wb") as file:
        file.truncate(25_000_001)
    before = view.notes.editor.toPlainText()
    paste_file(view, big)
    scene.settle()
    assert "larger than 25 MB" in view.notes.told.text() and view.notes.told.isVisible()
    assert view.notes.editor.toPlainText() == before and not scene.rows()
    assert not attachments_of(scene.desk.vault).list_names()


def test_a_pasted_picture_is_shown_in_the_window(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    shot = QMimeData()
    shot.setImageData(picture())
    view.notes.editor.insertFromMimeData(shot)
    scene.settle()
    (row,) = scene.rows()
    assert row.file_name == "Picture 12 May 09.44.png" and row.media_type == "image/png"
    view.notes.attachments.strip.rows.opened.emit(row.id)
    scene.settle()
    assert view.notes.preview.isVisible() and view.notes.preview.said.text() == "8 × 8 pixels"
    qtbot.keyClick(view.notes.preview.browser, Qt.Key.Key_Escape)
    assert view.notes.writing.isVisible() and view.notes.editor.hasFocus()
    view.run_action("note.preview")
    scene.settle()
    kind = QTextDocument.ResourceType.ImageResource.value
    browser = view.notes.preview.browser
    assert not browser.loadResource(kind, QUrl(f"attachment:{row.id}")).isNull()
    for other in ("file:///etc/hostname", "http://evil.example/p.png", "qrc:/x.png", f"attachment:{'0' * 32}"):
        assert browser.loadResource(kind, QUrl(other)).isNull()
    assert browser.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("file:///etc/passwd")).isNull()
    browser.anchorClicked.emit(QUrl("https://a.example/b"))
    assert QGuiApplication.clipboard().text() == "https://a.example/b"
    QGuiApplication.clipboard().clear()


def test_pictures_are_bounded() -> None:
    assert decode_picture(png(), 4).width() == 4  # type: ignore[union-attr]
    bomb = bytearray(png())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    assert decode_picture(bytes(bomb)) is None
    assert decode_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
    assert decode_picture(png()[:40]) is None and decode_picture(b"") is None


def test_versions_are_compared_and_brought_back(qtbot: QtBot, view: MeetingView, scene: Scene, clock: Any) -> None:
    editor, note = view.notes.editor, view.notes.history
    editor.set_blocks(())
    qtbot.keyClicks(editor, "one two three")
    view.flush()
    scene.settle()
    clock.advance(minutes=30)
    editor.selectAll()
    qtbot.keyClicks(editor, "one four three")
    view.run_action("note.history")
    scene.settle()
    assert note.isVisible() and note.rows.hasFocus()
    assert [len(note.model.rows), note.older.editor.toPlainText()] == [2, "one two three"]
    assert note.newer.editor.toPlainText() == "one four three"
    marked = [mark.cursor.selectedText() for mark in note.newer.editor.extraSelections()]
    assert marked == ["four"]
    clock.advance(seconds=20)
    qtbot.keyClick(note.rows, Qt.Key.Key_Return)
    scene.settle()
    assert view.notes.writing.isVisible() and editor.toPlainText() == "one two three"
    note_id = view.notes._writing.note_id  # type: ignore[union-attr]
    revisions = scene.desk.store.read(lambda session: list_revisions(session, note_id))
    assert [row.blocks[0].text for row in revisions] == ["one two three", "one four three", "one two three"]
    scene.undo()
    assert editor.toPlainText() == "one four three"


def test_attachment_rows_say_their_size(view: MeetingView) -> None:
    strip = view.notes.attachments.strip
    strip.set_rows((AttachmentRow("a" * 32, "chart.png", "image/png", 12_400),))
    assert strip.model.spoken(strip.model.rows[0]) == "chart.png, 12 kB"
