"""Every table, so that references between them resolve whichever is used first."""

from coachdesk.model import (  # noqa: F401
    agenda,
    attachment,
    card,
    evidence,
    group,
    ladder,
    meeting,
    note,
    observation,
    opportunity,
    person,
    plan,
    project,
    promise,
    question,
    review,
    series,
    sponsorship,
    theme,
)
