"""Stretch projects with their ledger, acts of sponsorship, glue work, wishes, and self-descriptions under their key."""

from __future__ import annotations

from alembic import op

from coachdesk.store.migrations.columns import choice, day, extend, index, key, moment, number, reference, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and columns of this version."""
    _projects()
    _ledger()
    _acts()
    _groups()
    extend("promise", reference("project_id", "project", nullable=True))


def _projects() -> None:
    op.create_table(
        "project",
        key(),
        *map(words, ("title", "purpose")),
        choice("state", "idea"),
        reference("person_id", "person", nullable=True),
        *map(words, ("ladder_pin", "competency_id")),
        choice("reach", "team"),
        *map(words, ("payoff", "support", "criteria")),
        moment("criteria_saved_at", nullable=True),
        *map(words, ("reflection_theirs", "reflection_yours")),
        moment("created_at"),
    )
    index("project", "state", "person_id")
    op.create_table(
        "project_step",
        key(),
        reference("project_id", "project"),
        choice("state", "idea"),
        reference("person_id", "person", nullable=True),
        day("stepped_on"),
        moment("created_at"),
    )
    index("project_step", "project_id", "person_id")
    op.create_table(
        "check_in",
        key(),
        reference("project_id", "project"),
        day("planned_on"),
        day("held_on", nullable=True),
        words("text"),
        moment("created_at"),
    )
    index("check_in", "project_id")


def _ledger() -> None:
    op.create_table(
        "candidate",
        key(),
        reference("project_id", "project"),
        reference("person_id", "person"),
        words("remark"),
        moment("considered_at"),
    )
    index("candidate", "project_id", "person_id")
    op.create_table(
        "offer",
        key(),
        reference("project_id", "project"),
        reference("person_id", "person"),
        words("why"),
        day("offered_on"),
        day("reply_by_on", nullable=True),
        choice("answer", "open"),
        day("answered_on", nullable=True),
        words("reason"),
        day("ask_again_on", nullable=True),
        moment("created_at"),
    )
    index("offer", "project_id", "person_id")
    op.create_table(
        "wish",
        key(),
        reference("person_id", "person"),
        *map(words, ("text", "competency_id")),
        day("said_on"),
        day("ended_on", nullable=True),
        moment("created_at"),
    )
    index("wish", "person_id")


def _acts() -> None:
    op.create_table(
        "sponsorship_act",
        key(),
        reference("person_id", "person"),
        reference("project_id", "project", nullable=True),
        choice("kind", "advised"),
        *map(words, ("text", "audience", "result")),
        day("acted_on"),
        moment("created_at"),
    )
    index("sponsorship_act", "person_id", "project_id")
    op.create_table(
        "glue_work",
        key(),
        reference("person_id", "person"),
        words("text"),
        choice("origin", "asked"),
        number("hours_a_month", nullable=True),
        day("began_on"),
        day("ended_on", nullable=True),
        day("credited_on", nullable=True),
        reference("rotated_to_id", "person", nullable=True),
        moment("created_at"),
    )
    index("glue_work", "person_id", "rotated_to_id")


def _groups() -> None:
    op.create_table(
        "self_description",
        key(),
        reference("person_id", "person"),
        day("consented_on"),
        words("sealed"),
        moment("created_at"),
    )
    index("self_description", "person_id")
    op.create_table("group_release", key(), day("taken_on"), words("sealed"), moment("created_at"))
    index("group_release", "taken_on")
