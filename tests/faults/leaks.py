"""Trace all bytes that a session writes anywhere, and look for what was written in the vault.

`python -m tests.faults.leaks BUNDLE STATE EXPORT [file]` is the session; with `file` the engine may sort in files,
which must be found.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from coachdesk.vault import engine

from .scene import Scene, make_scene
from .table import Row
from .tracing import has_strace, read_trace, trace

PRIVATE = "zephyr-okapi-marzipan"
SHARED = "juniper-quokka-cobalt"
_ROWS = 6_000


def run_leak(_count: int, folder: Path) -> Row:
    """No private word in any byte written, and the shared one in the export alone."""
    return _run("leak", folder)


def run_leak_control(_count: int, folder: Path) -> Row:
    """With sorting in files allowed, private words must be found."""
    return _run("leak, sorting in files", folder, "file")


def _run(name: str, folder: Path, *more: str) -> Row:
    if not has_strace():
        return Row(name, 0, "bytes written", skipped="strace is not installed")
    scene = make_scene(folder)
    export = folder / "shared.md"
    words = ["tests.faults.leaks", str(scene.path), str(scene.state_dir), str(export), *more]
    trace(words, scene.code, folder / "trace")
    written = [call for call in read_trace(folder / "trace") if call.kind in ("write", "pwrite64")]
    size = sum(len(call.content) for call in written)
    outside = [call.content for call in written if call.path != str(export)]
    sentinels = [word.encode(coding) for word in (PRIVATE, SHARED) for coding in ("utf-8", "utf-16-le")]
    hits = sum(content.count(word) for content in outside for word in sentinels)
    in_export = export.read_bytes()
    if not more and (SHARED.encode() not in in_export or PRIVATE.encode() in in_export):
        hits += 1
    return Row(
        name, size, "bytes written", (), "search, editing, export of shared only, a crash", found=hits, wanted=len(more)
    )


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
