"""The parts of the main job, step by step, as a user does them by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

from tests.end2end.driver import ACCENT, DANGER, OK, WARN_GROUND, Driver
from tests.end2end.screen import NotSeen, wait_until

PASSPHRASE = "tulip cobalt ladder heron"
ROSTER = """Employee,Position,Grade,Boss,Started on,Desk
Amara Okafor,Senior Engineer,L5,Priya Raman,2022-03-14,4
Yusuf Demir,Engineering Manager,M1,Priya Raman,2020-06-01,5
Ana Kovač,Engineer II,L4,Yusuf Demir,2024-09-02,6
Aroha Ngata,Senior Engineer,L5,Yusuf Demir,2022-07-04,7
Priya Raman,Director,M3,,2018-01-08,1
"""
PEOPLE = frozenset({"Amara Okafor", "Yusuf Demir", "Ana Kovač", "Aroha Ngata", "Priya Raman"})


def make_vault(driver: Driver) -> Path:
    """Go through the first run until the team is asked for; return the vault."""
    driver.keep_picture("first-run")
    driver.type("Team")
    with driver.changes("the step of the passphrase"):
        driver.keys("Return")
    driver.type(PASSPHRASE)
    driver.keys("Return")
    driver.type(PASSPHRASE)
    driver.wait_for_pixels(ACCENT, 1200, "a passphrase that is taken", below=700)
    driver.keep_picture("passphrase")
    driver.keys("Return")
    driver.wait_for_pixels(WARN_GROUND, 5000, "the recovery code")
    driver.keep_picture("recovery-code")
    _type_code_back(driver, _save_code(driver))
    with driver.changes("the step of the team"):
        driver.keys("Return")
    driver.keep_picture("your-team")
    return driver.home / "Team.coachdesk"


def _save_code(driver: Driver) -> list[str]:
    """Save the recovery code as a file, as a user without a printer does; read it and delete the file."""
    file = driver.home / "code.txt"
    driver.keys("Tab", "space")
    driver.wait_for_window("Save the code")
    driver.settle()
    driver.keep_picture("save-dialog")
    driver.keys("ctrl+a")
    driver.type(str(file))
    driver.keys("Return")
    driver.wait_for(file.exists, "the file with the code")
    driver.wait_for_window("CoachDesk")
    driver.settle()
    driver.keep_picture("code-saved")
    lines = file.read_text(encoding="utf-8").splitlines()
    file.unlink()
    groups = [word for line in lines for word in line.split() if re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}", word)]
    assert len(groups) == 8
    return groups


def _type_code_back(driver: Driver, groups: list[str]) -> None:
    """Fill both fields. Which groups are asked stands on the screen only, so try them as someone in a hurry would."""
    driver.keys("Tab", "Tab")
    first = _try_groups(driver, groups[:-1])
    driver.keys("Return")
    _try_groups(driver, groups[first + 1 :])
    driver.keep_picture("typed-back")


def _try_groups(driver: Driver, groups: list[str]) -> int:
    for number, group in enumerate(groups):
        driver.keys("ctrl+a", "BackSpace")
        before = driver.settle()
        driver.type(group.lower())
        right = wait_until(lambda before=before: _judgement(driver, before), "a mark beside the group")
        if right == "right":
            return number
    raise NotSeen("none of the groups was taken")


def _judgement(driver: Driver, before: object) -> str:
    now = driver.screen.look()
    if now.count(DANGER) > before.count(DANGER) + 50:
        return "wrong"
    return "right" if now.count(OK) > before.count(OK) else ""


def import_roster(driver: Driver, file: Path) -> None:
    """Bring in the team from a file: choose it, match one column by hand, say who one is, check, import."""
    driver.keys("space")
    driver.wait_for_window("Choose a roster")
    driver.settle()
    driver.type(str(file))
    driver.keep_picture("roster-dialog")
    driver.keys("Return")
    driver.wait_for_window("CoachDesk")
    driver.wait_for_pixels(ACCENT, 1200, "the step Match", below=700)
    driver.keep_picture("match")
    driver.keys("Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
    driver.type("Priya Raman")
    driver.keep_picture("owner")
    driver.wait_for_pixels(OK, 5, "the owner found in the file")
    with driver.changes("the step Check"):
        driver.keys("F6", "space")
    driver.keep_picture("check")
    with driver.changes("the step Done"):
        driver.keys("F6", "space")
    driver.keep_picture("done")
    with driver.changes("Today with the team in the sidebar"):
        driver.keys("space")
    driver.keep_picture("today")


def open_person(driver: Driver, name: str) -> None:
    """Go to a person through the command box."""
    with driver.changes("the command box"):
        driver.keys("ctrl+k")
    driver.type(name)
    driver.settle()
    driver.keep_picture("command-box")
    with driver.changes("the page of the person"):
        driver.keys("Return")
    driver.keep_picture("person")


def start_meeting(driver: Driver) -> None:
    """Start a one-on-one with the person shown."""
    with driver.changes("the page of the meeting"):
        driver.keys("ctrl+Return")
    driver.keep_picture("meeting")


def lock(driver: Driver) -> None:
    """Lock and let the process replace itself."""
    stamp = driver.instance_stamp()
    driver.keys("ctrl+alt+l")
    driver.keep_picture("locking")
    driver.wait_for(lambda: driver.instance_stamp() not in (None, stamp), "a fresh process")
    driver.wait_for_window("CoachDesk")
    driver.settle()
    driver.keep_picture("locked")


def lock_and_unlock(driver: Driver) -> None:
    """Lock, let the process replace itself, and come back."""
    lock(driver)
    unlock(driver)


def unlock(driver: Driver) -> None:
    """Type the passphrase and wait for Today."""
    before = driver.screen.look()
    driver.type(PASSPHRASE)
    driver.keys("Return")
    driver.wait_for(lambda: driver.screen.look().differing_tiles(before) > 5000, "the main window")
    driver.settle()
    driver.keep_picture("unlocked")
