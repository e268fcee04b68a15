from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.exchange.calendar import (
    Attendee,
    CalendarEvent,
    CalendarPlan,
    EventKind,
    ExistingLink,
    Match,
    MatchedBy,
    PersonKey,
    PlanAction,
    PlanReason,
    Window,
    match_people,
    plan_import,
    read_calendar,
)
from coachdesk.model.meeting import MeetingState

FIXTURES = Path(__file__).parent.parent / "fixtures" / "calendars"
MAY = Window(datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
TUESDAY = datetime(2026, 5, 5, 10, tzinfo=UTC)
PEOPLE = (
    PersonKey("sam", "Sam Weber", "sam.weber@example.com"),
    PersonKey("lee", "Lee Chen"),
    PersonKey("zoe", "Zoë Müller", "zoe@example.com"),
    PersonKey("alex1", "Alex Hill"),
    PersonKey("alex2", "Alex Stone", "alex@example.com"),
    PersonKey("twin1", "Kim Park"),
    PersonKey("twin2", "Kim Park"),
)
PRIYA = Attendee("priya@example.com", "Priya Raman")
SINGLE = CalendarEvent("1", "", False, "", TUESDAY, 30, "Europe/London", False, False, (), "", 0)


def matched(*attendees: Attendee, title: str = "", owner: str = "priya@example.com") -> Match:
    event = replace(SINGLE, attendees=attendees, title=title)
    return match_people([event], PEOPLE, [owner] if owner else [], "Priya Raman")[0]


@pytest.mark.parametrize(
    ("attendees", "person", "how"),
    [
        ([PRIYA, Attendee("sam.weber@example.com", "")], "sam", MatchedBy.ADDRESS),
        ([PRIYA, Attendee("", "Chen, Lee")], "lee", MatchedBy.NAME),
        ([Attendee("other@home.example", "Zoe Muller")], "zoe", MatchedBy.NAME),
        ([PRIYA, Attendee("", "Kim Park")], None, MatchedBy.SEVERAL),
        ([PRIYA, Attendee("stranger@example.com", "A Stranger")], None, MatchedBy.NONE),
        ([PRIYA, Attendee("", "Alex")], None, MatchedBy.NONE),
    ],
)
def test_the_one_other_invited_person_is_found_by_address_or_whole_name(attendees, person, how):
    match = matched(*attendees)
    assert (match.person_id, match.how) == (person, how)


@pytest.mark.parametrize(
    ("title", "person", "how"),
    [
        ("Sam / Priya", "sam", MatchedBy.TITLE),
        ("1:1 Sam", "sam", MatchedBy.TITLE),
        ("1-1 with Lee Chen", "lee", MatchedBy.TITLE),
        ("Priya <> Zoë", "zoe", MatchedBy.TITLE),
        ("One on one: Sam", "sam", MatchedBy.TITLE),
        ("1:1 Alex", None, MatchedBy.SEVERAL),
        ("1:1 Alex Stone", "alex2", MatchedBy.TITLE),
        ("Sam & Lee", None, MatchedBy.SEVERAL),
        ("Sam holiday", None, MatchedBy.NONE),
        ("Priya", None, MatchedBy.NONE),
        ("Release 1.1 with Sam and the whole platform group", None, MatchedBy.NONE),
    ],
)
def test_without_invited_people_a_title_of_a_one_on_one_names_the_person(title, person, how):
    match = matched(title=title)
    assert (match.person_id, match.how) == (person, how)


def test_ambiguous_names_are_shown_to_choose():
    assert matched(title="1:1 Alex").candidates == ("alex1", "alex2")
    assert matched(PRIYA, Attendee("", "Kim Park")).candidates == ("twin1", "twin2")


def test_larger_meetings_are_not_taken_and_one_unknown_address_may_be_the_owners():
    sam = Attendee("sam.weber@example.com", "Sam Weber")
    assert matched(PRIYA, sam, Attendee("", "Lee Chen")).kind is EventKind.LARGER
    assert matched(PRIYA, sam, Attendee("guest@example.org", "")).kind is EventKind.LARGER
    assert matched(Attendee("boss@home.example", ""), sam, owner="").person_id == "sam"


def link(key: str, starts_at: datetime, state: MeetingState = MeetingState.PLANNED, sequence: int = 0) -> ExistingLink:
    return ExistingLink("1", key, f"m-{key}", starts_at, sequence, state)


def one(starts_at: datetime = TUESDAY, key: str = "", sequence: int = 0, is_cancelled: bool = False) -> Match:
    event = replace(
        SINGLE,
        starts_at=starts_at,
        recurrence_key=key,
        is_series=bool(key),
        sequence=sequence,
        is_cancelled=is_cancelled,
    )
    return Match(event, "sam", MatchedBy.ADDRESS, EventKind.ONE_ON_ONE)


def said(plan: CalendarPlan) -> list[tuple[PlanAction, PlanReason, str | None]]:
    return [(row.action, row.reason, row.meeting_id) for row in plan.rows]


@pytest.mark.parametrize(
    ("match", "existing", "expected"),
    [
        (one(), [], (PlanAction.ADD, PlanReason.NEW, None)),
        (one(), [link("", TUESDAY)], (PlanAction.UNCHANGED, PlanReason.SAME, "m-")),
        (one(TUESDAY + timedelta(1)), [link("", TUESDAY)], (PlanAction.MOVE, PlanReason.OTHER_TIME, "m-")),
        (one(is_cancelled=True), [link("", TUESDAY)], (PlanAction.CANCEL, PlanReason.CANCELLED, "m-")),
        (one(is_cancelled=True), [], (PlanAction.SKIP, PlanReason.NEVER_TAKEN, None)),
        (one(), [link("", TUESDAY, sequence=3)], (PlanAction.SKIP, PlanReason.OLDER, "m-")),
        (one(key="k"), [link("", TUESDAY)], (PlanAction.UNCHANGED, PlanReason.SAME, "m-")),
    ],
)
def test_what_an_event_does_to_the_vault(match, existing, expected):
    assert said(plan_import([match], existing, MAY)) == [expected]


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.LIVE, MeetingState.MISSED])
def test_a_meeting_that_took_place_is_never_touched(state):
    past = [link("", TUESDAY, state)]
    for match in (one(TUESDAY + timedelta(1)), one(is_cancelled=True), one(sequence=9)):
        assert said(plan_import([match], past, MAY)) == [(PlanAction.UNCHANGED, PlanReason.PAST_IS_KEPT, "m-")]
    assert plan_import([one(key="other", starts_at=TUESDAY + timedelta(7))], past, MAY).list_by(PlanAction.CANCEL) == ()


