"""Every table, so that references between them resolve whichever is used first."""

from coachdesk.model import (  # noqa: F401
    agenda,
    attachment,
    card,
    evidence,
    ladder,
    meeting,
    note,
    observation,
    person,
    plan,
    promise,
    question,
    review,
    series,
    theme,
)
