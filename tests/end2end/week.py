"""One working week by keys: a vault to work in, and the keys beyond typed text counted for each step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType

from sqlmodel import col, select

from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.person import Person
from coachdesk.sample.sample import build_sample
from coachdesk.services.meetings import remove_meeting
from coachdesk.services.people import get_tree
from coachdesk.services.promises import list_open_promises
from coachdesk.services.series import end_series
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import create_vault, open_vault
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.slots import RecoveryCode
from tests.end2end import story
from tests.end2end.driver import Driver

MONDAY = date(2026, 5, 11)
MONDAY_AT = datetime(2026, 5, 11, 8, 10, tzinfo=UTC)
BUDGETS = {
    "start": 0,
    "Monday plan": 20,
    "capture": 2,
    "prep": 6,
    "run": 10,
    "follow-up": 4,
    "skip-level": 8,
}


class WeekVault:
    """The sample on a Monday when nobody of the nine direct reports has a meeting planned."""

    def __init__(self, home: Path) -> None:
        self.path = home / "Week.coachdesk"
        new = create_vault(self.path, story.PASSPHRASE, kdf=FLOOR, state_dir=home / "made")
        self._code, self._state = new.recovery_code, home / "read"
        store = open_store(new.vault, lambda: MONDAY_AT)
        build_sample(store, years=1, today=MONDAY)
        store.write(_clear_week)
        self.open_promises = len(store.read(lambda session: list_open_promises(session, MONDAY)))
        store.close()
        new.vault.close()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """Open it while CoachDesk is closed."""
        with open_vault(self.path, RecoveryCode(self._code), state_dir=self._state) as vault:
            store = open_store(vault, lambda: MONDAY_AT)
            yield store
            store.close()


def _clear_week(unit: UnitOfWork) -> None:
    for person in get_tree(unit.session).direct:
        end_series(unit, person.person_id)
        unit.session.get_one(Person, person.person_id).cadence = "FREQ=WEEKLY"
    planned = select(Meeting.id).where(
        Meeting.state == MeetingState.PLANNED,
        Meeting.kind == MeetingKind.ONE_ON_ONE,
        col(Meeting.starts_at) > MONDAY_AT - timedelta(days=1),
    )
    for meeting_id in unit.session.exec(planned).all():
        remove_meeting(unit, meeting_id)


@dataclass(slots=True)
class Step:
    """The keys of one step: a context in which they are pressed and counted; `text` is typed and not counted."""

    name: str
    driver: Driver
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """Press keys that count."""
        self.pressed += len(keys)
        self.driver.keys(*keys)

    def then(self, key: str, what: str, tiles: int = 300) -> None:
        """Press a key that counts and wait until it shows and the picture is calm."""
        with self.driver.changes(f"{self.name}: {what}", tiles):
            self.press(key)

    def type(self, text: str) -> None:
        """Type words, which do not count."""
        self.driver.xdotool("type", "--clearmodifiers", "--delay", "8", "--", text)
        self.driver.settle()

    def __enter__(self) -> Step:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.driver.settle()
        self.driver.keep_picture(self.name.replace(" ", "-"))


class Tally:
    """What each step took."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.steps: list[Step] = []

    def step(self, name: str) -> Step:
        """Begin a step."""
        self.steps.append(Step(name, self.driver))
        return self.steps[-1]

    def keys_of(self, name: str) -> int:
        """Return how many keys a step took."""
        return next(step.pressed for step in self.steps if step.name == name)

    def table(self) -> str:
        """Return the steps, their keys and budgets as text."""
        lines = [f"{'step':<28}{'keys':>5}  budget"]
        for step in self.steps:
            budget = BUDGETS.get(step.name)
            lines.append(f"{step.name:<28}{step.pressed:>5}  {'' if budget is None else f'at most {budget}'}".rstrip())
        return "\n".join(lines)
