"""Nudges say what went quiet and can be stopped; goals and coaching notes come back in the brief; pairs to discuss."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from coachdesk.model.evidence import EvidenceSource
from coachdesk.model.observation import ObservationKind
from coachdesk.model.plan import CoachingNote, GoalState
from coachdesk.model.review import Rater
from coachdesk.rubric.queries import cell
from coachdesk.services import calibration, nudges, observations, plans, reviews
from coachdesk.services.brief import get_brief
from coachdesk.services.brief_lines import BriefKind
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence
from coachdesk.services.ladders import PlacementDraft, get_ladder, place_person
from coachdesk.services.nudges import NudgeKind
from coachdesk.services.own_writing import get_writing_audit
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.plans import GoalDraft, TalkPart
from coachdesk.store.store import Store

PIN = "software-engineer@2026.1"
ALL = frozenset(NudgeKind)


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """Three reports at one level of one ladder."""

    def fill(unit: Any) -> dict[str, str]:
        owner = ensure_owner(unit, "Priya")
        unit.session.flush()
        made = {}
        for name in ("Amara", "Sofia", "Tomasz"):
            made[name] = save_person(unit, PersonDraft(None, name, manager_id=owner))
            unit.session.flush()
            place_person(unit, PlacementDraft(made[name], PIN, "l5", "l6", date(2020, 1, 1)))
        return made

    return store.write(fill).result


def today(store: Store) -> date:
    return store.write(lambda unit: unit.now).result.date()


def goal(store: Store, person_id: str, text: str = "Lead a review") -> str:
    draft = GoalDraft(person_id, text, PIN, "planning", "l6:emerging")
    return store.write(lambda unit: plans.add_goal(unit, draft)).result


def listed(store: Store, on: date, kinds: frozenset[NudgeKind] = ALL) -> list[tuple[NudgeKind, str]]:
    found = store.read(lambda session: nudges.list_nudges(session, on, UTC, kinds))
    return [(one.kind, one.name) for one in found]


def test_a_goal_without_a_check_in_nudges_after_five_weeks_until_someone_talks(
    store: Store, people: dict[str, str]
) -> None:
    goal_id, day = goal(store, people["Amara"]), today(store)
    later = day + timedelta(days=35)
    assert listed(store, later - timedelta(days=1)) == []
    assert listed(store, later) == [(NudgeKind.CHECK_IN, "Amara")]
    assert listed(store, later, ALL - {NudgeKind.CHECK_IN}) == []
    store.write(lambda unit: plans.add_talk(unit, goal_id, later))
    assert listed(store, later) == []


def test_nudges_about_one_person_stop_until_a_day(store: Store, people: dict[str, str]) -> None:
    goal(store, people["Amara"])
    goal(store, people["Sofia"])
    later = today(store) + timedelta(days=40)
    until = later + timedelta(days=7)
    store.write(lambda unit: nudges.pause_nudges(unit, people["Amara"], until))
    assert listed(store, later) == [(NudgeKind.CHECK_IN, "Sofia")]
    assert listed(store, until) == [(NudgeKind.CHECK_IN, "Amara"), (NudgeKind.CHECK_IN, "Sofia")]


def test_old_evidence_nudges_by_its_newest_piece(store: Store, people: dict[str, str]) -> None:
    day = today(store)
    for days in (300, 200):
        draft = EvidenceDraft(people["Sofia"], "Split the plan", day - timedelta(days=days), (Target("planning", PIN),))
        store.write(lambda unit, d=draft: add_evidence(unit, d))
    (found,) = store.read(lambda session: nudges.list_nudges(session, day, UTC, ALL))
    assert (found.kind, found.subject, found.since_on) == (NudgeKind.EVIDENCE, "Planning", day - timedelta(days=200))


def test_what_was_last_agreed_comes_back_in_the_brief_while_the_goal_is_open(
    store: Store, people: dict[str, str]
) -> None:
    goal_id, day = goal(store, people["Amara"]), today(store)
    for ago, words in ((9, "Ask first"), (2, "Sit at the side")):
        note = store.write(lambda unit, a=ago: plans.add_talk(unit, goal_id, day - timedelta(days=a))).result
        store.write(lambda unit, n=note, w=words: plans.save_talk_part(unit, n, TalkPart.WILL, w))
        store.write(lambda unit, n=note: plans.set_will_on(unit, n, day + timedelta(days=5)))
    now = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
    (line,) = store.read(lambda session: get_brief(session, people["Amara"], now, UTC)).of(BriefKind.WILL)
    assert (line.text, line.on, line.detail) == ("Sit at the side", day + timedelta(days=5), "Lead a review")
    store.write(lambda unit: plans.set_goal_state(unit, goal_id, GoalState.REACHED))
    assert store.read(lambda session: get_brief(session, people["Amara"], now, UTC)).of(BriefKind.WILL) == ()


def test_a_removed_goal_takes_its_notes_and_commitment_stays_on_its_scale(store: Store, people: dict[str, str]) -> None:
    goal_id = goal(store, people["Amara"])
    note = store.write(lambda unit: plans.add_talk(unit, goal_id, today(store))).result
    with pytest.raises(ValueError, match="1 to 10"):
        store.write(lambda unit: plans.set_commitment(unit, note, 11))
    store.write(lambda unit: plans.remove_goal(unit, goal_id))
    assert store.read(lambda session: session.exec(select(CoachingNote)).all()) == []


def _agree(store: Store, person_id: str, step: str, comment: str = "") -> None:
    draft = reviews.ReviewDraft(person_id, PIN, "l5", today(store), "l6")
    review_id = store.write(lambda unit: reviews.begin_review(unit, draft)).result
    for rater in (Rater.SELF, Rater.MANAGER):
        mark = reviews.MarkDraft("planning", step, comment=comment if rater is Rater.MANAGER else "")
        store.write(lambda unit, r=rater, m=mark: reviews.save_mark(unit, review_id, r, m))
        for other in store.read(lambda session: get_ladder(session, PIN)).rated:
            if other.id != "planning":
                empty = reviews.MarkDraft(other.id, is_not_applicable=True)
                store.write(lambda unit, r=rater, m=empty: reviews.save_mark(unit, review_id, r, m))
        store.write(lambda unit, r=rater: reviews.hand_in(unit, review_id, r))
    store.write(lambda unit: reviews.agree_review(unit, review_id))


def test_a_higher_mark_with_less_evidence_is_a_pair_to_discuss(store: Store, people: dict[str, str]) -> None:
    ladder = store.read(lambda session: get_ladder(session, PIN))
    first, second = [one.id for one in cell(ladder, "planning", "l5").own][:2]
    _agree(store, people["Tomasz"], "l6:emerging")
    _agree(store, people["Amara"], "l5:solid")
    above = cell(ladder, "planning", "l6").own[0].id
    cells = (("Tomasz", "l5", (first, first)), ("Tomasz", "l6", (above,)), ("Amara", "l5", (first, second)))
    for name, level, behaviours in cells:
        for one in behaviours:
            target = Target("planning", PIN, level, one)
            draft = EvidenceDraft(people[name], "A sentence", today(store), (target,), EvidenceSource.WRITTEN)
            store.write(lambda unit, d=draft: add_evidence(unit, d))
    ask = calibration.CalibrationAsk(competency_id="planning")
    page = store.read(lambda session: calibration.get_calibration(session, ask, today(store), UTC))
    (row,) = page.rows
    assert [one.name for one in row.people] == ["Amara", "Sofia", "Tomasz"]
    assert [one.rating for one in row.people] == [9, None, 10]
    (pair,) = page.inversions
    assert (pair.higher.name, pair.lower.name, pair.steps) == ("Tomasz", "Amara", 1)
    assert pair.lower.covered == {first, second}
    assert pair.higher.covered == {first}, "what the next level expects says nothing about this one"


def test_self_marks_are_never_compared_and_yours_only_if_asked(store: Store, people: dict[str, str]) -> None:
    draft = reviews.ReviewDraft(people["Amara"], PIN, "l5", today(store), "l6")
    review_id = store.write(lambda unit: reviews.begin_review(unit, draft)).result
    for rater, step in ((Rater.SELF, "l7:solid"), (Rater.MANAGER, "l5:solid")):
        mark = reviews.MarkDraft("planning", step)
        store.write(lambda unit, r=rater, m=mark: reviews.save_mark(unit, review_id, r, m))

    def rating(*, with_yours: bool) -> int | None:
        ask = calibration.CalibrationAsk(competency_id="planning", with_yours=with_yours)
        page = store.read(lambda session: calibration.get_calibration(session, ask, today(store), UTC))
        return page.rows[0].people[0].rating

    assert rating(with_yours=False) is None
    assert rating(with_yours=True) == 9


def test_the_self_audit_reads_own_words_only_and_counts_them(store: Store, people: dict[str, str]) -> None:
    day = today(store)
    said = "Situation: Monday. Behaviour: you asked. Impact: a smart fix."
    for words, said_by in ((said, ""), ("A brilliant person", "Nanami")):
        draft = observations.ObservationDraft(
            people["Amara"], ObservationKind.FEEDBACK, words, day - timedelta(days=3), said_by=said_by
        )
        store.write(lambda unit, d=draft: observations.add_observation(unit, d))
    audit = store.read(lambda session: get_writing_audit(session, day, UTC))
    assert [(line.word, line.sentence) for line in audit.traits] == [("smart", "Impact: a smart fix.")]
    assert (audit.complete.feedback, audit.complete.all_three) == (1, 1)
