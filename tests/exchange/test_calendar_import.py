"""A calendar file into a vault and out of one: twice is once, and no sentence of a note ever leaves."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from coachdesk.exchange.archive import ExportRefused
from coachdesk.exchange.calendar.draft import CalendarUnreadable
from coachdesk.exchange.calendar.exporting import export_calendar
from coachdesk.exchange.calendar.importing import (
    CalendarChoices,
    CalendarFile,
    CalendarGroup,
    find_person,
    group_plan,
    list_changes,
    plan_file,
    read_file,
)
from coachdesk.exchange.calendar.reader import read_calendar
from coachdesk.model.agenda import AgendaItem
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import NoteBlock
from coachdesk.model.person import Person
from coachdesk.model.promise import Promise
from coachdesk.model.series import CalendarLink
from coachdesk.model.visibility import Visibility
from coachdesk.sample.sample import build_sample
from coachdesk.services.blocks import Block
from coachdesk.services.cadence import Window
from coachdesk.services.calendar import CalendarResult, get_known_calendar, import_calendar
from coachdesk.services.history import History
from coachdesk.services.meetings import MeetingPlan, mark_missed, move_meeting, plan_meeting, remove_meeting
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.series import Rhythm, extend_series, set_rhythm
from coachdesk.store.store import Store
from tests.services.clock import SetClock
from tests.services.conftest import PlainConnector, clock, connector, empty_database, store

__all__ = ["clock", "connector", "empty_database", "store"]
LONDON = ZoneInfo("Europe/London")
NO_CHOICES = CalendarChoices()


def _event(uid: str, start: str, who: str, *extra: str, sequence: int = 0) -> str:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"SEQUENCE:{sequence}",
        f"DTSTART;TZID=Europe/London:{start}",
        "DURATION:PT30M",
        f"ATTENDEE;CN={who}:mailto:{who.split()[0].lower()}@example.com",
        "ATTENDEE;CN=Priya Raman:mailto:priya@example.com",
        *extra,
        "END:VEVENT",
    ]
    return "\r\n".join(lines)


def _write(path: Path, *events: str) -> Path:
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]))
    return path


def _read(store: Store, path: Path) -> CalendarFile:
    return read_file(path, store.read(get_known_calendar), zone=LONDON, now=store.clock())


def _import(store: Store, path: Path, choices: CalendarChoices = NO_CHOICES) -> CalendarResult:
    changes = list_changes(group_plan(plan_file(_read(store, path), choices)), choices)
    return store.write(lambda unit: import_calendar(unit, changes)).result


def _groups(store: Store, path: Path, choices: CalendarChoices = NO_CHOICES) -> list[CalendarGroup]:
    return list(group_plan(plan_file(_read(store, path), choices)))


def _meetings(store: Store) -> list[Meeting]:
    return list(store.read(lambda session: session.exec(select(Meeting).order_by(Meeting.starts_at)).all()))


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """Priya's reports."""
    store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
    names = ("Amara Okafor", "Diego Fuentes", "Kim Park", "Kim Park")
    drafts = [PersonDraft(None, name, email=f"{name.split()[0].lower()}@example.com") for name in names]
    ids = [store.write(lambda unit, draft=draft: save_person(unit, draft)).result for draft in drafts]
    return dict(zip(("amara", "diego", "kim1", "kim2"), ids, strict=True))


def test_a_second_import_changes_nothing_and_one_undo_takes_the_first_back(
    store: Store, people: dict[str, str], tmp_path: Path
) -> None:
    weekly = _event("a", "20260505T093000", "Amara Okafor", "RRULE:FREQ=WEEKLY")
    path = _write(tmp_path / "c.ics", weekly, _event("d", "20260514T140000", "Diego Fuentes"))
    history = History()
    changes = list_changes(tuple(_groups(store, path)), CalendarChoices())
    written = store.write(lambda unit: import_calendar(unit, changes))
    history.record("Import", written.changes)
    assert written.result == CalendarResult(added=9)
    assert store.read(lambda session: session.get_one(Person, people["amara"])).cadence == "FREQ=WEEKLY"
    assert _import(store, path) == CalendarResult()
    assert not any(group.is_change for group in _groups(store, path))
    store.write(history.undo)
    assert _meetings(store) == []
    assert store.read(lambda session: session.exec(select(CalendarLink)).all()) == []


def test_moves_and_cancellations_follow_the_file_and_keep_what_is_written(
    store: Store, people: dict[str, str], tmp_path: Path
) -> None:
    events = [_event("a", "20260514T093000", "Amara Okafor"), _event("d", "20260514T140000", "Diego Fuentes")]
    _import(store, _write(tmp_path / "c.ics", *events))
    amara, diego = _meetings(store)
    draft = NoteDraft("n", people["diego"], diego.id, (Block(Visibility.ONLY_YOU, "Ask about load"),))
    store.write(lambda unit: save_note(unit, draft))
    later = [
        _event("a", "20260515T100000", "Amara Okafor", sequence=1),
        _event("d", "20260514T140000", "Diego Fuentes", "STATUS:CANCELLED", sequence=1),
    ]
    assert _import(store, _write(tmp_path / "c.ics", *later)) == CalendarResult(moved=1, cancelled=1)
    diego, amara = _meetings(store)
    assert amara.starts_at == datetime(2026, 5, 15, 9, 0, tzinfo=UTC)
    assert diego.state is MeetingState.MISSED
    assert _import(store, tmp_path / "c.ics") == CalendarResult()


