"""What must hold for the process as a whole: one window, every part in reach of the keyboard, and a hard end."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coachdesk.services.meeting_page import MeetingPage, get_meeting_page
from coachdesk.services.meetings import list_meetings, start_meeting
from coachdesk.services.people import PersonDraft, ensure_owner, find_owner, save_person
from coachdesk.store.schema import open_store
from coachdesk.vault.bundle import create_vault, open_vault
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.slots import RecoveryCode
from tests.end2end import story
from tests.end2end.driver import Driver

pytestmark = pytest.mark.window

PROMISED_S = 1.0
"""A kill loses no more typing than this."""
ON_THE_WAY_S = 1.0
"""What keys may take from the fingers to the page on a machine that is busy with other tests."""


class Kept:
    """A vault with one person and a live meeting, and what the test reads of it."""

    def __init__(self, home: Path) -> None:
        self.path = home / "Team.coachdesk"
        new = create_vault(self.path, story.PASSPHRASE, kdf=FLOOR, state_dir=home / "made")
        self._code, self._state = new.recovery_code, home / "read"
        store = open_store(new.vault)
        store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
        owner = store.read(find_owner)
        assert owner is not None
        draft = PersonDraft(None, "Amara Okafor", manager_id=owner.person_id)
        self.person_id = store.write(lambda unit: save_person(unit, draft)).result
        store.write(lambda unit: start_meeting(unit, self.person_id))
        store.close()
        new.vault.close()

    def read_page(self) -> MeetingPage:
        """Return the page of the meeting, after whatever happened to the process."""
        vault = open_vault(self.path, RecoveryCode(self._code), state_dir=self._state)
        store = open_store(vault)
        (meeting,) = store.read(lambda session: list_meetings(session, self.person_id))
        now = datetime.now(UTC)
        page = store.read(lambda session: get_meeting_page(session, meeting.meeting_id, now, UTC))
        store.close()
        vault.close()
        return page


@pytest.fixture
def kept(home: Path) -> Kept:
    return Kept(home)


@pytest.fixture
def opened(driver: Driver, kept: Kept) -> Driver:
    """CoachDesk with the vault unlocked."""
    driver.start(vault=kept.path)
    story.unlock(driver)
    return driver


def test_second_start_raises_the_first(driver: Driver, kept: Kept) -> None:
    driver.start(vault=kept.path)
    (window,) = driver.windows("CoachDesk")
    driver.xdotool("windowminimize", "--sync", window)
    driver.wait_for(lambda: not driver.windows("CoachDesk"), "no window on screen")
    assert driver.start_again() == 0
    driver.wait_for_window("CoachDesk")
    assert driver.windows("CoachDesk") == [window]
    assert driver.process is not None and driver.process.poll() is None


def test_f6_reaches_every_pane_of_a_meeting(opened: Driver, kept: Kept) -> None:
    story.open_person(opened, "amara")
    story.start_meeting(opened)
    for _pane, keys in (("rail", "Send the paper\n"), ("foot", " "), ("sidebar", ""), ("agenda", "Growth\n")):
        opened.keys("F6")
        opened.type(keys)
        opened.settle()
    opened.keys("F6")
    opened.type("Back in the notes")
    opened.keep_picture("all-panes")
    opened.keys("ctrl+q")
    assert opened.wait_for_end() == 0
    page = kept.read_page()
    assert [promise.text for promise in page.promises] == ["Send the paper"]
    assert [item.text for item in page.agenda] == ["Growth"]
    assert page.meeting.pulse == 1
    assert page.note is not None and page.note.blocks[0].text == "Back in the notes"


def test_kill_while_typing_loses_no_more_than_a_second(opened: Driver, kept: Kept) -> None:
    story.open_person(opened, "amara")
    story.start_meeting(opened)
    before, saves, typed_at = opened.written(kept.path), 0, []
    while saves < 3 or typed_at[-1] - typed_at[0] < 4 * PROMISED_S:
        opened.type(f"w{len(typed_at):03d} ")
        typed_at.append(time.monotonic())
        now = opened.written(kept.path)
        saves, before = saves + (now != before), now
        assert len(typed_at) < 900, "typing was never saved"
    killed_at = time.monotonic()
    opened.kill()
    due = [f"w{number:03d}" for number, at in enumerate(typed_at) if at < killed_at - PROMISED_S - ON_THE_WAY_S]
    note = kept.read_page().note
    assert due and note is not None and note.blocks[0].text.split()[: len(due)] == due
