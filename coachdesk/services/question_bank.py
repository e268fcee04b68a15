"""Questions to ask, by what a meeting is for: the bank that ships with CoachDesk and the user's own beside it.

A file of the bank is read strictly: `format`, then `questions`, each with a stable id, a text and its purposes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from coachdesk.assets import resource_path
from coachdesk.rubric.strict_yaml import Node, YamlRefused, read_strict_yaml

FORMAT = "coachdesk-questions/1"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_ID_CHARS = 60
_MAX_TEXT_CHARS = 300
_FIELDS = frozenset({"id", "text", "purposes", "areas", "follow_up", "part"})
_PARTS = ("opening", "team", "sponsorship", "lead", "close")


class Purpose(StrEnum):
    """What a meeting is for."""

    FIRST_MEETING = "first_meeting"
    WEEKLY = "weekly"
    CAREER = "career"
    GROWTH = "growth"
    FEEDBACK_ON_ME = "feedback_on_me"
    REMOTE = "remote"
    CONFLICT = "conflict"
    RETURN_FROM_LEAVE = "return_from_leave"
    SKIP_LISTENING = "skip_listening"
    SKIP_FIRST = "skip_first"
    SKIP_CHANGE = "skip_change"
    MANAGERS_OF_MANAGERS = "managers_of_managers"


class BadQuestionFile(Exception):
    """A file of questions cannot be used; the text names file and line, what is wrong and what to do."""

    def __init__(self, file_name: str, line: int, reason: str, advice: str) -> None:
        super().__init__(f"{file_name}, line {line}: {reason} {advice}")
        self.file_name = file_name
        self.line = line


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `question_id` never changes; `areas` are the ids of competencies; `is_own` is the user's own.

    `part` is the place in a skip-level talk that it is made for (opening, team, sponsorship, lead, close), if any.
    """

    question_id: str
    text: str
    purposes: frozenset[Purpose]
    areas: tuple[str, ...] = ()
    follow_up: str = ""
    is_own: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """All questions in order of file and line, the user's own first."""

    questions: tuple[Question, ...]

    def list_for(self, purpose: Purpose | None = None, area: str = "") -> tuple[Question, ...]:
        """Return the questions for a purpose, and of an area if one is given."""
        return tuple(
            question
            for question in self.questions
            if (purpose is None or purpose in question.purposes) and (not area or area in question.areas)
        )

    def find(self, question_id: str) -> Question | None:
        """Return the question of an id."""
        return next((question for question in self.questions if question.question_id == question_id), None)


def load_bank(path: Path | None = None) -> QuestionBank:
    """Return the questions of every `.yaml` file of a folder, the one that ships by default. Raises BadQuestionFile."""
    folder = resource_path("questions") if path is None else path
    found: dict[str, Question] = {}
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        for line, question in _read(file):
            if question.question_id in found:
                _refuse(file, line, "this id is taken by another question.", "Choose another one.")
            folded = fold_question(question.text)
            if folded in texts:
                _refuse(file, line, f"{texts[folded]} asks the same.", "Keep one of the two.")
            found[question.question_id] = question
            texts[folded] = question.question_id
    return QuestionBank(tuple(found.values()))


def with_own(bank: QuestionBank, own: Iterable[Question]) -> QuestionBank:
    """Return the bank with the user's own questions first; one of the same id or words takes the place of a shipped."""
    mine = tuple(own)
    ids = {question.question_id for question in mine}
    texts = {fold_question(question.text) for question in mine}
    rest = (
        question
        for question in bank.questions
        if question.question_id not in ids and fold_question(question.text) not in texts
    )
    return QuestionBank((*mine, *rest))


def choose(
    bank: QuestionBank,
    asked: Mapping[str, date],
    purpose: Purpose | None = None,
    area: str = "",
    count: int = 5,
    *,
    person_id: str = "",
) -> tuple[Question, ...]:
    """Return the next questions to ask a person: those never asked, one's own first, then the one asked longest ago.

    `asked` maps question ids to the day each was last asked to this person. Questions never asked come in an order
    that looks shuffled, differs from person to person and stays the same from day to day.
    """

    def turn(question: Question) -> tuple[bool, date, bool, str]:
        last = asked.get(question.question_id)
        mixed = hashlib.sha256(f"{person_id}\n{question.question_id}".encode()).hexdigest()
        return last is not None, last or date.min, not question.is_own, mixed

    return tuple(sorted(bank.list_for(purpose, area), key=turn)[: max(0, count)])


