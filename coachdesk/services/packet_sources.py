"""What both sides may see of someone's growth, read by columns and chosen in SQL: private text is never read at all.

The result is a `GrowthHistory` of shared content alone, so that the figures of a packet come from the same arithmetic
as those of the growth page, over less.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from coachdesk.growth.gap import Absent
from coachdesk.model.agenda import AgendaItem
from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.ladder import LadderChange, Placement
from coachdesk.model.meeting import Meeting
from coachdesk.model.note import Note, NoteBlock
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.person import Person, RoleChange
from coachdesk.model.plan import SkillGoal
from coachdesk.model.promise import Promise
from coachdesk.model.review import GateAnswer, Mark, Rater, Review, ReviewState
from coachdesk.model.visibility import Visibility
from coachdesk.services.growth_history import EvidenceLine, GrowthHistory, build_frame
from coachdesk.services.growth_marks import HeldMark
from coachdesk.services.ladder_mappings import parse_mapping
from coachdesk.services.ladders import get_ladder
from coachdesk.services.packet_rows import PacketComment, PacketFeedback, PacketRole
from coachdesk.services.shared.columns import columns, read
from coachdesk.store.failures import NotFound


def get_shared_history(session: Session, person_id: str, zone: tzinfo) -> GrowthHistory:
    """Return agreed marks, shared evidence and answers of agreed reviews; days are those of `zone`. Raises NotFound."""
    found = read(session, columns(Person.name, Person.role, Person.level).where(col(Person.id) == person_id))
    if not found:
        raise NotFound("The person is no longer in the vault.")
    name, role, level = found[0]
    marks = list_rated(session, person_id, Rater.AGREED, zone)
    changes = columns(LadderChange.from_pin, LadderChange.to_pin, LadderChange.yaml)
    confirmed = read(session, changes.where(col(LadderChange.confirmed_at).is_not(None)))
    mappings = {(old, new): parse_mapping(yaml) for old, new, yaml in confirmed}
    placed = select(Placement).where(Placement.person_id == person_id).order_by(col(Placement.placed_on))
    return GrowthHistory(
        person_id,
        name,
        role,
        level,
        tuple(build_frame(get_ladder(session, row.ladder_pin), row, marks, mappings) for row in session.exec(placed)),
        marks,
        _list_answers(session, person_id),
        _list_evidence(session, person_id),
        (),
        (),
        (),
        (),
    )


def list_rated(session: Session, person_id: str, rater: Rater, zone: tzinfo) -> tuple[HeldMark, ...]:
    """Return the marks of one side in agreed reviews, oldest first. Raises ValueError for the owner's own side."""
    if rater is Rater.MANAGER:
        raise ValueError("the owner's own marks are never shared")
    statement = (
        columns(
            Review.id,
            Review.agreed_at,
            Review.ladder_pin,
            Mark.competency_id,
            Mark.step_id,
            Mark.is_not_applicable,
            Mark.rubric_text,
        )
        .join(Mark, col(Mark.review_id) == col(Review.id))
        .where(*_is_agreed(person_id), col(Mark.rater) == rater)
    )
    marks = [
        HeldMark(
            review_id,
            _day(agreed_at, zone),
            pin,
            competency,
            step,
            Absent.NOT_APPLICABLE if is_not_applicable else None if step else Absent.NOT_ASSESSED,
            True,
            rubric_text,
        )
        for review_id, agreed_at, pin, competency, step, is_not_applicable, rubric_text in read(session, statement)
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.given_on, mark.review_id, mark.competency_id)))


def list_comments(session: Session, review_id: str) -> tuple[PacketComment, ...]:
    """Return the words beside own and agreed marks of one agreed review; `competency` is its id."""
    statement = (
        columns(Mark.competency_id, Mark.comment, Mark.rater)
        .join(Review, col(Review.id) == col(Mark.review_id))
        .where(
            col(Review.id) == review_id,
            col(Review.state) == ReviewState.AGREED,
            col(Mark.rater).in_([Rater.SELF, Rater.AGREED]),
            col(Mark.comment) != "",
        )
        .order_by(col(Mark.competency_id), col(Mark.rater).desc())
    )
    return tuple(PacketComment(name, text, rater is Rater.SELF) for name, text, rater in read(session, statement))


