"""Stretch projects: steps and offers go together, and no chance that somebody was given gets lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.project import Project, ProjectState, ProjectStep, Reach
from coachdesk.model.promise import Promise
from coachdesk.model.visibility import Visibility
from coachdesk.services import opportunities
from coachdesk.services.evidence_stub import STUB
from coachdesk.services.history import CannotUndo, History
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.project_evidence import keep_as_evidence, propose_evidence, split_sentences
from coachdesk.services.project_moves import list_next_states
from coachdesk.services.project_page import get_project_page
from coachdesk.services.projects import (
    ProjectDraft,
    add_project_promise,
    find_projects_titled,
    hold_check_in,
    plan_check_in,
    remove_project,
    save_project,
    step_project,
    write_reflection,
)
from coachdesk.services.promises_page import PromiseFilter, get_follow_ups
from coachdesk.services.search import search_newest, search_ranked
from coachdesk.services.shared.find import search_shared
from coachdesk.store.failures import NotFound
from coachdesk.store.index import check_index
from coachdesk.store.store import Store
from tests.services.clock import SetClock

TODAY = date(2026, 5, 12)
PIN, SKILL = "software-engineer@2026.1", "ownership"


def write(store: Store, operation: Any, *rest: Any, **named: Any) -> Any:
    """Do one act and return its result."""
    return store.write(lambda unit: operation(unit, *rest, **named)).result


def person(store: Store, name: str, **facts: Any) -> str:
    """Make someone who reports to the owner."""
    return str(write(store, save_person, PersonDraft(None, name, **facts)))


def project(store: Store, title: str = "Lead the ledger cut-over", **facts: Any) -> str:
    """Make an idea whose criteria are saved."""
    made = str(write(store, save_project, ProjectDraft(None, title, **facts), TODAY))
    write(store, opportunities.save_criteria, made, "Has run one release; would gain from a wider view.")
    return made


def test_a_project_goes_from_idea_to_landed_with_a_day_for_each_step(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    draft = ProjectDraft(None, "  Ledger  dual-write ", "No downtime", PIN, SKILL, Reach.COMPANY, "A name", "Time")
    made = write(store, save_project, draft, TODAY)
    write(store, opportunities.save_criteria, made, "Knows the ledger")
    write(store, step_project, made, ProjectState.OFFERED, TODAY, amara)
    write(store, step_project, made, ProjectState.ACTIVE, TODAY + timedelta(days=2))
    held = write(store, plan_check_in, made, TODAY + timedelta(days=9))
    write(store, hold_check_in, held, TODAY + timedelta(days=10), "On course")
    write(store, step_project, made, ProjectState.LANDED, TODAY + timedelta(days=40))
    page = store.read(lambda session: get_project_page(session, made, TODAY))
    assert (page.title, page.competency, page.reach) == ("Ledger dual-write", "Ownership", Reach.COMPANY)
    assert [(one.state.value, (one.stepped_on - TODAY).days, one.name) for one in page.steps] == [
        ("idea", 0, ""),
        ("offered", 0, "Amara Okafor"),
        ("active", 2, "Amara Okafor"),
        ("landed", 40, "Amara Okafor"),
    ]
    assert [(one.held_on, one.text) for one in page.check_ins] == [(TODAY + timedelta(days=10), "On course")]
    assert page.offers[0].answer is OfferAnswer.ACCEPTED
    assert page.next_states == (ProjectState.ACTIVE,)


def test_a_card_dragged_from_idea_to_active_counts_as_an_offer_of_that_day(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    made = project(store)
    write(store, step_project, made, ProjectState.ACTIVE, TODAY, amara)
    offers = store.read(lambda session: session.exec(select(Offer)).all())
    assert [(one.person_id, one.offered_on, one.answer) for one in offers] == [(amara, TODAY, OfferAnswer.ACCEPTED)]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([ProjectState.DECLINED], "Nobody was offered"),
        ([ProjectState.LANDED], "Nobody has taken this project on"),
        ([ProjectState.OFFERED, ProjectState.LANDED], "still open"),
        ([ProjectState.ACTIVE, ProjectState.IDEA], "Someone works on this"),
        ([ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED], "has ended"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_in_words(store: Store, steps: list[ProjectState], words: str) -> None:
    amara = person(store, "Amara Okafor")
    made = project(store)
    for state in steps[:-1]:
        write(store, step_project, made, state, TODAY, amara)
    with pytest.raises(ValueError, match=words):
        write(store, step_project, made, steps[-1], TODAY, amara)


def test_a_step_needs_a_person_and_a_day_that_can_be(store: Store) -> None:
    amara, diego = person(store, "Amara Okafor"), person(store, "Diego Fuentes")
    made = project(store)
    with pytest.raises(ValueError, match="Say who"):
        write(store, step_project, made, ProjectState.OFFERED, TODAY)
    with pytest.raises(ValueError, match="2026-05-12"):
        write(store, step_project, made, ProjectState.OFFERED, TODAY - timedelta(days=1), amara)
    with pytest.raises(NotFound):
        write(store, step_project, made, ProjectState.OFFERED, TODAY, "nobody")
    write(store, step_project, made, ProjectState.OFFERED, TODAY, amara)
    with pytest.raises(ValueError, match="offered to Amara Okafor"):
        write(store, step_project, made, ProjectState.ACTIVE, TODAY, diego)
    assert store.read(lambda session: len(session.exec(select(ProjectStep)).all())) == 2


_ACTS = st.one_of(
    st.tuples(st.sampled_from(list(ProjectState)), st.sampled_from([None, 0, 1, 2])),
    st.tuples(st.just("offer"), st.integers(0, 2)),
    st.tuples(st.sampled_from(["accept", "decline", "withdraw", "undo", "redo"]), st.none()),
)


def _do(store: Store, history: History, made: str, people: list[str], act: tuple[Any, Any], on: date) -> None:
    kind, place = act
    whom = None if place is None else people[place]
    if kind in ("undo", "redo"):
        step = store.write(getattr(history, kind)).result
        if step is not None:
            getattr(history, {"undo": "undone", "redo": "redone"}[kind])()
        return
    if isinstance(kind, ProjectState):
        written = store.write(lambda unit: step_project(unit, made, kind, on, whom))
    elif kind == "offer":
        written = store.write(lambda unit: opportunities.offer(unit, made, whom or "", on))
    else:
        written = store.write(lambda unit: getattr(opportunities, kind)(unit, made, on))
    history.record(str(kind), written.changes)


def _check(store: Store, made: str, offered: Counter[str]) -> None:
    """The state is that of the newest step, offers agree with it, and each chance ever given is there."""

    def read(session: Any) -> tuple[Any, list[Any], list[Any]]:
        steps = session.exec(select(ProjectStep).order_by(ProjectStep.created_at)).all()
        return session.get(Project, made), steps, session.exec(select(Offer)).all()

    row, steps, offers = store.read(read)
    assert (row.state, row.person_id) == (steps[-1].state, steps[-1].person_id)
    assert len({one.created_at for one in steps}) == len(steps)
    assert Counter(one.person_id for one in offers) == offered
    answers = [(one.answer, one.person_id) for one in offers]
    is_taken = row.state in (ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED)
    assert [who for answer, who in answers if answer is OfferAnswer.ACCEPTED] == [row.person_id] * is_taken
    is_open = row.state is ProjectState.OFFERED
    assert [who for answer, who in answers if answer is OfferAnswer.OPEN] == [row.person_id] * is_open
    assert (row.person_id is None) == (row.state is ProjectState.IDEA)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(_ACTS, max_size=14))
def test_whatever_is_done_no_chance_is_lost_and_the_state_is_that_of_the_newest_step(
    store: Store, acts: list[tuple[Any, Any]]
) -> None:
    for other in store.read(lambda session: session.exec(select(Project.id)).all()):
        write(store, remove_project, other)
    people = [person(store, name) for name in ("Amara Okafor", "Diego Fuentes", "Sofia Rinaldi")]
    made, history = project(store), History()
    given_to: list[Counter[str]] = [Counter()]
    undone: list[Counter[str]] = []
    for place, act in enumerate(acts):
        before, depth = _offers(store), len(history._done)
        try:
            _do(store, history, made, people, act, TODAY + timedelta(days=place))
        except (ValueError, CannotUndo, NotFound):
            assert _offers(store) == before
            continue
        if act[0] == "undo" and len(history._done) < depth:
            undone.append(given_to.pop())
        elif act[0] == "redo" and len(history._done) > depth:
            given_to.append(undone.pop())
        elif len(history._done) > depth:
            now = _offers(store)
            assert now >= given_to[-1]
            given_to.append(now)
            undone.clear()
        _check(store, made, given_to[-1])


def _offers(store: Store) -> Counter[str]:
    return Counter(store.read(lambda session: session.exec(select(Offer.person_id)).all()))


def test_every_state_can_be_left_and_every_step_that_is_offered_is_taken(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    ways = {
        ProjectState.IDEA: [],
        ProjectState.OFFERED: [ProjectState.OFFERED],
        ProjectState.ACTIVE: [ProjectState.ACTIVE],
        ProjectState.LANDED: [ProjectState.ACTIVE, ProjectState.LANDED],
        ProjectState.DECLINED: [ProjectState.OFFERED, ProjectState.DECLINED],
        ProjectState.STOPPED: [ProjectState.ACTIVE, ProjectState.STOPPED],
    }
    for state, way in ways.items():
        for after in list_next_states(state):
            made = project(store)
            for one in (*way, after):
                write(store, step_project, made, one, TODAY, amara)
            assert store.read(lambda session, made=made: session.get(Project, made)).state is after


def test_a_sponsors_promise_is_among_the_follow_ups_and_names_its_project(store: Store, clock: SetClock) -> None:
    amara = person(store, "Amara Okafor")
    made = project(store)
    with pytest.raises(ValueError, match="Nobody has this project yet"):
        write(store, add_project_promise, made, "Introduce her to Finance")
    write(store, step_project, made, ProjectState.ACTIVE, TODAY, amara)
    write(store, add_project_promise, made, "Introduce her to Finance", TODAY - timedelta(days=3))
    page = store.read(lambda session: get_follow_ups(session, PromiseFilter.OVERDUE, clock(), clock().tzinfo))
    row = page.rows[0]
    assert (row.project_id, row.project_title, row.days_late, row.is_private) == (
        made, "Lead the ledger cut-over", 3, True
    )  # fmt: skip
    write(store, remove_project, made)
    kept = store.read(lambda session: session.exec(select(Promise)).one())
    assert (kept.text, kept.project_id) == ("Introduce her to Finance", None)


def test_sentences_of_a_reflection_are_split_by_ends_and_lines() -> None:
    text = "It held through 3.5 hours of load. Who else?\n\n- Two teams copied it\n2) Next time earlier!  "
    assert split_sentences(text) == (
        "It held through 3.5 hours of load.",
        "Who else?",
        "Two teams copied it",
        "Next time earlier!",
    )


def test_a_landed_project_becomes_evidence_by_one_act_and_knows_it(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    made = project(store, ladder_pin=PIN, competency_id=SKILL)
    write(store, step_project, made, ProjectState.ACTIVE, TODAY, amara)
    with pytest.raises(ValueError, match="landed"):
        store.read(lambda session: propose_evidence(session, made))
    landed_on = TODAY + timedelta(days=30)
    write(store, step_project, made, ProjectState.LANDED, landed_on)
    write(store, write_reflection, made, theirs="I asked for help early. It was hard.", yours="She led it alone.")
    proposal = store.read(lambda session: propose_evidence(session, made))
    assert [(one.text, one.is_theirs) for one in proposal.sentences] == [
        ("I asked for help early.", True),
        ("It was hard.", True),
        ("She led it alone.", False),
    ]
    assert store.read(lambda session: session.exec(select(Evidence)).all()) == []
    picked = (proposal.sentences[0], proposal.sentences[2])
    history = History()
    history.record("Keep", store.write(lambda unit: keep_as_evidence(unit, made, picked)).changes)
    rows = store.read(lambda session: get_project_page(session, made, TODAY)).evidence
    assert {(one.text, one.occurred_on, one.visibility) for one in rows} == {
        ("I asked for help early.", landed_on, Visibility.ONLY_YOU),
        ("She led it alone.", landed_on, Visibility.ONLY_YOU),
    }
    assert all((one.targets[0].ladder_pin, one.targets[0].competency_id) == (PIN, SKILL) for one in rows)
    said = store.read(lambda session: {one.text: one.said_by for one in session.exec(select(Evidence))})
    assert said == {"I asked for help early.": "Amara Okafor", "She led it alone.": ""}
    assert write(store, keep_as_evidence, made, picked) == ()
    again = store.read(lambda session: propose_evidence(session, made))
    assert [one.is_taken for one in again.sentences] == [True, False, True]
    store.write(history.undo)
    assert store.read(lambda session: get_project_page(session, made, TODAY)).evidence == ()


def test_evidence_outlives_its_project_as_a_stub_and_one_undo_brings_all_back(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    made = project(store, ladder_pin=PIN, competency_id=SKILL)
    write(store, step_project, made, ProjectState.ACTIVE, TODAY, amara)
    write(store, plan_check_in, made, TODAY)
    write(store, step_project, made, ProjectState.LANDED, TODAY)
    write(store, write_reflection, made, yours="She led it alone.")
    write(store, keep_as_evidence, made, store.read(lambda session: propose_evidence(session, made)).sentences)
    before = store.read(lambda session: get_project_page(session, made, TODAY))
    history = History()
    history.record("Remove", store.write(lambda unit: remove_project(unit, made)).changes)
    stub = store.read(lambda session: session.exec(select(Evidence)).one())
    assert (stub.text, stub.source, stub.source_id) == (STUB, EvidenceSource.PROJECT, made)
    assert store.read(lambda session: session.exec(select(Offer)).all()) == []
    store.write(history.undo)
    assert store.read(lambda session: get_project_page(session, made, TODAY)) == before


def test_projects_are_found_by_title_and_purpose_but_not_by_a_presenter(store: Store, clock: SetClock) -> None:
    amara = person(store, "Amara Okafor")
    made = project(store, "Vendor cost review", purpose="Find what the invoices hide")
    for search in (search_newest, search_ranked):
        for words in ("vendor cost", "invoices"):
            hit = store.read(lambda session, search=search, words=words: search(session, words))[0]
            assert (hit.noun, hit.parent_id, hit.title, hit.person_name, hit.is_private) == (
                "project", made, "Vendor cost review", "", True
            )  # fmt: skip
    write(store, step_project, made, ProjectState.ACTIVE, TODAY, amara)
    assert store.read(lambda session: search_newest(session, "vendor"))[0].person_name == "Amara Okafor"
    assert store.read(lambda session: search_shared(session, amara, "vendor", clock().tzinfo)) == ()
    with store._writer.begin() as connection:
        assert check_index(connection) == ()


def test_a_title_is_found_whole_whatever_its_case(store: Store) -> None:
    made = project(store, "Vendor cost review")
    for words in ("vendor  COST review", made):
        assert store.read(lambda session, words=words: find_projects_titled(session, words)) == (made,)
    assert store.read(lambda session: find_projects_titled(session, "vendor")) == ()