def fold_question(text: str) -> str:
    """Return a question for comparison: only its words count."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("’", "'").replace("'", "")))


def _read(file: Path) -> list[tuple[int, Question]]:
    try:
        root = read_strict_yaml(file.read_bytes())
    except YamlRefused as error:
        _refuse(file, error.line, f"{error.what}.", f"To mend it: {error.what_to_do}.")
    except OSError as error:
        _refuse(file, 1, "the file cannot be read.", f"The system says: {error.strerror or 'no reason'}.")
    top = _mapping(file, root, frozenset({"format", "questions"}))
    if "format" not in top or top["format"].value != FORMAT:
        _refuse(file, root.line, "this is no file of questions.", f"Start it with: format: {FORMAT}")
    questions = top.get("questions")
    if questions is None or not isinstance(questions.value, list):
        _refuse(file, root.line, "there is no list of questions.", "Add one under: questions:")
    return [(node.line, _question(file, node)) for node in questions.value]


def _question(file: Path, node: Node) -> Question:
    fields = _mapping(file, node, _FIELDS)
    question_id = _text(file, node, fields, "id", _MAX_ID_CHARS)
    if not _ID.fullmatch(question_id):
        _refuse(file, fields["id"].line, "this id is not plain.", "Use small letters, digits and single hyphens.")
    purposes = frozenset(_purpose(file, line, word) for line, word in _words(file, fields, "purposes"))
    if not purposes:
        _refuse(file, node.line, "the question has no purposes.", f"Give one or more of {', '.join(Purpose)}.")
    return Question(
        question_id,
        _text(file, node, fields, "text", _MAX_TEXT_CHARS),
        purposes,
        tuple(word for _, word in _words(file, fields, "areas")),
        _text(file, node, fields, "follow_up", _MAX_TEXT_CHARS) if "follow_up" in fields else "",
        part=_part(file, fields["part"]) if "part" in fields else "",
    )


def _part(file: Path, node: Node) -> str:
    if not isinstance(node.value, str) or node.value not in _PARTS:
        _refuse(file, node.line, "this part of a talk is not known.", f"Use {', '.join(_PARTS)}.")
    return node.value


def _purpose(file: Path, line: int, word: str) -> Purpose:
    try:
        return Purpose(word)
    except ValueError:
        _refuse(file, line, "this purpose is not known.", f"Use {', '.join(Purpose)}.")


def _mapping(file: Path, node: Node, allowed: frozenset[str]) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        _refuse(file, node.line, "fields are expected here.", f"Use {', '.join(sorted(allowed))}.")
    for key, value in node.value.items():
        if key not in allowed:
            _refuse(file, value.line, "this field is not known.", f"Use {', '.join(sorted(allowed))}.")
    return node.value


def _text(file: Path, node: Node, fields: dict[str, Node], name: str, limit: int) -> str:
    value = fields[name].value if name in fields else None
    if not isinstance(value, str) or not value.strip():
        _refuse(file, node.line, f"the field {name} is missing or empty.", "Fill it in.")
    if len(value) > limit:
        _refuse(file, fields[name].line, f"the field {name} is too long.", f"Keep it within {limit} characters.")
    return " ".join(value.split())


def _words(file: Path, fields: dict[str, Node], name: str) -> list[tuple[int, str]]:
    node = fields.get(name)
    if node is None:
        return []
    if not isinstance(node.value, list):
        _refuse(file, node.line, f"the field {name} is not a list.", "Write it in square brackets.")
    found = [(one.line, one.value) for one in node.value if isinstance(one.value, str)]
    if len(found) != len(node.value):
        _refuse(file, node.line, f"the field {name} has something that is not a word.", "Remove it.")
    return found


def _refuse(file: Path, line: int, reason: str, advice: str) -> NoReturn:
    raise BadQuestionFile(file.name, line, reason, advice)
