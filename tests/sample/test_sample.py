"""What the sample holds: the same rows each time, and the world of the pictures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note, NoteBlock, NoteKind, NoteRevision
from coachdesk.model.person import Person, RoleChange
from coachdesk.model.promise import Promise
from coachdesk.model.visibility import Visibility
from coachdesk.sample.plan import HORIZON
from coachdesk.sample.sample import SampleCounts, build_sample
from coachdesk.services.blocks import Block, normalise
from coachdesk.services.notes import decode_blocks
from coachdesk.services.people import ReportingTree, get_tree
from coachdesk.services.person_page import PersonPage, get_person_page
from coachdesk.services.search import search_newest
from coachdesk.services.today import TodayPage, get_today
from coachdesk.store.changes import TOPIC_OF_TABLE
from coachdesk.store.index import check_index
from coachdesk.store.store import Store

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
SEALED = ("group_release", "self_description")

Year = tuple[Store, SampleCounts]


@pytest.fixture
def store(year: Year) -> Store:
    return year[0]


@pytest.fixture
def page(store: Store) -> TodayPage:
    return store.read(lambda session: get_today(session, NOW, UTC))


@pytest.fixture
def tree(store: Store) -> ReportingTree:
    return store.read(get_tree)


@pytest.fixture
def amara(store: Store, tree: ReportingTree) -> PersonPage:
    return store.read(lambda session: get_person_page(session, tree.direct[0].person_id, NOW, UTC))


def _all_rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for name in TOPIC_OF_TABLE:
        table = SQLModel.metadata.tables[name]
        found[name] = [tuple(row) for row in session.connection().execute(table.select().order_by(table.c.id))]
    return found


def test_two_builds_hold_equal_rows(two_stores: tuple[Store, Store]) -> None:
    for each in two_stores:
        build_sample(each, years=1, reports=3, skips=4, seed=7, today=date(2024, 2, 29))
    first, second = (each.read(_all_rows) for each in two_stores)
    assert first == second
    assert {name for name, rows in first.items() if not rows} <= {
        "attachment",
        "calendar_link",
        "own_question",
        *SEALED,
    }


def test_another_seed_writes_other_notes(two_stores: tuple[Store, Store]) -> None:
    for seed, each in enumerate(two_stores):
        build_sample(each, years=1, reports=1, skips=0, seed=seed, today=TODAY)
    one, two = (each.read(lambda s: set(s.exec(select(NoteBlock.text)).all())) for each in two_stores)
    told = one & two
    assert len(told) < 10
    assert any("Cut-over dry run planned" in text for text in told)


def test_counts_are_those_of_the_vault(year: Year) -> None:
    store, counts = year

    def count(session: Session) -> tuple[int, ...]:
        rows = tuple(session.exec(select(func.count()).select_from(kind)).one() for kind in (Person, Meeting))
        talks = select(func.count()).select_from(Note).where(Note.kind == NoteKind.NOTES)
        return (*rows, session.exec(talks).one())

    people, meetings, notes = store.read(count)
    assert (counts.people, counts.meetings, counts.notes) == (people - 1, meetings, notes)
    assert counts.people == 39


def test_the_tree_is_that_of_the_pictures(tree: ReportingTree) -> None:
    assert tree.owner_name == "Priya Raman"
    assert [person.name for person in tree.direct] == [
        "Amara Okafor",
        "Arjun Nair",
        "Diego Fuentes",
        "Hannah Lindqvist",
        "Kwame Mensah",
        "Mei-Lin Chen",
        "Sofia Rinaldi",
        "Tomasz Zieliński",
        "Yusuf Demir",
    ]
    assert [len(team.members) for team in tree.teams] == [10, 11, 9]
    assert tree.others == ()


def test_five_meetings_are_planned_today(page: TodayPage) -> None:
    assert [(m.meeting.person_name, f"{m.meeting.starts_at:%H:%M}") for m in page.meetings] == [
        ("Amara Okafor", "09:30"),
        ("Noor Siddiqui", "10:30"),
        ("Kwame Mensah", "11:00"),
        ("Arjun Nair", "14:00"),
        ("Sofia Rinaldi", "15:30"),
    ]
    assert page.meetings[1].last_met_at is None
    assert page.meetings[1].lead_name == "Yusuf Demir"


def test_four_of_seventeen_promises_are_overdue(page: TodayPage) -> None:
    assert [(row.text, row.days_late) for row in page.overdue] == [
        ("Confirm the on-call swap for the June release", 6),
        ("Pass on Mei-Lin’s feedback about the retry RFC", 4),
        ("Ask Finance about the conference budget", 3),
        ("Check back: did shorter stand-ups help?", 1),
    ]
    assert page.open_promises == 17


def test_four_people_were_not_met_lately(page: TodayPage) -> None:
    assert [(row.person.name, row.days) for row in page.not_met] == [
        ("Grace Kim", 94),
        ("Viktor Petrov", 88),
        ("Mei-Lin Chen", 16),
        ("Diego Fuentes", 28),
    ]
    assert [row.planned_at is not None for row in page.not_met] == [False, False, False, True], "Diego, this week"
    assert [row.is_late for row in page.not_met] == [True, True, False, False]


def test_amaras_page_is_that_of_the_pictures(amara: PersonPage) -> None:
    assert (amara.person.level, amara.person.team, amara.person.pronouns) == ("L5", "Ledger", "she/her")
    assert amara.person.tags == ("Aiming for L6", "Lagos")
    assert amara.person.about.startswith("Wants hard feedback in writing first")
    assert amara.held_count == 46
    assert amara.pulses == (4, 4, 4, 3, 4, 3, 3, 2)
    assert [(row.summary, row.pulse) for row in amara.latest] == [
        ("Cut-over dry run planned; weekend page discussed", 2),
        ("Design review went well; wants wider scope", 3),
        ("Staff path: named Growing others as the gap", 3),
    ]
    assert sorted((row.text, row.due_on, row.owner.value) for row in amara.promises) == [
        ("Clear the freeze with Kwame’s team", date(2026, 5, 14), "me"),
        ("Introduce Amara to the capacity-planning group", TODAY, "me"),
        ("Pair with Nanami on her first design review", date(2026, 5, 22), "them"),
        ("Write the schema-freeze proposal", date(2026, 5, 15), "them"),
    ]


def test_amaras_agenda_is_carried_over_and_ordered(amara: PersonPage) -> None:
    assert [(row.text, row.source.value, row.is_carried, row.is_private) for row in amara.agenda] == [
        ("Ledger cut-over: two reconciliation gaps left", "mine", True, False),
        ("Weekend page: what changed since?", "mine", True, False),
        ("How do I get into the capacity-planning group?", "theirs", False, False),
        ("Leave in July, who covers on-call?", "theirs", False, False),
        ("Staff evidence: the idempotency-key design review", "mine", False, False),
        ("Hand Nanami the 22 May review", "mine", False, False),
        ("Load check after the weekend", "mine", False, True),
    ]


def test_nothing_lies_beyond_the_horizon_and_the_past_is_settled(store: Store) -> None:
    meetings = store.read(lambda session: session.exec(select(Meeting)).all())
    assert all(m.starts_at.date() <= TODAY + timedelta(weeks=8) for m in meetings)
    assert all(m.starts_at.date() <= TODAY + HORIZON for m in meetings if m.series_id is None)
    for meeting in meetings:
        assert (meeting.state is MeetingState.PLANNED) == (meeting.starts_at.date() >= TODAY)
        assert (meeting.finished_at is not None) == (meeting.state is MeetingState.HELD)
    missed = [m for m in meetings if m.state is MeetingState.MISSED]
    assert 0 < len(missed) < len(meetings) / 5


def test_notes_are_long_enough_and_stored_as_the_editor_would(store: Store) -> None:
    talks = select(NoteBlock).join(Note, col(Note.id) == NoteBlock.note_id).where(Note.kind == NoteKind.NOTES)
    rows = store.read(lambda s: s.exec(talks.order_by(NoteBlock.note_id, col(NoteBlock.position))).all())
    notes: dict[str, list[Block]] = {}
    for row in rows:
        notes.setdefault(row.note_id, []).append(Block(row.visibility, row.text))
    assert all(normalise(blocks) == tuple(blocks) for blocks in notes.values())
    assert all(250 <= sum(len(block.text) for block in blocks) <= 1000 for blocks in notes.values())
    private = sum(any(b.visibility is Visibility.ONLY_YOU for b in blocks) for blocks in notes.values())
    assert 0.2 < private / len(notes) < 0.45
    assert len({blocks[0].text for blocks in notes.values()}) == len(notes)
    assert not any("{" in block.text for blocks in notes.values() for block in blocks)


def test_each_note_has_the_version_that_saving_would_keep(store: Store) -> None:
    def read(session: Session) -> tuple[dict[str, str], list[NoteBlock]]:
        versions = {row.note_id: row.blocks for row in session.exec(select(NoteRevision))}
        return versions, list(session.exec(select(NoteBlock)))

    versions, blocks = store.read(read)
    assert {block.note_id for block in blocks} == set(versions)
    assert all(decode_blocks(versions[b.note_id])[b.position] == Block(b.visibility, b.text) for b in blocks)


def test_promises_were_kept_mostly_in_time(store: Store) -> None:
    promises = store.read(lambda session: session.exec(select(Promise)).all())
    done = [promise for promise in promises if promise.done_at is not None and promise.due_on is not None]
    late = [promise for promise in done if promise.done_at.date() > promise.due_on]
    assert all(promise.created_at <= promise.done_at <= NOW for promise in done)
    assert 0 < len(late) < len(done) / 2


def test_roles_changed_and_end_where_the_person_is(store: Store) -> None:
    def read(session: Session) -> tuple[dict[str, Person], list[RoleChange]]:
        people = {person.id: person for person in session.exec(select(Person))}
        return people, list(session.exec(select(RoleChange).order_by(col(RoleChange.changed_on))))

    people, changes = store.read(read)
    last = {change.person_id: change for change in changes}
    assert len(changes) > len(last) == 39
    for person_id, change in last.items():
        person = people[person_id]
        assert (change.role, change.level, change.team) == (person.role, person.level, person.team)
        assert change.changed_on < TODAY


def test_search_finds_what_was_said_about_capacity(store: Store) -> None:
    hits = store.read(lambda session: search_newest(session, "capacity", limit=500))
    nouns = {hit.noun for hit in hits}
    assert {"note_block", "promise", "agenda_item"} <= nouns
    assert any(hit.is_private and hit.person_name == "Kwame Mensah" for hit in hits)
    assert any("who decides on capacity for next year" in hit.snippet for hit in hits)


def test_the_index_holds_every_text(store: Store) -> None:
    assert store.write(lambda unit: check_index(unit.session.connection())).result == ()


def test_progress_ends_with_everything(two_stores: tuple[Store, Store]) -> None:
    told: list[tuple[int, int]] = []
    counts = build_sample(
        two_stores[0],
        years=1,
        reports=2,
        skips=2,
        today=TODAY - timedelta(days=400),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == sorted(told)
    assert told[-1] == (counts.meetings, counts.meetings)
