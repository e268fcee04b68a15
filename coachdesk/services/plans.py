"""The growth plan: skill goals tied to a competency and a step of its ladder, and coaching notes about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from sqlmodel import Session, col, select

from coachdesk.assets import ladder_folder
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.plan import CoachingNote, GoalState, SkillGoal
from coachdesk.model.visibility import Visibility
from coachdesk.rubric.expectations import Step, steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.library import find_ladder
from coachdesk.rubric.queries import get_level
from coachdesk.services.evidence import USUAL_LADDER
from coachdesk.services.ladders import find_placement, get_ladder
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

LEAST, MOST = 1, 10
"""The ends of the scale of commitment."""


class TalkPart(StrEnum):
    """The four parts of a coaching note; the values are the columns of `CoachingNote`.

    Source: J. Whitmore, *Coaching for Performance* (1992): goal, reality, options, will.
    """

    AIM = "aim"
    REALITY = "reality"
    OPTIONS = "options"
    WILL = "will"


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A new goal. `ladder_pin`, competency and step are empty for a goal that is tied to none."""

    person_id: str
    text: str
    ladder_pin: str = ""
    competency_id: str = ""
    target_step_id: str = ""
    due_on: date | None = None
    visibility: Visibility = Visibility.SHARED


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One coaching note."""

    note_id: str
    goal_id: str
    meeting_id: str | None
    parts: dict[TalkPart, str]
    will_on: date | None
    commitment: int | None
    visibility: Visibility
    written_on: date


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its coaching notes, newest first. `competency` and `step` are in the words of its ladder."""

    goal_id: str
    person_id: str
    text: str
    ladder_pin: str
    competency_id: str
    competency: str
    target_step_id: str
    step: str
    due_on: date | None
    state: GoalState
    visibility: Visibility
    created_on: date
    closed_on: date | None
    talks: tuple[TalkRow, ...]

    @property
    def last_will(self) -> TalkRow | None:
        """The newest note that says what will be done."""
        return next((talk for talk in self.talks if talk.parts[TalkPart.WILL]), None)


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """A competency that a goal may aim at, with its steps; `usual` is the first step of the level aimed for."""

    ladder_pin: str
    competency_id: str
    name: str
    steps: tuple[Step, ...]
    usual: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A person's plan: open goals by day, then closed ones, newest first."""

    person_id: str
    today: date
    goals: tuple[GoalRow, ...]
    targets: tuple[TargetChoice, ...]
    next_on: date | None
    is_live: bool


def get_plan(session: Session, person_id: str, now: datetime, zone: tzinfo) -> PlanPage:
    """Return the plan of a person with a fixed number of queries."""
    today = now.astimezone(zone).date()
    goals = session.exec(select(SkillGoal).where(SkillGoal.person_id == person_id)).all()
    talks = _talks(session, [goal.id for goal in goals])
    ladders = {pin: _find_ladder(session, pin) for pin in {goal.ladder_pin for goal in goals}}
    rows = [_row(goal, talks.get(goal.id, ()), ladders[goal.ladder_pin], zone) for goal in goals]
    next_on, is_live = _next_meeting(session, person_id, now, zone)
    return PlanPage(person_id, today, _in_order(rows), _targets(session, person_id, today), next_on, is_live)


def add_goal(unit: UnitOfWork, draft: GoalDraft) -> str:
    """Keep a goal and return its identity. Raises ValueError when it has no words."""
    goal = SkillGoal(
        person_id=draft.person_id,
        text=_words(draft.text),
        ladder_pin=draft.ladder_pin,
        competency_id=draft.competency_id,
        target_step_id=draft.target_step_id,
        due_on=draft.due_on,
        visibility=draft.visibility,
        created_at=unit.now,
    )
    unit.add(goal)
    return goal.id


def set_goal_text(unit: UnitOfWork, goal_id: str, text: str) -> None:
    """Word a goal differently. Raises ValueError when it has no words."""
    _get(unit.session, goal_id).text = _words(text)


