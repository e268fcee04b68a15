"""What can still be read of a damaged vault, written to a folder: for programs, for people, and what is missing.

`tables/` holds JSON lines, `people/` the same Markdown as an export, `attachments/` the files, `report.json` and
`report.md` the account. Only memory is used on the way; the damaged vault is read and nothing else.
"""

from __future__ import annotations

import base64
import json
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from coachdesk.exchange.archive import ExportRefused, ExportSummary, export_archive, refuse_place
from coachdesk.exchange.archive_markdown import file_name
from coachdesk.exchange.salvage_report import report_as_json, report_as_markdown
from coachdesk.store.failures import StoreFailure
from coachdesk.store.rescued import RescuedRows, known_tables
from coachdesk.vault.attachments import BlobStore
from coachdesk.vault.btree import RawRow, Value
from coachdesk.vault.errors import DamagedVault, VaultError
from coachdesk.vault.files import create_file, environment_errors, sync_folder
from coachdesk.vault.pages import Pages
from coachdesk.vault.rescue import RescuedBundle, rescued_bundle
from coachdesk.vault.salvage import DatabaseReport, salvage_database
from coachdesk.vault.slots import Secret

ATTACHMENTS = "attachment"
DETACHED = "detached"
NOTHING_READABLE = (
    "Nothing in this vault's database can be read any more. It was left exactly as it is; a backup is needed."
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class AttachmentsReport:
    """Attachments written out, content ids of damaged ones, and files in the vault whose rows are lost."""

    read: int = 0
    damaged: tuple[str, ...] = ()
    without_row: int = 0


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """The whole account of a salvage. `export` is None when the rows could not be put together as documents."""

    database: DatabaseReport
    damaged_headers: tuple[str, ...]
    attachments: AttachmentsReport
    export: ExportSummary | None

    @property
    def is_whole(self) -> bool:
        """Whether every row and every attachment was read."""
        files = self.attachments
        return self.database.is_whole and not files.damaged and not files.without_row


def salvage_vault(path: Path, secret: Secret, out: Path, progress: Progress | None = None) -> SalvageReport:
    """Write everything readable of the vault at `path`, private content too, to the new folder `out` (0700).

    Raises ExportRefused, WrongSecret, VaultInUse, DamagedVault when nothing can be read, and the disk's errors;
    whatever was written until then is removed.
    """
    with environment_errors():
        refuse_place(out)
        if out.resolve().is_relative_to(path.resolve()):
            raise ExportRefused(
                "This folder is inside the damaged vault, which is left as it is. Choose another place."
            )
    with rescued_bundle(path, secret) as rescued, environment_errors():
        if not rescued.bundle.database.is_file():
            raise DamagedVault(NOTHING_READABLE)
        aside = out.with_name(f".{secrets.token_hex(6)}.new")
        aside.mkdir(mode=0o700)
        try:
            report = _write_all(rescued, aside, progress)
            if out.is_dir():
                out.rmdir()
            aside.rename(out)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        sync_folder(out.absolute().parent)
    return report


def _write_all(rescued: RescuedBundle, folder: Path, progress: Progress | None) -> SalvageReport:
    rows = RescuedRows()
    try:
        database, entries = _read_database(rescued, folder, rows, progress)
        if not database.rows:
            raise DamagedVault(NOTHING_READABLE)
        attachments = _write_attachments(rescued, folder / "attachments", entries)
        report = SalvageReport(database, rescued.damaged_headers, attachments, _write_people(rows, folder / "people"))
    finally:
        rows.close()
    content = json.dumps(report_as_json(report), ensure_ascii=False, indent=1) + "\n"
    create_file(folder / "report.json", content.encode())
    create_file(folder / "report.md", report_as_markdown(report).encode())
    sync_folder(folder)
    return report


def _read_database(
    rescued: RescuedBundle, folder: Path, rows: RescuedRows, progress: Progress | None
) -> tuple[DatabaseReport, list[Mapping[str, Value]]]:
    """Write each row as it is read, and return what was read with the rows of attachments."""
    entries: list[Mapping[str, Value]] = []
    with Pages(rescued.bundle.database, rescued.keys.use("database")) as pages, _Lines(folder / "tables") as lines:

        def take(table: str, row: Mapping[str, Value]) -> None:
            lines.write(table, {name: _as_json(value) for name, value in row.items()})
            rows.add(table, row)
            if table == ATTACHMENTS:
                entries.append(row)

        def take_detached(tables: tuple[str, ...], row: RawRow) -> None:
            values = [_as_json(value) for value in row.values]
            lines.write(DETACHED, {"perhaps_of": list(tables), "rowid": row.rowid, "values": values})

        return salvage_database(pages, known_tables(), take, take_detached, progress), entries


def _write_people(rows: RescuedRows, out: Path) -> ExportSummary | None:
    """Write the documents, unless a damaged value keeps the rows from being read together; the lines have them all."""
    try:
        store = rows.store()
        try:
            return export_archive(store, out, include_private=True)
        finally:
            store.close()
    except (StoreFailure, LookupError, ValueError, TypeError):
        return None


def _write_attachments(rescued: RescuedBundle, folder: Path, entries: list[Mapping[str, Value]]) -> AttachmentsReport:
    blobs = BlobStore(rescued.bundle.path, rescued.keys.use("blob"), read_only_reason=VaultError.text)
    unnamed = set(blobs.list_names())
    damaged: list[str] = []
    taken: set[str] = set()
    for entry in entries:
        content_id, wrapped_key = str(entry["content_id"]), entry["content_key"]
        try:
            unnamed.discard(blobs.name_of(content_id))
            content = blobs.read(content_id, _octets(wrapped_key))
        except (VaultError, ValueError):
            damaged.append(content_id)
            continue
        folder.mkdir(mode=0o700, exist_ok=True)
        create_file(folder / _safe_name(str(entry["file_name"]), taken), content)
    return AttachmentsReport(len(taken), tuple(damaged), len(unnamed))


def _safe_name(name: str, taken: set[str]) -> str:
    """Return a name that every system accepts, with a plain ending of letters and digits kept."""
    stem, _, ending = name.rpartition(".")
    suffix = f".{ending.lower()}" if stem and ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""
    return file_name(stem if suffix else name, taken).removesuffix(".md") + suffix


def _octets(value: Value) -> bytes:
    return value if isinstance(value, bytes) else bytes.fromhex(str(value))


def _as_json(value: Value) -> Any:
    return {"base64": base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


class _Lines:
    """One file of JSON lines a table, made when its first row comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, TextIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> _Lines:
        self._folder.mkdir(mode=0o700)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stack.close()

    def write(self, table: str, row: Mapping[str, Any]) -> None:
        if table not in self._files:
            path = self._folder / file_name(table, set()).replace(".md", ".jsonl").replace("-", "_")
            create_file(path)
            self._files[table] = self._stack.enter_context(path.open("a", encoding="utf-8", newline="\n"))
        self._files[table].write(json.dumps(row, ensure_ascii=False) + "\n")
