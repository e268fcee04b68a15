"""Reads CSV as people really save it: any common encoding, any common delimiter, stray quotes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from coachdesk.exchange.roster.shape import build_table, gather_rows
from coachdesk.exchange.roster.table import MAX_COLUMNS, RosterUnreadable, Table
from coachdesk.exchange.roster.vocabulary import is_header_word

_DELIMITERS = (",", ";", "\t", "|")
_SNIFF_CHARS = 64 * 1024
_SNIFF_ROWS = 60
_MAX_LINE_CHARS = 400_000
_END_MARK = "\x1eend of file\x1e"
_SAVE_AS_UTF8 = "Open it in a spreadsheet, save it as “CSV UTF-8” and try again."
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(file_name: str, content: bytes) -> Table:
    """Return the table in the bytes of a CSV file. Raises RosterUnreadable with the line where it is known."""
    text, notes = decode_text(file_name, content)
    text, declared = _take_declared_delimiter(text)
    delimiter = declared or sniff_delimiter(text)
    rows = gather_rows(file_name, _records(file_name, text, delimiter, skipped=1 if declared else 0))
    return build_table(file_name, rows, notes)


def decode_text(file_name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and a note when its encoding was assumed.

    A byte order mark decides; else UTF-8, else Windows-1252, which older spreadsheets write.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(file_name, content, encoding), ()
    silent = _silent_utf16(content)
    if silent:
        return _decode(file_name, content, silent), ()
    if b"\x00" in content:
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise RosterUnreadable(file_name, "This is not a text file.", "Choose a CSV or XLSX file.", line=line)
    try:
        return _decode_plain(content, "utf-8"), ()
    except UnicodeDecodeError:
        text = _decode(file_name, content, "cp1252")
    return text, ("Read as Windows-1252. Please look at names with accents.",)


def _decode_plain(content: bytes, encoding: str) -> str:
    return content.decode(encoding)


def _decode(file_name: str, content: bytes, encoding: str) -> str:
    try:
        text = _decode_plain(content, encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = "The text is in an encoding that cannot be read."
        raise RosterUnreadable(file_name, reason, _SAVE_AS_UTF8, line=line) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise RosterUnreadable(file_name, "This is not a text file.", "Choose a CSV or XLSX file.", line=line)
    return text


def _silent_utf16(content: bytes) -> str | None:
    """Return the UTF-16 flavour of a file without a byte order mark, None when it is something else."""
    head = content[:4096]
    if len(head) < 4:
        return None
    pairs = len(head) // 2
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * pairs and odd < 0.05 * pairs else None


def _take_declared_delimiter(text: str) -> tuple[str, str | None]:
    """Split off Excel's first line `sep=;`, which names the delimiter."""
    found = re.match(r'"?sep=(.)"?[,;\t|]*(?:\r\n|\r|\n)', text, re.IGNORECASE)
    return (text[found.end() :], found[1]) if found else (text, None)


def sniff_delimiter(text: str) -> str:
    """Return the delimiter under which the first rows line up best; a comma for a single column."""
    sample = text[:_SNIFF_CHARS]
    scored = [(_score(sample, delimiter), -place) for place, delimiter in enumerate(_DELIMITERS)]
    return _DELIMITERS[-max(scored)[1]]


def _score(sample: str, delimiter: str) -> float:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                rows.append(cells)
            if len(rows) >= _SNIFF_ROWS:
                break
    widths = Counter(len(cells) for cells in rows)
    if not widths:
        return 0.0
    width, _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width < 2:
        width = max(widths)
    if width < 2:
        return 0.0
    known = max(sum(is_header_word(cell.strip()) for cell in cells[:MAX_COLUMNS] if cell) for cells in rows[:20])
    even = sum(count for wide, count in widths.items() if wide == width) / len(rows)
    return 3.0 * min(known, 6) + 4.0 * even + min(width, 12) / 12


def _records(file_name: str, text: str, delimiter: str, *, skipped: int) -> Iterator[list[str]]:
    """Yield each record of the file. A mark after the last line shows whether a quote was left open."""
    for _ in range(skipped):
        yield []
    reader = csv.reader(_lines(file_name, text), delimiter=delimiter)
    began, ended = 1, False
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            raise _open_quote(file_name, began + skipped) from None
        if cells == [_END_MARK]:
            ended = True
            continue
        if any(_END_MARK in cell for cell in cells):
            raise _open_quote(file_name, began + skipped)
        yield cells
        began = reader.line_num + 1
    if not ended:
        raise _open_quote(file_name, began + skipped)


def _lines(file_name: str, text: str) -> Iterator[str]:
    line = "\n"
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _MAX_LINE_CHARS:
            raise RosterUnreadable(
                file_name, "This line is too long for a roster.", "Choose a file with one line a person.", line=number
            )
        yield line
    if not line.endswith(("\n", "\r")):
        yield "\n"
    yield _END_MARK


def _open_quote(file_name: str, line: int) -> RosterUnreadable:
    reason = "A quotation mark is opened here and never closed, so the rows after it cannot be told apart."
    return RosterUnreadable(file_name, reason, "Close or remove it and try again.", line=line)
