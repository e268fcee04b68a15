"""The main job, as a new user does it by keyboard alone, and what it leaves behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coachdesk.model.meeting import MeetingState
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, share
from coachdesk.services.meetings import list_meetings
from coachdesk.services.notes import NoteRow, find_note_of_meeting
from coachdesk.services.people import ReportingTree, find_owner, get_tree
from coachdesk.store.schema import open_store
from coachdesk.vault.bundle import check_vault, open_vault
from coachdesk.vault.slots import Passphrase
from tests.end2end import story
from tests.end2end.driver import HIGHLIGHT, Driver

pytestmark = pytest.mark.window

PRIVATE = "# Quarterly marzipan review\nShe is worn out by the pager, keep it quiet."
SHARED = "Agreed: swap the *quokka* rota in June\nThe handbook moves to her **juniper** team"
SECRETS = (*PRIVATE.split("\n"), *SHARED.split("\n"), "marzipan", "quokka", "juniper", "worn out", story.PASSPHRASE)


def test_main_job_leaves_nothing_in_the_open(driver: Driver) -> None:
    driver.start(traced=True)
    assert driver.process is not None
    first_id = traced_process(driver.trace)
    vault = story.make_vault(driver)
    roster = driver.home / "team.csv"
    roster.write_text(story.ROSTER, encoding="utf-8")
    story.import_roster(driver, roster)
    story.open_person(driver, "aroha")
    story.start_meeting(driver)
    write_note(driver, vault)
    story.lock_and_unlock(driver)
    assert {first_id} == programs(driver.trace), "locking replaces the process in its place"
    find_word(driver)
    driver.keys("ctrl+q")
    assert driver.wait_for_end() == 0
    check_stored(vault, driver.home / ".local" / "state")
    check_nothing_in_the_open(driver)
    check_sockets(driver)


def write_note(driver: Driver, vault: Path) -> None:
    """Type both blocks and wait until they are on disk without asking for it."""
    before = driver.written(vault)
    driver.type(PRIVATE + "\n")
    driver.keys("ctrl+shift+l")
    driver.type(SHARED)
    typed = driver.settle()
    driver.wait_for(lambda: driver.written(vault) != before, "words saved by themselves")
    driver.wait_for(lambda: calm(driver, vault), "the last words saved")
    assert typed.count("#6D3B87") and typed.count("#F6EFFA"), "the private block is marked"
    driver.keep_picture("note")


def calm(driver: Driver, vault: Path) -> bool:
    """Return whether the vault rests: what was typed last is saved when nothing is written any more."""
    seen = driver.written(vault)
    driver.settle()
    driver.settle()
    driver.settle()
    return driver.written(vault) == seen


def find_word(driver: Driver) -> None:
    """Find a word of the note and open it there."""
    with driver.changes("the command box"):
        driver.keys("ctrl+k")
    driver.type("quokka")
    driver.wait_for_pixels(HIGHLIGHT, 100, "the word among the hits")
    driver.keep_picture("found")
    with driver.changes("the note"):
        driver.keys("Return")
    driver.wait_for_pixels(HIGHLIGHT, 100, "the word marked in the note")
    assert driver.screen.look().count("#F6EFFA") > 1000, "the private block of the note shows beside it"
    driver.keep_picture("there")


def check_stored(path: Path, state_dir: Path) -> None:
    """The vault holds the team and the note, block by block."""
    vault = open_vault(path, Passphrase(story.PASSPHRASE), state_dir=state_dir / "elsewhere")
    store = open_store(vault)
    tree: ReportingTree = store.read(get_tree)
    owner = store.read(find_owner)
    members = {one.name: one.person_id for team in tree.teams for one in team.members}
    (meeting,) = store.read(lambda session: list_meetings(session, members["Aroha Ngata"]))
    note: NoteRow | None = store.read(lambda session: find_note_of_meeting(session, meeting.meeting_id))
    store.close()
    report = check_vault(vault)
    vault.close()
    assert owner is not None and owner.name == "Priya Raman"
    assert {one.name for one in tree.direct} == {"Amara Okafor", "Yusuf Demir"}
    assert set(members) == {"Aroha Ngata", "Ana Kovač"}
    assert meeting.state is MeetingState.LIVE
    assert note is not None
    assert note.blocks == (Block(Visibility.ONLY_YOU, PRIVATE), Block(Visibility.SHARED, SHARED))
    assert share(note.blocks).paragraphs == (SHARED,)
    assert report.ok


def check_nothing_in_the_open(driver: Driver) -> None:
    """No file of the home or the temporary folder, and no line of output, has any of it in any encoding."""
    patterns = [text.encode(encoding) for text in SECRETS for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    whole = re.compile(b"|".join(map(re.escape, patterns)), re.IGNORECASE)
    files = [path for path in (*driver.home.rglob("*"), driver.output) if path.is_file()]
    assert any(path.suffix == ".db" or path.name.startswith("vault") for path in files), "the vault was looked at"
    open_files = [path.name for path in files if whole.search(path.read_bytes())]
    assert not open_files, f"words in the open in: {', '.join(open_files)}"
    assert driver.output.read_bytes() == b""


def check_sockets(driver: Driver) -> None:
    """Only sockets of this computer: the display, the buses, and the one that keeps a second start away."""
    lines = driver.trace.read_text(encoding="utf-8", errors="replace").splitlines()
    families = {found[1] for line in lines if (found := re.search(r"\bsocket\((\w+)", line))}
    paths = {
        found[1] for line in lines if (found := re.search(r'\b(?:connect|bind)\(\d+, .*?sun_path=@?"([^"]*)"', line))
    }
    calls = [line for line in lines if re.search(r"\b(?:connect|bind)\(\d+, (?!\{sa_family=AF_UNIX, sun_path=)", line)]
    own = re.escape(str(driver.temporary))
    known = re.compile(
        rf"/tmp/\.X11-unix/X\d+|/(?:var/)?run/dbus/system_bus_socket|/run/user/\d+/bus|/tmp/dbus-\w+"
        rf"|{own}/coachdesk-[0-9a-f]{{16}}|{own}/\.\w{{6}}/s"
    )
    assert families == {"AF_UNIX"}
    assert not calls, "a call to something that is no local path"
    assert {path for path in paths if not known.fullmatch(path)} == set()
    own_sockets = [path for path in paths if path.startswith(str(driver.temporary))]
    assert own_sockets and any("X11" in path for path in paths), "the trace saw it all"


def traced_process(trace: Path) -> str:
    """Return the id of the process that the trace began with."""
    return trace.read_text(encoding="utf-8", errors="replace").split(None, 1)[0]


def programs(trace: Path) -> set[str]:
    """Return the ids of the processes that became CoachDesk."""
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    starts = [line.split()[0] for line in lines if "execve(" in line and '"coachdesk"]' in line]
    assert len(starts) == 2, "one start and one lock"
    return set(starts)
