"""Everything private that a vault can hold about one person, each text with a mark that nobody shares."""

from __future__ import annotations

from datetime import UTC, date, datetime

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.card import CardAnswer
from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note, NoteBlock, NoteKind
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer, Wish
from coachdesk.model.person import Person
from coachdesk.model.plan import CoachingNote, GoalState, SkillGoal
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep
from coachdesk.model.promise import Promise
from coachdesk.model.review import Mark, Rater, Review, ReviewState
from coachdesk.model.sponsorship import ActKind, GlueWork, SponsorshipAct
from coachdesk.model.visibility import Visibility
from coachdesk.store.unit_of_work import UnitOfWork

MARK = "zqx"
"""Every private text has a word that begins so."""
AT = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
ON = date(2026, 5, 5)
SHARED, ONLY_YOU = Visibility.SHARED, Visibility.ONLY_YOU


def add_private_words(unit: UnitOfWork, person_id: str, other_id: str) -> None:
    """Write private rows of every kind, and shared ones about someone else."""
    person = unit.session.get_one(Person, person_id)
    person.about, person.tags, person.email = f"{MARK}about", f"{MARK}tag", f"{MARK}mail@example.com"
    meeting = _meeting(person_id)
    unit.add(meeting)
    unit.session.flush()
    _add_notes(unit, person_id, meeting.id)
    other_meeting = _meeting(other_id)
    unit.add(other_meeting)
    unit.session.flush()
    _add_note(unit, other_id, other_meeting.id, NoteKind.NOTES, SHARED, "other note")
    unit.session.add_all(
        [
            AgendaItem(person_id=person_id, text=f"{MARK}agenda", visibility=ONLY_YOU, created_at=AT),
            AgendaItem(person_id=person_id, text="Shown topic", outcome=f"{MARK}outcome", created_at=AT),
            AgendaItem(person_id=person_id, text=f"{MARK}dropped", state=AgendaState.DROPPED, created_at=AT),
            AgendaItem(person_id=other_id, text=f"{MARK}other topic", created_at=AT),
            Promise(person_id=person_id, text=f"{MARK}promise", visibility=ONLY_YOU, created_at=AT),
            Promise(person_id=person_id, text=f"{MARK}let go", dropped_at=AT, created_at=AT),
            Promise(person_id=other_id, text=f"{MARK}other promise", created_at=AT),
            CardAnswer(person_id=person_id, question_key="support", text=f"{MARK}card", answered_on=ON, created_at=AT),
            Evidence(person_id=person_id, text=f"{MARK}evidence", source=EvidenceSource.WRITTEN, occurred_on=ON,
                     visibility=SHARED, created_at=AT),
        ]
    )  # fmt: skip
    _add_feedback(unit, person_id)
    _add_plan(unit, person_id)
    _add_sponsorship(unit, person_id, other_id)
    for state in (ReviewState.OPEN, ReviewState.COMPARING):
        _add_review(unit, person_id, state)


def _add_sponsorship(unit: UnitOfWork, person_id: str, other_id: str) -> None:
    """Write projects with all their words, the ledger, wishes, acts and glue work."""
    for number, state in enumerate((ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.DECLINED)):
        project = Project(
            title=f"{MARK}project {number}", purpose=f"{MARK}purpose", state=state, person_id=person_id,
            payoff=f"{MARK}payoff", support=f"{MARK}support", criteria=f"{MARK}criteria", criteria_saved_at=AT,
            reflection_theirs=f"{MARK}theirs", reflection_yours=f"{MARK}yours", created_at=AT,
        )  # fmt: skip
        unit.add(project)
        unit.session.flush()
        unit.session.add_all(
            [
                ProjectStep(project_id=project.id, state=ProjectState.ACTIVE, person_id=person_id, stepped_on=ON,
                            created_at=AT),
                CheckIn(project_id=project.id, planned_on=ON, held_on=ON, text=f"{MARK}check-in", created_at=AT),
                Candidate(project_id=project.id, person_id=person_id, remark=f"{MARK}remark", considered_at=AT),
                Offer(project_id=project.id, person_id=person_id, why=f"{MARK}why", offered_on=ON,
                      answer=OfferAnswer.DECLINED, reason=f"{MARK}reason", created_at=AT),
                SponsorshipAct(person_id=person_id, project_id=project.id, kind=ActKind.NAMED, text=f"{MARK}act",
                               audience=f"{MARK}audience", result=f"{MARK}result", acted_on=ON, created_at=AT),
            ]
        )  # fmt: skip
    unit.session.add_all(
        [
            Wish(person_id=person_id, text=f"{MARK}wish", said_on=ON, created_at=AT),
            GlueWork(person_id=person_id, text=f"{MARK}glue", began_on=ON, ended_on=ON, rotated_to_id=other_id,
                     created_at=AT),
            GlueWork(person_id=other_id, text=f"{MARK}other glue", began_on=ON, created_at=AT),
        ]
    )  # fmt: skip


