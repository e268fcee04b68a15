"""Chooses the reader for a file by its content first and its ending second, and reads several files as one import."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from coachdesk.rubric.importing.failures import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    ImportCancelled,
    LadderUnreadable,
    too_big,
)
from coachdesk.rubric.importing.neutral import Place, Refusal, Source, Sources
from coachdesk.rubric.importing.readers.delimited import read_delimited
from coachdesk.rubric.importing.readers.markdown import read_markdown
from coachdesk.rubric.importing.readers.markup import read_html
from coachdesk.rubric.importing.readers.script import read_script
from coachdesk.rubric.importing.readers.trees import read_json, read_yaml
from coachdesk.rubric.importing.readers.workbook import read_workbook

Reader = Callable[[str, bytes], Source]

FORMATS: dict[str, Reader] = {
    "csv": read_delimited,
    "xlsx": read_workbook,
    "markdown": read_markdown,
    "html": read_html,
    "json": read_json,
    "yaml": read_yaml,
    "script": read_script,
}
_ENDINGS = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "markdown", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".md": "markdown", ".markdown": "markdown", ".mdx": "markdown", ".mdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json", ".json5": "script",
    ".yaml": "yaml", ".yml": "yaml",
    ".js": "script", ".jsx": "script", ".ts": "script", ".tsx": "script", ".mjs": "script", ".cjs": "script",
}  # fmt: skip
_KINDS = "CSV, XLSX, Markdown, HTML, JSON, YAML, JavaScript and TypeScript"


def read_sources(
    paths: Iterable[Path],
    progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Sources:
    """Read files into neutral form; one that cannot be read becomes a refusal beside the others.

    `progress` is told how many files are done and how many there are. Raises ImportCancelled.
    """
    files: list[Source] = []
    refused: list[Refusal] = []
    chosen = list(paths)
    total = 0
    names = _short_names(chosen)
    for done, path in enumerate(chosen):
        if is_cancelled is not None and is_cancelled():
            raise ImportCancelled("The import was stopped. Nothing was changed.")
        try:
            if done >= MAX_FILES:
                raise too_big(names[done], f"more than {MAX_FILES} files at once")
            content = read_bytes(path)
            total += len(content)
            if total > MAX_TOTAL_BYTES:
                raise too_big(names[done], f"more than {MAX_TOTAL_BYTES // 1024 // 1024} MB with the files before it")
            files.append(read_source(names[done], content))
        except LadderUnreadable as error:
            place = Place(error.file_name, line=error.line)
            refused.append(Refusal(place, f"{error.reason} {error.advice}"))
        if progress is not None:
            progress(done + 1, len(chosen))
    return Sources(tuple(files), tuple(refused))


def _short_names(paths: list[Path]) -> list[str]:
    names = [path.name for path in paths]
    return [f"{path.parent.name}/{path.name}" if names.count(path.name) > 1 else path.name for path in paths]


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, at most the limit. Raises LadderUnreadable for anything but a readable file."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise LadderUnreadable(path.name, "This is not a file.", "Choose the files in it one by one.")
        if about.st_size > MAX_FILE_BYTES:
            raise too_big(path.name, f"more than {MAX_FILE_BYTES // 1024 // 1024} MB")
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = f"It could not be read ({error.strerror or 'unknown reason'})."
        raise LadderUnreadable(path.name, reason, "Check the disk and its permissions.") from None
    if len(content) > MAX_FILE_BYTES:
        raise too_big(path.name, f"more than {MAX_FILE_BYTES // 1024 // 1024} MB")
    return content


def read_source(file_name: str, content: bytes) -> Source:
    """Return one file in neutral form. Raises LadderUnreadable."""
    if not content.strip():
        raise LadderUnreadable(file_name, "The file is empty.", "Choose another file.")
    if content.startswith(b"PK"):
        return read_workbook(file_name, content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"7z\xbc\xaf", b"Rar!")):
        raise LadderUnreadable(file_name, "This kind of file cannot be read.", f"Save it as one of {_KINDS}.")
    chosen = _ENDINGS.get(Path(file_name).suffix.lower())
    if chosen is None:
        raise LadderUnreadable(file_name, "This kind of file is not known.", f"Ladders are read from {_KINDS}.")
    try:
        return FORMATS[chosen](file_name, content)
    except LadderUnreadable as error:
        if chosen == "json" and "not JSON" in error.reason and b"//" in content:
            return read_script(file_name, content)
        raise
    except RecursionError:
        raise LadderUnreadable(
            file_name, "It is nested deeper than any ladder.", "Keep only the ladder in it."
        ) from None


def fuzz_one(format: str, content: bytes) -> Source | None:
    """Read bytes as one of `FORMATS` for a fuzzer: returns None for a refusal, and lets any other error escape."""
    try:
        return FORMATS[format](f"fuzz.{format}", content)
    except LadderUnreadable:
        return None
