"""Files that are broken, huge or hostile are refused in plain words, quickly, and nothing else happens."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.exchange.roster import RosterUnreadable, check_roster, guess_mapping, read_content, read_roster
from coachdesk.exchange.roster.table import MAX_FILE_BYTES, MAX_ROWS

SHEET = "xl/worksheets/sheet1.xml"


def workbook_with(sheet_xml: bytes) -> bytes:
    """Return a workbook whose only sheet is the given XML."""
    source = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.save(source)
    workbook.close()
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet_xml if name == SHEET else old.read(name))
    return target.getvalue()


def sheet(rows: bytes, before: bytes = b"") -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + space + b">" + before + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def text_cell(place: str, text: str) -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n ,, \n", "empty"),
        (b"Name,Role,Manager\n", "no person under it"),
        (b"Name,Role\nAda,E\x00ng\n", "not a text file"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "older Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<html><table><tr><td>Ada", "web page"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xff\xfeN\x00a", "encoding"),
        (b"\xff\xfe\x00", "encoding"),
        (b"Name,Role\nAda \x81\x8d,Eng\n", "encoding"),
        (b'Name,Role\nAda,Eng\n"Bo,Eng\nCy,Eng\n', "never closed"),
        (b'Name,Role\nAda,Eng\n"' + b"x" * 200_000 + b"\n", "never closed"),
        (b"Name," + b"," * 1_000_000 + b"\nAda\n", "too long"),
        (b",".join([b"h"] * 100_000) + b"\nAda\n", "columns"),
        (b"Name\n" + b"Ada\n" * (MAX_ROWS + 1), "more than 20,000 rows"),
        (b"Name\n" + b"Ada\n" * (3 * MAX_ROWS), "more than 20,000 rows"),
        (b"a" * (MAX_FILE_BYTES + 1), "larger than 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_is_refused_in_plain_words(content: bytes, words: str):
    with pytest.raises(RosterUnreadable, match=words) as caught:
        read_content("team.csv", content)
    assert str(caught.value).startswith("team.csv")
    assert caught.value.advice


def test_errors_name_the_line():
    with pytest.raises(RosterUnreadable) as caught:
        read_content("team.csv", b'Name,Role\nAda,Eng\n"Bo,Eng\nCy,Eng\n')
    assert caught.value.line == 3
    with pytest.raises(RosterUnreadable) as caught:
        read_content("team.csv", b"Name,Role\nAda,Eng\nB\x00o,Eng\n")
    assert caught.value.line == 3


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(RosterUnreadable, match="unpacks to far more"):
        read_content("bomb.xlsx", workbook_with(sheet(b" " * 30_000_000)))


def test_a_zip_that_lies_about_its_size_is_damaged():
    content = bytearray(workbook_with(sheet(b" " * 3_000_000)))
    place = content.rindex(SHEET.encode()) - 46 + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(RosterUnreadable):
        read_content("lie.xlsx", bytes(content))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (b'<row r="1">' + text_cell("A1", "Name") + text_cell("XFD1", "far") + b"</row>", "16,384 columns"),
        (
            b'<row r="1">' + text_cell("A1", "Name") + b'</row><row r="999999999">' + text_cell("A2", "x") + b"</row>",
            "cells",
        ),
        (b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "damaged"),
        (b'<row r="one"></row>', "damaged"),
        (b"<row", "damaged"),
    ],
    ids=["wide", "far", "dangling", "words", "cut"],
)
def test_a_sheet_that_breaks_the_limits_is_refused(rows: bytes, words: str):
    with pytest.raises(RosterUnreadable, match=words):
        read_content("t.xlsx", workbook_with(sheet(rows)))


def test_a_sheet_that_claims_to_be_huge_is_read_by_what_it_holds():
    rows = b'<row r="1">' + text_cell("A1", "Name") + b'</row><row r="2">' + text_cell("A2", "Ada") + b"</row>"
    table = read_content("t.xlsx", workbook_with(sheet(rows, b'<dimension ref="A1:XFD1048576"/>')))
    assert table.header == ("Name",)
    assert len(table.rows) == 1


def test_nested_entities_do_not_explode():
    entities = b"".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">'.encode() for n in range(1, 12))
    bomb = b'<!DOCTYPE w [<!ENTITY e0 "lollollol">' + entities + b"]>"
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row>'
    with pytest.raises(RosterUnreadable):
        read_content("t.xlsx", workbook_with(bomb + sheet(rows)))


def test_other_archives_are_named():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(RosterUnreadable, match="OpenDocument"):
        read_content("t.ods", target.getvalue())


def test_places_that_are_no_file_are_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "absent.csv", tmp_path / "pipe.csv"):
        with pytest.raises(RosterUnreadable) as caught:
            read_roster(path)
        assert str(tmp_path) not in str(caught.value)


def test_no_error_repeats_a_cell():
    with pytest.raises(RosterUnreadable) as caught:
        read_content("team.csv", b'Name,Role\nSecretName,Eng\n"SecretName,Eng\n')
    assert "SecretName" not in str(caught.value)
    assert caught.value.__cause__ is None


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400) | st.text('Name,;\t|"\n\r=@L5 Zoë\x00', max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes):
    try:
        table = read_content("t.csv", content)
    except RosterUnreadable:
        return
    assert all(len(row.cells) == len(table.header) for row in table.rows)
    check_roster(table, guess_mapping(table), owner="Ada").to_plan()


def test_formulas_stay_text_from_the_file_to_the_plan():
    text = "Name,Role,Manager\n\"=cmd|' /C calc'!A0\",@SUM(1+1),\n+Ada Lo,-1+1,\n"
    table = read_content("t.csv", text.encode())
    people = check_roster(table, guess_mapping(table), owner="Bo").to_plan().people
    assert [(person.name, person.role) for person in people] == [
        ("=cmd|' /C calc'!A0", "@SUM(1+1)"),
        ("+Ada Lo", "-1+1"),
    ]
