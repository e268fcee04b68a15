from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.assets import resource_path
from coachdesk.services.question_bank import (
    BadQuestionFile,
    Purpose,
    Question,
    QuestionBank,
    choose,
    fold_question,
    load_bank,
    with_own,
)

BANK = load_bank()
TODAY = date(2026, 5, 12)


def test_the_bank_that_ships_has_enough_for_every_purpose_and_nothing_twice():
    assert len(BANK.questions) >= 130
    for purpose in Purpose:
        assert len(BANK.list_for(purpose)) >= 8, purpose
    assert len({question.question_id for question in BANK.questions}) == len(BANK.questions)
    texts = [fold_question(text) for q in BANK.questions for text in (q.text, q.follow_up) if text]
    assert len(set(texts)) == len(texts)


def test_the_questions_are_open():
    closed = re.compile(r"(?:do|does|did|is|are|was|were|can|could|would|will|have|has|should)\b", re.IGNORECASE)
    assert [q.question_id for q in BANK.questions for text in (q.text, q.follow_up) if closed.match(text)] == []
    assert [q.question_id for q in BANK.questions if "!" in q.text + q.follow_up] == []


def test_areas_are_competencies_of_the_ladders_that_ship():
    ladders = resource_path().parent / "ladders"
    known = {
        competency["id"]
        for path in ladders.glob("*.yaml")
        for competency in yaml.safe_load(path.read_text("utf-8"))["competencies"]
    }
    used = {area for question in BANK.questions for area in question.areas}
    assert used <= known
    software = yaml.safe_load((ladders / "software-engineer.yaml").read_text("utf-8"))["competencies"]
    assert {one["id"] for one in software} <= used


def test_never_asked_comes_first_and_then_what_was_asked_longest_ago():
    weekly = BANK.list_for(Purpose.WEEKLY)
    asked = {question.question_id: TODAY - timedelta(days=place) for place, question in enumerate(weekly[2:])}
    chosen = choose(BANK, asked, Purpose.WEEKLY, count=4, person_id="sam")
    assert {question.question_id for question in chosen[:2]} == {question.question_id for question in weekly[:2]}
    assert [question.question_id for question in chosen[2:]] == [q.question_id for q in reversed(weekly[-2:])]


@given(
    days=st.dictionaries(st.sampled_from([q.question_id for q in BANK.questions]), st.dates()),
    count=st.integers(0, 200),
)
def test_a_choice_is_stable_and_lets_no_question_wait_behind_a_newer_one(days, count):
    chosen = choose(BANK, days, count=count, person_id="lee")
    assert chosen == choose(BANK, days, count=count, person_id="lee")
    last = [days.get(question.question_id) for question in chosen]
    keys = [(day is not None, day or date.min) for day in last]
    assert keys == sorted(keys)
    assert len(chosen) == min(count, len(BANK.questions))


def test_two_people_are_not_asked_the_same_row_of_questions():
    orders = {choose(BANK, {}, Purpose.WEEKLY, person_id=person) for person in ("sam", "lee", "hana", "zoe")}
    assert len(orders) > 1


def test_an_area_narrows_the_choice():
    chosen = choose(BANK, {}, Purpose.GROWTH, area="testing", count=50)
    assert chosen and all("testing" in question.areas for question in chosen)


def test_own_questions_stand_beside_the_shipped_and_replace_the_same_words():
    shipped = BANK.questions[0]
    own = Question("own-1", "What shall we build?", frozenset({Purpose.WEEKLY}), is_own=True)
    same = Question("own-2", shipped.text.upper(), shipped.purposes, is_own=True)
    merged = with_own(BANK, [own, same])
    assert merged.questions[:2] == (own, same)
    assert merged.find(shipped.question_id) is None
    assert len(merged.questions) == len(BANK.questions) + 1
    assert choose(QuestionBank((own,)), {}, Purpose.WEEKLY) == (own,)


HEAD = "format: coachdesk-questions/1\nquestions:\n"
GOOD = "  - {id: a, text: What is new?, purposes: [weekly]}\n"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("questions: []\n", 1, "format: coachdesk-questions/1"),
        (HEAD + "  - {id: A_b, text: What?, purposes: [weekly]}\n", 3, "small letters"),
        (HEAD + GOOD + "  - {id: a, text: Other?, purposes: [weekly]}\n", 4, "id is taken"),
        (HEAD + GOOD + "  - {id: b, text: what is NEW, purposes: [weekly]}\n", 4, "asks the same"),
        (HEAD + GOOD + "  - {id: b, text: '', purposes: [weekly]}\n", 4, "text is missing"),
        (HEAD + "  - id: a\n    text: What?\n    purposes: [party]\n", 5, "purpose is not known"),
        (HEAD + "  - id: a\n    text: What?\n    mood: blue\n", 5, "field is not known"),
        (HEAD + "  - {id: a, text: What?, purposes: weekly}\n", 3, "not a list"),
        (HEAD + "  - {id: a, text: [}\n", 3, "not YAML"),
        (HEAD + f"  - {{id: a, text: {'w' * 400}, purposes: [weekly]}}\n", 3, "too long"),
    ],
)
def test_a_broken_file_is_refused_with_file_and_line(tmp_path: Path, content, line, words):
    (tmp_path / "own.yaml").write_text(content, "utf-8")
    with pytest.raises(BadQuestionFile, match=re.escape(words)) as refusal:
        load_bank(tmp_path)
    assert str(refusal.value).startswith(f"own.yaml, line {line}: ")
