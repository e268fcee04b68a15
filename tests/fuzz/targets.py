"""What the fuzzer feeds: every reader of bytes that come from outside, with what it may answer.

A reader answers with what it read or with its own refusal. Any other exception escapes and is a finding.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from coachdesk.exchange.calendar import CalendarUnreadable, Window, read_calendar
from coachdesk.exchange.roster import RosterUnreadable, check_roster, guess_mapping, read_content
from coachdesk.rubric.importing import guess
from coachdesk.rubric.importing.failures import LadderUnreadable
from coachdesk.rubric.importing.neutral import Sources
from coachdesk.rubric.importing.readers.sources import read_source
from coachdesk.rubric.load import read_ladder
from coachdesk.rubric.problems import LadderProblems
from coachdesk.vault.backups.container import Part, decode_beginning, encode_beginning
from coachdesk.vault.errors import VaultError
from coachdesk.vault.header import ENVELOPE, FORMAT, MAC_BYTES, MAGIC, Header, Seal, decode_header, encode_header
from coachdesk.vault.recovery import make_code
from coachdesk.vault.slots import RecoveryCode, wrap_key

TESTS = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).with_name("corpus")
_KEY = bytearray(range(32))
_PREFIX_BYTES, _LENGTH_BYTES = 14, 4
_HEADER = (TESTS / "fixtures" / "vaults" / "0003.coachdesk" / "header.a").read_bytes()
_SPRING = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
_LONDON = ZoneInfo("Europe/London")
_ENDINGS = ("csv", "md", "html", "json", "json5", "yaml", "ts", "txt")
_ROSTER = b"""Employee,Position,Grade,Boss,Started on,E-mail,Time zone,Tags
Amara Okafor,Senior Engineer,L5,Priya Raman,2022-03-14,amara@example.org,Europe/London,"a; b"
"Demir, Yusuf",Engineering Manager,M1,Priya Raman,1/6/2020,,UTC+2,
Priya Raman,Director,M3,,8 Jan 2018,priya@example.org,,"x"
"""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader, what it is given to begin with, and how long an input may grow, in bytes."""

    read: Callable[[bytes], None]
    list_seeds: Callable[[], Iterator[bytes]]
    longest: int = 4096


def read_header(content: bytes) -> None:
    """A header that is taken has one spelling: written again it is the same. Read bare and with its length mended."""
    framed = struct.pack(">8sHI", MAGIC, ENVELOPE, len(content)) + content + bytes(MAC_BYTES)
    for each in (content, framed):
        with contextlib.suppress(VaultError):
            copy = decode_header(each)
            if copy.header.format == FORMAT:
                assert encode_header(copy.header, _KEY)[:-MAC_BYTES] == each[:-MAC_BYTES]


def list_headers() -> Iterator[bytes]:
    """Headers of both states with one to three slots, and what they hold without its frame."""
    for whole in _list_whole_headers():
        yield whole
        yield whole[_PREFIX_BYTES:-MAC_BYTES]


def _list_whole_headers() -> Iterator[bytes]:
    slot = wrap_key(bytearray(32), RecoveryCode(make_code()), "0f" * 16, made_on=date(2026, 1, 2), cost=None)
    for vault in sorted((TESTS / "fixtures" / "vaults").glob("*.coachdesk")):
        yield (vault / "header.a").read_bytes()
    yield encode_header(Header("0f" * 16, 7, "open", Seal(4096, bytes(32), 3), (slot,)), _KEY)


def read_backup(content: bytes) -> None:
    """The beginning of a backup is read without believing a length in it. Read bare and as the list of one."""
    start = struct.pack(">8sHI", b"COACHBAK", 1, len(_HEADER)) + _HEADER
    framed = start + struct.pack(">I", len(content)) + content + bytes(MAC_BYTES)
    for each in (content, framed):
        with contextlib.suppress(VaultError):
            assert each.startswith(decode_beginning(io.BytesIO(each)).octets)


def list_backups() -> Iterator[bytes]:
    """Beginnings with no and with two attachments."""
    now = datetime(2026, 5, 12, tzinfo=UTC)
    parts = tuple(Part(hashlib.sha256(bytes([n])).hexdigest()[:32], 70_000, bytes(32)) for n in range(2))
    for header in _list_whole_headers():
        for blobs in ((), parts):
            whole = encode_beginning(header, now, blobs, _KEY)
            yield whole
            yield whole[_PREFIX_BYTES + len(header) + _LENGTH_BYTES : -MAC_BYTES]


def read_people(content: bytes) -> None:
    """A roster becomes a table, a guess at its columns, and a plan with its problems."""
    with contextlib.suppress(RosterUnreadable):
        table = read_content("fuzz.csv", content)
        check_roster(table, guess_mapping(table), known=(), owner="Priya Raman").to_plan()


def list_rosters() -> Iterator[bytes]:
    """The same roster in the usual spellings of a text file."""
    text = _ROSTER.decode()
    yield _ROSTER
    yield text.encode("utf-16")
    yield text.encode("utf-8-sig")
    yield text.replace(",", "\t").replace("\n", "\r\n").encode()
    yield text.replace(",", ";").encode("cp1252")


def read_ladder_file(content: bytes) -> None:
    """A ladder is taken, or refused with lines."""
    with contextlib.suppress(LadderProblems):
        read_ladder(content, "fuzz.yaml")


def list_ladders() -> Iterator[bytes]:
    """The shipped ladders; the first bytes of the long ones are enough to begin with."""
    for path in sorted((TESTS.parent / "ladders").rglob("*.yaml")):
        yield path.read_bytes()[: TARGETS["ladder"].longest]


def read_other_ladder(content: bytes) -> None:
    """Any file that may hold a ladder is read and guessed at; its first byte says which ending it has."""
    if not content:
        return
    with contextlib.suppress(LadderUnreadable):
        source = read_source(f"fuzz.{_ENDINGS[content[0] % len(_ENDINGS)]}", content[1:])
        guess(Sources((source,), ()))


def list_other_ladders() -> Iterator[bytes]:
    """The kept files of each ending."""
    for path in sorted((TESTS / "fixtures" / "ladders").rglob("*.*")):
        ending = {"yml": "yaml", "js": "ts"}.get(path.suffix[1:], path.suffix[1:])
        if ending in _ENDINGS:
            yield bytes([_ENDINGS.index(ending)]) + path.read_bytes()[: TARGETS["ladder-import"].longest - 1]


def read_ics(content: bytes) -> None:
    """A calendar is laid out for three months, or refused."""
    with contextlib.suppress(CalendarUnreadable):
        read_calendar(content, "fuzz.ics", zone=_LONDON, window=_SPRING)


def list_calendars() -> Iterator[bytes]:
    """The kept exports."""
    for path in sorted((TESTS / "fixtures" / "calendars").glob("*.ics")):
        yield path.read_bytes()


TARGETS: Mapping[str, Target] = {
    "header": Target(read_header, list_headers),
    "backup": Target(read_backup, list_backups),
    "roster": Target(read_people, list_rosters, 1024),
    "ladder": Target(read_ladder_file, list_ladders, 8192),
    "ladder-import": Target(read_other_ladder, list_other_ladders),
    "calendar": Target(read_ics, list_calendars, 2048),
}
