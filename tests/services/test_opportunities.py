"""The opportunity ledger: criteria before names, facts without a score, and a ledger without a private word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from coachdesk.exchange.ledger_export import encode_ledger, ledger_markdown
from coachdesk.model.opportunity import Candidate, OfferAnswer
from coachdesk.model.project import Project, ProjectState
from coachdesk.model.sponsorship import GlueWork
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.services.ledger import get_ledger
from coachdesk.services.opportunities import (
    CriteriaFixed,
    accept,
    consider,
    decline,
    offer,
    save_criteria,
    set_decline,
    unconsider,
    withdraw,
)
from coachdesk.services.opportunity_page import CandidateOrder, get_opportunity, list_candidates, sort_candidates
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.project_board import Board, Card, load_board
from coachdesk.services.project_offers import CriteriaMissing
from coachdesk.services.project_rows import get_project
from coachdesk.services.project_suits import SuitReason
from coachdesk.services.projects import ProjectDraft, plan_check_in, save_project, step_project, write_reflection
from coachdesk.services.wishes import WishDraft, add_wish, end_wish, list_wishes, remove_wish, set_wish_text
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


def idea(store: Store, title: str = "Seat in capacity planning", on: date = TODAY) -> str:
    """Make a project of the ownership skill, without criteria."""
    return str(write(store, save_project, ProjectDraft(None, title, ladder_pin=PIN, competency_id=SKILL), on))


def with_criteria(store: Store, title: str = "Seat in capacity planning", on: date = TODAY) -> str:
    """Make such a project with criteria."""
    made = idea(store, title, on)
    write(store, save_criteria, made, "Would gain from a wider view")
    return made


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that reading runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(store._reader, "before_cursor_execute", note)
    yield seen
    event.remove(store._reader, "before_cursor_execute", note)


def test_names_appear_only_after_the_criteria_and_their_time_is_kept(store: Store, clock: SetClock) -> None:
    amara = person(store, "Amara Okafor")
    made = idea(store)
    assert store.read(lambda session: get_opportunity(session, made, TODAY)).candidates == ()
    for act in (lambda: write(store, consider, made, amara), lambda: write(store, offer, made, amara, TODAY)):
        with pytest.raises(CriteriaMissing):
            act()
    with pytest.raises(CriteriaMissing):
        write(store, step_project, made, ProjectState.OFFERED, TODAY, amara)
    with pytest.raises(CriteriaMissing):
        store.read(lambda session: list_candidates(session, made, TODAY))
    with pytest.raises(ValueError, match="need words"):
        write(store, save_criteria, made, " \n")
    write(store, save_criteria, made, "Knows the ledger")
    first = clock()
    clock.advance(hours=1)
    write(store, save_criteria, made, "Knows the ledger ")
    page = store.read(lambda session: get_opportunity(session, made, TODAY))
    assert (page.criteria_saved_at, page.are_criteria_fixed) == (first, False)
    assert [one.name for one in page.candidates] == ["Amara Okafor"]


def test_criteria_are_not_fitted_to_people_afterwards(store: Store, clock: SetClock) -> None:
    amara = person(store, "Amara Okafor")
    made = with_criteria(store)
    clock.advance(minutes=5)
    write(store, save_criteria, made, "Runs meetings well")
    saved_at = clock()
    clock.advance(minutes=5)
    write(store, consider, made, amara, "A safe choice")
    with pytest.raises(CriteriaFixed):
        write(store, save_criteria, made, "Is Amara")
    write(store, unconsider, made, amara)
    write(store, save_criteria, made, "Has run no forum yet")
    write(store, offer, made, amara, TODAY)
    with pytest.raises(ValueError, match="Amara Okafor was offered"):
        write(store, unconsider, made, amara)
    with pytest.raises(CriteriaFixed):
        write(store, save_criteria, made, "Is Amara")
    row = store.read(lambda session: session.get(Project, made))
    assert row.criteria == "Has run no forum yet"
    assert row.criteria_saved_at > saved_at
    considered = store.read(lambda session: session.exec(select(Candidate)).one())
    assert considered.considered_at >= row.criteria_saved_at


def test_one_offer_at_a_time_and_a_declined_one_goes_to_someone_else(store: Store) -> None:
    amara, diego = person(store, "Amara Okafor"), person(store, "Diego Fuentes")
    made = with_criteria(store)
    write(store, offer, made, amara, TODAY, why="Led two", reply_by_on=TODAY + timedelta(days=7))
    with pytest.raises(ValueError, match="offered to Amara Okafor"):
        write(store, offer, made, diego, TODAY)
    write(store, decline, made, TODAY + timedelta(days=1), reason="Travel", ask_again_on=date(2026, 7, 1))
    write(store, offer, made, diego, TODAY + timedelta(days=2))
    write(store, withdraw, made, TODAY + timedelta(days=3))
    write(store, offer, made, diego, TODAY + timedelta(days=4))
    write(store, accept, made, TODAY + timedelta(days=5))
    with pytest.raises(ValueError, match="Someone works on this"):
        write(store, offer, made, amara, TODAY + timedelta(days=6))
    page = store.read(lambda session: get_opportunity(session, made, TODAY))
    assert [(one.name, one.answer) for one in page.offers] == [
        ("Amara Okafor", OfferAnswer.DECLINED),
        ("Diego Fuentes", OfferAnswer.WITHDRAWN),
        ("Diego Fuentes", OfferAnswer.ACCEPTED),
    ]
    assert (page.considered, page.open_offer, page.person_id) == (2, None, diego)


def test_what_someone_said_can_be_added_after_a_card_was_dragged_to_declined(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    made = with_criteria(store)
    row = write(store, offer, made, amara, TODAY)
    with pytest.raises(ValueError, match="not declined"):
        write(store, set_decline, row, reason="Load", ask_again_on=None)
    write(store, step_project, made, ProjectState.DECLINED, TODAY)
    write(store, set_decline, row, reason="Load", ask_again_on=date(2026, 7, 1))
    card = store.read(lambda session: load_board(session, TODAY)).cards[0]
    assert (card.person_name, card.reason, card.ask_again_on) == ("Amara Okafor", "Load", date(2026, 7, 1))


def _people(store: Store) -> dict[str, str]:
    """Diego was never asked; Sofia waits since March, wishes for it and carries glue; Amara is busy with it."""
    people = {name: person(store, name) for name in ("Amara", "Diego", "Sofia")}
    for one in people.values():
        write(store, place_person, PlacementDraft(one, PIN, "l5", "l6", TODAY))
    old = with_criteria(store, "Ledger dual-write", date(2026, 2, 1))
    write(store, step_project, old, ProjectState.OFFERED, date(2026, 3, 1), people["Sofia"])
    write(store, decline, old, date(2026, 3, 3), reason="Timing", ask_again_on=date(2026, 6, 1))
    running = with_criteria(store, "Cut-over", date(2026, 5, 1))
    write(store, step_project, running, ProjectState.ACTIVE, date(2026, 5, 1), people["Amara"])
    target = (Target(SKILL, PIN, "l5"),)
    write(store, add_evidence, EvidenceDraft(people["Amara"], "Saw it through", date(2026, 5, 1), target))
    write(store, add_evidence, EvidenceDraft(people["Sofia"], "Long ago", date(2025, 1, 1), target))
    write(store, add_evidence, EvidenceDraft(people["Diego"], "Let it slip", TODAY, target, counters=True))
    write(store, add_wish, WishDraft(people["Sofia"], "Own something whole", date(2026, 4, 1), SKILL))
    ended = write(store, add_wish, WishDraft(people["Amara"], "Speak outside", date(2025, 4, 1)))
    write(store, end_wish, ended, date(2026, 1, 1))
    glue = GlueWork(person_id=people["Sofia"], text="Rota", hours_a_month=6, began_on=TODAY, created_at=store.clock())
    store.write(lambda unit: unit.add(glue))
    return people


def test_candidates_come_with_facts_in_the_order_that_the_user_chose(store: Store) -> None:
    _people(store)
    made = with_criteria(store)
    rows = {one.name: one for one in store.read(lambda session: list_candidates(session, made, TODAY))}
    assert {name: one.days_since for name, one in rows.items()} == {"Diego": None, "Sofia": 72, "Amara": 11}
    assert rows["Amara"].last_offer.title == "Cut-over"
    assert [one.text for one in rows["Sofia"].wishes_here] == ["Own something whole"]
    assert rows["Amara"].wishes == ()
    assert {name: one.evidence.needs_evidence for name, one in rows.items()} == {
        "Diego": True, "Sofia": True, "Amara": False
    }  # fmt: skip
    assert (rows["Diego"].evidence.newest_on, rows["Sofia"].evidence.newest_on) == (None, date(2025, 1, 1))
    assert (rows["Sofia"].load.glue, rows["Sofia"].load.glue_hours_a_month, rows["Amara"].load.active) == (1, 6, 1)
    assert (rows["Sofia"].declined_last, rows["Sofia"].ask_again_on) == (True, date(2026, 6, 1))
    orders = {
        CandidateOrder.WAIT: ["Diego", "Sofia", "Amara"],
        CandidateOrder.NAME: ["Amara", "Diego", "Sofia"],
        CandidateOrder.LOAD: ["Diego", "Sofia", "Amara"],
        CandidateOrder.EVIDENCE: ["Diego", "Sofia", "Amara"],
        CandidateOrder.WISHES: ["Sofia", "Amara", "Diego"],
    }
    for order, names in orders.items():
        assert [one.name for one in sort_candidates(rows.values(), order)] == names


def test_no_field_of_a_candidate_is_a_score_and_nobody_is_left_out(store: Store) -> None:
    lead = person(store, "Hannah Lindqvist")
    report = person(store, "Lena", manager_id=lead)
    made = with_criteria(store)
    names = lambda **named: [  # noqa: E731
        (one.name, one.is_direct)
        for one in store.read(lambda session: list_candidates(session, made, TODAY, CandidateOrder.NAME, **named))
    ]
    assert names() == [("Hannah Lindqvist", True)]
    assert names(with_teams=True) == [("Hannah Lindqvist", True), ("Lena", False)]
    write(store, consider, made, report)
    assert names() == [("Hannah Lindqvist", True), ("Lena", False)]


def test_candidates_take_the_same_number_of_queries_however_many_there_are(store: Store) -> None:
    _people(store)
    made = with_criteria(store)
    with counted(store) as few:
        store.read(lambda session: list_candidates(session, made, TODAY))
    for number in range(40):
        one = person(store, f"Person {number}")
        write(store, place_person, PlacementDraft(one, PIN, "l4", "l5", TODAY))
        write(store, add_wish, WishDraft(one, "More", TODAY, SKILL))
    with counted(store) as many:
        rows = store.read(lambda session: list_candidates(session, made, TODAY))
    assert len(rows) == 43
    assert len(few) == len(many) <= 16


def _cards(board: Board) -> dict[str, Card]:
    return {card.title: card for card in board.cards}


def test_each_card_has_the_fact_that_its_line_says(store: Store) -> None:
    people = _people(store)
    idea(store, "Run the forum")
    bare = write(store, save_project, ProjectDraft(None, "Vendor review"), TODAY)
    offered = with_criteria(store, "Capacity seat")
    write(store, offer, offered, people["Amara"], TODAY, reply_by_on=date(2026, 5, 19))
    running = store.read(lambda session: session.exec(select(Project.id).where(Project.title == "Cut-over")).one())
    write(store, plan_check_in, running, date(2026, 6, 9))
    write(store, plan_check_in, running, date(2026, 5, 19))
    landed = with_criteria(store, "Radar", date(2025, 1, 1))
    write(store, step_project, landed, ProjectState.ACTIVE, date(2025, 1, 1), people["Diego"])
    write(store, step_project, landed, ProjectState.LANDED, date(2025, 4, 1))
    board = store.read(lambda session: load_board(session, TODAY))
    cards = _cards(board)
    assert [(one.name, one.reason) for one in cards["Run the forum"].suits] == [
        ("Diego", SuitReason.EVIDENCE),
        ("Sofia", SuitReason.WISH),
    ]
    assert (cards["Vendor review"].suits, cards["Vendor review"].offers_made) == ((), 0)
    assert (cards["Capacity seat"].reply_by_on, cards["Capacity seat"].competency) == (date(2026, 5, 19), "Ownership")
    assert cards["Cut-over"].check_in_on == date(2026, 5, 19)
    assert (cards["Radar"].since_on, cards["Radar"].is_recent) == (date(2025, 4, 1), False)
    assert cards["Ledger dual-write"].ask_again_on == date(2026, 6, 1)
    assert board.counts == {
        ProjectState.IDEA: 2, ProjectState.OFFERED: 1, ProjectState.ACTIVE: 1, ProjectState.DECLINED: 1
    }  # fmt: skip
    assert board.recent == 5
    write(store, save_criteria, bare, "Anyone")
    assert _cards(store.read(lambda session: load_board(session, TODAY)))["Vendor review"].has_criteria


def test_whoever_was_asked_is_not_named_under_an_idea_again(store: Store) -> None:
    people = _people(store)
    made = with_criteria(store, "Run the forum")
    write(store, offer, made, people["Diego"], TODAY)
    write(store, withdraw, made, TODAY)
    card = _cards(store.read(lambda session: load_board(session, TODAY)))["Run the forum"]
    assert ([one.name for one in card.suits], card.offers_made) == (["Sofia"], 1)


def test_a_team_sees_its_projects_and_what_is_open(store: Store) -> None:
    ledger = person(store, "Amara", team="Ledger")
    other = person(store, "Diego", team="Payouts")
    for who, title in ((ledger, "Ours"), (other, "Theirs")):
        write(store, step_project, with_criteria(store, title), ProjectState.ACTIVE, TODAY, who)
    idea(store, "Open")
    board = store.read(lambda session: load_board(session, TODAY, "ledger"))
    assert {one.title for one in board.cards} == {"Ours", "Open"}
    assert (board.teams, board.recent) == (("Ledger", "Payouts"), 2)


def test_the_board_takes_the_same_number_of_queries_for_two_thousand_projects(store: Store) -> None:
    _people(store)
    with counted(store) as few:
        store.read(lambda session: load_board(session, TODAY))

    def add_many(unit: Any) -> None:
        for number in range(2000):
            unit.add(Project(title=f"Project {number}", ladder_pin=PIN, competency_id=SKILL, created_at=unit.now))

    store.write(add_many)
    with counted(store) as many:
        board = store.read(lambda session: load_board(session, TODAY))
    assert len(board.cards) == 2002
    assert len(few) == len(many) <= 16


PRIVATE = ("SafeChoice", "TooTiredToSay", "MyPlanForHer", "WhatISaw", "HerOwnWords", "2026-07-01")


def test_the_ledger_has_criteria_and_outcome_and_no_private_word(store: Store) -> None:
    amara, diego = person(store, "Amara Okafor"), person(store, "Diego Fuentes")
    draft = ProjectDraft(None, "# Seat", "See the *whole*", PIN, SKILL, payoff=PRIVATE[2], support=PRIVATE[2])
    made = write(store, save_project, draft, TODAY)
    write(store, save_criteria, made, "Would gain\n# Knows the ledger")
    write(store, consider, made, amara, PRIVATE[0])
    write(store, offer, made, diego, TODAY, why="Has run no forum", reply_by_on=date(2026, 5, 19))
    write(store, decline, made, TODAY, reason=PRIVATE[1], ask_again_on=date(2026, 7, 1))
    write(store, offer, made, amara, date(2026, 5, 13), why="Asked for it")
    write(store, accept, made, date(2026, 5, 14))
    write(store, step_project, made, ProjectState.LANDED, date(2026, 9, 1))
    write(store, write_reflection, made, theirs=PRIVATE[4], yours=PRIVATE[3])
    ledger = store.read(lambda session: get_ledger(session, made))
    words, encoded = ledger_markdown(ledger, UTC), str(encode_ledger(ledger))
    for text in (str(ledger), words, encoded):
        assert not [one for one in PRIVATE if one in text]
    for said in ("Would gain", "> # Knows the ledger", "2026-05-12 09:12, before any name", "## Considered: 2",
                 "Diego Fuentes, offered 2026-05-12: declined 2026-05-12. Why: Has run no forum",
                 "Amara Okafor, offered 2026-05-13: accepted 2026-05-14. Why: Asked for it",
                 "Now: landed, Amara Okafor."):  # fmt: skip
        assert said in words
    assert encode_ledger(ledger)["offers"][0]["answer"] == "declined"


def test_criteria_never_saved_are_no_part_of_the_ledger(store: Store) -> None:
    made = write(store, save_project, ProjectDraft(None, "Run the drill"), TODAY)
    store.write(lambda unit: setattr(get_project(unit.session, made), "criteria", "Typed, never saved"))
    ledger = store.read(lambda session: get_ledger(session, made))
    encoded, words = encode_ledger(ledger), ledger_markdown(ledger, UTC)
    assert (encoded["criteria"], encoded["criteria_saved_at"]) == ("", None)
    assert "None were written." in words and "Typed" not in words


def test_wishes_hold_until_they_end(store: Store) -> None:
    amara = person(store, "Amara Okafor")
    made = write(store, add_wish, WishDraft(amara, " Speak outside ", TODAY))
    write(store, set_wish_text, made, "Speak at a conference")
    assert [one.text for one in store.read(lambda session: list_wishes(session, amara))] == ["Speak at a conference"]
    write(store, end_wish, made, TODAY)
    assert store.read(list_wishes) == ()
    assert len(store.read(lambda session: list_wishes(session, with_ended=True))) == 1
    with pytest.raises(ValueError, match="words"):
        write(store, set_wish_text, made, "  ")
    write(store, remove_wish, made)
    assert store.read(lambda session: list_wishes(session, with_ended=True)) == ()
