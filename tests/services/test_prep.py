"""Preparing a meeting: the brief, its sources and its queries; checks, questions, asking for topics and the reply."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.card import CardAnswer
from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.plan import SkillGoal
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, meetings, notes, people, prep, promises, questions
from coachdesk.services.agenda import AgendaDraft, AgendaRow
from coachdesk.services.blocks import Block
from coachdesk.services.brief import get_brief
from coachdesk.services.brief_lines import Brief, BriefKind
from coachdesk.services.history import History
from coachdesk.services.observations import set_passed_on
from coachdesk.services.prep import PrepCheck
from coachdesk.services.prep_page import get_prep_page
from coachdesk.services.question_bank import Purpose
from coachdesk.store.store import Store

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
SECRET = "Looked worn out"


class Desk:
    """Amara, met three times, with a bit of everything since."""

    def __init__(self, store: Store, clock: Any) -> None:
        self.store, self.clock = store, clock
        clock.now = datetime(2026, 4, 20, 9, tzinfo=UTC)
        self.person = self.act(people.save_person, people.PersonDraft(None, "Amara Okafor"))
        for week in (3, 2, 1):
            self.hold(NOW - timedelta(days=7 * week, minutes=12), f"Talk {4 - week}")
        self.clock.now = NOW - timedelta(days=10)
        self.waiting = self.act(agenda.add_item, AgendaDraft(self.person, "Ledger gaps"))
        self.clock.now = NOW
        self.meeting = self.act(meetings.plan_meeting, meetings.MeetingPlan(self.person, NOW + timedelta(minutes=18)))

    def act(self, service: Any, *arguments: Any, **named: Any) -> Any:
        return self.store.write(lambda unit: service(unit, *arguments, **named)).result

    def put(self, *rows: Any) -> None:
        self.store.write(lambda unit: unit.session.add_all(rows))

    def hold(self, at: datetime, text: str) -> str:
        self.clock.now = at
        meeting = self.act(meetings.start_meeting, self.person)
        draft = notes.NoteDraft(notes.new_note_id(), self.person, meeting, (Block(Visibility.SHARED, text),))
        self.act(notes.save_note, draft)
        self.act(meetings.finish_meeting, meeting)
        return str(meeting)

    def fill(self) -> None:
        self.act(promises.add_promise, promises.PromiseDraft(self.person, "Clear the freeze", due_on=date(2026, 5, 14)))
        self.put(
            Observation(person_id=self.person, kind=ObservationKind.FEEDBACK, text="Calm run", said_by="Thandi",
                        observed_on=date(2026, 4, 2), created_at=NOW),
            Observation(person_id=self.person, kind=ObservationKind.WIN, text="Shipped", observed_on=date(2026, 5, 8),
                        created_at=NOW),
            Observation(person_id=self.person, kind=ObservationKind.WIN, text="Old win", observed_on=date(2026, 4, 2),
                        created_at=NOW),
            Evidence(person_id=self.person, text="Four teams changed plans", source=EvidenceSource.WRITTEN,
                     occurred_on=date(2026, 5, 6), created_at=NOW),
            SkillGoal(person_id=self.person, text="Lead a review", created_at=NOW),
            CardAnswer(person_id=self.person, question_key="feedback", text="In writing, then talk",
                       answered_on=date(2026, 1, 5), created_at=NOW),
        )  # fmt: skip

    def brief(self) -> Brief:
        return self.store.read(lambda s: get_brief(s, self.person, NOW, UTC))

    def count_queries(self) -> int:
        seen: list[int] = []

        def on_execute(*_: Any) -> None:
            seen.append(1)

        event.listen(self.store._reader, "before_cursor_execute", on_execute)
        self.brief()
        event.remove(self.store._reader, "before_cursor_execute", on_execute)
        return len(seen)


@pytest.fixture
def desk(store: Store, clock: Any) -> Desk:
    return Desk(store, clock)


def _texts(brief: Brief, kind: BriefKind) -> list[str]:
    return [line.text for line in brief.of(kind)]


def test_a_brief_tells_what_is_new_and_names_each_source(desk: Desk) -> None:
    desk.fill()
    brief = desk.brief()
    assert brief.since == date(2026, 5, 5)
    assert _texts(brief, BriefKind.CARRIED) == ["Ledger gaps"]
    assert _texts(brief, BriefKind.MEETING) == ["Talk 3", "Talk 2", "Talk 1"]
    assert _texts(brief, BriefKind.MINE) == ["Clear the freeze"]
    assert _texts(brief, BriefKind.FEEDBACK) == ["Calm run"], "however old, until it is passed on"
    assert _texts(brief, BriefKind.WIN) == ["Shipped"]
    assert _texts(brief, BriefKind.EVIDENCE) == ["Four teams changed plans"]
    assert _texts(brief, BriefKind.GOAL) == ["Lead a review"]
    assert _texts(brief, BriefKind.CARD) == ["In writing, then talk"]
    assert len(brief.of(BriefKind.QUESTION)) == 1 and not brief.of(BriefKind.GAP), "no ladder, no line about one"
    assert all(line.noun and line.noun_id for line in brief.lines)
    assert desk.brief() == brief
    feedback = brief.of(BriefKind.FEEDBACK)[0].noun_id
    desk.act(set_passed_on, feedback, is_done=True)
    assert not desk.brief().of(BriefKind.FEEDBACK)


def test_a_brief_needs_the_same_queries_for_a_long_history(desk: Desk) -> None:
    desk.fill()
    few = desk.count_queries()
    for day in range(20):
        desk.hold(NOW - timedelta(days=100 + day), f"Talk {day}")
        desk.act(promises.add_promise, promises.PromiseDraft(desk.person, f"Promise {day}"))
        desk.act(agenda.add_item, AgendaDraft(desk.person, f"Topic {day}"))
    assert desk.count_queries() == few


def test_checks_are_kept_and_a_chosen_question_ticks_its_own(desk: Desk) -> None:
    def done() -> set[PrepCheck]:
        return set(desk.store.read(lambda s: prep.get_prepared(s, desk.meeting)).done)

    assert not done()
    desk.act(prep.set_check, desk.meeting, PrepCheck.NOTES, is_done=True)
    desk.act(prep.set_check, desk.meeting, PrepCheck.GOALS, is_done=True)
    desk.act(prep.set_check, desk.meeting, PrepCheck.NOTES, is_done=False)
    assert done() == {PrepCheck.GOALS}
    choice = desk.store.read(lambda s: questions.get_choice(s, desk.meeting, UTC))
    item = desk.act(questions.ask_question, desk.person, choice.rows[0].question)
    desk.act(prep.add_evidence_item, desk.meeting, "Four teams changed plans")
    assert done() == {PrepCheck.GOALS, PrepCheck.QUESTION, PrepCheck.EVIDENCE}
    desk.act(agenda.drop_item, item)
    assert done() == {PrepCheck.GOALS, PrepCheck.EVIDENCE}


def test_the_least_recently_asked_question_comes_first_with_what_came_of_it(desk: Desk) -> None:
    def choice(purpose: Purpose = Purpose.WEEKLY) -> questions.QuestionChoice:
        return desk.store.read(lambda s: questions.get_choice(s, desk.meeting, UTC, purpose, count=500))

    first = choice().rows[0].question
    item = desk.act(questions.ask_question, desk.person, first)
    assert next(row for row in choice().rows if row.question == first).is_chosen
    desk.act(agenda.set_discussed, item, desk.meeting, is_done=True)
    desk.act(agenda.set_outcome, item, desk.meeting, " wants to\nlead ")
    last = choice().rows[-1]
    assert last.question == first and last.asked == questions.Asked(date(2026, 5, 12), "wants to lead")
    other = desk.act(people.save_person, people.PersonDraft(None, "Arjun Nair"))
    meeting = desk.act(meetings.plan_meeting, meetings.MeetingPlan(other, NOW))
    rows = desk.store.read(lambda s: questions.get_choice(s, meeting, UTC, Purpose.WEEKLY, count=500)).rows
    assert all(row.asked is None for row in rows), "what one person was asked says nothing about another"


def test_own_questions_stand_in_the_bank(desk: Desk) -> None:
    own = desk.act(questions.save_own_question, None, "What did you  skip?", frozenset({Purpose.REMOTE}))
    bank = desk.store.read(questions.get_bank)
    assert bank.find(own) in bank.list_for(Purpose.REMOTE) and bank.questions[0].text == "What did you skip?"
    desk.act(questions.set_own_question_text, own, "What did you leave out?")
    assert desk.store.read(questions.get_bank).questions[0].text == "What did you leave out?"
    with pytest.raises(ValueError, match="words"):
        desk.act(questions.set_own_question_text, own, " ? ")
    desk.act(questions.remove_own_question, own)
    assert desk.store.read(questions.get_bank).find(own) is None


_WORDS = {"ask": "We meet on {day}.", "so_far": "So far:", "how": "Reply with a line each."}


def test_the_invitation_holds_the_shared_agenda_and_nothing_else(desk: Desk) -> None:
    rows = (
        AgendaRow("1", "p", "Ledger\n gaps", AgendaSource.MINE, is_private=False, is_done=False, is_carried=True),
        AgendaRow("2", "p", SECRET, AgendaSource.MINE, is_private=True, is_done=False, is_carried=False),
        AgendaRow("3", "p", "Talked", AgendaSource.MINE, is_private=False, is_done=True, is_carried=False),
    )
    text = prep.build_invitation(rows, "Tuesday", _WORDS)
    assert text == "We meet on Tuesday.\n\nSo far:\n\n- Ledger gaps\n\nReply with a line each.\n"
    assert prep.build_invitation(rows[1:], "Tuesday", _WORDS) == "We meet on Tuesday.\n\nReply with a line each.\n"


@pytest.mark.parametrize(
    ("reply", "topics"),
    [
        ("- Leave in July\n* Scope\n• On-call", ("Leave in July", "Scope", "On-call")),
        ("Hi Priya,\n\n1. Leave\n2) Scope,\n   and who decides\n\nThanks\nAmara", ("Leave", "Scope, and who decides")),
        ("Leave in July\n\nScope:\nwho decides?", ("Leave in July", "Scope: who decides?")),
        ("Leave\nScope", ("Leave", "Scope")),
        ("> - what you wrote\n- Mine\r\n- Mine\n- [ ] Ours", ("Mine", "Ours")),
        ("2026 was a year\n\n\n \n", ("2026 was a year",)),
        (" \n> quoted\n", ()),
    ],
)
def test_a_reply_is_read_as_topics(reply: str, topics: tuple[str, ...]) -> None:
    assert prep.read_reply(reply) == topics


@given(st.text(max_size=400))
def test_any_reply_gives_plain_topics(reply: str) -> None:
    topics = prep.read_reply(reply)
    assert len(topics) <= 50 and len(set(topics)) == len(topics)
    assert all(topic and topic == " ".join(topic.split()) and len(topic) <= 500 for topic in topics)


def test_a_reply_is_theirs_and_one_undo_takes_it_back(desk: Desk) -> None:
    history = History()
    topics = ("Leave in July", "Scope")
    history.record("Reply", desk.store.write(lambda unit: prep.add_reply(unit, desk.person, topics)).changes)

    def rows(session: Session) -> list[tuple[str, AgendaSource]]:
        return [(row.text, row.source) for row in agenda.list_agenda(session, desk.person)][1:]

    assert desk.store.read(rows) == [(topic, AgendaSource.THEIRS) for topic in topics]
    desk.store.write(history.undo)
    assert desk.store.read(rows) == []


def test_the_page_of_a_prep(desk: Desk) -> None:
    desk.fill()
    page = desk.store.read(lambda s: get_prep_page(s, desk.meeting, NOW, UTC, Purpose.GROWTH, "coaching"))
    assert page.brief == desk.brief() and page.note is None
    assert page.questions.purpose is Purpose.GROWTH and page.questions.area == "coaching"
    assert all("coaching" in row.question.areas for row in page.questions.rows)
