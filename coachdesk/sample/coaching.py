"""Coaching notes and the manager's own words in the sample: what the growth plan and the self-audit show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random

from sqlmodel import Session, col, select

from coachdesk.model.base import Noun
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.plan import CoachingNote, SkillGoal
from coachdesk.model.review import Mark, Rater, Review, ReviewState
from coachdesk.model.visibility import Visibility
from coachdesk.sample.story import AMARA, SOFIA, TOMASZ
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork

_TALKS: tuple[tuple[str, str, int, str, str, str, str, int, int], ...] = (
    (
        AMARA, "growing-others", 28,
        "Nanami leads a review without me in the chair",
        "I speak first and the room follows me. Nanami has sat in on four.",
        "Hand over the next small one. Write the questions down before. Sit at the side and stay quiet.",
        "Nanami leads the refund review; I send her my questions two days before", -10, 8,
    ),
    (
        AMARA, "growing-others", 63,
        "Others grow through my reviews, not only the design",
        "I rewrite instead of asking.",
        "Ask three questions before any proposal.",
        "Ask first in the next two reviews and note what came back", 35, 7,
    ),
    (
        AMARA, "running-systems", 14,
        "Be in the room where capacity is planned",
        "Ledger’s load is planned by people who do not run it.",
        "Ask for the seat. Write a page on the summer peak first.",
        "One page on the summer peak, sent to the group", -6, 9,
    ),
    (
        SOFIA, "running-systems", 13,
        "Carry the pager without fear of the first night",
        "Has shadowed twice. The runbook for refunds is missing.",
        "A week with Tomasz as second. Write the runbook from the next drill.",
        "Take the week of 1 June with Tomasz as second", -27, 6,
    ),
    (
        TOMASZ, "planning", 36,
        "Plans that hold for more than two weeks",
        "The last plan was one piece of nine weeks. Two surprises moved all of it.",
        "Steps of two weeks. A look back at each. Name what is not known.",
        "Cut the migration plan into steps and walk me through it", 15, 5,
    ),
)  # fmt: skip
"""Person, competency of the goal, days ago, goal, reality, options, will, until when (negative: ahead), commitment."""

_COMMENTS: tuple[tuple[str, str, str], ...] = (
    (AMARA, "technical-judgement", "Four teams changed their plans after the review of idempotency keys. She asked "
     "what would make each option wrong and wrote the answers down."),
    (AMARA, "growing-others", "Two people paired on the dual-write. Next: hand over the lead of a review."),
    (AMARA, "planning", "Cut two of seven steps from the cut-over and said why each could go."),
    (SOFIA, "testing", "Wrote the first contract tests for payouts. They caught a rounding error in March."),
    (SOFIA, "communication", "She is smart and very nice to work with."),
    (TOMASZ, "running-systems", "Found the cause of the double page within an hour and removed it for good. Three "
     "teams use his checklist for alerts."),
    (TOMASZ, "planning", "A brilliant engineer, but the plan came as one piece of nine weeks."),
)  # fmt: skip
"""Comments on marks of the last agreed review."""

_FEEDBACK: tuple[tuple[str, str, int, bool], ...] = (
    (TOMASZ, "Situation: the incident review on Monday. Behaviour: you let the newest engineer tell the timeline. "
     "Impact: she corrected two times that all of us had wrong.", 20, True),
    (SOFIA, "Behaviour: you asked for a second pair of eyes before the release. Keep doing that.", 33, True),
    (AMARA, "Your summary after the ledger call saved me an hour of questions.", 9, True),
)  # fmt: skip
"""Feedback in the manager's own words."""


def plan_coaching(store: Store, person_ids: Mapping[str, str], today: date, zone: tzinfo, seed: int) -> Iterator[Noun]:
    """Return the coaching notes about the goals that are there already."""
    random = Random(f"{seed}/coaching")  # noqa: S311 - made-up notes, no secret
    goals = store.read(_goals)
    for name, competency, days, aim, reality, options, will, until, commitment in _TALKS:
        goal_id = goals.get((person_ids.get(name, ""), competency))
        note_id = f"{random.getrandbits(128):032x}"
        if goal_id is None:
            continue
        written_on = today - timedelta(days=days)
        yield CoachingNote(
            id=note_id,
            goal_id=goal_id,
            aim=aim,
            reality=reality,
            options=options,
            will=will,
            will_on=today - timedelta(days=until),
            commitment=commitment,
            visibility=Visibility.SHARED,
            written_on=written_on,
            created_at=datetime.combine(written_on, time(16, 30), zone),
        )


def add_own_words(unit: UnitOfWork, person_ids: Mapping[str, str], today: date, seed: int) -> None:
    """Write the manager's comments on the newest agreed marks, and feedback in their own words."""
    random = Random(f"{seed}/own words")  # noqa: S311 - made-up feedback, no secret
    for name, competency, words in _COMMENTS:
        mark = _newest_mark(unit.session, person_ids.get(name, ""), competency)
        if mark is not None:
            mark.comment = words
    for name, words, days, is_passed in _FEEDBACK:
        observation_id = f"{random.getrandbits(128):032x}"
        if name in person_ids:
            unit.add(
                Observation(
                    id=observation_id,
                    person_id=person_ids[name],
                    kind=ObservationKind.FEEDBACK,
                    text=words,
                    visibility=Visibility.SHARED,
                    observed_on=today - timedelta(days=days),
                    passed_on_at=unit.now if is_passed else None,
                    created_at=unit.now,
                )
            )


def _goals(session: Session) -> dict[tuple[str, str], str]:
    return {(goal.person_id, goal.competency_id): goal.id for goal in session.exec(select(SkillGoal))}


def _newest_mark(session: Session, person_id: str, competency_id: str) -> Mark | None:
    statement = (
        select(Mark)
        .join(Review, col(Review.id) == col(Mark.review_id))
        .where(
            Review.person_id == person_id,
            Review.state == ReviewState.AGREED,
            Mark.rater == Rater.MANAGER,
            Mark.competency_id == competency_id,
        )
        .order_by(col(Review.period_to_on).desc())
    )
    return session.exec(statement.limit(1)).first()
