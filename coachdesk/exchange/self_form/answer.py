"""Reading the answer file that a form's page wrote: strict, bounded, and never half understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from coachdesk.exchange.self_form.sealed import CannotOpen, unseal
from coachdesk.model.review import Confidence
from coachdesk.services.reviews import MarkDraft
from coachdesk.services.self_assessment import SelfAnswer

FORMAT = "coachdesk-answer/1"
MOST_BYTES = 2_000_000
MOST_MARKS = 500
MOST_LETTERS = 4000
_ID_LETTERS = 200


class AnswerUnreadable(ValueError):
    """The file is no answer of a self-assessment form; the text says which field, and what to do."""


class PassphraseNeeded(AnswerUnreadable):
    """The answer is sealed by the passphrase of its form."""


def read_answer(data: bytes, passphrase: str | None = None) -> SelfAnswer:
    """Return the answer in a file. Raises AnswerUnreadable; PassphraseNeeded when it is sealed and none was given."""
    if len(data) > MOST_BYTES:
        raise AnswerUnreadable(f"The file is larger than {MOST_BYTES // 1_000_000} MB, so it is not an answer.")
    outer = _mapping(_parse(data), "the file")
    if outer.get("format") != FORMAT:
        raise AnswerUnreadable(
            f"The file is not an answer of a self-assessment form: its field “format” is not {FORMAT}. Choose the file "
            "that the form's page downloaded."
        )
    form_key = _text(outer, "form_key", _ID_LETTERS)
    if "sealed" not in outer:
        return _answer(_mapping(outer.get("answer"), "answer"), form_key)
    if not passphrase:
        raise PassphraseNeeded("This answer is sealed. Give the passphrase of its form.")
    try:
        return _answer(_mapping(unseal(_mapping(outer["sealed"], "sealed"), passphrase, "answer", form_key), "answer"),
                       form_key)  # fmt: skip
    except CannotOpen as error:
        raise AnswerUnreadable(str(error)) from None
    except AnswerUnreadable:
        raise
    except (ValueError, RecursionError) as error:
        reason = str(error) if not isinstance(error, json.JSONDecodeError | RecursionError) else "it is no JSON"
        raise AnswerUnreadable(f"The sealed answer can't be read: {reason}.") from None


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise AnswerUnreadable(
            f"The file is not the JSON that a form's page writes{where}. Choose another file."
        ) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field appears twice")
    return found


def _answer(fields: Mapping[str, Any], form_key: str) -> SelfAnswer:
    marks = fields.get("marks")
    if not isinstance(marks, list) or len(marks) > MOST_MARKS:
        raise AnswerUnreadable(f"The field “marks” is not a list of at most {MOST_MARKS} answers.")
    return SelfAnswer(
        form_key,
        _text(fields, "review_id", _ID_LETTERS),
        _text(fields, "person_id", _ID_LETTERS),
        _text(fields, "ladder", _ID_LETTERS),
        _text(fields, "ladder_hash", _ID_LETTERS),
        _moment(fields),
        tuple(_mark(_mapping(one, f"marks[{number}]"), number) for number, one in enumerate(marks)),
    )


def _mark(fields: Mapping[str, Any], number: int) -> MarkDraft:
    where = f"marks[{number}]."
    away = fields.get("not_applicable", False)
    if not isinstance(away, bool):
        raise AnswerUnreadable(f"The field “{where}not_applicable” is neither true nor false.")
    try:
        confidence = Confidence(fields.get("confidence", "medium"))
    except ValueError:
        raise AnswerUnreadable(f"The field “{where}confidence” is not low, medium or high.") from None
    return MarkDraft(
        _text(fields, "competency", _ID_LETTERS, where),
        _text(fields, "step", _ID_LETTERS, where),
        away,
        confidence,
        _text(fields, "comment", MOST_LETTERS, where),
    )


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise AnswerUnreadable(f"The field “{where}” is missing or is not an object.")
    return value


def _text(fields: Mapping[str, Any], name: str, longest: int, where: str = "") -> str:
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise AnswerUnreadable(f"The field “{where}{name}” is missing, or is not a text of at most {longest} letters.")
    return value


def _moment(fields: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(fields, "written_at", 40))
    except ValueError as error:
        if isinstance(error, AnswerUnreadable):
            raise
        raise AnswerUnreadable("The field “written_at” is not a time.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