def test_a_series_that_moves_to_another_day_takes_its_meetings_along():
    weeks = [timedelta(7 * week) for week in range(3)]
    existing = [link(f"tue{week}", TUESDAY + weeks[week]) for week in range(3)]
    moved = [one(TUESDAY + weeks[week] + timedelta(1), key=f"wed{week}") for week in range(2)]
    assert said(plan_import(moved, existing, MAY)) == [
        (PlanAction.MOVE, PlanReason.OTHER_TIME, "m-tue0"),
        (PlanAction.MOVE, PlanReason.OTHER_TIME, "m-tue1"),
        (PlanAction.CANCEL, PlanReason.GONE, "m-tue2"),
    ]
    other = replace(one(), event=replace(SINGLE, uid="2"))
    assert [row.action for row in plan_import([other], existing, MAY).rows] == [PlanAction.ADD]


def import_again(matches: list[Match], links: list[ExistingLink]) -> list[ExistingLink]:
    """Do to links what the store does to the vault."""
    found = {known.meeting_id: known for known in links}
    for number, row in enumerate(plan_import(matches, links, MAY).rows):
        if row.action is PlanAction.CANCEL and row.meeting_id:
            del found[row.meeting_id]
        elif row.match is not None and row.action is not PlanAction.SKIP:
            event, known = row.match.event, found.get(row.meeting_id or "")
            meeting_id = row.meeting_id or f"new-{len(found)}-{number}"
            state = known.state if known else MeetingState.PLANNED
            if state is MeetingState.PLANNED:
                found[meeting_id] = ExistingLink(
                    event.uid, event.recurrence_key, meeting_id, event.starts_at, event.sequence, state
                )
    return list(found.values())


EVENTS = st.lists(
    st.builds(
        one,
        st.integers(0, 50).map(lambda days: TUESDAY + timedelta(days)),
        st.sampled_from(["", "a", "b", "c", "d"]),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=5,
    unique_by=lambda match: match.event.recurrence_key,
)


@settings(max_examples=150, deadline=None)
@given(first=EVENTS, second=EVENTS, held=st.integers(0, 4))
def test_importing_again_makes_no_duplicates_and_changes_nothing_more(first, second, held):
    links = import_again(first, [])
    links = [replace(k, state=MeetingState.HELD) if place < held else k for place, k in enumerate(links)]
    kept = [known for known in links if known.state is MeetingState.HELD]
    once = import_again(second, links)
    assert [known for known in once if known.state is MeetingState.HELD] == kept
    keys = [(known.uid, known.recurrence_key) for known in once]
    assert len(keys) == len(set(keys))
    changes = {PlanAction.ADD, PlanAction.MOVE, PlanAction.CANCEL}
    assert not [row for row in plan_import(second, once, MAY).rows if row.action in changes]


def test_a_real_export_is_imported_once():
    window = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    content = (FIXTURES / "google.ics").read_bytes()
    draft = read_calendar(content, "google.ics", zone=ZoneInfo("Europe/London"), window=window)
    matches = match_people(draft.events, PEOPLE, ["priya@example.com"])
    plan = plan_import(matches, [], window)
    added = plan.list_by(PlanAction.ADD)
    assert {row.person_id for row in added} == {"sam"}
    assert len(added) == 7
    links = [
        ExistingLink(e.uid, e.recurrence_key, str(place), e.starts_at, e.sequence, MeetingState.PLANNED)
        for place, row in enumerate(added)
        if row.match is not None and (e := row.match.event)
    ]
    again = plan_import(matches, links, window)
    assert {row.action for row in again.rows} == {PlanAction.UNCHANGED, PlanAction.SKIP}
    assert {row.reason for row in again.list_by(PlanAction.SKIP)} == {
        PlanReason.LARGER,
        PlanReason.ALL_DAY,
        PlanReason.NEVER_TAKEN,
    }
