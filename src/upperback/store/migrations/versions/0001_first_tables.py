"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("old_revision", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=20), nullable=True),
        sa.Column("since_weeks", sa.Integer(), nullable=True),
        sa.Column("onset", sa.String(length=20), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("minutes_per_session", sa.Float(), nullable=False),
        sa.Column("days_per_week", sa.Integer(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("lacking", sa.JSON(), nullable=False),
        sa.Column("avoid_positions", sa.JSON(), nullable=False),
        sa.Column("likes", sa.JSON(), nullable=False),
        sa.Column("dislikes", sa.JSON(), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "accepted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("finding", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_accepted_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_accepted"),
    )
    op.create_index("ix_accepted_person_id", "accepted", ["person_id"])
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("goal", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_activity_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_person_id", "activity", ["person_id"])
    op.create_table(
        "clearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("blocked_tags", sa.JSON(), nullable=False),
        sa.Column("void_from", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_clearance_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_clearance"),
    )
    op.create_index("ix_clearance_person_id", "clearance", ["person_id"])
    op.create_table(
        "diary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pain", sa.Float(), nullable=True),
        sa.Column("worst", sa.Float(), nullable=True),
        sa.Column("minutes_walked", sa.Float(), nullable=False),
        sa.Column("minutes_swum", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_diary_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_diary"),
    )
    op.create_index("ix_diary_day", "diary", ["day"])
    op.create_index("ix_diary_person_id", "diary", ["person_id"])
    op.create_table(
        "own_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pgic", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_own_change_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_own_change"),
    )
    op.create_index("ix_own_change_person_id", "own_change", ["person_id"])
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("catalogue", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("made_from", sa.Text(), nullable=True),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_programme_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
    )
    op.create_index("ix_programme_person_id", "programme", ["person_id"])
    op.create_table(
        "screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("short", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=20), nullable=False),
        sa.Column("symptom", sa.String(length=40), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_screen_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_screen"),
    )
    op.create_index("ix_screen_person_id", "screen", ["person_id"])
    op.create_table(
        "self_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("test", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("trials", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pain", sa.Float(), nullable=True),
        sa.Column("familiar", sa.Boolean(), nullable=True),
        sa.Column("stopped_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_self_test_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_self_test"),
    )
    op.create_index("ix_self_test_person_id", "self_test", ["person_id"])
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("symptom", sa.String(length=40), nullable=True),
        sa.Column("pain_before", sa.Float(), nullable=True),
        sa.Column("pain_after", sa.Float(), nullable=True),
        sa.Column("pain_next_morning", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("person_id", "number", name="uq_session_person_id"),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"])
    op.create_table(
        "undo",
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_undo_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="pk_undo"),
    )
    op.create_table(
        "activity_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_activity_score_activity_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_score"),
    )
    op.create_index("ix_activity_score_activity_id", "activity_score", ["activity_id"])
    op.create_table(
        "answer",
        sa.Column("screen_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screen.id"], name="fk_answer_screen_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("screen_id", "question", name="pk_answer"),
    )
    op.create_table(
        "screen_group",
        sa.Column("screen_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screen.id"], name="fk_screen_group_screen_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("screen_id", "group_id", name="pk_screen_group"),
    )
    op.create_table(
        "session_item",
        sa.Column("session_id", sa.String(length=80), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("place", sa.Float(), nullable=False),
        sa.Column("exercise", sa.String(length=80), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("hold_s", sa.Float(), nullable=False),
        sa.Column("rest_s", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("instead", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("eased", sa.Boolean(), nullable=False),
        sa.Column("done_sets", sa.Integer(), nullable=False),
        sa.Column("done_reps", sa.Integer(), nullable=False),
        sa.Column("done_hold_s", sa.Float(), nullable=False),
        sa.Column("pain", sa.Float(), nullable=True),
        sa.Column("effort", sa.Float(), nullable=True),
        sa.Column("stopped_because", sa.Text(), nullable=True),
        sa.Column("form_ok", sa.Boolean(), nullable=True),
        sa.Column("peak", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_session_item_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "item", name="pk_session_item"),
    )
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=80), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("set_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("peak", sa.Float(), nullable=True),
        sa.Column("held_s", sa.Float(), nullable=False),
        sa.Column("counted_by", sa.String(length=10), nullable=False),
        sa.Column("counted_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "item"],
            ["session_item.session_id", "session_item.item"],
            name="fk_movement_session_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
        sa.UniqueConstraint("session_id", "key", name="uq_movement_session_id"),
    )
    op.create_table(
        "session_set",
        sa.Column("session_id", sa.String(length=80), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("set_no", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "item"],
            ["session_item.session_id", "session_item.item"],
            name="fk_session_set_session_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "item", "set_no", name="pk_session_set"),
    )