def test_a_meeting_that_the_series_planned_already_is_linked_and_not_doubled(
    store: Store, clock: SetClock, people: dict[str, str], tmp_path: Path
) -> None:
    clock.now = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
    rhythm = Rhythm("FREQ=WEEKLY;BYDAY=TU", time(9, 30), "Europe/London")
    store.write(lambda unit: set_rhythm(unit, people["amara"], rhythm))
    planned = len(_meetings(store))
    path = _write(tmp_path / "c.ics", _event("a", "20260505T093000", "Amara Okafor", "RRULE:FREQ=WEEKLY"))
    _import(store, path)
    assert len(_meetings(store)) == planned
    other = _event("a", "20260505T110000", "Amara Okafor", "RRULE:FREQ=WEEKLY", sequence=1)
    _import(store, _write(path, other))
    assert {meeting.starts_at.hour for meeting in _meetings(store)} == {10}
    assert len(_meetings(store)) == planned
    assert store.write(extend_series).result == 0
    assert _import(store, path) == CalendarResult()


def test_people_of_one_name_are_chosen_and_never_guessed(store: Store, people: dict[str, str], tmp_path: Path) -> None:
    event = _event("k", "20260514T093000", "Kim Park")
    path = _write(tmp_path / "c.ics", event)
    (group,) = _groups(store, path)
    assert not group.is_change and set(group.candidates) == {people["kim1"], people["kim2"]}
    choices = CalendarChoices({"k": people["kim2"]})
    assert _import(store, path, choices) == CalendarResult(added=1)
    assert _meetings(store)[0].person_id == people["kim2"]
    assert not any(group.is_change for group in _groups(store, path, choices))


def test_a_group_that_stays_out_changes_nothing(store: Store, people: dict[str, str], tmp_path: Path) -> None:
    path = _write(tmp_path / "c.ics", _event("a", "20260514T093000", "Amara Okafor"))
    (group,) = _groups(store, path)
    assert find_person(_read(store, path), group) == people["amara"]
    assert _import(store, path, CalendarChoices(left_out=frozenset({group.key}))) == CalendarResult()


def test_a_file_that_is_gone_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CalendarUnreadable, match=r"gone\.ics: The file can't be read"):
        _read(store, tmp_path / "gone.ics")


def test_what_goes_out_comes_back_with_moves_and_gaps(
    store: Store, clock: SetClock, people: dict[str, str], tmp_path: Path
) -> None:
    clock.now = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
    rhythm = Rhythm("FREQ=WEEKLY;BYDAY=TU", time(9, 30), "Asia/Tokyo")
    store.write(lambda unit: set_rhythm(unit, people["amara"], rhythm))
    thursday = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
    store.write(lambda unit: plan_meeting(unit, MeetingPlan(people["diego"], thursday)))
    diego, first, second, third = _meetings(store)[:4]
    store.write(lambda unit: move_meeting(unit, first.id, datetime(2026, 5, 20, 1, 0, tzinfo=UTC)))
    store.write(lambda unit: remove_meeting(unit, second.id))
    store.write(lambda unit: mark_missed(unit, third.id))
    out = tmp_path / "out.ics"
    assert export_calendar(store, out, zone=LONDON, now=clock.now) == 2
    assert (out.stat().st_mode & 0o777) == 0o600
    window = Window(clock.now, datetime(2026, 7, 7, 1, tzinfo=UTC))
    draft = read_calendar(out.read_bytes(), "out.ics", zone=LONDON, window=window)
    assert not draft.problems
    there = [event.starts_at for event in draft.events if not event.is_cancelled]
    assert there == [one.starts_at for one in _meetings(store) if one.state is MeetingState.PLANNED]
    assert diego.starts_at in there
    with pytest.raises(ExportRefused):
        export_calendar(store, out, zone=LONDON, now=clock.now)


@pytest.mark.parametrize("with_names", [False, True])
def test_no_word_of_a_note_leaves(connector: PlainConnector, tmp_path: Path, with_names: bool) -> None:
    store = Store(connector, lambda: datetime(2026, 5, 12, 9, 12, tzinfo=UTC))
    try:
        build_sample(store, years=1, reports=9, skips=6, today=date(2026, 5, 12))
        export_calendar(store, tmp_path / "o.ics", zone=LONDON, now=store.clock(), with_names=with_names)
        text = (tmp_path / "o.ics").read_text().replace("\r\n ", "").casefold()
        said = [*_texts(store, NoteBlock), *_texts(store, AgendaItem), *_texts(store, Promise)]
        people = store.read(lambda session: session.exec(select(Person)).all())
        assert "begin:vevent" in text and len(said) > 500
        for sentence in (line.strip() for one in said for line in one.splitlines()):
            assert len(sentence) < 4 or sentence.casefold() not in text
        assert not any(part.about and part.about.casefold() in text for part in people)
        assert not any(part.name.casefold() in text for part in people)
        assert ("amara" in text) is with_names
    finally:
        store.close()


def _texts(store: Store, kind: type[NoteBlock] | type[AgendaItem] | type[Promise]) -> list[str]:
    return [row.text for row in store.read(lambda session: session.exec(select(kind)).all())]


def test_any_order_of_imports_leaves_no_double(store: Store, people: dict[str, str], tmp_path: Path) -> None:
    """Files of one calendar at different times, imported in a random order, again and again."""
    choice = random.Random(7)
    files = [
        _write(
            tmp_path / f"{number}.ics",
            _event("a", f"202605{5 + number:02}T093000", "Amara Okafor", "RRULE:FREQ=WEEKLY", sequence=number),
            _event("d", f"202605{14 + number}T140000", "Diego Fuentes", sequence=number),
        )
        for number in range(4)
    ]
    for _ in range(12):
        _import(store, choice.choice(files))
        moments = [(meeting.person_id, meeting.starts_at) for meeting in _meetings(store)]
        assert len(moments) == len(set(moments))
        links = store.read(lambda session: session.exec(select(CalendarLink)).all())
        assert len({(link.uid, link.recurrence_key) for link in links}) == len(links)