def set_goal_due(unit: UnitOfWork, goal_id: str, due_on: date | None) -> None:
    """Set the day, or take it away."""
    _get(unit.session, goal_id).due_on = due_on


def set_goal_target(unit: UnitOfWork, goal_id: str, ladder_pin: str, competency_id: str, step_id: str) -> None:
    """Tie a goal to a competency and a step; empty ones tie it to none."""
    goal = _get(unit.session, goal_id)
    goal.ladder_pin, goal.competency_id, goal.target_step_id = ladder_pin, competency_id, step_id


def set_goal_state(unit: UnitOfWork, goal_id: str, state: GoalState) -> None:
    """Mark a goal as reached or dropped, or open it again."""
    goal = _get(unit.session, goal_id)
    goal.state = state
    goal.closed_at = None if state is GoalState.OPEN else unit.now


def toggle_goal_visibility(unit: UnitOfWork, goal_id: str) -> None:
    """Share a goal, or keep it to the owner; its coaching notes keep what each of them says."""
    goal = _get(unit.session, goal_id)
    goal.visibility = _other(goal.visibility)


def remove_goal(unit: UnitOfWork, goal_id: str) -> None:
    """Remove a goal with its coaching notes; undoable."""
    goal = _get(unit.session, goal_id)
    unit.remove(unit.session.exec(select(CoachingNote).where(CoachingNote.goal_id == goal_id)).all())
    unit.remove([goal])


def add_talk(unit: UnitOfWork, goal_id: str, today: date) -> str:
    """Begin a coaching note about a goal and return its identity. It belongs to the live meeting if there is one.

    It shares what the goal shares. Raises NotFound.
    """
    goal = _get(unit.session, goal_id)
    live = select(Meeting.id).where(Meeting.person_id == goal.person_id, Meeting.state == MeetingState.LIVE)
    note = CoachingNote(
        goal_id=goal_id,
        meeting_id=unit.session.exec(live.limit(1)).first(),
        visibility=goal.visibility,
        written_on=today,
        created_at=unit.now,
    )
    unit.add(note)
    return note.id


def save_talk_part(unit: UnitOfWork, note_id: str, part: TalkPart, text: str) -> None:
    """Keep the words of one part. Raises NotFound."""
    setattr(_get_talk(unit.session, note_id), part.value, text.strip())


def set_will_on(unit: UnitOfWork, note_id: str, will_on: date | None) -> None:
    """Set until when what was agreed is done."""
    _get_talk(unit.session, note_id).will_on = will_on


def set_commitment(unit: UnitOfWork, note_id: str, commitment: int | None) -> None:
    """Set how sure the person is to do it, 1 to 10. Raises ValueError for another number."""
    if commitment is not None and not LEAST <= commitment <= MOST:
        raise ValueError("Commitment goes from 1 to 10.")
    _get_talk(unit.session, note_id).commitment = commitment


def toggle_talk_visibility(unit: UnitOfWork, note_id: str) -> None:
    """Share a coaching note, or keep it to the owner."""
    note = _get_talk(unit.session, note_id)
    note.visibility = _other(note.visibility)


def remove_talk(unit: UnitOfWork, note_id: str) -> None:
    """Remove a coaching note; undoable."""
    unit.remove([_get_talk(unit.session, note_id)])


def _in_order(rows: Iterable[GoalRow]) -> tuple[GoalRow, ...]:
    known = list(rows)
    is_open = [row for row in known if row.state is GoalState.OPEN]
    closed = [row for row in known if row.state is not GoalState.OPEN]
    is_open.sort(key=lambda row: (row.due_on is None, row.due_on or date.max, row.created_on, row.goal_id))
    closed.sort(key=lambda row: (row.closed_on or date.min, row.goal_id), reverse=True)
    return (*is_open, *closed)