def list_passed_on(session: Session, person_id: str, on: date) -> tuple[PacketFeedback, ...]:
    """Return feedback that is shared and was passed on, newest first; one of the two is not enough."""
    statement = (
        columns(Observation.text, Observation.said_by, Observation.observed_on)
        .where(
            col(Observation.person_id) == person_id,
            col(Observation.kind) == ObservationKind.FEEDBACK,
            col(Observation.visibility) == Visibility.SHARED,
            col(Observation.passed_on_at).is_not(None),
            col(Observation.observed_on) <= on,
        )
        .order_by(col(Observation.observed_on).desc(), col(Observation.created_at).desc())
    )
    return tuple(PacketFeedback(*found) for found in read(session, statement))


def list_roles(session: Session, person_id: str, on: date) -> tuple[PacketRole, ...]:
    """Return roles and levels, oldest first."""
    statement = columns(RoleChange.changed_on, RoleChange.role, RoleChange.level).where(
        col(RoleChange.person_id) == person_id, col(RoleChange.changed_on) <= on
    )
    return tuple(PacketRole(*found) for found in read(session, statement.order_by(col(RoleChange.changed_on))))


def find_owner_name(session: Session) -> str:
    """Return who hands the packet over, empty when the vault has no owner yet."""
    found = read(session, columns(Person.name).where(col(Person.is_owner)))
    return found[0][0] if found else ""


def count_left_out(session: Session, person_id: str) -> int:
    """Return how many private notes, follow-ups, pulses and so on a packet leaves out, for the window alone."""
    only_you = Visibility.ONLY_YOU
    private = [
        select(func.count()).select_from(noun).where(col(noun.person_id) == person_id, col(noun.visibility) == only_you)
        for noun in (Promise, AgendaItem, Evidence, SkillGoal)
    ]
    blocks = select(func.count()).select_from(NoteBlock).join(Note, col(Note.id) == col(NoteBlock.note_id))
    heard = select(func.count()).select_from(Observation).where(Observation.person_id == person_id)
    is_kept = or_(col(Observation.visibility) == only_you, col(Observation.passed_on_at).is_(None))
    pulses = select(func.count()).select_from(Meeting).where(Meeting.person_id == person_id)
    private += [
        blocks.where(Note.person_id == person_id, NoteBlock.visibility == only_you),
        heard.where(is_kept),
        pulses.where(col(Meeting.pulse).is_not(None)),
    ]
    return sum(session.exec(statement).one() for statement in private)


def _is_agreed(person_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Review.person_id) == person_id,
        col(Review.state) == ReviewState.AGREED,
        col(Review.agreed_at).is_not(None),
    )


def _list_answers(session: Session, person_id: str) -> dict[str, dict[str, bool]]:
    statement = (
        columns(GateAnswer.review_id, GateAnswer.gate_id, GateAnswer.is_met)
        .join(Review, col(Review.id) == col(GateAnswer.review_id))
        .where(*_is_agreed(person_id))
    )
    answers: dict[str, dict[str, bool]] = {}
    for review_id, gate_id, is_met in read(session, statement):
        answers.setdefault(review_id, {})[gate_id] = is_met
    return answers


def _list_evidence(session: Session, person_id: str) -> tuple[EvidenceLine, ...]:
    statement = (
        columns(
            Evidence.id,
            Evidence.text,
            Evidence.source,
            Evidence.source_id,
            Evidence.said_by,
            Evidence.occurred_on,
            Evidence.counters,
            EvidenceTarget.competency_id,
            EvidenceTarget.level_id,
            EvidenceTarget.behaviour_id,
        )
        .join(EvidenceTarget, col(EvidenceTarget.evidence_id) == col(Evidence.id))
        .where(
            col(Evidence.person_id) == person_id,
            col(Evidence.visibility) == Visibility.SHARED,
            col(Evidence.redacted_at).is_(None),
        )
        .order_by(col(Evidence.occurred_on), col(Evidence.id))
    )
    return tuple(
        EvidenceLine(
            evidence_id=evidence_id,
            text=text,
            source=source,
            source_id=source_id,
            said_by=said_by,
            occurred_on=occurred_on,
            is_counter=counters,
            is_redacted=False,
            is_private=False,
            competency_id=competency_id,
            level_id=level_id,
            behaviour_id=behaviour_id,
        )
        for (
            evidence_id, text, source, source_id, said_by, occurred_on, counters, competency_id, level_id, behaviour_id
        ) in read(session, statement)
    )  # fmt: skip


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
