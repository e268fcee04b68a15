"""What people save as CSV or XLSX comes back as the table that they saw."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.assets import resource_path
from coachdesk.exchange.roster import RosterUnreadable, Table, read_content, read_roster

HEADER = ("Full name", "Job title", "Reports to", "Notes")
LETTERS = "abcdeéüñçABCDEÉÜÑÇ '-&."
WORDS = st.text(LETTERS + ',;|"\n', max_size=20).map(lambda text: " ".join(text.split(" ")).strip())
NAMES = st.text(LETTERS.replace(" ", ""), min_size=1, max_size=12)
PEOPLE = st.lists(st.tuples(NAMES, WORDS, NAMES, WORDS), min_size=1, max_size=12)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


def write_csv(rows: list[tuple[str, ...]], delimiter: str = ",", newline: str = "\r\n", quoting: int = 0) -> str:
    """Return rows as a spreadsheet would save them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return text.getvalue()


def write_xlsx(sheets: dict[str, list[tuple[object, ...]]], hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook with the given sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    workbook.save(target)
    workbook.close()
    return target.getvalue()


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@settings(max_examples=60, deadline=None)
@given(
    people=PEOPLE,
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(("\r\n", "\n", "\r")),
    encoding=st.sampled_from(ENCODINGS),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
)
def test_csv_of_any_dialect_and_encoding_reads_the_same(people, delimiter, newline, encoding, quoting):
    if newline == "\r":
        quoting = csv.QUOTE_ALL  # the writer leaves a line feed bare when it is not its own line ending
    text = write_csv([HEADER, *people], delimiter, newline, quoting)
    table = read_content("team.csv", text.encode(encoding))
    assert table.header == HEADER
    assert cells(table) == people


@settings(max_examples=15, deadline=None)
@given(people=PEOPLE)
def test_xlsx_reads_the_same(people):
    rows = [tuple(cell.lstrip("=") for cell in person) for person in people]
    table = read_content("team.xlsx", write_xlsx({"Team": [HEADER, *rows]}))
    assert table.header == HEADER
    assert cells(table) == [tuple(cell.strip() for cell in row) for row in rows]


def test_row_numbers_are_those_of_the_spreadsheet():
    text = 'Team list,,\n\nName,Role,Manager\nAda,"Eng\nLedger",Bo\n\nCy,Eng,Bo\n'
    table = read_content("t.csv", text.encode())
    assert [row.number for row in table.rows] == [4, 6]
    assert table.rows[0].cells[1] == "Eng\nLedger"
    assert "Skipped 1 row above the header." in table.notes


def test_ragged_rows_are_squared_and_said():
    table = read_content("t.csv", b"Name,Role,Manager\nAda\nBo,Eng,Cy,extra,more\nCy,Eng,,,\n")
    assert cells(table) == [("Ada", "", ""), ("Bo", "Eng", "Cy"), ("Cy", "Eng", "")]
    assert [row.surplus for row in table.rows] == [0, 2, 0]
    assert any("first row 3" in note for note in table.notes)


def test_footers_are_left_out_but_lone_names_stay():
    table = read_content("t.csv", b"Name,Role,Manager\nAda,Eng,Bo\nCy,,\n\nTotal: 2,,\n\nExported 3 May,,\n")
    assert [row[0] for row in cells(table)] == ["Ada", "Cy"]
    assert "Skipped 2 rows under the table." in table.notes


def test_the_delimiter_is_not_fooled_by_commas_in_every_cell():
    table = read_content("t.csv", b"Name;Rolle;Seit\nOkafor, Amara;Dev, Ledger;1,5\nNair, Arjun;Dev, Core;2,5\n")
    assert table.header == ("Name", "Rolle", "Seit")
    assert cells(table)[0] == ("Okafor, Amara", "Dev, Ledger", "1,5")


def test_a_declared_delimiter_is_obeyed():
    table = read_content("t.csv", b"sep=|\r\nName|Role\r\nAda|Eng, Core\r\n")
    assert cells(table) == [("Ada", "Eng, Core")]
    assert table.rows[0].number == 3


def test_utf16_without_a_mark_and_windows_1252_are_understood():
    assert cells(read_content("t.csv", "Name,Role\nZoë,Eng\n".encode("utf-16-le"))) == [("Zoë", "Eng")]
    table = read_content("t.csv", "Name,Role\nZoë,Eng\n".encode("cp1252"))
    assert cells(table) == [("Zoë", "Eng")]
    assert any("Windows-1252" in note for note in table.notes)


def test_a_list_of_names_and_a_file_without_a_header():
    assert cells(read_content("t.csv", b"Name\nAda Lo\nBo Li\n")) == [("Ada Lo",), ("Bo Li",)]
    table = read_content("t.csv", b"Ada Lo,ada@example.org,L5\nBo Li,bo@example.org,L4\n")
    assert table.header == ("Column 1", "Column 2", "Column 3")
    assert len(table.rows) == 2


def test_workbook_dates_numbers_and_text_keep_their_meaning():
    rows = [
        ("Name", "Hired", "ID", "Code"),
        ("Ada", date(2022, 3, 14), 17, "007"),
        ("Bo", datetime(2021, 1, 2), 18.0, "008"),
    ]
    table = read_content("t.xlsx", write_xlsx({"A": rows}))
    assert cells(table) == [("Ada", "2022-03-14", "17", "007"), ("Bo", "2021-01-02", "18", "008")]


def test_the_first_visible_sheet_with_rows_is_read_and_hidden_ones_are_said():
    sheets = {"Old": [("Name",), ("Ada",)], "Empty": [], "Team": [("Name", "Role"), ("Bo", "Eng")]}
    content = write_xlsx(sheets, hidden=("Old",))
    table = read_content("t.xlsx", content)
    assert cells(table) == [("Bo", "Eng")]
    assert "Skipped hidden sheets: Old." in table.notes
    assert cells(read_content("t.xlsx", content, "old")) == [("Ada",)]
    with pytest.raises(RosterUnreadable, match="The sheets are: Old, Empty, Team"):
        read_content("t.xlsx", content, "Nobody")


def test_formulas_without_a_saved_value_are_said():
    content = write_xlsx({"A": [("Name", "Role"), ("Ada", "=1+1"), ("Bo", "Eng")]})
    table = read_content("t.xlsx", content)
    assert cells(table) == [("Ada", ""), ("Bo", "Eng")]
    assert any(note.startswith("1 formulas had no saved value") for note in table.notes)


def test_the_table_knows_only_the_name_of_the_file(tmp_path: Path):
    path = tmp_path / "team.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"Name,Role\nAda,Eng\n")
    assert read_roster(path).name == "team.csv"


def test_the_shipped_sample_reads():
    table = read_roster(resource_path("samples", "roster.csv"))
    assert table.header == ("full_name", "job_title", "grade", "manager", "hired")
    assert len(table.rows) == 40
