"""Files that mean harm end in a plain refusal, quickly and without much memory."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.rubric.importing import dry_run, guess, read_sources
from coachdesk.rubric.importing.neutral import Sources
from coachdesk.rubric.importing.readers import FORMATS, fuzz_one
from tests.rubric.importing.making import propose, repacked, report_of, saved, workbook

_LIMIT_BYTES = 300 * 1024 * 1024


@pytest.fixture(autouse=True)
def bounded_memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < _LIMIT_BYTES


_ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
_ENTITIES = (
    '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    "<html><h2>Junior</h2><p>&b;&c;</p></html>"
)
_BAD = {
    "aliases.yaml": (_ALIASES, "aliases"),
    "front.md": (f"---\n{_ALIASES}---\n# x\n", "aliases"),
    "deep.json": ("[" * 100_000 + "]" * 100_000, "deeper"),
    "deep.yaml": ("[" * 5_000 + "]" * 5_000, "deeper"),
    "deep.ts": ("export default " + "[" * 5_000 + "]" * 5_000, "deeper"),
    "entities.html": (_ENTITIES, "entities"),
    "cells.csv": (("a," * 999 + "a\n") * 1_001, "cells"),
    "wide.csv": ("Junior," * 5_000 + "\n", "columns"),
    "quote.csv": ('Skill,Junior,Senior\nCode,"opened ' + "x" * 60_000, "quotation mark"),
    "open.ts": ("export default { a: [", "never closed"),
    "crossed.ts": ("export default { a: [1 };", "never closed"),
    "code.js": ("require('fs').rmSync('/')", "never run"),
    "nul.csv": ("a,\x00b\n", "not a text file"),
    "empty.csv": ("   \n", "empty"),
    "broken.json": ('{"a": 1,,}', "not JSON"),
    "broken.yaml": ("a: [1, 2\nb: }", "not YAML"),
    "kind.exe": ("MZ", "not known"),
    "page.pdf": ("%PDF-1.4", "cannot be read"),
}


@pytest.mark.parametrize("name", _BAD)
def test_a_hostile_or_broken_file_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    content, reason = _BAD[name]
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    report = report_of(path)
    assert report.refused is not None
    assert reason in report.refused


def test_malformed_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"Skill,Junior,Senior\nCode,\x81\x8d\x8f,x\n")
    assert "line 2" in str(report_of(path).refused)


@pytest.mark.parametrize("content", [f'{{"n": {"9" * 500_000}}}', '{"n": 1e999999, "m": NaN, "b": true}'])
def test_huge_numbers_cost_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "big.json"
    path.write_text(content)
    assert "not a ladder" in str(report_of(path).refused)


def _book(tmp_path: Path) -> Path:
    rows = (("Skill", "Junior", "Senior"), ("Code", "Writes it", "Reviews it"))
    return saved(workbook(*rows), tmp_path / "ladder.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = repacked(_book(tmp_path), {"xl/media/zeros.xml": b"\0" * (30 * 1024 * 1024)})
    assert "unpacks to far more" in str(report_of(path).refused)


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    sheet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha">]><worksheet>&a;</worksheet>'
    path = repacked(_book(tmp_path), {"xl/worksheets/sheet1.xml": sheet})
    assert "entities" in str(report_of(path).refused)


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "xl\\..\\..\\evil.xml"])
def test_paths_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    assert "leads out" in str(report_of(repacked(_book(tmp_path), {name: b"x"})).refused)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = repacked(_book(tmp_path), {"xl/link.xml": b"/etc/passwd"}, link="xl/link.xml")
    assert "leads out" in str(report_of(path).refused)


def test_a_million_cells_are_refused(tmp_path: Path) -> None:
    cells = b"".join(b"<c><v>%d</v></c>" % (number * 7919) for number in range(250_000))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    path = repacked(_book(tmp_path), {"xl/worksheets/sheet1.xml": sheet})
    assert "200,000 cells" in str(report_of(path).refused)


def test_a_sheet_that_claims_and_merges_everything_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = _book(tmp_path)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    merged = sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="B3:XFD1048576"/></mergeCells>')
    assert propose(repacked(path, {"xl/worksheets/sheet1.xml": merged})).matrix is not None


def test_formulas_are_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "ladder.csv"
    path.write_text("Skill,Junior,Senior\nCode,\"=cmd|'/c calc'!A1\",Reviews it\nTalk,@SUM(1),=HYPERLINK(1)\n")
    proposal = propose(path)
    assert dry_run(proposal).behaviours == 1
    assert [str(one.place) for one in dry_run(proposal).warnings] == [
        "ladder.csv, cell B2", "ladder.csv, cell B3", "ladder.csv, cell C3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.md", "[" * 50_000), ("b.md", "**" * 50_000), ("c.md", "| - " * 20_000), ("d.md", "- " * 50_000),
        ("e.md", "<" * 50_000), ("f.md", "![" * 30_000 + "\n- x"), ("g.html", "<ul><li>" * 20_000),
        ("h.html", "<table><tr><td>" * 3_000), ("i.ts", "export default [" + "'a'," * 30_000 + "]"),
        ("j.ts", "const a = " * 20_000), ("k.ts", "export default {" + "/*" * 50_000),
        ("l.yaml", "? " * 3_000),
        ("m.csv", '"' * 300_001), ("n.html", '<td rowspan="9999" colspan="9999">x</td>' * 500),
        ("o.md", "a\n" * 30_000), ("p.md", "<table>\n" * 3_000), ("q.md", "```\n" * 20_001),
        ("s.csv", "Level,Skill\n" + "L1,a b\nL2,\n" * 6_000),
        ("t.csv", "Skill,L1,L2\nExamples,,\n" + "Example,a,\n" * 6_000),
        ("r.md", "<summary>" * 5_000),
    ],
)  # fmt: skip
def test_long_runs_of_one_mark_take_no_quadratic_time(tmp_path: Path, name: str, line: str) -> None:
    path = tmp_path / name
    path.write_text(line)
    assert report_of(path).refused is not None


def test_more_roles_and_skills_than_any_ladder_has_are_refused(tmp_path: Path) -> None:
    roles = [f'{{"name": "L{at}", "skills": {{{", ".join(f"{chr(34)}s{at}-{n}{chr(34)}: 1" for n in range(100))}}}}}'
             for at in range(12)]  # fmt: skip
    path = tmp_path / "roles.json"
    path.write_text(f'{{"roles": [{", ".join(roles)}]}}')
    assert report_of(path).refused is not None


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    report = dry_run(guess(read_sources([tmp_path, tmp_path / "none.csv"])))
    assert "not a file" in str(report.refused)
    assert "could not be read" in str(report.refused)


_SEEDS = {
    "csv": b"Skill,Junior,Senior\nCode,a b,c d\n",
    "markdown": b"## Junior\n### Code\n- a b\n| a | b |\n|--|--|\n| 1 | 2 |\n",
    "html": b"<h2>Junior</h2><table><tr><td rowspan=2>x<td>y</table><ul><li>a",
    "json": b'{"levels":[{"name":"Junior"}]}',
    "yaml": b"levels:\n  - &a {name: Junior}\n  - *a\n",
    "script": b"export default {a: [`x`, 'y' + 'z', ...b], c: d()}",
    "xlsx": b"PK\x03\x04",
}  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_readers_and_guess_survive_any_bytes(format: str, data: st.DataObject) -> None:
    seed = _SEEDS[format]
    content = data.draw(
        st.one_of(
            st.binary(max_size=200),
            st.lists(st.sampled_from([seed[at : at + 5] for at in range(0, len(seed), 3)]), max_size=30).map(b"".join),
        )
    )
    source = fuzz_one(format, content)
    if source is not None:
        dry_run(guess(Sources((source,))))
