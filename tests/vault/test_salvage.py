"""Salvage: what is read and what is reported lost are together every row, and no row reads otherwise than written."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.vault import errors
from coachdesk.vault.btree import Malformed, read_leaf, walk_index, walk_table
from coachdesk.vault.commits import count_commit
from coachdesk.vault.pages import Pages
from coachdesk.vault.rescue import HEADERS_LOST, rescued_bundle
from coachdesk.vault.salvage import DatabaseReport, KnownTables, salvage_database
from coachdesk.vault.slots import Passphrase

PAGE = 4096
NOTES = 2_000
TABLES = {
    "block": "CREATE TABLE block (id VARCHAR(32) NOT NULL PRIMARY KEY, at DATETIME NOT NULL, text VARCHAR NOT NULL)",
    "mark": "CREATE TABLE mark (id INTEGER PRIMARY KEY, block_id TEXT NOT NULL, stage INTEGER, weight REAL)",
}
KNOWN = KnownTables(TABLES)
AT = "2026-05-12 09:44:00.000000"


def text_of(number: int) -> str:
    """Return a note's text: its number tells all of it, and every ninth spans pages."""
    return f"note {number} é " + f"word{number} " * (1500 if number % 9 == 0 else 20 + number % 30)


def rowid_of(number: int) -> int:
    """Return a note's row id: after each 200 notes, ten were written that were removed at the end."""
    return number + 10 * ((number - 1) // 200)


@dataclass
class Found:
    """What a salvage gave."""

    report: DatabaseReport
    rows: dict[str, list[dict[str, Any]]]
    detached: list[tuple[Any, ...]] = field(default_factory=list)


@pytest.fixture(scope="module")
def written(made, tmp_path_factory):
    """A sealed vault of 2,000 notes and as many marks, written in many commits, with rows removed in between."""
    folder = tmp_path_factory.mktemp("salvage")
    place = type(made)(folder / "v.coachdesk", folder / "state", made.passphrase, made.code, made.sentence)
    shutil.copytree(made.path, place.path)
    with place.open() as vault:
        connection = vault.connect()
        for statement in (*TABLES.values(), "CREATE VIRTUAL TABLE words USING fts5(text)"):
            connection.execute(statement)
        chance = random.Random(1)
        numbers = list(range(1, NOTES + 1))
        for start in range(0, NOTES + 200, 200):
            connection.execute("BEGIN IMMEDIATE")
            for number in [*numbers[start : start + 200], *range(5000 + start, 5010 + start)]:
                connection.execute("INSERT INTO block VALUES (?, ?, ?)", (f"{number:032x}", AT, text_of(number)))
                connection.execute("INSERT INTO mark VALUES (?, ?, ?, 2)", (number, f"{number:032x}", -number))
                connection.execute("INSERT INTO words VALUES (?)", (f"note {chance.random()}",))
            count_commit(connection)
            connection.execute("COMMIT")
        connection.execute("DELETE FROM block WHERE id > ?", (f"{5000:031x}",))
        connection.execute("DELETE FROM block WHERE id >= ?", (f"{5000:032x}",))
        connection.execute("DELETE FROM mark WHERE id >= 5000")
        connection.close()
    return place


@pytest.fixture
def damaged(written, tmp_path):
    """A copy to be damaged."""
    place = type(written)(tmp_path / "d.coachdesk", tmp_path / "s", written.passphrase, written.code, "")
    shutil.copytree(written.path, place.path)
    return place


def salvage(place) -> Found:
    before = place.content()
    rows: dict[str, list[dict[str, Any]]] = {}
    detached: list[tuple[Any, ...]] = []
    with (
        rescued_bundle(place.path, place.recovery) as rescued,
        Pages(rescued.bundle.database, rescued.keys.use("database")) as pages,
    ):
        report = salvage_database(
            pages,
            KNOWN,
            lambda table, row: rows.setdefault(table, []).append(dict(row)),
            lambda tables, row: detached.append((tables, row)),
        )
    assert place.content() == before
    return Found(report, rows, detached)


def spoil(place, pages: Iterator[int] | list[int], chance: random.Random, name: str = "vault.db") -> None:
    octets = bytearray((place.path / name).read_bytes())
    for page in pages:
        octets[(page - 1) * PAGE + chance.randrange(16, PAGE)] ^= 1 << chance.randrange(8)
    (place.path / name).write_bytes(octets)


def judge(found: Found) -> set[int]:
    """Assert that no row reads otherwise than written and that each missing one is told; return the lost notes."""
    numbers = set()
    for row in found.rows.get("block", []):
        number = int(row["id"], 16)
        assert row == {"id": f"{number:032x}", "at": AT, "text": text_of(number)}
        assert number not in numbers
        numbers.add(number)
    missing = set(range(1, NOTES + 1)) - numbers
    detached = {int(row.values[0], 16) for tables, row in found.detached if "block" in tables}
    table = next(each for each in found.report.tables if each.name == "block")
    told = {int(str(row.key), 16) for row in table.lost if row.key is not None}
    if table.is_exact:
        assert missing == told
    else:
        rowids = {row.rowid for row in table.lost}
        gaps = [(gap.after, gap.through) for gap in table.gaps]
        for rowid in (rowid_of(number) for number in missing - told - detached):
            assert rowid in rowids or any(after < rowid <= through for after, through in gaps)
    marks = found.rows.get("mark", [])
    assert all(row == {**row, "block_id": f"{row['id']:032x}", "stage": -row["id"], "weight": 2.0} for row in marks)
    assert all(isinstance(row["weight"], float) for row in marks)
    return missing


def test_a_whole_database_gives_every_row(written):
    found = salvage(written)
    assert judge(found) == set()
    assert found.report.is_whole
    assert found.report.damaged_pages == ()
    assert found.report.is_verified
    assert len(found.rows["mark"]) == NOTES
    assert found.rows["note"][0]["body"] == written.sentence
    assert set(found.rows) == {"block", "mark", "note", "filling", "vault_meta"}


@pytest.mark.parametrize("seed", range(12))
def test_read_and_reported_lost_are_together_every_row(damaged, seed):
    chance = random.Random(seed)
    count = (damaged.path / "vault.db").stat().st_size // PAGE
    pages = chance.sample(range(2, count + 1), (1, 3, 10, 60)[seed % 4])
    spoil(damaged, pages, chance)
    found = salvage(damaged)
    missing = judge(found)
    assert found.report.damaged_pages == tuple(sorted(pages))
    assert len(missing) < NOTES / 2
    assert not (missing and found.report.is_whole)


def test_a_lost_root_leaves_its_pages_to_be_recognised(damaged):
    with damaged.open() as vault:
        connection = vault.connect(read_only=True)
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").fetchall())
        connection.close()
    spoil(damaged, [roots["block"], roots["mark"]], random.Random(1))
    found = salvage(damaged)
    assert judge(found) == set()
    tables = {table.name: table for table in found.report.tables}
    assert tables["block"].is_whole
    assert not tables["mark"].is_exact  # no index of it could tell whether rows were lost
    assert len(found.rows["mark"]) == NOTES


def test_a_lost_schema_is_made_up_for_by_the_known_one(damaged):
    spoil(damaged, [1], random.Random(3))
    found = salvage(damaged)
    assert found.report.is_verified
    assert not found.report.is_schema_whole
    assert not found.report.is_whole
    judge(found)
    assert len(found.rows["block"]) > NOTES * 0.9
    assert len(found.rows["mark"]) > NOTES * 0.9


def test_a_wrong_byte_in_the_salt_is_found_and_a_lost_salt_is_told(damaged):
    octets = bytearray((damaged.path / "vault.db").read_bytes())
    octets[7] ^= 0x42
    (damaged.path / "vault.db").write_bytes(octets)
    found = salvage(damaged)
    assert judge(found) == set()
    assert found.report.is_whole
    octets[:PAGE] = bytes(PAGE)
    (damaged.path / "vault.db").write_bytes(octets)
    found = salvage(damaged)
    assert not found.report.is_verified
    assert not found.report.is_whole
    judge(found)
    assert len(found.rows["block"]) > NOTES * 0.9


def test_a_truncated_database_gives_what_is_left(damaged):
    octets = (damaged.path / "vault.db").read_bytes()
    keep = len(octets) * 2 // 3 // PAGE * PAGE
    (damaged.path / "vault.db").write_bytes(octets[: keep + 100])
    found = salvage(damaged)
    assert judge(found)
    assert found.report.page_count == len(octets) // PAGE
    assert found.report.damaged_pages == tuple(range(keep // PAGE + 1, len(octets) // PAGE + 1))


def test_commits_in_the_log_count_and_a_broken_log_is_told(damaged):
    vault = damaged.open()
    connection = vault.connect()
    for number in (1, 2):
        connection.execute("UPDATE filling SET body = ? WHERE id = ?", (f"changed {number}", number))
    content = damaged.content()
    connection.close()
    vault.abandon()
    for name, octets in content.items():
        (damaged.path / name).write_bytes(octets)
    assert (damaged.path / "vault.db-wal").stat().st_size
    found = salvage(damaged)
    assert [row["body"] for row in found.rows["filling"][:2]] == ["changed 1", "changed 2"]
    assert found.report.is_whole and not found.report.log_broke
    log = bytearray((damaged.path / "vault.db-wal").read_bytes())
    log[-100] ^= 1
    (damaged.path / "vault.db-wal").write_bytes(log)
    found = salvage(damaged)
    assert found.rows["filling"][0]["body"] == "changed 1"
    assert found.rows["filling"][1]["body"] != "changed 2"
    assert found.report.log_broke
    judge(found)


def test_one_header_copy_is_enough_and_two_lost_ones_are_told(damaged):
    one, two = damaged.path / "header.a", damaged.path / "header.b"
    whole = two.read_bytes()
    for path in (one, two):
        octets = bytearray(path.read_bytes())
        octets[-1] ^= 1
        path.write_bytes(octets)
    with rescued_bundle(damaged.path, damaged.recovery) as rescued:
        assert rescued.damaged_headers == ("header.a", "header.b")
    one.write_bytes(b"")
    two.write_bytes(whole)
    assert judge(salvage(damaged)) == set()
    with rescued_bundle(damaged.path, damaged.recovery) as rescued:
        assert rescued.damaged_headers == ("header.a",)
    with pytest.raises(errors.WrongSecret), rescued_bundle(damaged.path, Passphrase("not it")):
        pass
    two.unlink()
    with pytest.raises(errors.DamagedVault) as raised, rescued_bundle(damaged.path, damaged.recovery):
        pass
    assert str(raised.value) == HEADERS_LOST


def test_a_vault_in_use_is_not_read_behind_its_back(damaged):
    with damaged.open(), pytest.raises(errors.VaultInUse), rescued_bundle(damaged.path, damaged.recovery):
        pass


def test_a_database_of_noise_gives_nothing_and_no_error(damaged):
    path: Path = damaged.path / "vault.db"
    path.write_bytes(random.Random(5).randbytes(path.stat().st_size))
    found = salvage(damaged)
    assert found.report.rows == 0
    assert not found.report.is_whole


class Noise:
    """Pages of which some octets are noise, as they are when nothing can be authenticated."""

    def __init__(self, found: list[bytes], changes: list[tuple[int, int, int]]) -> None:
        self._pages = [bytearray(page) for page in found]
        for page, at, octet in changes:
            self._pages[page % len(found)][at] = octet

    def find(self, number: int) -> bytes | None:
        return bytes(self._pages[number - 1]) if 1 <= number <= len(self._pages) else None


@pytest.fixture(scope="module")
def clear(made) -> list[bytes]:
    """The decrypted pages of a small vault."""
    with (
        rescued_bundle(made.path, made.recovery) as rescued,
        Pages(rescued.bundle.database, rescued.keys.use("database")) as pages,
    ):
        return [page for number in range(1, pages.count + 1) if (page := pages.find(number)) is not None]


CHANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 120), st.integers(0, 255)), max_size=30)


@settings(max_examples=150, deadline=None)
@given(changes=CHANGES)
def test_noise_in_pages_ends_in_gaps_never_in_an_error_or_a_loop(clear, changes):
    pages = cast(Pages, Noise(clear, changes))
    for root in range(1, len(clear) + 1):
        for _ in walk_table(pages, root, set()):
            pass
        for _ in walk_index(pages, root, set()):
            pass
        with contextlib.suppress(Malformed):
            read_leaf(pages, root, set())
