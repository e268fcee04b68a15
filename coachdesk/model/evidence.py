"""Evidence: a sentence that speaks for or against a line of a rubric, by an explicit act."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.visibility import Visibility


class EvidenceSource(StrEnum):
    """What a piece of evidence was taken from."""

    NOTE = "note"
    FEEDBACK = "feedback"
    WIN = "win"
    PROJECT = "project"
    DOCUMENT = "document"
    LINK = "link"
    WRITTEN = "written"


class Evidence(Noun, table=True):
    """A sentence kept as evidence. It outlives its source: when that is deleted, `text` is redacted to a stub.

    `source_id` is the identity of the note, observation, project or attachment; `url` holds a link as text only.
    `counters` says that it speaks against what it is linked to.
    """

    __tablename__ = "evidence"

    person_id: str = Field(foreign_key="person.id", index=True)
    text: str
    source: EvidenceSource = Field(sa_type=text_enum(EvidenceSource))
    source_id: str = Field(default="", index=True)
    url: str = ""
    said_by: str = ""
    counters: bool = False
    visibility: Visibility = Field(default=Visibility.ONLY_YOU, sa_type=text_enum(Visibility))
    occurred_on: date
    redacted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class EvidenceTarget(Noun, table=True):
    """The line of a rubric that a piece of evidence is about.

    `ladder_pin` is `ladder@version`; it and `level_id` are empty while only the competency is known. `level_id` is a
    level of a direct ladder or a stage of an indirect one. `behaviour_id` is empty for the cell as a whole.
    """

    __tablename__ = "evidence_target"

    evidence_id: str = Field(foreign_key="evidence.id", index=True)
    ladder_pin: str = ""
    competency_id: str = Field(index=True)
    level_id: str = ""
    behaviour_id: str = ""
