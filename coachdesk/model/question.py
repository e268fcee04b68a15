"""Questions of one's own, beside the bank that CoachDesk brings."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime


class OwnQuestion(Noun, table=True):
    """A question that the manager wrote. `purposes` and `areas` are comma-separated ids as in the bank."""

    __tablename__ = "own_question"

    text: str
    purposes: str = ""
    areas: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
