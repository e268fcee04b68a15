"""The account of a salvage as JSON and as a page: counts, damaged pages, tables, row ids; never a word of content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coachdesk.vault.btree import HIGHEST, LOWEST, Gap
from coachdesk.vault.salvage import DatabaseReport, TableReport

if TYPE_CHECKING:
    from coachdesk.exchange.salvage import SalvageReport

FORMAT = "coachdesk-salvage"
VERSION = 1
_MOST_SHOWN = 200


def report_as_json(report: SalvageReport) -> dict[str, Any]:
    """Return everything that was found out, as JSON values. Row ids without a bound are null."""
    database = report.database
    return {
        "format": FORMAT,
        "version": VERSION,
        "whole": report.is_whole,
        "rows": database.rows,
        "pages": {"count": database.page_count, "damaged": list(database.damaged_pages)},
        "authenticated": database.is_verified,
        "schema_whole": database.is_schema_whole,
        "later_changes_lost": database.log_broke,
        "detached_rows": database.detached_rows,
        "tables": {table.name: _table(table) for table in database.tables},
        "damaged_headers": list(report.damaged_headers),
        "attachments": {
            "read": report.attachments.read,
            "damaged": list(report.attachments.damaged),
            "without_row": report.attachments.without_row,
        },
        "documents": None if report.export is None else {"people": report.export.people, "notes": report.export.notes},
    }


def report_as_markdown(report: SalvageReport) -> str:
    """Return the same to read."""
    lines = ["# What was salvaged", "", *_summary(report), "", "| table | rows read | rows lost |", "|---|---|---|"]
    lines += [f"| {table.name} | {table.rows} | {loss_in_words(table)} |" for table in report.database.tables]
    for table in report.database.tables:
        if not table.is_whole:
            lines += ["", f"## Lost in {table.name}", "", *_losses(table)]
    if report.attachments.damaged:
        lines += ["", "## Damaged attachments", ""]
        lines += [f"- content id {content_id}" for content_id in report.attachments.damaged]
    return "\n".join(lines) + "\n"


def _summary(report: SalvageReport) -> Iterator[str]:
    database, files = report.database, report.attachments
    yield "Every row was read." if report.is_whole else "Not every row could be read. The damaged vault is unchanged."
    yield ""
    yield f"- Pages of the database: {database.page_count}, damaged: {_pages(database)}"
    if not database.is_verified:
        yield (
            "- The beginning of the database is lost, so its pages could not be authenticated. Rows that did not make "
            "sense were left out, but a changed one may be among the others."
        )
    if not database.is_schema_whole:
        yield "- The list of tables is damaged. Rows were told apart by their shape; later additions may be missing."
    if database.log_broke:
        yield "- The log of the latest changes breaks off. Changes after that point, if there were any, are lost."
    if database.detached_rows:
        yield f"- {database.detached_rows} rows may belong to several tables; they are in `tables/detached.jsonl`."
    if report.damaged_headers:
        yield f"- Damaged header copies: {', '.join(report.damaged_headers)}"
    if report.export is None:
        yield "- The rows could not be put together as documents. Each of them is in `tables/`."
    yield f"- Attachments read: {files.read}, damaged: {len(files.damaged)}, with a lost row: {files.without_row}"


def _pages(database: DatabaseReport) -> str:
    if not database.is_verified:
        return "unknown"
    shown = [str(page) for page in database.damaged_pages[:_MOST_SHOWN]]
    more = len(database.damaged_pages) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "") or "none"


def _table(table: TableReport) -> dict[str, Any]:
    return {
        "rows": table.rows,
        "whole": table.is_whole,
        "exact": table.is_exact,
        "lost": [{"rowid": row.rowid, "key": row.key} for row in table.lost],
        "gaps": [_gap(gap) for gap in table.gaps],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    after = None if gap.after == LOWEST else gap.after
    return {"page": gap.page, "after": after, "through": None if gap.through == HIGHEST else gap.through}


def loss_in_words(table: TableReport) -> str:
    """Return how many rows of a table are lost, as far as that can be known."""
    if table.is_whole:
        return "none"
    if table.is_exact:
        return str(len(table.lost))
    return f"{len(table.lost)}, perhaps more" if table.lost else "perhaps some"


def _losses(table: TableReport) -> Iterator[str]:
    for gap in table.gaps[:_MOST_SHOWN]:
        after = "the first" if gap.after == LOWEST else f"after {gap.after}"
        through = "to the last" if gap.through == HIGHEST else f"through {gap.through}"
        yield f"- page {gap.page}: row ids {after} {through}"
    for row in table.lost[:_MOST_SHOWN]:
        key = row.key if isinstance(row.key, str) else "unknown"
        yield f"- row {row.rowid}, id {key}"
    if len(table.gaps) > _MOST_SHOWN or len(table.lost) > _MOST_SHOWN:
        yield "- and more; `report.json` has them all"
