"""After locking, the memory of the process holds no sentence and no key: read from outside, page by page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from coachdesk.vault.header_copies import read_copies, unlock_copies
from coachdesk.vault.keys import USES
from coachdesk.vault.place import Bundle
from coachdesk.vault.slots import Passphrase
from tests.end2end import story
from tests.end2end.driver import BARE, HIGHLIGHT, Driver
from tests.end2end.test_main_job import calm
from tests.end2end.test_window import Kept

pytestmark = [
    pytest.mark.window,
    pytest.mark.long,
    pytest.mark.skipif(
        not Path("/proc/self/mem").exists() or os.geteuid() != 0,
        reason="CoachDesk lets no other process of its user read its memory: only root on Linux can search it",
    ),
]

SENTINEL = "the marmalade zeppelin hums over Trondheim"
ENCODINGS = ("utf-8", "utf-16-le")
KEYS = ("vault key", "database key")
_TABS_TO_END_OF_RECORD = 14
_STEP_BYTES = 16 * 1024 * 1024
_OF_THE_KERNEL = re.compile(r"\[v(var.*|dso|syscall)\]")


@pytest.fixture
def vault(home: Path) -> Path:
    """A vault with one person and a live meeting, closed."""
    return Kept(home).path


def test_nothing_is_left_in_memory_after_lock(driver: Driver, vault: Path) -> None:
    secrets = list_secrets(vault)
    driver.start(vault=vault, bare=True)
    assert driver.process is not None
    process_id = driver.process.pid
    story.unlock(driver)
    write_copy_and_search(driver, vault)
    export(driver)
    before = find_in_memory(process_id, secrets)
    assert {*KEYS, *(f"sentence in {encoding}" for encoding in ENCODINGS)} <= before, "the search finds what is there"
    assert not is_open_to_its_user(str(process_id))
    story.lock(driver)
    assert driver.process.poll() is None, "locking replaces the process in its place"
    assert find_in_memory(process_id, secrets) == set()
    assert core_limits(process_id) == ("0", "0")
    assert is_open_to_its_user("$$"), "a process like any other is open"
    assert not is_open_to_its_user(str(process_id))


def list_secrets(vault: Path) -> dict[str, bytes]:
    """Return what must not be found, by a name that may be shown: the keys come from passphrase and header alone."""
    keys = unlock_copies(read_copies(Bundle(vault)), Passphrase(story.PASSPHRASE)).keys
    texts = {"sentence": SENTINEL, "passphrase": story.PASSPHRASE}
    return (
        {f"{name} in {encoding}": text.encode(encoding) for name, text in texts.items() for encoding in ENCODINGS}
        | {f"{use} key": bytes(keys.use(use)) for use in USES}
        | {"vault key": bytes(keys.vault)}
    )


def write_copy_and_search(driver: Driver, vault: Path) -> None:
    """Write the sentence in a note, copy it from there and search it by pasting the copy."""
    story.open_person(driver, "amara")
    story.start_meeting(driver)
    before = driver.written(vault)
    driver.type(SENTINEL)
    driver.wait_for(lambda: driver.written(vault) != before, "words saved by themselves")
    driver.wait_for(lambda: calm(driver, vault), "the last words saved")
    driver.keys("ctrl+a", "ctrl+c")
    with driver.changes("the command box"):
        driver.keys("ctrl+k")
    driver.keys("ctrl+v")
    driver.wait_for_pixels(HIGHLIGHT, 100, "the sentence among the hits")
    driver.keep_picture("search")
    with driver.changes("the meeting again"):
        driver.keys("Escape")


def export(driver: Driver) -> None:
    """Write all that is known of the person to a folder, from the end of the record, with what only the owner sees."""
    story.open_person(driver, "amara")
    with driver.changes("the form"):
        driver.keys("ctrl+e")
    driver.keys(*["Tab"] * _TABS_TO_END_OF_RECORD)
    with driver.changes("the end of the record"):
        driver.keys("space")
    driver.keys("Tab", "space", "Tab", "space")
    driver.wait_for_window("Choose a folder")
    driver.settle()
    driver.type(str(driver.home))
    driver.keys("Return")
    driver.wait_for_window("CoachDesk")
    folder = driver.home / "Amara Okafor hand-over"
    driver.wait_for(folder.exists, "the export")
    driver.settle()
    driver.keep_picture("exported")
    assert SENTINEL in "".join(path.read_text("utf-8") for path in folder.glob("*.md"))


def find_in_memory(process_id: int, secrets: dict[str, bytes]) -> set[str]:
    """Return the names of the secrets that are anywhere in the memory of a process, which stands still meanwhile."""
    longest = max(map(len, secrets.values()))
    found: set[str] = set()
    os.kill(process_id, signal.SIGSTOP)
    try:
        os.waitid(os.P_PID, process_id, os.WSTOPPED)
        for piece in read_memory(process_id, overlap=longest - 1):
            found |= {name for name, secret in secrets.items() if name not in found and secret in piece}
    finally:
        os.kill(process_id, signal.SIGCONT)
    return found


def read_memory(process_id: int, overlap: int) -> Iterator[bytes]:
    """Yield every readable mapping in pieces that overlap, so that no secret is cut."""
    folder = Path("/proc", str(process_id))
    maps = (folder / "maps").read_text(encoding="utf-8", errors="replace")
    with (folder / "mem").open("rb") as memory:
        for start, end, name in re.findall(r"^(\w+)-(\w+) r\S+ \S+ \S+ \d+ *(.*)$", maps, re.MULTILINE):
            if _OF_THE_KERNEL.fullmatch(name):
                continue
            for at in range(int(start, 16), int(end, 16), _STEP_BYTES):
                size = min(_STEP_BYTES + overlap, int(end, 16) - at)
                memory.seek(at)
                piece = memory.read(size)
                assert len(piece) == size, "no page stays unread"
                yield piece


def core_limits(process_id: int) -> tuple[str, str]:
    """Return the soft and hard limit of a core file in bytes."""
    limits = Path("/proc", str(process_id), "limits").read_text(encoding="ascii")
    found = re.search(r"^Max core file size +(\S+) +(\S+)", limits, re.MULTILINE)
    assert found is not None
    return found[1], found[2]


def is_open_to_its_user(process_id: str) -> bool:
    """Return whether another process of the same user, without the powers of root, may look into the memory."""
    words = [*BARE, "sh", "-c", f"cat /proc/{process_id}/maps; exit $?"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
