"""Meetings in full, evidence, themes and attachments; ladders, reviews and growth plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from coachdesk.store.migrations.columns import choice, day, extend, flag, index, key, moment, number, reference, words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and columns of this version."""
    _series()
    _meetings()
    _agenda_and_promises()
    _people()
    _evidence()
    _themes()
    _attachments()
    _ladders()
    _reviews()
    _plans()


def _series() -> None:
    op.create_table(
        "series",
        key(),
        reference("person_id", "person"),
        choice("kind", "one_on_one"),
        *map(words, ("rrule", "starts_local", "time_zone")),
        number("duration_min"),
        words("excluded"),
        day("ends_on", nullable=True),
        moment("created_at"),
    )
    index("series", "person_id")
    op.create_table(
        "calendar_link",
        key(),
        reference("meeting_id", "meeting"),
        words("uid"),
        words("recurrence_key"),
        number("sequence"),
    )
    index("calendar_link", "meeting_id", "uid")


def _meetings() -> None:
    extend(
        "meeting",
        reference("series_id", "series", nullable=True),
        words("occurrence_key"),
        moment("moved_from_at", nullable=True),
        words("purpose"),
        words("prepared"),
        flag("is_announced", default=True),
        moment("summary_copied_at", nullable=True),
        moment("closed_at", nullable=True),
    )
    op.create_index("ix_meeting_person_state_start", "meeting", ["person_id", "state", "starts_at"])
    extend("note", choice("kind", "notes"))


def _agenda_and_promises() -> None:
    extend("agenda_item", words("question_id"), words("outcome"), moment("closed_at", nullable=True))
    index("agenda_item", "question_id")
    op.create_table("own_question", key(), *map(words, ("text", "purposes", "areas")), moment("created_at"))
    extend(
        "promise",
        choice("visibility", "shared"),
        day("snoozed_until", nullable=True),
        reference("raise_with_id", "person", nullable=True),
        moment("dropped_at", nullable=True),
    )


def _people() -> None:
    extend("person", day("nudges_off_until", nullable=True))
    op.create_table(
        "observation",
        key(),
        reference("person_id", "person"),
        choice("kind", "win"),
        words("text"),
        words("said_by"),
        choice("visibility", "only_you"),
        day("observed_on"),
        moment("passed_on_at", nullable=True),
        moment("created_at"),
    )
    index("observation", "person_id")
    op.create_table(
        "card_answer",
        key(),
        reference("person_id", "person"),
        words("question_key"),
        words("text"),
        day("answered_on"),
        moment("created_at"),
    )
    index("card_answer", "person_id")


def _evidence() -> None:
    op.create_table(
        "evidence",
        key(),
        reference("person_id", "person"),
        words("text"),
        choice("source", "written"),
        *map(words, ("source_id", "url", "said_by")),
        flag("counters"),
        choice("visibility", "only_you"),
        day("occurred_on"),
        moment("redacted_at", nullable=True),
        moment("created_at"),
    )
    index("evidence", "person_id", "source_id")
    op.create_table(
        "evidence_target",
        key(),
        reference("evidence_id", "evidence"),
        *map(words, ("ladder_pin", "competency_id", "level_id", "behaviour_id")),
    )
    index("evidence_target", "evidence_id", "competency_id")


def _themes() -> None:
    op.create_table("theme", key(), words("title"), choice("state", "no_action"), words("action"), moment("created_at"))
    op.create_table(
        "theme_mention",
        key(),
        reference("theme_id", "theme"),
        reference("person_id", "person"),
        reference("meeting_id", "meeting", nullable=True),
        words("team"),
        flag("has_consent"),
        day("mentioned_on"),
    )
    index("theme_mention", "theme_id", "person_id", "meeting_id")
    op.create_table(
        "theme_report",
        key(),
        reference("theme_id", "theme", nullable=True),
        words("text"),
        day("due_on", nullable=True),
        moment("done_at", nullable=True),
        moment("created_at"),
    )
    index("theme_report", "theme_id")


def _attachments() -> None:
    op.create_table(
        "attachment",
        key(),
        reference("person_id", "person"),
        reference("note_id", "note", nullable=True),
        words("file_name"),
        words("media_type"),
        number("size_bytes"),
        words("content_id"),
        sa.Column("content_key", sa.LargeBinary(), nullable=False),
        moment("created_at"),
    )
    index("attachment", "person_id", "note_id", "content_id")


def _ladders() -> None:
    op.create_table(
        "ladder_version",
        key(),
        *map(words, ("pin", "title", "yaml", "content_hash")),
        moment("used_at", nullable=True),
        moment("created_at"),
    )
    index("ladder_version", "pin")
    op.create_table(
        "ladder_change",
        key(),
        *map(words, ("from_pin", "to_pin", "yaml")),
        moment("confirmed_at", nullable=True),
        moment("created_at"),
    )
    op.create_table(
        "placement",
        key(),
        reference("person_id", "person"),
        *map(words, ("ladder_pin", "level_id", "target_level_id", "shape_id")),
        day("placed_on"),
    )
    index("placement", "person_id")


def _reviews() -> None:
    op.create_table(
        "review",
        key(),
        reference("person_id", "person"),
        *map(words, ("ladder_pin", "level_id", "target_level_id", "shape_id")),
        choice("state", "open"),
        day("period_from_on", nullable=True),
        day("period_to_on"),
        words("form_key"),
        moment("self_handed_in_at", nullable=True),
        moment("yours_handed_in_at", nullable=True),
        moment("agreed_at", nullable=True),
        *map(words, ("content_hash", "notes")),
        moment("created_at"),
    )
    index("review", "person_id")
    op.create_table(
        "mark",
        key(),
        reference("review_id", "review"),
        words("competency_id"),
        choice("rater", "manager"),
        words("step_id"),
        flag("is_not_applicable"),
        choice("confidence", "medium"),
        *map(words, ("comment", "rubric_text")),
        moment("updated_at"),
    )
    index("mark", "review_id")
    op.create_table(
        "gate_answer", key(), reference("review_id", "review"), words("gate_id"), flag("is_met"), words("comment")
    )
    index("gate_answer", "review_id")


def _plans() -> None:
    op.create_table(
        "skill_goal",
        key(),
        reference("person_id", "person"),
        *map(words, ("text", "ladder_pin", "competency_id", "target_step_id")),
        day("due_on", nullable=True),
        choice("state", "open"),
        choice("visibility", "shared"),
        moment("closed_at", nullable=True),
        moment("created_at"),
    )
    index("skill_goal", "person_id")
    op.create_table(
        "coaching_note",
        key(),
        reference("goal_id", "skill_goal"),
        reference("meeting_id", "meeting", nullable=True),
        *map(words, ("aim", "reality", "options", "will")),
        day("will_on", nullable=True),
        number("commitment", nullable=True),
        choice("visibility", "shared"),
        day("written_on"),
        moment("created_at"),
    )
    index("coaching_note", "goal_id", "meeting_id")
