"""Trace all bytes that a session writes anywhere, and look for what was written in the vault.

`python -m tests.faults.leaks BUNDLE STATE EXPORT [file]` is the session; with `file` the engine may sort in files,
which must be found.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from coachdesk.model.base import new_id
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import start_meeting
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.store.schema import open_store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault import engine
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR

from .scene import Scene, make_scene
from .table import Row
from .tracing import has_strace, read_trace, trace

PRIVATE = "zephyr-okapi-marzipan"
SHARED = "juniper-quokka-cobalt"
PASSPHRASE = "obsidian walrus teacup harbour"
SENTINELS = (PRIVATE, SHARED, PASSPHRASE)
_ROWS = 6_000
_NOTES = 300


def run_leak(_count: int, folder: Path) -> Row:
    """No private word in any byte written, and the shared one in the export alone."""
    return _run("leak", folder)


def run_leak_control(_count: int, folder: Path) -> Row:
    """With sorting in files allowed, private words must be found."""
    return _run("leak, sorting in files", folder, "file")


def run_window_leak(_count: int, folder: Path) -> Row:
    """The same of a session in the real window, from unlocking to locking."""
    return _run_window("leak, in the window", folder)


def run_window_leak_control(_count: int, folder: Path) -> Row:
    """With sorting in files allowed, private words must be found there too."""
    return _run_window("leak, in the window, in files", folder, "file")


def _run(name: str, folder: Path, *more: str) -> Row:
    if not has_strace():
        return Row(name, 0, "bytes written", skipped="strace is not installed")
    scene = make_scene(folder)
    export = folder / "shared.md"
    words = ["tests.faults.leaks", str(scene.path), str(scene.state_dir), str(export), *more]
    trace(words, scene.code, folder / "trace")
    note = "search, editing, export of shared only, a crash"
    return _judge(name, folder / "trace", export, note, is_control=bool(more))


def _run_window(name: str, folder: Path, *more: str) -> Row:
    if not has_strace():
        return Row(name, 0, "bytes written", skipped="strace is not installed")
    path, export = make_written_vault(folder), folder / "export"
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    variables = {**home, "QT_QPA_PLATFORM": "offscreen", "SQLITE_TMPDIR": str(folder)}
    words = ["tests.faults.window_session", str(path), str(export), *more]
    code, said = trace(words, PASSPHRASE, folder / "trace", variables=variables)
    if code or "locked" not in said:
        return Row(name, 1, "sessions", (f"the session did not end with locking (exit code {code})",))
    note = "search, editing, clipboard, attachment, preview, undo, export of shared only, backup, lock"
    return _judge(name, folder / "trace", export, note, is_control=bool(more))


def _judge(name: str, trace_file: Path, export: Path, note: str, *, is_control: bool) -> Row:
    written = [call for call in read_trace(trace_file) if call.kind in ("write", "pwrite64")]
    size = sum(len(call.content) for call in written)
    inside = [call.content for call in written if _is_export(call.path, export)]
    outside = [call.content for call in written if not _is_export(call.path, export)]
    sentinels = [word.encode(coding) for word in SENTINELS for coding in ("utf-8", "utf-16-le")]
    hits = sum(content.count(word) for content in outside for word in sentinels)
    hits += sum(content.count(PRIVATE.encode()) for content in inside)
    if not is_control and not any(SHARED.encode() in content for content in inside):
        return Row(name, size, "bytes written", ("the export holds nothing",))
    return Row(name, size, "bytes written", (), note, found=hits, wanted=int(is_control))


def _is_export(path: str, export: Path) -> bool:
    """Tell whether a file belongs to the export, which is written aside under a hidden name of its own."""
    place = Path(path)
    aside = place.parent.parent == export.parent and re.fullmatch(r"\.[0-9a-f]{12}\.new", place.parent.name)
    return place == export or bool(aside)


def make_written_vault(folder: Path) -> Path:
    """Make a vault with a live meeting, and notes of some megabytes that hold the private and the shared words."""
    new = create_vault(folder / "Team", PASSPHRASE, kdf=FLOOR, state_dir=folder / "made")
    store = open_store(new.vault)
    store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
    person_id = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
    store.write(lambda unit: start_meeting(unit, person_id))
    store.write(lambda unit: [_add_note(unit, person_id, number) for number in range(_NOTES)])
    store.close()
    new.vault.close()
    return new.vault.path


def _add_note(unit: UnitOfWork, person_id: str, number: int) -> None:
    visibility, word = (Visibility.SHARED, SHARED) if number % 2 else (Visibility.ONLY_YOU, PRIVATE)
    blocks = (Block(visibility, f"{number * 7919 % _NOTES} {word} " * 600),)
    save_note(unit, NoteDraft(new_id(), person_id, None, blocks))


def main(words: list[str]) -> int:
    """Write, search, sort, edit, export what is shared, and die without closing."""
    if "file" in words:
        engine._AFTER_KEY = tuple(each.replace("MEMORY", "FILE") for each in engine._AFTER_KEY)
        engine._MEMORY = 1
    vault = Scene(Path(words[0]), Path(words[1]), sys.stdin.readline().strip()).open()
    writer, reader = vault.connect(), vault.connect(read_only=True)
    for connection in (writer, reader):
        connection.execute("PRAGMA cache_size = 50")
    writer.execute("BEGIN")
    rows = ((f"{number * 7919 % _ROWS} {(SHARED if number % 2 else PRIVATE)} " * 12,) for number in range(_ROWS))
    writer.executemany("INSERT INTO note (body) VALUES (?)", rows)
    writer.execute("COMMIT")
    asked = "SELECT body FROM note_words WHERE note_words MATCH 'okapi' ORDER BY body DESC"
    reader.execute(asked).fetchall()
    reader.execute("SELECT body, count(*) FROM note GROUP BY body ORDER BY body DESC").fetchall()
    writer.execute("UPDATE note SET body = body || 'edited' WHERE id % 3 = 0")
    writer.execute("CREATE INDEX sorted ON note (body)")
    shared = reader.execute("SELECT body FROM note WHERE id % 2 = 0 LIMIT 3").fetchall()
    Path(words[2]).write_text("\n".join(row[0] for row in shared if PRIVATE not in row[0]), "utf-8")
    os._exit(9)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