def _meeting(person_id: str) -> Meeting:
    return Meeting(person_id=person_id, state=MeetingState.HELD, starts_at=AT, finished_at=AT, pulse=1, created_at=AT)


def _add_notes(unit: UnitOfWork, person_id: str, meeting_id: str) -> None:
    for kind in (NoteKind.PREP, NoteKind.NEXT_TIME):
        _add_note(unit, person_id, meeting_id, kind, SHARED, kind.value)
    _add_note(unit, person_id, meeting_id, NoteKind.NOTES, ONLY_YOU, "block")
    _add_note(unit, person_id, None, NoteKind.NOTES, SHARED, "outside a meeting")


def _add_note(
    unit: UnitOfWork, person_id: str, meeting_id: str | None, kind: NoteKind, visibility: Visibility, text: str
) -> None:
    note = Note(person_id=person_id, meeting_id=meeting_id, kind=kind, created_at=AT, updated_at=AT)
    unit.add(note)
    unit.session.flush()
    unit.add(NoteBlock(note_id=note.id, position=0, visibility=visibility, text=f"{MARK}{text}"))


def _add_feedback(unit: UnitOfWork, person_id: str) -> None:
    for kind, visibility, passed_on_at in (
        (ObservationKind.FEEDBACK, SHARED, None),
        (ObservationKind.FEEDBACK, ONLY_YOU, AT),
        (ObservationKind.WIN, SHARED, AT),
    ):
        row = Observation(person_id=person_id, kind=kind, text=f"{MARK}said", said_by=f"{MARK}who", observed_on=ON,
                          visibility=visibility, passed_on_at=passed_on_at, created_at=AT)  # fmt: skip
        unit.add(row)


def _add_plan(unit: UnitOfWork, person_id: str) -> None:
    hidden = SkillGoal(person_id=person_id, text=f"{MARK}goal", visibility=ONLY_YOU, created_at=AT)
    dropped = SkillGoal(person_id=person_id, text=f"{MARK}no goal", state=GoalState.DROPPED, created_at=AT)
    shown = SkillGoal(person_id=person_id, text="Shown goal", competency_id="delivery", created_at=AT)
    unit.session.add_all([hidden, dropped, shown])
    unit.session.flush()
    unit.add(CoachingNote(goal_id=shown.id, will=f"{MARK}will", reality=f"{MARK}reality", visibility=ONLY_YOU,
                          written_on=ON, created_at=AT))  # fmt: skip
    unit.add(CoachingNote(goal_id=shown.id, will="Shown step", reality=f"{MARK}real", written_on=ON, created_at=AT))


def _add_review(unit: UnitOfWork, person_id: str, state: ReviewState) -> None:
    review = Review(person_id=person_id, ladder_pin="none@1", level_id="l5", state=state, period_to_on=ON,
                    notes=f"{MARK}review", created_at=AT)  # fmt: skip
    unit.add(review)
    unit.session.flush()
    shown = "shown-own-step" if state is ReviewState.COMPARING else f"{MARK}early"
    for rater, step in ((Rater.SELF, shown), (Rater.MANAGER, f"{MARK}yours"), (Rater.AGREED, f"{MARK}agreed")):
        unit.add(Mark(review_id=review.id, competency_id="delivery", rater=rater, step_id=step, comment=f"{MARK}why",
                      rubric_text=f"{MARK}words", updated_at=AT))  # fmt: skip