def _row(goal: SkillGoal, talks: Iterable[TalkRow], ladder: Ladder | None, zone: tzinfo) -> GoalRow:
    competency, step = _target_words(ladder, goal.competency_id, goal.target_step_id)
    return GoalRow(
        goal.id,
        goal.person_id,
        goal.text,
        goal.ladder_pin,
        goal.competency_id,
        competency,
        goal.target_step_id,
        step,
        goal.due_on,
        goal.state,
        goal.visibility,
        goal.created_at.astimezone(zone).date(),
        goal.closed_at.astimezone(zone).date() if goal.closed_at else None,
        tuple(talks),
    )


def _target_words(ladder: Ladder | None, competency_id: str, step_id: str) -> tuple[str, str]:
    if ladder is None or competency_id not in {one.id for one in ladder.rated}:
        return "", ""
    name = next(one.name for one in ladder.rated if one.id == competency_id)
    return name, next((one.label for one in steps(ladder, competency_id) if one.id == step_id), "")


def _talks(session: Session, goal_ids: list[str]) -> dict[str, list[TalkRow]]:
    statement = select(CoachingNote).where(col(CoachingNote.goal_id).in_(goal_ids))
    newest = statement.order_by(col(CoachingNote.written_on).desc(), col(CoachingNote.created_at).desc())
    found: dict[str, list[TalkRow]] = defaultdict(list)
    for row in session.exec(newest):
        parts = {part: str(getattr(row, part.value)) for part in TalkPart}
        found[row.goal_id].append(
            TalkRow(row.id, row.goal_id, row.meeting_id, parts, row.will_on, row.commitment, row.visibility,
                    row.written_on)
        )  # fmt: skip
    return found


def _targets(session: Session, person_id: str, today: date) -> tuple[TargetChoice, ...]:
    """Return the competencies of the ladder that the person stands on, else of the usual one."""
    placed = find_placement(session, person_id, today)
    ladder = get_ladder(session, placed.ladder_pin) if placed else find_ladder(ladder_folder(), USUAL_LADDER)
    if ladder is None:
        return ()
    aim = (placed.target_level_id or placed.level_id) if placed else ""
    track = get_level(ladder, aim).track or "" if aim else ""
    return tuple(_target(ladder, one.id, one.name, track, aim) for one in ladder.rated)


def _target(ladder: Ladder, competency_id: str, name: str, track: str, aim: str) -> TargetChoice:
    found = steps(ladder, competency_id, track)
    usual = next((step.id for step in found if step.id.split(":")[0] == aim), "")
    return TargetChoice(ladder.pin, competency_id, name, found, usual)


def _next_meeting(session: Session, person_id: str, now: datetime, zone: tzinfo) -> tuple[date | None, bool]:
    statement = (
        select(Meeting.starts_at, Meeting.state)
        .where(
            Meeting.person_id == person_id,
            (col(Meeting.state) == MeetingState.LIVE)
            | ((col(Meeting.state) == MeetingState.PLANNED) & (col(Meeting.starts_at) > now)),
        )
        .order_by(col(Meeting.starts_at))
    )
    rows = session.exec(statement).all()
    planned = [starts_at for starts_at, state in rows if state is MeetingState.PLANNED]
    is_live = any(state is MeetingState.LIVE for _, state in rows)
    return (planned[0].astimezone(zone).date() if planned else None), is_live


def _find_ladder(session: Session, pin: str) -> Ladder | None:
    try:
        return get_ladder(session, pin) if pin else None
    except NotFound:
        return None


def _other(visibility: Visibility) -> Visibility:
    return Visibility.SHARED if visibility is Visibility.ONLY_YOU else Visibility.ONLY_YOU


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("A goal needs words.")
    return text.strip()


def _get(session: Session, goal_id: str) -> SkillGoal:
    goal = session.get(SkillGoal, goal_id)
    if goal is None:
        raise NotFound("The goal is no longer in the vault.")
    return goal


def _get_talk(session: Session, note_id: str) -> CoachingNote:
    note = session.get(CoachingNote, note_id)
    if note is None:
        raise NotFound("The coaching note is no longer in the vault.")
    return note
